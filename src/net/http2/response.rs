//! The text of a response's head in HTTP/1.1 as what goes into HEADERS.

use http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

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

/// Reads a whole head. The 101 that answers an extended CONNECT is a 200 without what HTTP/1.1 says by it.
pub fn read(head: &[u8], tunnel: bool) -> Option<Response<()>> {
    let mut lines = lines(head);
    let mut words = lines.next()?.splitn(3, |byte| *byte == b' ');
    let (_, code) = (words.next().filter(|version| version.starts_with(b"HTTP/1."))?, words.next()?);
    let status = StatusCode::from_bytes(code).ok()?;
    let switches = status == StatusCode::SWITCHING_PROTOCOLS;
    if switches && !tunnel {
        return None;
    }
    let mut response = Response::new(());
    *response.status_mut() = if switches { StatusCode::OK } else { status };
    *response.headers_mut() = fields(lines)?;
    if switches {
        response.headers_mut().remove(SEC_WEBSOCKET_ACCEPT);
    }
    Some(response)
}

/// Reads the lines of trailers.
pub fn read_trailers(trailers: &[u8]) -> Option<HeaderMap> {
    fields(lines(trailers))
}

/// The lines that say something.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).filter(|line| !line.is_empty())
}

fn fields<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Option<HeaderMap> {
    let mut fields = HeaderMap::new();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        // What has a space in it, as a line that goes on from the one before, is no name.
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        if !is_of_the_connection(&name) {
            fields.try_append(name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii_start()).ok()?).ok()?;
        }
    }
    Some(fields)
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
}
