//! `sslcert`: which certificate is for which binding.

use super::answers::{Page, done};
use super::failed::{ALREADY_EXISTS, Failed, INVALID_PARAMETER, NOT_FOUND};
use super::service::{self, Binding, Certificate, Change, Guid, Record};
use super::words::Words;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const NO_REVOCATION: u32 = 0x1;
const CACHED_REVOCATION: u32 = 0x2;
const USE_FRESHNESS: u32 = 0x4;
const NO_USAGE_CHECK: u32 = 0x1_0000;

/// HTTP_SERVICE_CONFIG_SSL_FLAG_…: the word for each, its bit, what a list calls it, and what it says where it is off.
const FLAGS: [(&str, u32, &str, &str); 15] = [
    ("dsmapperusage", 0x1, "DS Mapper Usage", "Disabled"),
    ("clientcertnegotiation", 0x2, "Negotiate Client Certificate", "Disabled"),
    ("reject", 0x8, "Reject Connections", "Disabled"),
    ("disablehttp2", 0x10, "Disable HTTP2", "Not Set"),
    ("disablequic", 0x20, "Disable QUIC", "Not Set"),
    ("disabletls12", 0x1000, "Disable TLS1.2", "Not Set"),
    ("disabletls13", 0x40, "Disable TLS1.3", "Not Set"),
    ("disableocspstapling", 0x80, "Disable OCSP Stapling", "Not Set"),
    ("enabletokenbinding", 0x100, "Enable Token Binding", "Not Set"),
    ("logextendedevents", 0x200, "Log Extended Events", "Not Set"),
    ("disablelegacytls", 0x400, "Disable Legacy TLS Versions", "Not Set"),
    ("enablesessionticket", 0x800, "Enable Session Ticket", "Not Set"),
    ("enableclientcorrelation", 0x2000, "Enable Client Correlation", "Not Set"),
    ("disablesessionid", 0x4000, "Disable Session ID", "Not Set"),
    ("enablecacheclienthello", 0x8000, "Enable Caching Client Hello", "Not Set"),
];

pub fn show(words: &mut Words) -> Result<String, Failed> {
    let wanted = if words.is_empty() { None } else { Some(binding(words)?) };
    let all = service::certificates().map_err(Failed::unread)?;
    let is_wanted = |binding: &Binding| wanted.as_ref().is_none_or(|wanted| wanted.is(binding));
    let found: Vec<_> = all.iter().filter(|(binding, _)| is_wanted(binding)).collect();
    if let (Some(wanted), []) = (&wanted, found.as_slice()) {
        return Err(Failed::Refused(format!("{} has no certificate, Error: 2", text_of(wanted))));
    }
    let mut page = Page::new("SSL Certificate bindings:");
    for (binding, certificate) in found {
        match binding {
            Binding::Address(address) => page.pair("IP:port", address),
            Binding::Name(host, address) => page.pair("Hostname:port", format_args!("{host}:{}", address.port())),
            Binding::Central(address) => page.pair("Central Certificate Store", address.port()),
            Binding::ScopedCentral(address) => page.pair("Scoped Central Certificate Store", address),
        }
        if matches!(binding, Binding::Name(_, address) | Binding::Central(address) if address.is_ipv6()) {
            page.pair("Address", "::");
        }
        put(&mut page, certificate);
        page.line("");
    }
    Ok(page.end())
}

fn put(page: &mut Page, certificate: &Certificate) {
    let enabled = |on: bool| if on { "Enabled" } else { "Disabled" };
    let or_null = |text: &Option<String>| text.clone().unwrap_or_else(|| "(null)".to_owned());
    let has = |bit: u32| certificate.check_mode & bit != 0;
    let hash: String = certificate.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    page.pair("Certificate Hash", if hash.is_empty() { "(null)" } else { &hash });
    page.pair("Application ID", guid_text(&certificate.application));
    page.pair("Certificate Store Name", or_null(&certificate.store));
    page.pair("Verify Client Certificate Revocation", enabled(!has(NO_REVOCATION)));
    page.pair("Verify Revocation Using Cached Client Certificate Only", enabled(has(CACHED_REVOCATION)));
    page.pair("Usage Check", enabled(!has(NO_USAGE_CHECK)));
    page.pair("Revocation Freshness Time", certificate.freshness);
    page.pair("URL Retrieval Timeout", certificate.retrieval_timeout);
    page.pair("Ctl Identifier", or_null(&certificate.ctl_identifier));
    page.pair("Ctl Store Name", or_null(&certificate.ctl_store));
    for (_, bit, label, off) in FLAGS {
        page.pair(
            label,
            if certificate.flags & bit == 0 {
                off
            } else if off == "Disabled" {
                "Enabled"
            } else {
                "Set"
            },
        );
    }
}

pub fn add(words: &mut Words) -> Result<String, Failed> {
    put_record(words, Change::Add, "SSL Certificate add")?;
    Ok(done("SSL Certificate successfully added"))
}

/// What is not named goes back to what `add` gives it, as with HttpUpdateServiceConfiguration.
pub fn update(words: &mut Words) -> Result<String, Failed> {
    put_record(words, Change::Update, "SSL Certificate update")?;
    Ok(done("SSL Certificate successfully updated"))
}

fn put_record(words: &mut Words, change: Change, what: &str) -> Result<(), Failed> {
    let binding = binding(words)?;
    let certificate = certificate(&binding, words)?;
    service::change(change, &Record::Certificate(&binding, &certificate)).map_err(|code| {
        let text = text_of(&binding);
        let reason = match code {
            ALREADY_EXISTS => {
                format!("{text} has a certificate already: update sslcert, or delete sslcert {text} first")
            }
            NOT_FOUND => format!("{text} has no certificate yet: add sslcert"),
            INVALID_PARAMETER => format!("{text}: the name of the host or of a store cannot be used"),
            _ => String::new(),
        };
        Failed::refused(what, code, &reason)
    })
}

pub fn delete(words: &mut Words) -> Result<String, Failed> {
    let binding = binding(words)?;
    let nothing = Certificate::default();
    service::change(Change::Delete, &Record::Certificate(&binding, &nothing)).map_err(|code| {
        let text = text_of(&binding);
        let reason = match code {
            NOT_FOUND => format!("{text} has no certificate; `portico http show sslcert` lists what there is"),
            INVALID_PARAMETER => format!("{text}: this is no name of a host"),
            _ => String::new(),
        };
        Failed::refused("SSL Certificate delete", code, &reason)
    })?;
    Ok(done("SSL Certificate successfully deleted"))
}

fn binding(words: &mut Words) -> Result<Binding, Failed> {
    let taken = ["ipport", "hostnameport", "ccs", "scopedccs"].map(|name| (name, words.take(name)));
    let mut given = taken.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let Some((name, text)) = given.next() else {
        return Err(words.wrong("one of ipport=, hostnameport=, ccs= and scopedccs= is missing"));
    };
    if let Some((other, _)) = given.next() {
        return Err(words.wrong(&format!("{name}= and {other}= exclude each other")));
    }
    // Names and the central store are for every address.
    let any = |port: &str| {
        let port = port.parse().ok().filter(|port: &u16| *port != 0)?;
        Some(SocketAddr::new(IpAddr::from(Ipv4Addr::UNSPECIFIED), port))
    };
    let pair = || text.parse().ok().filter(|address: &SocketAddr| address.port() != 0);
    let (binding, form) = match name {
        "ipport" => (pair().map(Binding::Address), "an address and a port, such as 0.0.0.0:443 or [::]:443"),
        "scopedccs" => (pair().map(Binding::ScopedCentral), "an address and a port, such as 192.0.2.1:443"),
        "ccs" => (any(&text).map(Binding::Central), "a port from 1 to 65535"),
        _ => {
            let parts = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
            let parts = parts.and_then(|(host, digits)| Some(Binding::Name(host.to_owned(), any(digits)?)));
            (parts, "a name and a port, such as www.example.org:443")
        }
    };
    binding.ok_or_else(|| words.wrong(&format!("{name}={text} has to be {form}")))
}

/// The binding as it is written on the command line.
fn text_of(binding: &Binding) -> String {
    match binding {
        Binding::Address(address) => format!("ipport={address}"),
        Binding::Name(host, address) => format!("hostnameport={host}:{}", address.port()),
        Binding::Central(address) => format!("ccs={}", address.port()),
        Binding::ScopedCentral(address) => format!("scopedccs={address}"),
    }
}

fn certificate(binding: &Binding, words: &mut Words) -> Result<Certificate, Failed> {
    let central = matches!(binding, Binding::Central(_) | Binding::ScopedCentral(_));
    let hash = match words.take("certhash") {
        None if central => Vec::new(),
        None => return Err(words.wrong("certhash= is missing: the SHA-1 hash of the certificate")),
        Some(text) => hex(&text)
            .filter(|hash| hash.len() == 20)
            .ok_or_else(|| words.wrong(&format!("certhash={text} has to be 40 hexadecimal digits, without blanks")))?,
    };
    let application = words.need("appid")?;
    let application = guid(&application).ok_or_else(|| {
        words.wrong(&format!(
            "appid={application} has to be a GUID in braces, as {{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}}"
        ))
    })?;
    let mut check_mode = 0;
    for (name, usual, bit) in [
        ("verifyclientcertrevocation", true, NO_REVOCATION),
        ("verifyrevocationwithcachedclientcertonly", false, CACHED_REVOCATION),
        ("usagecheck", true, NO_USAGE_CHECK),
    ] {
        if words.choice(name, "enable", "disable", usual)? != usual {
            check_mode |= bit;
        }
    }
    let freshness = words.number("revocationfreshnesstime", u32::MAX)?.unwrap_or(0);
    if freshness != 0 {
        check_mode |= USE_FRESHNESS;
    }
    let mut flags = 0;
    for (name, bit, ..) in FLAGS {
        if words.choice(name, "enable", "disable", false)? {
            flags |= bit;
        }
    }
    Ok(Certificate {
        hash,
        application,
        store: words.take("certstorename"),
        check_mode,
        freshness,
        retrieval_timeout: words.number("urlretrievaltimeout", u32::MAX)?.unwrap_or(0),
        ctl_identifier: words.take("sslctlidentifier"),
        ctl_store: words.take("sslctlstorename"),
        flags,
    })
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

fn guid(text: &str) -> Option<Guid> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let parts: Vec<_> = inner.split('-').collect();
    if !parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) {
        return None;
    }
    let bytes: [u8; 16] = hex(&parts.concat())?.try_into().ok()?;
    let [a, b, c, d, e, f, g, h, data4 @ ..] = bytes;
    Some(Guid {
        data1: u32::from_be_bytes([a, b, c, d]),
        data2: u16::from_be_bytes([e, f]),
        data3: u16::from_be_bytes([g, h]),
        data4,
    })
}

fn guid_text(guid: &Guid) -> String {
    let end: String = guid.data4.iter().map(|byte| format!("{byte:02x}")).collect();
    let (start, end) = end.split_at(4);
    format!("{{{:08x}-{:04x}-{:04x}-{start}-{end}}}", guid.data1, guid.data2, guid.data3)
}
