//! Files as memory.

use crate::abi::windows::*;
use crate::exports::arguments;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, handle_of};
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::file_mapping::{self, FileMapping};
use crate::win32::handle_table::HANDLES;
use crate::win32::{last_error, names};
use core::ptr::with_exposed_provenance_mut;
use std::sync::Arc;

fn number(high: DWORD, low: DWORD) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn create(file: HANDLE, protect: DWORD, size: u64, name: Option<String>) -> HANDLE {
    handle_of((|| {
        // INVALID_HANDLE_VALUE is memory.
        let file: Option<Arc<File>> = if file.addr() == usize::MAX { None } else { Some(HANDLES.get_as(file)?) };
        let (handle, existed) = file_mapping::create(file.as_deref(), protect, size, name.as_deref())?;
        last_error::set(if existed { ERROR_ALREADY_EXISTS } else { ERROR_SUCCESS });
        Ok::<HANDLE, Win32Error>(handle)
    })())
}

/// A mapping of a file, or of memory for INVALID_HANDLE_VALUE; or the one that has the name
/// (ERROR_ALREADY_EXISTS). The size 0 is that of the file, a larger one makes the file larger.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateFileMappingA(
    hFile: HANDLE,
    _lpFileMappingAttributes: LPSECURITY_ATTRIBUTES,
    flProtect: DWORD,
    dwMaximumSizeHigh: DWORD,
    dwMaximumSizeLow: DWORD,
    lpName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "CreateFileMappingA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        create(hFile, flProtect, number(dwMaximumSizeHigh, dwMaximumSizeLow), name)
    })
}

/// As CreateFileMappingA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateFileMappingW(
    hFile: HANDLE,
    _lpFileMappingAttributes: LPSECURITY_ATTRIBUTES,
    flProtect: DWORD,
    dwMaximumSizeHigh: DWORD,
    dwMaximumSizeLow: DWORD,
    lpName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "CreateFileMappingW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        create(hFile, flProtect, number(dwMaximumSizeHigh, dwMaximumSizeLow), name)
    })
}

fn open(name: Option<String>) -> HANDLE {
    handle_of(name.ok_or(Win32Error(ERROR_INVALID_PARAMETER)).and_then(|name| names::open::<FileMapping>(&name)))
}

/// The mapping that has the name. Every handle has all rights that the mapping has.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenFileMappingA(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCSTR) -> HANDLE {
    // SAFETY: by contract.
    boundary!(pointer, "OpenFileMappingA", { open(unsafe { arguments::ansi(lpName) }) })
}

/// As OpenFileMappingA, for wide text.
///
/// # Safety
/// The name ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenFileMappingW(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCWSTR) -> HANDLE {
    // SAFETY: by contract.
    boundary!(pointer, "OpenFileMappingW", { open(unsafe { arguments::wide(lpName) }) })
}

/// A part of a mapping as memory, 0 bytes for all from the offset on, which is a multiple of 64 KiB.
#[unsafe(no_mangle)]
pub extern "C" fn MapViewOfFile(
    hFileMappingObject: HANDLE,
    dwDesiredAccess: DWORD,
    dwFileOffsetHigh: DWORD,
    dwFileOffsetLow: DWORD,
    dwNumberOfBytesToMap: SIZE_T,
) -> LPVOID {
    boundary!(pointer, "MapViewOfFile", {
        let offset = number(dwFileOffsetHigh, dwFileOffsetLow);
        handle_of((|| {
            let mapping: Arc<FileMapping> = HANDLES.get_as(hFileMappingObject)?;
            mapping.map(dwDesiredAccess, offset, dwNumberOfBytesToMap).map(with_exposed_provenance_mut)
        })())
    })
}

/// Gives a view back.
///
/// # Safety
/// Nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UnmapViewOfFile(lpBaseAddress: LPCVOID) -> BOOL {
    // SAFETY: by contract.
    boundary!(bool, "UnmapViewOfFile", { bool_of(unsafe { file_mapping::unmap(lpBaseAddress.addr()) }) })
}

/// Writes what was changed in a part of a view, 0 bytes for all from the address on.
#[unsafe(no_mangle)]
pub extern "C" fn FlushViewOfFile(lpBaseAddress: LPCVOID, dwNumberOfBytesToFlush: SIZE_T) -> BOOL {
    boundary!(bool, "FlushViewOfFile", { bool_of(file_mapping::flush(lpBaseAddress.addr(), dwNumberOfBytesToFlush)) })
}
