//! What only requests over TLS have: the certificates and the numbers of pSslInfo, and the channel's token.

use super::{RequestObject, RequestState};
use crate::abi::iis::*;
use crate::httpapi::request_layout::channel_token;
use crate::iis::com::hresult;
use crate::iis::com::object::method;
use crate::iis::pipeline::{Direction, Notice, Ticket};
use crate::win32::arguments::store;
use crate::win32::boundary::hresult as failed;
use core::ptr::null_mut;

/// What HTTP_REQUEST tells of TLS.
pub struct Tls<'a> {
    /// Of the connection's cipher.
    pub key_bits: u32,
    /// Of the server's certificate.
    pub certificate_bits: u32,
    pub issuer: &'a [u8],
    pub subject: &'a [u8],
    pub client: Option<ClientCertificate<'a>>,
}

#[derive(Clone, Copy)]
pub struct ClientCertificate<'a> {
    /// 0, or what is wrong with it.
    pub flags: u32,
    /// In DER.
    pub encoded: &'a [u8],
}

impl RequestState {
    /// None without TLS.
    pub fn tls(&self) -> Option<Tls<'_>> {
        // SAFETY: the structure lives as long as the request, and so does what it points to.
        unsafe {
            let info = (*self.v1()).pSslInfo.as_ref()?;
            let client = info.pClientCertInfo.as_ref().map(|client| ClientCertificate {
                flags: client.CertFlags,
                encoded: self.text(client.pCertEncoded.cast(), client.CertEncodedSize as usize),
            });
            Some(Tls {
                key_bits: u32::from(info.ConnectionKeySize) * 8,
                certificate_bits: u32::from(info.ServerCertKeySize) * 8,
                issuer: self.text(info.pServerCertIssuer, info.ServerCertIssuerSize as usize),
                subject: self.text(info.pServerCertSubject, info.ServerCertSubjectSize as usize),
                client,
            })
        }
    }

    /// The protocol with its algorithms; none without TLS.
    pub fn tls_protocol(&self) -> Option<HTTP_SSL_PROTOCOL_INFO> {
        // SAFETY: as above; an info is of the kind that its type says.
        unsafe {
            let raw = &*self.raw();
            let infos = match raw.RequestInfoCount {
                0 => &[],
                count => core::slice::from_raw_parts(raw.pRequestInfo, count.into()),
            };
            let info = infos.iter().find(|info| info.InfoType == HttpRequestInfoTypeSslProtocol)?;
            info.pInfo.cast::<HTTP_SSL_PROTOCOL_INFO>().as_ref().copied()
        }
    }

    fn has_certificate(&self) -> bool {
        self.tls().is_some_and(|tls| tls.client.is_some())
    }
}

method!(pub(super) IHttpRequest::GetClientCertificate as get(
    this: RequestObject, certificate: *mut *mut HTTP_SSL_CLIENT_CERT_INFO, negotiated: *mut BOOL) -> HRESULT, failed, {
    if certificate.is_null() || negotiated.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: the structure lives as long as the request, and so does what it points to.
    let (info, asked) = unsafe {
        match (*this.v1()).pSslInfo.as_ref() {
            Some(tls) => (tls.pClientCertInfo, tls.SslClientCertNegotiated != 0),
            None => (null_mut(), false),
        }
    };
    // SAFETY: C++ gives places that may be written.
    unsafe {
        store(certificate, info);
        store(negotiated, BOOL::from(asked));
    }
    if info.is_null() { hresult::of(ERROR_NOT_FOUND) } else { hresult::S_OK }
});
// A client shows its certificate in the handshake or never: what there is was there before anybody asks.
method!(pub(super) IHttpRequest::NegotiateClientCertificate as negotiate(this: RequestObject, asynchronous: BOOL, pending: *mut BOOL)
    -> HRESULT, failed, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(pending, FALSE) };
    if !this.has_certificate() {
        return hresult::of(ERROR_NOT_FOUND);
    }
    if asynchronous != FALSE && pending.is_null() {
        // Who cannot be told that it has ended is told by its completion.
        match Ticket::begin(&this.owner.shared(), Direction::Read, Notice::Module) {
            Ok(ticket) => ticket.complete(0, hresult::S_OK),
            Err(error) => return error,
        }
    }
    hresult::S_OK
});
method!(pub(super) IHttpRequest2::GetChannelBindingToken as get_channel_binding_token(
    this: RequestObject, token: *mut PBYTE, size: *mut DWORD) -> HRESULT, failed, {
    if token.is_null() || size.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives places that may be written.
    unsafe {
        store(token, null_mut());
        store(size, 0);
    }
    let bytes = this.owner.wire.as_deref().map(channel_token).unwrap_or_default();
    if bytes.is_empty() {
        return hresult::of(ERROR_NOT_FOUND);
    }
    let Some(copy) = this.owner.memory.copy(&bytes) else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
    // SAFETY: as above; the copy stays as long as the request.
    unsafe {
        store(token, copy.as_ptr());
        store(size, bytes.len() as DWORD);
    }
    hresult::S_OK
});
