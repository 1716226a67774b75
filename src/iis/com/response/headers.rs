//! Headers of the response, by name and by number.

use super::live::{KNOWN, Text, texts};
use super::{ResponseObject, ResponseState, State};
use crate::abi::iis::*;
use crate::httpapi::response_parts;
use crate::iis::com::header_changes;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::memory::Texts;
use crate::iis::com::object::method;
use crate::net::http1::{chunked, known};
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, text, void};
use core::ffi::CStr;
use core::ptr::null;
use core::slice;

const SERVER: usize = HttpHeaderServer as usize;

/// Each value has a line of its own, since commas stand within values or clients want it so.
const LINES: [HTTP_HEADER_ID; 3] = [HttpHeaderSetCookie, HttpHeaderWwwAuthenticate, HttpHeaderProxyAuthenticate];

/// A name that may stand in a head.
pub fn check_name(name: &[u8]) -> Result<(), HRESULT> {
    let good = !name.is_empty() && name.iter().all(|byte| chunked::is_token(*byte));
    if good { Ok(()) } else { Err(hresult::of(ERROR_INVALID_PARAMETER)) }
}

/// A value that does not end its line.
pub fn check_value(value: &[u8]) -> Result<(), HRESULT> {
    if response_parts::is_value(value) { Ok(()) } else { Err(hresult::of(ERROR_INVALID_PARAMETER)) }
}

fn id_of(name: &[u8]) -> Option<usize> {
    known::response_id(name).map(usize::from)
}

fn check_id(id: HTTP_HEADER_ID) -> Result<usize, HRESULT> {
    usize::try_from(id).ok().filter(|id| *id < KNOWN).ok_or(hresult::of(ERROR_INVALID_PARAMETER))
}

fn is_named(header: &HTTP_UNKNOWN_HEADER, name: &[u8]) -> bool {
    texts(header).0.bytes().eq_ignore_ascii_case(name)
}

/// A header with copies of name and value.
pub fn line(memory: &Texts, name: &[u8], value: &[u8]) -> Result<HTTP_UNKNOWN_HEADER, HRESULT> {
    let (name, value) = (Text::keep(memory, name)?, Text::keep(memory, value)?);
    Ok(HTTP_UNKNOWN_HEADER {
        NameLength: name.length,
        RawValueLength: value.length,
        pName: name.start,
        pRawValue: value.start,
    })
}

pub fn join(memory: &Texts, before: Text, value: &[u8]) -> Result<Text, HRESULT> {
    Text::keep_all(memory, &[before.bytes(), b",", value])
}

impl ResponseState {
    /// Sets headers with numbers, each in the place of what there was.
    pub fn set_known_headers(&self, headers: &[(HTTP_HEADER_ID, &str)]) -> Result<(), HRESULT> {
        let mut state = self.state.lock();
        headers.iter().try_for_each(|(id, value)| {
            check_value(value.as_bytes())?;
            self.put_known(&mut state, check_id(*id)?, value.as_bytes(), true)
        })
    }

    /// Sets a header in the place of what there was.
    pub fn set_header(&self, name: &str, value: &str) -> Result<(), HRESULT> {
        self.put_header(name.as_bytes(), value.as_bytes(), true)
    }

    /// Adds a value to a header.
    pub fn append_header(&self, name: &str, value: &str) -> Result<(), HRESULT> {
        self.put_header(name.as_bytes(), value.as_bytes(), false)
    }

    pub fn delete_header(&self, name: &str) {
        self.remove_header(name.as_bytes());
    }

    /// The value of a header, of its first line where it has several.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.find_header(name.as_bytes()).map(Text::bytes)
    }

    fn put_header(&self, name: &[u8], value: &[u8], replace: bool) -> Result<(), HRESULT> {
        self.put(&mut self.state.lock(), name, value, replace)
    }

    pub(super) fn put(&self, state: &mut State, name: &[u8], value: &[u8], replace: bool) -> Result<(), HRESULT> {
        check_name(name)?;
        check_value(value)?;
        match id_of(name) {
            Some(id) => self.put_known(state, id, value, replace),
            None => self.put_unknown(state, name, value, replace),
        }
    }

    pub(super) fn put_known(&self, state: &mut State, id: usize, value: &[u8], replace: bool) -> Result<(), HRESULT> {
        let before = self.live.known(id).filter(|before| before.length > 0 && !replace);
        let name = known::response_name(id as u8).unwrap_or_default().as_bytes();
        match before {
            Some(_) if Self::has_lines(id) => return self.add_line(state, name, value),
            Some(before) => self.live.set_known(id, Some(join(&state.texts, before, value)?)),
            None => self.live.set_known(id, Some(Text::keep(&state.texts, value)?)),
        }
        if replace {
            self.remove_lines(state, name);
        }
        Ok(())
    }

    fn put_unknown(&self, state: &mut State, name: &[u8], value: &[u8], replace: bool) -> Result<(), HRESULT> {
        if replace {
            self.remove_lines(state, name);
        }
        let State { arrays, texts: memory, .. } = &mut *state;
        let joined = self.live.change_unknown(arrays, |lines| {
            let line = lines.iter_mut().find(|line| is_named(line, name))?;
            Some(join(memory, texts(line).1, value).map(|value| {
                (line.pRawValue, line.RawValueLength) = (value.start, value.length);
            }))
        });
        joined.unwrap_or_else(|| self.add_line(state, name, value))
    }

    /// Whether each value of a header has a line of its own.
    pub(super) fn has_lines(id: usize) -> bool {
        LINES.contains(&(id as HTTP_HEADER_ID))
    }

    fn add_line(&self, state: &mut State, name: &[u8], value: &[u8]) -> Result<(), HRESULT> {
        let header = line(&state.texts, name, value)?;
        self.live.change_unknown(&mut state.arrays, |lines| {
            if lines.len() >= usize::from(USHORT::MAX) {
                return Err(hresult::of(ERROR_INVALID_DATA));
            }
            lines.push(header);
            Ok(())
        })
    }

    fn remove_lines(&self, state: &mut State, name: &[u8]) {
        self.live.change_unknown(&mut state.arrays, |lines| lines.retain(|line| !is_named(line, name)));
    }

    fn remove_header(&self, name: &[u8]) {
        let mut state = self.state.lock();
        if let Some(id) = id_of(name) {
            // A Server header of no length keeps the default away.
            self.live.set_known(id, (id == SERVER).then_some(Text::EMPTY));
        }
        self.remove_lines(&mut state, name);
    }

    fn find_header(&self, name: &[u8]) -> Option<Text> {
        let mut state = self.state.lock();
        let known = id_of(name).and_then(|id| self.known(id));
        known.or_else(|| {
            let lines = self.live.unknown(&mut state.arrays);
            lines.iter().find(|line| is_named(line, name)).map(|line| texts(line).1)
        })
    }

    fn known(&self, id: usize) -> Option<Text> {
        self.live.known(id).filter(|value| id != SERVER || value.length > 0)
    }
}

/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn name<'a>(text: PCSTR) -> Result<&'a [u8], HRESULT> {
    if text.is_null() {
        return Err(hresult::of(ERROR_INVALID_PARAMETER));
    }
    // SAFETY: by contract.
    let name = unsafe { CStr::from_ptr(text) }.to_bytes();
    if name.len() > usize::from(USHORT::MAX) { Err(hresult::of(ERROR_INVALID_DATA)) } else { Ok(name) }
}

/// # Safety
/// The text is NULL or has so many bytes.
pub unsafe fn value<'a>(text: PCSTR, length: USHORT) -> Result<&'a [u8], HRESULT> {
    if text.is_null() {
        return Err(hresult::of(ERROR_INVALID_PARAMETER));
    }
    // SAFETY: by contract.
    Ok(unsafe { slice::from_raw_parts(text.cast(), length.into()) })
}

/// The HRESULT of a method.
pub fn answer(result: Result<(), HRESULT>) -> HRESULT {
    result.map_or_else(|error| error, |()| S_OK)
}

/// A text as methods return it, with its length.
///
/// # Safety
/// The place of the length may be written, or is NULL.
pub unsafe fn told(found: Option<Text>, length: *mut USHORT) -> PCSTR {
    // SAFETY: by contract.
    unsafe { store(length, found.map_or(0, |found| found.length)) };
    found.map_or(null(), |found| found.start)
}

method!(pub(super) IHttpResponse::SetHeader as set_by_name(
    this: ResponseObject, name_text: PCSTR, text: PCSTR, length: USHORT, replace: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives a name that ends with a NUL, and a value of this length.
    let given = unsafe { name(name_text).and_then(|name| Ok((name, value(text, length)?))) };
    answer(given.and_then(|(name, value)| this.put_header(name, value, replace != FALSE)))
});
method!(pub(super) IHttpResponse::SetHeader as set_by_id(
    this: ResponseObject, id: HTTP_HEADER_ID, text: PCSTR, length: USHORT, replace: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives a value of this length.
    let given = unsafe { check_id(id).and_then(|id| Ok((id, value(text, length)?))) };
    answer(given.and_then(|(id, value)| {
        check_value(value)?;
        // By its number, Server is told behind the default.
        this.put_known(&mut this.state.lock(), id, value, replace != FALSE && id != SERVER)
    }))
});
method!(pub(super) IHttpResponse::DeleteHeader as delete_by_name(this: ResponseObject, text: PCSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives a name that ends with a NUL.
    if let Ok(name) = unsafe { name(text) } {
        this.remove_header(name);
    }
    S_OK
});
method!(pub(super) IHttpResponse::DeleteHeader as delete_by_id(this: ResponseObject, id: HTTP_HEADER_ID) -> HRESULT, failed, {
    if let Some(name) = u8::try_from(id).ok().and_then(known::response_name) {
        this.remove_header(name.as_bytes());
    }
    S_OK
});
method!(pub(super) IHttpResponse::GetHeader as get_by_name(this: ResponseObject, wanted: PCSTR, length: *mut USHORT)
    -> PCSTR, text, {
    // SAFETY: C++ gives a name that ends with a NUL, and a place that may be written, or NULL.
    unsafe { told(name(wanted).ok().and_then(|name| this.find_header(name)), length) }
});
method!(pub(super) IHttpResponse::GetHeader as get_by_id(this: ResponseObject, id: HTTP_HEADER_ID, length: *mut USHORT)
    -> PCSTR, text, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { told(check_id(id).ok().and_then(|id| this.known(id)), length) }
});
method!(pub(super) IHttpResponse::ClearHeaders as clear_headers(this: ResponseObject), void, {
    let mut state = this.state.lock();
    this.live.clear_headers(&mut state.arrays);
    this.restore_defaults(&mut state);
});
method!(pub(super) IHttpResponse::SuppressHeaders as suppress_headers(this: ResponseObject), void, {
    this.state.lock().suppressed = true;
});
method!(pub(super) IHttpResponse::GetHeadersSuppressed as get_headers_suppressed(this: ResponseObject) -> BOOL, || FALSE, {
    BOOL::from(this.state.lock().suppressed)
});
method!(pub(super) IHttpResponse::GetHeaderChanges as get_header_changes(
    this: ResponseObject, old: DWORD, new: *mut DWORD, known: *mut PCSTR, unknown: *mut DWORD,
    names: *mut *mut PCSTR, values: *mut *mut PCSTR, changed: *mut DWORD, unknown_changed: *mut DWORD,
    changed_unknown: *mut *mut DWORD) -> HRESULT, failed, {
    let lines: Vec<_> = {
        let mut state = this.state.lock();
        let lines = this.live.unknown(&mut state.arrays).iter().map(texts);
        lines.map(|(name, value)| (name.bytes(), value.bytes())).collect()
    };
    let known_now: Vec<_> = (0..KNOWN).map(|id| this.known(id).map(Text::bytes)).collect();
    let snapshot = header_changes::Snapshot { known, unknown, names, values, changed, unknown_changed, changed_unknown };
    // SAFETY: C++ gives arrays for all response headers, and places that may be written.
    unsafe { header_changes::compare(&this.owner.memory, &known_now, &lines, old, new, snapshot) }
});
