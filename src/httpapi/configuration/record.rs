//! What the service configuration holds: records, each with a key of its own.

pub use super::parameter::Parameter;
use crate::httpapi::logging::period::Rollover;
use crate::httpapi::url_prefix::UrlPrefix;
use std::net::{IpAddr, SocketAddr};

/// A record, as a line of the file and a structure of the API have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub key: Key,
    pub value: Value,
}

/// What a record is found by. No two records have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// An address of the IP listen list.
    Listen(IpAddr),
    /// Who may listen to a URL and what is below it.
    Url(UrlPrefix),
    Timeout(Timeout),
    Cache(CacheParameter),
    /// HttpTlsThrottle, of all settings the only one that the API knows.
    TlsThrottle,
    /// A parameter of the service, which Windows has in the registry: in the file alone.
    Parameter(Parameter),
    /// The log of errors. It stands in the file alone: no function of the API is about it.
    ErrorLog,
    /// The certificate of a binding.
    Tls(Binding),
    /// What else is set for a binding: one record for each type.
    TlsProperty(Binding, PropertyType),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The key says all.
    Nothing,
    Number(u32),
    /// A security descriptor as text.
    Sddl(String),
    ErrorLog(ErrorLog),
    Tls(TlsParameters),
    TlsProperty(TlsProperty),
}

/// Where the log of errors is, and when its files end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLog {
    pub directory: String,
    pub rollover: Rollover,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    IdleConnection,
    HeaderWait,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheParameter {
    MaxResponseSize,
    RangeChunkSize,
}

/// Which connections a certificate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Those to an address and port.
    Address(SocketAddr),
    /// Those that ask for a name (SNI) at a port of any address.
    Name(HostName, SocketAddr),
    /// The central certificate store, for a port of any address.
    CentralStore(SocketAddr),
    /// The central certificate store, for an address and port.
    ScopedCentralStore(SocketAddr),
}

/// A host that may begin with `*.`; capitals make no difference.
#[derive(Clone, Debug, Eq)]
pub struct HostName(pub String);

impl PartialEq for HostName {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

/// HTTP_SERVICE_CONFIG_SSL_PARAM.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsParameters {
    /// The SHA-1 hash of the certificate; empty for the central store, which goes by names.
    pub hash: Vec<u8>,
    pub application: Guid,
    pub store: Option<String>,
    pub check_mode: u32,
    pub revocation_freshness: u32,
    pub retrieval_timeout: u32,
    pub ctl_identifier: Option<String>,
    pub ctl_store: Option<String>,
    pub flags: u32,
}

/// A GUID by its parts, since the type of the ABI has no comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guid {
    pub data1: u32,
    pub data2: u16,
    pub data3: u16,
    pub data4: [u8; 8],
}

/// The types of HTTP_SERVICE_CONFIG_SSL_PARAM_EX whose contents are documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyType {
    Http2Window,
    Http2SettingsLimits,
    Performance,
    ErrorHeaders,
    CertConfig,
}

/// HTTP_SERVICE_CONFIG_SSL_PARAM_EX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsProperty {
    pub flags: u64,
    pub data: PropertyData,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyData {
    Http2Window { receive: u32 },
    Http2SettingsLimits { per_frame: u32, per_minute: u32 },
    Performance { kind: u32, data: Vec<u8> },
    ErrorHeaders { status: u16, headers: Vec<(Vec<u8>, Vec<u8>)> },
    CertConfig(Vec<CertEntry>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertEntry {
    pub hash: [u8; HASH_LENGTH],
    pub store: String,
}

/// HTTP_SSL_CERT_SHA_HASH_LENGTH
pub const HASH_LENGTH: usize = 20;
/// HTTP_SSL_CERT_STORE_NAME_LENGTH, with the NUL.
pub const STORE_NAME_LENGTH: usize = 128;

impl PropertyData {
    pub fn property_type(&self) -> PropertyType {
        match self {
            Self::Http2Window { .. } => PropertyType::Http2Window,
            Self::Http2SettingsLimits { .. } => PropertyType::Http2SettingsLimits,
            Self::Performance { .. } => PropertyType::Performance,
            Self::ErrorHeaders { .. } => PropertyType::ErrorHeaders,
            Self::CertConfig(_) => PropertyType::CertConfig,
        }
    }
}
