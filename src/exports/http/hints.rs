//! Server push and delegation: checked, and then answered as on a connection or a system that has
//! nothing of the kind.

use super::queue_of;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::request;

/// Says what the client will ask for next. HTTP/1 has no way to tell it so, and nothing happens.
///
/// # Safety
/// Path and query are NULL or end with a NUL; the headers are NULL or such a structure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpDeclarePush(
    RequestQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    Verb: HTTP_VERB,
    Path: PCWSTR,
    _Query: PCSTR,
    Headers: PHTTP_REQUEST_HEADERS,
) -> ULONG {
    boundary!(ulong, "HttpDeclarePush", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        // SAFETY: by contract.
        let (path, headers) = unsafe { (wide(Path), load(Headers.cast_const())) };
        let of_a_body = [HttpHeaderHost, HttpHeaderContentLength, HttpHeaderTransferEncoding];
        let has = |id: &HTTP_HEADER_ID| {
            headers.as_ref().is_some_and(|headers| headers.KnownHeaders[*id as usize].RawValueLength > 0)
        };
        let good = matches!(Verb, HttpVerbGET | HttpVerbHEAD) && path.is_some_and(|path| path.starts_with('/'));
        if !good || of_a_body.iter().any(has) {
            return ERROR_INVALID_PARAMETER;
        }
        if request::find(&queue, RequestId).is_some() { NO_ERROR } else { ERROR_CONNECTION_INVALID }
    })
}

/// Gives a request to another queue. No queue here takes one: ERROR_NOT_SUPPORTED.
///
/// # Safety
/// There are so many properties.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpDelegateRequestEx(
    RequestQueueHandle: HANDLE,
    DelegateQueueHandle: HANDLE,
    RequestId: HTTP_REQUEST_ID,
    _DelegateUrlGroupId: HTTP_URL_GROUP_ID,
    PropertyInfoSetSize: ULONG,
    PropertyInfoSet: PHTTP_DELEGATE_REQUEST_PROPERTY_INFO,
) -> ULONG {
    boundary!(ulong, "HttpDelegateRequestEx", {
        let queues = queue_of(RequestQueueHandle).and_then(|queue| Ok((queue, queue_of(DelegateQueueHandle)?)));
        match queues {
            Err(error) => error.0,
            Ok(_) if PropertyInfoSetSize > 0 && PropertyInfoSet.is_null() => ERROR_INVALID_PARAMETER,
            Ok((queue, _)) if request::find(&queue, RequestId).is_none() => ERROR_CONNECTION_INVALID,
            Ok(_) => ERROR_NOT_SUPPORTED,
        }
    })
}
