//! Which responses are kept, and as what.

use super::super::logging::log_data::LogData;
use super::super::request::Request;
use super::super::response_parts::{Body, Header, Parts};
use super::super::shared_queue::SharedQueue;
use super::Policy;
use super::fragments::gather;
use super::store::{Item, MOST};
use super::url::response_key;
use crate::abi::http::*;
use crate::httpapi::configuration;
use crate::net::connection::Chunk;
use crate::net::http1::body::Body as Framing;
use crate::net::message;
use crate::win32::sys::clock::coarse_milliseconds;
use smallvec::smallvec;
use std::sync::Arc;

/// A response as it is told again; what concerns connections is not part of it.
pub struct Kept {
    pub status: u16,
    reason: Box<[u8]>,
    headers: Box<[Line]>,
    body: Arc<[u8]>,
    /// Where the content goes by the encodings that the client takes: what the one said that
    /// got it.
    encodings: Option<Vec<u8>>,
    /// What the application said for the log.
    pub log: Option<LogData>,
}

/// A header.
type Line = (Box<[u8]>, Box<[u8]>);

impl Kept {
    /// The whole response.
    pub fn parts(&self) -> Parts<'_> {
        self.parts_with(&|_| true)
    }

    /// What is told of it when the client has it already.
    pub fn unchanged(&self) -> Parts<'_> {
        const TOLD: [&[u8]; 5] = [b"Cache-Control", b"Content-Location", b"ETag", b"Expires", b"Last-Modified"];
        let told = |name: &[u8]| TOLD.iter().any(|told| told.eq_ignore_ascii_case(name));
        Parts { status: 304, reason: b"Not Modified", body: Body::default(), ..self.parts_with(&told) }
    }

    fn parts_with(&self, told: &dyn Fn(&[u8]) -> bool) -> Parts<'_> {
        let headers = self.headers.iter().map(|(name, value)| Header { id: None, name, value });
        Parts {
            status: self.status,
            reason: &self.reason,
            headers: headers.filter(|header| told(header.name)).collect(),
            body: Body { chunks: smallvec![Chunk::Own(self.body.clone())], trailers: Vec::new() },
            ..Parts::default()
        }
    }

    pub fn header(&self, wanted: &str) -> Option<&[u8]> {
        let mut found = self.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()));
        found.next().map(|(_, value)| value.trim_ascii())
    }

    /// Whether the request would have got it, as far as encodings go.
    pub fn suits(&self, request: &message::Request) -> bool {
        self.encodings.as_ref().is_none_or(|encodings| *encodings == accepted_encodings(request))
    }
}

/// The values of a known header, one for each line.
pub(super) fn values(request: &message::Request, id: i32) -> impl Iterator<Item = &[u8]> {
    let fields = request.head().fields.iter().filter(move |field| field.id.map(i32::from) == Some(id));
    fields.map(|field| field.value.of(request.bytes()))
}

pub(super) fn has(request: &message::Request, id: i32) -> bool {
    values(request, id).next().is_some()
}

fn accepted_encodings(request: &message::Request) -> Vec<u8> {
    values(request, HttpHeaderAcceptEncoding).collect::<Vec<_>>().join(&b", "[..])
}

/// Whether the answer may be one for all clients, as far as the request goes.
pub(super) fn is_plain(request: &message::Request) -> bool {
    const FOR_THE_APPLICATION: [i32; 3] = [HttpHeaderAuthorization, HttpHeaderIfMatch, HttpHeaderIfUnmodifiedSince];
    let head = request.head();
    head.body == Framing::None
        && !head.upgrade
        && !FOR_THE_APPLICATION.iter().any(|id| has(request, *id))
        && !values(request, HttpHeaderTranslate).any(|value| value.eq_ignore_ascii_case(b"f"))
        && values(request, HttpHeaderExpect).all(|value| value.eq_ignore_ascii_case(b"100-continue"))
}

/// Whether the status says what it says to everybody.
fn is_general(status: u16) -> bool {
    status >= 200 && !matches!(status, 206 | 304 | 401 | 407 | 412 | 416)
}

/// Whether a header keeps the response from being told again to others.
fn is_private(header: &Header<'_>) -> bool {
    const NEVER: [&[u8]; 9] = [
        b"Set-Cookie",
        b"Vary",
        b"Pragma",
        b"Connection",
        b"Transfer-Encoding",
        b"Trailer",
        b"Upgrade",
        b"Content-Range",
        b"Proxy-Authenticate",
    ];
    let is = |name: &str| header.name.eq_ignore_ascii_case(name.as_bytes());
    if NEVER.iter().any(|never| never.eq_ignore_ascii_case(header.name)) {
        return true;
    }
    if is("Cache-Control") {
        let mut directives = header.value.split(|byte| matches!(byte, b',' | b'=' | b' ' | b'"'));
        return directives.any(|word| {
            let is = |name: &[u8]| word.eq_ignore_ascii_case(name);
            is(b"private") || is(b"no-store") || is(b"no-cache")
        });
    }
    is("Last-Modified") && date(header.value).is_none()
}

/// The moment that a header names.
pub(super) fn date(value: &[u8]) -> Option<std::time::SystemTime> {
    httpdate::parse_http_date(core::str::from_utf8(value.trim_ascii()).ok()?).ok()
}

/// Keeps a response that is complete with one call, if it may be kept.
pub fn keep(queue: &SharedQueue, request: &Request, parts: &Parts<'_>, policy: Policy, log: Option<&LogData>) {
    if policy == Policy::Not {
        return;
    }
    let wire: &message::Request = request;
    // An absolute target may name another host than the Host field that the program looks at.
    let asks = i32::from(wire.head().verb) == HttpVerbGET
        && wire.head().target.of(wire.bytes()).starts_with(b"/")
        && is_plain(wire)
        && !has(wire, HttpHeaderRange)
        && !has(wire, HttpHeaderIfRange);
    if !asks || !is_general(parts.status) || parts.headers.iter().any(is_private) {
        return;
    }
    let find = |wanted: &str| {
        parts.headers.iter().find(|header| header.name.eq_ignore_ascii_case(wanted.as_bytes())).map(|found| found.value)
    };
    if find("Content-Type").is_none() {
        return;
    }
    let empty = parts.status == 204;
    let chunks = if empty { &[][..] } else { &parts.body.chunks[..] };
    // What there is no room for in any case is not read from its file.
    let Some(most) = configuration::most_of_response() else { return };
    let Ok(body) = gather(chunks, most.min(MOST)) else { return };
    let length = body.len().to_string();
    let told = find("Content-Length");
    if told.is_some_and(|told| told.trim_ascii() != length.as_bytes()) {
        return;
    }
    // A HEAD is told it, too.
    let own = (told.is_none() && !empty).then_some((&b"Content-Length"[..], length.as_bytes()));
    let headers = parts.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case(b"Date"));
    let headers = headers.map(|header| (header.name, header.value)).chain(own);
    let kept = Kept {
        status: parts.status,
        reason: parts.reason.into(),
        headers: headers.map(|(name, value)| (name.into(), value.into())).collect(),
        encodings: (parts.several_encodings || find("Content-Encoding").is_some()).then(|| accepted_encodings(wire)),
        body,
        log: log.cloned(),
    };
    put(queue, request, kept, policy, most);
}

fn put(queue: &SharedQueue, request: &Request, kept: Kept, policy: Policy, most: usize) {
    let cache = queue.cache();
    let url = request.url().full();
    let local = request.ip_routed.then(|| request.connection().local().ip());
    let key = response_key(url, local);
    let lines: usize = kept.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let size = kept.body.len() + lines + kept.log.as_ref().map_or(0, LogData::size);
    let now = coarse_milliseconds();
    let ends = policy.end(now);
    if size > most || ends <= now {
        return cache.responses.remove(&key);
    }
    if let Some(room) = cache.room(size + key.len()) {
        cache.responses.put(&key, Item::new(kept, request.registration, ends, now, room));
        cache.start_scavenger();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_are_for_one_client() {
        for (name, value, private) in [
            ("Set-Cookie", "a=b", true),
            ("vary", "Accept", true),
            ("Pragma", "x", true),
            ("Transfer-Encoding", "chunked", true),
            ("Connection", "close", true),
            ("Cache-Control", "max-age=10, public", false),
            ("Cache-Control", "max-age=10,no-store", true),
            ("cache-control", "Private=\"x\"", true),
            ("Cache-Control", "no-cache", true),
            ("Cache-Control", "x-private", false),
            ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("Last-Modified", "yesterday", true),
            ("Content-Type", "text/plain", false),
        ] {
            let header = Header { id: None, name: name.as_bytes(), value: value.as_bytes() };
            assert_eq!(is_private(&header), private, "{name}: {value}");
        }
    }

    #[test]
    fn statuses_that_answer_one_request() {
        let told: Vec<u16> = (100..600).filter(|status| !is_general(*status)).filter(|status| *status >= 200).collect();
        assert_eq!(told, [206, 304, 401, 407, 412, 416]);
        assert!(!is_general(100) && !is_general(101));
    }
}
