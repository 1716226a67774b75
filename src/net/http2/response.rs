//! The text of a response's head in HTTP/1.1 as what goes into HEADERS.

use http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use std::cell::RefCell;

/// Fields that speak of the connection, which are no business of HTTP/2 (RFC 9113, 8.2.2).
fn is_of_the_connection(name: &HeaderName) -> bool {
    *name == CONNECTION
        || *name == TRANSFER_ENCODING
        || *name == UPGRADE
        || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}

/// How long a head is, behind which other bytes may stand; `None` where it has not come whole.
pub fn length(bytes: &[u8]) -> Option<usize> {
    // Looks at the place of the last of the four bytes that end a head, and goes as far as it tells.
    let mut last = 3;
    while let Some(byte) = bytes.get(last) {
        match byte {
            b'\n' if bytes[last - 3..last] == *b"\r\n\r" => return Some(last + 1),
            b'\n' => last += 2,
            b'\r' => last += 1,
            _ => last += 4,
        }
    }
    None
}

/// A head that HTTP/2 cannot say.
#[derive(Debug)]
pub struct Unsayable;

/// Reads a head, behind which other bytes may stand, and tells how long it is; nothing where it has not come whole.
/// The 101 that answers an extended CONNECT is a 200 without what HTTP/1.1 says by it.
pub fn read(bytes: &[u8], tunnel: bool) -> Result<Option<(Response<()>, usize)>, Unsayable> {
    let (status, fields, length) = match read_head(bytes) {
        Some((status, fields, Some(length))) => (status, fields, length),
        // It may have failed at a line of which more comes.
        _ if length(bytes).is_none() => return Ok(None),
        _ => return Err(Unsayable),
    };
    let switches = status == StatusCode::SWITCHING_PROTOCOLS;
    if switches && !tunnel {
        return Err(Unsayable);
    }
    let mut response = Response::new(());
    *response.status_mut() = if switches { StatusCode::OK } else { status };
    *response.headers_mut() = fields;
    if switches {
        response.headers_mut().remove(SEC_WEBSOCKET_ACCEPT);
    }
    Ok(Some((response, length)))
}

/// Reads the lines of trailers.
pub fn read_trailers(trailers: &[u8]) -> Option<HeaderMap> {
    SEEN.with_borrow_mut(|seen| Some(read_fields(trailers, None, &mut seen.lines)?.0))
}

fn read_head(bytes: &[u8]) -> Option<(StatusCode, HeaderMap, Option<usize>)> {
    SEEN.with_borrow_mut(|seen| {
        let (status, start) = seen.status.read(bytes)?;
        let (fields, length) = read_fields(bytes, Some(start), &mut seen.lines)?;
        Some((status, fields, length))
    })
}

/// A line with its end, and what stands behind it.
fn next_line(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1))
}

/// A field as it stood in a head.
#[derive(Default)]
struct SeenField {
    line: Vec<u8>,
    field: Option<(HeaderName, HeaderValue)>,
}

/// The first line of a head.
#[derive(Default)]
struct SeenStatus {
    line: Vec<u8>,
    status: StatusCode,
}

#[derive(Default)]
struct Seen {
    status: SeenStatus,
    lines: [SeenField; LINES],
}

impl SeenStatus {
    /// What the line says, and where it ends.
    fn read(&mut self, bytes: &[u8]) -> Option<(StatusCode, usize)> {
        if !self.line.is_empty() && bytes.starts_with(&self.line) {
            return Some((self.status, self.line.len()));
        }
        let (line, _) = next_line(bytes);
        let mut words = line.trim_ascii_end().splitn(3, |byte| *byte == b' ');
        let (_, code) = (words.next().filter(|version| version.starts_with(b"HTTP/1."))?, words.next()?);
        let status = StatusCode::from_bytes(code).ok()?;
        if is_kept(line) {
            self.line.clear();
            self.line.extend_from_slice(line);
            self.status = status;
        }
        Some((status, line.len()))
    }
}

/// Whether a line is remembered: one that may go on when more comes is not.
fn is_kept(line: &[u8]) -> bool {
    line.ends_with(b"\n") && line.len() <= LENGTH
}

/// So many lines of a head are remembered, up to such a length.
const LINES: usize = 8;
const LENGTH: usize = 128;

thread_local! {
    /// The lines of the head that a thread has read last. Most responses of a server say much the same.
    static SEEN: RefCell<Seen> = RefCell::default();
}

/// Reads lines: those of a head from behind its first line to the empty one, whose end is told if it has come; or all.
fn read_fields(text: &[u8], head: Option<usize>, seen: &mut [SeenField; LINES]) -> Option<(HeaderMap, Option<usize>)> {
    let mut fields = HeaderMap::with_capacity(LINES / 2);
    let (mut at, mut seen) = (head.unwrap_or(0), seen.iter_mut());
    while at < text.len() {
        let rest = &text[at..];
        if head.is_some() && rest.starts_with(b"\r\n") && text[..at].ends_with(b"\r\n") {
            return Some((fields, Some(at + 2)));
        }
        let seen = seen.next();
        if let Some(SeenField { line, field: Some((name, value)) }) = &seen
            && rest.starts_with(line)
        {
            fields.try_append(name, value.clone()).ok()?;
            at += line.len();
            continue;
        }
        let (line, _) = next_line(rest);
        at += line.len();
        if let Some((name, value)) = read_field(line)? {
            if let Some(seen) = seen.filter(|_| is_kept(line)) {
                seen.line.clear();
                seen.line.extend_from_slice(line);
                seen.field = Some((name.clone(), value.clone()));
            }
            fields.try_append(name, value).ok()?;
        }
    }
    Some((fields, None))
}

/// Reads a line: there may be nothing for HTTP/2 in it.
fn read_field(line: &[u8]) -> Option<Option<(HeaderName, HeaderValue)>> {
    let line = line.trim_ascii_end();
    if line.is_empty() {
        return Some(None);
    }
    let colon = line.iter().position(|byte| *byte == b':')?;
    // What has a space in it, as a line that goes on from the one before, is no name.
    let name = HeaderName::from_bytes(&line[..colon]).ok()?;
    if is_of_the_connection(&name) {
        return Some(None);
    }
    let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii_start()).ok()?;
    Some(Some((name, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_the_first_empty_line() {
        for (text, end) in [
            (&b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\n"[..], 25),
            (b"\r\n\r\n", 4),
            (b"\r\r\n\r\n\r\n", 5),
            (b"\n\r\n\r\n", 5),
            (b"ab\r\n\r\r\n\r\n", 9),
        ] {
            for cut in 0..=text.len() {
                assert_eq!(length(&text[..cut]), (cut >= end).then_some(end), "{text:?} to {cut}");
            }
        }
    }

    /// A whole head; nothing where it cannot be said.
    fn read(head: &[u8], tunnel: bool) -> Option<Response<()>> {
        assert_eq!(matches!(super::read(head, tunnel), Ok(None)), length(head).is_none(), "{}", head.escape_ascii());
        let (response, end) = super::read(head, tunnel).ok()??;
        assert_eq!(Some(end), length(head), "{}", head.escape_ascii());
        Some(response)
    }

    #[test]
    fn a_head_is_read_when_it_is_whole_and_not_beyond() {
        for text in [
            &b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\n\r\n: no field\r\n",
            b"HTTP/1.1 200 OK\nA: b\n\r\nC: d\r\n\r\n \r\n",
            b"HTTP/1.1 200 OK\r\nA: b\n\r\r\n\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA: b\r\n\n\r\n\r\n",
        ] {
            for _ in 0..2 {
                for cut in 0..=text.len() {
                    let response = read(&text[..cut], false);
                    assert_eq!(response.is_some(), length(&text[..cut]).is_some(), "{}", text[..cut].escape_ascii());
                }
            }
        }
    }

    #[test]
    fn what_is_no_head_is_refused() {
        let head = b"HTTP/1.1 404 Not Found\r\nA: b c \r\na:\t\xe4\r\nEmpty:\r\nConnection: x\r\nKeep-Alive: 1\r\n\r\n";
        let response = read(head, false).unwrap();
        assert_eq!(response.status(), 404);
        let fields: Vec<_> = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        assert_eq!(fields, [("a", &b"b c"[..]), ("a", b"\xe4"), ("empty", b"")]);
        assert_eq!(read(b"HTTP/1.1 200\r\n\r\n", false).unwrap().status(), 200);
        for wrong in [
            &b""[..],
            b"\r\n\r\n",
            b"HTTP/2 200 OK\r\n\r\n",
            b"HTTP/1.1 20 OK\r\n\r\n",
            b"HTTP/1.1\r\n\r\n",
            b"HTTP/1.1 101 Switching\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA b: c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA : c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n: b\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA\r\n\r\n",
        ] {
            assert!(read(wrong, false).is_none(), "{:?}", wrong.escape_ascii().to_string());
        }
        let switch = read(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n", true);
        let switch = switch.unwrap();
        assert!(switch.status() == 200 && switch.headers().is_empty());
    }

    #[test]
    fn what_was_read_before_changes_nothing() {
        let heads = [
            "HTTP/1.1 200 OK\r\nA: b\r\nDate: 1\r\nC: d\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: bc\r\nDate: 2\r\nC: d\r\n\r\n",
            "HTTP/1.1 200 OK\r\nDate: 2\r\nA: bc\r\nA: bc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: x\r\nA: bc\r\nA: bc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\nDate: 1\r\n\r\n",
        ];
        let read_one = |head: &str| {
            let response = read(head.as_bytes(), false).unwrap();
            let field = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}={}", value.to_str().unwrap());
            response.headers().iter().map(field).collect::<Vec<_>>().join(" ")
        };
        for _ in 0..2 {
            let read: Vec<_> = heads.into_iter().map(read_one).collect();
            assert_eq!(read, ["a=b date=1 c=d", "a=bc date=2 c=d", "date=2 a=bc a=bc", "a=bc a=bc", "a=b date=1"]);
        }
        // Nor does a head that is refused in its middle.
        assert!(read(b"HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n", false).is_none());
        assert_eq!(read_one(heads[1]), "a=bc date=2 c=d");
        // Trailers are lines, too, the last of which may have no end.
        let trailers = read_trailers(b"A: bc\r\nDate: 2").unwrap();
        assert_eq!(
            trailers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect::<Vec<_>>(),
            [("a", &b"bc"[..]), ("date", b"2")]
        );
    }
}
