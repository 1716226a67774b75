//! A record as a line: what `netsh http add` takes, without these three words.

use super::check::{Reason, check};
use super::record::*;
use super::words::{Words, put};
use crate::abi::http::HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE;
use crate::httpapi::logging::period::Rollover;
use crate::httpapi::url_prefix::UrlPrefix;
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const TIMEOUTS: [(&str, Timeout); 2] =
    [("idleconnectiontimeout", Timeout::IdleConnection), ("headerwaittimeout", Timeout::HeaderWait)];
const CACHE_PARAMETERS: [(&str, CacheParameter); 2] = [
    ("maxcacheresponsesize", CacheParameter::MaxResponseSize),
    ("cacherangechunksize", CacheParameter::RangeChunkSize),
];
const TLS_THROTTLE: &str = "tlsthrottle";
const ROLLOVERS: [(&str, Rollover); 4] = [
    ("hourly", Rollover::Hourly),
    ("daily", Rollover::Daily),
    ("weekly", Rollover::Weekly),
    ("monthly", Rollover::Monthly),
];
const PROPERTIES: [(&str, PropertyType); 5] = [
    ("http2window", PropertyType::Http2Window),
    ("http2settingslimits", PropertyType::Http2SettingsLimits),
    ("performance", PropertyType::Performance),
    ("errorheaders", PropertyType::ErrorHeaders),
    ("certconfig", PropertyType::CertConfig),
];

/// The record of a line; `None` for a blank one or a comment.
pub fn parse(line: &str) -> Result<Option<Record>, Reason> {
    let Some(mut words) = Words::of(line)? else { return Ok(None) };
    let record = match words.verb {
        "iplisten" => {
            let address: Option<IpAddr> = words.take("ipaddress").and_then(|text| text.parse().ok());
            let address = address.ok_or("ipaddress= has to be an address")?;
            Record { key: Key::Listen(address.to_canonical()), value: Value::Nothing }
        }
        "urlacl" => {
            let url = words.take("url").ok_or("url= is missing")?;
            let url = UrlPrefix::parse(&url).map_err(|_| "url= is no UrlPrefix: scheme://host:port/path/")?;
            Record { key: Key::Url(url), value: Value::Sddl(words.take("sddl").ok_or("sddl= is missing")?) }
        }
        "timeout" => {
            Record { key: Key::Timeout(named(&mut words, "timeouttype", &TIMEOUTS)?), value: value(&mut words)? }
        }
        "cacheparam" => {
            Record { key: Key::Cache(named(&mut words, "type", &CACHE_PARAMETERS)?), value: value(&mut words)? }
        }
        "setting" => {
            named(&mut words, "settingtype", &[(TLS_THROTTLE, ())])?;
            Record { key: Key::TlsThrottle, value: value(&mut words)? }
        }
        "parameter" => {
            let name = words.take("name").ok_or("name= is missing")?;
            let parameter = Parameter::of(&name).ok_or("this parameter does not exist")?;
            Record { key: Key::Parameter(parameter), value: value(&mut words)? }
        }
        "errorlog" => {
            let directory = words.take("directory").ok_or("directory= is missing")?;
            Record {
                key: Key::ErrorLog,
                value: Value::ErrorLog(ErrorLog { directory, rollover: rollover(&mut words)? }),
            }
        }
        "sslcert" => {
            let binding = binding(&mut words)?;
            Record { key: Key::Tls(binding), value: Value::Tls(parameters(&mut words)?) }
        }
        "sslpropertyex" => {
            let binding = binding(&mut words)?;
            let kind = named(&mut words, "type", &PROPERTIES)?;
            let flags = words.number("flags")?.unwrap_or(0);
            let data = property(&mut words, kind)?;
            Record { key: Key::TlsProperty(binding, kind), value: Value::TlsProperty(TlsProperty { flags, data }) }
        }
        _ => return Err("this kind of record does not exist"),
    };
    words.end()?;
    check(&record)?;
    Ok(Some(record))
}

/// The line of a record, without the end of the line.
pub fn print(record: &Record) -> String {
    let mut line = String::new();
    match &record.key {
        Key::Listen(address) => {
            line += "iplisten";
            put(&mut line, "ipaddress", &address.to_string());
        }
        Key::Url(url) => {
            line += "urlacl";
            put(&mut line, "url", url.as_str());
        }
        Key::Timeout(timeout) => {
            line += "timeout";
            put(&mut line, "timeouttype", name_of(timeout, &TIMEOUTS));
        }
        Key::Cache(parameter) => {
            line += "cacheparam";
            put(&mut line, "type", name_of(parameter, &CACHE_PARAMETERS));
        }
        Key::TlsThrottle => {
            line += "setting";
            put(&mut line, "settingtype", TLS_THROTTLE);
        }
        Key::Parameter(parameter) => {
            line += "parameter";
            put(&mut line, "name", parameter.name());
        }
        Key::ErrorLog => line += "errorlog",
        Key::Tls(binding) => {
            line += "sslcert";
            put_binding(&mut line, binding);
        }
        Key::TlsProperty(binding, kind) => {
            line += "sslpropertyex";
            put_binding(&mut line, binding);
            put(&mut line, "type", name_of(kind, &PROPERTIES));
        }
    }
    match &record.value {
        Value::Nothing => {}
        Value::Number(number) => put(&mut line, "value", &number.to_string()),
        Value::Sddl(text) => put(&mut line, "sddl", text),
        Value::ErrorLog(log) => {
            put(&mut line, "directory", &log.directory);
            match log.rollover {
                Rollover::Size(size) => put(&mut line, "truncatesize", &size.to_string()),
                rollover => put(&mut line, "rollovertype", name_of(&rollover, &ROLLOVERS)),
            }
        }
        Value::Tls(parameters) => put_parameters(&mut line, parameters),
        Value::TlsProperty(property) => put_property(&mut line, property),
    }
    line
}

fn named<T: Copy>(words: &mut Words, name: &str, known: &[(&str, T)]) -> Result<T, Reason> {
    let text = words.take(name).ok_or("the type is missing")?;
    known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or("the type does not exist")
}

fn name_of<T: PartialEq>(value: &T, known: &[(&'static str, T)]) -> &'static str {
    known.iter().find(|(_, other)| other == value).map_or("", |(name, _)| name)
}

fn value(words: &mut Words) -> Result<Value, Reason> {
    Ok(Value::Number(words.number("value")?.ok_or("value= is missing")?))
}

/// `truncatesize=` in bytes, or `rollovertype=` with a length of time; a MiB without either.
fn rollover(words: &mut Words) -> Result<Rollover, Reason> {
    match words.number("truncatesize")? {
        Some(size) => Ok(Rollover::Size(size)),
        None => match words.take("rollovertype") {
            None => Ok(Rollover::Size(HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE.into())),
            Some(text) => ROLLOVERS
                .iter()
                .find(|(word, _)| *word == text)
                .map(|(_, rollover)| *rollover)
                .ok_or("rollovertype= has to be hourly, daily, weekly or monthly"),
        },
    }
}

/// `ipport=`, `hostnameport=`, `ccs=` or `scopedccs=`, of which those without an address mean 0.0.0.0
/// unless `address=` says `::`.
fn binding(words: &mut Words) -> Result<Binding, Reason> {
    const PORT: Reason = "the port is missing, or none";
    let address = |words: &mut Words| match words.take("address") {
        None => Ok(IpAddr::from(Ipv4Addr::UNSPECIFIED)),
        Some(text) => text.parse().map_err(|_| "address= has to be an address"),
    };
    let pair = |text: String| text.parse::<SocketAddr>().map_err(|_| "this is no address with a port");
    if let Some(text) = words.take("ipport") {
        Ok(Binding::Address(pair(text)?))
    } else if let Some(text) = words.take("scopedccs") {
        Ok(Binding::ScopedCentralStore(pair(text)?))
    } else if let Some(text) = words.take("hostnameport") {
        let (host, port) = text.rsplit_once(':').ok_or(PORT)?;
        let address = SocketAddr::new(address(words)?, port.parse().map_err(|_| PORT)?);
        Ok(Binding::Name(HostName(host.to_owned()), address))
    } else if let Some(port) = words.take("ccs") {
        Ok(Binding::CentralStore(SocketAddr::new(address(words)?, port.parse().map_err(|_| PORT)?)))
    } else {
        Err("one of ipport=, hostnameport=, ccs= and scopedccs= is missing")
    }
}

fn put_binding(line: &mut String, binding: &Binding) {
    let any = match binding {
        Binding::Address(address) => return put(line, "ipport", &address.to_string()),
        Binding::ScopedCentralStore(address) => return put(line, "scopedccs", &address.to_string()),
        Binding::Name(HostName(host), address) => {
            put(line, "hostnameport", &format!("{host}:{}", address.port()));
            address
        }
        Binding::CentralStore(address) => {
            put(line, "ccs", &address.port().to_string());
            address
        }
    };
    if any.is_ipv6() {
        put(line, "address", &any.ip().to_string());
    }
}

fn parameters(words: &mut Words) -> Result<TlsParameters, Reason> {
    let hash = words.take("certhash").unwrap_or_default();
    let application = words.take("appid").ok_or("appid= is missing")?;
    Ok(TlsParameters {
        hash: from_hex(&hash).ok_or("certhash= has to be hexadecimal")?,
        application: guid(&application).ok_or("appid= has to be {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}")?,
        store: words.take("certstorename"),
        check_mode: words.number("certcheckmode")?.unwrap_or(0),
        revocation_freshness: words.number("revocationfreshnesstime")?.unwrap_or(0),
        retrieval_timeout: words.number("urlretrievaltimeout")?.unwrap_or(0),
        ctl_identifier: words.take("sslctlidentifier"),
        ctl_store: words.take("sslctlstorename"),
        flags: words.number("flags")?.unwrap_or(0),
    })
}

fn put_parameters(line: &mut String, parameters: &TlsParameters) {
    if !parameters.hash.is_empty() {
        put(line, "certhash", &to_hex(&parameters.hash));
    }
    put(line, "appid", &guid_text(&parameters.application));
    for (name, text) in [
        ("certstorename", &parameters.store),
        ("sslctlidentifier", &parameters.ctl_identifier),
        ("sslctlstorename", &parameters.ctl_store),
    ] {
        if let Some(text) = text {
            put(line, name, text);
        }
    }
    for (name, number) in [
        ("certcheckmode", parameters.check_mode),
        ("revocationfreshnesstime", parameters.revocation_freshness),
        ("urlretrievaltimeout", parameters.retrieval_timeout),
        ("flags", parameters.flags),
    ] {
        if number != 0 {
            put(line, name, &number.to_string());
        }
    }
}

fn property(words: &mut Words, kind: PropertyType) -> Result<PropertyData, Reason> {
    const MISSING: Reason = "a number of the property is missing";
    Ok(match kind {
        PropertyType::Http2Window => {
            PropertyData::Http2Window { receive: words.number("receivewindow")?.ok_or(MISSING)? }
        }
        PropertyType::Http2SettingsLimits => PropertyData::Http2SettingsLimits {
            per_frame: words.number("perframe")?.ok_or(MISSING)?,
            per_minute: words.number("perminute")?.ok_or(MISSING)?,
        },
        PropertyType::Performance => PropertyData::Performance {
            kind: words.number("performancetype")?.ok_or(MISSING)?,
            data: from_hex(&words.take("data").unwrap_or_default()).ok_or("data= has to be hexadecimal")?,
        },
        PropertyType::ErrorHeaders => {
            let headers = words.take_all("header").into_iter().map(|text| {
                let (name, value) = text.split_once(':')?;
                Some((name.as_bytes().to_vec(), value.trim().as_bytes().to_vec()))
            });
            let headers = headers.collect::<Option<_>>().ok_or("header= has to be \"Name: value\"")?;
            PropertyData::ErrorHeaders { status: words.number("status")?.ok_or(MISSING)?, headers }
        }
        PropertyType::CertConfig => {
            let entries = words.take_all("cert").into_iter().map(|text| {
                let (hash, store) = text.split_once(':')?;
                Some(CertEntry { hash: from_hex(hash)?.try_into().ok()?, store: store.to_owned() })
            });
            PropertyData::CertConfig(entries.collect::<Option<_>>().ok_or("cert= has to be HASH:STORE")?)
        }
    })
}

fn put_property(line: &mut String, property: &TlsProperty) {
    if property.flags != 0 {
        put(line, "flags", &property.flags.to_string());
    }
    match &property.data {
        PropertyData::Http2Window { receive } => put(line, "receivewindow", &receive.to_string()),
        PropertyData::Http2SettingsLimits { per_frame, per_minute } => {
            put(line, "perframe", &per_frame.to_string());
            put(line, "perminute", &per_minute.to_string());
        }
        PropertyData::Performance { kind, data } => {
            put(line, "performancetype", &kind.to_string());
            put(line, "data", &to_hex(data));
        }
        PropertyData::ErrorHeaders { status, headers } => {
            put(line, "status", &status.to_string());
            for (name, value) in headers {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                put(line, "header", &format!("{}: {}", text(name), text(value)));
            }
        }
        PropertyData::CertConfig(entries) => {
            for entry in entries {
                put(line, "cert", &format!("{}:{}", to_hex(&entry.hash), entry.store));
            }
        }
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
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
    let bytes: [u8; 16] = from_hex(&parts.concat())?.try_into().ok()?;
    let [a, b, c, d, e, f, g, h, data4 @ ..] = bytes;
    Some(Guid {
        data1: u32::from_be_bytes([a, b, c, d]),
        data2: u16::from_be_bytes([e, f]),
        data3: u16::from_be_bytes([g, h]),
        data4,
    })
}

fn guid_text(guid: &Guid) -> String {
    let (start, end) = guid.data4.split_at(2);
    format!("{{{:08x}-{:04x}-{:04x}-{}-{}}}", guid.data1, guid.data2, guid.data3, to_hex(start), to_hex(end))
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
