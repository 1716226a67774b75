//! Sending responses.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::load;
use crate::exports::boundary::boundary;
use crate::httpapi::cache::Policy;
use crate::httpapi::logging::caller_records;
use crate::httpapi::logging::log_data::LogData as KeptLogData;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::response_parts::{self, Parts};
use crate::httpapi::send;
use crate::win32::error::Win32Error;

/// Sends a response, or with HTTP_SEND_RESPONSE_FLAG_MORE_DATA its beginning.
///
/// # Safety
/// The policy and the log data are NULL or may be read, with what they point to; the response, all it points to, and the OVERLAPPED stay until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSendHttpResponse(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Flags: ULONG,
    HttpResponse: PHTTP_RESPONSE,
    CachePolicy: PHTTP_CACHE_POLICY,
    BytesSent: PULONG,
    Reserved1: PVOID,
    Reserved2: ULONG,
    Overlapped: LPOVERLAPPED,
    LogData: PHTTP_LOG_DATA,
) -> ULONG {
    boundary!(ulong, "HttpSendHttpResponse", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        if HttpResponse.is_null() || !Reserved1.is_null() || Reserved2 != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        unsafe {
            let policy = match load(CachePolicy).map_or(Ok(Policy::Not), Policy::try_from) {
                Ok(policy) => policy,
                Err(error) => return error.0,
            };
            let mut parts = Parts::default();
            if let Err(error) = response_parts::read(&queue, HttpResponse, &mut parts) {
                return error.0;
            }
            let log = match log_data(&queue, LogData) {
                Ok(log) => log,
                Err(error) => return error.0,
            };
            let style = style_of(&queue, Overlapped);
            code_of(send::send_response(&queue, RequestId, Flags, &mut parts, policy, log, style), style, BytesSent)
        }
    })
}

/// Sends more of a response's body.
///
/// # Safety
/// There are so many chunks; they, all they point to, and the OVERLAPPED stay until the operation has ended. The log data are NULL or may be read, with what they point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSendResponseEntityBody(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Flags: ULONG,
    EntityChunkCount: USHORT,
    EntityChunks: PHTTP_DATA_CHUNK,
    BytesSent: PULONG,
    Reserved1: PVOID,
    Reserved2: ULONG,
    Overlapped: LPOVERLAPPED,
    LogData: PHTTP_LOG_DATA,
) -> ULONG {
    boundary!(ulong, "HttpSendResponseEntityBody", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        if !Reserved1.is_null() || Reserved2 != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        unsafe {
            let body = match response_parts::read_body(&queue, EntityChunks, EntityChunkCount) {
                Ok(body) => body,
                Err(error) => return error.0,
            };
            let log = match log_data(&queue, LogData) {
                Ok(log) => log,
                Err(error) => return error.0,
            };
            let style = style_of(&queue, Overlapped);
            code_of(send::send_body(&queue, RequestId, Flags, body, log, style), style, BytesSent)
        }
    })
}

/// What the log is to say. Version 1 of the API has nothing in its place.
///
/// # Safety
/// The data are NULL or may be read, with what they point to.
unsafe fn log_data(queue: &RequestQueue, data: PHTTP_LOG_DATA) -> Result<Option<KeptLogData>, Win32Error> {
    // SAFETY: by contract.
    if queue.version == Version::One { Ok(None) } else { unsafe { caller_records::read_data(data) } }
}
