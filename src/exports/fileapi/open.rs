//! CreateFile

use crate::abi::windows::*;
use crate::exports::arguments::{ansi_path, load, wide_path};
use crate::exports::boundary::boundary;
use crate::win32::error::Win32Error;
use crate::win32::file_open::{self, Request};
use crate::win32::handle_table::{FLAG_INHERIT, HANDLES};
use crate::win32::last_error;
use core::ptr::without_provenance_mut;
use std::path::PathBuf;

/// INVALID_HANDLE_VALUE
pub fn no_handle(code: DWORD) -> HANDLE {
    last_error::set(code);
    without_provenance_mut(usize::MAX)
}

/// # Safety
/// The attributes are NULL or may be read.
unsafe fn create(
    path: Result<PathBuf, Win32Error>,
    request: Request,
    attributes: LPSECURITY_ATTRIBUTES,
) -> Result<HANDLE, Win32Error> {
    let path = path?;
    let (file, existed) = file_open::open(&path, request)?;
    let handle = HANDLES.insert(file)?;
    // SAFETY: by contract.
    if unsafe { load(attributes) }.is_some_and(|attributes| attributes.bInheritHandle != 0) {
        HANDLES.set_flags(handle, FLAG_INHERIT, FLAG_INHERIT)?;
    }
    let tells = existed && matches!(request.disposition, CREATE_ALWAYS | OPEN_ALWAYS);
    last_error::set(if tells { ERROR_ALREADY_EXISTS } else { ERROR_SUCCESS });
    Ok(handle)
}

/// Opens or makes a file, or opens a directory with FILE_FLAG_BACKUP_SEMANTICS. INVALID_HANDLE_VALUE
/// on failure. The last error after CREATE_ALWAYS and OPEN_ALWAYS is ERROR_ALREADY_EXISTS where the
/// file was there. Sharing is kept within the process.
///
/// # Safety
/// The name ends with a NUL; the attributes are NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateFileA(
    lpFileName: LPCSTR,
    dwDesiredAccess: DWORD,
    dwShareMode: DWORD,
    lpSecurityAttributes: LPSECURITY_ATTRIBUTES,
    dwCreationDisposition: DWORD,
    dwFlagsAndAttributes: DWORD,
    _hTemplateFile: HANDLE,
) -> HANDLE {
    boundary!(no_handle, "CreateFileA", {
        let request = Request {
            access: dwDesiredAccess,
            share: dwShareMode,
            disposition: dwCreationDisposition,
            flags: dwFlagsAndAttributes,
        };
        // SAFETY: by contract.
        unsafe { create(ansi_path(lpFileName), request, lpSecurityAttributes) }
            .unwrap_or_else(|error| no_handle(error.0))
    })
}

/// As CreateFileA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the attributes are NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateFileW(
    lpFileName: LPCWSTR,
    dwDesiredAccess: DWORD,
    dwShareMode: DWORD,
    lpSecurityAttributes: LPSECURITY_ATTRIBUTES,
    dwCreationDisposition: DWORD,
    dwFlagsAndAttributes: DWORD,
    _hTemplateFile: HANDLE,
) -> HANDLE {
    boundary!(no_handle, "CreateFileW", {
        let request = Request {
            access: dwDesiredAccess,
            share: dwShareMode,
            disposition: dwCreationDisposition,
            flags: dwFlagsAndAttributes,
        };
        // SAFETY: by contract.
        unsafe { create(wide_path(lpFileName), request, lpSecurityAttributes) }
            .unwrap_or_else(|error| no_handle(error.0))
    })
}
