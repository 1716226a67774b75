//! Waiting for a client's going, and dropping it.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::disconnect;
use core::ptr::null_mut;

/// Waits until the client has gone, in whatever way.
///
/// # Safety
/// The OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpWaitForDisconnect(
    RequestQueueHandle: HANDLE,
    ConnectionId: HTTP_CONNECTION_ID,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpWaitForDisconnect", {
        // SAFETY: by contract.
        unsafe { wait(RequestQueueHandle, ConnectionId, Overlapped) }
    })
}

/// As HttpWaitForDisconnect.
///
/// # Safety
/// The OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpWaitForDisconnectEx(
    RequestQueueHandle: HANDLE,
    ConnectionId: HTTP_CONNECTION_ID,
    Reserved: ULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpWaitForDisconnectEx", {
        if Reserved != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        unsafe { wait(RequestQueueHandle, ConnectionId, Overlapped) }
    })
}

/// # Safety
/// As of HttpWaitForDisconnect.
unsafe fn wait(queue: HANDLE, connection: HTTP_CONNECTION_ID, overlapped: LPOVERLAPPED) -> ULONG {
    if queue.is_null() {
        return ERROR_INVALID_PARAMETER;
    }
    match queue_of(queue) {
        // SAFETY: by contract.
        Ok(queue) => unsafe {
            let style = style_of(&queue, overlapped);
            code_of(disconnect::wait(&queue, connection, style), style, null_mut())
        },
        Err(error) => error.0,
    }
}

/// Drops a request and closes its connection.
///
/// # Safety
/// The OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpCancelHttpRequest(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpCancelHttpRequest", {
        match queue_of(RequestQueueHandle) {
            // SAFETY: by contract.
            Ok(queue) => unsafe {
                let style = style_of(&queue, Overlapped);
                code_of(disconnect::cancel(&queue, RequestId, style), style, null_mut())
            },
            Err(error) => error.0,
        }
    })
}
