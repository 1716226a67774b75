//! What costs a client nothing and a server much. The session ends, and others are answered meanwhile.

use super::client::{ask, connect, get, run};
use super::frames::*;
use super::server::*;
use std::net::SocketAddr;

const CALM: u32 = 11;

/// A second client is answered.
fn answers(address: SocketAddr) {
    let (head, _) = run(async { ask(&connect(address).await, get("/a"), None).await.expect("an answer") });
    assert_eq!(head.status(), 200);
}

/// Sends pieces until the server has had enough; the code of its GOAWAY.
fn flood(pieces: impl Iterator<Item = Vec<u8>>) -> Option<u32> {
    flood_with(&[], pieces)
}

fn flood_with(settings: &[(u16, u32)], pieces: impl Iterator<Item = Vec<u8>>) -> Option<u32> {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), settings);
    let mut reader = raw.another();
    let read = std::thread::spawn(move || reader.read_to_end());
    for (number, piece) in pieces.enumerate() {
        if !raw.send(&piece) {
            break;
        }
        if number == 100 {
            answers(server.address());
        }
    }
    let _ = raw.0.shutdown(std::net::Shutdown::Write);
    let code = read.join().expect("a reader");
    answers(server.address());
    code
}

/// Requests each with what follows it on its stream.
fn requests(count: u32, behind: impl Fn(u32) -> Vec<u8>) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(move |number| {
        let stream = 2 * number + 1;
        [frame(HEADERS, END_HEADERS, stream, &head("POST", "/x", &[("content-length", "9")])), behind(stream)].concat()
    })
}

#[test]
fn rapid_resets() {
    let reset = |stream| frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes());
    assert_eq!(flood(requests(5000, reset)), Some(CALM));
}

/// Streams that the client makes us reset (CVE-2025-8671).
#[test]
fn resets_of_our_own() {
    let overflow = |stream| frame(WINDOW_UPDATE, 0, stream, &0x7FFF_FFFF_u32.to_be_bytes());
    assert_eq!(flood(requests(5000, overflow)), Some(CALM));
    let too_long = |stream| frame(DATA, 0, stream, &[0; 10]);
    assert_eq!(flood(requests(5000, too_long)), Some(CALM));
    let malformed = |stream: u32| frame(HEADERS, END_HEADERS | END_STREAM, stream, &head("GET", "", &[]));
    assert_eq!(flood((0..5000).map(|number| malformed(2 * number + 1))), Some(CALM));
}

#[test]
fn cheap_frames() {
    let many = |piece: Vec<u8>| std::iter::repeat_n(piece, 30_000);
    assert_eq!(flood(many(frame(SETTINGS, 0, 0, &[]))), Some(CALM));
    assert_eq!(flood(many(frame(PING, 0, 0, &[0; 8]))), Some(CALM));
    assert_eq!(flood(many(frame(PRIORITY, 0, 3, &[0, 0, 0, 0, 9]))), Some(CALM));
    assert_eq!(flood(many(frame(0x77, 0, 0, b"x"))), Some(CALM));
    let open = frame(HEADERS, END_HEADERS, 1, &head("POST", "/x", &[]));
    let empty = many(frame(DATA, 0, 1, b""));
    assert_eq!(flood(std::iter::once(open).chain(empty)), Some(CALM));
    // So many settings there are not.
    assert_eq!(flood(std::iter::once(frame(SETTINGS, 0, 0, &[0; 6 * 100]))), Some(CALM));
}

/// Answers that nobody reads are not piled up: what is not taken stops what comes in.
#[test]
fn questions_of_a_client_that_reads_no_answer() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    raw.0.set_write_timeout(Some(std::time::Duration::from_millis(500))).expect("a socket");
    let pings = frame(PING, 0, 0, &[0; 8]).repeat(1000);
    for _ in 0..1000 {
        if !raw.send(&pings) {
            break;
        }
    }
    answers(server.address());
}

#[test]
fn fields_without_end() {
    let open = || frame(HEADERS, END_STREAM, 1, &head("GET", "/", &[]));
    for piece in [fields(&[("x", &"y".repeat(1000))]), Vec::new()] {
        let more = std::iter::repeat_n(frame(CONTINUATION, 0, 1, &piece), 20_000);
        let code = flood(std::iter::once(open()).chain(more));
        assert!(matches!(code, Some(CALM | 1 | 9)), "{code:?}");
    }
}

/// A few bytes that refer to one long field again and again.
#[test]
fn a_bomb_of_references() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    // Put into the table by the first request, and then named by one byte each.
    let mut block = head("GET", "/", &[]);
    block.push(0x40);
    block.extend_from_slice(&fields(&[("bomb", &"x".repeat(3900))])[1..]);
    block.extend_from_slice(&[0xBE; 10_000]);
    raw.send(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &block));
    let code = raw.read_to_end();
    assert!(matches!(code, Some(CALM | 1 | 9)), "{code:?}");
    assert!(!server.app.log().contains(&"lost".to_owned()), "no request of it");
    answers(server.address());
}

/// Windows that never open: each stream waits for its time, and takes no thread.
#[test]
fn windows_of_nothing() {
    let server = TestServer::start(|exchange| {
        let noted = || Box::new(Noted { app: exchange.app.clone(), name: "send", number: 1 }) as _;
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        // The client may have gone before its turn comes.
        let _ = exchange.connection().send(head, &[bytes(b"abc")], last(false), noted);
    });
    let mut raw = Raw::connect(server.address(), &[(4, 0)]);
    for number in 0..100 {
        raw.get(2 * number + 1, "/x");
    }
    raw.send(&frame(PING, 0, 0, &[0; 8]));
    raw.read_until(PING);
    answers(server.address());
    drop(raw);
}
