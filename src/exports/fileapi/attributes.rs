//! Attributes of files by name.

use crate::abi::windows::*;
use crate::exports::arguments::{ansi_path, store, wide_path};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file_attributes::{self, Facts};
use crate::win32::last_error;
use crate::win32::time::to_file_time;
use std::path::PathBuf;

fn attributes(path: Result<PathBuf, Win32Error>) -> DWORD {
    match path.and_then(|path| Facts::of_path(&path)) {
        Ok(facts) => facts.attributes,
        Err(error) => {
            last_error::set(error.0);
            INVALID_FILE_ATTRIBUTES
        }
    }
}

/// # Safety
/// The information may be written.
unsafe fn attributes_ex(path: Result<PathBuf, Win32Error>, level: GET_FILEEX_INFO_LEVELS, information: LPVOID) -> BOOL {
    if level != GetFileExInfoStandard || information.is_null() {
        return set(ERROR_INVALID_PARAMETER);
    }
    bool_of(path.and_then(|path| Facts::of_path(&path)).map(|facts| {
        let data = WIN32_FILE_ATTRIBUTE_DATA {
            dwFileAttributes: facts.attributes,
            ftCreationTime: to_file_time(facts.creation),
            ftLastAccessTime: to_file_time(facts.access),
            ftLastWriteTime: to_file_time(facts.write),
            nFileSizeHigh: (facts.size >> 32) as DWORD,
            nFileSizeLow: facts.size as DWORD,
        };
        // SAFETY: by contract, and not NULL.
        unsafe { store(information.cast(), data) };
    }))
}

/// The attributes, or INVALID_FILE_ATTRIBUTES. Of a link they are the link's own. A name that begins with a
/// dot is hidden; a file without a bit for writing is read-only.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileAttributesA(lpFileName: LPCSTR) -> DWORD {
    boundary!(no_dword, "GetFileAttributesA", {
        // SAFETY: by contract.
        attributes(unsafe { ansi_path(lpFileName) })
    })
}

/// As GetFileAttributesA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileAttributesW(lpFileName: LPCWSTR) -> DWORD {
    boundary!(no_dword, "GetFileAttributesW", {
        // SAFETY: by contract.
        attributes(unsafe { wide_path(lpFileName) })
    })
}

/// Attributes, times and size.
///
/// # Safety
/// The name ends with a NUL; the information is a WIN32_FILE_ATTRIBUTE_DATA that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileAttributesExA(
    lpFileName: LPCSTR,
    fInfoLevelId: GET_FILEEX_INFO_LEVELS,
    lpFileInformation: LPVOID,
) -> BOOL {
    boundary!(bool, "GetFileAttributesExA", {
        // SAFETY: by contract.
        unsafe { attributes_ex(ansi_path(lpFileName), fInfoLevelId, lpFileInformation) }
    })
}

/// As GetFileAttributesExA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the information is a WIN32_FILE_ATTRIBUTE_DATA that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileAttributesExW(
    lpFileName: LPCWSTR,
    fInfoLevelId: GET_FILEEX_INFO_LEVELS,
    lpFileInformation: LPVOID,
) -> BOOL {
    boundary!(bool, "GetFileAttributesExW", {
        // SAFETY: by contract.
        unsafe { attributes_ex(wide_path(lpFileName), fInfoLevelId, lpFileInformation) }
    })
}

/// Sets or takes back FILE_ATTRIBUTE_READONLY of a file. FILE_ATTRIBUTE_HIDDEN and FILE_ATTRIBUTE_SYSTEM
/// cannot be given to a file: ERROR_NOT_SUPPORTED. The others are hints and change nothing.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFileAttributesA(lpFileName: LPCSTR, dwFileAttributes: DWORD) -> BOOL {
    boundary!(bool, "SetFileAttributesA", {
        // SAFETY: by contract.
        let path = unsafe { ansi_path(lpFileName) };
        bool_of(path.and_then(|path| file_attributes::set_attributes(&path, dwFileAttributes)))
    })
}

/// As SetFileAttributesA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFileAttributesW(lpFileName: LPCWSTR, dwFileAttributes: DWORD) -> BOOL {
    boundary!(bool, "SetFileAttributesW", {
        // SAFETY: by contract.
        let path = unsafe { wide_path(lpFileName) };
        bool_of(path.and_then(|path| file_attributes::set_attributes(&path, dwFileAttributes)))
    })
}
