//! What may stand in a Host field.

use std::net::Ipv6Addr;

/// The longest name that DNS can hold.
const MAX_NAME: usize = 255;

/// Whether the text is a host with an optional port.
///
/// Names are letters, digits, `-`, `_`, `~` and dots between labels; a dot may end them.
/// Other bytes that a URI would allow in a name (percent escapes, commas, `;`) are refused:
/// no name has them, and a merged pair of Host fields does. Text above ASCII has to be
/// UTF-8, for names that were not turned into Punycode. An empty value is refused too.
pub fn is_valid(host: &[u8]) -> bool {
    if let Some(rest) = host.strip_prefix(b"[") {
        let Some(end) = rest.iter().position(|byte| *byte == b']') else { return false };
        let address = str::from_utf8(&rest[..end]).ok().and_then(|text| text.parse::<Ipv6Addr>().ok());
        return address.is_some() && is_port(&rest[end + 1..]);
    }
    let mut all = 0;
    // As if a dot stood before it: no label is empty but the last one.
    let mut before = DOT;
    let mut end = host.len();
    for (at, byte) in host.iter().enumerate() {
        let kind = KINDS[usize::from(*byte)];
        // Two dots, or what no name has.
        if kind & (before & DOT | REFUSED) != 0 {
            if *byte != b':' {
                return false;
            }
            end = at;
            break;
        }
        all |= kind;
        before = kind;
    }
    let (name, port) = host.split_at(end);
    (1..=MAX_NAME).contains(&end) && (all & BEYOND == 0 || str::from_utf8(name).is_ok()) && is_port(port)
}

const DOT: u8 = 1;
/// Beyond ASCII.
const BEYOND: u8 = 2;
const REFUSED: u8 = 4;

/// What bytes are in names: 0 for letters, digits and the like.
const KINDS: [u8; 256] = {
    let mut kinds = [BEYOND; 256];
    let mut byte = 0u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => 0,
            b'.' => DOT,
            _ => REFUSED,
        };
        byte += 1;
    }
    kinds
};

/// Nothing, a colon alone, or a colon with a number that a port can have.
fn is_port(port: &[u8]) -> bool {
    let Some((colon, digits)) = port.split_first() else { return true };
    *colon == b':'
        && digits.len() <= 5
        && digits.iter().all(u8::is_ascii_digit)
        && digits.iter().fold(0, |port, digit| port * 10 + u32::from(digit - b'0')) <= 65_535
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn hosts_are_told_from_other_text() {
        let valid: &[&[u8]] = &[
            b"localhost",
            b"www.example.com:8080",
            b"www.example.com.",
            b"my_host:",
            b"127.0.0.1:65535",
            b"[::1]",
            b"[2001:db8::1]:80",
            b"[::ffff:127.0.0.1]:1",
            "müller.example".as_bytes(),
        ];
        for host in valid {
            assert!(is_valid(host), "{}", host.escape_ascii());
        }
        let long = [b'a'; 256];
        let invalid: &[&[u8]] = &[
            b"",
            b":80",
            b".",
            b"a..b",
            b".a",
            b"a b",
            b"a,b",
            b"a, a",
            b"a/b",
            b"a@b",
            b"a%62",
            b"a:b",
            b"a:80:80",
            b"a:65536",
            b"a:000080",
            b"a:-1",
            b"a: 80",
            b"http://a",
            b"[::1",
            b"[]",
            b"[::1]x",
            b"[fe80::1%eth0]",
            b"[v1.a]",
            b"::1",
            b"\xe1.example",
            b"a\\b",
            b"a?b",
            b"a#b",
            b"a;b",
            b"a\"b",
            &long,
        ];
        for host in invalid {
            assert!(!is_valid(host), "{}", host.escape_ascii());
        }
    }
}
