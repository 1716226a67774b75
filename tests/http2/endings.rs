//! How sessions end that have no stream yet, or many; and a client that says that it will go.

use super::disconnects::*;
use super::frames::*;
use super::server::*;
use httpapi::net::connection::Connection;
use httpapi::net::settings::{Settings, Timeouts};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What no stream of its own has come of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing was asked.
    Fresh,
    /// What was asked was answered.
    Idle,
    /// A part of the first frame.
    PartOfFrame,
    /// Fields without their end.
    PartOfHead,
}

const ALL_BEFORE: [Before; 4] = [Before::Fresh, Before::Idle, Before::PartOfFrame, Before::PartOfHead];

/// A session that is at it, and what has happened so far.
fn before(before: Before, settings: Settings) -> (TestServer, Raw, usize) {
    let server = TestServer::with(settings, 2, mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    // It has said its own.
    raw.read_until(SETTINGS);
    let mut so_far = 0;
    match before {
        Before::Fresh => {}
        Before::Idle => {
            raw.get(1, "/a");
            raw.read_stream(1);
            so_far = server.app.wait_for(1).len();
        }
        Before::PartOfFrame => {
            raw.send(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &head("GET", "/a", &[]))[..20]);
        }
        Before::PartOfHead => {
            raw.send(&frame(HEADERS, END_STREAM, 1, &head("GET", "/a", &[])));
        }
    }
    std::thread::sleep(Duration::from_millis(20));
    (server, raw, so_far)
}

fn is_over(server: &TestServer, so_far: usize, what: &str) {
    let log = server.app.wait_for(so_far + 1);
    let until = Instant::now() + LONG;
    while server.listener.connections() > 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(log[so_far..], ["lost idle"], "{what}");
    assert_eq!(server.listener.connections(), 0, "{what}");
    assert_eq!(server.app.log().len(), so_far + 1, "{what}");
}

/// Nobody above has heard of it, and nothing is left.
#[test]
fn the_end_of_a_session_without_a_stream() {
    for at in ALL_BEFORE {
        for going in ways() {
            let (server, raw, so_far) = before(at, Settings::default());
            let _kept = go(raw, going);
            is_over(&server, so_far, &format!("{at:?} {going:?}"));
        }
    }
}

/// A listener that stops does not wait for what is no request yet.
#[test]
fn an_end_of_our_own_without_a_stream() {
    for at in ALL_BEFORE {
        let (server, mut raw, so_far) = before(at, Settings::default());
        server.listener.stop_within(Duration::ZERO);
        is_over(&server, so_far, &format!("{at:?}"));
        // Whatever it says last, it ends.
        raw.read_to_end();
    }
}

/// A client that says nothing more, or says it for ever byte by byte.
#[test]
fn a_timer_without_a_stream() {
    let time = Duration::from_millis(300);
    let timeouts = Arc::new(Timeouts { idle_connection: time, header_wait: time, ..Timeouts::default() });
    std::thread::scope(|scope| {
        for at in ALL_BEFORE {
            let settings = Settings { timeouts: timeouts.clone(), ..Settings::default() };
            scope.spawn(move || {
                let (server, mut raw, so_far) = before(at, settings);
                assert_eq!(raw.read_to_end(), Some(0), "NO_ERROR, {at:?}");
                is_over(&server, so_far, &format!("{at:?}"));
            });
        }
    });
}

/// Streams go on when the client says that it opens no more, and the session ends behind the last.
#[test]
fn a_client_that_goes_away() {
    for at in ALL {
        let mut scene = Scene::new(at, Settings::default());
        scene.raw.send(&frame(GOAWAY, 0, 0, &[0; 8]));
        std::thread::sleep(Duration::from_millis(30));
        assert!(scene.connection.is_connected() && scene.other.is_connected(), "{at:?}");
        scene.told(&[], at);
        assert!(send(&scene.other, b"HTTP/1.1 204 No Content\r\n\r\n", b"", last(false)).is_ok());
        if matches!(at, At::Processing | At::BodyUnread) {
            let answer = send(&scene.connection, b"HTTP/1.1 200 OK\r\n\r\n", b"answer", last(false));
            assert!(answer.is_ok(), "{at:?}");
            assert!(scene.raw.read_stream(STREAM).iter().any(|frame| frame.payload == b"answer"), "{at:?}");
        } else {
            scene.connection.abort();
        }
        scene.raw.read_to_end();
        let log = scene.server.app.wait_for(2 + failed(at, "").len() + 2 + 1);
        assert_eq!(log.iter().filter(|what| *what == "lost idle").count(), 1, "{at:?} {log:?}");
    }
}

/// Each stream's end is its own, and the session's that of all.
#[test]
fn many_streams() {
    for going in ways() {
        let held: Arc<Mutex<Vec<Arc<Connection>>>> = Arc::default();
        let hold = held.clone();
        let server = TestServer::with(Settings::default(), 2, move |exchange| {
            let noted = Noted { app: exchange.app.clone(), name: "watch", number: 1 };
            assert!(exchange.connection().watch(Box::new(noted)).is_ok());
            hold.lock().push(exchange.connection().clone());
            exchange.app.note("request");
        });
        let mut raw = Raw::connect(server.address(), &[]);
        let streams: Vec<u32> = (0..80).map(|number| 2 * number + 1).collect();
        for stream in &streams {
            raw.get(*stream, "/x");
        }
        server.app.wait_for(80);
        for stream in streams.iter().step_by(2) {
            raw.send(&frame(RST_STREAM, 0, *stream, &8_u32.to_be_bytes()));
        }
        let told = |count: usize, ends: usize| {
            let log = server.app.wait_for(80 + ends);
            let of = |what: &str| log.iter().filter(|one| *one == what).count();
            assert_eq!((of("request"), of(WATCH), of("lost")), (80, count, count), "{going:?}");
        };
        told(40, 80);
        let connected = || held.lock().iter().filter(|connection| connection.is_connected()).count();
        assert_eq!(connected(), 40, "{going:?}");
        let _kept = go(raw, going);
        told(80, 161);
        assert_eq!(connected(), 0, "{going:?}");
        assert_eq!(server.app.log().iter().filter(|what| *what == "lost idle").count(), 1, "{going:?}");
    }
}
