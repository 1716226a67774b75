//! What is known of an open file.

use crate::abi::windows::*;
use crate::exports::arguments::{give, load, store};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::file_attributes::{Facts, Times};
use crate::win32::handle_table::HANDLES;
use crate::win32::last_error;
use crate::win32::text::to_wide;
use crate::win32::time::{from_file_time, to_file_time};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::Arc;

fn file(handle: HANDLE) -> Result<Arc<File>, Win32Error> {
    Ok(HANDLES.get_as(handle)?)
}

/// The number of a device in 32 bits.
fn volume(device: u64) -> DWORD {
    (device ^ device >> 32) as DWORD
}

fn information(file: &File) -> Result<BY_HANDLE_FILE_INFORMATION, Win32Error> {
    let (facts, metadata) = (Facts::of_file(file)?, file.metadata()?);
    Ok(BY_HANDLE_FILE_INFORMATION {
        dwFileAttributes: facts.attributes,
        ftCreationTime: to_file_time(facts.creation),
        ftLastAccessTime: to_file_time(facts.access),
        ftLastWriteTime: to_file_time(facts.write),
        dwVolumeSerialNumber: volume(metadata.dev()),
        nFileSizeHigh: (facts.size >> 32) as DWORD,
        nFileSizeLow: facts.size as DWORD,
        nNumberOfLinks: metadata.nlink() as DWORD,
        nFileIndexHigh: (metadata.ino() >> 32) as DWORD,
        nFileIndexLow: metadata.ino() as DWORD,
    })
}

/// Attributes, times, size, links, and the numbers that tell a file from all others.
///
/// # Safety
/// The information may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileInformationByHandle(
    hFile: HANDLE,
    lpFileInformation: LPBY_HANDLE_FILE_INFORMATION,
) -> BOOL {
    boundary!(bool, "GetFileInformationByHandle", {
        if lpFileInformation.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        bool_of(file(hFile).and_then(|file| information(&file)).map(|information| {
            // SAFETY: by contract, and not NULL.
            unsafe { store(lpFileInformation, information) };
        }))
    })
}

/// The times of a file, each where it is asked for.
///
/// # Safety
/// Each is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileTime(
    hFile: HANDLE,
    lpCreationTime: LPFILETIME,
    lpLastAccessTime: LPFILETIME,
    lpLastWriteTime: LPFILETIME,
) -> BOOL {
    boundary!(bool, "GetFileTime", {
        bool_of(file(hFile).and_then(|file| Facts::of_file(&file)).map(|facts| {
            // SAFETY: by contract.
            unsafe {
                store(lpCreationTime, to_file_time(facts.creation));
                store(lpLastAccessTime, to_file_time(facts.access));
                store(lpLastWriteTime, to_file_time(facts.write));
            }
        }))
    })
}

/// Sets the times that are given. The creation time is the system's: given alone it is
/// ERROR_NOT_SUPPORTED, beside others it is left out.
///
/// # Safety
/// Each is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFileTime(
    hFile: HANDLE,
    lpCreationTime: *const FILETIME,
    lpLastAccessTime: *const FILETIME,
    lpLastWriteTime: *const FILETIME,
) -> BOOL {
    boundary!(bool, "SetFileTime", {
        let given = |time: *const FILETIME| {
            // SAFETY: by contract.
            unsafe { load(time) }.and_then(|time| Times::given(from_file_time(time)))
        };
        let times =
            Times { creation: given(lpCreationTime), access: given(lpLastAccessTime), write: given(lpLastWriteTime) };
        bool_of(file(hFile).and_then(|file| file.set_times(times)))
    })
}

fn final_path(handle: HANDLE, flags: DWORD) -> Result<PathBuf, Win32Error> {
    if flags & !(VOLUME_NAME_GUID | VOLUME_NAME_NONE | VOLUME_NAME_NT | FILE_NAME_OPENED) != 0 {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    file(handle)?.name()
}

/// The path of an open file with its links followed: its length, or with its NUL what it needs. Volumes have
/// no names here.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFinalPathNameByHandleA(
    hFile: HANDLE,
    lpszFilePath: LPSTR,
    cchFilePath: DWORD,
    dwFlags: DWORD,
) -> DWORD {
    boundary!(zero, "GetFinalPathNameByHandleA", {
        match final_path(hFile, dwFlags) {
            // SAFETY: by contract.
            Ok(path) => unsafe { give(path.as_os_str().as_bytes(), lpszFilePath.cast::<u8>(), cchFilePath) },
            Err(error) => {
                last_error::set(error.0);
                0
            }
        }
    })
}

/// As GetFinalPathNameByHandleA, for wide text.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFinalPathNameByHandleW(
    hFile: HANDLE,
    lpszFilePath: LPWSTR,
    cchFilePath: DWORD,
    dwFlags: DWORD,
) -> DWORD {
    boundary!(zero, "GetFinalPathNameByHandleW", {
        match final_path(hFile, dwFlags) {
            // SAFETY: by contract.
            Ok(path) => unsafe { give(&to_wide(&path.to_string_lossy()), lpszFilePath, cchFilePath) },
            Err(error) => {
                last_error::set(error.0);
                0
            }
        }
    })
}
