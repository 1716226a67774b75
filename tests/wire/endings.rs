//! How a connection ends so that the client gets what was sent last.

use super::client::*;
use super::server::*;
use std::time::Duration;

const FLOOD: usize = 4 << 20;

/// The client sends much more than anybody reads, and only then looks at the answer.
fn answer_behind_a_flood(server: &TestServer, start: &str) -> (String, End) {
    let mut client = Client::connect(server.address());
    client.send(start.as_bytes());
    for _ in 0..FLOOD >> 16 {
        if !client.send(&[b'x'; 1 << 16]) {
            break;
        }
    }
    let (text, end) = client.read_all();
    (undated(&text), end)
}

#[test]
fn a_page_arrives_though_the_client_sends_more() {
    let server = TestServer::start(mirror);
    for (start, page) in [
        (format!("GET / HTTP/1.1\r\nHost: h\r\nX: {}", "y".repeat(17_000)), too_long()),
        ("G(T / HTTP/1.1\r\n".into(), bad_verb()),
        ("POST / HTTP/1.1\r\nHost: h\r\n\r\n".into(), length_required()),
        (format!("POST /404 HTTP/1.1\r\nHost: h\r\nContent-Length: {FLOOD}\r\n\r\n"), not_found()),
        (format!("POST /close HTTP/1.1\r\nHost: h\r\nContent-Length: {FLOOD}\r\n\r\n"), mirrored("bye", true)),
        ("GET /close HTTP/1.1\r\nHost: h\r\n\r\n".into(), mirrored("bye", true)),
        (
            format!("POST /early HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {FLOOD}\r\n\r\n"),
            mirrored("early", true),
        ),
    ] {
        assert_eq!(answer_behind_a_flood(&server, &start), (page, End::Closed), "{:.60}", start);
    }
}

#[test]
fn what_comes_late_does_not_take_the_page_along() {
    let server = TestServer::start(mirror);
    for start in ["G(T / HTTP/1.1\r\n", "GET /close HTTP/1.1\r\nHost: h\r\n\r\n"] {
        let mut client = Client::connect(server.address());
        client.send(start.as_bytes());
        // The page is under way when this comes.
        std::thread::sleep(Duration::from_millis(50));
        client.send(b"more");
        std::thread::sleep(Duration::from_millis(50));
        let (text, end) = client.read_all();
        assert!(!text.is_empty(), "{start}");
        assert_eq!(end, End::Closed, "{start}");
    }
}

#[test]
fn an_aborted_connection_is_reset_at_once() {
    let server = TestServer::start(|exchange| {
        let held = exchange.connection().clone();
        exchange.connection().abort();
        assert!(held.is_gone() && !held.is_connected());
        // Whoever holds the connection does not keep the client waiting.
        exchange.app.wait_for(2);
    });
    let mut client = Client::connect(server.address());
    client.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(client.read_all(), (String::new(), End::Reset));
    assert_eq!(server.app.wait_for(1), ["lost"]);
    server.app.note("done");
}

#[test]
fn a_page_cannot_follow_an_answer_that_has_begun() {
    use httpapi::net::connection::SendEnd;
    use httpapi::net::http1::refusal::Refusal;
    let server = TestServer::start(|exchange| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
        let _ = send(exchange.connection(), head, b"begun", SendEnd::default());
        exchange.connection().refuse(Refusal::NotFound);
    });
    let mut client = Client::connect(server.address());
    client.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    let (text, end) = client.read_all();
    assert!(!text.contains("404"), "{text}");
    assert_eq!(end, End::Reset);
}
