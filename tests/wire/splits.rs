//! Bytes in, bytes out, however the bytes are cut.

use super::client::{Client, End, undated};
use super::server::{TestServer, mirrored};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What comes back, and what becomes of the connection. `*` stands for a date.
pub enum After {
    /// Another request is answered.
    Open(String),
    Closed(String),
}

/// Each row at once, then byte by byte, and cut in two at each place.
pub fn check(server: &TestServer, rows: &[(String, After)]) {
    let next = AtomicUsize::new(0);
    let wrong: Vec<_> = rows.iter().filter_map(|(request, after)| run(server, request, after, []).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((request, after)) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut wrong = run(server, request, after, 1..request.len()).err();
                    for place in 1..request.len() {
                        wrong = wrong.or_else(|| run(server, request, after, [place]).err());
                    }
                    assert_eq!(wrong, None);
                }
            });
        }
    });
}

pub fn check_whole(server: &TestServer, request: &str, after: &After) {
    assert_eq!(run(server, request, after, []), Ok(()));
}

fn run(server: &TestServer, request: &str, after: &After, ends: impl IntoIterator<Item = usize>) -> Result<(), String> {
    let ends: Vec<usize> = ends.into_iter().collect();
    let mut client = Client::connect(server.address());
    client.send_split(request.as_bytes(), ends.iter().copied());
    let (expected, got) = match after {
        After::Open(text) => {
            let answer = client.read(text.len());
            client.send(b"GET /end HTTP/1.1\r\nHost: h:80\r\nConnection: close\r\n\r\n");
            let (rest, end) = client.read_all();
            (text.clone() + &mirrored("GET http://h:80/end ", true), (undated(&answer) + &undated(&rest), end))
        }
        After::Closed(text) => {
            let (answer, end) = client.read_all();
            (text.clone(), (undated(&answer), end))
        }
    };
    if got == (expected.clone(), End::Closed) {
        return Ok(());
    }
    let start: String = request.chars().take(200).collect();
    Err(format!("{} cut at {ends:?}:\n{got:?}, not\n{expected:?}", start.escape_default()))
}
