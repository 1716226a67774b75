//! HTTP_REQUEST in the caller's buffer: the structure, then what it points to, in one pass.
#![allow(unsafe_code)]

use super::operation::Ended;
use super::queue::Version;
use super::receive;
use super::request::Request;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::http1::head::{Field, Version as HttpVersion};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::text;
use core::mem::{align_of, size_of};
use core::net::SocketAddr;
use core::ptr::null;

mod infos;
#[cfg_attr(not(feature = "tls"), path = "request_layout/no_tls.rs")]
mod tls;
mod whole_body;

use infos::{grant, put_infos, size_of_infos};
pub use tls::channel_token;
pub use whole_body::BodyPlace;

/// What a queue of a version hands out.
pub struct Layout {
    pub size: usize,
}

impl Layout {
    pub fn of(version: Version) -> Self {
        let size = match version {
            Version::One => size_of::<HTTP_REQUEST_V1>(),
            Version::Two => size_of::<HTTP_REQUEST_V2>(),
        };
        Self { size }
    }
}

/// The values of a header that came more than once are one, with this in between.
const JOIN: &[u8] = b", ";

/// How much room a request takes without its body.
pub fn room(version: Version, request: &Request) -> usize {
    Layout::of(version).size + size_behind(version, request)
}

/// Lays the request into a buffer that has room for the structure at least.
pub fn lay_out(version: Version, request: &Request, buffer: &mut CallerBuffer, copies_body: bool) -> Ended {
    let ended = lay_out_without_token(version, request, buffer, copies_body);
    if ended.code == NO_ERROR {
        // SAFETY: the whole request was just laid there.
        unsafe { grant(version, request, buffer.as_mut_ptr()) };
    }
    ended
}

/// The same for those who close no handle.
pub fn lay_out_without_token(
    version: Version,
    request: &Request,
    buffer: &mut CallerBuffer,
    copies_body: bool,
) -> Ended {
    let size = Layout::of(version).size;
    let needed = room(version, request);
    let v1 = lay_out_ids(version, request, buffer);
    let base = buffer.as_mut_ptr();
    let length = buffer.len();
    if needed > length {
        return Ended { code: ERROR_MORE_DATA, ..Ended::bytes(needed) };
    }
    // SAFETY: the buffer has `needed` bytes, which is what is put there, and the structure is zero.
    let mut used = unsafe {
        let mut writer = Writer { base, at: size };
        if version == Version::Two {
            put_infos(&mut *v1.cast(), &mut writer, request);
        }
        fill(&mut *v1, &mut writer, request);
        writer.at
    };
    if copies_body && request.has_body_left() {
        // SAFETY: as above; the chunk and its bytes stand behind what is used.
        used = unsafe { copy_body(&mut *v1, request, base, used, length) };
    }
    if request.has_body_left() {
        // SAFETY: as above.
        unsafe { (*v1).Flags |= HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS };
    }
    Ended::bytes(used)
}

/// The structure with the ids alone.
fn lay_out_ids(version: Version, request: &Request, buffer: &mut CallerBuffer) -> *mut HTTP_REQUEST_V1 {
    buffer.as_mut_slice()[..Layout::of(version).size].fill(0);
    let v1 = buffer.as_mut_ptr().cast::<HTTP_REQUEST_V1>();
    // SAFETY: the export has checked the alignment, and the caller that the buffer holds the structure.
    unsafe {
        (*v1).ConnectionId = request.connection().id();
        (*v1).RequestId = request.id;
    }
    v1
}

/// # Safety
/// The writer has room for what `size_behind` says.
unsafe fn fill(v1: &mut HTTP_REQUEST_V1, writer: &mut Writer, request: &Request) {
    let (head, bytes, url, connection) = (request.head(), request.bytes(), request.url(), request.connection());
    if request.ip_routed {
        v1.Flags |= HTTP_REQUEST_FLAG_IP_ROUTED;
    }
    v1.UrlContext = request.context;
    let (MajorVersion, MinorVersion) = match head.version {
        HttpVersion::Http10 => (1, 0),
        HttpVersion::Http11 => (1, 1),
        HttpVersion::Http2 => (2, 0),
    };
    v1.Version = HTTP_VERSION { MajorVersion, MinorVersion };
    if let Some(carrier) = connection.carrier() {
        v1.Flags |= HTTP_REQUEST_FLAG_HTTP2;
        v1.RawConnectionId = carrier.id();
    }
    v1.Verb = head.verb.into();
    v1.BytesReceived = request.received();
    // SAFETY: by contract there is room for all of this.
    unsafe {
        let unknown = unknown_fields(&head.fields).count();
        let array: *mut HTTP_UNKNOWN_HEADER = writer.reserve(unknown);
        v1.Address.pRemoteAddress = writer.address(connection.remote());
        v1.Address.pLocalAddress = writer.address(connection.local());
        tls::put(v1, writer, request);
        let full: PCWSTR = writer.wide(url.full());
        cook(&mut v1.CookedUrl, full, url);
        (v1.pRawUrl, v1.RawUrlLength) = writer.narrow(head.target.of(bytes));
        if v1.Verb == HttpVerbUnknown {
            (v1.pUnknownVerb, v1.UnknownVerbLength) = writer.narrow(head.method.of(bytes));
        }
        let mut at = 0;
        for field in head.fields.iter().filter(|field| !field.repeats) {
            let name = field.name.of(bytes);
            match field.id {
                Some(id) => {
                    let known = &mut v1.Headers.KnownHeaders[usize::from(id)];
                    (known.pRawValue, known.RawValueLength) = writer.values(&head.fields, field, bytes);
                }
                None => {
                    let (pName, NameLength) = writer.narrow(name);
                    let (pRawValue, RawValueLength) = writer.values(&head.fields, field, bytes);
                    // An empty value of an unknown header has no pointer.
                    let pRawValue = if RawValueLength == 0 { null() } else { pRawValue };
                    array.add(at).write(HTTP_UNKNOWN_HEADER { NameLength, RawValueLength, pName, pRawValue });
                    at += 1;
                }
            }
        }
        if unknown > 0 {
            v1.Headers.UnknownHeaderCount = length_of(unknown);
            v1.Headers.pUnknownHeaders = array;
        }
        tls::put_texts(v1, writer, request);
    }
}

/// The parts of the URL within its text.
///
/// # Safety
/// `full` is the whole URL as wide text.
pub unsafe fn cook(cooked: &mut HTTP_COOKED_URL, full: PCWSTR, url: &crate::net::url::CookedUrl) {
    let before_host = url.wide_length(&url.full()[..url.host_range().start as usize]);
    let host = url.wide_length(url.host());
    let path = url.wide_length(url.path());
    let query = url.query().map(|query| url.wide_length(query));
    let bytes = |units: usize| length_of(units * size_of::<WCHAR>());
    cooked.FullUrlLength = bytes(before_host + host + path + query.unwrap_or(0));
    cooked.HostLength = bytes(host);
    cooked.AbsPathLength = bytes(path);
    cooked.pFullUrl = full;
    // SAFETY: by contract the parts follow one another in the text.
    unsafe {
        cooked.pHost = full.add(before_host);
        cooked.pAbsPath = full.add(before_host + host);
        if let Some(query) = query {
            cooked.QueryStringLength = bytes(query);
            cooked.pQueryString = full.add(before_host + host + path);
        }
    }
}

/// Copies what is there of the body behind the structure; how much of the buffer is used then.
///
/// # Safety
/// The buffer has `length` bytes, of which the first `used` are taken.
unsafe fn copy_body(v1: &mut HTTP_REQUEST_V1, request: &Request, base: *mut u8, used: usize, length: usize) -> usize {
    let chunk = used.next_multiple_of(align_of::<HTTP_DATA_CHUNK>());
    let data = chunk + size_of::<HTTP_DATA_CHUNK>();
    if data >= length {
        return used;
    }
    // SAFETY: behind the used part the buffer is the operation's own.
    let room = unsafe { CallerBuffer::new(base.add(data), length - data) };
    let count = receive::take_body(request, room);
    if count == 0 {
        return used;
    }
    // SAFETY: there is room for the chunk, and it is aligned as the buffer is.
    unsafe { put_chunk(v1, base, chunk, count) };
    v1.BytesReceived = request.received();
    data + count
}

/// The one chunk of a request, with its bytes behind it.
///
/// # Safety
/// At `chunk` there is room for it, aligned.
unsafe fn put_chunk(v1: &mut HTTP_REQUEST_V1, base: *mut u8, chunk: usize, count: usize) {
    let data = base.wrapping_add(chunk + size_of::<HTTP_DATA_CHUNK>());
    let memory = HTTP_DATA_CHUNK_FromMemory { pBuffer: data.cast(), BufferLength: count as ULONG };
    // SAFETY: by contract.
    unsafe {
        let chunk = base.add(chunk).cast::<HTTP_DATA_CHUNK>();
        chunk.write(HTTP_DATA_CHUNK {
            DataChunkType: HttpDataChunkFromMemory,
            Anonymous: HTTP_DATA_CHUNK_DATA { FromMemory: memory },
        });
        v1.EntityChunkCount = 1;
        v1.pEntityChunks = chunk;
    }
}

/// How much stands behind the structure.
fn size_behind(version: Version, request: &Request) -> usize {
    let (head, url) = (request.head(), request.url());
    let addresses = [request.connection().remote(), request.connection().local()];
    let units = url.wide_length(url.full()) + 1;
    let mut size = unknown_fields(&head.fields).count() * size_of::<HTTP_UNKNOWN_HEADER>();
    if version == Version::Two {
        size += size_of_infos(request);
    }
    size += tls::size(request);
    size += addresses.iter().map(|address| address_size(*address)).sum::<usize>();
    size += units * size_of::<WCHAR>();
    size += head.target.len() + 1;
    if u32::from(head.verb) == HttpVerbUnknown.cast_unsigned() {
        size += head.method.len() + 1;
    }
    for field in &head.fields {
        size += field.value.len();
        size += match (field.repeats, field.id) {
            (true, _) => JOIN.len(),
            (false, Some(_)) => 1,
            (false, None) => field.name.len() + 2,
        };
    }
    size
}

fn unknown_fields(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.id.is_none() && !field.repeats)
}

fn address_size(address: SocketAddr) -> usize {
    match address {
        SocketAddr::V4(_) => size_of::<libc::sockaddr_in>(),
        SocketAddr::V6(_) => size_of::<libc::sockaddr_in6>().next_multiple_of(align_of::<u64>()),
    }
}

/// A length for a field of 16 bits. Nothing longer comes through: see `service::fits`.
fn length_of(length: usize) -> USHORT {
    USHORT::try_from(length).expect("lengths are checked before a request is delivered")
}

/// Writes one thing behind the other.
struct Writer {
    base: *mut u8,
    at: usize,
}

impl Writer {
    /// # Safety
    /// There is room for them, aligned as what was written so far leaves it.
    unsafe fn reserve<T>(&mut self, count: usize) -> *mut T {
        // SAFETY: by contract.
        let start = unsafe { self.base.add(self.at) };
        self.at += count * size_of::<T>();
        start.cast()
    }

    /// # Safety
    /// There is room for the bytes and a NUL.
    unsafe fn narrow(&mut self, bytes: &[u8]) -> (PCSTR, USHORT) {
        // SAFETY: by contract.
        unsafe {
            let start: *mut u8 = self.reserve(bytes.len() + 1);
            start.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            start.add(bytes.len()).write(0);
            (start.cast(), length_of(bytes.len()))
        }
    }

    /// The value of a field, with those of the same name that came later.
    ///
    /// # Safety
    /// There is room for all of them.
    unsafe fn values(&mut self, fields: &[Field], first: &Field, bytes: &[u8]) -> (PCSTR, USHORT) {
        // SAFETY: by contract.
        unsafe {
            let (start, mut length) = self.narrow(first.value.of(bytes));
            let name = first.name.of(bytes);
            for field in fields.iter().filter(|field| field.repeats && field.name.of(bytes).eq_ignore_ascii_case(name))
            {
                // Over the NUL.
                self.at -= 1;
                for part in [JOIN, field.value.of(bytes)] {
                    let to: *mut u8 = self.reserve(part.len());
                    to.copy_from_nonoverlapping(part.as_ptr(), part.len());
                }
                self.reserve::<u8>(1).write(0);
                length = length_of(usize::from(length) + JOIN.len() + field.value.len());
            }
            (start, length)
        }
    }

    /// # Safety
    /// There is room for the units and a NUL, and the place is aligned for them.
    unsafe fn wide(&mut self, text: &str) -> PCWSTR {
        // SAFETY: by contract.
        unsafe {
            let start: *mut WCHAR = self.reserve(0);
            let mut at = start;
            text::for_each_unit(text, |unit| {
                at.write(unit);
                at = at.add(1);
            });
            at.write(0);
            self.at += (at.offset_from_unsigned(start) + 1) * size_of::<WCHAR>();
            start
        }
    }

    /// # Safety
    /// There is room for the address, and the place is aligned for it.
    unsafe fn address(&mut self, address: SocketAddr) -> PSOCKADDR {
        // SAFETY: by contract.
        let start: *mut u8 = unsafe { self.reserve(address_size(address)) };
        match address {
            SocketAddr::V4(address) => {
                let system = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: address.port().to_be(),
                    sin_addr: libc::in_addr { s_addr: u32::from(*address.ip()).to_be() },
                    sin_zero: [0; 8],
                };
                // SAFETY: as above.
                unsafe { start.cast::<libc::sockaddr_in>().write(system) };
            }
            SocketAddr::V6(address) => {
                let system = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: address.port().to_be(),
                    sin6_flowinfo: address.flowinfo(),
                    sin6_addr: libc::in6_addr { s6_addr: address.ip().octets() },
                    sin6_scope_id: address.scope_id(),
                };
                // SAFETY: as above.
                unsafe { start.cast::<libc::sockaddr_in6>().write(system) };
            }
        }
        start.cast()
    }
}
