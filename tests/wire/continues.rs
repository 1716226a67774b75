//! Expect: 100-continue.

use super::client::*;
use super::server::*;
use super::splits::{After, check};
use httpapi::net::connection::SendEnd;

const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";

fn expecting(path: &str, more: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: h:80\r\nExpect: 100-continue\r\n{more}\r\n")
}

#[test]
fn the_client_is_asked_when_the_body_is_first_wanted() {
    let server = TestServer::start(mirror);
    for (framing, body) in
        [("Content-Length: 5\r\n", "hello"), ("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    {
        let mut client = Client::connect(server.address());
        // Twice on one connection, once each.
        for _ in 0..2 {
            client.send(expecting("/", framing).as_bytes());
            assert_eq!(client.read(CONTINUE.len()), CONTINUE);
            client.send(body.as_bytes());
            let answer = mirrored("POST http://h:80/ hello", false);
            assert_eq!(client.read(answer.len()), answer);
        }
    }
}

#[test]
fn whoever_sends_the_body_unasked_is_not_asked() {
    let server = TestServer::start(|exchange| {
        // The bytes are there when they are read.
        while !exchange.request.has_body_left() {}
        std::thread::sleep(std::time::Duration::from_millis(30));
        mirror(exchange);
    });
    let mut client = Client::connect(server.address());
    client.send((expecting("/", "Content-Length: 5\r\n") + "hello").as_bytes());
    let answer = mirrored("POST http://h:80/ hello", false);
    assert_eq!(client.read(answer.len()), answer);
}

#[test]
fn a_final_answer_without_a_read_closes() {
    let server = TestServer::start(mirror);
    let closed = || After::Closed(mirrored("early", true));
    check(
        &server,
        &[
            (expecting("/early", "Content-Length: 5\r\n"), closed()),
            (expecting("/early", "Transfer-Encoding: chunked\r\n"), closed()),
            // There is nothing to be asked for.
            (expecting("/early", "Content-Length: 0\r\n"), After::Open(mirrored("early", false))),
            // HTTP/1.0 has no interim answers.
            (
                "POST / HTTP/1.0\r\nHost: h:80\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi".into(),
                After::Closed(mirrored("POST http://h:80/ hi", true)),
            ),
            // Other expectations are the application's business.
            (
                "POST / HTTP/1.1\r\nHost: h:80\r\nExpect: a-miracle\r\nContent-Length: 2\r\n\r\nhi".into(),
                After::Open(mirrored("POST http://h:80/ hi", false)),
            ),
        ],
    );
}

#[test]
fn nobody_is_asked_behind_the_beginning_of_the_answer() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\n";
        let _ = send(connection, head, b"", SendEnd::default());
        exchange.app.note("begun");
        let body = exchange.body().expect("a body");
        let _ = send(connection, b"", &body, last(true));
    });
    let mut client = Client::connect(server.address());
    client.send(expecting("/", "Content-Length: 4\r\n").as_bytes());
    server.app.wait_for(1);
    std::thread::sleep(std::time::Duration::from_millis(30));
    client.send(b"late");
    let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlate";
    assert_eq!(client.read_all(), (answer.into(), End::Closed));
}
