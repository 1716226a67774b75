//! What the service configuration changes in this process.

use super::document::Document;
use super::record::{CacheParameter, ErrorLog, Key, Parameter, Record, Timeout, Value};
use super::sddl::{Identity, SecurityDescriptor};
use super::store;
use crate::httpapi::logging::errors;
use crate::httpapi::url_prefix::UrlPrefix;
use crate::net::settings::{Settings, Timeouts};
use crate::win32::error::Win32Error;
use crate::win32::path;
use crate::win32::sys::user;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long connections wait for what, unless a session or a URL group says otherwise. The usual
/// times where the file cannot be read, which is told on standard error.
pub fn timeouts() -> Timeouts {
    timeouts_in(&store::current().unwrap_or_default())
}

fn timeouts_in(document: &Document) -> Timeouts {
    let seconds = |timeout| match document.find(&Key::Timeout(timeout))?.value {
        Value::Number(seconds) => Some(Duration::from_secs(seconds.into())),
        _ => None,
    };
    let usual = Timeouts::default();
    Timeouts {
        idle_connection: seconds(Timeout::IdleConnection).unwrap_or(usual.idle_connection),
        header_wait: seconds(Timeout::HeaderWait).unwrap_or(usual.header_wait),
        ..usual
    }
}

/// What listeners are set to, without the times. The usual settings where the file cannot be read.
pub fn settings() -> Settings {
    settings_in(&store::current().unwrap_or_default())
}

fn settings_in(document: &Document) -> Settings {
    let mut settings = Settings::default();
    for record in document.records() {
        if let (Key::Parameter(parameter), Value::Number(value)) = (&record.key, &record.value) {
            parameter.apply(*value, &mut settings);
        }
    }
    settings
}

/// DisableServerHeader.
pub fn disabled_server_header() -> u32 {
    parameter_in(&store::current().unwrap_or_default(), Parameter::DisableServerHeader).unwrap_or(0)
}

fn parameter_in(document: &Document, parameter: Parameter) -> Option<u32> {
    match document.find(&Key::Parameter(parameter))?.value {
        Value::Number(value) => Some(value),
        _ => None,
    }
}

/// A larger response is not kept: UriMaxUriBytes, unless MaxCacheResponseSize says otherwise.
/// None is kept where UriEnableCache is 0.
pub fn most_of_response() -> Option<usize> {
    most_of_response_in(&store::current().unwrap_or_default())
}

fn most_of_response_in(document: &Document) -> Option<usize> {
    if parameter_in(document, Parameter::UriEnableCache) == Some(0) {
        return None;
    }
    Some(match document.find(&Key::Cache(CacheParameter::MaxResponseSize)).map(|record| &record.value) {
        Some(Value::Number(bytes)) => usize::try_from(*bytes).unwrap_or(usize::MAX),
        _ => 256 << 10,
    })
}

/// The addresses that a URL for any host is listened to on; empty for all of them. Where the file
/// cannot be read nobody knows which they are.
pub fn listen_addresses() -> Result<Vec<IpAddr>, Win32Error> {
    Ok(listen_addresses_in(&*store::current()?))
}

fn listen_addresses_in(document: &Document) -> Vec<IpAddr> {
    let addresses: Vec<_> = document.records().filter_map(Record::listen_address).collect();
    if addresses.iter().any(IpAddr::is_unspecified) { Vec::new() } else { addresses }
}

/// How the log of errors is kept, where there is one. None where the file cannot be read.
pub fn error_log() -> Option<errors::Settings> {
    error_log_in(&store::current().unwrap_or_default())
}

fn error_log_in(document: &Document) -> Option<errors::Settings> {
    let Value::ErrorLog(ErrorLog { directory, rollover }) = &document.find(&Key::ErrorLog)?.value else { return None };
    // It was checked when the line was read.
    Some(errors::Settings { directory: path::map(directory.as_bytes()).ok()?, rollover: *rollover })
}

/// The URLs that are reserved, at one time.
#[derive(Clone, Default)]
pub struct Reservations(Arc<Document>);

impl Reservations {
    pub fn urls(&self) -> impl Iterator<Item = &UrlPrefix> {
        self.0.records().filter_map(|record| match &record.key {
            Key::Url(url) => Some(url),
            _ => None,
        })
    }

    /// Nothing was changed between the two.
    pub fn are_those_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.urls().next().is_none() && other.urls().next().is_none())
    }
}

pub fn reservations() -> Result<Reservations, Win32Error> {
    store::current().map(Reservations)
}

/// Whether the process may listen to a URL: the nearest reservation at or above it decides, and
/// without one everybody may.
pub fn may_register(reservations: &Reservations, url: &UrlPrefix) -> bool {
    let Some(descriptor) = nearest(&reservations.0, url).and_then(SecurityDescriptor::parse) else { return true };
    // Without a list of groups the user counts alone.
    let groups = user::groups().unwrap_or_default();
    descriptor.may_listen(Identity { user: user::effective(), groups: &groups })
}

fn nearest<'a>(document: &'a Document, url: &UrlPrefix) -> Option<&'a str> {
    let covering = document.records().filter_map(|record| match (&record.key, &record.value) {
        (Key::Url(reserved), Value::Sddl(text)) if reserved.covers(url) => Some((reserved.path().len(), text)),
        _ => None,
    });
    covering.max_by_key(|(length, _)| *length).map(|(_, text)| text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set() {
        let document = Document::parse(b"iplisten ipaddress=127.0.0.1\ntimeout timeouttype=headerwaittimeout value=7");
        assert_eq!(listen_addresses_in(&document), [IpAddr::from([127, 0, 0, 1])]);
        let expected = Timeouts { header_wait: Duration::from_secs(7), ..Timeouts::default() };
        assert_eq!(timeouts_in(&document), expected);
        assert_eq!(most_of_response_in(&document), Some(262_144));
        let off = Document::parse(b"parameter name=enablehttp2cleartext value=0");
        assert!(settings_in(&document).http2_cleartext && !settings_in(&off).http2_cleartext);
        let large = Document::parse(b"cacheparam type=maxcacheresponsesize value=300000");
        assert_eq!(most_of_response_in(&large), Some(300_000));
        assert_eq!(most_of_response_in(&Document::parse(b"parameter name=UriEnableCache value=0")), None);
        for any in ["0.0.0.0", "::"] {
            let text = format!("iplisten ipaddress=127.0.0.1\niplisten ipaddress={any}\n");
            assert_eq!(listen_addresses_in(&Document::parse(text.as_bytes())), [] as [IpAddr; 0]);
        }
    }

    #[test]
    fn the_nearest_reservation_of_the_same_bucket() {
        let document = Document::parse(
            b"urlacl url=http://+:80/a/ sddl=D:(A;;GX;;;WD)\nurlacl url=http://+:80/A/b/ sddl=D:(A;;GX;;;BA)\n\
              urlacl url=http://name:80/ sddl=D:\n",
        );
        for (url, sddl) in [
            ("http://+:80/", None),
            ("http://+:80/a/", Some("D:(A;;GX;;;WD)")),
            ("http://+:80/a/bc/", Some("D:(A;;GX;;;WD)")),
            ("http://+:80/a/B/c/", Some("D:(A;;GX;;;BA)")),
            ("http://*:80/a/", None),
            ("http://+:81/a/", None),
            ("https://+:80/a/", None),
            ("http://NAME:80/x/", Some("D:")),
        ] {
            assert_eq!(nearest(&document, &UrlPrefix::parse(url).expect(url)), sddl, "{url}");
        }
    }
}
