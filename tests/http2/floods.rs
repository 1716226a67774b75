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
    let mut reader = Raw(raw.0.try_clone().expect("a socket"));
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
    let server = TestServer::start(mirror);
    // Continuations that never end the head.
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_STREAM, 1, &head("GET", "/", &[])));
    let piece = fields(&[("x", &"y".repeat(1000))]);
    let mut sent = 0;
    while sent < 50_000 && raw.send(&frame(CONTINUATION, 0, 1, &piece)) {
        sent += 1;
    }
    assert!(sent < 50_000, "all of it was taken");
    answers(server.address());
    // Small ones that add up to nothing.
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_STREAM, 1, &head("GET", "/", &[])));
    let mut sent = 0;
    while sent < 200_000 && raw.send(&frame(CONTINUATION, 0, 1, b"")) {
        sent += 1;
    }
    assert!(sent < 200_000, "all of it was taken");
    answers(server.address());
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
    let frames = raw.read_stream(1);
    // 431, as the table of fields has no number for it.
    assert!(frames.iter().any(|frame| frame.kind == HEADERS || frame.kind == RST_STREAM), "{frames:?}");
    assert!(server.app.log().is_empty(), "no request of it");
    answers(server.address());
}

/// Windows that never open: each stream waits for its time, and takes no thread.
#[test]
fn windows_of_nothing() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[(4, 0)]);
    for number in 0..100 {
        raw.get(2 * number + 1, "/x");
    }
    raw.send(&frame(PING, 0, 0, &[0; 8]));
    raw.read_until(PING);
    answers(server.address());
    drop(raw);
}
