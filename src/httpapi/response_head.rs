//! The head of a response: what the application says, and what the library adds.

use super::authentication::Authentication;
use super::ranges::Ranged;
use super::response_parts::{Chunks, Header, INVALID, Parts};
use crate::abi::http::*;
use crate::net::connection::Chunk;
use crate::net::http1::date::Date;
use crate::net::http1::{known, server_header};
use crate::win32::error::Win32Error;

/// How a response is to be sent.
pub struct Terms<'a> {
    /// It is complete with this call.
    pub complete: bool,
    /// The request was a HEAD.
    pub is_head: bool,
    /// The connection is to be closed.
    pub close: bool,
    /// The library frames the body in chunks: HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING.
    pub chunked: bool,
    /// The connection leaves HTTP: HTTP_SEND_RESPONSE_FLAG_OPAQUE.
    pub opaque: bool,
    /// What holds of authentication, and the host that was asked for.
    pub authentication: Option<(&'a Authentication, &'a str)>,
}

/// What was written, and what follows.
pub struct Written {
    /// No body goes over the wire.
    pub bodyless: bool,
    /// The length that the head tells.
    pub length: Option<u64>,
    /// The connection cannot be used again.
    pub close: bool,
    /// The library frames the body in chunks.
    pub chunked: bool,
}

/// What the application's headers say of the connection and the body.
#[derive(Default)]
struct Seen {
    length: Option<u64>,
    transfer_encoding: bool,
    close: bool,
    server: bool,
}

/// Writes the head of a response.
pub fn write(
    parts: &Parts<'_>,
    ranged: Option<&Ranged>,
    terms: &Terms<'_>,
    head: &mut Vec<u8>,
) -> Result<Written, Win32Error> {
    let status = ranged.map_or(parts.status, |ranged| ranged.status);
    let reason = ranged.map_or(parts.reason, |ranged| ranged.reason);
    // An interim response is none that ends a request.
    if !matches!(status, 101 | 200..1000) || terms.opaque != (status == 101) {
        return Err(INVALID);
    }
    let bodyless = terms.is_head || terms.opaque || matches!(status, 204 | 304);
    // One after the other: what is known when this is compiled needs no call to be copied.
    head.extend_from_slice(b"HTTP/1.1 ");
    head.extend_from_slice(&digits(status));
    head.push(b' ');
    head.extend_from_slice(reason);
    head.extend_from_slice(b"\r\n");
    let mut seen = Seen::default();
    for header in &parts.headers {
        if seen.note(header, ranged)? {
            let challenge = challenge_of(header, status, terms);
            let value = challenge.as_deref().unwrap_or(header.value);
            head.extend_from_slice(header.name);
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
    }
    if (seen.transfer_encoding && terms.chunked) || (terms.opaque && (seen.length.is_some() || seen.transfer_encoding))
    {
        return Err(INVALID);
    }
    if let Some(ranged) = ranged {
        head.extend_from_slice(&ranged.headers);
    }
    if !seen.server {
        head.extend_from_slice(server_header::of_program().as_bytes());
    }
    head.extend_from_slice(b"Date: ");
    head.extend_from_slice(Date::now().as_bytes());
    head.extend_from_slice(b"\r\n");

    let given = length_of(ranged.map_or(&parts.body.chunks, |ranged| &ranged.chunks));
    // A body whose length the application tells needs no chunks, and may not have both.
    let chunked = terms.chunked && seen.length.is_none() && !bodyless;
    let framed = seen.transfer_encoding || chunked || bodyless;
    let length = seen.length.or_else(|| (terms.complete && !framed).then_some(given));
    // A body of which nobody says where it ends does so with the connection.
    let endless = length.is_none() && !framed;
    let contradicts = terms.complete && !bodyless && length.is_some_and(|length| length != given);
    let close = terms.close || seen.close || endless || contradicts;
    // Beside a field of the application's, which may promise more, this one holds: the two are read as one.
    if close && !seen.close && !terms.opaque {
        head.extend_from_slice(b"Connection: close\r\n");
    }
    if let (None, Some(length)) = (seen.length, length) {
        let mut text = Digits::default();
        head.extend_from_slice(b"Content-Length: ");
        head.extend_from_slice(text.of(length));
        head.extend_from_slice(b"\r\n");
    }
    if chunked {
        head.extend_from_slice(b"Transfer-Encoding: chunked\r\n");
    }
    head.extend_from_slice(b"\r\n");
    Ok(Written { bodyless, length, close, chunked })
}

/// What becomes of the name of a scheme in a 401.
fn challenge_of(header: &Header<'_>, status: u16, terms: &Terms<'_>) -> Option<Vec<u8>> {
    let (settings, host) = terms.authentication?;
    if status != 401 || header.id.map(i32::from) != Some(HttpHeaderWwwAuthenticate) {
        return None;
    }
    settings.challenge(header.value, host)
}

pub fn length_of(chunks: &Chunks) -> u64 {
    chunks.iter().map(Chunk::len).sum()
}

impl Seen {
    /// Notes a header of the application; whether it is sent.
    fn note(&mut self, header: &Header<'_>, ranged: Option<&Ranged>) -> Result<bool, Win32Error> {
        let Header { id, name, value } = header;
        match id.or_else(|| known::response_id(name)).map_or(-1, i32::from) {
            // Ours is sent in its place.
            HttpHeaderDate => return Ok(false),
            // An empty one is to keep the default away, and is no header itself.
            HttpHeaderServer => {
                self.server = true;
                return Ok(!value.is_empty());
            }
            HttpHeaderConnection => {
                let mut options = value.split(|byte| *byte == b',');
                self.close |= options.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"));
            }
            HttpHeaderContentType if ranged.is_some_and(|ranged| ranged.has_type) => return Ok(false),
            // It is that of the whole.
            HttpHeaderContentLength if ranged.is_some() => return Ok(false),
            HttpHeaderContentLength => {
                let length = core::str::from_utf8(value.trim_ascii()).ok().and_then(|text| text.parse().ok());
                self.length = Some(length.ok_or(INVALID)?);
            }
            HttpHeaderTransferEncoding => self.transfer_encoding = true,
            _ => {}
        }
        Ok(true)
    }
}

fn digits(status: u16) -> [u8; 3] {
    [status / 100, status / 10 % 10, status % 10].map(|digit| b'0' + digit as u8)
}

/// A number as text, without memory of its own.
#[derive(Default)]
struct Digits([u8; 20]);

impl Digits {
    fn of(&mut self, mut number: u64) -> &[u8] {
        let mut at = self.0.len();
        loop {
            at -= 1;
            self.0[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return &self.0[at..];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_whole() {
        for number in [0, 7, 10, 12345, u64::MAX] {
            assert_eq!(Digits::default().of(number), number.to_string().as_bytes());
        }
        assert_eq!(&digits(404), b"404");
    }
}
