//! Receiving requests.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::receive::{self, BodyWish};
use crate::win32::caller_memory::CallerBuffer;

/// Receives the next request, or with an id the head of that one again.
///
/// # Safety
/// The buffer has so many bytes; the buffer and the OVERLAPPED stay until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpReceiveHttpRequest(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Flags: ULONG,
    RequestBuffer: PHTTP_REQUEST,
    RequestBufferLength: ULONG,
    BytesReturned: PULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpReceiveHttpRequest", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        let wish = match Flags {
            0 => BodyWish::Left,
            HTTP_RECEIVE_REQUEST_FLAG_COPY_BODY => BodyWish::Copied,
            HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY => BodyWish::Whole,
            _ => return ERROR_INVALID_PARAMETER,
        };
        if RequestBuffer.is_null() {
            return ERROR_INVALID_PARAMETER;
        }
        if !RequestBuffer.is_aligned() {
            return ERROR_NOACCESS;
        }
        // SAFETY: by contract.
        unsafe {
            let buffer = CallerBuffer::new(RequestBuffer.cast(), RequestBufferLength as usize);
            let style = style_of(&queue, Overlapped);
            code_of(receive::receive(&queue, RequestId, wish, buffer, style), style, BytesReturned)
        }
    })
}

/// Receives bytes of a request's body.
///
/// # Safety
/// The buffer has so many bytes; the buffer and the OVERLAPPED stay until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpReceiveRequestEntityBody(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Flags: ULONG,
    EntityBuffer: PVOID,
    EntityBufferLength: ULONG,
    BytesReturned: PULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpReceiveRequestEntityBody", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        let fill = Flags & HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER != 0;
        let unknown = Flags & !HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER != 0;
        if unknown || (EntityBuffer.is_null() && EntityBufferLength > 0) {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        unsafe {
            let buffer = CallerBuffer::new(EntityBuffer.cast(), EntityBufferLength as usize);
            let style = style_of(&queue, Overlapped);
            code_of(receive::receive_body(&queue, RequestId, fill, buffer, style), style, BytesReturned)
        }
    })
}
