//! UrlPrefix strings: which requests a program wants.

use super::fold::{folded, with_host_key};
use crate::net::url::{MAX_NAME_LENGTH, SegmentWriter, UrlLimits};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A string is no UrlPrefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPrefix;

/// The host of a prefix, in the order in which hosts are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PrefixHost {
    /// `+`: any host.
    StrongWildcard,
    /// A name, in the form in which names are compared.
    Name(Box<str>),
    /// `*.name`: the names below this one that nobody else has.
    Below(Box<str>),
    /// A local address: requests that came in there.
    Address(IpAddr),
    /// `*`: any host that nobody else has.
    WeakWildcard,
}

/// Where a prefix wants to be listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    pub port: u16,
    pub secure: bool,
    pub scope: Scope,
}

/// The addresses of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All addresses of both families, or those on the IP listen list.
    Any,
    /// One address; an unspecified one stands for all of its family.
    Ip(IpAddr),
    /// The loopback addresses of both families: what `localhost` means.
    Loopback,
}

impl Scope {
    /// Whether it is for what comes in at this address of the machine.
    pub fn has(self, local: IpAddr) -> bool {
        let local = local.to_canonical();
        match self {
            Self::Any => true,
            Self::Ip(own) if own.is_unspecified() => own.is_ipv4() == local.is_ipv4(),
            Self::Ip(own) => own == local,
            Self::Loopback => local.is_loopback(),
        }
    }
}

/// `scheme://host:port/path/`
///
/// The path is text and not escaped: `%41` in it is three characters. Two prefixes are equal when
/// they want the same requests, however they are written.
#[derive(Clone, Debug)]
pub struct UrlPrefix {
    text: Box<str>,
    secure: bool,
    host: PrefixHost,
    port: u16,
    path: Box<str>,
    folded_path: Box<str>,
}

impl UrlPrefix {
    pub fn parse(text: &str) -> Result<UrlPrefix, InvalidPrefix> {
        let (secure, rest) = match text.split_once("://") {
            Some(("http", rest)) => (false, rest),
            Some(("https", rest)) => (true, rest),
            _ => return Err(InvalidPrefix),
        };
        let slash = rest.find('/').ok_or(InvalidPrefix)?;
        let (authority, path) = rest.split_at(slash);
        let (host, port) = authority.rsplit_once(':').ok_or(InvalidPrefix)?;
        let host = parse_host(host).ok_or(InvalidPrefix)?;
        let port = parse_port(port).ok_or(InvalidPrefix)?;
        let path: Box<str> = canonical_path(path).ok_or(InvalidPrefix)?.into();
        let folded_path = folded(&path).into();
        Ok(UrlPrefix { text: text.into(), secure, host, port, path, folded_path })
    }

    /// The text as it was given: removing a prefix takes the same.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn secure(&self) -> bool {
        self.secure
    }

    pub fn host(&self) -> &PrefixHost {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The canonical path: it begins and ends with a slash.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The prefix with its host as DNS has it and its path in canonical form: what HttpPrepareUrl gives.
    pub fn canonical(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let host = match &self.host {
            PrefixHost::StrongWildcard => "+".to_owned(),
            PrefixHost::WeakWildcard => "*".to_owned(),
            PrefixHost::Name(name) => name.to_ascii_lowercase(),
            PrefixHost::Below(name) => format!("*.{}", name.to_ascii_lowercase()),
            PrefixHost::Address(IpAddr::V4(address)) => address.to_string(),
            PrefixHost::Address(IpAddr::V6(address)) => format!("[{address}]"),
        };
        format!("{scheme}://{host}:{}{}", self.port, self.path)
    }

    /// Where to listen for it. `localhost` is heard on loopback only, other names on all addresses.
    pub fn endpoint(&self) -> Endpoint {
        let scope = match &self.host {
            PrefixHost::Address(address) => Scope::Ip(*address),
            PrefixHost::Name(name) if &**name == "LOCALHOST" => Scope::Loopback,
            _ => Scope::Any,
        };
        Endpoint { port: self.port, secure: self.secure, scope }
    }

    /// Whether the other one is the same or below this one, for the same host as it is written.
    pub fn covers(&self, other: &UrlPrefix) -> bool {
        // Both end with a slash.
        (self.secure, self.port, &self.host) == (other.secure, other.port, &other.host)
            && other.folded_path.starts_with(&*self.folded_path)
    }

    /// What makes prefixes the same.
    fn key(&self) -> (bool, u16, &PrefixHost, &str) {
        (self.secure, self.port, &self.host, &self.folded_path)
    }
}

impl PartialEq for UrlPrefix {
    fn eq(&self, other: &UrlPrefix) -> bool {
        self.key() == other.key()
    }
}

impl Eq for UrlPrefix {}

impl Hash for UrlPrefix {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for UrlPrefix {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for UrlPrefix {
    type Err = InvalidPrefix;

    fn from_str(text: &str) -> Result<UrlPrefix, InvalidPrefix> {
        UrlPrefix::parse(text)
    }
}

fn parse_host(host: &str) -> Option<PrefixHost> {
    if let Some(rest) = host.strip_prefix('[') {
        let address: Ipv6Addr = rest.strip_suffix(']')?.parse().ok()?;
        return Some(PrefixHost::Address(address.to_canonical()));
    }
    match host {
        "+" => return Some(PrefixHost::StrongWildcard),
        "*" => return Some(PrefixHost::WeakWildcard),
        _ => {}
    }
    if let Some(name) = host.strip_prefix("*.") {
        return match parse_host(name)? {
            PrefixHost::Name(name) => Some(PrefixHost::Below(name)),
            _ => None,
        };
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return Some(PrefixHost::Address(address.into()));
    }
    // Names beyond ASCII are the program's business; DNS decides whether there is such a one.
    let allowed = |letter: char| match letter {
        '\0'..='\x7F' => letter.is_ascii_alphanumeric() || "-._~!$&'()".contains(letter),
        _ => !letter.is_control() && !letter.is_whitespace(),
    };
    let labels = host.strip_suffix('.').unwrap_or(host);
    let valid = labels.split('.').all(|label| !label.is_empty()) && host.chars().all(allowed);
    if !valid {
        return None;
    }
    with_host_key(host, |key| (key.len() <= MAX_NAME_LENGTH).then(|| PrefixHost::Name(key.into())))
}

fn parse_port(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

/// A path as requests will have it. One that is deeper or has longer segments than a request may
/// have by default is refused.
fn canonical_path(path: &str) -> Option<String> {
    let forbidden = |letter: char| letter.is_control() || letter == '?';
    if !path.ends_with('/') || path.contains(forbidden) {
        return None;
    }
    let limits = UrlLimits::default();
    let mut canonical = Vec::with_capacity(path.len() + 1);
    let mut writer = SegmentWriter::new(&mut canonical, limits.segment_max_count, limits.segment_max_length);
    for segment in path.split(['/', '\\']) {
        writer.text(segment);
        writer.slash().ok()?;
    }
    writer.end().ok()?;
    String::from_utf8(canonical).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(key: &str) -> PrefixHost {
        PrefixHost::Name(key.into())
    }

    fn address(text: &str) -> PrefixHost {
        PrefixHost::Address(text.parse().expect("an address"))
    }

    #[test]
    fn good_prefixes() {
        use PrefixHost::{StrongWildcard, WeakWildcard};
        for (text, secure, host, port, path) in [
            ("http://+:80/", false, StrongWildcard, 80, "/"),
            ("https://*:443/", true, WeakWildcard, 443, "/"),
            ("http://+:80/Temporary_Listen_Addresses/", false, StrongWildcard, 80, "/Temporary_Listen_Addresses/"),
            ("http://www.Example.com:65535/a/B/", false, name("WWW.EXAMPLE.COM"), 65535, "/a/B/"),
            ("http://name.:1/", false, name("NAME."), 1, "/"),
            ("http://127.0.0.1:80/", false, address("127.0.0.1"), 80, "/"),
            ("http://[2001:DB8::1]:80/", false, address("2001:db8::1"), 80, "/"),
            ("http://[::ffff:10.0.0.1]:80/", false, address("10.0.0.1"), 80, "/"),
            ("http://bücher.example:80/ü/", false, name("XN--BCHER-KVA.EXAMPLE"), 80, "/ü/"),
            ("http://+:80//a//./b/../c d/", false, StrongWildcard, 80, "/a/c d/"),
            ("http://+:80/a\\b/", false, StrongWildcard, 80, "/a/b/"),
            // Not decoded.
            ("http://+:80/%2e%2e/", false, StrongWildcard, 80, "/%2e%2e/"),
        ] {
            let prefix = UrlPrefix::parse(text).expect(text);
            assert_eq!((prefix.as_str(), prefix.to_string().as_str()), (text, text));
            assert_eq!((prefix.secure(), prefix.host(), prefix.port(), prefix.path()), (secure, &host, port, path));
        }
    }

    #[test]
    fn bad_prefixes() {
        for text in [
            "",
            "http://",
            "http:///",
            "http://localhost:50000",
            "http://+:80/a",
            "http://+:80/a\\",
            "localhost:80/",
            "://+:80/",
            "HTTP://+:80/",
            "Http://+:80/",
            "ftp://+:80/",
            "http:/+:80/",
            "http://localhost/",
            "http://localhost:/",
            "http://localhost:0/",
            "http://localhost:080/",
            "http://localhost:65536/",
            "http://localhost:+80/",
            "http://localhost:-1/",
            "http://localhost:*/",
            "http://localhost:8o/",
            "http://localhost: 80/",
            "http://:80/",
            "http://++:80/",
            "http://*.:80/",
            "http://*.*:80/",
            "http://*.*.example.com:80/",
            "http://*example.com:80/",
            "http://www.*.com:80/",
            "http://*.192.0.2.1:80/",
            "http://user@host:80/",
            "http://a b:80/",
            "http://a\\b:80/",
            "http://a%41:80/",
            "http://a..b:80/",
            "http://.:80/",
            "http://a\u{3000}b:80/",
            "http://::1:80/",
            "http://[::1:80/",
            "http://[::1]80/",
            "http://[]:80/",
            "http://[1.2.3.4]:80/",
            "http://[fe80::1%1]:80/",
            "http://+:80/a?b/",
            "http://+:80/a\0/",
            "http://+:80/a\n/",
        ] {
            assert!(UrlPrefix::parse(text).is_err(), "{text:?}");
        }
        let long =
            |count, length| UrlPrefix::parse(&format!("http://+:80/{}", ("a".repeat(length) + "/").repeat(count)));
        assert!(long(255, 260).is_ok() && long(256, 1).is_err() && long(1, 261).is_err());
        assert!(UrlPrefix::parse(&format!("http://{}:80/", "a".repeat(256))).is_err());
    }

    #[test]
    fn prefixes_for_the_same_requests_are_equal() {
        let parse = |text| UrlPrefix::parse(text).expect("a good prefix");
        for (one, other) in [
            ("http://name:80/a/", "http://NAME:80/A/"),
            ("http://name:80/a/", "http://name:80//a/./"),
            ("http://bücher:80/Ü/", "http://xn--BCHER-kva:80/ü/"),
            ("http://[::1]:80/", "http://[0:0:0:0:0:0:0:1]:80/"),
        ] {
            assert_eq!(parse(one), parse(other));
        }
        let different =
            ["http://+:80/", "http://*:80/", "http://+:81/", "https://+:80/", "http://+:80/a/", "http://a:80/"];
        for (index, one) in different.iter().enumerate() {
            for other in &different[index + 1..] {
                assert_ne!(parse(one), parse(other));
            }
        }
    }

    #[test]
    fn canonical_text() {
        for (text, canonical) in [
            ("https://BÜCHER.example:443/A/../ü/", "https://xn--bcher-kva.example:443/ü/"),
            ("http://+:80//A/", "http://+:80/A/"),
            ("http://*:80/", "http://*:80/"),
            ("http://[0::1]:80/", "http://[::1]:80/"),
            ("http://10.0.0.1:80/", "http://10.0.0.1:80/"),
        ] {
            assert_eq!(UrlPrefix::parse(text).map(|prefix| prefix.canonical()).as_deref(), Ok(canonical));
        }
    }

    #[test]
    fn what_a_scope_has() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        for (scope, has, has_not) in [
            (Scope::Any, "192.0.2.1 ::1", ""),
            (Scope::Loopback, "127.0.0.1 127.0.0.2 ::1 ::ffff:127.0.0.1", "192.0.2.1 2001:db8::1 ::ffff:192.0.2.1"),
            (Scope::Ip(ip("192.0.2.1")), "192.0.2.1 ::ffff:192.0.2.1", "192.0.2.2 ::1"),
            (Scope::Ip(ip("0.0.0.0")), "192.0.2.1 ::ffff:127.0.0.1", "::1"),
            (Scope::Ip(ip("::")), "2001:db8::1 ::1", "192.0.2.1 ::ffff:192.0.2.1"),
        ] {
            assert!(has.split_whitespace().all(|local| scope.has(ip(local))), "{scope:?}");
            assert!(!has_not.split_whitespace().any(|local| scope.has(ip(local))), "{scope:?}");
        }
    }

    #[test]
    fn where_to_listen() {
        let ip = |text: &str| Scope::Ip(text.parse().expect("an address"));
        for (text, secure, scope) in [
            ("http://+:80/", false, Scope::Any),
            ("https://*:80/", true, Scope::Any),
            ("http://name:80/", false, Scope::Any),
            ("http://LocalHost:80/", false, Scope::Loopback),
            ("http://localhost.example:80/", false, Scope::Any),
            ("https://127.0.0.2:80/", true, ip("127.0.0.2")),
            ("http://[::1]:80/", false, ip("::1")),
            ("http://0.0.0.0:80/", false, ip("0.0.0.0")),
        ] {
            let prefix = UrlPrefix::parse(text).expect(text);
            assert_eq!(prefix.endpoint(), Endpoint { port: 80, secure, scope });
        }
    }
}
