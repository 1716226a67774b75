//! The canonical ("cooked") URL of a request.

use super::host::Authority;
use super::path::{self, may_stand_unescaped};
use super::{UrlError, UrlLimits};
use crate::abi::windows::{USHORT, WCHAR};
use crate::win32::text::{self, wide_length};
use std::fmt;
use std::io::Write;
use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

/// What HTTP_COOKED_URL can tell of: its lengths are bytes of wide text in 16 bits.
const MAX_WIDE_LENGTH: usize = USHORT::MAX as usize / size_of::<WCHAR>();

/// `scheme://host:port/path?query` in one piece, and where its parts are.
///
/// The scheme is the connection's, the host is as the client wrote it with a port added if there was
/// none, the path is decoded and canonical (duplicate slashes collapsed), the query is as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CookedUrl {
    text: String,
    host: Range<u32>,
    path: Range<u32>,
    query: Option<Range<u32>>,
    ascii: bool,
}

impl CookedUrl {
    /// Replaces the URL by that of a request, in the same memory; after an error it is empty.
    ///
    /// `target` is the request target as received, `host` the value of the Host header. A target in
    /// absolute form brings its own host; the header must be valid all the same. Without either the
    /// local address is the host. `*` is cooked as the root.
    ///
    /// The caller refuses what depends on more than the URL: `*` for another verb than OPTIONS
    /// ([`UrlError::Invalid`]), HTTP/1.1 without a Host header or with two ([`UrlError::Hostname`]),
    /// a target longer than MaxFieldLength ([`UrlError::TooLong`]).
    pub fn cook(
        &mut self,
        secure: bool,
        target: &[u8],
        host: Option<&[u8]>,
        local: SocketAddr,
        limits: &UrlLimits,
    ) -> Result<(), UrlError> {
        let mut bytes = mem::take(self).text.into_bytes();
        bytes.clear();
        let built = build(&mut bytes, secure, target, host, local, limits);
        if built.is_err() {
            // Half a character may be the last of it.
            bytes.clear();
        }
        // The parts are text each; this is the check that Rust wants, and ASCII passes it quickly.
        self.text = text::string(bytes).ok_or(UrlError::Invalid)?;
        self.set(built?).inspect_err(|_| self.text.clear())
    }

    fn set(&mut self, parts: Parts) -> Result<(), UrlError> {
        self.ascii = self.text.is_ascii();
        if self.text.len() > MAX_WIDE_LENGTH && (self.ascii || wide_length(&self.text) > MAX_WIDE_LENGTH) {
            return Err(UrlError::TooLong);
        }
        let [scheme, host, path, full] =
            [parts.scheme_end, parts.host_end, parts.path_end, self.text.len()].map(|end| end as u32);
        self.host = scheme..host;
        self.path = host..path;
        self.query = (path < full).then_some(path..full);
        Ok(())
    }

    pub fn full(&self) -> &str {
        &self.text
    }

    /// The host with its port.
    pub fn host(&self) -> &str {
        self.part(&self.host)
    }

    /// The path, with its first slash.
    pub fn path(&self) -> &str {
        self.part(&self.path)
    }

    /// The query with its question mark. A lone question mark is one.
    pub fn query(&self) -> Option<&str> {
        self.query.as_ref().map(|query| self.part(query))
    }

    /// Where the host is in the whole text, in bytes of UTF-8.
    pub fn host_range(&self) -> Range<u32> {
        self.host.clone()
    }

    /// Where the path is, likewise.
    pub fn path_range(&self) -> Range<u32> {
        self.path.clone()
    }

    /// Where the query is, likewise.
    pub fn query_range(&self) -> Option<Range<u32>> {
        self.query.clone()
    }

    /// Whether bytes of the text are also units of wide text, so that ranges hold for both.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// How many units of wide text a part of it has.
    pub fn wide_length(&self, part: &str) -> usize {
        if self.ascii { part.len() } else { wide_length(part) }
    }

    fn part(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }
}

/// Where the parts end.
struct Parts {
    scheme_end: usize,
    host_end: usize,
    path_end: usize,
}

fn build(
    out: &mut Vec<u8>,
    secure: bool,
    target: &[u8],
    host: Option<&[u8]>,
    local: SocketAddr,
    limits: &UrlLimits,
) -> Result<Parts, UrlError> {
    let header = match host {
        Some(host) => Some(Authority::parse(host.trim_ascii()).ok_or(UrlError::Hostname)?),
        None => None,
    };
    let (own_host, resource) = split_target(target)?;
    out.extend_from_slice(if secure { b"https://" } else { b"http://" });
    let scheme_end = out.len();
    write_host(out, own_host.or(header), local);
    let host_end = out.len();
    let path_length = resource.iter().position(|byte| *byte == b'?').unwrap_or(resource.len());
    path::decode(&resource[..path_length], limits, out)?;
    let path_end = out.len();
    write_query(out, &resource[path_length..], limits)?;
    Ok(Parts { scheme_end, host_end, path_end })
}

/// The host of a target in absolute form, and the target's path and query.
fn split_target(target: &[u8]) -> Result<(Option<Authority<'_>>, &[u8]), UrlError> {
    match target {
        [] => return Err(UrlError::BadRequest),
        [b'/', ..] => return Ok((None, target)),
        b"*" => return Ok((None, b"/")),
        _ => {}
    }
    let behind = |scheme: &[u8]| {
        let (begin, rest) = target.split_at_checked(scheme.len())?;
        begin.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    // What is neither is a host and a port, for CONNECT, or nothing at all.
    let rest = behind(b"http://").or_else(|| behind(b"https://")).ok_or(UrlError::Invalid)?;
    let host_length = rest.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
    let (host, resource) = rest.split_at(host_length);
    let host = Authority::parse(host).ok_or(UrlError::Hostname)?;
    // Seen on Windows: with no path, a slash in the query is no good.
    if resource.starts_with(b"?") && resource.contains(&b'/') {
        return Err(UrlError::Invalid);
    }
    Ok((Some(host), resource))
}

fn write_host(out: &mut Vec<u8>, host: Option<Authority>, local: SocketAddr) {
    match (host, local.ip().to_canonical()) {
        (Some(host), _) => {
            out.extend_from_slice(host.text.as_bytes());
            if host.has_port {
                return;
            }
        }
        (None, IpAddr::V4(address)) => write_text(out, format_args!("{address}")),
        (None, IpAddr::V6(address)) => write_text(out, format_args!("[{address}]")),
    }
    write_port(out, local.port());
}

fn write_text(out: &mut Vec<u8>, text: fmt::Arguments) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "memory takes all bytes");
}

/// By hand: the formatter takes as long as all the rest of a short URL.
fn write_port(out: &mut Vec<u8>, port: u16) {
    let mut digits = [b':'; 6];
    let mut first = digits.len();
    let mut rest = port;
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first - 1..]);
}

/// The query is not decoded. It is UTF-8, or else each byte is the character of that number, so
/// that no byte is lost.
fn write_query(out: &mut Vec<u8>, query: &[u8], limits: &UrlLimits) -> Result<(), UrlError> {
    let mut ascii = true;
    for byte in query {
        ascii &= byte.is_ascii();
        if !may_stand_unescaped(*byte, limits) {
            return Err(UrlError::Invalid);
        }
    }
    if ascii || std::str::from_utf8(query).is_ok() {
        out.extend_from_slice(query);
    } else {
        for byte in query {
            out.extend_from_slice(char::from(*byte).encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    Ok(())
}
