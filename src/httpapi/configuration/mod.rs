//! The service configuration: what HttpSetServiceConfiguration and its kin keep, for all programs
//! that use the same file.
//!
//! A record is a line of the file (`line`), and a structure of the API (`caller_records`,
//! `answer_layout`); both ways it is checked by the same rules (`check`).

pub mod answer_layout;
pub mod caller_records;
mod check;
mod document;
mod effects;
mod line;
mod parameter;
pub mod record;
mod sddl;
mod store;
#[cfg(feature = "tls")]
mod tls_bindings;
mod words;

pub use effects::{
    Reservations, disabled_server_header, error_log, listen_addresses, may_register, most_of_response, reservations,
    settings, timeouts,
};
#[cfg(feature = "tls")]
pub use store::certificate_folder;
pub use store::path as file;
pub use store::{Stamp, password_file, stamp_of};
#[cfg(feature = "tls")]
pub use tls_bindings::{TlsBindings, tls_bindings};

use self::answer_layout::Answer;
use self::record::*;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::error::Win32Error;

/// The stores behind HTTP_SERVICE_CONFIG_ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Listen,
    Url,
    Timeout,
    Cache,
    Setting,
    /// Certificates by address, by name, and the central store.
    Address,
    Name,
    Central {
        scoped: bool,
    },
    /// Further properties of these three.
    AddressProperty,
    NameProperty,
    CentralProperty {
        scoped: bool,
    },
}

/// What a query asks for.
pub enum Wanted {
    All,
    Exact(Key),
    /// The record with this number, counted among the store's, or among its ones of a type.
    Next(u32, Option<PropertyType>),
}

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

impl Store {
    pub fn of(id: HTTP_SERVICE_CONFIG_ID) -> Result<Self, Win32Error> {
        Ok(match id {
            HttpServiceConfigIPListenList => Self::Listen,
            HttpServiceConfigSSLCertInfo => Self::Address,
            HttpServiceConfigUrlAclInfo => Self::Url,
            HttpServiceConfigTimeout => Self::Timeout,
            HttpServiceConfigCache => Self::Cache,
            HttpServiceConfigSslSniCertInfo => Self::Name,
            HttpServiceConfigSslCcsCertInfo => Self::Central { scoped: false },
            HttpServiceConfigSetting => Self::Setting,
            HttpServiceConfigSslCertInfoEx => Self::AddressProperty,
            HttpServiceConfigSslSniCertInfoEx => Self::NameProperty,
            HttpServiceConfigSslCcsCertInfoEx => Self::CentralProperty { scoped: false },
            HttpServiceConfigSslScopedCcsCertInfo => Self::Central { scoped: true },
            HttpServiceConfigSslScopedCcsCertInfoEx => Self::CentralProperty { scoped: true },
            _ => return Err(INVALID),
        })
    }

    /// Whether records are changed in place. Of the others one is deleted and set again.
    pub fn is_updatable(self) -> bool {
        !matches!(self, Self::Listen | Self::Url | Self::Timeout | Self::Cache | Self::Setting)
    }

    /// The size of the number that queries give: a larger buffer is a mistake.
    fn number_size(self) -> Option<usize> {
        match self {
            Self::Timeout => Some(size_of::<HTTP_SERVICE_CONFIG_TIMEOUT_PARAM>()),
            Self::Cache | Self::Setting => Some(size_of::<ULONG>()),
            _ => None,
        }
    }

    fn has(self, key: &Key) -> bool {
        match (self, key) {
            (Self::Listen, Key::Listen(_))
            | (Self::Url, Key::Url(_))
            | (Self::Timeout, Key::Timeout(_))
            | (Self::Cache, Key::Cache(_))
            | (Self::Setting, Key::TlsThrottle)
            | (Self::Address, Key::Tls(Binding::Address(_)))
            | (Self::Name, Key::Tls(Binding::Name(..)))
            | (Self::AddressProperty, Key::TlsProperty(Binding::Address(_), _))
            | (Self::NameProperty, Key::TlsProperty(Binding::Name(..), _)) => true,
            (Self::Central { scoped }, Key::Tls(binding))
            | (Self::CentralProperty { scoped }, Key::TlsProperty(binding, _)) => match binding {
                Binding::CentralStore(_) => !scoped,
                Binding::ScopedCentralStore(_) => scoped,
                _ => false,
            },
            _ => false,
        }
    }
}

/// Adds a record.
pub fn set(record: Record) -> Result<(), Win32Error> {
    check::check(&record).map_err(|_| INVALID)?;
    store::change(|document| document.add(record).map_err(|_| Win32Error(ERROR_ALREADY_EXISTS)))
}

/// Replaces the record with the same key.
pub fn update(record: Record) -> Result<(), Win32Error> {
    check::check(&record).map_err(|_| INVALID)?;
    store::change(|document| document.replace(record).map_err(|_| Win32Error(ERROR_FILE_NOT_FOUND)))
}

pub fn delete(key: &Key) -> Result<(), Win32Error> {
    check::check_key(key).map_err(|_| INVALID)?;
    store::change(|document| document.remove(key).map_err(|_| Win32Error(ERROR_FILE_NOT_FOUND)))
}

/// Writes what a query asks for into the buffer.
pub fn query(store: Store, wanted: &Wanted, buffer: &mut CallerBuffer) -> Result<Answer, Win32Error> {
    if store.number_size().is_some_and(|size| buffer.len() > size) {
        return Err(INVALID);
    }
    let document = store::current()?;
    Ok(match wanted {
        Wanted::All => {
            let addresses: Vec<_> = document.records().filter_map(Record::listen_address).collect();
            if addresses.is_empty() {
                return Err(Win32Error(ERROR_FILE_NOT_FOUND));
            }
            answer_layout::addresses(&addresses, buffer)
        }
        Wanted::Exact(key) => {
            check::check_key(key).map_err(|_| INVALID)?;
            let record = document.find(key).ok_or(Win32Error(ERROR_FILE_NOT_FOUND))?;
            answer_layout::record(record, buffer)
        }
        Wanted::Next(number, kind) => {
            let of_kind =
                |key: &Key| kind.is_none_or(|kind| matches!(key, Key::TlsProperty(_, other) if *other == kind));
            let mut records = document.records().filter(|record| store.has(&record.key) && of_kind(&record.key));
            let record = records.nth(*number as usize).ok_or(Win32Error(ERROR_NO_MORE_ITEMS))?;
            answer_layout::record(record, buffer)
        }
    })
}

impl Record {
    fn listen_address(&self) -> Option<std::net::IpAddr> {
        match self.key {
            Key::Listen(address) => Some(address),
            _ => None,
        }
    }
}
