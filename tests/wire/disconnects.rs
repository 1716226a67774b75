//! Who is told of a connection's end, once and in order, whatever the connection is at.

use super::client::{Client, End};
use super::server::*;
use httpapi::net::connection::{Completion, Connection};
use httpapi::net::settings::{Settings, Timeouts};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Between two requests.
    Idle,
    PartOfHead,
    /// Nobody reads it.
    BodyUnread,
    /// Somebody waits for more of it.
    BodyRead,
    Processing,
    /// The client takes nothing, and the buffers are full.
    Sending,
    /// More requests have come.
    Pipelined,
}

pub const ALL: [At; 7] =
    [At::Idle, At::PartOfHead, At::BodyUnread, At::BodyRead, At::Processing, At::Sending, At::Pipelined];

/// A connection that is at something, and its client.
pub struct Scene {
    pub server: TestServer,
    pub client: Client,
    pub connection: Arc<Connection>,
}

/// What the server sends in `At::Sending`: more than buffers hold.
const MUCH: usize = 8 << 20;

impl Scene {
    pub fn new(at: At, settings: Settings) -> Self {
        let held = Arc::new(Mutex::new(None));
        let hold = held.clone();
        let watched = AtomicBool::new(false);
        let server = TestServer::with(settings, 2, move |exchange| {
            let connection = exchange.connection();
            let app = exchange.app.clone();
            let noted = |name, number| Box::new(Noted { app: app.clone(), name, number });
            if !watched.swap(true, Ordering::SeqCst) {
                assert!(connection.watch(noted("watch", 1)).is_ok());
                *hold.lock() = Some(connection.clone());
            }
            match exchange.path() {
                "/first" => drop(exchange.answer("200 OK", b"", false).ok()),
                "/read" => {
                    let started = connection.receive_body(buffer(100).0, true, || noted("read", 2));
                    assert!(started.is_ok());
                }
                "/much" => {
                    let chunk = [bytes(vec![b'x'; MUCH].leak())];
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {MUCH}\r\n\r\n");
                    let end = last(false);
                    let started = connection.send(head.as_bytes(), &chunk, end, || noted("send", 3));
                    assert!(started.is_ok());
                }
                _ => {}
            }
            exchange.app.note("request");
        });
        let narrow = at == At::Sending;
        let mut client =
            if narrow { Client::connect_narrow(server.address()) } else { Client::connect(server.address()) };
        if matches!(at, At::Idle | At::PartOfHead) {
            client.send(b"GET /first HTTP/1.1\r\nHost: h\r\n\r\n");
            client.read(38);
        }
        let (request, rest): (&[u8], &[u8]) = match at {
            At::Idle => (b"", b""),
            At::PartOfHead => (b"", b"GET /sec"),
            // As much as the kernel takes: the end of a client behind a closed window cannot be seen.
            At::BodyUnread => (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n", &[b'x'; 50_000]),
            At::BodyRead => (b"POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc", b""),
            At::Processing => (b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", b""),
            At::Sending => (b"GET /much HTTP/1.1\r\nHost: h\r\n\r\n", b""),
            At::Pipelined => (
                b"GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /first HTTP/1.1\r\nHost: h\r\n\r\n",
                b"GET /first HTTP/1.1\r\nHost: h\r\n\r\n",
            ),
        };
        client.send(request);
        server.app.wait_for(1);
        client.send(rest);
        // The server has seen it, or has it in its buffers.
        std::thread::sleep(Duration::from_millis(30));
        let connection = held.lock().take().expect("a request has come");
        assert!(connection.is_connected());
        Self { server, client, connection }
    }

    /// What has happened since, and that nothing more does.
    pub fn told(&self, expected: &[&str], at: &str) {
        told(&self.server, expected, at);
    }
}

/// What has happened since the request, and that nothing more does.
fn told(server: &TestServer, expected: &[&str], at: &str) {
    let until = Instant::now() + LONG;
    while server.app.log().len() <= expected.len() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(60));
    assert_eq!(server.app.log()[1..], *expected, "{at}");
}

const WATCH: &str = "watch Ok(Bytes(0))";

/// Idle connections end with their client's side; a request that is under way goes on.
#[test]
fn the_end_of_the_client() {
    for close in [false, true] {
        for at in ALL {
            let scene = Scene::new(at, Settings::default());
            let Scene { server, mut client, connection } = scene;
            client.half_close();
            assert!(!connection.is_connected(), "{at:?}");
            let kept = if close && at != At::Sending {
                // With nothing unread this is the same on the wire.
                drop(client);
                None
            } else {
                Some(&mut client)
            };
            let scene = |expected: &[&str]| told(&server, expected, &format!("{at:?} {close}"));
            match at {
                At::Idle | At::PartOfHead => {
                    scene(&[WATCH, "lost"]);
                    assert!(connection.is_gone());
                    continue;
                }
                At::BodyRead => scene(&[WATCH, "read Err(Gone)"]),
                At::BodyUnread | At::Processing | At::Sending | At::Pipelined => scene(&[WATCH]),
            }
            assert!(!connection.is_gone(), "{at:?}");
            let late = connection.watch(Box::new(Noted { app: server.app.clone(), name: "late", number: 9 }));
            assert!(late.is_err(), "the end has come already");
            let Some(client) = kept else { continue };
            // The client still gets its answer.
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
            match at {
                At::Sending => {
                    assert_eq!(client.read_all().0.len(), MUCH + 44);
                    scene(&[WATCH, "send Ok(Bytes(8388652))", "lost"]);
                }
                At::Pipelined => {
                    let _ = send(&connection, answer, b"ok", last(false));
                    assert_eq!(client.read_all().0.len(), answer.len() + 2 + 2 * 38, "and to the other requests");
                    // Each is noted behind its answer, which the client may read before.
                    let requests = || server.app.log().iter().filter(|what| *what == "request").count();
                    let until = Instant::now() + LONG;
                    while requests() < 3 && Instant::now() < until {
                        std::thread::sleep(Duration::from_millis(1));
                    }
                    assert_eq!(requests(), 3);
                }
                At::BodyUnread => {
                    // A close over what the client has sent and nobody has read would be a reset, and cost it the rest.
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {MUCH}\r\n\r\n");
                    let chunk = [bytes(vec![b'x'; MUCH].leak())];
                    let noted = || Box::new(Noted { app: server.app.clone(), name: "send", number: 3 }) as _;
                    assert!(connection.send(head.as_bytes(), &chunk, last(true), noted).is_ok());
                    // Nobody else has it, as a rule: it closes when it is done.
                    drop(connection);
                    let (text, end) = client.read_all();
                    assert_eq!((text.len(), end), (MUCH + 44, End::Closed), "{close}");
                }
                _ => {
                    let _ = send(&connection, answer, b"ok", last(true));
                    assert!(client.read_all().0.ends_with("ok"), "{at:?}");
                }
            }
        }
    }
}

#[test]
fn a_reset() {
    for at in ALL {
        let Scene { server, client, connection } = Scene::new(at, Settings::default());
        client.reset();
        assert!(!connection.is_connected(), "{at:?}");
        let failed = match at {
            At::BodyRead => Some("read Err(Reset)"),
            At::Sending => Some("send Err(Reset)"),
            _ => None,
        };
        check(&server, at, failed);
        assert!(connection.is_gone());
    }
}

/// Whoever is told of a reset finds the connection gone, also where the wait comes before the news.
#[test]
fn a_wait_right_behind_a_reset() {
    struct Asks(Arc<Connection>, Sender<bool>);
    impl Completion for Asks {
        fn complete(self: Box<Self>, _: Outcome) {
            let _ = self.1.send(self.0.is_gone());
        }

        fn overlapped(&self) -> usize {
            2
        }
    }
    for _ in 0..20 {
        let Scene { server, client, connection } = Scene::new(At::Processing, Settings::default());
        let (asks, told) = mpsc::channel();
        client.reset();
        // It is refused where the news have come already.
        if connection.watch(Box::new(Asks(connection.clone(), asks))).is_ok() {
            assert_eq!(told.recv_timeout(LONG), Ok(true));
        }
        drop(server);
    }
}

#[test]
fn an_end_of_our_own() {
    for at in ALL {
        let Scene { server, mut client, connection } = Scene::new(at, Settings::default());
        connection.abort();
        assert!(!connection.is_connected() && connection.is_gone(), "{at:?}");
        connection.abort();
        let failed = match at {
            At::BodyRead => Some("read Err(Gone)"),
            At::Sending => Some("send Err(Gone)"),
            _ => None,
        };
        check(&server, at, failed);
        assert_ne!(client.read_all().1, End::Never);
    }
}

/// The watcher, the layer above, and last the operation that has failed.
fn check(server: &TestServer, at: At, failed: Option<&str>) {
    let expected: Vec<&str> = [WATCH, "lost"].into_iter().chain(failed).collect();
    told(server, &expected, &format!("{at:?}"));
}

#[test]
fn a_timer() {
    let timeouts = Timeouts {
        idle_connection: Duration::from_millis(200),
        header_wait: Duration::from_millis(200),
        entity_body: Duration::from_millis(200),
        drain_entity_body: Duration::from_millis(200),
        min_send_rate: 1 << 30,
    };
    std::thread::scope(|scope| {
        for at in ALL {
            scope.spawn(move || {
                let settings = Settings {
                    timeouts: Arc::new(timeouts),
                    send_grace: Duration::from_millis(200),
                    ..Settings::default()
                };
                let Scene { server, client: _client, connection } = Scene::new(at, settings);
                match at {
                    At::Idle | At::PartOfHead => check(&server, at, None),
                    At::BodyRead => check(&server, at, Some("read Err(Gone)")),
                    At::Sending => check(&server, at, Some("send Err(Gone)")),
                    // The application may take as long as it likes.
                    At::BodyUnread | At::Processing | At::Pipelined => {
                        std::thread::sleep(Duration::from_millis(2500));
                        assert_eq!(server.app.log().len(), 1, "{at:?}");
                        assert!(connection.is_connected(), "{at:?}");
                    }
                }
            });
        }
    });
}

#[test]
fn operations_are_cancelled_without_harm_to_others() {
    let Scene { server, mut client, connection } = Scene::new(At::BodyRead, Settings::default());
    assert_eq!(connection.cancel_operations(&|operation| operation.overlapped() == 1), 1);
    assert_eq!(server.app.wait_for(2)[1], "watch Err(Cancelled)");
    assert!(connection.is_connected());
    assert_eq!(connection.cancel_operations(&|operation| operation.overlapped() == 2), 1);
    assert_eq!(server.app.wait_for(3)[2], "read Err(Cancelled)");
    assert_eq!(connection.cancel_operations(&|_| true), 0);
    let _ = send(&connection, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"", last(false));
    assert_eq!(client.read(38).len(), 38);
    // A send that is cancelled has left a part of it with the client: that connection ends.
    let Scene { server, client: _client, connection } = Scene::new(At::Sending, Settings::default());
    assert_eq!(connection.cancel_operations(&|operation| operation.overlapped() == 3), 1);
    assert_eq!(server.app.wait_for(4)[1..], [WATCH, "lost", "send Err(Cancelled)"]);
}
