//! How connections end: with close_notify, without it, and in the middle of something.

use super::*;
use crate::wire::client::End;
use crate::wire::disconnects::{ALL, At, Scene};
use httpapi::net::connection::{Failure, SendEnd, Transferred};
use std::net::Shutdown;
use std::time::Instant;

const WATCH: &str = "watch Ok(Bytes(0))";

/// The end that TLS has of its own is one, though the socket says nothing.
#[test]
fn close_notify_alone() {
    for at in ALL {
        let Scene { server, mut client, connection } = Scene::new(at, Settings::default());
        client.1.end(&client.0);
        let until = Instant::now() + LONG;
        while connection.is_connected() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(!connection.is_connected(), "{at:?}");
        let log = server.app.wait_for(2);
        assert_eq!(log[1], WATCH, "{at:?}");
        match at {
            At::Idle | At::PartOfHead => assert_eq!(server.app.wait_for(3)[2], "lost"),
            At::BodyRead => assert_eq!(server.app.wait_for(3)[2], "read Err(Gone)"),
            At::Sending => assert!(client.read_all().0.len() > 8 << 20, "it gets all of it"),
            _ => {
                // It still gets its answer.
                let _ = send(&connection, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", b"ok", last(true));
                let (text, end) = client.read_all();
                assert!(text.ends_with("ok") && end == End::Closed, "{at:?} {text} {end:?}");
            }
        }
    }
}

/// Somebody has cut the rest off: no body ends so.
#[test]
fn the_end_of_the_socket_alone() {
    for (head, body) in [
        ("Content-Length: 100", "abc"),
        ("Transfer-Encoding: chunked", "3\r\nabc\r\n"),
        ("Upgrade: x\r\nConnection: upgrade", "abc"),
    ] {
        for properly in [false, true] {
            let server = TestServer::start(|exchange| {
                let raw = exchange.path() == "/raw";
                if raw {
                    let end = SendEnd { upgrade: true, ..SendEnd::default() };
                    let _ = send(exchange.connection(), b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"", end);
                }
                let mut got = Vec::new();
                let mut piece = [0; 100];
                let end = loop {
                    match read(exchange.connection(), &mut piece, false) {
                        Ok(Transferred::Bytes(count)) => got.extend_from_slice(&piece[..count]),
                        other => break other,
                    }
                };
                exchange.app.note(format!("{} {end:?}", got.escape_ascii()));
                exchange.app.note(format!("{}", exchange.connection().is_connected()));
            });
            let mut client = Client::connect(server.address());
            let path = if head.starts_with("Upgrade") { "/raw" } else { "/" };
            let method = if path == "/raw" { "GET" } else { "POST" };
            client.send(format!("{method} {path} HTTP/1.1\r\nHost: h\r\n{head}\r\n\r\n{body}").as_bytes());
            if properly {
                client.half_close();
            } else {
                client.0.shutdown(Shutdown::Write).expect("a socket");
            }
            let ended = path == "/raw" && properly;
            let end: Result<Transferred, Failure> = if ended { Ok(Transferred::End) } else { Err(Failure::Gone) };
            assert_eq!(server.app.wait_for(2)[..2], [format!("abc {end:?}"), "false".to_owned()], "{head} {properly}");
        }
    }
}

/// What the server has sent last says that it is the last.
#[test]
fn the_server_says_its_end() {
    let server = TestServer::with(quick(), 2, mirror);
    let mut closing = Client::connect(server.address());
    closing.send(b"GET /close HTTP/1.1\r\nHost: h:80\r\n\r\n");
    assert_eq!(closing.read_all(), (mirrored("bye", true), End::Closed));
    let mut slow = Client::connect(server.address());
    slow.send(b"GET / HT");
    assert_eq!(slow.read_all(), (String::new(), End::Closed), "its time for a head is up");
}

/// An answer that the server could not finish has no such end.
#[test]
fn a_part_of_an_answer_is_no_whole_one() {
    let server = TestServer::start(|exchange| {
        let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        let _ = send(exchange.connection(), head, b"part", SendEnd::default());
        exchange.connection().abort();
    });
    let mut client = Client::connect(server.address());
    client.send(GET);
    let (text, end) = client.read_all();
    assert!(end == End::Reset || end == End::Cut, "{text} {end:?}");
}

/// Nobody is told of a send before the kernel has all of it.
#[test]
fn a_send_ends_with_its_last_record() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let much = [bytes(vec![b'x'; 4 << 20].leak())];
        let app = exchange.app.clone();
        let noted = move || -> Box<dyn httpapi::net::connection::Completion> {
            Box::new(Noted { app, name: "send", number: 3 })
        };
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 4194304\r\n\r\n";
        assert!(connection.send(head, &much, last(false), noted).is_ok());
        exchange.app.note("begun");
    });
    let mut client = Client::connect_narrow(server.address());
    client.send(GET);
    server.app.wait_for(1);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.app.log().len(), 1, "the client has taken nothing yet");
    assert_eq!(client.read(44 + (4 << 20)).len(), 44 + (4 << 20));
    assert_eq!(server.app.wait_for(2)[1], "send Ok(Bytes(4194348))");
}
