//! Certificates of clients.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::client_certificate::{Wanted, receive};
use crate::win32::caller_memory::CallerBuffer;

/// Gives the certificate that the client has shown in the handshake, or the token of the channel; ERROR_NOT_FOUND
/// where it has shown none. It is not asked again. A connection without TLS is no parameter for that.
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
    BytesReceived: PULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpReceiveClientCertificate", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        let Some(wanted) = Wanted::of(Flags) else { return ERROR_INVALID_PARAMETER };
        if SslClientCertInfo.is_null() || !SslClientCertInfo.is_aligned() {
            return ERROR_INVALID_PARAMETER;
        }
        if (SslClientCertInfoSize as usize) < wanted.size() {
            return ERROR_INSUFFICIENT_BUFFER;
        }
        // SAFETY: by contract.
        unsafe {
            let mut buffer = CallerBuffer::new(SslClientCertInfo.cast(), SslClientCertInfoSize as usize);
            let style = style_of(&queue, Overlapped);
            code_of(receive(&queue, ConnectionId, wanted, &mut buffer, style), style, BytesReceived)
        }
    })
}
