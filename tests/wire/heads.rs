//! Request heads and what becomes of them: bytes in, bytes out, and whether the connection stays.

use super::client::*;
use super::server::{TestServer, mirror, mirrored};
use super::splits::{After, check};

const HOST: &str = "Host: h:80\r\n";

fn open(text: &str) -> After {
    After::Open(mirrored(text, false))
}

fn closed(text: &str) -> After {
    After::Closed(mirrored(text, true))
}

fn check_all(rows: impl FnOnce(u16) -> Vec<(String, After)>) {
    let server = TestServer::start(mirror);
    check(&server, &rows(server.address().port()));
}

#[test]
fn lines_and_targets() {
    let all = |line: &str| format!("{line}\r\n{HOST}\r\n");
    check_all(|port| {
        vec![
            (all("GET / HTTP/1.1"), open("GET http://h:80/ ")),
            (all("\r\n\r\nGET / HTTP/1.1"), open("GET http://h:80/ ")),
            ("GET / HTTP/1.1\nHost: h:80\n\n".into(), open("GET http://h:80/ ")),
            (all("GET /a%20b/./c/../d?x=%20 HTTP/1.1"), open("GET http://h:80/a b/d?x=%20 ")),
            (all("GET http://other:81/x HTTP/1.1"), open("GET http://other:81/x ")),
            (all("GET http://other HTTP/1.1"), open(&format!("GET http://other:{port}/ "))),
            (all("OPTIONS * HTTP/1.1"), open("OPTIONS http://h:80/ ")),
            (all("GET * HTTP/1.1"), After::Closed(bad_url())),
            (all("GET h:80 HTTP/1.1"), After::Closed(bad_url())),
            (all("get / HTTP/1.1"), open("get http://h:80/ ")),
            (all("M-SEARCH / HTTP/1.1"), open("M-SEARCH http://h:80/ ")),
            (all("DELETE / HTTP/1.1"), open("DELETE http://h:80/ ")),
            (all("PATCH / HTTP/1.1"), open("PATCH http://h:80/ ")),
            (all("TRACK / HTTP/1.1"), open("TRACK http://h:80/ ")),
            (all("G(T / HTTP/1.1"), After::Closed(bad_verb())),
            (all("GET /\x01 HTTP/1.1"), After::Closed(bad_url())),
            (all("GET /%00 HTTP/1.1"), After::Closed(bad_url())),
            (all("GET /%1f HTTP/1.1"), After::Closed(bad_url())),
            (all("GET / HTTP/2.0"), After::Closed(bad_version())),
            (all("GET / HTTP/1.2"), After::Closed(bad_version())),
            (all("GET / HTTX/1.1"), After::Closed(bad_request())),
            (all("GET /"), After::Closed(bad_request())),
            (all("GET / HTTP/1.1\rX: y"), After::Closed(bad_request())),
            (all("GET / HTTP/1.1\n"), After::Closed(bad_request())),
        ]
    });
}

#[test]
fn fields_and_hosts() {
    let all = |fields: &str| format!("GET / HTTP/1.1\r\n{fields}\r\n");
    let fine = || open("GET http://h:80/ ");
    check_all(|port| {
        vec![
            (all(HOST), fine()),
            (all("hOsT:h:80 \t\r\n"), fine()),
            (all("Host: [::1]:80\r\n"), open("GET http://[::1]:80/ ")),
            (all("Host: h\r\n"), open(&format!("GET http://h:{port}/ "))),
            (all("Host: h:80\r\nX: a\r\nX: b\r\nx: c\r\n"), fine()),
            (all("Host: h:80\r\nX: a\r\n b\r\n\tc\r\n"), fine()),
            (all("Host: h:80\r\nX:\r\nAccept:\r\n"), fine()),
            (all(" \r\nHost: h:80\r\n"), fine()),
            (all(""), After::Closed(bad_host())),
            (all("X: y\r\n"), After::Closed(bad_host())),
            (all("Host:\r\n"), After::Closed(bad_host())),
            (all("Host: h:80\r\nHost: h:80\r\n"), After::Closed(bad_host())),
            (all("Host: a b\r\n"), After::Closed(bad_host())),
            (all("Host: h:99999\r\n"), After::Closed(bad_host())),
            (all("Host: h:80\r\nX y: z\r\n"), After::Closed(bad_header())),
            (all("Host: h:80\r\nX : z\r\n"), After::Closed(bad_header())),
            (all("Host: h:80\r\n: z\r\n"), After::Closed(bad_header())),
            (all("Host: h:80\r\nX: a\0b\r\n"), After::Closed(bad_header())),
            (all("Host: h:80\r\nX\r\n"), After::Closed(bad_header())),
            (all("X: a\r\n X: b\r\nHost: h\r\n 80\r\n"), After::Closed(bad_header())),
            (all(" X: y\r\nHost: h:80\r\n"), After::Closed(bad_header())),
            (all("Host: h:80\nX: y\r\n"), After::Closed(bad_request())),
            (all("Host: h:80\r\nX: a\rb\r\n"), After::Closed(bad_header())),
            // HTTP/1.0 needs no host.
            ("GET / HTTP/1.0\r\n\r\n".into(), closed(&format!("GET http://127.0.0.1:{port}/ "))),
        ]
    });
}

#[test]
fn connections_stay_or_end() {
    let with = |version: &str, fields: &str| format!("GET / HTTP/1.{version}\r\n{HOST}{fields}\r\n");
    let text = "GET http://h:80/ ";
    check_all(|_| {
        vec![
            (with("1", "Connection: keep-alive\r\n"), open(text)),
            (with("1", "Connection: close\r\n"), closed(text)),
            (with("1", "Connection: Foo, CLOSE\r\n"), closed(text)),
            (with("1", "Connection: foo\r\nConnection: close\r\n"), closed(text)),
            (with("1", "Connection: closed\r\n"), open(text)),
            (with("0", ""), closed(text)),
            (with("0", "Connection: keep-alive\r\n"), closed(text)),
            (format!("GET /close HTTP/1.1\r\n{HOST}\r\n"), closed("bye")),
            (format!("GET /404 HTTP/1.1\r\n{HOST}\r\n"), After::Closed(not_found())),
            (format!("HEAD /404 HTTP/1.1\r\n{HOST}\r\n"), After::Closed(head_of(&not_found()))),
            (format!("HEAD / HTTP/1.1\r\n{HOST}\r\n"), After::Open(head_of(&mirrored("HEAD http://h:80/ ", false)))),
            (format!("GET /none HTTP/1.1\r\n{HOST}\r\n"), After::Open("HTTP/1.1 204 No Content\r\n\r\n".into())),
        ]
    });
}

fn head_of(answer: &str) -> String {
    answer.split_once("\r\n\r\n").map(|(head, _)| format!("{head}\r\n\r\n")).expect("a head")
}

#[test]
fn framing() {
    let post = |fields: &str, body: &str| format!("POST / HTTP/1.1\r\n{HOST}{fields}\r\n{body}");
    let refused = || After::Closed(bad_request());
    check_all(|_| {
        vec![
            (post("Content-Length: 0\r\n", ""), open("POST http://h:80/ ")),
            (post("Content-Length: 5\r\n", "hello"), open("POST http://h:80/ hello")),
            (post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), open("POST http://h:80/ hello")),
            (post("Transfer-Encoding: gzip, Chunked,\r\n", "0\r\n\r\n"), open("POST http://h:80/ ")),
            (
                post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "2\r\nhi\r\n0\r\n\r\n"),
                closed("POST http://h:80/ hi"),
            ),
            (post("", ""), After::Closed(length_required())),
            (format!("PUT / HTTP/1.1\r\n{HOST}\r\n"), After::Closed(length_required())),
            (post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), refused()),
            (post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), refused()),
            (post("Content-Length: 5, 5\r\n", "hello"), refused()),
            (post("Content-Length: +5\r\n", "hello"), refused()),
            (post("Content-Length: -1\r\n", ""), refused()),
            (post("Content-Length: 0x5\r\n", "hello"), refused()),
            (post("Content-Length: 9223372036854775808\r\n", ""), refused()),
            (post("Content-Length:\r\n", ""), refused()),
            (post("Transfer-Encoding: chunked, gzip\r\n", ""), refused()),
            (post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), refused()),
            (post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), refused()),
            (post("Transfer-Encoding: gzip\r\n", ""), refused()),
            (post("Transfer-Encoding: cow\r\n", ""), After::Closed(not_implemented())),
            (post("Transfer-Encoding: identity\r\n", ""), After::Closed(not_implemented())),
            (format!("POST / HTTP/1.0\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), refused()),
            (format!("GET / HTTP/1.1\r\n{HOST}Content-Length: 2\r\n\r\nab"), open("GET http://h:80/ ab")),
            (format!("CHECKIN / HTTP/1.1\r\n{HOST}\r\n"), open("CHECKIN http://h:80/ ")),
        ]
    });
}

#[test]
fn heads_have_a_size() {
    let server = TestServer::start(mirror);
    let long = |count: usize| "x".repeat(count);
    let row = |bytes: String, answer: String| (bytes, After::Closed(answer));
    let rows = [
        row(format!("GET /{} HTTP/1.1\r\n{HOST}\r\n", long(16_500)), url_too_long()),
        row(format!("GET /{}", long(20_000)), url_too_long()),
        row(format!("GET /{} HTTP/1.1\r\n{HOST}\r\n", long(300)), bad_url()),
        row(format!("GET {} HTTP/1.1\r\n{HOST}\r\n", "/a".repeat(300)), bad_url()),
        row(format!("{} / HTTP/1.1\r\n{HOST}\r\n", long(300)), bad_verb()),
        row(format!("GET / HTTP/1.1\r\n{HOST}X: {}\r\n\r\n", long(16_500)), too_long()),
        row(format!("GET / HTTP/1.1\r\n{HOST}{}\r\n", "A: b\r\n".repeat(210)), too_long()),
        row(format!("GET / HTTP/1.1\r\n{HOST}{}", "Abcd: efgh\r\n".repeat(3000)), too_long()),
    ];
    for (request, after) in &rows {
        super::splits::check_whole(&server, request, after);
    }
    let fits = format!("GET / HTTP/1.1\r\n{HOST}X: {}\r\n\r\n", long(15_000));
    super::splits::check_whole(&server, &fits, &open("GET http://h:80/ "));
}
