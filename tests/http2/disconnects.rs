//! Who is told of a stream's end: that stream alone, once, and in the order of HTTP/1.1.

use super::frames::*;
use super::layer::{Kind, kind};
use super::server::*;
use httpapi::net::connection::Connection;
use httpapi::net::settings::{Settings, Timeouts};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a stream is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    BodyUnread,
    BodyRead,
    Processing,
    /// The client's window is used up.
    Sending,
    /// That is open, but the socket takes no more.
    Stalled,
}

pub const ALL: [At; 5] = [At::BodyUnread, At::BodyRead, At::Processing, At::Sending, At::Stalled];
pub const WATCH: &str = "watch Ok(Bytes(0))";
/// The stream that the scene is about. Another one, 1, is being processed.
pub const STREAM: u32 = 3;
/// More than buffers hold.
const MUCH: usize = 8 << 20;

pub struct Scene {
    pub server: TestServer,
    pub raw: Raw,
    pub connection: Arc<Connection>,
    /// The stream that nothing happens to.
    pub other: Arc<Connection>,
}

impl Scene {
    pub fn new(at: At, settings: Settings) -> Self {
        let held = Arc::new(Mutex::new(Vec::new()));
        let hold = held.clone();
        let server = TestServer::with(settings, 2, move |exchange| {
            let connection = exchange.connection();
            let app = exchange.app.clone();
            let noted = |name, number| Box::new(Noted { app: app.clone(), name, number });
            let other = exchange.path() == "/other";
            assert!(connection.watch(noted(if other { "other" } else { "watch" }, 1)).is_ok());
            hold.lock().push(connection.clone());
            match exchange.path() {
                "/read" => assert!(connection.receive_body(buffer(100).0, true, || noted("read", 2)).is_ok()),
                "/much" => {
                    let chunk = [bytes(vec![b'x'; MUCH].leak())];
                    let head = b"HTTP/1.1 200 OK\r\n\r\n";
                    assert!(connection.send(head, &chunk, last(false), || noted("send", 3)).is_ok());
                }
                _ => {}
            }
            exchange.app.note("request");
        });
        let narrow = at == At::Stalled;
        let mut raw = if narrow { Raw::connect_narrow(server.address()) } else { Raw::connect(server.address(), &[]) };
        raw.get(1, "/other");
        server.app.wait_for(1);
        match at {
            At::BodyUnread => {
                raw.send(&frame(HEADERS, END_HEADERS, STREAM, &head("POST", "/", &[("content-length", "100000")])));
                (0..4).for_each(|_| assert!(raw.send(&frame(DATA, 0, STREAM, &[1; 10_000]))));
            }
            At::BodyRead => {
                raw.send(&frame(HEADERS, END_HEADERS, STREAM, &head("POST", "/read", &[("content-length", "100")])));
                raw.send(&frame(DATA, 0, STREAM, b"abc"));
            }
            At::Processing => drop(raw.get(STREAM, "/")),
            At::Sending | At::Stalled => drop(raw.get(STREAM, "/much")),
        }
        server.app.wait_for(2);
        std::thread::sleep(Duration::from_millis(30));
        let [other, connection] = held.lock()[..].to_vec().try_into().ok().expect("two requests");
        let connection: Arc<Connection> = connection;
        assert!(connection.is_connected());
        assert_ne!(connection.id(), Connection::id(&other));
        assert_eq!(connection.carrier().map(|carrier| carrier.id()), other.carrier().map(|carrier| carrier.id()));
        Self { server, raw, connection, other }
    }

    /// What has happened since, and that nothing more does.
    pub fn told(&self, expected: &[&str], at: At) {
        let until = Instant::now() + LONG;
        while self.server.app.log().len() < expected.len() + 2 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(self.server.app.log()[2..], *expected, "{at:?}");
    }
}

pub fn failed(at: At, how: &str) -> Vec<String> {
    let operation = match at {
        At::BodyRead => Some(format!("read Err({how})")),
        At::Sending | At::Stalled => Some(format!("send Err({how})")),
        At::BodyUnread | At::Processing => None,
    };
    [WATCH.to_owned(), "lost".to_owned()].into_iter().chain(operation).collect()
}

pub fn texts(of: &[String]) -> Vec<&str> {
    of.iter().map(String::as_str).collect()
}

#[test]
fn a_reset_of_the_stream() {
    for at in ALL {
        let mut scene = Scene::new(at, Settings::default());
        scene.raw.send(&frame(RST_STREAM, 0, STREAM, &8_u32.to_be_bytes()));
        // Asked, not remembered: whoever asks makes the session look.
        let until = Instant::now() + LONG;
        while scene.connection.is_connected() && Instant::now() < until {
            std::thread::yield_now();
        }
        assert!(!scene.connection.is_connected(), "{at:?}");
        scene.told(&texts(&failed(at, "Reset")), at);
        assert!(scene.connection.is_gone());
        // Whoever writes of it can still say which one it was.
        assert_eq!((scene.connection.stream_id(), scene.other.stream_id()), (Some(STREAM), Some(1)));
        assert!(scene.other.is_connected(), "the other stream goes on");
        let answer = send(&scene.other, b"HTTP/1.1 204 No Content\r\n\r\n", b"", last(false));
        assert!(answer.is_ok(), "{answer:?}");
        assert_eq!(scene.raw.read_stream(1).len(), 1);
    }
}

/// Nobody waits for the end, and nobody asks: a request that has no answer yet hears of it all the same, and one that is
/// reset in the breath in which it was made is none.
#[test]
fn a_reset_that_nobody_waits_for() {
    let idle_connection = Duration::from_millis(200);
    for apart in [true, false] {
        let timeouts = Arc::new(Timeouts { idle_connection, ..Timeouts::default() });
        let settings = Settings { timeouts, ..Settings::default() };
        let server = TestServer::with(settings, 2, |exchange| exchange.app.note("request"));
        let mut raw = Raw::connect(server.address(), &[]);
        let get = frame(HEADERS, END_STREAM | END_HEADERS, 1, &head("GET", "/", &[]));
        let reset = frame(RST_STREAM, 0, 1, &8_u32.to_be_bytes());
        if apart {
            raw.send(&get);
            server.app.wait_for(1);
            std::thread::sleep(Duration::from_millis(30));
            raw.send(&reset);
            assert_eq!(server.app.wait_for(2), ["request", "lost"]);
        } else {
            raw.send(&[get, reset].concat());
        }
        // A session is idle when it has no stream left.
        raw.read_until(GOAWAY);
    }
}

/// What the client does wrong with a stream ends that stream.
#[test]
fn a_fault_of_the_client() {
    for at in [At::BodyRead, At::BodyUnread] {
        let mut scene = Scene::new(at, Settings::default());
        // More than was declared.
        for _ in 0..7 {
            scene.raw.send(&frame(DATA, 0, STREAM, &[0; 10_000]));
        }
        scene.told(&texts(&failed(at, "Reset")), at);
        assert_eq!(scene.raw.read_until(RST_STREAM).stream, STREAM);
        assert!(!scene.connection.is_connected() && scene.other.is_connected());
    }
}

/// How a client ends a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// With nothing said before; over TLS that is the end of the socket alone.
    Closed,
    Reset,
    /// It still listens.
    HalfClosed,
    /// The end that TLS has of its own, and nothing of the socket's.
    Notified,
}

pub fn ways() -> Vec<Going> {
    let mut ways = vec![Going::Closed, Going::Reset, Going::HalfClosed];
    if kind() == Kind::Https {
        ways.push(Going::Notified);
    }
    ways
}

/// Ends it; what is returned has to live on.
pub fn go(raw: Raw, going: Going) -> Option<Raw> {
    match going {
        Going::Closed => drop(raw),
        Going::Reset => raw.reset(),
        Going::HalfClosed => {
            raw.half_close();
            return Some(raw);
        }
        Going::Notified => {
            raw.1.end(&raw.0);
            return Some(raw);
        }
    }
    None
}

/// The end of the session is the end of all its streams, whether it is a reset or an orderly one.
#[test]
fn the_end_of_the_session() {
    for at in ALL {
        for going in ways() {
            let scene = Scene::new(at, Settings::default());
            let Scene { server, raw, connection, other } = scene;
            let mut kept = go(raw, going);
            let until = Instant::now() + LONG;
            while (connection.is_connected() || other.is_connected()) && Instant::now() < until {
                std::thread::yield_now();
            }
            assert!(!connection.is_connected() && !other.is_connected(), "{at:?} {going:?}");
            if let (At::Stalled, Some(raw)) = (at, &mut kept) {
                // The session says its last as soon as somebody takes it.
                raw.read_to_end();
            }
            let expected = failed(at, "Reset").len() + 2 + 1;
            let mut log = server.app.wait_for(2 + expected);
            log.drain(..2);
            let mine: Vec<&String> =
                log.iter().filter(|what| !what.starts_with("other") && !what.starts_with("lost")).collect();
            let awaited: Vec<String> = failed(at, "Reset").into_iter().filter(|what| what != "lost").collect();
            assert_eq!(mine, awaited.iter().collect::<Vec<_>>(), "{at:?} {going:?}");
            let count = |what: &str| log.iter().filter(|one| *one == what).count();
            assert_eq!(
                (count("other Ok(Bytes(0))"), count("lost"), count("lost idle")),
                (1, 2, 1),
                "{at:?} {going:?} {log:?}"
            );
        }
    }
}

#[test]
fn an_end_of_our_own() {
    for at in ALL {
        for code in [8, 11] {
            let mut scene = Scene::new(at, Settings::default());
            if code != 8 {
                scene.connection.set_stream_error(code);
            }
            scene.connection.abort();
            assert!(!scene.connection.is_connected() && scene.connection.is_gone(), "{at:?}");
            scene.connection.abort();
            scene.told(&texts(&failed(at, "Gone")), at);
            let reset = scene.raw.read_until(RST_STREAM);
            assert_eq!((reset.stream, reset.code()), (STREAM, code), "{at:?}");
            assert!(scene.other.is_connected());
        }
    }
}

#[test]
fn the_end_of_the_answer() {
    let scene = Scene::new(At::Processing, Settings::default());
    assert!(send(&scene.connection, b"HTTP/1.1 200 OK\r\n\r\n", b"x", last(false)).is_ok());
    scene.told(&[WATCH, "lost"], At::Processing);
    assert!(!scene.connection.is_connected() && scene.other.is_connected());
    let late = Box::new(Noted { app: scene.server.app.clone(), name: "late", number: 9 });
    assert!(scene.connection.watch(late).is_err());
}

#[test]
fn a_timer_ends_one_stream() {
    let timeouts = Timeouts {
        idle_connection: Duration::from_millis(200),
        entity_body: Duration::from_millis(200),
        min_send_rate: 1 << 30,
        ..Timeouts::default()
    };
    std::thread::scope(|scope| {
        // What a session does whose socket takes nothing `sessions` tells.
        for at in ALL.into_iter().filter(|at| *at != At::Stalled) {
            scope.spawn(move || {
                let send_grace = Duration::from_millis(200);
                let settings = Settings { timeouts: Arc::new(timeouts), send_grace, ..Settings::default() };
                let mut scene = Scene::new(at, settings);
                if matches!(at, At::BodyRead | At::Sending) {
                    scene.told(&texts(&failed(at, "Gone")), at);
                    let reset = scene.raw.read_until(RST_STREAM);
                    assert_eq!((reset.stream, reset.code()), (STREAM, 8));
                } else {
                    std::thread::sleep(Duration::from_millis(2500));
                    assert_eq!(scene.server.app.log().len(), 2, "{at:?}");
                    assert!(scene.connection.is_connected(), "{at:?}");
                }
                assert!(scene.other.is_connected(), "{at:?}");
            });
        }
    });
}

/// Resets that cross the answers of other threads: each request ends once.
#[test]
fn resets_and_answers_cross() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let server = TestServer::with(Settings::default(), 4, move |exchange| {
        let noted = Noted { app: exchange.app.clone(), name: "watch", number: 1 };
        if exchange.connection().watch(Box::new(noted)).is_err() {
            exchange.app.note(WATCH);
        }
        // The client may have the last answer before this thread goes on.
        counted.fetch_add(1, Ordering::SeqCst);
        let _ = exchange.answer("200 OK", &[b'x'; 3000], false);
    });
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(WINDOW_UPDATE, 0, 0, &(1_u32 << 24).to_be_bytes()));
    for number in 0..300_u32 {
        let stream = 2 * number + 1;
        raw.get(stream, "/x");
        if number % 3 == 0 {
            raw.send(&frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
        }
        if number % 20 == 19 {
            // As many as there may be at a time.
            raw.send(&frame(PING, 0, 0, &[0; 8]));
            raw.read_until(PING);
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    raw.get(601, "/x");
    raw.read_stream(601);
    drop(raw);
    let until = Instant::now() + LONG;
    let ends = |what: &str| server.app.log().iter().filter(|one| *one == what).count();
    // The session's end and that of its last streams come on threads of their own.
    let all = || ends("lost idle") > 0 && ends("lost") == asked.load(Ordering::SeqCst);
    while !all() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
    let requests = asked.load(Ordering::SeqCst);
    assert_eq!(ends(WATCH), requests);
    assert!(requests > 200 && ends("lost") == requests, "{requests}, {}", ends("lost"));
}
