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
    // A colon before a bracket is the address's.
    match host.bytes().rposition(|byte| matches!(byte, b':' | b']')) {
        Some(colon) if host.as_bytes()[colon] == b':' => (&host[..colon], Some(&host[colon + 1..])),
        _ => (host, None),
    }
}

/// A port as a client writes it.
pub fn parse_port(digits: &str) -> Option<u16> {
    if !matches!(digits.len(), 1..=5) {
        return None;
    }
    let number = digits.bytes().try_fold(0_u32, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then_some(number * 10 + u32::from(digit))
    })?;
    u16::try_from(number).ok().filter(|port| *port != 0)
}

fn is_name(name: &str) -> bool {
    let mut ascii = true;
    // As if a dot stood before it: an empty label is one that begins with a dot.
    let mut before = b'.';
    for byte in name.bytes() {
        if (byte == b'.' && before == b'.') || (byte.is_ascii() && !IN_NAMES[usize::from(byte)]) {
            return false;
        }
        ascii &= byte.is_ascii();
        before = byte;
    }
    matches!(name.len(), 1..=MAX_NAME_LENGTH)
        && (ascii || name.chars().all(|letter| letter.is_ascii() || letter.is_alphanumeric()))
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
