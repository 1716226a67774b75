//! Graceful stops.

use super::client::*;
use super::listeners::wait_until;
use super::server::*;
use httpapi::net::connection::SendEnd;
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn idle_connections_end_at_once_and_requests_are_finished() {
    let server = TestServer::start(|exchange| {
        let path = exchange.path().to_owned();
        exchange.app.note(path.clone());
        if path == "/begun" {
            let head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
            let _ = send(exchange.connection(), head, b"", SendEnd::default());
        }
        if path != "/quick" {
            wait_until(|| exchange.app.log().contains(&"go".to_owned()));
        }
        if path == "/begun" {
            let _ = send(exchange.connection(), b"", b"done", last(false));
        } else {
            let body = exchange.body().unwrap_or_default();
            let _ = exchange.answer("200 OK", &body, false);
        }
    });
    let connect = || Client::connect(server.address());
    let (mut unused, mut used, mut begun, mut held, mut part) = (connect(), connect(), connect(), connect(), connect());
    used.send(b"GET /quick HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(used.read(38), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    begun.send(b"GET /begun HTTP/1.1\r\nHost: h\r\n\r\n");
    held.send(b"POST /held HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
    part.send(b"GET /quick HTTP/1.1\r\nHo");
    server.app.wait_for(3);
    std::thread::sleep(Duration::from_millis(30));
    let stopped = std::thread::scope(|scope| {
        let stop = scope.spawn(|| server.listener.stop_within(LONG));
        assert_eq!(unused.read_all(), (String::new(), End::Closed));
        assert_eq!(used.read_all(), (String::new(), End::Closed));
        assert!(TcpStream::connect(server.address()).is_err());
        server.app.note("go");
        held.send(b"body");
        part.send(b"st: h\r\n\r\n");
        assert_eq!(begun.read_all(), ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone".into(), End::Closed));
        let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
        assert_eq!(held.read_all(), (format!("{closing}Content-Length: 4\r\n\r\nbody"), End::Closed));
        assert_eq!(part.read_all(), (format!("{closing}Content-Length: 0\r\n\r\n"), End::Closed));
        drop((begun, held, part));
        stop.join().expect("a stop")
    });
    assert_eq!(stopped, 0, "nothing had to be cut off");
    assert_eq!(server.listener.connections(), 0);
}

#[test]
fn what_does_not_end_is_cut_off() {
    let server = TestServer::start(|exchange| exchange.app.note("request"));
    let mut client = Client::connect(server.address());
    client.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    server.app.wait_for(1);
    let begin = Instant::now();
    assert_eq!(server.listener.stop_within(Duration::from_millis(200)), 1);
    assert!(begin.elapsed() >= Duration::from_millis(200));
    assert_eq!(client.read_all(), (String::new(), End::Reset));
    assert_eq!(server.app.wait_for(2), ["request", "lost"]);
}
