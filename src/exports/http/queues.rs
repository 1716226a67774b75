//! Request queues of version 2.

use super::{code, code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, store, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::{demand_start, library, queue_names, queue_properties};
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;
use core::ptr::null_mut;
use std::sync::Arc;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// Makes a request queue, or opens one of that name that is there in this process.
///
/// # Safety
/// The name is NULL or ends with a NUL; the handle is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpCreateRequestQueue(
    Version: HTTPAPI_VERSION,
    Name: PCWSTR,
    SecurityAttributes: PSECURITY_ATTRIBUTES,
    Flags: ULONG,
    RequestQueueHandle: PHANDLE,
) -> ULONG {
    boundary!(ulong, "HttpCreateRequestQueue", {
        code((|| {
            if RequestQueueHandle.is_null() {
                return Err(INVALID);
            }
            if (Version.HttpApiMajorVersion, Version.HttpApiMinorVersion) != (2, 0) {
                return Err(Win32Error(ERROR_REVISION_MISMATCH));
            }
            if !library::is_server() {
                return Err(Win32Error(ERROR_DLL_INIT_FAILED));
            }
            // SAFETY: by contract.
            let name = unsafe { wide(Name) };
            let queue = queue_names::create(name.as_deref(), !SecurityAttributes.is_null(), Flags)?;
            let handle = HANDLES.insert(queue.clone()).inspect_err(|_| queue.abandon())?;
            // SAFETY: by contract, and not NULL.
            unsafe { store(RequestQueueHandle, handle) };
            Ok(())
        })())
    })
}

/// A queue of version 2; what is none is a bad parameter to these functions.
fn second_version(handle: HANDLE) -> Result<Arc<RequestQueue>, Win32Error> {
    queue_of(handle).ok().filter(|queue| queue.version == Version::Two).ok_or(INVALID)
}

/// Closes a handle of a queue of version 2.
#[unsafe(no_mangle)]
pub extern "C" fn HttpCloseRequestQueue(RequestQueueHandle: HANDLE) -> ULONG {
    boundary!(ulong, "HttpCloseRequestQueue", {
        code((|| {
            second_version(RequestQueueHandle)?;
            HANDLES.close(RequestQueueHandle).map_err(|_| INVALID)
        })())
    })
}

/// Receives no more requests by this handle. Responses that were begun may be completed.
#[unsafe(no_mangle)]
pub extern "C" fn HttpShutdownRequestQueue(RequestQueueHandle: HANDLE) -> ULONG {
    boundary!(ulong, "HttpShutdownRequestQueue", {
        code(second_version(RequestQueueHandle).map(|queue| queue.shut_down()))
    })
}

/// Waits until a request has come that nobody receives; for controllers.
///
/// # Safety
/// The OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpWaitForDemandStart(RequestQueueHandle: HANDLE, Overlapped: LPOVERLAPPED) -> ULONG {
    boundary!(ulong, "HttpWaitForDemandStart", {
        match queue_of(RequestQueueHandle) {
            // SAFETY: by contract.
            Ok(queue) => unsafe {
                let style = style_of(&queue, Overlapped);
                code_of(demand_start::wait_for_demand_start(&queue, style), style, null_mut())
            },
            Err(error) => error.0,
        }
    })
}

/// The queue for a property function.
fn queue_with_properties(handle: HANDLE, reserved1: ULONG, reserved2: PVOID) -> Result<Arc<RequestQueue>, Win32Error> {
    if reserved1 != 0 || !reserved2.is_null() {
        return Err(INVALID);
    }
    queue_of(handle).map_err(|_| INVALID)
}

/// Sets a property of a queue.
///
/// # Safety
/// The value is NULL or has so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSetRequestQueueProperty(
    RequestQueueHandle: HANDLE,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
    Reserved1: ULONG,
    Reserved2: PVOID,
) -> ULONG {
    boundary!(ulong, "HttpSetRequestQueueProperty", {
        code((|| {
            let queue = queue_with_properties(RequestQueueHandle, Reserved1, Reserved2)?;
            let fits = PropertyInformationLength as usize >= size_of::<ULONG>();
            // SAFETY: by contract.
            let value = if fits { unsafe { load(PropertyInformation.cast::<ULONG>()) } } else { None };
            queue_properties::set(&queue, Property, value)
        })())
    })
}

/// Asks for a property of a queue.
///
/// # Safety
/// The buffer is NULL or has so many bytes; the length is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpQueryRequestQueueProperty(
    RequestQueueHandle: HANDLE,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
    Reserved1: ULONG,
    ReturnLength: PULONG,
    Reserved2: PVOID,
) -> ULONG {
    boundary!(ulong, "HttpQueryRequestQueueProperty", {
        code((|| {
            let queue = queue_with_properties(RequestQueueHandle, Reserved1, Reserved2)?;
            let value = queue_properties::query(&queue, Property)?;
            // SAFETY: by contract.
            unsafe { super::property_memory::put(value, PropertyInformation, PropertyInformationLength, ReturnLength) }
        })())
    })
}
