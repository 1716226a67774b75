//! The host of a request: the text of a Host header or of an absolute target.

use std::net::Ipv6Addr;

/// Bytes of a host name; DNS has no longer ones.
pub const MAX_NAME_LENGTH: usize = 255;

/// A valid host as the client wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'a> {
    /// With the port, if the client gave one.
    pub text: &'a str,
    pub has_port: bool,
}

impl<'a> Authority<'a> {
    /// `name`, `1.2.3.4` or `[v6]`, each with `:port` or without.
    ///
    /// Stricter than RFC 3986: no `%` escapes and none of `*+,;=`, which no name in use has; a port
    /// after each colon; no empty label but the root's at the end, so that a name is safe as the
    /// name of a folder. Letters and digits beyond ASCII may stand there in UTF-8.
    pub fn parse(bytes: &'a [u8]) -> Option<Authority<'a>> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (name, port) = split_port(text);
        if port.is_some_and(|digits| parse_port(digits).is_none()) {
            return None;
        }
        let valid = match name.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()),
            None => is_name(name),
        };
        valid.then_some(Authority { text, has_port: port.is_some() })
    }
}

/// The name, and what follows its colon. The colons of an address in brackets are its own.
pub fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => (&host[..colon], Some(&host[colon + 1..])),
        _ => (host, None),
    }
}

/// A port as a client writes it.
pub(super) fn parse_port(digits: &str) -> Option<u16> {
    let plain = matches!(digits.len(), 1..=5) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|port| plain && *port != 0)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_NAME_LENGTH
        && !name.starts_with('.')
        && name.bytes().all(|byte| !byte.is_ascii() || IN_NAMES[usize::from(byte)])
        && !name.as_bytes().windows(2).any(|pair| pair == b"..")
        && (name.is_ascii() || name.chars().all(|letter| letter.is_ascii() || letter.is_alphanumeric()))
}

/// The bytes of ASCII that names have.
const IN_NAMES: [bool; 128] = {
    let mut allowed = [false; 128];
    let mut byte = 0u8;
    while byte < 128 {
        allowed[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')');
        byte += 1;
    }
    allowed
};
