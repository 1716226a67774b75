//! The PROXY protocol on the wire: from listed peers only, and there always.

use super::client::*;
use super::layer::{Kind, kind};
use super::server::*;
use httpapi::net::proxy::Proxies;
use httpapi::net::settings::Settings;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

const GET: &str = "GET / HTTP/1.1\r\nHost: h:80\r\n\r\n";

fn start(peer: [u8; 4]) -> TestServer {
    let mut proxies = Proxies::new(vec![(IpAddr::V4(Ipv4Addr::from(peer)), 32)]);
    proxies.time = Duration::from_millis(300);
    let settings = Settings { proxies: Some(proxies), ..Settings::default() };
    TestServer::with(settings, 2, |exchange| {
        let remote = exchange.connection().remote();
        let whose = if remote.ip().is_loopback() { "proxy".into() } else { remote.to_string() };
        let connected = exchange.connection().is_connected();
        let _ = exchange.answer("200 OK", format!("{whose} {connected}").as_bytes(), false);
    })
}

fn answer(text: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len())
}

#[test]
fn the_header_says_who_the_client_is() {
    if kind() != Kind::Http {
        // It stands before what is over the socket: `tls::handshakes` has that.
        return;
    }
    let server = start([127, 0, 0, 1]);
    let binary = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x01\xc0\0\x02\x02\x12\x34\0\x50".to_vec();
    let local = b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0".to_vec();
    for (header, text) in [
        (b"PROXY TCP4 192.0.2.1 192.0.2.2 4660 80\r\n".to_vec(), "192.0.2.1:4660 true"),
        (binary, "192.0.2.1:4660 true"),
        (b"PROXY TCP6 2001:db8::1 2001:db8::2 4660 80\r\n".to_vec(), "[2001:db8::1]:4660 true"),
        (b"PROXY UNKNOWN\r\n".to_vec(), "proxy true"),
        (local, "proxy true"),
    ] {
        let all = [header.as_slice(), GET.as_bytes()].concat();
        let cuts = (1..all.len()).map(|place| vec![place]).chain([Vec::new(), (1..all.len()).collect()]);
        for cut in cuts {
            let mut client = Client::connect(server.address());
            client.send_split(&all, cut.iter().copied());
            let expected = answer(text);
            assert_eq!(client.read(expected.len()), expected, "{cut:?}");
        }
        // It stands in front of the connection, not of each request.
        let mut client = Client::connect(server.address());
        client.send(&[all.as_slice(), GET.as_bytes(), &all].concat());
        let expected = answer(text).repeat(2);
        assert_eq!(client.read(expected.len()), expected);
        assert!(client.read_all().0.starts_with("HTTP/1.1 400"));
    }
}

#[test]
fn a_listed_peer_without_a_header_is_not_served() {
    let server = start([127, 0, 0, 1]);
    let long = format!("PROXY UNKNOWN {}", "x".repeat(200));
    let binary = "\r\n\r\n\0\r\nQUIT\n\x21\x11\x7f\x7f".to_owned() + &"x".repeat(100);
    for bytes in [GET, "PROXY TCP4 1.2.3.4\r\n", &long, &binary, "PROXY ", ""] {
        let mut client = Client::connect(server.address());
        client.send(bytes.as_bytes());
        let (text, end) = client.read_all();
        assert_eq!(text, "", "{bytes:?}");
        assert_ne!(end, End::Never, "{bytes:?}");
    }
}

#[test]
fn nobody_else_may_say_who_the_client_is() {
    let server = start([127, 0, 0, 2]);
    let mut client = Client::connect(server.address());
    client.send(GET.as_bytes());
    let expected = answer("proxy true");
    assert_eq!(client.read(expected.len()), expected);
    for header in ["PROXY TCP4 192.0.2.1 192.0.2.2 4660 80\r\n", "\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"] {
        let mut client = Client::connect(server.address());
        client.send((header.to_owned() + GET).as_bytes());
        let (text, end) = client.read_all();
        assert!(text.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{text}");
        assert_eq!((text.matches("HTTP/1.1").count(), end), (1, End::Closed));
    }
}
