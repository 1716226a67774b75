//! The variables of TLS and of certificates. Without TLS they are empty.

use super::Value;
use crate::iis::com::request::certificate::{ClientCertificate, Tls};
use crate::iis::context::Context;

/// The value of a variable, whose name is in capitals; `None` for one that is none of these.
pub fn compute<'a>(context: &'a Context, name: &str) -> Option<Value<'a>> {
    let request = &context.request;
    let of_tls = |value: fn(Tls<'a>) -> Value<'a>| request.tls().map_or(b"".into(), value);
    let of_client = |value: fn(ClientCertificate<'a>) -> String| {
        let client = request.tls().and_then(|tls| tls.client);
        owned(client.map(value).unwrap_or_default())
    };
    let of_protocol = |value: fn(&crate::abi::http::HTTP_SSL_PROTOCOL_INFO) -> u32| {
        owned(request.tls_protocol().map(|protocol| format!("{:x}", value(&protocol))).unwrap_or_default())
    };
    Some(match name {
        "CERT_COOKIE" => of_client(|client| client::cookie(client.encoded)),
        "CERT_FLAGS" => of_tls(|tls| owned(flags(tls.client).to_string())),
        "CERT_ISSUER" => of_client(|client| client::names(client.encoded).0),
        "CERT_SUBJECT" => of_client(|client| client::names(client.encoded).1),
        "CERT_SERIALNUMBER" => of_client(|client| joined(&client::serial_number(client.encoded), "-")),
        "CERT_KEYSIZE" | "HTTPS_KEYSIZE" => of_tls(|tls| owned(tls.key_bits.to_string())),
        "CERT_SECRETKEYSIZE" | "HTTPS_SECRETKEYSIZE" => of_tls(|tls| owned(tls.certificate_bits.to_string())),
        "CERT_SERVER_ISSUER" | "HTTPS_SERVER_ISSUER" => of_tls(|tls| tls.issuer.into()),
        "CERT_SERVER_SUBJECT" | "HTTPS_SERVER_SUBJECT" => of_tls(|tls| tls.subject.into()),
        "CRYPT_PROTOCOL" => of_protocol(|protocol| protocol.Protocol),
        "CRYPT_CIPHER_ALG_ID" => of_protocol(|protocol| protocol.CipherType),
        "CRYPT_HASH_ALG_ID" => of_protocol(|protocol| protocol.HashType),
        "CRYPT_KEYEXCHANGE_ALG_ID" => of_protocol(|protocol| protocol.KeyExchangeType),
        _ => return None,
    })
}

fn owned<'a>(text: String) -> Value<'a> {
    text.into_bytes().into()
}

/// 1: there is a certificate; 2: who has signed it is not trusted.
fn flags(client: Option<ClientCertificate<'_>>) -> u32 {
    match client {
        None => 0,
        Some(client) => 1 | if client.flags == 0 { 0 } else { 2 },
    }
}

fn joined(bytes: &[u8], by: &str) -> String {
    let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(by)
}

#[cfg(feature = "tls")]
mod client {
    use super::joined;
    use crate::net::tls::certificate::Facts;
    use sha1::{Digest, Sha1};
    use x509_cert::Certificate;
    use x509_cert::der::Decode;

    /// The issuer's and the subject's.
    pub fn names(encoded: &[u8]) -> (String, String) {
        let facts = Facts::of(encoded);
        (facts.issuer, facts.subject)
    }

    pub fn serial_number(encoded: &[u8]) -> Vec<u8> {
        let certificate = Certificate::from_der(encoded);
        certificate.map(|one| one.tbs_certificate().serial_number().as_bytes().to_vec()).unwrap_or_default()
    }

    /// What stands for the whole certificate: its thumbprint.
    pub fn cookie(encoded: &[u8]) -> String {
        joined(&Sha1::digest(encoded), "")
    }
}

/// Without TLS nobody has shown a certificate.
#[cfg(not(feature = "tls"))]
mod client {
    pub fn names(_: &[u8]) -> (String, String) {
        Default::default()
    }

    pub fn serial_number(_: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    pub fn cookie(_: &[u8]) -> String {
        String::new()
    }
}
