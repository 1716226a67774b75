//! pSslInfo, and what the infos tell of TLS.

use super::Writer;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::httpapi::request::Request;
use crate::httpapi::tls_facts;
use core::mem::size_of;
use core::ptr::{null, null_mut};

/// What is told of the protocol, with what keeps the next thing aligned.
const PROTOCOL_ROOM: usize = size_of::<HTTP_SSL_PROTOCOL_INFO>().next_multiple_of(8);

/// How much pSslInfo takes.
pub fn size(request: &Request) -> usize {
    let Some(session) = request.connection().session() else { return 0 };
    let facts = session.identity.facts();
    let client = session
        .client
        .as_ref()
        .map_or(0, |client| size_of::<HTTP_SSL_CLIENT_CERT_INFO>() + client.chain.first().map_or(0, |own| own.len()));
    size_of::<HTTP_SSL_INFO>() + client + facts.issuer.len() + 1 + facts.subject.len() + 1
}

/// How much the info of the protocol takes, and whether there is one.
pub fn protocol_size(request: &Request) -> usize {
    if request.connection().session().is_some() { PROTOCOL_ROOM } else { 0 }
}

/// Puts the info of the protocol; its length.
///
/// # Safety
/// The writer has room for `protocol_size`, aligned for it.
pub unsafe fn put_protocol(writer: &mut Writer, request: &Request) -> Option<(usize, PVOID)> {
    let session = request.connection().session()?;
    // SAFETY: by contract.
    unsafe {
        let place: *mut u8 = writer.reserve(PROTOCOL_ROOM);
        place.cast::<HTTP_SSL_PROTOCOL_INFO>().write(tls_facts::protocol(session));
        Some((size_of::<HTTP_SSL_PROTOCOL_INFO>(), place.cast()))
    }
}

/// The token of the channel; empty without TLS.
pub fn channel_token(request: &Request) -> Vec<u8> {
    request.connection().session().map(tls_facts::channel_token).unwrap_or_default()
}

/// Puts the structures, whose texts `put_texts` adds where nothing has to be aligned any more.
///
/// # Safety
/// The writer has room for `size`, aligned for pointers.
pub unsafe fn put(v1: &mut HTTP_REQUEST_V1, writer: &mut Writer, request: &Request) {
    let Some(session) = request.connection().session() else { return };
    let (facts, (ServerCertKeySize, ConnectionKeySize)) = (session.identity.facts(), tls_facts::key_sizes(session));
    // SAFETY: by contract.
    unsafe {
        let info: *mut HTTP_SSL_INFO = writer.reserve(1);
        let mut pClientCertInfo: PHTTP_SSL_CLIENT_CERT_INFO = null_mut();
        if let Some(client) = &session.client {
            pClientCertInfo = writer.reserve(1);
            pClientCertInfo.write(HTTP_SSL_CLIENT_CERT_INFO {
                CertFlags: client.flags,
                CertEncodedSize: client.chain.first().map_or(0, |own| own.len()) as ULONG,
                pCertEncoded: null_mut(),
                Token: null_mut(),
                CertDeniedByMapper: 0,
            });
        }
        info.write(HTTP_SSL_INFO {
            ServerCertKeySize,
            ConnectionKeySize,
            ServerCertIssuerSize: facts.issuer.len() as ULONG,
            ServerCertSubjectSize: facts.subject.len() as ULONG,
            pServerCertIssuer: null(),
            pServerCertSubject: null(),
            pClientCertInfo,
            SslClientCertNegotiated: session.client.is_some().into(),
        });
        v1.pSslInfo = info;
    }
}

/// Adds the texts and the certificate of the client.
///
/// # Safety
/// `put` was called before, and the writer has the rest of the room.
pub unsafe fn put_texts(v1: &mut HTTP_REQUEST_V1, writer: &mut Writer, request: &Request) {
    let Some(session) = request.connection().session() else { return };
    let facts = session.identity.facts();
    // SAFETY: by contract.
    unsafe {
        let mut put = |bytes: &[u8], end: &[u8]| -> *mut u8 {
            let place: *mut u8 = writer.reserve(bytes.len() + end.len());
            place.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            place.add(bytes.len()).copy_from_nonoverlapping(end.as_ptr(), end.len());
            place
        };
        let info = &mut *v1.pSslInfo;
        info.pServerCertIssuer = put(facts.issuer.as_bytes(), b"\0").cast();
        info.pServerCertSubject = put(facts.subject.as_bytes(), b"\0").cast();
        if let Some(own) = session.client.as_ref().and_then(|client| client.chain.first()) {
            (*info.pClientCertInfo).pCertEncoded = put(own, b"");
        }
    }
}
