//! HTTP_RESPONSE and data chunks as the caller gives them, read into what safe code can use.
#![allow(unsafe_code)]

use super::authentication::{Authentication, Kind, caller_settings};
use super::bandwidth;
use super::cache::Part;
use super::queue::{RequestQueue, Version};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Chunk;
use crate::net::http1::{chunked, known};
use crate::net::throttle::Bucket;
use crate::win32::caller_memory::CallerBytes;
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::handle_table::HANDLES;
use crate::win32::text;
use core::slice;
use smallvec::SmallVec;
use std::sync::Arc;

pub type Chunks = SmallVec<[Chunk; 4]>;

/// A line of the head, checked: a name and a value that hold nothing that would end them.
pub struct Header<'a> {
    /// Its number, where it was given by that.
    pub id: Option<u8>,
    pub name: &'a [u8],
    pub value: &'a [u8],
}

/// A part of a body, or all of it.
#[derive(Default)]
pub struct Body {
    pub chunks: Chunks,
    /// Header lines behind a body in chunks.
    pub trailers: Vec<u8>,
}

/// A response as the application wants it. It is large, so it is filled where it stands.
#[derive(Default)]
pub struct Parts<'a> {
    pub status: u16,
    pub reason: &'a [u8],
    pub headers: SmallVec<[Header<'a>; 8]>,
    pub body: Body,
    /// There are other encodings of the same content: HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE.
    pub several_encodings: bool,
    /// HttpResponseInfoTypeAuthenticationProperty.
    pub authentication: Option<Authentication>,
    /// HttpResponseInfoTypeQoSProperty.
    pub bucket: Option<Arc<Bucket>>,
}

/// The longest name of a fragment that ends with a NUL, in bytes.
const MAX_NAME: usize = 65532;

pub(super) const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// Reads a response into parts that are empty.
///
/// # Safety
/// `response` is the structure of a queue of this version, with all it points to; memory
/// chunks stay until the send has ended.
pub unsafe fn read(
    queue: &RequestQueue,
    response: *const HTTP_RESPONSE,
    parts: &mut Parts<'_>,
) -> Result<(), Win32Error> {
    // SAFETY: by contract; a version 1 caller's structure is the shorter one.
    let v1 = unsafe { &(*response).Base };
    // SAFETY: by contract.
    unsafe {
        parts.reason = bytes(v1.pReason, v1.ReasonLength)?;
        read_into(&mut parts.body, queue, v1.pEntityChunks, v1.EntityChunkCount)?;
    }
    if !parts.reason.iter().fold(true, |good, byte| good & matches!(byte, 0x20..=0x7E)) {
        return Err(INVALID);
    }
    let headers = &mut parts.headers;
    for id in present(&v1.Headers.KnownHeaders) {
        // SAFETY: by contract.
        if let Some(value) = unsafe { value_of(&v1.Headers.KnownHeaders[usize::from(id)])? } {
            headers.push(known_header(id, value)?);
        }
    }
    // SAFETY: by contract.
    unsafe {
        for header in items(v1.Headers.pUnknownHeaders, v1.Headers.UnknownHeaderCount)? {
            headers.push(unknown_header(header)?);
        }
    }
    let (mut authentication, mut bucket) = (None, None);
    if queue.version == Version::Two {
        // SAFETY: a version 2 caller's structure is the longer one.
        unsafe { read_infos(&*response, headers, &mut authentication, &mut bucket)? };
    }
    parts.status = v1.StatusCode;
    parts.several_encodings = v1.Flags & HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE != 0;
    (parts.authentication, parts.bucket) = (authentication, bucket);
    Ok(())
}

/// Headers with several lines, and what the program says of authentication and rates.
///
/// # Safety
/// The structure is as `read` wants it.
unsafe fn read_infos<'a>(
    response: &HTTP_RESPONSE_V2,
    headers: &mut SmallVec<[Header<'a>; 8]>,
    authentication: &mut Option<Authentication>,
    bucket: &mut Option<Arc<Bucket>>,
) -> Result<(), Win32Error> {
    // SAFETY: by contract there are so many.
    for info in unsafe { items(response.pResponseInfo, response.ResponseInfoCount)? } {
        if info.Type == HttpResponseInfoTypeAuthenticationProperty {
            if info.pInfo.is_null() || (info.Length as usize) < size_of::<HTTP_SERVER_AUTHENTICATION_INFO>() {
                return Err(INVALID);
            }
            // SAFETY: the type says what it is.
            *authentication = unsafe { caller_settings::read(&*info.pInfo.cast(), Kind::Extended)? };
            continue;
        }
        if info.Type == HttpResponseInfoTypeQoSProperty {
            if info.pInfo.is_null() || (info.Length as usize) < size_of::<HTTP_QOS_SETTING_INFO>() {
                return Err(INVALID);
            }
            // SAFETY: the type says what it is.
            let qos = unsafe { &*info.pInfo.cast::<HTTP_QOS_SETTING_INFO>() };
            if qos.QosType != HttpQosSettingTypeBandwidth || qos.QosSetting.is_null() {
                return Err(INVALID);
            }
            // SAFETY: the kind says what it is.
            *bucket = bandwidth::of_response(unsafe { &*qos.QosSetting.cast() })?;
            continue;
        }
        // What concerns channel binding has no meaning here: docs/compatibility.md.
        if info.Type != HttpResponseInfoTypeMultipleKnownHeaders {
            continue;
        }
        if info.pInfo.is_null() || (info.Length as usize) < size_of::<HTTP_MULTIPLE_KNOWN_HEADERS>() {
            return Err(INVALID);
        }
        // SAFETY: the type says what it is.
        let multiple = unsafe { &*info.pInfo.cast::<HTTP_MULTIPLE_KNOWN_HEADERS>() };
        let id = u8::try_from(multiple.HeaderId).map_err(|_| INVALID)?;
        // SAFETY: by contract there are so many.
        for header in unsafe { items(multiple.KnownHeaders, multiple.KnownHeaderCount)? } {
            // SAFETY: by contract.
            if let Some(value) = unsafe { value_of(header)? } {
                headers.push(known_header(id, value)?);
            }
        }
    }
    Ok(())
}

fn known_header(id: u8, value: &[u8]) -> Result<Header<'_>, Win32Error> {
    let name = known::response_name(id).ok_or(INVALID)?.as_bytes();
    is_value(value).then_some(Header { id: Some(id), name, value }).ok_or(INVALID)
}

/// # Safety
/// The header is the caller's.
unsafe fn unknown_header<'a>(header: &HTTP_UNKNOWN_HEADER) -> Result<Header<'a>, Win32Error> {
    // SAFETY: by contract.
    let (name, value) =
        unsafe { (bytes(header.pName, header.NameLength)?, bytes(header.pRawValue, header.RawValueLength)?) };
    let good = !name.is_empty() && name.iter().all(|byte| chunked::is_token(*byte)) && is_value(value);
    good.then_some(Header { id: None, name, value }).ok_or(INVALID)
}

/// Nothing that would end the line or the text.
pub fn is_value(value: &[u8]) -> bool {
    !may_end(value) || !value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// Whether there is a byte up to that of a carriage return, eight at a time: nearly no value has any.
fn may_end(value: &[u8]) -> bool {
    const EACH: u64 = u64::MAX / 255;
    // The high bit of a byte is set where the byte is below 14, or where one before it is.
    let below = |bytes: [u8; 8]| {
        let bytes = u64::from_le_bytes(bytes);
        bytes.wrapping_sub(EACH * 14) & !bytes & (EACH << 7)
    };
    let (words, rest) = value.as_chunks::<8>();
    let found = words.iter().fold(0, |found, word| found | below(*word));
    match value.last_chunk::<8>() {
        // The last bytes once more, with some before them.
        Some(last) => found | below(*last) != 0,
        None => rest.iter().any(|byte| *byte < 14),
    }
}

/// Reads the chunks of a body.
///
/// # Safety
/// There are `count` chunks, and what they point to stays until the send has ended.
pub unsafe fn read_body(
    queue: &RequestQueue,
    first: *const HTTP_DATA_CHUNK,
    count: USHORT,
) -> Result<Body, Win32Error> {
    let mut body = Body::default();
    // SAFETY: by contract.
    unsafe { read_into(&mut body, queue, first, count) }?;
    Ok(body)
}

/// The same into a body that is empty, where it stands.
///
/// # Safety
/// As above.
unsafe fn read_into(
    body: &mut Body,
    queue: &RequestQueue,
    first: *const HTTP_DATA_CHUNK,
    count: USHORT,
) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    let chunks = unsafe { items(first, count)? };
    for (at, chunk) in chunks.iter().enumerate() {
        match chunk.DataChunkType {
            HttpDataChunkFromFragmentCache | HttpDataChunkFromFragmentCacheEx => {
                // SAFETY: by contract.
                let (name, part) = unsafe { fragment_of(chunk)? };
                body.chunks.push(queue.shared().cache().fragment(&name, part)?);
            }
            HttpDataChunkTrailers if at + 1 == chunks.len() => {
                // SAFETY: the type says which member counts.
                let trailers = unsafe { chunk.Anonymous.Trailers };
                // SAFETY: by contract there are so many.
                for header in unsafe { items(trailers.pTrailers, trailers.TrailerCount)? } {
                    // SAFETY: by contract.
                    let Header { name, value, .. } = unsafe { unknown_header(header)? };
                    body.trailers.extend([name, b": ", value, b"\r\n"].concat());
                }
            }
            // SAFETY: by contract.
            _ => body.chunks.push(unsafe { read_chunk(chunk)? }),
        }
    }
    Ok(())
}

/// Reads a chunk from memory or from a file.
///
/// # Safety
/// What the chunk points to stays as long as it is used.
pub unsafe fn read_chunk(chunk: &HTTP_DATA_CHUNK) -> Result<Chunk, Win32Error> {
    match chunk.DataChunkType {
        HttpDataChunkFromMemory => {
            // SAFETY: the type says which member counts.
            let memory = unsafe { chunk.Anonymous.FromMemory };
            if memory.BufferLength > 0 && memory.pBuffer.is_null() {
                return Err(INVALID);
            }
            // SAFETY: by contract.
            let bytes = unsafe { CallerBytes::new(memory.pBuffer.cast(), memory.BufferLength as usize) };
            Ok(Chunk::Memory(bytes))
        }
        // SAFETY: as above.
        HttpDataChunkFromFileHandle => file_chunk(unsafe { &chunk.Anonymous.FromFileHandle }),
        _ => Err(INVALID),
    }
}

/// The name of a fragment, and which part of it is meant.
///
/// # Safety
/// The chunk is one of the fragment cache, and its name is the caller's.
pub unsafe fn fragment_of(chunk: &HTTP_DATA_CHUNK) -> Result<(String, Part), Win32Error> {
    const UNIT: usize = size_of::<WCHAR>();
    let (name, length, part) = if chunk.DataChunkType == HttpDataChunkFromFragmentCache {
        // SAFETY: the type says which member counts.
        let fragment = unsafe { chunk.Anonymous.FromFragmentCache };
        if usize::from(fragment.FragmentNameLength) % UNIT != 0 {
            return Err(INVALID);
        }
        (fragment.pFragmentName, Some(usize::from(fragment.FragmentNameLength) / UNIT), Part::ALL)
    } else {
        // SAFETY: as above.
        let fragment = unsafe { chunk.Anonymous.FromFragmentCacheEx };
        (fragment.pFragmentName, None, part_of(&fragment.ByteRange))
    };
    if name.is_null() {
        return Err(INVALID);
    }
    let length = length.or_else(|| {
        // SAFETY: by contract it ends with a NUL.
        (0..=MAX_NAME / UNIT).find(|at| unsafe { *name.add(*at) } == 0)
    });
    // SAFETY: by contract there are so many units, or they were just read.
    let units = unsafe { slice::from_raw_parts(name, length.ok_or(INVALID)?) };
    Ok((text::exact(units).ok_or(INVALID)?, part))
}

/// The part that a range names.
pub fn part_of(range: &HTTP_BYTE_RANGE) -> Part {
    // SAFETY: both members of the unions are the same bits.
    unsafe { Part { start: range.StartingOffset.QuadPart, length: range.Length.QuadPart } }
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

/// An array of the caller's.
///
/// # Safety
/// There are so many.
unsafe fn items<'a, T>(first: *const T, count: USHORT) -> Result<&'a [T], Win32Error> {
    match (first.is_null(), count) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(INVALID),
        // SAFETY: by contract.
        (false, _) => Ok(unsafe { slice::from_raw_parts(first, count.into()) }),
    }
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

/// 0 for a header that is not there. Nearly all of them are empty, so this is one question and not two.
#[inline]
fn presence(header: &HTTP_KNOWN_HEADER) -> usize {
    header.pRawValue.addr() | usize::from(header.RawValueLength)
}

/// The numbers of those that are there, found without a branch for each: they stand in few places.
fn present<const COUNT: usize>(headers: &[HTTP_KNOWN_HEADER; COUNT]) -> impl Iterator<Item = u8> + use<COUNT> {
    let mut left = 0_u64;
    let mut first = 0;
    for some in headers.chunks(6) {
        if some.iter().fold(0, |found, header| found | presence(header)) != 0 {
            for (header, at) in some.iter().zip(first..) {
                left |= u64::from(presence(header) != 0) << at;
            }
        }
        first += some.len();
    }
    std::iter::from_fn(move || {
        let id = left.trailing_zeros() as u8;
        left &= left.wrapping_sub(1);
        (id < 64).then_some(id)
    })
}

/// The value of a header that is there.
///
/// # Safety
/// The header is the caller's.
#[inline]
unsafe fn value_of<'a>(header: &HTTP_KNOWN_HEADER) -> Result<Option<&'a [u8]>, Win32Error> {
    if presence(header) == 0 {
        return Ok(None);
    }
    // SAFETY: by contract.
    unsafe { bytes(header.pRawValue, header.RawValueLength).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_line_is_found_at_every_place() {
        for length in 0..40 {
            for byte in 0..=255 {
                let plain = vec![byte; length];
                assert_eq!(is_value(&plain), length == 0 || !matches!(byte, 0 | 10 | 13), "{length} {byte}");
            }
            for (at, end) in (0..length).flat_map(|at| [(at, b'\r'), (at, b'\n'), (at, 0)]) {
                let mut value = vec![b'\t'; length];
                assert!(is_value(&value));
                value[at] = end;
                assert!(!is_value(&value), "{length} {at} {end}");
            }
        }
    }

    #[test]
    fn headers_that_are_there_are_found() {
        let none = HTTP_KNOWN_HEADER { RawValueLength: 0, pRawValue: core::ptr::null() };
        let there = HTTP_KNOWN_HEADER { RawValueLength: 0, pRawValue: c"x".as_ptr() };
        let (first, middle, last) = (0, 13, HttpHeaderResponseMaximum as usize - 1);
        let mut headers = [none; HttpHeaderResponseMaximum as usize];
        assert_eq!(present(&headers).count(), 0);
        headers[first] = there;
        headers[middle].RawValueLength = 1;
        headers[last] = there;
        assert_eq!(present(&headers).map(usize::from).collect::<Vec<_>>(), [first, middle, last]);
    }
}
