//! Heads as bytes, and what becomes of them.

use super::refusal::Refusal::*;
use super::*;
use crate::abi::http::headers::*;

fn parse(bytes: &[u8], limits: &Limits) -> (Head, Vec<u8>, Parsed) {
    let mut head = Head::default();
    let mut bytes = bytes.to_vec();
    let parsed = head.parse(&mut bytes, 0, limits);
    (head, bytes, parsed)
}

fn refusal(bytes: &[u8]) -> Option<Refusal> {
    match parse(bytes, &Limits::default()).2 {
        Parsed::Refused(refusal) => Some(refusal),
        Parsed::Complete | Parsed::Incomplete => None,
    }
}

fn complete(bytes: &[u8], limits: &Limits) -> (Head, Vec<u8>) {
    let (head, bytes, parsed) = parse(bytes, limits);
    assert_eq!(parsed, Parsed::Complete, "{}", bytes.escape_ascii());
    (head, bytes)
}

/// All that a head says, as text.
pub(super) fn describe(head: &Head, bytes: &[u8]) -> String {
    let text = |span: Span| span.of(bytes).escape_ascii().to_string();
    let fields: Vec<String> = head
        .fields
        .iter()
        .map(|field| format!("{:?} {}={} {}", field.id, text(field.name), text(field.value), field.repeats))
        .collect();
    format!(
        "{} {} {} {:?} {fields:?} {:?} {:?} {} {} {} {}",
        text(head.method),
        head.verb,
        text(head.target),
        head.version,
        head.host.map(text),
        head.body,
        head.keep_alive,
        head.expects_continue,
        head.upgrade,
        head.length
    )
}

/// The outcome of bytes that come up to each of `ends` in turn.
fn outcome(bytes: &[u8], ends: impl Iterator<Item = usize>, limits: &Limits) -> String {
    let mut head = Head::default();
    let mut bytes = bytes.to_vec();
    let mut seen = 0;
    for end in ends {
        match head.parse(&mut bytes[..end], seen, limits) {
            Parsed::Incomplete => seen = end,
            Parsed::Complete => return describe(&head, &bytes),
            Parsed::Refused(refusal) => return format!("{refusal:?}"),
        }
    }
    "incomplete".into()
}

fn assert_same_however_split(bytes: &[u8], limits: &Limits) {
    let length = bytes.len();
    let whole = outcome(bytes, std::iter::once(length), limits);
    assert_eq!(outcome(bytes, 1..=length, limits), whole, "byte by byte: {}", bytes.escape_ascii());
    for split in 1..length {
        assert_eq!(outcome(bytes, [split, length].into_iter(), limits), whole, "{split} of {}", bytes.escape_ascii());
    }
}

/// A field's number, name and value, and whether the name came before.
type Expected = (Option<i32>, &'static [u8], &'static [u8], bool);

#[test]
fn a_browser_request_is_taken_apart() {
    let request = b"POST /a/b?c=%20d HTTP/1.1\r\nHost: www.example.com:8080\r\nuser-agent: Some/1.0 (x)\r\n\
        ACCEPT:*/*\r\nX-One:  1 \t\r\nContent-Length: 5\r\nx-one: 2\r\nCookie: a=b\r\nCookie: c=d\r\nX-Empty:\r\n\
        Expect: 100-Continue\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\nhello";
    let (head, bytes) = complete(request, &Limits::default());
    assert_eq!(head.method.of(&bytes), b"POST");
    assert_eq!(head.verb, HttpVerbPOST as u8);
    assert_eq!(head.target.of(&bytes), b"/a/b?c=%20d");
    assert_eq!(head.version, head::Version::Http11);
    assert_eq!(head.host.map(|host| host.of(&bytes)), Some(&b"www.example.com:8080"[..]));
    assert_eq!(head.body, Body::Length(5));
    assert!(head.keep_alive && head.expects_continue && head.upgrade);
    assert_eq!(head.length as usize, request.len() - 5);
    let fields: Vec<_> = head
        .fields
        .iter()
        .map(|field| (field.id.map(i32::from), field.name.of(&bytes), field.value.of(&bytes), field.repeats))
        .collect();
    let expected: [Expected; 12] = [
        (Some(HttpHeaderHost), b"Host", b"www.example.com:8080", false),
        (Some(HttpHeaderUserAgent), b"user-agent", b"Some/1.0 (x)", false),
        (Some(HttpHeaderAccept), b"ACCEPT", b"*/*", false),
        (None, b"X-One", b"1", false),
        (Some(HttpHeaderContentLength), b"Content-Length", b"5", false),
        (None, b"x-one", b"2", true),
        (Some(HttpHeaderCookie), b"Cookie", b"a=b", false),
        (Some(HttpHeaderCookie), b"Cookie", b"c=d", true),
        (None, b"X-Empty", b"", false),
        (Some(HttpHeaderExpect), b"Expect", b"100-Continue", false),
        (Some(HttpHeaderConnection), b"Connection", b"keep-alive, Upgrade", false),
        (Some(HttpHeaderUpgrade), b"Upgrade", b"websocket", false),
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_head_is_fresh_after_another() {
    let mut head = Head::default();
    let mut first = *b"GET /1 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_eq!(head.parse(&mut first, 0, &Limits::default()), Parsed::Complete);
    assert!(head.upgrade && head.expects_continue && head.body == Body::Chunked);
    let mut second = *b"GET /2 HTTP/1.0\r\n\r\n";
    assert_eq!(head.parse(&mut second, 0, &Limits::default()), Parsed::Complete);
    assert!(!head.upgrade && !head.expects_continue && !head.keep_alive);
    assert_eq!((head.body, head.host, head.fields.len()), (Body::None, None, 0));
}

#[test]
fn bodies_and_persistence_follow_from_the_fields() {
    let cases: &[(&str, Body, bool)] = &[
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Body::None, true),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", Body::Length(3), true),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", Body::None, true),
        ("PATCH / HTTP/1.1\r\nHost: a\r\n\r\n", Body::None, true),
        ("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", Body::None, true),
        ("post / HTTP/1.1\r\nHost: a\r\n\r\n", Body::None, true),
        ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", Body::Chunked, true),
        ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", Body::Chunked, false),
        ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", Body::Chunked, false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo ,CLOSE\r\n\r\n", Body::None, false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo\r\nConnection: close\r\n\r\n", Body::None, false),
        ("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", Body::None, false),
        ("GET / HTTP/1.0\r\n\r\n", Body::None, false),
        ("PUT / HTTP/1.0\r\nContent-Length: 9223372036854775807\r\n\r\n", Body::Length(i64::MAX as u64), false),
    ];
    for (request, body, keep_alive) in cases {
        let (head, _) = complete(request.as_bytes(), &Limits::default());
        assert_eq!((head.body, head.keep_alive), (*body, *keep_alive), "{request}");
    }
    let (head, _) = complete(b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nExpect: other\r\n\r\n", &Limits::default());
    assert!(!head.upgrade && !head.expects_continue);
    let (head, _) = complete(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n", &Limits::default());
    assert!(!head.upgrade);
}

/// Requests that are taken although they are odd.
const TAKEN: &[&[u8]] = &[
    b"GET / HTTP/1.1\nHost: a\n\n",
    b"GET / HTTP/1.1\nHost: a \nX:\n\n",
    b"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\n \t \r\n\t\r\nHost: a\r\nX: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\td \r\nY: e\r\n\r\n f\r\n",
    b"GET / HTTP/1.1\nHost: a\nX: b\n c\n\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX:\r\n c\r\n\r\n",
    b"GET /\xe1?\xff HTTP/1.1\r\nHost: a\r\nX: \xe1\r\n\r\n",
    b"GET /\"<>\\^`{|} HTTP/1.1\r\nHost: a\r\n\r\n",
    b"!#$%&'*+-.^_`|~ * HTTP/1.1\r\nHost: a\r\n!#$%&'*+-.^_`|~: b\r\n\r\n",
    b"GET http://b/c HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n",
];

#[test]
fn odd_requests_are_taken() {
    for request in TAKEN {
        complete(request, &Limits::default());
    }
    let (head, bytes) = complete(TAKEN[5], &Limits::default());
    let values: Vec<_> = head.fields.iter().map(|field| field.value.of(&bytes)).collect();
    assert_eq!(values, [&b"a"[..], b"b   c  \td", b"e"]);
    assert!(bytes.ends_with(b"\r\n\r\n f\r\n"), "what follows the head stays as it is");
    let (head, bytes) = complete(TAKEN[7], &Limits::default());
    assert_eq!(head.fields[1].value.of(&bytes), b"c");
    let (head, bytes) = complete(TAKEN[8], &Limits::default());
    assert_eq!(head.target.of(&bytes), b"/\xe1?\xff");
    assert_eq!(head.fields[1].value.of(&bytes), b"\xe1");
    let (head, bytes) = complete(TAKEN[4], &Limits::default());
    assert_eq!(head.fields[0].name.of(&bytes), b"Host");
    assert_eq!((head.fields.len(), head.length as usize), (2, TAKEN[4].len()));
}

/// Requests that are refused, with the reason.
const REFUSED: &[(&[u8], Refusal)] = &[
    // The request line.
    (b" GET / HTTP/1.1\r\n", Verb),
    (b"G(T / HTTP/1.1\r\n", Verb),
    (b"GET\t/ HTTP/1.1\r\n", Verb),
    (b"GET\r\n", Verb),
    (b"\x16\x03\x01\x02\x00\x01\x00\n", Verb),
    (b"\0\r\n", Verb),
    (b"GET /\r\n", BadRequest),
    (b"GET /\n", BadRequest),
    (b"GET  / HTTP/1.1\r\n", BadRequest),
    (b"GET /  HTTP/1.1\r\n", BadRequest),
    (b"GET / a HTTP/1.1\r\n", BadRequest),
    (b"GET /\x01 HTTP/1.1\r\n", Url),
    (b"GET /\x7f HTTP/1.1\r\n", Url),
    (b"GET /\0 HTTP/1.1\r\n", Url),
    (b"GET /\t HTTP/1.1\r\n", Url),
    (b"GET / HTTP/1.1 \r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\rX: a\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\r\r\n", InvalidCrLf),
    (b"GET / http/1.1\r\n", BadRequest),
    (b"GET / HTTP/1.\r\n", BadRequest),
    (b"GET / HTTP/11\r\n", BadRequest),
    (b"GET / HTTP/2.0x\r\n", BadRequest),
    (b"GET / HTTP/1.2\r\n", Version),
    (b"GET / HTTP/0.9\r\n", Version),
    (b"GET / HTTP/2.0\n", Version),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Version),
    (b"\r\rGET / HTTP/1.1\r\n", InvalidCrLf),
    (b"\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n", InvalidCrLf),
    // Names, values and line ends.
    (b"GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\xc3\x96: b\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\0\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\x0bc\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\x7f\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\rX: b\r\n\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\nContent-Length: 5\r\n\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\nHost: a\r\n\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\n", InvalidCrLf),
    (b"GET / HTTP/1.1\nHost: a\n\r\n", InvalidCrLf),
    // Folded and indented lines.
    (b"GET / HTTP/1.1\r\n Host: a\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\n \r\n X: b\r\nHost: a\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n \r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\n c\r\n\r\n", InvalidCrLf),
    (b"GET / HTTP/1.1\r\nX: b\r\nHost:\r\n a\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n 2\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close,\r\n x\r\n\r\n", Header),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\0\r\n\r\n", Header),
    // Host.
    (b"GET / HTTP/1.1\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", Hostname),
    (b"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", Hostname),
    (b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", Hostname),
    // The body.
    (b"POST / HTTP/1.1\r\nHost: a\r\n\r\n", LengthRequired),
    (b"PUT / HTTP/1.1\r\nHost: a\r\n\r\n", LengthRequired),
    (b"POST / HTTP/1.0\r\n\r\n", LengthRequired),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", Number),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", Number),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", Number),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", Number),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\nTransfer-Encoding: chunked\r\n\r\n", Number),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", NotImplemented),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n", NotImplemented),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n", NotImplemented),
    (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", BadRequest),
    (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", BadRequest),
];

#[test]
fn what_has_two_readings_is_refused() {
    for (request, expected) in REFUSED {
        assert_eq!(refusal(request), Some(*expected), "{}", request.escape_ascii());
    }
}

#[test]
fn the_cut_into_segments_does_not_matter() {
    let limits = Limits::default();
    for request in TAKEN.iter().chain(REFUSED.iter().map(|(request, _)| request)) {
        assert_same_however_split(request, &limits);
    }
    let weak = Limits { max_request_bytes: 300, max_field_length: 100, max_headers: 5, ..weak() };
    for request in TAKEN.iter().chain(REFUSED.iter().map(|(request, _)| request)) {
        assert_same_however_split(request, &weak);
        assert_same_however_split(&[*request, &[b'x'; 300]].concat(), &weak);
    }
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

#[test]
fn mutated_requests_are_the_same_however_split_and_never_laxer_than_httparse() {
    const BYTES: &[u8] = b"\r\n \t:,;\0\x01\x7f\x80/aH1";
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let limits = Limits { max_request_bytes: 150, max_field_length: 60, max_headers: 6, ..Limits::default() };
    for _ in 0..3000 {
        let mut request = TAKEN[random.below(TAKEN.len())].to_vec();
        for _ in 0..=random.below(3) {
            let (at, byte) = (random.below(request.len()), BYTES[random.below(BYTES.len())]);
            match random.below(4) {
                0 => request[at] = byte,
                1 => request.insert(at, byte),
                2 if request.len() > 1 => drop(request.remove(at)),
                _ => {
                    let part = request[at..(at + random.below(80)).min(request.len())].to_vec();
                    request.splice(at..at, part);
                }
            }
        }
        // So that the head ends somewhere, if only at a limit.
        let request = [&request[..], &[b'x'; 150]].concat();
        assert_same_however_split(&request, &limits);
        let (head, bytes, parsed) = parse(&request, &limits);
        if parsed != Parsed::Complete {
            continue;
        }
        for field in &head.fields {
            assert!(field.value.of(&bytes).iter().all(|byte| *byte >= b' ' || *byte == b'\t'));
            assert!(!field.name.is_empty() && field.name.of(&bytes).iter().all(u8::is_ascii_graphic));
        }
        assert!(head.target.of(&bytes).iter().all(|byte| *byte > b' ' && *byte != 0x7f));
        let mut slots = [httparse::EMPTY_HEADER; 16];
        let mut witness = httparse::Request::new(&mut slots);
        if let Ok(httparse::Status::Complete(length)) = witness.parse(&request) {
            assert_eq!(length, head.length as usize);
            let seen = head.fields.iter().map(|field| (field.name.of(&bytes), field.value.of(&bytes)));
            assert!(seen.eq(witness.headers.iter().map(|header| (header.name.as_bytes(), header.value))));
        }
    }
}

fn weak() -> Limits {
    Limits {
        allow_weak_header_name_syntax: true,
        allow_weak_header_value_syntax: true,
        allow_case_insensitive_verbs: true,
        allow_unescaped_restricted_chars: true,
        ..Limits::default()
    }
}

/// One of the parsing exceptions.
type Switch = fn(&mut Limits) -> &mut bool;

#[test]
fn parsing_exceptions_allow_what_they_name_and_no_more() {
    let cases: [(&[u8], Switch); 4] = [
        (b"GET / HTTP/1.1\r\nHost: a\r\nX(\xc3: b\r\n\r\n", |limits| &mut limits.allow_weak_header_name_syntax),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: \x01b\x7f\r\n\r\n", |limits| &mut limits.allow_weak_header_value_syntax),
        (b"GET /\x01\t\x7f HTTP/1.1\r\nHost: a\r\n\r\n", |limits| &mut limits.allow_unescaped_restricted_chars),
        (b"post / HTTP/1.1\r\nHost: a\r\n\r\n", |limits| &mut limits.allow_case_insensitive_verbs),
    ];
    for (request, switch) in cases {
        let strict = outcome(request, std::iter::once(request.len()), &Limits::default());
        let mut limits = Limits::default();
        *switch(&mut limits) = true;
        assert_ne!(outcome(request, std::iter::once(request.len()), &limits), strict);
        let mut others = weak();
        *switch(&mut others) = false;
        assert_eq!(outcome(request, std::iter::once(request.len()), &others), strict);
        assert_same_however_split(request, &limits);
    }
    let (head, bytes) = complete(b"get /\x01 HTTP/1.1\r\nHost: a\r\nX(: \x02 b\x03\r\n\r\n", &weak());
    assert_eq!((head.verb, head.target.of(&bytes)), (HttpVerbGET as u8, &b"/\x01"[..]));
    assert_eq!((head.fields[1].name.of(&bytes), head.fields[1].value.of(&bytes)), (&b"X("[..], &b"\x02 b\x03"[..]));
    let never: [&[u8]; 6] = [
        b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: b\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX\x01: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
    ];
    for request in never {
        assert!(matches!(parse(request, &weak()).2, Parsed::Refused(_)), "{}", request.escape_ascii());
    }
}

/// A request with a target, a field and a count of small fields of these sizes.
fn sized(target: usize, value: usize, count: usize) -> Vec<u8> {
    let mut request = format!("GET /{} HTTP/1.1\r\nHost: a\r\n", "t".repeat(target - 1)).into_bytes();
    if value > 0 {
        request.extend_from_slice(format!("X: {}\r\n", "v".repeat(value)).as_bytes());
    }
    for at in 0..count {
        request.extend_from_slice(format!("n{at}:\r\n").as_bytes());
    }
    request.extend_from_slice(b"\r\n");
    request
}

#[test]
fn lengths_have_their_limits() {
    assert_eq!(refusal(&sized(16_000, 0, 0)), None);
    assert_eq!(refusal(&sized(16_385, 0, 0)), Some(UrlLength));
    assert_eq!(refusal(&sized(16_370, 0, 0)), Some(RequestLength));
    assert_eq!(refusal(&sized(9_000, 9_000, 0)), Some(RequestLength));
    assert_eq!(refusal(&sized(1, 0, 199)), None);
    assert_eq!(refusal(&sized(1, 0, 200)), Some(RequestLength));
    assert_eq!(refusal(&[b'A'; 255]), None);
    assert_eq!(refusal(&[b'A'; 256]), Some(Verb));
    assert_eq!(refusal(&[b"GET /".to_vec(), vec![b'a'; 20_000]].concat()), Some(UrlLength));

    let exact = sized(10, 100, 0);
    let limits = |bytes| Limits { max_request_bytes: bytes, ..Limits::default() };
    assert_eq!(parse(&exact, &limits(exact.len())).2, Parsed::Complete);
    assert_eq!(parse(&exact, &limits(exact.len() - 1)).2, Parsed::Refused(RequestLength));
    let limits = |length| Limits { max_field_length: length, ..Limits::default() };
    assert_eq!(parse(&exact, &limits(101)).2, Parsed::Complete);
    assert_eq!(parse(&exact, &limits(100)).2, Parsed::Refused(FieldLength));
    let limits = |headers| Limits { max_headers: headers, ..Limits::default() };
    assert_eq!(parse(&sized(1, 0, 4), &limits(5)).2, Parsed::Complete);
    assert_eq!(parse(&sized(1, 0, 5), &limits(5)).2, Parsed::Refused(RequestLength));
}

#[test]
fn nothing_outgrows_a_ushort_whatever_the_limits() {
    let limits = Limits {
        max_field_length: usize::MAX,
        max_request_bytes: usize::MAX,
        max_headers: usize::MAX,
        ..Limits::default()
    };
    assert_eq!(parse(&sized(65_534, 65_533, 0), &limits).2, Parsed::Complete);
    assert_eq!(parse(&sized(65_535, 0, 0), &limits).2, Parsed::Refused(UrlLength));
    assert_eq!(parse(&sized(1, 65_534, 0), &limits).2, Parsed::Refused(FieldLength));
    assert_eq!(parse(&sized(1, 0, 65_533), &limits).2, Parsed::Complete);
    assert_eq!(parse(&sized(1, 0, 65_534), &limits).2, Parsed::Refused(RequestLength));
    // Fields that only together are too long.
    let merged = |name: &str, lengths: [usize; 2]| {
        let [one, two] = lengths.map(|length| format!("{name}: {}\r\n", "v".repeat(length)));
        format!("GET / HTTP/1.1\r\nHost: a\r\n{one}{two}\r\n").into_bytes()
    };
    for name in ["X", "Cookie"] {
        assert_eq!(parse(&merged(name, [32_767, 32_765]), &limits).2, Parsed::Complete);
        assert_eq!(parse(&merged(name, [32_767, 32_766]), &limits).2, Parsed::Refused(FieldLength));
    }
    let endless = vec![b'x'; 16_777_216];
    assert_eq!(
        parse(&[b"GET / HTTP/1.1\r\nHost: a\r\n".to_vec(), endless].concat(), &limits).2,
        Parsed::Refused(RequestLength)
    );
}

#[test]
fn many_names_are_compared_as_few_are() {
    for count in [3, 30, 199] {
        let mut request = "GET / HTTP/1.1\r\nHost: a\r\n".to_owned();
        for at in 0..count {
            let name = if at % 3 == 2 { "sAme".to_owned() } else { format!("Name{at}") };
            request += &format!("{name}: {at}\r\n");
        }
        request += "\r\n";
        let (head, _) = complete(request.as_bytes(), &Limits::default());
        let repeats: Vec<usize> = (0..count).filter(|at| head.fields[at + 1].repeats).collect();
        let expected: Vec<usize> = (0..count).filter(|at| at % 3 == 2 && *at > 2).collect();
        assert_eq!(repeats, expected);
    }
}

#[test]
fn a_slow_sender_costs_no_square() {
    let limits = Limits { max_request_bytes: usize::MAX, max_headers: usize::MAX, ..Limits::default() };
    let mut bytes = sized(1, 0, 60_000);
    let (mut head, length) = (Head::default(), bytes.len());
    // Some 400 kB byte by byte: a square of that would take minutes.
    for end in 1..length {
        assert_eq!(head.parse(&mut bytes[..end], end - 1, &limits), Parsed::Incomplete);
    }
    assert_eq!(head.parse(&mut bytes, length - 1, &limits), Parsed::Complete);
    assert_eq!(head.fields.len(), 60_001);
}
