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
use std::sync::Arc;

/// What belongs to the status beside its number and its phrase.
#[derive(Default)]
pub struct Details {
    pub sub_status: u16,
    pub error: HRESULT,
    /// A reference to what the configuration has to say of it; a child shares its own with its parent.
    pub exception: Option<Arc<Reference>>,
    /// The body stays as it is.
    pub skip_custom_errors: bool,
    /// The body is what the configuration has for the status.
    pub has_error_page: bool,
    /// Who has set it: a module's place in the application's list, and in which notification.
    pub setter: Option<(u16, Event)>,
    /// Somebody has.
    pub is_set: bool,
    /// A handler has, itself or by a child request.
    pub is_by_handler: bool,
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

impl Description {
    fn text(self) -> String {
        // SAFETY: it is a copy in the request's memory.
        from_wide(unsafe { slice::from_raw_parts(self.start, self.length as usize) })
    }
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
        let before = {
            let mut state = self.state.lock();
            // Without memory there is no phrase.
            let phrase = Text::keep(&state.texts, reason.as_bytes()).unwrap_or(Text::EMPTY);
            self.put_status_in(&mut state, status, phrase, details)
        };
        drop(before);
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

    /// Whether the body is what the configuration has for the status already.
    pub fn has_error_page(&self) -> bool {
        self.state.lock().details.has_error_page
    }

    pub fn set_has_error_page(&self) {
        self.state.lock().details.has_error_page = true;
    }

    pub fn failure(&self) -> Failure {
        let state = self.state.lock();
        let (status, reason) = self.live.status();
        let details = &state.details;
        let description = details.description.map(|description| (description.text(), description.encode));
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
    pub(super) fn new_details(&self) -> Details {
        let setter = self.owner.pipeline.current().map(|frame| (frame.module, frame.event));
        let is_by_handler = setter.is_some_and(|(_, event)| event == Event::ExecuteRequestHandler);
        Details { setter, is_set: true, is_by_handler, ..Details::default() }
    }

    /// What is given is to be dropped without a lock.
    fn put_status(&self, status: u16, reason: Text, details: Details) -> Details {
        self.put_status_in(&mut self.state.lock(), status, reason, details)
    }

    pub(super) fn put_status_in(&self, state: &mut State, status: u16, reason: Text, details: Details) -> Details {
        let description = details.description.or(state.details.description);
        self.live.set_status(status, reason);
        core::mem::replace(&mut state.details, Details { description, ..details })
    }

    /// Takes over a child's status, with all that belongs to it; what is given is to be dropped without a lock.
    pub(super) fn take_status(&self, child: &ResponseState, details: &Details) -> Details {
        let (status, reason) = child.live.status();
        let memory = &self.owner.memory;
        let reason = if reason.length == 0 { reason::of(status).as_bytes() } else { reason.bytes() };
        // Without memory there is no phrase, and no description.
        let reason = Text::copy(memory, reason).unwrap_or(Text::EMPTY);
        let description = details.description.and_then(|text| {
            let copy = memory.wide(&text.text())?;
            Some(Description { start: copy.as_ptr(), ..text })
        });
        let own = self.new_details();
        let setter = details.setter.and_then(|(at, event)| {
            // It may run in another application, which has modules of its own.
            let name = child.owner.module(at).name();
            let at = self.owner.application.modules().iter().position(|module| module.name() == name)?;
            Some((u16::try_from(at).ok()?, event))
        });
        let taken = Details {
            exception: details.exception.clone(),
            description,
            setter: setter.or(own.setter),
            is_by_handler: details.is_by_handler || own.is_by_handler,
            is_set: true,
            ..*details
        };
        self.put_status(status, reason, taken)
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
        let exception = unsafe { ConfigException::new(exception) }.map(|exception| Arc::new(Reference(exception.add_ref())));
        let skip_custom_errors = skip_custom_errors != FALSE;
        let details = Details { sub_status, error, exception, skip_custom_errors, ..this.new_details() };
        drop(this.put_status(status, reason, details));
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
    let found = details.exception.clone();
    drop(state);
    // As everywhere in COM, the caller gets a reference of its own.
    let given = if exception.is_null() { null_mut() } else { found.map_or(null_mut(), |found| found.0.add_ref().as_ptr()) };
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
