//! What comes out of frames is a request that can be read, or none; what goes into frames is a response.
//!
//! The first byte chooses: frames behind a client's preface, a response's head, or trailers.
#![no_main]

use bytes::Bytes;
use httpapi::net::http1::{Field, Head, Limits, Parsed};
use httpapi::net::http2::{PREFACE, request, response};
use libfuzzer_sys::fuzz_target;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A client that has said all it says, and takes what it is told.
struct Said(Vec<u8>);

impl AsyncRead for Said {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let count = self.0.len().min(into.remaining());
        into.put_slice(&self.0[..count]);
        self.0.drain(..count);
        if count > 0 { Poll::Ready(Ok(())) } else { Poll::Pending }
    }
}

impl AsyncWrite for Said {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The text that a request becomes ends where its head ends, and names one host at most.
fn check(parts: &http::request::Parts, has_body: bool) {
    let limits = Limits { max_request_bytes: 1 << 20, max_field_length: 1 << 16, ..Limits::default() };
    let (mut text, mut written) = (Vec::new(), Head::default());
    match request::write(parts, has_body, &limits, &mut text, &mut written) {
        Ok(is) => text.truncate(is.length),
        Err(_) => return,
    }
    assert_eq!(text.windows(4).position(|four| four == b"\r\n\r\n"), Some(text.len() - 4), "it ends once");
    let mut head = Head::default();
    let length = text.len();
    let parsed = head.parse(&mut text.clone(), 0, &limits);
    // Where its parts are known nothing else comes of it than where they are looked for.
    assert_eq!(written.parse(&mut text, 0, &limits), parsed);
    if parsed == Parsed::Complete {
        assert!(is_the_same(&written, &head, &text), "{}", text.escape_ascii());
    }
    match parsed {
        Parsed::Incomplete => panic!("the head has no end"),
        Parsed::Refused(_) => {}
        Parsed::Complete => {
            assert_eq!(head.length as usize, length);
            let is = |wanted: &str, name: &[u8]| name.eq_ignore_ascii_case(wanted.as_bytes());
            for name in ["host", "cookie"] {
                let count = head.fields.iter().filter(|field| is(name, field.name.of(&text))).count();
                assert!(count <= 1, "{name}");
            }
        }
    }
}

fn is_the_same(one: &Head, other: &Head, text: &[u8]) -> bool {
    let fields = |head: &Head| -> Vec<_> {
        let of = |field: &Field| (field.id, field.name, field.value.of(text).to_vec(), field.repeats);
        head.fields.iter().map(of).collect()
    };
    let rest = |head: &Head| {
        let host = head.host.map(|host| host.of(text).to_vec());
        let flags = (head.keep_alive, head.close, head.expects_continue, head.upgrade);
        (head.method, head.verb, head.target, head.version, host, head.body, flags, head.length)
    };
    fields(one) == fields(other) && rest(one) == rest(other)
}

fn frames(data: &[u8]) {
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let said = Said([PREFACE, &SETTINGS[..], data].concat());
    let mut context = Context::from_waker(Waker::noop());
    let mut builder = h2::server::Builder::new();
    let handshake = builder.max_header_list_size(64 << 10).enable_connect_protocol().handshake::<_, Bytes>(said);
    let Poll::Ready(Ok(mut session)) = pin!(handshake).poll(&mut context) else { return };
    while let Poll::Ready(Some(Ok((request, mut respond)))) = session.poll_accept(&mut context) {
        let (parts, body) = request.into_parts();
        check(&parts, !body.is_end_stream());
        let _ = respond.send_response(http::Response::new(()), true);
    }
}

fuzz_target!(|data: &[u8]| {
    let [kind, data @ ..] = data else { return };
    match kind % 4 {
        0 | 1 => frames(data),
        2 => {
            let read = response::read(data, kind & 4 != 0);
            assert_eq!(matches!(read, Ok(None)), response::length(data).is_none());
            if let Ok(Some((response, length))) = read {
                assert_eq!(Some(length), response::length(data));
                for name in ["connection", "transfer-encoding", "upgrade", "keep-alive", "proxy-connection"] {
                    assert!(!response.headers().contains_key(name));
                }
                assert_ne!(response.status(), 101);
            }
        }
        _ => drop(response::read_trailers(data)),
    }
});
