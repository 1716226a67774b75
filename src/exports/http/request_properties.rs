//! Properties of requests.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::load;
use crate::exports::boundary::boundary;
use crate::httpapi::request_property::{self, Value};
use crate::httpapi::request_property_layout;
use core::ptr::null_mut;

/// Asks for a property of a request or its connection.
///
/// # Safety
/// Qualifier and output are NULL or have so many bytes; the OVERLAPPED stays until the operation
/// has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpQueryRequestProperty(
    RequestQueueHandle: HANDLE,
    Id: HTTP_OPAQUE_ID,
    PropertyId: HTTP_REQUEST_PROPERTY,
    Qualifier: LPCVOID,
    QualifierSize: ULONG,
    Output: PVOID,
    OutputBufferSize: ULONG,
    BytesReturned: PULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpQueryRequestProperty", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        if !request_property::is_qualifier(Qualifier.is_null(), QualifierSize) {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        unsafe {
            let style = style_of(&queue, Overlapped);
            let answer = request_property::query(&queue, Id, PropertyId, style, |value| {
                request_property_layout::answer(value, Output, OutputBufferSize)
            });
            code_of(answer, style, BytesReturned)
        }
    })
}

/// Sets a property of a request or its connection.
///
/// # Safety
/// The input is NULL or has so many bytes; the OVERLAPPED stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSetRequestProperty(
    RequestQueueHandle: HANDLE,
    Id: HTTP_OPAQUE_ID,
    PropertyId: HTTP_REQUEST_PROPERTY,
    Input: PVOID,
    InputPropertySize: ULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpSetRequestProperty", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        // SAFETY: by contract.
        unsafe {
            let value = match PropertyId {
                HttpRequestPropertyStreamError => take(Input, InputPropertySize).map(Value::StreamError),
                HttpRequestPropertyTransportIdleConnectionTimeout => {
                    take(Input, InputPropertySize).map(Value::IdleTimeout)
                }
                HttpRequestPropertyDscpTag => take(Input, InputPropertySize).map(Value::Dscp),
                _ => None,
            };
            let Some(value) = value else { return ERROR_INVALID_PARAMETER };
            let style = style_of(&queue, Overlapped);
            code_of(request_property::set(&queue, Id, value, style), style, null_mut())
        }
    })
}

/// # Safety
/// The input is NULL or has so many bytes.
unsafe fn take<T: Copy>(input: PVOID, size: ULONG) -> Option<T> {
    let fits = size as usize >= size_of::<T>();
    // SAFETY: by contract.
    if fits { unsafe { load(input.cast::<T>()) } } else { None }
}
