//! The host of a request: the text of a Host header or of an absolute target.

use crate::win32::text::utf8;
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
        let text = utf8(bytes)?;
        // Without a digit at the end there is no port, and no name has a colon.
        let (name, port) = if bytes.last().is_some_and(u8::is_ascii_digit) { split_port(text) } else { (text, None) };
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
    let mut at = host.len();
    while at > 0 {
        at -= 1;
        match host.as_bytes()[at] {
            b':' => return (&host[..at], Some(&host[at + 1..])),
            // A colon before a bracket is the address's.
            b']' => break,
            _ => {}
        }
    }
    (host, None)
}

/// A port as a client writes it.
pub fn parse_port(digits: &str) -> Option<u16> {
    if !matches!(digits.len(), 1..=5) {
        return None;
    }
    let mut number = 0_u32;
    for byte in digits.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    u16::try_from(number).ok().filter(|port| *port != 0)
}

fn is_name(name: &str) -> bool {
    let mut all = 0;
    // As if a dot stood before it: an empty label is one that begins with a dot.
    let mut before = DOT;
    for byte in name.bytes() {
        let kind = KINDS[usize::from(byte)];
        // Two dots, or what no name has.
        if kind & (before & DOT | REFUSED) != 0 {
            return false;
        }
        all |= kind;
        before = kind;
    }
    matches!(name.len(), 1..=MAX_NAME_LENGTH)
        && (all & BEYOND == 0 || name.chars().all(|letter| letter.is_ascii() || letter.is_alphanumeric()))
}

const DOT: u8 = 1;
/// Beyond ASCII.
const BEYOND: u8 = 2;
const REFUSED: u8 = 4;

/// What bytes are in names: 0 for letters, digits, and the marks that some names have.
const KINDS: [u8; 256] = {
    let mut kinds = [BEYOND; 256];
    let mut byte = 0u8;
    while byte < 128 {
        let plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')');
        kinds[byte as usize] = if plain {
            0
        } else if byte == b'.' {
            DOT
        } else {
            REFUSED
        };
        byte += 1;
    }
    kinds
};
