//! `security/access`: requests that have to come over TLS, and with a certificate.

use super::configuration::views::Access;
use super::context::Context;
use super::event::Status;
use super::site_errors;
use crate::abi::windows::{CERT_E_EXPIRED, HRESULT};
use std::sync::Arc;

/// Bits of sslFlags.
const SSL: u32 = 8;
const NEGOTIATES: u32 = 32;
const REQUIRES: u32 = 64;
const SSL_128: u32 = 256;

impl Access {
    /// Whether clients are to be asked for a certificate.
    pub fn asks(&self) -> bool {
        self.ssl_flags & (NEGOTIATES | REQUIRES) != 0
    }
}

/// Ends a request that has not come as it has to. Those that modules make have come with their parent.
pub fn check(context: &Arc<Context>) -> Status {
    if context.child().is_some() {
        return Status::Continue;
    }
    let settings = match context.configuration().read::<Access>() {
        Ok(settings) => settings,
        Err(error) => return site_errors::configuration(context, &error),
    };
    // Most of them have nothing to say, and pSslInfo is not looked at.
    if settings.ssl_flags == 0 {
        return Status::Continue;
    }
    let tls = context.request.tls();
    let shown = tls.as_ref().map(|tls| Shown { bits: tls.key_bits, flags: tls.client.map(|client| client.flags) });
    match refusal(settings.ssl_flags, shown) {
        None => Status::Continue,
        Some(sub_status) => {
            context.response.set_status(403, "", sub_status);
            Status::Finish
        }
    }
}

/// What a client has shown by TLS.
struct Shown {
    /// The size of the connection's key.
    bits: u32,
    /// What is wrong with its certificate.
    flags: Option<u32>,
}

/// The status behind 403 for a client that may not come as it has.
fn refusal(flags: u32, shown: Option<Shown>) -> Option<u16> {
    let Some(shown) = shown else {
        let wants = |bits| flags & bits != 0;
        return if wants(SSL | REQUIRES) { Some(4) } else { wants(SSL_128).then_some(5) };
    };
    match shown.flags {
        _ if flags & SSL_128 != 0 && shown.bits < 128 => Some(5),
        _ if flags & REQUIRES == 0 => None,
        None => Some(7),
        Some(0) => None,
        Some(wrong) if wrong as HRESULT == CERT_E_EXPIRED => Some(17),
        Some(_) => Some(16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_come_as_it_has() {
        let over = |flags: Option<u32>| Some(Shown { bits: 128, flags });
        let untrusted = crate::abi::windows::CERT_E_UNTRUSTEDROOT as u32;
        for (flags, shown, expected) in [
            (NEGOTIATES, None, None),
            (SSL, None, Some(4)),
            (SSL | SSL_128, None, Some(4)),
            (SSL_128, None, Some(5)),
            (REQUIRES, None, Some(4)),
            (SSL | SSL_128, over(None), None),
            (SSL_128, Some(Shown { bits: 56, flags: None }), Some(5)),
            (SSL | NEGOTIATES, over(None), None),
            (SSL | NEGOTIATES, over(Some(untrusted)), None),
            (SSL | REQUIRES, over(None), Some(7)),
            (SSL | REQUIRES, over(Some(0)), None),
            (SSL | REQUIRES, over(Some(untrusted)), Some(16)),
            (SSL | REQUIRES, over(Some(CERT_E_EXPIRED as u32)), Some(17)),
        ] {
            assert_eq!(refusal(flags, shown), expected, "{flags}");
        }
    }
}
