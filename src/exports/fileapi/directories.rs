//! Making and removing directories, and removing files.

use crate::abi::windows::*;
use crate::exports::arguments::{ansi_path, wide_path};
use crate::exports::boundary::boundary;
use crate::exports::result::bool_of;
use crate::win32::file_names;

/// Removes a file. Where it is open without FILE_SHARE_DELETE: ERROR_SHARING_VIOLATION; with it the name
/// is gone at once and the file when nobody has it open any more.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteFileA(lpFileName: LPCSTR) -> BOOL {
    boundary!(bool, "DeleteFileA", {
        // SAFETY: by contract.
        bool_of(unsafe { ansi_path(lpFileName) }.and_then(|path| file_names::delete(&path)))
    })
}

/// As DeleteFileA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteFileW(lpFileName: LPCWSTR) -> BOOL {
    boundary!(bool, "DeleteFileW", {
        // SAFETY: by contract.
        bool_of(unsafe { wide_path(lpFileName) }.and_then(|path| file_names::delete(&path)))
    })
}

/// Makes a directory. Its rights are those that the process gives to new files.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateDirectoryA(lpPathName: LPCSTR, _lpSecurityAttributes: LPSECURITY_ATTRIBUTES) -> BOOL {
    boundary!(bool, "CreateDirectoryA", {
        // SAFETY: by contract.
        bool_of(unsafe { ansi_path(lpPathName) }.and_then(|path| file_names::create_directory(&path)))
    })
}

/// As CreateDirectoryA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateDirectoryW(lpPathName: LPCWSTR, _lpSecurityAttributes: LPSECURITY_ATTRIBUTES) -> BOOL {
    boundary!(bool, "CreateDirectoryW", {
        // SAFETY: by contract.
        bool_of(unsafe { wide_path(lpPathName) }.and_then(|path| file_names::create_directory(&path)))
    })
}

/// Removes an empty directory.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RemoveDirectoryA(lpPathName: LPCSTR) -> BOOL {
    boundary!(bool, "RemoveDirectoryA", {
        // SAFETY: by contract.
        bool_of(unsafe { ansi_path(lpPathName) }.and_then(|path| file_names::remove_directory(&path)))
    })
}

/// As RemoveDirectoryA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RemoveDirectoryW(lpPathName: LPCWSTR) -> BOOL {
    boundary!(bool, "RemoveDirectoryW", {
        // SAFETY: by contract.
        bool_of(unsafe { wide_path(lpPathName) }.and_then(|path| file_names::remove_directory(&path)))
    })
}
