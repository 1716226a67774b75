//! How sessions end: idle ones, listeners that stop, responses that ask for it.

use super::frames::*;
use super::server::*;
use httpapi::net::settings::{Settings, Timeouts};
use std::sync::Arc;
use std::time::Duration;

fn short() -> Settings {
    let timeouts = Timeouts { idle_connection: Duration::from_millis(200), ..Timeouts::default() };
    Settings { timeouts: Arc::new(timeouts), ..Settings::default() }
}

#[test]
fn an_idle_session_ends_with_goaway() {
    let server = TestServer::with(short(), 2, mirror);
    for asks in [false, true] {
        let mut raw = Raw::connect(server.address(), &[]);
        if asks {
            raw.get(1, "/a");
            raw.read_stream(1);
        }
        assert_eq!(raw.read_to_end(), Some(0), "NO_ERROR");
    }
    // One that has not said its preface whole has said nothing.
    let settings = Settings {
        timeouts: Arc::new(Timeouts { header_wait: Duration::from_millis(200), ..Timeouts::default() }),
        ..Settings::default()
    };
    let server = TestServer::with(settings, 2, mirror);
    let mut raw = Raw::silent(server.address());
    raw.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n");
    assert_eq!(raw.read(), None);
}

/// The times of a stream's group, and what a request asks for, hold for the session.
#[test]
fn streams_settle_how_long_a_session_may_be_idle() {
    let server = TestServer::start(|exchange| {
        match exchange.path() {
            "/group" => exchange
                .connection()
                .set_timeouts(Timeouts { idle_connection: Duration::from_millis(200), ..Timeouts::default() }),
            _ => exchange.connection().set_idle_timeout(1),
        }
        mirror(exchange);
    });
    for path in ["/group", "/request"] {
        let mut raw = Raw::connect(server.address(), &[]);
        raw.get(1, path);
        raw.read_stream(1);
        assert_eq!(raw.read_to_end(), Some(0));
    }
}

/// What is under way ends, in two steps: first any stream may come still, then none.
#[test]
fn a_response_sends_goaway_and_others_end_behind_it() {
    let server = TestServer::start(|exchange| {
        if exchange.path() == "/last" {
            exchange.connection().go_away();
        }
        mirror(exchange);
    });
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_HEADERS, 1, &head("POST", "/open", &[("content-length", "2")])));
    raw.get(3, "/last");
    let first = raw.read_until(GOAWAY);
    assert_eq!((&first.payload[..4], first.code()), (&0x7FFF_FFFF_u32.to_be_bytes()[..], 0));
    let ping = raw.read_until(PING);
    // A request that has crossed it is served.
    raw.get(5, "/crossed");
    raw.send(&frame(PING, ACK, 0, &ping.payload));
    let second = raw.read_until(GOAWAY);
    assert_eq!((&second.payload[..4], second.code()), (&5_u32.to_be_bytes()[..], 0));
    raw.send(&frame(DATA, END_STREAM, 1, b"ok"));
    assert!(raw.read_stream(1).len() >= 2);
    while let Some(frame) = raw.read() {
        assert_ne!((frame.kind, frame.stream), (RST_STREAM, 5));
    }
}

#[test]
fn a_listener_that_stops_lets_streams_end() {
    let server = TestServer::start(mirror);
    let mut idle = Raw::connect(server.address(), &[]);
    idle.get(1, "/a");
    idle.read_stream(1);
    let mut busy = Raw::connect(server.address(), &[]);
    busy.send(&frame(HEADERS, END_HEADERS, 1, &head("POST", "/open", &[("content-length", "2")])));
    // It has come.
    busy.send(&frame(PING, 0, 0, &[0; 8]));
    busy.read_until(PING);
    server.listener.stop();
    for raw in [&mut idle, &mut busy] {
        raw.read_until(GOAWAY);
        let ping = raw.read_until(PING);
        raw.send(&frame(PING, ACK, 0, &ping.payload));
    }
    assert_eq!(idle.read_to_end(), Some(0));
    busy.send(&frame(DATA, END_STREAM, 1, b"ok"));
    assert_eq!(busy.read_stream(1).last().map(|frame| frame.kind), Some(DATA));
    assert_eq!(busy.read(), None);
    assert_eq!(server.listener.stop_within(LONG), 0);
    assert_eq!(server.listener.connections(), 0);
}

#[test]
fn a_client_that_has_gone_away_gets_its_answers() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_HEADERS, 1, &head("POST", "/open", &[("content-length", "2")])));
    raw.send(&frame(GOAWAY, 0, 0, &[0; 8]));
    raw.send(&frame(DATA, END_STREAM, 1, b"ok"));
    assert!(raw.read_stream(1).len() >= 2);
    raw.read_to_end();
}

#[test]
fn a_client_that_reads_nothing_ends_by_the_rate() {
    let timeouts = Timeouts { min_send_rate: 1 << 30, ..Timeouts::default() };
    let settings =
        Settings { timeouts: Arc::new(timeouts), send_grace: Duration::from_millis(200), ..Settings::default() };
    let server = TestServer::with(settings, 2, |exchange| {
        let chunk = [bytes(vec![b'x'; 32 << 20].leak())];
        let noted = || Box::new(Noted { app: exchange.app.clone(), name: "send", number: 1 }) as _;
        assert!(exchange.connection().send(b"HTTP/1.1 200 OK\r\n\r\n", &chunk, last(false), noted).is_ok());
    });
    // The windows of HTTP/2 are open, TCP's is not.
    let mut raw = Raw::connect(server.address(), &[(4, 0x7FFF_FFFF)]);
    raw.send(&frame(WINDOW_UPDATE, 0, 0, &0x7000_0000_u32.to_be_bytes()));
    raw.get(1, "/");
    let mut log = server.app.wait_for(3);
    log.sort();
    assert!(log.iter().any(|what| what.starts_with("send Err(")), "{log:?}");
    assert!(log.iter().any(|what| what == "lost"), "{log:?}");
}
