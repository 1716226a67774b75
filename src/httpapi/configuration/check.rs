//! What a record may say: the same whether a program or the file says it.

use super::record::*;
use super::sddl::SecurityDescriptor;
use crate::abi::http::{
    HTTP_CERT_CHECK_MODE_CACHED_REVOCATION, HTTP_CERT_CHECK_MODE_CACHED_URLS, HTTP_CERT_CHECK_MODE_NO_AIA,
    HTTP_CERT_CHECK_MODE_NO_REVOCATION, HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK,
    HTTP_CERT_CHECK_MODE_USE_REVOCATION_FRESHNESS, PerformanceParamMax,
};
use crate::httpapi::logging::period::Rollover;
use crate::win32::path;
use std::net::SocketAddr;

/// More than any text of a record has in earnest.
const LONGEST_TEXT: usize = 32_767;
const MOST_DATA: usize = 65_536;
const MOST_ENTRIES: usize = 1_024;
const LONGEST_HOST: usize = 255;
/// A file of the log of errors holds some lines at least.
const LEAST_LOG: u64 = 4096;

const CHECK_MODES: u32 = HTTP_CERT_CHECK_MODE_NO_REVOCATION
    | HTTP_CERT_CHECK_MODE_CACHED_REVOCATION
    | HTTP_CERT_CHECK_MODE_USE_REVOCATION_FRESHNESS
    | HTTP_CERT_CHECK_MODE_CACHED_URLS
    | HTTP_CERT_CHECK_MODE_NO_AIA
    | HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK;
/// The bits from USE_DS_MAPPER to ENABLE_CACHE_CLIENT_HELLO.
const FLAGS: u32 = 0xFFFF;

pub type Reason = &'static str;

fn ensure(holds: bool, reason: Reason) -> Result<(), Reason> {
    if holds { Ok(()) } else { Err(reason) }
}

/// Why a record cannot be.
pub fn check(record: &Record) -> Result<(), Reason> {
    check_key(&record.key)?;
    match (&record.key, &record.value) {
        (Key::Listen(_), Value::Nothing) | (Key::Cache(_) | Key::TlsThrottle, Value::Number(_)) => Ok(()),
        (Key::Timeout(_), Value::Number(value)) => {
            ensure((1..=u32::from(u16::MAX)).contains(value), "a timeout is from 1 to 65535 seconds")
        }
        (Key::Parameter(parameter), Value::Number(value)) => {
            ensure(parameter.takes(*value), "the parameter does not take this number")
        }
        (Key::Url(_), Value::Sddl(text)) => {
            check_text(text)?;
            SecurityDescriptor::parse(text).map(drop).ok_or("this is no security descriptor as text")
        }
        (Key::ErrorLog, Value::ErrorLog(log)) => {
            let absolute = path::map(log.directory.as_bytes()).is_ok_and(|directory| directory.is_absolute());
            ensure(absolute, "directory= has to be a path from the root")?;
            let large = !matches!(log.rollover, Rollover::Size(size) if size < LEAST_LOG);
            ensure(large, "truncatesize= is at least 4096")
        }
        (Key::Tls(binding), Value::Tls(parameters)) => check_parameters(binding, parameters),
        (Key::TlsProperty(_, kind), Value::TlsProperty(property)) => {
            ensure(property.data.property_type() == *kind, "the type is another one's")?;
            check_property(&property.data)
        }
        _ => Err("the value is of another kind"),
    }
}

pub fn check_key(key: &Key) -> Result<(), Reason> {
    match key {
        Key::Tls(binding) | Key::TlsProperty(binding, _) => check_binding(binding),
        _ => Ok(()),
    }
}

fn check_binding(binding: &Binding) -> Result<(), Reason> {
    let any = |address: &SocketAddr| ensure(address.ip().is_unspecified(), "the address has to be 0.0.0.0 or [::]");
    let address = match binding {
        Binding::Address(address) | Binding::ScopedCentralStore(address) => address,
        Binding::CentralStore(address) => {
            any(address)?;
            address
        }
        Binding::Name(HostName(name), address) => {
            any(address)?;
            let labels = name.strip_prefix("*.").unwrap_or(name);
            let forbidden = |letter: char| letter.is_control() || letter.is_whitespace() || ":/*\"[]".contains(letter);
            let valid = !labels.is_empty() && name.len() <= LONGEST_HOST && !labels.contains(forbidden);
            ensure(valid, "this is no name of a host")?;
            address
        }
    };
    ensure(address.port() != 0, "a port is from 1 to 65535")
}

fn check_text(text: &str) -> Result<(), Reason> {
    ensure(text.len() <= LONGEST_TEXT, "the text is too long")?;
    ensure(!text.contains(char::is_control), "the text has control characters")
}

fn check_store(store: &str) -> Result<(), Reason> {
    ensure(store.chars().count() < STORE_NAME_LENGTH, "the name of a store has at most 127 characters")?;
    check_text(store)
}

fn check_parameters(binding: &Binding, parameters: &TlsParameters) -> Result<(), Reason> {
    let central = matches!(binding, Binding::CentralStore(_) | Binding::ScopedCentralStore(_));
    let length = parameters.hash.len();
    ensure(length == HASH_LENGTH || (central && length == 0), "the hash of a certificate has 20 bytes")?;
    for text in [&parameters.ctl_identifier, &parameters.ctl_store].into_iter().flatten() {
        check_text(text)?;
    }
    check_store(parameters.store.as_deref().unwrap_or_default())?;
    ensure(parameters.check_mode & !CHECK_MODES == 0, "the check mode has unknown bits")?;
    ensure(parameters.flags & !FLAGS == 0, "the flags have unknown bits")
}

fn check_property(data: &PropertyData) -> Result<(), Reason> {
    match data {
        PropertyData::Http2Window { .. } | PropertyData::Http2SettingsLimits { .. } => Ok(()),
        PropertyData::Performance { kind, data } => {
            ensure(*kind < PerformanceParamMax.cast_unsigned(), "this performance type does not exist")?;
            ensure(data.len() <= MOST_DATA, "there is too much data")
        }
        PropertyData::ErrorHeaders { status, headers } => {
            ensure((400..600).contains(status), "an error's status is from 400 to 599")?;
            ensure(headers.len() <= MOST_ENTRIES, "there are too many headers")?;
            headers.iter().try_for_each(|(name, value)| {
                let token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
                ensure(!name.is_empty() && name.iter().all(token), "this is no name of a header")?;
                let short = name.len().max(value.len()) <= usize::from(u16::MAX);
                ensure(short, "a header is too long")?;
                let visible = |byte: &u8| matches!(byte, b'\t' | 0x20..=0x7E);
                ensure(value.iter().all(visible) && value.trim_ascii() == value, "this is no value of a header")
            })
        }
        PropertyData::CertConfig(entries) => {
            ensure((1..=MOST_ENTRIES).contains(&entries.len()), "there are from 1 to 1024 certificates")?;
            entries.iter().try_for_each(|entry| check_store(&entry.store))
        }
    }
}
