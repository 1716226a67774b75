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
