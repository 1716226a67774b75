//! What goes wrong with a connection, for a log of errors in the layer above.

use super::http1::chunked::is_token;
use super::http1::head::Version;
use super::http1::limits::MAX_VERB_LENGTH;
use super::http1::refusal::Refusal;

/// A request that was refused, or a connection that was ended, without the layer above.
pub struct Trouble {
    pub why: Why,
    /// Of a request that the layer above has not heard of.
    pub line: Option<RequestLine>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Refused(Refusal),
    /// The time is up for a request, its head, its body, or for what is sent.
    ConnectionIdle,
    HeaderWait,
    EntityBody,
    MinBytesPerSecond,
}

/// A request line as far as it has come and can be understood; texts are empty where not.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RequestLine {
    pub method: Vec<u8>,
    pub target: Vec<u8>,
    pub version: Option<Version>,
}

/// No more of a target is of use.
const LONGEST_TARGET: usize = 4096;

impl Why {
    /// The phrase of the HTTPERR log (`s-reason`).
    pub fn reason(self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.reason(),
            Self::ConnectionIdle => "Timer_ConnectionIdle",
            Self::HeaderWait => "Timer_HeaderWait",
            Self::EntityBody => "Timer_EntityBody",
            Self::MinBytesPerSecond => "Timer_MinBytesPerSecond",
        }
    }

    /// The status of the answer, where there is one.
    pub fn status(self) -> Option<u16> {
        if let Self::Refused(refusal) = self { Some(refusal.status()) } else { None }
    }
}

impl RequestLine {
    /// Reads the first line of a head that has begun.
    pub fn of(head: &[u8]) -> Self {
        let start = head.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let line = head[start..].split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        let mut words = line.splitn(3, |byte| *byte == b' ');
        let method =
            words.next().filter(|method| method.len() <= MAX_VERB_LENGTH && method.iter().all(|b| is_token(*b)));
        let Some(method) = method else { return Self::default() };
        let target = words.next().unwrap_or_default();
        let version = match words.next() {
            Some(b"HTTP/1.0") => Some(Version::Http10),
            Some(b"HTTP/1.1") => Some(Version::Http11),
            _ => None,
        };
        Self { method: method.to_vec(), target: target[..target.len().min(LONGEST_TARGET)].to_vec(), version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_far_as_they_go() {
        for (head, method, target, version) in [
            ("GET /a HTTP/1.1\r\nHost: x\r\n", "GET", "/a", Some(Version::Http11)),
            ("\r\nGET /a?b HTTP/1.0\n", "GET", "/a?b", Some(Version::Http10)),
            ("GET /a HTTP/3.0\r\n", "GET", "/a", None),
            ("GET /a b HTTP/1.1\r\n", "GET", "/a", None),
            ("GET /", "GET", "/", None),
            ("GE", "GE", "", None),
            ("G\x01T / HTTP/1.1\r\n", "", "", None),
            ("", "", "", None),
        ] {
            let (method, target) = (method.into(), target.into());
            assert_eq!(RequestLine::of(head.as_bytes()), RequestLine { method, target, version }, "{head:?}");
        }
        let long = format!("{} /{} HTTP/1.1", "A".repeat(MAX_VERB_LENGTH), "x".repeat(LONGEST_TARGET));
        let line = RequestLine::of(long.as_bytes());
        assert_eq!((line.method.len(), line.target.len()), (MAX_VERB_LENGTH, LONGEST_TARGET));
        assert!(RequestLine::of(format!("A{long}").as_bytes()).method.is_empty());
    }
}
