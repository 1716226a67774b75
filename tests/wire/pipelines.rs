//! Requests that do not wait for the answer to the one before.

use super::client::*;
use super::server::*;
use httpapi::net::connection::{Failure, SendEnd};
use httpapi::net::settings::Settings;

fn get(number: usize, padding: usize) -> String {
    format!("GET /n{number} HTTP/1.1\r\nHost: h:80\r\nX: {}\r\n\r\n", "p".repeat(padding))
}

fn answered(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(|number| mirrored(&format!("GET http://h:80/n{number} "), false)).collect()
}

#[test]
fn answers_come_in_order_however_many_requests_come_at_once() {
    let server = TestServer::start(mirror);
    // More than one buffer's worth, with sizes that hit every place of the buffers.
    for padding in [0, 1, 7, 100, 1000, 3900, 4000, 4100, 9000] {
        let mut client = Client::connect(server.address());
        let count = 60_000 / (padding + 30);
        let requests: String = (0..count).map(|number| get(number, padding + number % 3)).collect();
        let expected = answered(0..count);
        std::thread::scope(|scope| {
            let mut sender = client.another();
            scope.spawn(move || sender.send(requests.as_bytes()));
            let got = client.read(expected.len());
            let same = got.bytes().zip(expected.bytes()).take_while(|(got, expected)| got == expected).count();
            let rest = &got[same.saturating_sub(100)..];
            assert!(got == expected, "padding of {padding}: {same} bytes of {}, then {:.300}", expected.len(), rest);
        });
    }
}

#[test]
fn bodies_between_them_are_kept_apart() {
    let server = TestServer::start(mirror);
    for size in [1, 100, 4095, 4096, 4097, 8192, 10_000, 20_000] {
        let mut client = Client::connect(server.address());
        let body = "b".repeat(size);
        let one = format!("POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: {size}\r\n\r\n{body}");
        let two = format!(
            "POST /early HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{body}\r\n0\r\n\r\n"
        );
        let three = format!(
            "POST /3 HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{body}\r\n0\r\n\r\n"
        );
        let requests = [one, two, three, get(4, 4500), get(5, 0)].concat().repeat(3);
        let expected = [
            mirrored(&format!("POST http://h:80/ {body}"), false),
            mirrored("early", false),
            mirrored(&format!("POST http://h:80/3 {body}"), false),
            answered([4, 5]),
        ];
        let expected = expected.concat().repeat(3);
        std::thread::scope(|scope| {
            let mut sender = client.another();
            scope.spawn(move || sender.send(requests.as_bytes()));
            assert!(client.read(expected.len()) == expected, "bodies of {size}");
        });
    }
}

#[test]
fn complete_requests_before_the_end_of_the_client_are_answered() {
    let server = TestServer::start(mirror);
    let mut client = Client::connect(server.address());
    let requests: String = (0..50).map(|number| get(number, 300)).collect();
    client.send(requests.as_bytes());
    client.half_close();
    assert_eq!(client.read_all(), (answered(0..50), End::Closed));
    // A part of one more is dropped.
    let mut client = Client::connect(server.address());
    client.send((get(1, 0) + "GET /2 HTTP/1.1\r\nHo").as_bytes());
    client.half_close();
    assert_eq!(client.read_all(), (answered([1]), End::Closed));
}

#[test]
fn nothing_behind_the_last_request_is_answered() {
    let server = TestServer::start(mirror);
    for (last, answer) in [
        ("GET /close HTTP/1.1\r\nHost: h:80\r\n\r\n", mirrored("bye", true)),
        ("GET /x HTTP/1.1\r\nHost: h:80\r\nConnection: close\r\n\r\n", mirrored("GET http://h:80/x ", true)),
        ("GET /x HTTP/1.0\r\nHost: h:80\r\n\r\n", mirrored("GET http://h:80/x ", true)),
        ("GE(T /x HTTP/1.1\r\nHost: h:80\r\n\r\n", bad_verb()),
    ] {
        let mut client = Client::connect(server.address());
        client.send((get(1, 0) + last + &get(3, 0).repeat(200)).as_bytes());
        let (text, end) = client.read_all();
        assert_eq!((undated(&text), end), (answered([1]) + &answer, End::Closed), "{last}");
    }
}

#[test]
fn what_is_done_with_an_answered_request_leaves_the_next_one_alone() {
    let server = TestServer::start(|exchange| {
        let noted = |name| Box::new(Noted { app: exchange.app.clone(), name, number: 1 });
        if exchange.path() == "/second" {
            exchange.app.note("second");
            // The other thread tries to have its body meanwhile.
            exchange.app.wait_for(2);
            return mirror(exchange);
        }
        let _ = exchange.answer("200 OK", b"first", false);
        exchange.app.wait_for(1);
        let request = exchange.request;
        assert!(!request.has_body_left());
        let read = request.receive_body(buffer(64).0, false, || noted("read"));
        assert!(matches!(read, Err(Failure::Gone)));
        assert_eq!(request.take_body(buffer(64).0), None);
        let sent = request.send(b"HTTP/1.1 200 OK\r\n", &[], || Some(SendEnd::default()), || noted("send"));
        assert!(matches!(sent, Err(Failure::Gone)));
        exchange.app.note("tried");
    });
    let mut client = Client::connect(server.address());
    client.send(b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 1\r\n\r\na");
    let first = mirrored("first", false);
    assert_eq!(client.read(first.len()), first);
    client.send(b"POST /second HTTP/1.1\r\nHost: h:80\r\nContent-Length: 6\r\n\r\nsecret");
    let second = mirrored("POST http://h:80/second secret", false);
    assert_eq!(client.read(second.len()), second);
    assert_eq!(server.app.log(), ["second", "tried"]);
}

#[test]
fn whoever_answers_at_once_does_not_fill_the_stack() {
    // Answered by the thread that reads, in the call that brings the request.
    let server = TestServer::with(Settings::default(), 0, |exchange| {
        let _ = exchange.answer("200 OK", b"", false);
    });
    let count = 20_000;
    let mut client = Client::connect(server.address());
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".repeat(count);
    std::thread::scope(|scope| {
        let mut sender = client.another();
        scope.spawn(move || sender.send("GET /inline HTTP/1.1\r\nHost: h\r\n\r\n".repeat(count).as_bytes()));
        assert!(client.read(answer.len()) == answer);
    });
}
