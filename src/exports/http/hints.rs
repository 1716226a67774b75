//! Server push, delegation and client certificates: checked, and then answered as on a
//! connection or a system that has nothing of the kind.

use super::queue_of;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::request;
use crate::net::connection;

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

/// Asks for the certificate of a client. A connection without TLS is no parameter for that.
///
/// # Safety
/// The buffer is NULL or has so many bytes; the OVERLAPPED stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpReceiveClientCertificate(
    RequestQueueHandle: HANDLE,
    ConnectionId: HTTP_CONNECTION_ID,
    Flags: ULONG,
    SslClientCertInfo: PHTTP_SSL_CLIENT_CERT_INFO,
    SslClientCertInfoSize: ULONG,
    _BytesReceived: PULONG,
    _Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpReceiveClientCertificate", {
        if let Err(error) = queue_of(RequestQueueHandle) {
            return error.0;
        }
        let needed = match Flags {
            0 | HTTP_RECEIVE_FULL_CHAIN => size_of::<HTTP_SSL_CLIENT_CERT_INFO>(),
            HTTP_RECEIVE_SECURE_CHANNEL_TOKEN => size_of::<HTTP_REQUEST_CHANNEL_BIND_STATUS>(),
            _ => return ERROR_INVALID_PARAMETER,
        };
        if SslClientCertInfo.is_null() {
            return ERROR_INVALID_PARAMETER;
        }
        if (SslClientCertInfoSize as usize) < needed {
            return ERROR_INSUFFICIENT_BUFFER;
        }
        if connection::find(ConnectionId).is_none() { ERROR_CONNECTION_INVALID } else { ERROR_INVALID_PARAMETER }
    })
}
