//! Who a server is to a client, and on what terms it talks.

use super::certificate::Facts;
use super::client::{Asking, Roots};
use super::{alpn, provider, ticketer};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, ServerSessionMemoryCache};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, SignatureScheme, SupportedProtocolVersion, version};
use std::fmt::Debug;
use std::net::SocketAddr;
use std::sync::Arc;

/// So many sessions are kept for clients that come back.
const SESSIONS: usize = 4096;

/// What a client asks for in its first message.
#[derive(Clone, Copy, Debug)]
pub struct Hello<'a> {
    /// Where it has connected to.
    pub local: SocketAddr,
    /// The name of a host (SNI).
    pub name: Option<&'a str>,
    /// The signatures that it understands.
    pub schemes: &'a [SignatureScheme],
}

/// Whoever knows the certificates of a listener.
pub trait Identities: Debug + Send + Sync {
    /// Who the server is for a client; nobody resets the connection. Runs on the thread that has read the
    /// message, and must not block for long.
    fn find(&self, hello: Hello<'_>) -> Option<Arc<Identity>>;
}

/// A certificate with its key, and the terms.
pub struct Identity {
    pub(super) config: Arc<ServerConfig>,
    certificate: Arc<CertifiedKey>,
    facts: Facts,
    roots: Option<Arc<Roots>>,
}

/// What a binding is set to.
#[derive(Clone, Debug)]
pub struct Terms {
    pub tls12: bool,
    pub tls13: bool,
    /// Clients that come back may bring what there is to know of their session.
    pub tickets: bool,
    /// The server keeps sessions for clients that come back.
    pub keeps_sessions: bool,
    pub http2: bool,
    /// Clients are asked for a certificate, which is held against these.
    pub client_roots: Option<Arc<Roots>>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { tls12: true, tls13: true, tickets: false, keeps_sessions: true, http2: true, client_roots: None }
    }
}

impl Identity {
    /// The chain begins with the server's own certificate.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        terms: &Terms,
    ) -> Result<Self, rustls::Error> {
        let facts = chain.first().map(|own| Facts::of(own)).unwrap_or_default();
        // It sees to it that the key belongs to the certificate.
        let certificate = Arc::new(CertifiedKey::from_der(chain, key, provider())?);
        let versions: Vec<&'static SupportedProtocolVersion> =
            [(terms.tls12, &version::TLS12), (terms.tls13, &version::TLS13)]
                .into_iter()
                .filter_map(|(on, version)| on.then_some(version))
                .collect();
        let config = ServerConfig::builder_with_provider(provider().clone()).with_protocol_versions(&versions)?;
        let config = match &terms.client_roots {
            Some(roots) => config.with_client_cert_verifier(Arc::new(Asking::new(roots.clone()))),
            None => config.with_no_client_auth(),
        };
        let mut config = config.with_cert_resolver(Arc::new(SingleCertAndKey::from(certificate.clone())));
        config.alpn_protocols = alpn(terms.http2);
        // What a client sends before the handshake is over somebody else may send again.
        config.max_early_data_size = 0;
        config.session_storage = match terms.keeps_sessions {
            true => ServerSessionMemoryCache::new(SESSIONS),
            false => Arc::new(NoServerSessionStorage {}),
        };
        if terms.tickets {
            config.ticketer = ticketer()?;
        } else if !terms.keeps_sessions {
            config.send_tls13_tickets = 0;
        }
        Ok(Self { config: Arc::new(config), certificate, facts, roots: terms.client_roots.clone() })
    }

    /// Whether a client understands its signatures.
    pub fn suits(&self, hello: &Hello<'_>) -> bool {
        self.certificate.key.choose_scheme(hello.schemes).is_some()
    }

    /// The server's own certificate.
    pub fn certificate(&self) -> &[u8] {
        self.certificate.cert.first().map_or(&[], |own| own)
    }

    /// What there is to know of it.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What certificates of clients are held against, where they are asked for.
    pub fn roots(&self) -> Option<&Arc<Roots>> {
        self.roots.as_ref()
    }
}

impl Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Identity").field(&self.facts.subject).finish()
    }
}
