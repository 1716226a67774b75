//! The head of a request in HTTP/2 as the text of one in HTTP/1.1.

use super::super::http1::head::Head;
use super::super::http1::limits::Limits;
use super::super::http1::written::Writer;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use h2::Reason;
use h2::ext::Protocol;
use http::Method;
use http::header::{CONTENT_LENGTH, COOKIE, HOST, SEC_WEBSOCKET_KEY};
use http::request::Parts;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// So many bytes are the head.
    pub length: usize,
    /// The stream becomes one of bytes both ways if the answer is 101: an extended CONNECT.
    pub tunnel: bool,
}

/// Writes the head to the beginning of these bytes. What cannot be said in HTTP/1.1 resets the stream.
///
/// `h2` has refused already what RFC 9113 forbids: fields of the connection, characters that end lines,
/// pseudo-fields in wrong numbers. All else is for the parser of heads to judge.
pub fn write(
    request: &Parts,
    has_body: bool,
    limits: &Limits,
    bytes: &mut Vec<u8>,
    head: &mut Head,
) -> Result<Written, Reason> {
    let protocol = request.extensions.get::<Protocol>();
    let tunnel = protocol.is_some_and(|protocol| protocol.as_str().eq_ignore_ascii_case("websocket"));
    if protocol.is_some() && !tunnel {
        return Err(Reason::HTTP_1_1_REQUIRED);
    }
    if request.method == Method::HEAD && has_body {
        return Err(Reason::HTTP_1_1_REQUIRED);
    }
    let host = host_of(request)?;
    let target = match request.uri.path_and_query() {
        // `*` and paths come as they are; only CONNECT has none.
        Some(target) if tunnel || request.method != Method::CONNECT => target.as_str().as_bytes(),
        _ => host.unwrap_or_default(),
    };
    let method = if tunnel { &Method::GET } else { &request.method };
    let mut out = Writer::new(bytes, head, method.as_str().as_bytes(), target);
    if let Some(host) = host {
        out.field(b"Host", host);
    }
    // Crumbs that are too many are left as they are, for the parser to count.
    let joins = request.headers.len() <= limits.headers();
    let mut cookie: Option<Vec<u8>> = None;
    for (name, value) in &request.headers {
        if joins && name == COOKIE {
            match &mut cookie {
                None => cookie = Some(value.as_bytes().to_vec()),
                Some(cookie) => {
                    cookie.extend_from_slice(b"; ");
                    cookie.extend_from_slice(value.as_bytes());
                }
            }
        } else if !(name == HOST || (tunnel && name == SEC_WEBSOCKET_KEY)) {
            out.field(name.as_str().as_bytes(), value.as_bytes());
        }
    }
    if let Some(cookie) = cookie {
        out.field(b"cookie", &cookie);
    }
    if tunnel {
        let mut key = [0; 16];
        getrandom::fill(&mut key).map_err(|_| Reason::INTERNAL_ERROR)?;
        out.field(b"Connection", b"Upgrade");
        out.field(b"Upgrade", b"websocket");
        out.field(b"Sec-WebSocket-Key", BASE64_STANDARD.encode(key).as_bytes());
    } else if has_body && !request.headers.contains_key(CONTENT_LENGTH) {
        // HTTP.SYS says so, too, of a body that ends with its stream.
        out.field(b"Transfer-Encoding", b"chunked");
    }
    Ok(Written { length: out.end(), tunnel })
}

/// The host that is asked for. Two that differ are the lever of attacks.
fn host_of(request: &Parts) -> Result<Option<&[u8]>, Reason> {
    let authority = request.uri.authority().map(|authority| authority.as_str().as_bytes());
    let mut fields = request.headers.get_all(HOST).iter();
    let field = fields.next().map(|value| value.as_bytes());
    let differs = authority.is_some_and(|one| field.is_some_and(|other| !one.eq_ignore_ascii_case(other)));
    if fields.next().is_some() || differs { Err(Reason::PROTOCOL_ERROR) } else { Ok(authority.or(field)) }
}
