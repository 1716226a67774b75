//! The text of a response's head in HTTP/1.1 as what goes into HEADERS.

use http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// Fields that are parsed without asking for memory.
const SLOTS: usize = 64;
/// And the most there may be.
const MOST: usize = 16 << 10;

/// Fields that speak of the connection, which are no business of HTTP/2 (RFC 9113, 8.2.2).
fn is_of_the_connection(name: &HeaderName) -> bool {
    *name == CONNECTION
        || *name == TRANSFER_ENCODING
        || *name == UPGRADE
        || matches!(name.as_str(), "keep-alive" | "proxy-connection")
}

/// Reads a whole head. The 101 that answers an extended CONNECT is a 200 without what HTTP/1.1 says by it.
pub fn read(head: &[u8], tunnel: bool) -> Option<Response<()>> {
    let mut slots = vec![httparse::EMPTY_HEADER; SLOTS];
    let (code, fields) = loop {
        let mut response = httparse::Response::new(&mut slots);
        match response.parse(head) {
            Ok(httparse::Status::Complete(_)) => {
                let code = response.code?;
                let count = response.headers.len();
                break (code, count);
            }
            Err(httparse::Error::TooManyHeaders) if slots.len() < MOST => {
                slots = vec![httparse::EMPTY_HEADER; slots.len() * 4];
            }
            _ => return None,
        }
    };
    let switches = code == 101;
    if switches && !tunnel {
        return None;
    }
    let mut response = Response::new(());
    *response.status_mut() = if switches { StatusCode::OK } else { StatusCode::from_u16(code).ok()? };
    for httparse::Header { name, value } in &slots[..fields] {
        append(name, value, response.headers_mut())?;
    }
    if switches {
        response.headers_mut().remove(SEC_WEBSOCKET_ACCEPT);
    }
    Some(response)
}

/// Reads the lines of trailers.
pub fn read_trailers(lines: &[u8]) -> Option<HeaderMap> {
    let mut trailers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = core::str::from_utf8(&line[..colon]).ok()?;
        append(name, line[colon + 1..].trim_ascii(), &mut trailers)?;
    }
    Some(trailers)
}

fn append(name: &str, value: &[u8], fields: &mut HeaderMap) -> Option<()> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    if !is_of_the_connection(&name) {
        fields.try_append(name, HeaderValue::from_bytes(value).ok()?).ok()?;
    }
    Some(())
}
