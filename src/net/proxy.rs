//! The PROXY protocol: the header that a proxy puts in front of a connection to say whose it is.
//!
//! Versions 1 (a line of text) and 2 (binary), as HAProxy's document of 2020 has them. Without
//! a header from a listed peer nobody knows who the client is, so such a connection ends.

use super::http1::Span;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// The longest line of version 1, its end included.
const LONGEST_LINE: usize = 107;
/// What version 2 begins with.
const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";
/// Signature, version and command, family, length.
const FIXED: usize = 16;

/// Which peers are proxies, and what they may do.
#[derive(Clone, Debug)]
pub struct Proxies {
    peers: Vec<(IpAddr, u8)>,
    /// The header has to be there within this time.
    pub time: Duration,
    /// Bytes of a header of version 2, extensions included.
    pub longest: usize,
}

impl Proxies {
    /// Peers are listed as networks: an address and how many of its first bits count.
    pub fn new(peers: Vec<(IpAddr, u8)>) -> Self {
        Self { peers, time: Duration::from_secs(5), longest: 2048 }
    }

    /// Whether the peer is listed.
    pub fn has(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.peers.iter().any(|(network, bits)| match (network.to_canonical(), peer) {
            (IpAddr::V4(network), IpAddr::V4(peer)) => {
                same_bits(u128::from(network.to_bits()) << 96, u128::from(peer.to_bits()) << 96, *bits)
            }
            (IpAddr::V6(network), IpAddr::V6(peer)) => same_bits(network.to_bits(), peer.to_bits(), *bits),
            _ => false,
        })
    }
}

fn same_bits(one: u128, other: u128, bits: u8) -> bool {
    (one ^ other).leading_zeros() >= u32::from(bits).min(128) || one == other
}

/// How far the header has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    Incomplete,
    /// It takes so many bytes. The client's address is missing where the proxy speaks for
    /// itself, or does not know.
    Complete {
        length: usize,
        client: Option<SocketAddr>,
    },
    /// What came is none.
    Malformed,
}

impl Proxies {
    /// Reads the header from the front of what has come.
    pub fn read(&self, bytes: &[u8]) -> Header {
        let signed = bytes.len().min(SIGNATURE.len());
        if bytes[..signed] == SIGNATURE[..signed] {
            return if bytes.len() < FIXED { Header::Incomplete } else { self.read_binary(bytes) };
        }
        read_line(bytes)
    }

    fn read_binary(&self, bytes: &[u8]) -> Header {
        let (version_command, family) = (bytes[12], bytes[13]);
        let length = FIXED + usize::from(u16::from_be_bytes([bytes[14], bytes[15]]));
        if version_command >> 4 != 2 || length > self.longest {
            return Header::Malformed;
        }
        // An unknown command is an error; LOCAL is the proxy's own connection.
        let local = match version_command & 15 {
            0 => true,
            1 => false,
            _ => return Header::Malformed,
        };
        let Some(rest) = bytes.get(FIXED..length) else { return Header::Incomplete };
        let client = match (local, family) {
            (true, _) => None,
            // TCP over IPv4 and IPv6: source, destination, and their ports.
            (false, 0x11) => match rest {
                [a, b, c, d, _, _, _, _, high, low, ..] if rest.len() >= 12 => {
                    Some((Ipv4Addr::new(*a, *b, *c, *d), u16::from_be_bytes([*high, *low])).into())
                }
                _ => return Header::Malformed,
            },
            (false, 0x21) => match rest.split_first_chunk::<16>() {
                Some((source, rest)) if rest.len() >= 20 => {
                    let address = Ipv6Addr::from(*source).to_canonical();
                    Some((address, u16::from_be_bytes([rest[16], rest[17]])).into())
                }
                _ => return Header::Malformed,
            },
            // Unspecified, datagrams, Unix sockets: no address that HTTP knows.
            (false, 0x00 | 0x12 | 0x22 | 0x31 | 0x32) => None,
            (false, _) => return Header::Malformed,
        };
        Header::Complete { length, client }
    }
}

fn read_line(bytes: &[u8]) -> Header {
    let start = b"PROXY ";
    let known = bytes.len().min(start.len());
    if bytes[..known] != start[..known] {
        return Header::Malformed;
    }
    let window = &bytes[..bytes.len().min(LONGEST_LINE)];
    let Some(end) = window.windows(2).position(|pair| pair == b"\r\n") else {
        return if window.len() == LONGEST_LINE || has_odd_byte(window) {
            Header::Malformed
        } else {
            Header::Incomplete
        };
    };
    let line = Span { start: start.len() as u32, end: end as u32 };
    let length = end + 2;
    if end < start.len() || has_odd_byte(&bytes[..end]) {
        return Header::Malformed;
    }
    let line = str::from_utf8(line.of(bytes)).unwrap_or_default();
    let mut words = line.split(' ');
    let client = match (words.next(), words.next(), words.next(), words.next(), words.next(), words.next()) {
        // Whatever follows is of no interest.
        (Some("UNKNOWN"), ..) => None,
        (Some("TCP4"), Some(source), Some(destination), Some(port), Some(other), None) => {
            address::<Ipv4Addr>(source, destination, port, other)
        }
        (Some("TCP6"), Some(source), Some(destination), Some(port), Some(other), None) => {
            address::<Ipv6Addr>(source, destination, port, other)
        }
        _ => return Header::Malformed,
    };
    if client.is_none() && !line.starts_with("UNKNOWN") {
        return Header::Malformed;
    }
    Header::Complete { length, client }
}

/// A line has visible letters and spaces; a CR may be the half of its end.
fn has_odd_byte(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.iter().any(|byte| !matches!(byte, b' '..=b'~'))
}

/// The source, where all four parts are what they have to be.
fn address<A: std::str::FromStr + Into<IpAddr>>(
    source: &str,
    destination: &str,
    source_port: &str,
    destination_port: &str,
) -> Option<SocketAddr> {
    let (source, _) = (source.parse::<A>().ok()?, destination.parse::<A>().ok()?);
    let (port, _) = (port(source_port)?, port(destination_port)?);
    Some(SocketAddr::new(source.into().to_canonical(), port))
}

/// Digits without a zero in front.
fn port(text: &str) -> Option<u16> {
    let plain = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies() -> Proxies {
        Proxies { longest: 60, ..Proxies::new(Vec::new()) }
    }

    fn binary(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(rest.len()).expect("short").to_be_bytes();
        [SIGNATURE.as_slice(), &[command, family], &length, rest].concat()
    }

    #[test]
    fn headers_are_read_however_they_come() {
        let mut long = vec![0; 36];
        (long[15], long[33]) = (1, 80);
        let cases: [(Vec<u8>, Option<&str>); 9] = [
            (b"PROXY TCP4 192.0.2.1 192.0.2.2 40000 80\r\n".to_vec(), Some("192.0.2.1:40000")),
            (b"PROXY TCP6 2001:db8::1 2001:db8::2 0 443\r\n".to_vec(), Some("[2001:db8::1]:0")),
            (b"PROXY TCP6 ::ffff:192.0.2.1 ::1 1 65535\r\n".to_vec(), Some("192.0.2.1:1")),
            (b"PROXY UNKNOWN\r\n".to_vec(), None),
            (b"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".to_vec(), None),
            (binary(0x21, 0x11, &[192, 0, 2, 1, 192, 0, 2, 2, 1, 0, 0, 80]), Some("192.0.2.1:256")),
            (binary(0x21, 0x21, &long), Some("[::1]:80")),
            (binary(0x20, 0x00, b"extension"), None),
            (binary(0x21, 0x31, b"a path"), None),
        ];
        for (header, client) in cases {
            let all = [header.as_slice(), b"GET / HTTP/1.1\r\n"].concat();
            let client = client.map(|text| text.parse().expect("an address"));
            for length in 0..all.len() {
                let expected = if length < header.len() {
                    Header::Incomplete
                } else {
                    Header::Complete { length: header.len(), client }
                };
                assert_eq!(proxies().read(&all[..length]), expected, "{}", all[..length].escape_ascii());
            }
        }
    }

    #[test]
    fn what_is_no_header_is_malformed() {
        let long_line = [b"PROXY UNKNOWN ".as_slice(), &[b'a'; 100]].concat();
        let cases: &[&[u8]] = &[
            b"G",
            b"GET / HTTP/1.1\r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 40000\r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 40000 80 \r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 40000 080\r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 65536 80\r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 +1 80\r\n",
            b"PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
            b"PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n",
            b"PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
            b"PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
            b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n\r\n",
            b"PROXY \r\n",
            b"proxy UNKNOWN\r\n",
            b"PROXY UNKNOWN \0\r\n",
            b"\r\nGET",
            &binary(0x11, 0x11, &[0; 12]),
            &binary(0x22, 0x11, &[0; 12]),
            &binary(0x21, 0x11, &[0; 11]),
            &binary(0x21, 0x21, &[0; 35]),
            &binary(0x21, 0x13, &[0; 12]),
            &binary(0x21, 0x11, &[0; 45]),
            &long_line,
        ];
        for bytes in cases {
            assert_eq!(proxies().read(bytes), Header::Malformed, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn peers_are_listed_by_network() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        let list = Proxies::new(vec![(ip("10.1.0.0"), 16), (ip("2001:db8::"), 32), (ip("192.0.2.7"), 32)]);
        for (peer, listed) in [
            ("10.1.255.1", true),
            ("10.2.0.1", false),
            ("::ffff:10.1.0.1", true),
            ("192.0.2.7", true),
            ("192.0.2.6", false),
            ("2001:db8:1::1", true),
            ("2001:db9::", false),
            ("::1", false),
        ] {
            assert_eq!(list.has(ip(peer)), listed, "{peer}");
        }
        assert!(Proxies::new(vec![(ip("0.0.0.0"), 0)]).has(ip("198.51.100.1")));
        assert!(!Proxies::new(vec![(ip("0.0.0.0"), 0)]).has(ip("2001:db8::1")));
    }
}
