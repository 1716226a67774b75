//! Requests and their answers, with and without bodies.

use super::client::{ask, connect, dial, get, read, run};
use super::frames::*;
use super::layer::{Kind, kind};
use super::server::*;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use httpapi::net::connection::SendEnd;
use httpapi::net::http1::head::Version;
use httpapi::net::settings::Settings;
use std::time::Duration;

/// Tells the head as it was seen.
fn tell(exchange: &Exchange) {
    let (head, bytes) = (exchange.request.head(), exchange.request.bytes());
    assert_eq!(head.version, Version::Http2);
    let text = String::from_utf8_lossy(bytes).into_owned();
    let _ = exchange.answer("200 OK", text.as_bytes(), false);
}

#[test]
fn a_get_is_one_request_and_many_share_a_session() {
    let server = TestServer::start(mirror);
    run(async {
        let session = connect(server.address()).await;
        for number in 0..300 {
            let path = format!("/a/{number}?q=%20");
            let (head, body) = ask(&session, get(&path), None).await.expect("an answer");
            assert_eq!(head.status(), 200);
            let port = server.address().port();
            assert_eq!(String::from_utf8_lossy(&body), format!("GET http://h:{port}{path} "));
        }
    });
    // With that of the session, which may come before the last stream's.
    assert_eq!(server.app.wait_for(301).iter().filter(|what| *what == "lost").count(), 300, "each ends by itself");
}

#[test]
fn requests_of_one_session_at_the_same_time() {
    let server = TestServer::start(mirror);
    run(async {
        let session = connect(server.address()).await;
        // With the answer the client knows how many streams there may be.
        ask(&session, get("/a"), None).await.expect("an answer");
        let asked: Vec<_> = (0..200)
            .map(|number| {
                let session = session.clone();
                let body = vec![b'a' + (number % 26) as u8; number * 101];
                tokio::spawn(async move {
                    let request = Request::post(format!("http://h/{number}"));
                    let request = request.header("content-length", body.len()).body(()).expect("a request");
                    let (head, answer) = ask(&session, request, Some(&body)).await.expect("an answer");
                    assert_eq!(head.status(), 200);
                    let expected = [format!("/{number} ").as_bytes(), &body].concat();
                    assert!(answer.ends_with(&expected), "{}", answer.len());
                })
            })
            .collect();
        for one in asked {
            one.await.expect("no panic");
        }
    });
}

#[test]
fn the_head_is_that_of_http_1_1() {
    let server = TestServer::start(tell);
    let told = |request: Request<()>, body: Option<&'static [u8]>| {
        let address = server.address();
        run(async move {
            let (_, body) = ask(&connect(address).await, request, body).await.expect("an answer");
            String::from_utf8(body).expect("text")
        })
    };
    let request = Request::get("http://name:81/p%41th/?a=b&c")
        .header("x-one", "1")
        .header("cookie", "a=1")
        .header("cookie", "b=2")
        .header("X-Two", "2")
        .body(())
        .expect("a request");
    assert_eq!(
        told(request, None),
        "GET /p%41th/?a=b&c HTTP/1.1\r\nHost: name:81\r\nx-one: 1\r\nx-two: 2\r\ncookie: a=1; b=2\r\n\r\n"
    );
    let request = Request::post("http://h/").body(()).expect("a request");
    assert_eq!(told(request, Some(b"x")), "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    let request = Request::put("http://h/").header("content-length", "1").body(()).expect("a request");
    assert_eq!(told(request, Some(b"x")), "PUT / HTTP/1.1\r\nHost: h\r\ncontent-length: 1\r\n\r\n");
}

#[test]
fn what_http_1_1_refuses_is_refused_by_the_same_pages() {
    let server = TestServer::start(mirror);
    let asked = |request: Request<()>| {
        let address = server.address();
        run(async move {
            let (head, body) = ask(&connect(address).await, request, None).await.expect("an answer");
            assert!(!head.headers().contains_key("connection"));
            assert_eq!(head.headers()["content-length"], body.len().to_string());
            (head.status().as_u16(), String::from_utf8_lossy(&body).into_owned())
        })
    };
    let build = |method: &str, url: &str| Request::builder().method(method).uri(url).body(()).expect("a request");
    for (request, status, words) in [
        (build("POST", "http://h/"), 411, "Length Required"),
        (build("GET", "http://h/%00"), 400, "Invalid URL"),
        (build("GET", "http://h/404"), 404, "not found"),
        (build("GET", &format!("http://h/{}", "x".repeat(16_400))), 414, "URL is too long"),
        (build("GET", "http://u@h/"), 400, "Invalid Hostname"),
    ] {
        let (got, page) = asked(request);
        assert_eq!(got, status, "{words}");
        assert!(page.contains(words), "{page}");
    }
    let mut many = build("GET", "http://h/");
    for number in 0..201 {
        many.headers_mut().append("cookie", number.to_string().parse().expect("a value"));
    }
    assert_eq!(asked(many).0, 400, "crumbs count");
    let mut long = build("GET", "http://h/");
    long.headers_mut().insert("x", "y".repeat(17_000).parse().expect("a value"));
    assert_eq!(asked(long).0, 400);
    let (head, body) = run(async {
        let request = build("HEAD", "http://h/404");
        ask(&connect(server.address()).await, request, None).await.expect("an answer")
    });
    assert_eq!((head.status(), body.len()), (StatusCode::NOT_FOUND, 0));
}

#[test]
fn bodies_of_any_length_come_whole() {
    let server = TestServer::start(|exchange| {
        let body = exchange.body().expect("a body");
        let sum = body.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(*byte));
        let _ = exchange.answer("200 OK", format!("{} {sum}", body.len()).as_bytes(), false);
    });
    for length in [0, 1, 36, 37, 38, 8191, 8192, 8193, 65_535, 65_536, 300_000, 3_000_000] {
        for declared in [false, true] {
            let body: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8).collect();
            let sum = body.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(*byte));
            let address = server.address();
            let answer = run(async {
                let session = connect(address).await;
                let mut request = Request::post("http://h/").body(()).expect("a request");
                if declared {
                    request.headers_mut().insert("content-length", length.into());
                }
                ask(&session, request, Some(&body)).await.expect("an answer").1
            });
            assert_eq!(String::from_utf8_lossy(&answer), format!("{length} {sum}"), "{declared}");
        }
    }
}

#[test]
fn long_answers_wait_for_the_windows_of_the_client() {
    const LENGTH: usize = 5_000_000;
    let server = TestServer::start(|exchange| {
        let body: Vec<u8> = (0..LENGTH).map(|at| (at % 251) as u8).collect();
        assert!(exchange.answer("200 OK", &body, false).is_ok());
    });
    for window in [1 << 20, 65_535, 1000] {
        let address = server.address();
        let body = run(async move {
            let socket = dial(address);
            let (send, session) = h2::client::Builder::new()
                .initial_window_size(window)
                .handshake::<_, Bytes>(socket)
                .await
                .expect("one");
            tokio::spawn(async move {
                let _ = session.await;
            });
            ask(&send, get("/"), None).await.expect("an answer").1
        });
        assert_eq!(body.len(), LENGTH);
        assert!(body.iter().enumerate().all(|(at, byte)| *byte == (at % 251) as u8));
    }
}

/// END_STREAM comes with the last bytes where it is known which those are.
#[test]
fn ends_are_told_with_the_last_frame() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    let kinds =
        |frames: &[Frame]| frames.iter().map(|frame| (frame.kind, frame.flags & END_STREAM)).collect::<Vec<_>>();
    raw.get(1, "/a");
    assert_eq!(kinds(&raw.read_stream(1)), [(HEADERS, 0), (DATA, 1)]);
    raw.get(3, "/none");
    assert_eq!(kinds(&raw.read_stream(3)), [(HEADERS, 1)]);
    raw.send(&frame(HEADERS, END_STREAM | END_HEADERS, 5, &head("HEAD", "/a", &[])));
    assert_eq!(kinds(&raw.read_stream(5)), [(HEADERS, 1)]);
    raw.get(7, "/404");
    assert_eq!(kinds(&raw.read_stream(7)), [(HEADERS, 0), (DATA, 1)]);
    // The preface and frames in pieces of one byte.
    let mut raw = Raw::silent(server.address());
    let bytes = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        frame(SETTINGS, 0, 0, &[]),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, &head("GET", "/a", &[])),
    ]
    .concat();
    for byte in bytes {
        raw.send(&[byte]);
    }
    assert_eq!(kinds(&raw.read_stream(1)), [(HEADERS, 0), (DATA, 1)]);
}

#[test]
fn parts_trailers_and_short_answers() {
    let server = TestServer::start(|exchange| {
        let connection = exchange.connection();
        let more = SendEnd::default();
        match exchange.path() {
            "/parts" => {
                assert!(send(connection, b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n", b"one ", more).is_ok());
                assert!(send(connection, b"", b"two ", more).is_ok());
                assert!(send(connection, b"", b"", last(false)).is_ok());
            }
            "/trailers" => {
                assert!(send(connection, b"HTTP/1.1 200 OK\r\n\r\n", b"body", more).is_ok());
                connection.set_trailers(b"x-sum: 4\r\nX-Other: z\r\n");
                assert!(send(connection, b"", b" end", last(false)).is_ok());
            }
            "/trailers-alone" => {
                connection.set_trailers(b"x-sum: 0\r\n");
                assert!(send(connection, b"HTTP/1.1 200 OK\r\n\r\n", b"", last(false)).is_ok());
            }
            "/fields" => {
                let head = b"HTTP/1.1 299 What\r\nConnection: close\r\nKeep-Alive: 1\r\nTransfer-Encoding: chunked\r\n\
                             Upgrade: x\r\nProxy-Connection: y\r\nX-A: 1\r\nX-A: 2\r\n\r\n";
                assert!(send(connection, head, b"", last(true)).is_ok());
            }
            _ => {
                // Fewer bytes than are told.
                assert!(send(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"four", last(true)).is_ok());
            }
        }
    });
    run(async {
        let session = connect(server.address()).await;
        let trailers = |path: &'static str| {
            let session = session.clone();
            async move {
                let mut session = session.ready().await.expect("a session");
                let (response, _) = session.send_request(get(path), true).expect("a stream");
                let mut stream = response.await.expect("a head").into_body();
                let mut body = Vec::new();
                while let Some(data) = stream.data().await {
                    body.extend_from_slice(&data.expect("data"));
                }
                (body, stream.trailers().await.expect("trailers").unwrap_or_default())
            }
        };
        let (head, body) = ask(&session, get("/parts"), None).await.expect("an answer");
        assert_eq!((&head.headers()["x"], &body[..]), (&"y".parse().expect("a value"), &b"one two "[..]));
        let (body, told) = trailers("/trailers").await;
        let expected: HeaderMap = [("x-sum", "4"), ("x-other", "z")]
            .into_iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect();
        assert_eq!((&body[..], told), (&b"body end"[..], expected));
        let (body, told) = trailers("/trailers-alone").await;
        assert_eq!((body.len(), &told["x-sum"]), (0, &"0".parse().expect("a value")));
        let (head, _) = ask(&session, get("/fields"), None).await.expect("an answer");
        assert_eq!(head.status(), 299);
        assert_eq!(head.headers().len(), 2, "{head:?}");
        let error = ask(&session, get("/short"), None).await.expect_err("the length does not hold");
        assert_eq!(error.reason(), Some(h2::Reason::PROTOCOL_ERROR));
    });
}

#[test]
fn a_body_is_asked_for_where_the_client_waits() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    let block = head("POST", "/", &[("expect", "100-continue"), ("content-length", "2")]);
    raw.send(&frame(HEADERS, END_HEADERS, 1, &block));
    let interim = raw.read_until(HEADERS);
    assert_eq!((interim.stream, interim.flags & END_STREAM), (1, 0));
    raw.send(&frame(DATA, END_STREAM, 1, b"ok"));
    let rest = raw.read_stream(1);
    assert_eq!(rest.iter().map(|frame| frame.kind).collect::<Vec<_>>(), [HEADERS, DATA]);
}

/// An answer to a body that nobody has read resets what is left of it without a fault.
#[test]
fn an_early_answer() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_HEADERS, 1, &head("POST", "/early", &[("content-length", "1000000")])));
    raw.send(&frame(DATA, 0, 1, &[0; 1000]));
    let frames = raw.read_stream(1);
    assert_eq!(frames.last().map(|frame| frame.kind), Some(DATA));
    let reset = raw.read_until(RST_STREAM);
    assert_eq!((reset.stream, reset.code()), (1, 0), "NO_ERROR");
    raw.get(3, "/a");
    assert_eq!(raw.read_stream(3).len(), 2);
}

#[test]
fn what_cannot_be_said_resets_its_stream_alone() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    let connects =
        [(":method", "CONNECT"), (":scheme", "http"), (":path", "/"), (":authority", "h"), (":protocol", "x")];
    for (number, (block, flags, code)) in [
        // Fields of the connection, two hosts, another host, no path: PROTOCOL_ERROR.
        (head("GET", "/", &[("connection", "close")]), END_STREAM, 1),
        (head("GET", "/", &[("transfer-encoding", "chunked")]), END_STREAM, 1),
        (head("GET", "/", &[("te", "gzip")]), END_STREAM, 1),
        (head("GET", "/", &[("host", "h"), ("host", "h")]), END_STREAM, 1),
        (head("GET", "/", &[("host", "other")]), END_STREAM, 1),
        (head("GET", "/ x", &[]), END_STREAM, 1),
        (head("GET", "", &[]), END_STREAM, 1),
        // HTTP_1_1_REQUIRED.
        (head("HEAD", "/", &[]), 0, 13),
        (fields(&connects), 0, 13),
        // What is longer than it was told to be.
        (head("POST", "/", &[("content-length", "1")]), 0, 1),
    ]
    .into_iter()
    .enumerate()
    {
        let stream = 2 * number as u32 + 1;
        raw.send(&frame(HEADERS, END_HEADERS | flags, stream, &block));
        if flags == 0 {
            raw.send(&frame(DATA, 0, stream, b"xy"));
        }
        let last = raw.read_stream(stream).pop().expect("a frame");
        assert!(last.kind == RST_STREAM && last.code() == code, "{number}: {last:?}");
    }
    raw.get(101, "/a");
    assert_eq!(raw.read_stream(101).len(), 2, "the session lives");
    // A name or a value that cannot be one is a fault of the session.
    let upper = [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("X-Upper", "1")];
    for block in [fields(&upper), head("GET", "/", &[("x", "a\r\nb: c")]), head("GET", "/", &[("x", "a\0")])] {
        let mut raw = Raw::connect(server.address(), &[]);
        raw.send(&frame(HEADERS, END_HEADERS | END_STREAM, 1, &block));
        assert!(matches!(raw.read_to_end(), Some(1 | 9)));
    }
}

/// Of what HTTP/1.1 takes without an escape `h2` takes a few for no part of a URL, and nothing else.
#[test]
fn few_characters_are_for_http_1_1_alone() {
    let server = TestServer::start(mirror);
    let mut raw = Raw::connect(server.address(), &[]);
    let (mut targets, mut refused) = (Vec::new(), [String::new(), String::new()]);
    // What begins an escape or a fragment is no letter by itself.
    for letter in ('!'..='~').filter(|letter| !matches!(letter, '#' | '%')) {
        for (place, before) in ["/a", "/a?b"].into_iter().enumerate() {
            let (stream, target) = (2 * targets.len() as u32 + 1, format!("{before}{letter}c"));
            raw.get(stream, &target);
            let frames = raw.read_stream(stream);
            let last = frames.last().expect("a frame");
            if last.kind == RST_STREAM {
                assert_eq!(last.code(), 1, "{target}");
                refused[place].push(letter);
            } else {
                assert_eq!((frames.len(), last.kind), (2, DATA), "{target}");
            }
            targets.push(target);
        }
    }
    assert_eq!(refused, ["<>`", "\"<>"]);
    if kind() == Kind::Https {
        return;
    }
    let mut raw = Raw::silent(server.address());
    for target in &targets {
        raw.send(format!("GET {target} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes());
    }
    raw.half_close();
    let mut answer = String::new();
    let _ = std::io::Read::read_to_string(&mut raw.0, &mut answer);
    assert_eq!(answer.matches("HTTP/1.1 200 ").count(), targets.len(), "{answer}");
}

#[test]
fn websockets_begin_by_an_extended_connect() {
    let server = TestServer::start(|exchange| {
        let head = String::from_utf8_lossy(exchange.request.bytes()).into_owned();
        assert!(head.starts_with("GET /chat HTTP/1.1\r\nHost: h\r\n"), "{head}");
        assert!(head.contains("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: "), "{head}");
        assert!(exchange.request.head().upgrade);
        let connection = exchange.connection();
        assert!(connection.may_leave_http());
        let switch = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                       Sec-WebSocket-Accept: x\r\nSec-WebSocket-Protocol: p\r\n\r\n";
        let upgrade = SendEnd { upgrade: true, ..SendEnd::default() };
        assert!(send(connection, switch, b"", upgrade).is_ok());
        // Bytes go both ways until the client ends its side.
        let mut piece = [0; 100];
        while let Ok(httpapi::net::connection::Transferred::Bytes(count)) = read_some(connection, &mut piece) {
            assert!(send(connection, b"", &piece[..count], SendEnd::default()).is_ok());
        }
        assert!(send(connection, b"", b"bye", last(true)).is_ok());
    });
    run(async {
        let session = connect(server.address()).await;
        let mut session = session.ready().await.expect("a session");
        while !session.is_extended_connect_protocol_enabled() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let mut request = Request::builder().method(Method::CONNECT).uri("http://h/chat").body(()).expect("a request");
        request.extensions_mut().insert(h2::ext::Protocol::from_static("websocket"));
        let (response, mut stream) = session.send_request(request, false).expect("a stream");
        let response = response.await.expect("a head");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers().len(), 1, "{response:?}");
        let mut body = response.into_body();
        for text in ["one", "two"] {
            stream.send_data(text.into(), false).expect("a stream");
            assert_eq!(body.data().await.expect("data").expect("data"), text);
        }
        stream.send_data(Bytes::new(), true).expect("a stream");
        assert_eq!(body.data().await.expect("data").expect("data"), "bye");
    });
}

/// Another success than 101 would be taken for the handshake's.
#[test]
fn a_page_is_no_handshake() {
    let server = TestServer::start(|exchange| {
        let status = &exchange.path()[1..];
        let _ = exchange.answer(&format!("{status} Any"), b"page", false);
    });
    let fields_of = |path| {
        let pseudo = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http")];
        fields(&[&pseudo[..], &[(":path", path), (":authority", "h")]].concat())
    };
    let mut raw = Raw::connect(server.address(), &[]);
    raw.send(&frame(HEADERS, END_HEADERS, 1, &fields_of("/200")));
    let frames = raw.read_stream(1);
    assert_eq!((frames.len(), frames[0].kind, frames[0].code()), (1, RST_STREAM, 13), "HTTP_1_1_REQUIRED");
    raw.send(&frame(HEADERS, END_HEADERS, 3, &fields_of("/404")));
    assert_eq!(raw.read_stream(3).iter().map(|frame| frame.kind).collect::<Vec<_>>(), [HEADERS, DATA]);
}

fn read_some(connection: &std::sync::Arc<httpapi::net::connection::Connection>, into: &mut [u8]) -> Outcome {
    super::server::read(connection, into, false)
}

#[test]
fn without_leave_the_preface_is_no_request() {
    if kind() == Kind::Https {
        // There both have agreed on HTTP/2, and nothing else is understood.
        let server = TestServer::with(Settings { http2_cleartext: false, ..Settings::default() }, 2, mirror);
        let mut raw = Raw::silent(server.address());
        raw.send(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        assert_eq!(raw.read_to_end(), None, "an end without an answer");
        assert_eq!(server.app.wait_for(1), ["lost idle"]);
        let mut raw = Raw::connect(server.address(), &[]);
        raw.get(1, "/a");
        assert_eq!(raw.read_stream(1).len(), 2);
        return;
    }
    let server = TestServer::with(Settings { http2_cleartext: false, ..Settings::default() }, 2, mirror);
    let mut raw = Raw::silent(server.address());
    raw.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    let mut answer = String::new();
    let _ = std::io::Read::read_to_string(&mut raw.0, &mut answer);
    assert!(answer.starts_with("HTTP/1.1 505 "), "{answer}");
    // Nor is it one behind a request of HTTP/1.1.
    let server = TestServer::start(mirror);
    let mut raw = Raw::silent(server.address());
    raw.send(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    let mut answer = String::new();
    let _ = std::io::Read::read_to_string(&mut raw.0, &mut answer);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("HTTP/1.1 505 "), "{answer}");
}

#[test]
fn an_unread_answer_does_not_stop_others() {
    let server = TestServer::start(|exchange| match exchange.path() {
        "/long" => {
            let chunk = [bytes(vec![b'x'; 4 << 20].leak())];
            let head = b"HTTP/1.1 200 OK\r\n\r\n";
            let app = exchange.app.clone();
            let noted = || Box::new(Noted { app, name: "send", number: 1 }) as _;
            assert!(exchange.connection().send(head, &chunk, last(false), noted).is_ok());
        }
        _ => mirror(exchange),
    });
    run(async {
        let socket = dial(server.address());
        let (session, driver) = h2::client::Builder::new()
            .initial_connection_window_size(8 << 20)
            .handshake::<_, Bytes>(socket)
            .await
            .expect("a session");
        tokio::spawn(async move {
            let _ = driver.await;
        });
        let mut waiting = session.clone().ready().await.expect("a session");
        let (response, _) = waiting.send_request(get("/long"), true).expect("a stream");
        let long = response.await.expect("a head");
        for number in 0..50 {
            let path = format!("/{number}");
            assert_eq!(ask(&session, get(&path), None).await.expect("an answer").0.status(), 200);
        }
        assert_eq!(read(long).await.1.expect("all of it").len(), 4 << 20);
    });
}
