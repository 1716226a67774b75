//! Request bodies: chunks, broken framing, reads of all kinds, and bodies that nobody reads.

use super::client::*;
use super::server::*;
use super::splits::{After, check};
use httpapi::net::connection::{Failure, Progress, SendEnd, Transferred};
use std::sync::atomic::{AtomicUsize, Ordering};

fn chunked(body: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\n{body}")
}

#[test]
fn chunks_are_joined_and_what_stands_beside_them_is_dropped() {
    let server = TestServer::start(mirror);
    let open = |body: &str| After::Open(mirrored(&format!("POST http://h:80/ {body}"), false));
    check(
        &server,
        &[
            (chunked("3\r\nabc\r\n2;x=\"y\"\r\nde\r\n0\r\n\r\n"), open("abcde")),
            (chunked("00A \t; last\r\n0123456789\r\n0\r\nX: y\r\nHost: other\r\n\r\n"), open("0123456789")),
            (chunked("2\r\n\r\n\r\n000\r\n\r\n"), open("\\r\\n")),
        ],
    );
}

#[test]
fn broken_chunks_are_refused_with_a_page() {
    let server = TestServer::start(mirror);
    let refused = |body: &str, page: String| (chunked(body), After::Closed(page));
    check(
        &server,
        &[
            refused("x\r\n", bad_request()),
            refused("-1\r\n", bad_request()),
            refused("\r\n", bad_request()),
            refused("3\nabc\r\n", bad_request()),
            refused("3\r\nabcd\r\n", bad_request()),
            refused("3\r\nabc\n0\r\n\r\n", bad_request()),
            refused("3;a\nb\r\nabc\r\n", bad_request()),
            refused("3\r\nabc\r\n0\r\n\n", bad_header()),
            refused("0\r\nX y: z\r\n\r\n", bad_header()),
            refused("0\r\nX: y\n\r\n", bad_request()),
            refused("0\r\nGET / HTTP/1.1\r\n\r\n", bad_header()),
            refused("8000000000000000\r\n", entity_too_large()),
            refused("00000000000000001\r\na", entity_too_large()),
        ],
    );
}

#[test]
fn extensions_and_trailers_have_an_end() {
    let server = TestServer::start(mirror);
    let many = "y".repeat(20_000);
    let mut client = Client::connect(server.address());
    client.send(chunked(&format!("1;{many}\r\na\r\n0\r\n\r\n")).as_bytes());
    assert_eq!(undated(&client.read_all().0), too_long());
    let mut client = Client::connect(server.address());
    client.send(chunked(&format!("1\r\na\r\n0\r\nX: {many}\r\n\r\n")).as_bytes());
    assert_eq!(undated(&client.read_all().0), too_long());
}

#[test]
fn broken_chunks_behind_an_answer_that_has_begun_break_the_connection() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let begun = send(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"begun", SendEnd::default());
        exchange.app.note(format!("{begun:?}"));
        exchange.app.note(format!("{:?}", exchange.body()));
        exchange.app.note(format!("{:?}", send(connection, b"", b"rest", last(false))));
    });
    let mut client = Client::connect(server.address());
    client.send(chunked("x\r\n").as_bytes());
    let log = server.app.wait_for(4);
    assert_eq!(log, ["Ok(Bytes(43))", "lost", "Err(Gone)", "Err(Gone)"]);
    assert_ne!(client.read_all().1, End::Never);
}

#[test]
fn a_read_that_was_refused_stays_refused() {
    let server = TestServer::start(|exchange| {
        // The first read takes what is good, later ones find what is not: not a byte of it twice.
        let mut piece = [0; 64];
        for _ in 0..3 {
            let read = read(exchange.connection(), &mut piece, false);
            exchange.app.note(format!("{read:?}"));
        }
    });
    let mut client = Client::connect(server.address());
    client.send(chunked("3\r\nabc\r\n").as_bytes());
    assert_eq!(server.app.wait_for(1), ["Ok(Bytes(3))"]);
    client.send(b"2\r\nab!!0\r\n\r\n");
    assert_eq!(server.app.wait_for(3)[1..], ["Err(Gone)", "Err(Gone)"]);
    assert_eq!(undated(&client.read_all().0), bad_request());
}

#[test]
fn reads_fill_their_buffer_or_take_what_is_there() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let mut piece = [0; 8];
        let mut note = |fill: bool, length: usize| {
            let read = read(connection, &mut piece[..length], fill);
            exchange.app.note(format!("{read:?} {}", piece[..length].escape_ascii()));
        };
        note(false, 0);
        note(false, 4);
        note(true, 6);
        note(true, 6);
        note(false, 4);
        note(false, 0);
        let _ = exchange.answer("200 OK", b"", false);
    });
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab");
    assert_eq!(server.app.wait_for(2), ["Ok(Waiting(1)) ", "Ok(Bytes(2)) ab\\x00\\x00"]);
    client.send(b"cde");
    std::thread::sleep(std::time::Duration::from_millis(20));
    client.send(b"fghij");
    let log = server.app.wait_for(6);
    assert_eq!(log[2..], ["Ok(Bytes(6)) cdefgh", "Ok(Bytes(2)) ijefgh", "Ok(End) ijef", "Ok(End) "]);
    assert_eq!(client.read(38), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

#[test]
fn a_body_that_nobody_reads_is_thrown_away_before_the_next_request() {
    let server = TestServer::start(mirror);
    let mut client = Client::connect(server.address());
    let body = "b".repeat(1_000_000);
    let early = mirrored("early", false);
    client.send(b"POST /early HTTP/1.1\r\nHost: h:80\r\nContent-Length: 1000000\r\n\r\n");
    assert_eq!(client.read(early.len()), early, "the answer does not wait for the body");
    assert!(client.send(body.as_bytes()));
    let chunk = format!("F4240\r\n{body}\r\n0\r\n\r\n");
    client.send(b"POST /early HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert!(client.send(chunk.as_bytes()));
    assert_eq!(client.read(early.len()), early);
    client.send(b"GET / HTTP/1.1\r\nHost: h:80\r\n\r\n");
    let last = mirrored("GET http://h:80/ ", false);
    assert_eq!(client.read(last.len()), last);
}

#[test]
fn a_broken_body_that_nobody_reads_does_not_take_the_answer_along() {
    let server = TestServer::start(mirror);
    let mut client = Client::connect(server.address());
    let request = "POST /early HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\nbroken\r\n";
    client.send(request.as_bytes());
    client.send("GET / HTTP/1.1\r\nHost: h:80\r\n\r\n".repeat(100).as_bytes());
    assert_eq!(client.read_all(), (mirrored("early", false), End::Closed), "nothing behind it is an answer");
}

#[test]
fn a_read_that_waits_at_the_end_of_the_answer_does_not_get_the_next_body() {
    let server = TestServer::start(|exchange| {
        if exchange.path() == "/second" {
            return mirror(exchange);
        }
        let (into, _) = buffer(64);
        let app = exchange.app.clone();
        let waits =
            exchange.connection().receive_body(into, false, || Box::new(Noted { app, name: "read", number: 1 }));
        assert!(waits.is_ok());
        let _ = exchange.answer("200 OK", b"early", false);
    });
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 3\r\n\r\n");
    let early = mirrored("early", false);
    assert_eq!(client.read(early.len()), early);
    assert_eq!(server.app.wait_for(1), ["read Err(Gone)"]);
    client.send(b"abcPOST /second HTTP/1.1\r\nHost: h:80\r\nContent-Length: 3\r\n\r\nxyz");
    let second = mirrored("POST http://h:80/second xyz", false);
    assert_eq!(client.read(second.len()), second);
    assert_eq!(server.app.log().len(), 1, "it was told once");
}

#[test]
fn a_client_that_is_not_read_from_has_to_wait() {
    let server = TestServer::start(|exchange| {
        exchange.app.note("request");
        while exchange.app.log().len() < 2 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let body = exchange.body().map(|body| body.len());
        exchange.app.note(format!("{body:?}"));
        let _ = exchange.answer("200 OK", b"", true);
    });
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 30000000\r\n\r\n");
    server.app.wait_for(1);
    let sent = &AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let mut sender = client.another();
        scope.spawn(move || {
            let piece = vec![b'x'; 60_000];
            while sent.load(Ordering::SeqCst) < 30_000_000 && sender.send(&piece) {
                sent.fetch_add(piece.len(), Ordering::SeqCst);
            }
        });
        let mut before = usize::MAX;
        while before != sent.load(Ordering::SeqCst) {
            before = sent.load(Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        assert!(before < 30_000_000, "all of it went somewhere though nobody reads");
        server.app.note("go");
    });
    assert!(client.read_all().0.starts_with("HTTP/1.1 200 OK"));
    assert_eq!(server.app.log()[2], "Ok(30000000)");
}

#[test]
fn the_end_of_the_client_within_a_body_is_a_failure_and_not_its_end() {
    let server = TestServer::start(|exchange| {
        let mut piece = [0; 64];
        let first = read(exchange.connection(), &mut piece, false);
        assert_eq!(first, Ok(Transferred::Bytes(2)));
        assert_eq!(exchange.body(), Err(Failure::Gone));
        assert_eq!(exchange.body(), Err(Failure::Gone), "and stays so");
        assert!(!exchange.connection().is_connected());
        // The client may still be answered.
        let _ = exchange.answer("400 Bad Request", b"cut", true);
    });
    for request in [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n5\r\n",
    ] {
        let mut client = Client::connect(server.address());
        client.send(request.as_bytes());
        client.half_close();
        let (answer, end) = client.read_all();
        assert_eq!(
            (answer.as_str(), end),
            ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\ncut", End::Closed)
        );
    }
}

#[test]
fn what_a_cancelled_read_had_got_is_left_to_the_next_one() {
    let server = TestServer::start(|exchange| {
        let (request, app) = (exchange.request, exchange.app.clone());
        let noted = Box::new(Noted { app, name: "read", number: 1 });
        assert!(matches!(request.receive_body(buffer(64).0, true, || noted), Ok(Progress::Pending)));
        assert_eq!(exchange.connection().cancel_operations(&|operation| operation.overlapped() == 1), 1);
        // It counts as left, where the framing tells how much that is, and is there at once.
        assert!(request.has_body_left() && matches!(exchange.connection().body_left(), Some(6) | None));
        assert_eq!(read_nothing(exchange), Ok(Transferred::Waiting(1)));
        let mut piece = [0; 2];
        assert_eq!(read(exchange.connection(), &mut piece, false), Ok(Transferred::Bytes(2)));
        exchange.app.note(piece.escape_ascii().to_string());
        exchange
            .app
            .note(exchange.body().map_or_else(|why| format!("{why:?}"), |body| body.escape_ascii().to_string()));
        let _ = exchange.answer("200 OK", b"", false);
    });
    for (before, behind) in [
        ("Content-Length: 6\r\n\r\nabc", "def"),
        ("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "3\r\ndef\r\n0\r\n\r\n"),
    ] {
        let before_this = server.app.log().len();
        let mut client = Client::connect(server.address());
        client.send(format!("POST / HTTP/1.1\r\nHost: h\r\n{before}").as_bytes());
        assert_eq!(server.app.wait_for(before_this + 2)[before_this..], ["read Err(Cancelled)", "ab"]);
        client.send(behind.as_bytes());
        assert_eq!(server.app.wait_for(before_this + 3)[before_this + 2], "cdef");
        assert_eq!(client.read(38), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        // Its end is not noted before the next one begins.
        client.half_close();
        assert_eq!(client.read_all(), (String::new(), End::Closed));
        server.app.wait_for(before_this + 4);
    }
}

fn read_nothing(exchange: &Exchange) -> Outcome {
    read(exchange.connection(), &mut [], false)
}

#[test]
fn a_client_that_goes_on_sending_gets_its_answer_whole() {
    // All of it is with the kernel, and not with the client, when our side ends.
    const SIZE: usize = 100_000;
    let server = TestServer::start(|exchange| {
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {SIZE}\r\n\r\n");
        let _ = send(exchange.connection(), head.as_bytes(), &[b'x'; SIZE], last(true));
        exchange.app.note("sent");
    });
    for (at, request) in [
        "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ]
    .into_iter()
    .enumerate()
    {
        let mut client = Client::connect_narrow(server.address());
        client.send(request.as_bytes());
        // Where so much does not fit it is sent when the client reads.
        let sent = || server.app.log().iter().filter(|what| *what == "sent").count() > at;
        for _ in 0..100 {
            if sent() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        client.send(b"GET /more HTTP/1.1\r\nHost: h\r\n\r\n");
        let (text, end) = client.read_all();
        assert!(text.len() > SIZE && end == End::Closed, "{} bytes, {end:?}, {request}", text.len());
    }
}
