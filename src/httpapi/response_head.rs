//! HTTP_RESPONSE as the caller gives it: the head that goes over the wire, and the chunks.
#![allow(unsafe_code)]

use super::queue::Version;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Chunk;
use crate::net::http1::date::Date;
use crate::net::http1::{chunked, known};
use crate::win32::caller_memory::CallerBytes;
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::handle_table::HANDLES;
use core::slice;
use smallvec::SmallVec;
use std::sync::Arc;

pub type Chunks = SmallVec<[Chunk; 4]>;

/// What the library adds to a response.
pub struct Terms {
    /// The response is complete with this call.
    pub complete: bool,
    /// The request was a HEAD.
    pub is_head: bool,
    /// The connection is to be closed.
    pub close: bool,
}

/// A response that was read from the caller's structure.
pub struct Response {
    pub chunks: Chunks,
    /// No body goes over the wire.
    pub bodyless: bool,
    /// The length that the head tells.
    pub length: Option<u64>,
    /// The connection cannot be used again.
    pub close: bool,
}

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// What the application's headers say of the connection and the body.
#[derive(Default)]
struct Seen {
    length: Option<u64>,
    transfer_encoding: bool,
    close: bool,
    connection: bool,
    server: bool,
}

/// Reads a response and writes its head.
///
/// # Safety
/// `response` is the structure of a queue of this version, with all it points to; memory
/// chunks stay until the send has ended.
pub unsafe fn write(
    version: Version,
    response: *const HTTP_RESPONSE,
    terms: &Terms,
    head: &mut Vec<u8>,
) -> Result<Response, Win32Error> {
    // SAFETY: by contract; a version 1 caller's structure is the shorter one.
    let v1 = unsafe { &(*response).Base };
    let status = v1.StatusCode;
    if !(200..1000).contains(&status) {
        return Err(INVALID);
    }
    // SAFETY: by contract.
    let chunks = unsafe { chunks(v1.pEntityChunks, v1.EntityChunkCount.into())? };
    let bodyless = terms.is_head || matches!(status, 204 | 304);
    head.extend_from_slice(b"HTTP/1.1 ");
    head.extend_from_slice(&digits(status));
    head.push(b' ');
    // SAFETY: by contract.
    let reason = unsafe { bytes(v1.pReason, v1.ReasonLength)? };
    if !reason.iter().all(|byte| matches!(byte, 0x20..=0x7E)) {
        return Err(INVALID);
    }
    head.extend_from_slice(reason);
    head.extend_from_slice(b"\r\n");

    let mut seen = Seen::default();
    for (id, header) in (0..).zip(&v1.Headers.KnownHeaders) {
        // SAFETY: by contract.
        if let Some(value) = unsafe { value_of(header)? } {
            seen.known_header(head, id, value)?;
        }
    }
    if v1.Headers.UnknownHeaderCount > 0 && v1.Headers.pUnknownHeaders.is_null() {
        return Err(INVALID);
    }
    for at in 0..usize::from(v1.Headers.UnknownHeaderCount) {
        // SAFETY: by contract there are so many.
        let (name, value) = unsafe {
            let header = &*v1.Headers.pUnknownHeaders.add(at);
            (bytes(header.pName, header.NameLength)?, bytes(header.pRawValue, header.RawValueLength)?)
        };
        seen.header(head, name, value)?;
    }
    if version == Version::Two {
        // SAFETY: a version 2 caller's structure is the longer one.
        unsafe { write_infos(&*response, &mut seen, head)? };
    }
    if !seen.server {
        head.extend_from_slice(b"Server: Microsoft-HTTPAPI/2.0\r\n");
    }
    head.extend_from_slice(b"Date: ");
    head.extend_from_slice(Date::now().as_bytes());
    head.extend_from_slice(b"\r\n");

    let given: u64 = chunks.iter().map(|chunk| chunk.len()).sum();
    let length = match seen.length {
        Some(length) => Some(length),
        None if seen.transfer_encoding || bodyless || !terms.complete => None,
        None => {
            let mut text = Digits::default();
            head.extend_from_slice(b"Content-Length: ");
            head.extend_from_slice(text.of(given));
            head.extend_from_slice(b"\r\n");
            Some(given)
        }
    };
    // A body of which nobody says where it ends does so with the connection.
    let endless = length.is_none() && !seen.transfer_encoding && !bodyless;
    let contradicts = terms.complete && !bodyless && length.is_some_and(|length| length != given);
    let close = terms.close || seen.close || endless || contradicts;
    if close && !seen.connection {
        head.extend_from_slice(b"Connection: close\r\n");
    }
    head.extend_from_slice(b"\r\n");
    let chunks = if bodyless { Chunks::new() } else { chunks };
    Ok(Response { chunks, bodyless, length, close })
}

/// Headers with several lines.
///
/// # Safety
/// The structure is as `write` wants it.
unsafe fn write_infos(response: &HTTP_RESPONSE_V2, seen: &mut Seen, head: &mut Vec<u8>) -> Result<(), Win32Error> {
    if response.ResponseInfoCount > 0 && response.pResponseInfo.is_null() {
        return Err(INVALID);
    }
    for at in 0..usize::from(response.ResponseInfoCount) {
        // SAFETY: by contract there are so many.
        let info = unsafe { &*response.pResponseInfo.add(at) };
        // What concerns authentication and rates has no meaning here yet: docs/compatibility.md.
        if info.Type != HttpResponseInfoTypeMultipleKnownHeaders {
            continue;
        }
        if info.pInfo.is_null() || (info.Length as usize) < size_of::<HTTP_MULTIPLE_KNOWN_HEADERS>() {
            return Err(INVALID);
        }
        // SAFETY: the type says what it is.
        let multiple = unsafe { &*info.pInfo.cast::<HTTP_MULTIPLE_KNOWN_HEADERS>() };
        let id = u8::try_from(multiple.HeaderId).map_err(|_| INVALID)?;
        if multiple.KnownHeaderCount > 0 && multiple.KnownHeaders.is_null() {
            return Err(INVALID);
        }
        for at in 0..usize::from(multiple.KnownHeaderCount) {
            // SAFETY: by contract there are so many.
            if let Some(value) = unsafe { value_of(&*multiple.KnownHeaders.add(at))? } {
                seen.known_header(head, id, value)?;
            }
        }
    }
    Ok(())
}

impl Seen {
    fn known_header(&mut self, head: &mut Vec<u8>, id: u8, value: &[u8]) -> Result<(), Win32Error> {
        let name = known::response_name(id).ok_or(INVALID)?;
        self.header(head, name.as_bytes(), value)
    }

    /// Writes a header of the application.
    fn header(&mut self, head: &mut Vec<u8>, name: &[u8], value: &[u8]) -> Result<(), Win32Error> {
        if name.is_empty() || !name.iter().all(|byte| chunked::is_token(*byte)) || !is_value(value) {
            return Err(INVALID);
        }
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
        match name.len() {
            // Ours is sent in its place.
            4 if is("Date") => return Ok(()),
            6 if is("Server") => self.server = true,
            10 if is("Connection") => {
                self.connection = true;
                self.close |=
                    value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(b"close"));
            }
            14 if is("Content-Length") => {
                let length = core::str::from_utf8(value.trim_ascii()).ok().and_then(|text| text.parse().ok());
                self.length = Some(length.ok_or(INVALID)?);
            }
            17 if is("Transfer-Encoding") => self.transfer_encoding = true,
            _ => {}
        }
        for part in [name, b": ", value, b"\r\n"] {
            head.extend_from_slice(part);
        }
        Ok(())
    }
}

/// Nothing that would end the line or the text.
fn is_value(value: &[u8]) -> bool {
    !value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// The chunks of a body.
///
/// # Safety
/// There are `count` chunks, and what they point to stays until the send has ended.
pub unsafe fn chunks(first: *const HTTP_DATA_CHUNK, count: usize) -> Result<Chunks, Win32Error> {
    if count > 0 && first.is_null() {
        return Err(INVALID);
    }
    let mut chunks = Chunks::new();
    for at in 0..count {
        // SAFETY: by contract.
        let chunk = unsafe { &*first.add(at) };
        match chunk.DataChunkType {
            HttpDataChunkFromMemory => {
                // SAFETY: the type says which member counts.
                let memory = unsafe { chunk.Anonymous.FromMemory };
                if memory.BufferLength > 0 && memory.pBuffer.is_null() {
                    return Err(INVALID);
                }
                // SAFETY: by contract.
                let bytes = unsafe { CallerBytes::new(memory.pBuffer.cast(), memory.BufferLength as usize) };
                chunks.push(Chunk::Memory(bytes));
            }
            HttpDataChunkFromFileHandle => {
                // SAFETY: as above.
                let part = unsafe { chunk.Anonymous.FromFileHandle };
                chunks.push(file_chunk(&part)?);
            }
            _ => return Err(INVALID),
        }
    }
    Ok(chunks)
}

/// A range of a file that is there now.
fn file_chunk(part: &HTTP_DATA_CHUNK_FromFileHandle) -> Result<Chunk, Win32Error> {
    let file: Arc<File> = HANDLES.get_as(part.FileHandle)?;
    file.needs(FILE_READ_DATA)?;
    let end = file.length()?;
    // SAFETY: both members of the union are the same bits.
    let (place, length) = unsafe { (part.ByteRange.StartingOffset.QuadPart, part.ByteRange.Length.QuadPart) };
    let there = end.checked_sub(place).ok_or(INVALID)?;
    let length = if length == HTTP_BYTE_RANGE_TO_EOF { there } else { length };
    if length > there { Err(INVALID) } else { Ok(Chunk::File { file, place, length }) }
}

/// # Safety
/// The pointer is to so many bytes.
unsafe fn bytes<'a>(start: PCSTR, length: USHORT) -> Result<&'a [u8], Win32Error> {
    match (start.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(INVALID),
        // SAFETY: by contract.
        (false, _) => Ok(unsafe { slice::from_raw_parts(start.cast(), length.into()) }),
    }
}

/// The value of a header that is there.
///
/// # Safety
/// The header is the caller's.
unsafe fn value_of<'a>(header: &HTTP_KNOWN_HEADER) -> Result<Option<&'a [u8]>, Win32Error> {
    if header.pRawValue.is_null() && header.RawValueLength == 0 {
        return Ok(None);
    }
    // SAFETY: by contract.
    unsafe { bytes(header.pRawValue, header.RawValueLength).map(Some) }
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
