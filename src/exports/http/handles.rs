//! Request queues of version 1 and their URLs.

use super::{code, queue_of};
use crate::abi::windows::*;
use crate::exports::arguments::{store, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::{library, service};
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;

/// Makes a request queue of version 1; CloseHandle ends it.
///
/// # Safety
/// The handle may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpCreateHttpHandle(RequestQueueHandle: PHANDLE, Reserved: ULONG) -> ULONG {
    boundary!(ulong, "HttpCreateHttpHandle", {
        if RequestQueueHandle.is_null() || Reserved != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        if !library::is_server() {
            return ERROR_DLL_INIT_FAILED;
        }
        let queue = RequestQueue::new(Version::One);
        match HANDLES.insert(queue.clone()) {
            Ok(handle) => {
                // SAFETY: by contract, and not NULL.
                unsafe { store(RequestQueueHandle, handle) };
                NO_ERROR
            }
            Err(error) => {
                queue.abandon();
                Win32Error::from(error).0
            }
        }
    })
}

/// Has the requests for a URL and what is below it go to a queue of version 1.
///
/// # Safety
/// The URL is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpAddUrl(RequestQueueHandle: HANDLE, FullyQualifiedUrl: PCWSTR, Reserved: PVOID) -> ULONG {
    boundary!(ulong, "HttpAddUrl", {
        code((|| {
            if !library::is_server() {
                return Err(Win32Error(ERROR_DLL_INIT_FAILED));
            }
            let queue = queue_of(RequestQueueHandle)?;
            // SAFETY: by contract.
            let url = unsafe { wide(FullyQualifiedUrl) }.ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
            if !Reserved.is_null() || queue.version != Version::One {
                return Err(Win32Error(ERROR_INVALID_PARAMETER));
            }
            service::add_url(&url, queue.group(), 0)
        })())
    })
}

/// Takes back an HttpAddUrl with the identical text.
///
/// # Safety
/// The URL is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpRemoveUrl(RequestQueueHandle: HANDLE, FullyQualifiedUrl: PCWSTR) -> ULONG {
    boundary!(ulong, "HttpRemoveUrl", {
        code((|| {
            const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);
            let queue = queue_of(RequestQueueHandle).map_err(|_| INVALID)?;
            if queue.version != Version::One {
                return Err(INVALID);
            }
            // SAFETY: by contract.
            let url = unsafe { wide(FullyQualifiedUrl) }.ok_or(INVALID)?;
            service::remove_url(&url, queue.group())
        })())
    })
}
