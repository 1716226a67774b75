//! The request's headers.

use super::RequestObject;
use super::RequestState;
use crate::abi::iis::*;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::net::http1::known;
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, text};
use core::ffi::CStr;
use core::ptr::{null, null_mut};

/// What is kept beside the headers; its lock is held by whoever reads or writes them.
#[derive(Default)]
pub struct State {
    /// How often they were changed.
    pub(super) changes: u32,
    /// The array of unknown headers that was made for additions, and its size.
    made: (usize, usize),
}

/// How a caller names a header.
#[derive(Clone, Copy)]
enum Which<'a> {
    Known(u8),
    Unknown(&'a [u8]),
}

impl<'a> Which<'a> {
    fn of(name: &'a [u8]) -> Self {
        known::request_id(name).map_or(Self::Unknown(name), Self::Known)
    }
}

/// # Safety
/// The array is as long as the structure says.
pub(super) unsafe fn unknown_of(headers: &HTTP_REQUEST_HEADERS) -> &[HTTP_UNKNOWN_HEADER] {
    if headers.pUnknownHeaders.is_null() {
        return &[];
    }
    // SAFETY: by contract.
    unsafe { core::slice::from_raw_parts(headers.pUnknownHeaders, headers.UnknownHeaderCount.into()) }
}

impl RequestState {
    /// The value of a header, whatever its name's case; it has a NUL behind it.
    pub fn header(&self, name: &[u8]) -> Option<&[u8]> {
        let state = self.headers.lock();
        self.find(&state, Which::of(name))
    }

    /// The value of a known header.
    pub fn known_header(&self, id: i32) -> Option<&[u8]> {
        let state = self.headers.lock();
        self.find(&state, Which::Known(id as u8))
    }

    /// The same for the server's own use: without a NUL behind it, and without the structure being made for it.
    pub fn peek(&self, id: i32) -> Option<&[u8]> {
        let Some(wire) = self.unchanged() else { return self.known_header(id) };
        let mut fields = wire.head().fields.iter().filter(|field| field.id.map(i32::from) == Some(id));
        let field = fields.next()?;
        // Several are one in the structure.
        if fields.next().is_some() { self.known_header(id) } else { Some(field.value.of(wire.bytes())) }
    }

    /// Sets a header, or with `replaces` false adds to its value.
    pub fn set_header(&self, name: &[u8], value: &[u8], replaces: bool) -> HRESULT {
        self.set(Which::of(name), value, replaces)
    }

    pub fn delete_header(&self, name: &[u8]) -> HRESULT {
        self.delete(Which::of(name))
    }

    /// All headers with their names: those that came in their order and spelling, then others.
    pub fn all_headers(&self) -> Vec<(&[u8], &[u8])> {
        let state = self.headers.lock();
        let mut all: Vec<(&[u8], &[u8])> = Vec::new();
        if let Some(wire) = &self.owner.wire {
            for field in wire.head().fields.iter().filter(|field| !field.repeats) {
                let name = field.name.of(wire.bytes());
                let which = field.id.map_or(Which::Unknown(name), Which::Known);
                all.extend(self.find(&state, which).map(|value| (name, value)));
            }
        }
        let came = all.len();
        let is_new = |all: &[(&[u8], &[u8])], name: &[u8]| {
            all[..came].iter().all(|(known, _)| !known.eq_ignore_ascii_case(name))
        };
        for (name, id) in known::REQUEST_NAMES.iter().zip(0..) {
            if let Some(value) = self.find(&state, Which::Known(id))
                && is_new(&all, name.as_bytes())
            {
                all.push((name.as_bytes(), value));
            }
        }
        for header in self.unknown() {
            // SAFETY: the header has such a name and such a value.
            let (name, value) = unsafe {
                let name = self.text(header.pName, header.NameLength.into());
                (name, self.text(header.pRawValue, header.RawValueLength.into()))
            };
            if is_new(&all, name) {
                all.push((name, value));
            }
        }
        all
    }

    pub(super) fn unknown(&self) -> &[HTTP_UNKNOWN_HEADER] {
        // SAFETY: the structure is as `lay_out` or the methods below have left it, or a module by the same rules.
        unsafe { unknown_of(&(*self.v1()).Headers) }
    }

    fn find(&self, _: &State, which: Which<'_>) -> Option<&[u8]> {
        match which {
            Which::Known(id) => {
                // SAFETY: the structure lives as long as the request.
                let header = unsafe { (*self.v1()).Headers.KnownHeaders.get(usize::from(id)) }?;
                // SAFETY: the header has such a value, and no pointer where it is missing.
                (!header.pRawValue.is_null())
                    .then(|| unsafe { self.text(header.pRawValue, header.RawValueLength.into()) })
            }
            Which::Unknown(name) => {
                let header = &self.unknown()[self.place_of(name)?];
                // SAFETY: as above.
                Some(unsafe { self.text(header.pRawValue, header.RawValueLength.into()) })
            }
        }
    }

    fn place_of(&self, name: &[u8]) -> Option<usize> {
        self.unknown().iter().position(|header| {
            // SAFETY: the header has such a name.
            unsafe { self.text(header.pName, header.NameLength.into()) }.eq_ignore_ascii_case(name)
        })
    }

    fn set(&self, which: Which<'_>, value: &[u8], replaces: bool) -> HRESULT {
        let memory = &self.owner.memory;
        let mut state = self.headers.lock();
        let before = if replaces { None } else { self.find(&state, which).filter(|before| !before.is_empty()) };
        let value = match before {
            Some(before) => memory.narrow_of(&[before, b",", value]),
            None => memory.narrow(value),
        };
        let Some(value) = value else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
        let Ok(length) = USHORT::try_from(value.len()) else { return hresult::of(ERROR_INVALID_DATA) };
        let start: PCSTR = value.as_ptr().cast();
        match which {
            Which::Known(id) => {
                let header = HTTP_KNOWN_HEADER { RawValueLength: length, pRawValue: start };
                // SAFETY: the structure lives as long as the request, and the number is in it.
                unsafe { (*self.changing()).Headers.KnownHeaders[usize::from(id)] = header };
            }
            Which::Unknown(name) => match self.place_of(name) {
                Some(at) => {
                    // SAFETY: the array is there to be written, and so long.
                    let header = unsafe { &mut *(*self.changing()).Headers.pUnknownHeaders.add(at) };
                    (header.pRawValue, header.RawValueLength) = (start, length);
                }
                None => {
                    let Ok(NameLength) = USHORT::try_from(name.len()) else { return hresult::of(ERROR_INVALID_DATA) };
                    let Some(name) = memory.narrow(name) else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
                    let header = HTTP_UNKNOWN_HEADER {
                        NameLength,
                        RawValueLength: length,
                        pName: name.as_ptr().cast(),
                        pRawValue: start,
                    };
                    if let Err(code) = self.add_unknown(&mut state, header) {
                        return hresult::of(code);
                    }
                }
            },
        }
        state.changes += 1;
        S_OK
    }

    /// Puts a header behind the others, in an array that has room for it.
    fn add_unknown(&self, state: &mut State, header: HTTP_UNKNOWN_HEADER) -> Result<(), DWORD> {
        let unknown = self.unknown();
        let count = unknown.len();
        let more = USHORT::try_from(count + 1).map_err(|_| ERROR_INVALID_DATA)?;
        // SAFETY: the structure lives as long as the request, and the array has room for one more.
        unsafe {
            let headers = &mut (*self.changing()).Headers;
            if state.made.0 != headers.pUnknownHeaders.addr() || state.made.1 <= count {
                let room = (count + 1).next_power_of_two().max(8);
                let array = self.owner.memory.array::<HTTP_UNKNOWN_HEADER>(room).ok_or(ERROR_NOT_ENOUGH_MEMORY)?;
                array.as_ptr().copy_from_nonoverlapping(unknown.as_ptr(), count);
                state.made = (array.addr().get(), room);
                headers.pUnknownHeaders = array.as_ptr();
            }
            headers.pUnknownHeaders.add(count).write(header);
            headers.UnknownHeaderCount = more;
        }
        Ok(())
    }

    fn delete(&self, which: Which<'_>) -> HRESULT {
        let mut state = self.headers.lock();
        if self.find(&state, which).is_none() {
            return S_OK;
        }
        match which {
            Which::Known(id) => {
                let header = HTTP_KNOWN_HEADER { RawValueLength: 0, pRawValue: null() };
                // SAFETY: as in `set`.
                unsafe { (*self.changing()).Headers.KnownHeaders[usize::from(id)] = header };
            }
            Which::Unknown(name) => {
                let Some(at) = self.place_of(name) else { return S_OK };
                // Others may be reading the array: what is left gets one of its own.
                let mut left = self.unknown().to_vec();
                left.remove(at);
                let Some(array) = self.owner.memory.copy(&left) else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
                // SAFETY: the structure lives as long as the request.
                let headers = unsafe { &mut (*self.changing()).Headers };
                headers.pUnknownHeaders = if left.is_empty() { null_mut() } else { array.as_ptr() };
                headers.UnknownHeaderCount = left.len() as USHORT;
            }
        }
        state.changes += 1;
        S_OK
    }
}

/// A name or a value as C++ gives it.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn narrow<'a>(text: PCSTR) -> Option<&'a [u8]> {
    // SAFETY: by contract.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

fn is_known(id: HTTP_HEADER_ID) -> bool {
    (0..HttpHeaderRequestMaximum).contains(&id)
}

/// What GetHeader returns.
///
/// # Safety
/// The length is NULL or may be written.
unsafe fn give(value: Option<&[u8]>, length: *mut USHORT) -> PCSTR {
    // SAFETY: by contract.
    unsafe { store(length, value.map_or(0, |value| value.len() as USHORT)) };
    value.map_or(null(), |value| value.as_ptr().cast())
}

method!(pub(super) IHttpRequest::GetHeader as get_by_name(this: RequestObject, name: PCSTR, length: *mut USHORT)
    -> PCSTR, text, {
    // SAFETY: C++ gives text that ends with a NUL, and a place that may be written or NULL.
    unsafe { give(narrow(name).and_then(|name| this.header(name)), length) }
});
method!(pub(super) IHttpRequest::GetHeader as get_by_id(this: RequestObject, id: HTTP_HEADER_ID, length: *mut USHORT)
    -> PCSTR, text, {
    let value = if is_known(id) { this.known_header(id) } else { None };
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { give(value, length) }
});
method!(pub(super) IHttpRequest::SetHeader as set_by_name(
    this: RequestObject, name: PCSTR, value: PCSTR, length: USHORT, replaces: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    match unsafe { narrow(name) } {
        Some(name) if !name.is_empty() && !value.is_null() => {
            // SAFETY: by contract there are so many bytes.
            this.set_header(name, unsafe { this.text(value, length.into()) }, replaces != FALSE)
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(pub(super) IHttpRequest::SetHeader as set_by_id(
    this: RequestObject, id: HTTP_HEADER_ID, value: PCSTR, length: USHORT, replaces: BOOL) -> HRESULT, failed, {
    if !is_known(id) || value.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract there are so many bytes.
    this.set(Which::Known(id as u8), unsafe { this.text(value, length.into()) }, replaces != FALSE)
});
method!(pub(super) IHttpRequest::DeleteHeader as delete_by_name(this: RequestObject, name: PCSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    match unsafe { narrow(name) } {
        Some(name) => this.delete_header(name),
        None => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(pub(super) IHttpRequest::DeleteHeader as delete_by_id(this: RequestObject, id: HTTP_HEADER_ID)
    -> HRESULT, failed, {
    if is_known(id) { this.delete(Which::Known(id as u8)) } else { hresult::of(ERROR_INVALID_PARAMETER) }
});
