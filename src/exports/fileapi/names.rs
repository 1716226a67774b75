//! Full, long, short and temporary names.

use crate::abi::windows::*;
use crate::exports::arguments::{self, ansi_path, copy_out, give, store, wide_path};
use crate::exports::boundary::boundary;
use crate::win32::error::Win32Error;
use crate::win32::text::to_wide;
use crate::win32::{last_error, path, temp_names};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The room that the caller of GetTempFileName has.
const MAX_PATH: usize = 260;

fn no_name(error: Win32Error) -> DWORD {
    last_error::set(error.0);
    0
}

fn ansi_units(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

fn wide_units(path: &Path) -> Vec<WCHAR> {
    to_wide(&path.to_string_lossy())
}

/// Copies a path where it fits, and tells where its last name begins.
///
/// # Safety
/// The buffer has so many units; the part is NULL or may be written.
unsafe fn give_path<T: Copy + Default + PartialEq>(
    units: &[T],
    slash: T,
    buffer: *mut T,
    room: DWORD,
    part: *mut *mut T,
) -> DWORD {
    // SAFETY: by contract.
    unsafe {
        let length = give(units, buffer, room);
        if length as usize == units.len() {
            let name = units.iter().rposition(|unit| *unit == slash).map_or(0, |at| at + 1);
            store(part, if name < units.len() { buffer.add(name) } else { core::ptr::null_mut() });
        }
        length
    }
}

/// What is there by that name, as it is called. Names here have one form.
fn existing(path: Result<PathBuf, Win32Error>) -> Result<PathBuf, Win32Error> {
    let path = path?;
    match std::fs::symlink_metadata(&path) {
        Ok(_) => Ok(path),
        Err(error) => Err(path::not_found(&path, error.into())),
    }
}

/// # Safety
/// The buffer has MAX_PATH units.
unsafe fn temp_file_name<T: Copy + Default>(
    folder: Result<PathBuf, Win32Error>,
    prefix: Option<String>,
    number: UINT,
    buffer: *mut T,
    units: fn(&Path) -> Vec<T>,
) -> UINT {
    if buffer.is_null() {
        return no_name(Win32Error(ERROR_INVALID_PARAMETER));
    }
    match folder.and_then(|folder| temp_names::temp_name(&folder, &prefix.unwrap_or_default(), number)) {
        Ok((path, number)) => {
            let units = units(&path);
            if units.len() >= MAX_PATH {
                return no_name(Win32Error(ERROR_BUFFER_OVERFLOW));
            }
            // SAFETY: by contract.
            unsafe { copy_out(&units, buffer) };
            number
        }
        Err(error) => no_name(error),
    }
}

/// The absolute path for a name, with slashes: its length, or with its NUL what it needs. Nothing has to be
/// there.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units, the part is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFullPathNameA(
    lpFileName: LPCSTR,
    nBufferLength: DWORD,
    lpBuffer: LPSTR,
    lpFilePart: *mut LPSTR,
) -> DWORD {
    boundary!(zero, "GetFullPathNameA", {
        // SAFETY: by contract.
        unsafe {
            match arguments::ansi_pattern(lpFileName).and_then(|path| path::full(&path)) {
                Ok(path) => give_path(
                    &ansi_units(&path),
                    b'/',
                    lpBuffer.cast::<u8>(),
                    nBufferLength,
                    lpFilePart.cast::<*mut u8>(),
                ),
                Err(error) => no_name(error),
            }
        }
    })
}

/// The path of what is there, with slashes. Names have one form here.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetLongPathNameA(lpszShortPath: LPCSTR, lpszLongPath: LPSTR, cchBuffer: DWORD) -> DWORD {
    boundary!(zero, "GetLongPathNameA", {
        // SAFETY: by contract.
        unsafe {
            match existing(ansi_path(lpszShortPath)) {
                Ok(path) => give(&ansi_units(&path), lpszLongPath.cast::<u8>(), cchBuffer),
                Err(error) => no_name(error),
            }
        }
    })
}

/// The path of what is there, with slashes. Names have one form here.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetShortPathNameA(lpszLongPath: LPCSTR, lpszShortPath: LPSTR, cchBuffer: DWORD) -> DWORD {
    boundary!(zero, "GetShortPathNameA", {
        // SAFETY: by contract.
        unsafe {
            match existing(ansi_path(lpszLongPath)) {
                Ok(path) => give(&ansi_units(&path), lpszShortPath.cast::<u8>(), cchBuffer),
                Err(error) => no_name(error),
            }
        }
    })
}

/// The folder for temporary files, of TMP, TEMP or TMPDIR or else /tmp, with a slash at its end.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetTempPathA(nBufferLength: DWORD, lpBuffer: LPSTR) -> DWORD {
    boundary!(zero, "GetTempPathA", {
        match temp_names::folder() {
            Ok(mut path) => {
                path.push("");
                // SAFETY: by contract.
                unsafe { give(&ansi_units(&path), lpBuffer.cast::<u8>(), nBufferLength) }
            }
            Err(error) => no_name(error),
        }
    })
}

/// The name for a temporary file: three letters of the prefix, the number and `.TMP`. With a number of 0
/// one is found that is free, and the file made for its owner alone. The number.
///
/// # Safety
/// The names end with a NUL; the buffer has MAX_PATH units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetTempFileNameA(
    lpPathName: LPCSTR,
    lpPrefixString: LPCSTR,
    uUnique: UINT,
    lpTempFileName: LPSTR,
) -> UINT {
    boundary!(zero, "GetTempFileNameA", {
        // SAFETY: by contract.
        unsafe {
            let prefix = arguments::ansi(lpPrefixString);
            temp_file_name(ansi_path(lpPathName), prefix, uUnique, lpTempFileName.cast::<u8>(), ansi_units)
        }
    })
}

/// As GetFullPathNameA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units, the part is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFullPathNameW(
    lpFileName: LPCWSTR,
    nBufferLength: DWORD,
    lpBuffer: LPWSTR,
    lpFilePart: *mut LPWSTR,
) -> DWORD {
    boundary!(zero, "GetFullPathNameW", {
        // SAFETY: by contract.
        unsafe {
            match arguments::wide_pattern(lpFileName).and_then(|path| path::full(&path)) {
                Ok(path) => give_path(&wide_units(&path), WCHAR::from(b'/'), lpBuffer, nBufferLength, lpFilePart),
                Err(error) => no_name(error),
            }
        }
    })
}

/// As GetLongPathNameA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetLongPathNameW(lpszShortPath: LPCWSTR, lpszLongPath: LPWSTR, cchBuffer: DWORD) -> DWORD {
    boundary!(zero, "GetLongPathNameW", {
        // SAFETY: by contract.
        unsafe {
            match existing(wide_path(lpszShortPath)) {
                Ok(path) => give(&wide_units(&path), lpszLongPath, cchBuffer),
                Err(error) => no_name(error),
            }
        }
    })
}

/// As GetShortPathNameA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetShortPathNameW(lpszLongPath: LPCWSTR, lpszShortPath: LPWSTR, cchBuffer: DWORD) -> DWORD {
    boundary!(zero, "GetShortPathNameW", {
        // SAFETY: by contract.
        unsafe {
            match existing(wide_path(lpszLongPath)) {
                Ok(path) => give(&wide_units(&path), lpszShortPath, cchBuffer),
                Err(error) => no_name(error),
            }
        }
    })
}

/// As GetTempPathA, for wide text.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetTempPathW(nBufferLength: DWORD, lpBuffer: LPWSTR) -> DWORD {
    boundary!(zero, "GetTempPathW", {
        match temp_names::folder() {
            Ok(mut path) => {
                path.push("");
                // SAFETY: by contract.
                unsafe { give(&wide_units(&path), lpBuffer, nBufferLength) }
            }
            Err(error) => no_name(error),
        }
    })
}

/// As GetTempFileNameA, for wide text.
///
/// # Safety
/// The names end with a NUL; the buffer has MAX_PATH units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetTempFileNameW(
    lpPathName: LPCWSTR,
    lpPrefixString: LPCWSTR,
    uUnique: UINT,
    lpTempFileName: LPWSTR,
) -> UINT {
    boundary!(zero, "GetTempFileNameW", {
        // SAFETY: by contract.
        unsafe {
            let prefix = arguments::wide(lpPrefixString);
            temp_file_name(wide_path(lpPathName), prefix, uUnique, lpTempFileName, wide_units)
        }
    })
}
