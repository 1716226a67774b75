//! The status, and what is told of an error.

use super::headers::{answer, name};
use super::live::Text;
use super::{ResponseObject, ResponseState, State};
use crate::abi::iis::*;
use crate::iis::com::foreign::ConfigException;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::iis::event::Event;
use crate::iis::reason;
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, text, void};
use crate::win32::text::from_wide;
use core::ptr::{null, null_mut};
use core::slice;

/// What belongs to the status beside its number and its phrase.
#[derive(Default)]
pub struct Details {
    pub sub_status: u16,
    pub error: HRESULT,
    /// A reference to what the configuration has to say of it.
    pub exception: Option<Reference>,
    /// The body stays as it is.
    pub skip_custom_errors: bool,
    /// Who has set it: a module's place in the application's list, and in which notification.
    pub setter: Option<(u16, Event)>,
    /// Somebody has.
    pub is_set: bool,
    pub description: Option<Description>,
}

/// Of an exception; given back without a lock.
pub struct Reference(ConfigException);

impl Drop for Reference {
    fn drop(&mut self) {
        self.0.release();
    }
}

/// Text for the detailed error page.
#[derive(Clone, Copy)]
pub struct Description {
    start: PCWSTR,
    length: DWORD,
    encode: bool,
}

/// The status as the error page tells it.
pub struct Failure {
    pub status: u16,
    pub sub_status: u16,
    pub reason: String,
    pub error: HRESULT,
    pub module: Option<u16>,
    pub event: Option<Event>,
    /// With whether it is plain text.
    pub description: Option<(String, bool)>,
}

impl ResponseState {
    /// Sets the status; `reason` may be empty for the usual one.
    pub fn set_status(&self, status: u16, reason: &str, sub_status: u16) {
        let details = Details { sub_status, ..self.new_details() };
        let reason = if reason.is_empty() { reason::of(status) } else { reason };
        // Without memory there is no phrase.
        let phrase = Text::copy(&self.owner.memory, reason.as_bytes()).unwrap_or(Text::EMPTY);
        self.put_status(status, phrase, details);
    }

    /// The HRESULT that the detailed error page tells.
    pub fn set_status_error(&self, error: HRESULT) {
        self.state.lock().details.error = error;
    }

    pub fn status(&self) -> u16 {
        self.live.status().0
    }

    pub fn sub_status(&self) -> u16 {
        self.state.lock().details.sub_status
    }

    /// Whether the body of an error is to stay as it is.
    pub fn skips_custom_errors(&self) -> bool {
        self.state.lock().details.skip_custom_errors
    }

    pub fn failure(&self) -> Failure {
        let state = self.state.lock();
        let (status, reason) = self.live.status();
        let details = &state.details;
        let description = details.description.map(|text| {
            // SAFETY: it is a copy in the request's memory.
            let units = unsafe { slice::from_raw_parts(text.start, text.length as usize) };
            (from_wide(units), text.encode)
        });
        Failure {
            status,
            sub_status: details.sub_status,
            reason: String::from_utf8_lossy(reason.bytes()).into_owned(),
            error: details.error,
            module: details.setter.map(|(module, _)| module),
            event: details.setter.map(|(_, event)| event),
            description,
        }
    }

    /// Details of a status that is set now, by the module that runs.
    fn new_details(&self) -> Details {
        let setter = self.owner.pipeline.current().map(|frame| (frame.module, frame.event));
        Details { setter, is_set: true, ..Details::default() }
    }

    fn put_status(&self, status: u16, reason: Text, details: Details) {
        let mut state = self.state.lock();
        let description = state.details.description;
        let before = core::mem::replace(&mut state.details, Details { description, ..details });
        self.live.set_status(status, reason);
        drop(state);
        drop(before);
    }

    /// Back to 200; what is given is to be dropped without the lock.
    pub(super) fn reset_status(&self, state: &mut State) -> Details {
        self.live.set_status(200, Text::fixed(c"OK"));
        core::mem::take(&mut state.details)
    }
}

/// A phrase that a status line may have.
fn phrase(text: &[u8]) -> Result<&[u8], HRESULT> {
    let good = text.iter().all(|byte| matches!(byte, 0x20..=0x7E));
    if good { Ok(text) } else { Err(hresult::of(ERROR_INVALID_PARAMETER)) }
}

method!(pub(super) IHttpResponse::SetStatus as set_status(
    this: ResponseObject, status: USHORT, reason_text: PCSTR, sub_status: USHORT, error: HRESULT,
    exception: *mut IAppHostConfigException, skip_custom_errors: BOOL) -> HRESULT, failed, {
    let reason = if reason_text.is_null() {
        Text::copy(&this.owner.memory, reason::of(status).as_bytes())
    } else {
        // SAFETY: C++ gives text that ends with a NUL.
        unsafe { name(reason_text) }.and_then(phrase).and_then(|reason| Text::copy(&this.owner.memory, reason))
    };
    answer(reason.map(|reason| {
        // SAFETY: C++ gives NULL or an object that it has a reference to.
        let exception = unsafe { ConfigException::new(exception) }.map(|exception| Reference(exception.add_ref()));
        let skip_custom_errors = skip_custom_errors != FALSE;
        let details = Details { sub_status, error, exception, skip_custom_errors, ..this.new_details() };
        this.put_status(status, reason, details);
    }))
});
method!(pub(super) IHttpResponse::GetStatus as get_status(
    this: ResponseObject, status: *mut USHORT, sub_status: *mut USHORT, reason: *mut PCSTR,
    reason_length: *mut USHORT, error: *mut HRESULT, module: *mut PCWSTR, notification: *mut DWORD,
    exception: *mut *mut IAppHostConfigException, skips_custom_errors: *mut BOOL), void, {
    let state = this.state.lock();
    let details = &state.details;
    let (code, phrase) = this.live.status();
    let setter = details.setter;
    let name = setter.map_or(null(), |(at, _)| this.owner.module(at).wide_name().as_ptr());
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(status, code);
        store(sub_status, details.sub_status);
        store(reason, phrase.start);
        store(reason_length, phrase.length);
        store(error, details.error);
        store(module, name);
        store(notification, setter.map_or(0, |(_, event)| event.bit()));
        store(skips_custom_errors, BOOL::from(details.skip_custom_errors));
    }
    let found = details.exception.as_ref().map(|reference| reference.0);
    drop(state);
    // As everywhere in COM, the caller gets a reference of its own.
    let given = if exception.is_null() { null_mut() } else { found.map_or(null_mut(), |found| found.add_ref().as_ptr()) };
    // SAFETY: as above.
    unsafe { store(exception, given) };
});
method!(pub(super) IHttpResponse::SetErrorDescription as set_error_description(
    this: ResponseObject, text: PCWSTR, length: DWORD, encode: BOOL) -> HRESULT, failed, {
    if text.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives so many units.
    let units = unsafe { slice::from_raw_parts(text, length as usize) };
    let Some(copy) = this.owner.memory.wide(&from_wide(units)) else { return E_OUTOFMEMORY };
    let description = Description { start: copy.as_ptr(), length: copy.len() as DWORD, encode: encode != FALSE };
    this.state.lock().details.description = Some(description);
    S_OK
});
method!(pub(super) IHttpResponse::GetErrorDescription as get_error_description(this: ResponseObject, length: *mut DWORD)
    -> PCWSTR, text, {
    let description = this.state.lock().details.description;
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(length, description.map_or(0, |text| text.length)) };
    description.map_or(null(), |text| text.start)
});
