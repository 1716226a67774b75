//! Trailers: headers behind a body in chunks.

use super::headers::{answer, check_name, check_value, join, line, name, told, value};
use super::live::{Text, texts};
use super::{ResponseObject, ResponseState, State};
use crate::abi::iis::*;
use crate::iis::com::hresult::S_OK;
use crate::iis::com::object::method;
use crate::win32::boundary::{hresult as failed, text};

impl State {
    /// The trailers as they are sent.
    pub(super) fn trailer_lines(&self) -> Vec<u8> {
        let lines = self.trailers.iter().map(texts);
        lines.flat_map(|(name, value)| [name.bytes(), b": ", value.bytes(), b"\r\n"].concat()).collect()
    }
}

impl ResponseState {
    fn put_trailer(&self, name: &[u8], value: &[u8], replace: bool) -> Result<(), HRESULT> {
        check_name(name)?;
        check_value(value)?;
        let mut state = self.state.lock();
        let State { trailers, texts: memory, .. } = &mut *state;
        let named = |line: &HTTP_UNKNOWN_HEADER| texts(line).0.bytes().eq_ignore_ascii_case(name);
        if replace {
            trailers.retain(|line| !named(line));
        }
        if let Some(line) = trailers.iter_mut().find(|line| named(line)) {
            let value = join(memory, texts(line).1, value)?;
            (line.pRawValue, line.RawValueLength) = (value.start, value.length);
        } else {
            trailers.push(line(memory, name, value)?);
        }
        Ok(())
    }

    /// Gives a child's trailers to its parent, in the place of those by the same names.
    pub(super) fn give_trailers(&self, parent: &ResponseState, state: &State) {
        for (name, value) in state.trailers.iter().map(texts) {
            // It was checked when it was set here.
            let _ = parent.put_trailer(name.bytes(), value.bytes(), true);
        }
    }

    fn find_trailer(&self, name: &[u8]) -> Option<Text> {
        let state = self.state.lock();
        let mut texts = state.trailers.iter().map(texts);
        texts.find(|(found, _)| found.bytes().eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

method!(pub(super) IHttpResponse4::DeleteTrailer as delete_trailer(this: ResponseObject, text: PCSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives a name that ends with a NUL.
    if let Ok(name) = unsafe { name(text) } {
        let mut state = this.state.lock();
        state.trailers.retain(|line| !texts(line).0.bytes().eq_ignore_ascii_case(name));
    }
    S_OK
});
method!(pub(super) IHttpResponse4::GetTrailer as get_trailer(this: ResponseObject, wanted: PCSTR, length: *mut USHORT)
    -> PCSTR, text, {
    // SAFETY: C++ gives a name that ends with a NUL, and a place that may be written, or NULL.
    unsafe { told(name(wanted).ok().and_then(|name| this.find_trailer(name)), length) }
});
method!(pub(super) IHttpResponse4::SetTrailer as set_trailer(
    this: ResponseObject, name_text: PCSTR, text: PCSTR, length: USHORT, replace: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives a name that ends with a NUL, and a value of this length.
    let given = unsafe { name(name_text).and_then(|name| Ok((name, value(text, length)?))) };
    answer(given.and_then(|(name, value)| this.put_trailer(name, value, replace != FALSE)))
});
