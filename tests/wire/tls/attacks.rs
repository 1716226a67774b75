//! Clients that want to harm: each ends cheaply, and others are served meanwhile.

use super::*;
use crate::wire::client::{End, too_long, undated};
use httpapi::net::connection;
use std::io::Write;
use std::time::Instant;

/// The header of a record: a handshake of TLS 1.0 to 1.3.
fn record(kind: u8, length: u16) -> Vec<u8> {
    let mut header = vec![kind, 3, 1];
    header.extend(length.to_be_bytes());
    header
}

#[test]
fn http_where_tls_is_spoken() {
    let server = TestServer::start(mirror);
    for text in
        [&b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"[..], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"SSH-2.0-x\r\n", &[0x80; 64]]
    {
        let mut client = raw(server.address());
        client.send(text);
        let (answer, end) = client.read_all();
        assert!(!answer.contains("HTTP/1.1") && end != End::Never, "{answer} {end:?}");
    }
    assert!(is_answered(&server));
}

/// A first message of 16 MiB is not waited for.
#[test]
fn a_hello_without_an_end() {
    let server = TestServer::start(mirror);
    let mut client = raw(server.address());
    let mut hello = record(22, 16_384);
    hello.extend([1, 0xFF, 0xFF, 0xFF]);
    hello.resize(5 + 16_384, 0);
    client.send(&hello);
    assert_ne!(client.read_all().1, End::Never, "the length alone says enough");
    // One of a length that may be comes to an end, too.
    let mut client = raw(server.address());
    let mut hello = record(22, 16_384);
    hello.extend([1, 0, 0xFF, 0x00]);
    hello.resize(5 + 16_384, 0);
    for _ in 0..16 {
        client.send(&hello);
    }
    assert_ne!(client.read_all().1, End::Never);
    assert!(is_answered(&server));
}

/// The time for a head is the time for the handshake as well.
#[test]
fn handshakes_that_stay_halves() {
    let server = TestServer::with(quick(), 2, mirror);
    let mut hello = Vec::new();
    let (_, end) = connect(server.address(), &Arc::new(usual_client()));
    end.connection().write_tls(&mut hello).expect("memory");
    let mut clients: Vec<_> = [0, 1, 5, 9, hello.len() / 2, hello.len() - 1, hello.len()]
        .into_iter()
        .map(|length| {
            let mut client = raw(server.address());
            client.send(&hello[..length]);
            client
        })
        .collect();
    assert!(is_answered(&server));
    for client in &mut clients {
        assert_ne!(client.read_all().1, End::Never);
    }
    assert!(server.app.troubles().iter().all(|trouble| trouble.starts_with("Timer_HeaderWait")));
}

#[test]
fn handshakes_byte_by_byte() {
    let server = TestServer::start(mirror);
    let (mut client, end) = connect(server.address(), &Arc::new(usual_client()));
    let mut hello = Vec::new();
    end.connection().write_tls(&mut hello).expect("memory");
    for byte in hello {
        socket(&client).write_all(&[byte]).expect("a server");
        std::thread::sleep(Duration::from_micros(60));
    }
    client.send(GET);
    let expected = mirrored("GET http://h:80/ ", false);
    assert_eq!(client.read(expected.len()), expected);
}

/// However a request is cut into records, it is the same one: by bytes, and at the edge of 64 KiB.
#[test]
fn records_of_any_length() {
    let server = TestServer::start(mirror);
    let body = "b".repeat(300);
    let request = format!("POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 300\r\n\r\n{body}");
    let expected = mirrored(&format!("POST http://h:80/ {body}"), false);
    for size in [1, 2, 3, 7, 64, 1000] {
        let mut client = Client::connect(server.address());
        for piece in request.as_bytes().chunks(size) {
            client.send(piece);
        }
        assert_eq!(client.read(expected.len()), expected, "{size}");
    }
    for size in [1000, 4096, 16_383, 16_384] {
        let long = format!("GET / HTTP/1.1\r\nHost: h:80\r\nX: {}\r\n\r\n", "x".repeat(65_536));
        let mut client = Client::connect(server.address());
        for piece in long.as_bytes().chunks(size) {
            client.send(piece);
        }
        assert_eq!(undated(&client.read_all().0), too_long(), "{size}");
    }
}

/// New keys again and again are work for nothing.
#[test]
fn keys_that_change_without_an_end() {
    let server = TestServer::start(mirror);
    let (mut client, end) = connect(server.address(), &Arc::new(usual_client()));
    client.send(GET);
    let expected = mirrored("GET http://h:80/ ", false);
    assert_eq!(client.read(expected.len()), expected);
    let mut out = Vec::new();
    for _ in 0..10_000 {
        let mut connection = end.connection();
        connection.refresh_traffic_keys().expect("TLS 1.3");
        while connection.wants_write() {
            connection.write_tls(&mut out).expect("memory");
        }
    }
    let began = Instant::now();
    let _ = socket(&client).write_all(&out);
    assert!(is_answered(&server));
    assert!(began.elapsed() < LONG);
    // Whichever way it ends, it does.
    let _ = socket(&client).shutdown(std::net::Shutdown::Write);
    let (text, end) = client.read_all();
    assert_ne!((text.as_str(), end), ("", End::Never));
}

#[test]
fn nobody_to_be() {
    let settings = Settings { tls: Some(Arc::new(Only(None))), ..Settings::default() };
    let app = App::new(mirror);
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = httpapi::net::listener::Listener::open_with(loopback, app.clone(), Arc::new(settings));
    let server = TestServer::over(listener.expect("a port of the system"), app, 2);
    let mut hello = Vec::new();
    let (_, end) = connect(server.address(), &Arc::new(usual_client()));
    end.connection().write_tls(&mut hello).expect("memory");
    let mut client = raw(server.address());
    client.send(&hello);
    assert_eq!(client.read_all(), (String::new(), End::Reset));
}

/// Many that say nothing of use at once leave nothing behind.
#[test]
fn a_flood_of_halves() {
    let server = TestServer::with(quick(), 2, mirror);
    let mut halves = Vec::new();
    for _ in 0..300 {
        let mut client = raw(server.address());
        client.send(&record(22, 512));
        client.send(&[1, 0, 1, 0xF0]);
        halves.push(client);
    }
    assert!(is_answered(&server));
    drop(halves);
    let until = Instant::now() + LONG;
    while server.listener.connections() > 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.listener.connections(), 0);
    assert!(connection::count() < 300);
}
