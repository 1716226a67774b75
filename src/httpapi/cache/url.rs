//! The URLs that HttpFlushResponseCache and the fragments are named by.

use super::super::fold::{folded, with_host_key};
use super::super::url_prefix::{PrefixHost, UrlPrefix};
use crate::net::url::split_port;
use std::net::IpAddr;

/// `scheme://host:port/path?query`, in canonical form and without regard to case.
///
/// As in a UrlPrefix the port is there, and nothing is escaped in the path; the host may be a
/// wildcard. Behind the port there may be one more colon with the local address to which requests
/// came that were routed by it.
#[derive(Debug)]
pub struct CacheUrl {
    prefix: UrlPrefix,
    address: Option<IpAddr>,
    /// Folded; it ends with a slash only where that was given.
    path: String,
    /// Folded, with the question mark.
    query: String,
}

impl CacheUrl {
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (authority, resource) = rest.split_at(rest.find('/')?);
        let (authority, address) = split_address(authority)?;
        let (path, query) = split_query(resource);
        let prefix = UrlPrefix::parse(&format!("{scheme}://{authority}{path}/")).ok()?;
        let mut folded_path = folded(prefix.path());
        if !path.ends_with(['/', '\\']) {
            folded_path.pop();
        }
        Some(Self { path: folded_path, query: folded(query), prefix, address })
    }

    pub fn prefix(&self) -> &UrlPrefix {
        &self.prefix
    }

    /// The name of a fragment: the same for all ways to write it.
    pub fn name(&self) -> String {
        let secure = self.prefix.secure();
        let host = match self.prefix.host() {
            PrefixHost::StrongWildcard => "+".to_owned(),
            PrefixHost::WeakWildcard => "*".to_owned(),
            PrefixHost::Name(name) => name.to_string(),
            PrefixHost::Below(name) => format!("*.{name}"),
            PrefixHost::Address(IpAddr::V4(address)) => address.to_string(),
            PrefixHost::Address(IpAddr::V6(address)) => format!("[{address}]"),
        };
        let scheme = if secure { "https" } else { "http" };
        format!("{scheme}://{host}:{}{}{}", self.prefix.port(), self.path, self.query)
    }

    /// Whether this is the URL of a key, or with `recursive`, whether it stands above it. The key
    /// is the name of a fragment or that of a response (`response_key`).
    pub fn covers(&self, key: &str, recursive: bool) -> bool {
        let (address, key) = match key.split_once(' ') {
            Some((address, url)) if !address.contains('/') => (address.parse::<IpAddr>().ok(), url),
            _ => (None, key),
        };
        if self.address.is_some() && self.address != address {
            return false;
        }
        let Some((scheme, rest)) = key.split_once("://") else { return false };
        let Some(slash) = rest.find('/') else { return false };
        let (authority, resource) = rest.split_at(slash);
        let (host, port) = split_port(authority);
        let secure = scheme == "https";
        if secure != self.prefix.secure() || port.and_then(|port| port.parse().ok()) != Some(self.prefix.port()) {
            return false;
        }
        let (path, query) = split_query(resource);
        let path = folded(path);
        let meant = if recursive {
            let above = self.path.strip_suffix('/').unwrap_or(&self.path);
            path.strip_prefix(above).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        } else {
            path == self.path && folded(query) == self.query
        };
        meant && self.is_host(host)
    }

    fn is_host(&self, host: &str) -> bool {
        match self.prefix.host() {
            // It names no host, so all of them are meant.
            PrefixHost::StrongWildcard | PrefixHost::WeakWildcard => true,
            PrefixHost::Name(name) => with_host_key(host, |key| **name == *key),
            PrefixHost::Below(name) => with_host_key(host, |key| {
                key.strip_suffix(&**name).is_some_and(|begin| begin.len() > 1 && begin.ends_with('.'))
            }),
            PrefixHost::Address(address) => {
                let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
                host.parse::<IpAddr>().is_ok_and(|host| host.to_canonical() == *address)
            }
        }
    }
}

/// The key of a request's response: its URL, and in front of it the local address where that is
/// what it was routed by.
pub(super) fn response_key(url: &str, local: Option<IpAddr>) -> std::borrow::Cow<'_, str> {
    match local {
        None => url.into(),
        Some(local) => format!("{} {url}", local.to_canonical()).into(),
    }
}

fn split_query(resource: &str) -> (&str, &str) {
    resource.split_at(resource.find('?').unwrap_or(resource.len()))
}

/// Takes the address off that may stand behind the port.
fn split_address(authority: &str) -> Option<(&str, Option<IpAddr>)> {
    let host = if authority.starts_with('[') { authority.find(']')? } else { authority.find(':')? };
    let port = host + authority[host..].find(':')?;
    let Some(end) = authority[port + 1..].find(':') else { return Some((authority, None)) };
    let (authority, address) = authority.split_at(port + 1 + end);
    let address = address[1..].trim_start_matches('[').trim_end_matches(']');
    Some((authority, Some(address.parse::<IpAddr>().ok()?.to_canonical())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_cover_what_they_name() {
        for (url, recursive, key, covers) in [
            ("http://localhost:80/a", false, "http://localhost:80/a", true),
            ("http://LOCALHOST:80/A", false, "http://localhost:80/a", true),
            ("http://localhost:80/a", false, "http://LocalHost:80/A", true),
            ("http://localhost:80//a/./b", false, "http://localhost:80/a/b", true),
            ("http://localhost:80/a", false, "http://localhost:80/a?x", false),
            ("http://localhost:80/a?x", false, "http://localhost:80/a?x", true),
            ("http://localhost:80/a", false, "http://localhost:80/a/", false),
            ("http://localhost:80/a", false, "http://localhost:81/a", false),
            ("http://localhost:80/a", false, "https://localhost:80/a", false),
            ("http://localhost:80/a", false, "http://other:80/a", false),
            ("http://localhost:80/", false, "http://localhost:80/", true),
            ("http://localhost:80/", false, "http://localhost:80/a", false),
            ("http://localhost:80/", true, "http://localhost:80/a/b?c", true),
            ("http://localhost:80/a", true, "http://localhost:80/a", true),
            ("http://localhost:80/a", true, "http://localhost:80/a?x", true),
            ("http://localhost:80/a/", true, "http://localhost:80/a", true),
            ("http://localhost:80/a", true, "http://localhost:80/A/b", true),
            ("http://localhost:80/a", true, "http://localhost:80/ab", false),
            ("http://+:80/a", true, "http://any:80/a/b", true),
            ("http://*:80/a", false, "http://any:80/a", true),
            ("http://+:80/a", true, "http://any:81/a", false),
            ("http://[::1]:80/a", false, "http://[::1]:80/a", true),
            ("http://bücher.example:80/a", false, "http://xn--bcher-kva.example:80/a", true),
            ("http://host:80/a", false, "127.0.0.1 http://host:80/a", true),
            ("http://host:80:127.0.0.1/a", false, "127.0.0.1 http://host:80/a", true),
            ("http://host:80:127.0.0.2/a", false, "127.0.0.1 http://host:80/a", false),
            ("http://host:80:127.0.0.1/a", false, "http://host:80/a", false),
            ("http://host:80:[::1]/a", true, "::1 http://host:80/a", true),
            ("http://[::1]:80:[::1]/a", false, "::1 http://[::1]:80/a", true),
            // A space in the path is none behind an address.
            ("http://host:80/a b", false, "http://host:80/a b", true),
        ] {
            let parsed = CacheUrl::parse(url).expect(url);
            assert_eq!(parsed.covers(key, recursive), covers, "{url} {recursive} {key}");
        }
    }

    #[test]
    fn names_cover_themselves() {
        for url in ["http://localhost:80/a/B", "https://+:443/", "http://[2001:db8::1]:80/x?y=1", "http://*:1/a/"] {
            let parsed = CacheUrl::parse(url).expect(url);
            assert!(parsed.covers(&parsed.name(), false), "{}", parsed.name());
        }
        let name = |text| CacheUrl::parse(text).expect("a URL").name();
        assert_eq!(name("http://LocalHost:80/a//b"), name("http://localhost:80/A/x/../B"));
        assert_ne!(name("http://localhost:80/a"), name("http://localhost:80/a/"));
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for text in ["", "http", "http://", "http://localhost/", "http://localhost:80", "ftp://localhost:80/", "/a"] {
            assert!(CacheUrl::parse(text).is_none(), "{text}");
        }
        for text in ["http://localhost:0/", "http://localhost:80:x/", "http://localhost:80:1.2.3.4:5/", "http://:80/"] {
            assert!(CacheUrl::parse(text).is_none(), "{text}");
        }
    }
}
