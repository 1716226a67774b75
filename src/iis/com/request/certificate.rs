//! What only requests over TLS have: the client's certificate, and the channel's token.

use super::RequestObject;
use crate::abi::iis::*;
use crate::iis::com::hresult;
use crate::iis::com::object::method;
use crate::win32::arguments::store;
use crate::win32::boundary::hresult as failed;
use core::ptr::null_mut;

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
// A client is asked for its certificate over TLS, which does not come here yet: a request without it has none.
method!(pub(super) IHttpRequest::NegotiateClientCertificate as negotiate(this: RequestObject, _asynchronous: BOOL, pending: *mut BOOL)
    -> HRESULT, failed, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(pending, FALSE) };
    hresult::of(if this.is_secure() { ERROR_NOT_SUPPORTED } else { ERROR_NOT_FOUND })
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
    hresult::of(if this.is_secure() { ERROR_NOT_SUPPORTED } else { ERROR_NOT_FOUND })
});
