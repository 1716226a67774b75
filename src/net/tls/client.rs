//! Certificates of clients: they are asked for in the handshake, which goes on whatever they are worth;
//! what that is the layer above is told.

use super::certificate::Facts;
use super::provider;
use crate::abi::windows::*;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;

/// Who signs certificates of clients that are believed.
#[derive(Debug)]
pub struct Roots {
    names: Vec<DistinguishedName>,
    /// None without a single one.
    verifier: Option<Arc<dyn ClientCertVerifier>>,
}

/// The certificates of a client, and what they are worth.
pub struct ClientCertificate {
    /// Its own one first.
    pub chain: Vec<CertificateDer<'static>>,
    /// 0, or what is wrong with it.
    pub flags: u32,
}

impl Roots {
    /// Certificates that cannot be understood are left out; how many those were.
    pub fn new(certificates: Vec<CertificateDer<'static>>) -> (Self, usize) {
        let mut store = RootCertStore::empty();
        let (_, ignored) = store.add_parsable_certificates(certificates);
        let names = store.subjects();
        let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(store), provider().clone());
        (Self { names, verifier: builder.build().ok() }, ignored)
    }
}

/// What a client's certificates are worth. Whether they were revoked nobody asks.
pub(super) fn check(chain: &[CertificateDer<'_>], roots: Option<&Arc<Roots>>) -> ClientCertificate {
    let worth = |verifier: &Arc<dyn ClientCertVerifier>| {
        let (own, others) = chain.split_first()?;
        verifier.verify_client_cert(own, others, UnixTime::now()).err()
    };
    let flags = match roots.and_then(|roots| roots.verifier.as_ref()) {
        Some(verifier) => worth(verifier).map_or(0, |error| flags_of(&error, chain)),
        None => CERT_E_UNTRUSTEDROOT,
    };
    ClientCertificate { chain: chain.iter().map(|one| one.clone().into_owned()).collect(), flags: flags as u32 }
}

fn flags_of(error: &Error, chain: &[CertificateDer<'_>]) -> HRESULT {
    let Error::InvalidCertificate(error) = error else { return CERT_E_CHAINING };
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => CERT_E_EXPIRED,
        CertificateError::UnknownIssuer => CERT_E_UNTRUSTEDROOT,
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => CERT_E_WRONG_USAGE,
        CertificateError::BadSignature => TRUST_E_CERT_SIGNATURE,
        // One that has signed itself is its own root, whatever else it may not be used for.
        _ if chain.first().is_some_and(|own| is_its_own_issuer(own)) => CERT_E_UNTRUSTEDROOT,
        _ => CERT_E_CHAINING,
    }
}

fn is_its_own_issuer(certificate: &[u8]) -> bool {
    let facts = Facts::of(certificate);
    facts.issuer == facts.subject && !facts.end_point.is_empty()
}

/// Asks for a certificate and is content with any, and with none: see `check`. That the client has the
/// key for it is not left open.
#[derive(Debug)]
pub(super) struct Asking(Arc<Roots>);

impl Asking {
    pub fn new(roots: Arc<Roots>) -> Self {
        Self(roots)
    }
}

impl ClientCertVerifier for Asking {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.0.names
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
