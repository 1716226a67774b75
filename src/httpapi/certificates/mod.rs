//! Certificates of servers: where they come from, and which one a connection gets.
//!
//! `bindings` finds what is set for the address and the name that a client has asked for, by this
//! process (`bind`) or in the service configuration; `loaded` keeps what was read from files
//! as long as these stay as they are; `stores` are the folders that Windows' stores are here.

mod bindings;
mod files;
mod loaded;
mod stores;

pub use bindings::{Bound, Configured, bind};
pub use loaded::{check, read_files};

use super::configuration::record::TlsParameters;
use crate::abi::http::*;
use crate::net::tls::Terms;
use crate::net::tls::client::Purpose;
use std::path::PathBuf;

/// Where a certificate and its key are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// In a store, by the SHA-1 hash of the certificate.
    Stored { hash: Vec<u8>, store: String },
    /// In two files of PEM, which may be one.
    Files { chain: PathBuf, key: PathBuf },
    /// In the central store, by the name of a host.
    Central { host: String },
}

/// What a binding is set to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Setting {
    /// Of several certificates a client gets the first one that it understands.
    pub sources: Vec<Source>,
    /// HTTP_SERVICE_CONFIG_SSL_FLAG_…
    pub flags: u32,
    /// The store of those who sign certificates of clients.
    pub client_store: String,
    /// What these have to be for.
    pub client_purpose: Purpose,
}

/// The store of certificates where none is named.
const OWN: &str = "MY";
/// The store of those who sign the certificates of clients, likewise.
const ROOT: &str = "ROOT";

impl Setting {
    /// Certificates without any flags.
    pub fn new(sources: Vec<Source>) -> Self {
        Self { sources, flags: 0, client_store: ROOT.to_owned(), client_purpose: Purpose::Clients }
    }

    /// As a record of the service configuration says, with certificates that it may not name.
    fn of(parameters: &TlsParameters, sources: Vec<Source>) -> Self {
        let client_store = parameters.ctl_store.clone().unwrap_or_else(|| ROOT.to_owned());
        let any_purpose = parameters.check_mode & HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK != 0;
        let client_purpose = if any_purpose { Purpose::Any } else { Purpose::Clients };
        Self { sources, flags: parameters.flags, client_store, client_purpose }
    }

    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn terms(&self) -> Terms {
        Terms {
            tls12: !self.has(HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS12),
            tls13: !self.has(HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13),
            tickets: self.has(HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_SESSION_TICKET),
            keeps_sessions: !self.has(HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_SESSION_ID),
            http2: !self.has(HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2),
            client_roots: None,
        }
    }
}

/// The certificate that a record names, and where.
fn stored(hash: &[u8], store: Option<&str>) -> Source {
    Source::Stored { hash: hash.to_vec(), store: store.filter(|store| !store.is_empty()).unwrap_or(OWN).to_owned() }
}
