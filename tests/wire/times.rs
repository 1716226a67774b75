//! Timers: which one ends what, and what the client sees of it.

use super::client::*;
use super::server::*;
use httpapi::net::settings::{Settings, Timeouts};
use httpapi::net::throttle::{Bucket, Throttle};
use std::sync::Arc;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(300);

/// One short time; the others never end.
fn settings(change: impl FnOnce(&mut Timeouts)) -> Settings {
    let mut timeouts = Timeouts {
        idle_connection: Duration::MAX,
        header_wait: Duration::MAX,
        entity_body: Duration::MAX,
        drain_entity_body: Duration::MAX,
        min_send_rate: 0,
    };
    change(&mut timeouts);
    Settings { timeouts: Arc::new(timeouts), ..Settings::default() }
}

fn start(change: impl FnOnce(&mut Timeouts)) -> TestServer {
    TestServer::with(settings(change), 2, mirror)
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: h:80\r\n\r\n";
const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nGET http://h:80/ ";

#[test]
fn idle_connections_end_without_a_word() {
    let server = start(|times| times.idle_connection = SHORT);
    let mut unused = Client::connect(server.address());
    let mut used = Client::connect(server.address());
    used.send(GET);
    assert_eq!(used.read(ANSWER.len()), ANSWER);
    let mut started = Client::connect(server.address());
    started.send(b"GET / HTTP/1.1\r\n");
    assert_eq!(unused.read_all(), (String::new(), End::Closed));
    assert_eq!(used.read_all(), (String::new(), End::Closed));
    // Whoever has begun is not idle.
    started.send(b"Host: h:80\r\n\r\n");
    assert_eq!(started.read(ANSWER.len()), ANSWER);
    server.app.wait_for(2);
    let troubles = server.app.troubles();
    assert!(troubles.len() >= 2 && troubles.iter().all(|trouble| trouble == "Timer_ConnectionIdle"), "{troubles:?}");
}

#[test]
fn heads_that_do_not_end_are_not_waited_for() {
    let server = start(|times| times.header_wait = SHORT);
    let mut idle = Client::connect(server.address());
    let mut slow = Client::connect(server.address());
    slow.0.set_read_timeout(Some(Duration::from_millis(100))).expect("a socket");
    // It goes on and on, and that does not help.
    let mut ended = false;
    for _ in 0..100 {
        slow.send(b"G");
        ended = matches!(slow.read_all(), (text, End::Closed | End::Reset) if text.is_empty());
        if ended {
            break;
        }
    }
    assert!(ended);
    server.app.wait_for(1);
    let troubles = server.app.troubles();
    assert!(matches!(&troubles[..], [one] if one.starts_with("Timer_HeaderWait G")), "{troubles:?}");
    idle.send(GET);
    assert_eq!(idle.read(ANSWER.len()), ANSWER);
}

#[test]
fn each_part_of_a_body_has_its_time() {
    let server = start(|times| times.entity_body = Duration::from_millis(900));
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 9\r\n\r\n");
    // All of it takes longer than the time.
    for _ in 0..6 {
        client.send(b"x");
        std::thread::sleep(Duration::from_millis(400));
    }
    client.send(b"xxx");
    let answer = mirrored("POST http://h:80/ xxxxxxxxx", false);
    assert_eq!(client.read(answer.len()), answer);
    client.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 9\r\n\r\nxxx");
    assert_eq!(client.read_all(), (String::new(), End::Reset));
    server.app.wait_for(1);
    assert_eq!(server.app.troubles(), ["Timer_EntityBody"]);
}

#[test]
fn the_rest_of_a_body_has_one_time() {
    let server = start(|times| times.drain_entity_body = SHORT);
    let mut client = Client::connect(server.address());
    client.send(b"POST /early HTTP/1.1\r\nHost: h:80\r\nContent-Length: 1000\r\n\r\n");
    let early = mirrored("early", false);
    assert_eq!(client.read(early.len()), early);
    // Nor does it help here that something comes.
    let mut ended = false;
    client.0.set_read_timeout(Some(Duration::from_millis(100))).expect("a socket");
    for _ in 0..100 {
        client.send(b"x");
        ended = matches!(client.read_all().1, End::Closed | End::Reset);
        if ended {
            break;
        }
    }
    assert!(ended);
    server.app.wait_for(1);
    assert_eq!(server.app.troubles(), ["Timer_EntityBody"]);
}

#[test]
fn clients_have_to_take_what_they_asked_for() {
    const MUCH: usize = 6 << 20;
    let mut settings = settings(|times| times.min_send_rate = 100_000);
    settings.send_grace = Duration::from_millis(500);
    let server = TestServer::with(settings, 2, |exchange| {
        let body = vec![b'x'; MUCH];
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {MUCH}\r\n\r\n");
        let end = last(true);
        exchange.app.note(format!("{:?}", send(exchange.connection(), head.as_bytes(), &body, end)));
    });
    // One takes its time, but enough; the other nothing.
    let mut taking = Client::connect_narrow(server.address());
    let mut still = Client::connect_narrow(server.address());
    still.send(GET);
    assert!(server.app.wait_for(2).contains(&"Err(Gone)".to_owned()), "however much is left");
    assert_eq!(server.app.log().len(), 2);
    taking.send(GET);
    let mut taken = 0;
    while taken < MUCH {
        let count = taking.read(200_000).len();
        assert!(count > 0, "cut off after {taken}");
        taken += count;
        std::thread::sleep(Duration::from_millis(40));
    }
    assert!(server.app.wait_for(3)[2].starts_with("Ok"));
    assert_eq!(still.read_all().1, End::Reset);
    assert_eq!(server.app.troubles(), ["Timer_MinBytesPerSecond"]);
}

#[test]
fn a_client_that_is_held_back_is_not_to_blame() {
    const SOME: usize = 24 << 10;
    let mut settings = settings(|times| times.min_send_rate = 1 << 20);
    settings.send_grace = Duration::from_millis(200);
    let throttle = Arc::new(Throttle::new([Arc::new(Bucket::new(8 << 10, 2 << 10))]));
    let server = TestServer::with(settings, 2, move |exchange| {
        exchange.connection().use_throttle(Some(&throttle));
        let body = vec![b'x'; SOME];
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {SOME}\r\n\r\n");
        exchange.app.note(format!("{:?}", send(exchange.connection(), head.as_bytes(), &body, last(true))));
    });
    let mut client = Client::connect(server.address());
    client.send(GET);
    let (text, end) = client.read_all();
    assert!(text.ends_with(&"x".repeat(SOME)), "cut off after {}", text.len());
    assert_eq!(end, End::Closed);
}

#[test]
fn a_connection_that_was_idle_does_not_linger_for_as_long() {
    let server = TestServer::start(mirror);
    let mut client = Client::connect(server.address());
    // The usual times of two minutes begin.
    std::thread::sleep(Duration::from_millis(50));
    client.send(b"GET /close HTTP/1.1\r\nHost: h\r\n\r\n");
    let bye = mirrored("bye", true);
    assert_eq!(client.read(bye.len()), bye);
    // Our end stays open; the server gives up.
    assert_eq!(server.app.wait_for(1), ["lost"]);
}

#[test]
fn a_connection_may_have_times_of_its_own() {
    let server = TestServer::start(|exchange| {
        let mut times = Timeouts::default();
        match exchange.path() {
            "/idle" => times.idle_connection = SHORT,
            _ => times.entity_body = SHORT,
        }
        exchange.connection().set_timeouts(times);
        mirror(exchange);
    });
    let mut idle = Client::connect(server.address());
    idle.send(b"GET /idle HTTP/1.1\r\nHost: h:80\r\n\r\n");
    let mut body = Client::connect(server.address());
    body.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 1\r\n\r\n");
    assert_eq!(idle.read_all(), (mirrored("GET http://h:80/idle ", false), End::Closed));
    assert_eq!(body.read_all(), (String::new(), End::Reset));
}

#[test]
fn times_may_be_set_while_something_is_waited_for() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let app = exchange.app.clone();
        let reads = connection.receive_body(buffer(1).0, false, || Box::new(Noted { app, name: "read", number: 1 }));
        assert!(reads.is_ok());
        connection.set_timeouts(Timeouts { entity_body: SHORT, ..Timeouts::default() });
    });
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 1\r\n\r\n");
    assert_eq!(server.app.wait_for(2), ["lost", "read Err(Gone)"]);
}
