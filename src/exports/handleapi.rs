//! `handleapi.h`

use super::arguments::store;
use super::boundary::boundary;
use super::result::{bool_of, set};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::{self, CURRENT_PROCESS, FLAG_INHERIT, FLAG_PROTECT_FROM_CLOSE, HANDLES, object_of};
use std::sync::Arc;

/// Closes a handle; the object lives while other handles or waits hold it. Of a pseudo-handle TRUE.
#[unsafe(no_mangle)]
pub extern "C" fn CloseHandle(hObject: HANDLE) -> BOOL {
    boundary!(bool, "CloseHandle", { bool_of(handle_table::close(hObject)) })
}

/// Another handle to the same object. Source and target are this process.
///
/// # Safety
/// `lpTargetHandle` may be written, or is NULL with DUPLICATE_CLOSE_SOURCE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DuplicateHandle(
    hSourceProcessHandle: HANDLE,
    hSourceHandle: HANDLE,
    hTargetProcessHandle: HANDLE,
    lpTargetHandle: LPHANDLE,
    dwDesiredAccess: DWORD,
    bInheritHandle: BOOL,
    dwOptions: DWORD,
) -> BOOL {
    boundary!(bool, "DuplicateHandle", {
        let _ = dwDesiredAccess;
        // GetCurrentProcess() is -1; no other process has handles of ours.
        let this_process: HANDLE = core::ptr::without_provenance_mut(CURRENT_PROCESS);
        if hSourceProcessHandle != this_process || hTargetProcessHandle != this_process {
            return set(ERROR_INVALID_HANDLE);
        }
        bool_of((|| {
            let object = object_of(hSourceHandle)?;
            if dwOptions & DUPLICATE_CLOSE_SOURCE != 0 {
                handle_table::close(hSourceHandle)?;
            }
            if lpTargetHandle.is_null() {
                return Ok(());
            }
            let handle = HANDLES.insert(object)?;
            if bInheritHandle != 0 {
                HANDLES.set_flags(handle, FLAG_INHERIT, FLAG_INHERIT)?;
            }
            // SAFETY: by contract the caller's variable may be written.
            unsafe { store(lpTargetHandle, handle) };
            Ok::<(), Win32Error>(())
        })())
    })
}

/// HANDLE_FLAG_INHERIT and HANDLE_FLAG_PROTECT_FROM_CLOSE of a handle.
///
/// # Safety
/// `lpdwFlags` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetHandleInformation(hObject: HANDLE, lpdwFlags: LPDWORD) -> BOOL {
    boundary!(bool, "GetHandleInformation", {
        if lpdwFlags.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        bool_of(HANDLES.flags(hObject).map(|flags| {
            // SAFETY: by contract, and not NULL.
            unsafe { store(lpdwFlags, flags) };
        }))
    })
}

/// Changes the flags that the mask names.
#[unsafe(no_mangle)]
pub extern "C" fn SetHandleInformation(hObject: HANDLE, dwMask: DWORD, dwFlags: DWORD) -> BOOL {
    boundary!(bool, "SetHandleInformation", {
        if dwMask & !(FLAG_INHERIT | FLAG_PROTECT_FROM_CLOSE) != 0 {
            return set(ERROR_INVALID_PARAMETER);
        }
        bool_of(HANDLES.set_flags(hObject, dwMask, dwFlags))
    })
}

/// Whether two handles name the same object.
#[unsafe(no_mangle)]
pub extern "C" fn CompareObjectHandles(hFirstObjectHandle: HANDLE, hSecondObjectHandle: HANDLE) -> BOOL {
    boundary!(bool, "CompareObjectHandles", {
        match (object_of(hFirstObjectHandle), object_of(hSecondObjectHandle)) {
            (Ok(first), Ok(second)) if Arc::ptr_eq(&first, &second) => TRUE,
            (Ok(_), Ok(_)) => set(ERROR_NOT_SAME_OBJECT),
            _ => set(ERROR_INVALID_HANDLE),
        }
    })
}
