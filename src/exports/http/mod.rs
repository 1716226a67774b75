//! `http.h`: the HTTP Server API.

mod cache;
mod client_certificate;
mod configuration;
mod disconnects;
mod features;
mod handles;
mod hints;
mod library;
mod property_memory;
mod queues;
mod request_properties;
mod requests;
mod responses;
mod sessions;
mod urls;

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::httpapi::operation::{Answer, Style};
use crate::httpapi::queue::RequestQueue;
use crate::win32::error::Win32Error;
use crate::win32::known_handle::{self, Known};
use crate::win32::overlapped::Operation;
use crate::win32::status::status_of;
use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    static QUEUE: RefCell<Known<RequestQueue>> = const { RefCell::new(Known::NOTHING) };
}

fn queue_of(handle: HANDLE) -> Result<Arc<RequestQueue>, Win32Error> {
    Ok(known_handle::find(&QUEUE, handle)?)
}

/// The style that the caller asks for; an OVERLAPPED is in flight from here on.
///
/// # Safety
/// The OVERLAPPED is NULL or stays valid until the operation has ended.
unsafe fn style_of(queue: &RequestQueue, overlapped: LPOVERLAPPED) -> Style<'static> {
    if overlapped.is_null() {
        return Style::Blocking;
    }
    // SAFETY: by contract.
    let operation = unsafe { Operation::start(overlapped) };
    queue.unsignal(operation);
    Style::Overlapped(operation)
}

/// The code of an answer. Bytes are told unless the operation is pending, when the caller
/// may have gone with the variable.
///
/// # Safety
/// `bytes` is NULL or may be written.
unsafe fn code_of(answer: Answer, style: Style<'_>, bytes: PULONG) -> ULONG {
    match answer {
        Answer::Pending => ERROR_IO_PENDING,
        Answer::Ended(ended) => {
            if let Style::Overlapped(operation) = style
                && ended.code != NO_ERROR
            {
                operation.fail_inline(status_of(ended.code));
            }
            // SAFETY: by contract.
            unsafe { store(bytes, ended.bytes) };
            ended.code
        }
    }
}

fn code<T>(result: Result<T, Win32Error>) -> ULONG {
    result.map_or_else(|error| error.0, |_| NO_ERROR)
}
