//! Certificates of clients: they are asked for in the handshake, which goes on whatever they are worth;
//! what that is the layer above is told.

use super::certificate::Facts;
use super::provider;
use crate::abi::windows::*;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage};

/// Who signs certificates of clients that are believed.
#[derive(Debug)]
pub struct Roots {
    store: RootCertStore,
    names: Vec<DistinguishedName>,
    purpose: Purpose,
}

/// What certificates of clients have to be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To say who a client is, or for nothing in particular.
    Clients,
    /// Nobody looks: HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK.
    Any,
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
    pub fn new(certificates: Vec<CertificateDer<'static>>, purpose: Purpose) -> (Self, usize) {
        let mut store = RootCertStore::empty();
        let (_, ignored) = store.add_parsable_certificates(certificates);
        let names = store.subjects();
        (Self { store, names, purpose }, ignored)
    }

    fn verify(&self, own: &CertificateDer<'_>, others: &[CertificateDer<'_>]) -> Result<(), webpki::Error> {
        match self.purpose {
            Purpose::Clients => self.verify_for(own, others, KeyUsage::client_auth()),
            Purpose::Any => self.verify_for(own, others, AnyPurpose),
        }
    }

    fn verify_for(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        usage: impl ExtendedKeyUsageValidator,
    ) -> Result<(), webpki::Error> {
        let known = provider().signature_verification_algorithms.all;
        let own = EndEntityCert::try_from(own)?;
        own.verify_for_usage(known, &self.store.roots, others, UnixTime::now(), usage, None, None).map(drop)
    }
}

struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, mut purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        purposes.try_for_each(|purpose| purpose.map(drop))
    }
}

/// What a client's certificates are worth. Whether they were revoked nobody asks.
pub(super) fn check(chain: &[CertificateDer<'_>], roots: Option<&Arc<Roots>>) -> ClientCertificate {
    let flags = match (roots.filter(|roots| !roots.store.is_empty()), chain.split_first()) {
        (None, _) => CERT_E_UNTRUSTEDROOT,
        (_, None) => 0,
        (Some(roots), Some((own, others))) => {
            roots.verify(own, others).map_or_else(|error| flags_of(&error, own), |()| 0)
        }
    };
    ClientCertificate { chain: chain.iter().map(|one| one.clone().into_owned()).collect(), flags: flags as u32 }
}

fn flags_of(error: &webpki::Error, own: &CertificateDer<'_>) -> HRESULT {
    use webpki::Error;
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } | Error::InvalidCertValidity => CERT_E_EXPIRED,
        Error::UnknownIssuer => CERT_E_UNTRUSTEDROOT,
        Error::RequiredEkuNotFoundContext(_) => CERT_E_WRONG_USAGE,
        Error::InvalidSignatureForPublicKey => TRUST_E_CERT_SIGNATURE,
        // One that has signed itself is its own root, whatever else it may not be used for.
        _ if is_its_own_issuer(own) => CERT_E_UNTRUSTEDROOT,
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
