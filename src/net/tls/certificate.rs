//! What there is to know of a certificate.

use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::der::asn1::UintRef;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Reader, SliceReader};
use x509_cert::name::Name;

/// Empty where a certificate cannot be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Of its public key.
    pub key_bits: usize,
    /// Names as Windows writes them (CERT_X500_NAME_STR): `C=US, O=Contoso, CN=www`.
    pub issuer: String,
    pub subject: String,
    /// The channel binding `tls-server-end-point` of RFC 5929: its hash.
    pub end_point: Vec<u8>,
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// Signatures with hashes that are longer than SHA-256, which holds for all others.
const WITH_SHA384: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3")];
const WITH_SHA512: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4")];

impl Facts {
    pub fn of(der: &[u8]) -> Self {
        let Ok(certificate) = Certificate::from_der(der) else { return Self::default() };
        let content = certificate.tbs_certificate();
        let signature = certificate.signature_algorithm().oid;
        let end_point = if WITH_SHA384.contains(&signature) {
            Sha384::digest(der).to_vec()
        } else if WITH_SHA512.contains(&signature) {
            Sha512::digest(der).to_vec()
        } else {
            Sha256::digest(der).to_vec()
        };
        let key = content.subject_public_key_info();
        let bytes = key.subject_public_key.raw_bytes();
        let key_bits = match key.algorithm.oid == RSA {
            true => rsa_bits(bytes).unwrap_or_default(),
            // The two halves of a point, or one.
            false if bytes.first() == Some(&4) => (bytes.len() - 1) * 4,
            false => bytes.len() * 8,
        };
        Self { key_bits, issuer: text(content.issuer()), subject: text(content.subject()), end_point }
    }
}

fn rsa_bits(key: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(key).ok()?;
    let modulus = reader.sequence(|inner| {
        let modulus = UintRef::decode(inner)?;
        inner.drain(inner.remaining_len())?;
        Ok::<_, x509_cert::der::Error>(modulus.as_bytes().to_vec())
    });
    let modulus = modulus.ok()?;
    Some(modulus.len() * 8 - modulus.first()?.leading_zeros() as usize)
}

fn text(name: &Name) -> String {
    let parts: Vec<String> = name.iter_rdn().map(ToString::to_string).collect();
    parts.join(", ")
}
