//! The HTTP_RESPONSE that modules see, and may change, at any time.
//!
//! It is the truth about the response: what a module has written into it counts, be it a status,
//! a header or an array of its own. Nobody borrows from it for longer than a call.

use crate::abi::iis::*;
use crate::iis::com::hresult;
use crate::iis::com::memory::{Memory, Texts};
use core::cell::UnsafeCell;
use core::ffi::CStr;
use core::ptr::{null, null_mut};
use core::slice;

pub const KNOWN: usize = HttpHeaderResponseMaximum as usize;

/// The default of the Server header.
const SERVER: Text = Text::fixed(c"Microsoft-IIS/10.0");

/// Text that stays until the request ends, with a NUL behind it.
#[derive(Clone, Copy)]
pub struct Text {
    pub start: PCSTR,
    pub length: USHORT,
}

impl Text {
    pub const EMPTY: Self = Self::fixed(c"");

    pub const fn fixed(text: &'static CStr) -> Self {
        Self { start: text.as_ptr(), length: text.count_bytes() as USHORT }
    }

    /// A copy. Text that no length of 16 bits describes is too long.
    pub fn copy(memory: &Memory, bytes: &[u8]) -> Result<Self, HRESULT> {
        Self::copied(bytes.len(), || memory.narrow(bytes))
    }

    /// A copy in the response's own memory.
    pub fn keep(texts: &Texts, bytes: &[u8]) -> Result<Self, HRESULT> {
        Self::keep_all(texts, &[bytes])
    }

    /// A copy of texts, one behind the other.
    pub fn keep_all(texts: &Texts, parts: &[&[u8]]) -> Result<Self, HRESULT> {
        Self::copied(parts.iter().map(|part| part.len()).sum(), || texts.narrow_of(parts))
    }

    fn copied<'a>(length: usize, copy: impl FnOnce() -> Option<&'a [u8]>) -> Result<Self, HRESULT> {
        let length = USHORT::try_from(length).map_err(|_| hresult::of(ERROR_INVALID_DATA))?;
        Ok(Self { start: copy().ok_or(E_OUTOFMEMORY)?.as_ptr().cast(), length })
    }

    /// The text of a place in the structure; `None` where there is none.
    fn of(start: PCSTR, length: USHORT) -> Option<Self> {
        (!start.is_null()).then_some(Self { start, length })
    }

    pub fn bytes<'a>(self) -> &'a [u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: whoever has set it keeps it until the request ends.
        unsafe { slice::from_raw_parts(self.start.cast(), self.length.into()) }
    }
}

/// The memory of an array of the structure. A module may replace the array by its own.
struct Array<T>(Vec<T>);

impl<T: Copy> Array<T> {
    /// Takes over what the structure says.
    ///
    /// # Safety
    /// The array has so many items, unless it is the one that was given out last.
    unsafe fn take_over(&mut self, start: *const T, count: usize) {
        if start == self.0.as_ptr() {
            // A number beyond ours counts nothing that is there.
            self.0.truncate(count);
        } else if start.is_null() || count == 0 {
            self.0.clear();
        } else {
            // SAFETY: by contract.
            self.0 = unsafe { slice::from_raw_parts(start, count) }.to_vec();
        }
    }

    fn start(&mut self) -> *mut T {
        if self.0.is_empty() { null_mut() } else { self.0.as_mut_ptr() }
    }
}

/// What lies behind the structure's pointers; whoever has it may change the structure.
pub struct Arrays {
    unknown: Array<HTTP_UNKNOWN_HEADER>,
    chunks: Array<HTTP_DATA_CHUNK>,
}

// SAFETY: the pointers are the modules', who give them for use on any thread.
unsafe impl Send for Arrays {}

impl Arrays {
    /// Arrays in empty memory.
    pub fn new(unknown: Vec<HTTP_UNKNOWN_HEADER>, chunks: Vec<HTTP_DATA_CHUNK>) -> Self {
        Self { unknown: Array(unknown), chunks: Array(chunks) }
    }

    /// Their memory, to which nothing points any more.
    pub fn take(&mut self) -> (Vec<HTTP_UNKNOWN_HEADER>, Vec<HTTP_DATA_CHUNK>) {
        (core::mem::take(&mut self.unknown.0), core::mem::take(&mut self.chunks.0))
    }
}

pub struct Live(UnsafeCell<HTTP_RESPONSE_V2>);

// SAFETY: changes of ours are made under the lock of the arrays; those of modules are theirs to order.
unsafe impl Send for Live {}
// SAFETY: as above.
unsafe impl Sync for Live {}

impl Live {
    pub fn new() -> Self {
        let none = HTTP_KNOWN_HEADER { RawValueLength: 0, pRawValue: null() };
        let live = Self(UnsafeCell::new(HTTP_RESPONSE_V2 {
            Base: HTTP_RESPONSE_V1 {
                Flags: 0,
                Version: HTTP_VERSION { MajorVersion: 1, MinorVersion: 1 },
                StatusCode: 200,
                ReasonLength: 0,
                pReason: null(),
                Headers: HTTP_RESPONSE_HEADERS {
                    UnknownHeaderCount: 0,
                    pUnknownHeaders: null_mut(),
                    TrailerCount: 0,
                    pTrailers: null_mut(),
                    KnownHeaders: [none; KNOWN],
                },
                EntityChunkCount: 0,
                pEntityChunks: null_mut(),
            },
            ResponseInfoCount: 0,
            pResponseInfo: null_mut(),
        }));
        live.set_status(200, Text::fixed(c"OK"));
        live.set_known(HttpHeaderServer as usize, Some(SERVER));
        live
    }

    pub fn as_ptr(&self) -> *mut HTTP_RESPONSE_V2 {
        self.0.get()
    }

    fn base(&self) -> *mut HTTP_RESPONSE_V1 {
        self.as_ptr().cast()
    }

    pub fn status(&self) -> (u16, Text) {
        // SAFETY: the structure is there as long as `self`; modules write plain numbers and pointers.
        let (status, start, length) =
            unsafe { ((*self.base()).StatusCode, (*self.base()).pReason, (*self.base()).ReasonLength) };
        (status, Text::of(start, length).unwrap_or(Text::EMPTY))
    }

    pub fn set_status(&self, status: u16, reason: Text) {
        // SAFETY: as above.
        unsafe {
            (*self.base()).StatusCode = status;
            (*self.base()).pReason = reason.start;
            (*self.base()).ReasonLength = reason.length;
        }
    }

    fn known_place(&self, id: usize) -> *mut HTTP_KNOWN_HEADER {
        assert!(id < KNOWN);
        // SAFETY: the number is below the array's length.
        unsafe { (&raw mut (*self.base()).Headers.KnownHeaders).cast::<HTTP_KNOWN_HEADER>().add(id) }
    }

    pub fn known(&self, id: usize) -> Option<Text> {
        // SAFETY: as above.
        let header = unsafe { *self.known_place(id) };
        Text::of(header.pRawValue, header.RawValueLength)
    }

    pub fn set_known(&self, id: usize, value: Option<Text>) {
        let (start, length) = value.map_or((null(), 0), |value| (value.start, value.length));
        // SAFETY: as above.
        unsafe { *self.known_place(id) = HTTP_KNOWN_HEADER { RawValueLength: length, pRawValue: start } };
    }

    /// The headers without a number.
    pub fn unknown<'a>(&self, arrays: &'a mut Arrays) -> &'a [HTTP_UNKNOWN_HEADER] {
        self.take_over_unknown(arrays);
        &arrays.unknown.0
    }

    /// The body as far as it is buffered.
    pub fn chunks<'a>(&self, arrays: &'a mut Arrays) -> &'a [HTTP_DATA_CHUNK] {
        self.take_over_chunks(arrays);
        &arrays.chunks.0
    }

    /// Changes the headers without a number; at the end there are no more than 16 bits can count.
    pub fn change_unknown<R>(&self, arrays: &mut Arrays, change: impl FnOnce(&mut Vec<HTTP_UNKNOWN_HEADER>) -> R) -> R {
        self.take_over_unknown(arrays);
        let result = change(&mut arrays.unknown.0);
        let count = arrays.unknown.0.len();
        // SAFETY: as above.
        unsafe {
            (*self.base()).Headers.UnknownHeaderCount = count as USHORT;
            (*self.base()).Headers.pUnknownHeaders = arrays.unknown.start();
        }
        result
    }

    /// Changes the body in the same way.
    pub fn change_chunks<R>(&self, arrays: &mut Arrays, change: impl FnOnce(&mut Vec<HTTP_DATA_CHUNK>) -> R) -> R {
        self.take_over_chunks(arrays);
        let result = change(&mut arrays.chunks.0);
        let count = arrays.chunks.0.len();
        // SAFETY: as above.
        unsafe {
            (*self.base()).EntityChunkCount = count as USHORT;
            (*self.base()).pEntityChunks = arrays.chunks.start();
        }
        result
    }

    fn take_over_unknown(&self, arrays: &mut Arrays) {
        // SAFETY: a module that has set an array keeps it, and has counted it.
        unsafe {
            let headers = &raw const (*self.base()).Headers;
            arrays.unknown.take_over((*headers).pUnknownHeaders, (*headers).UnknownHeaderCount.into());
        }
    }

    fn take_over_chunks(&self, arrays: &mut Arrays) {
        // SAFETY: as above.
        unsafe { arrays.chunks.take_over((*self.base()).pEntityChunks, (*self.base()).EntityChunkCount.into()) }
    }

    /// Drops what modules have put into the arrays beyond their ends, and what is not counted.
    pub fn settle(&self, arrays: &mut Arrays) {
        self.change_unknown(arrays, |_| ());
        self.change_chunks(arrays, |_| ());
    }

    /// Back to the default headers.
    pub fn clear_headers(&self, arrays: &mut Arrays) {
        self.change_unknown(arrays, Vec::clear);
        for id in 0..KNOWN {
            self.set_known(id, (id == HttpHeaderServer as usize).then_some(SERVER));
        }
        // SAFETY: as above.
        unsafe {
            (*self.as_ptr()).ResponseInfoCount = 0;
            (*self.as_ptr()).pResponseInfo = null_mut();
            (*self.base()).Flags = 0;
        }
    }
}

/// Name and value of an unknown header.
pub fn texts(header: &HTTP_UNKNOWN_HEADER) -> (Text, Text) {
    let text = |start, length| Text::of(start, length).unwrap_or(Text::EMPTY);
    (text(header.pName, header.NameLength), text(header.pRawValue, header.RawValueLength))
}
