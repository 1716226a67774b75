//! Flush and WriteEntityChunks as modules call them: arguments to a wish, what came of it to a result.

use super::ResponseObject;
use super::sending::{Sent, Wish};
use crate::abi::iis::*;
use crate::iis::com::foreign::Callback;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::iis::pipeline::Notice;
use crate::win32::arguments::store;
use crate::win32::boundary::hresult as failed;
use core::ffi::c_void;
use core::slice;

fn wish(asynchronous: BOOL, notice: Notice, expected: *mut BOOL) -> Wish {
    if asynchronous == FALSE { Wish::Blocking } else { Wish::Told { notice, always: expected.is_null() } }
}

/// # Safety
/// The function is NULL or may be called with the argument.
unsafe fn notice(function: PFN_ASYNC_COMPLETION, argument: *mut c_void) -> Notice {
    // SAFETY: by contract.
    if function.is_some() { Notice::Callback(unsafe { Callback::new(function, argument) }) } else { Notice::Module }
}

/// Tells the caller of a method how its send went.
///
/// # Safety
/// The places may be written, or are NULL.
unsafe fn told(result: Result<Sent, HRESULT>, sent: *mut DWORD, expected: *mut BOOL) -> HRESULT {
    let (bytes, later, code) = match result {
        Ok(Sent::Now(bytes)) => (bytes, false, S_OK),
        Ok(Sent::Later) => (0, true, S_OK),
        Err(error) => (0, false, error),
    };
    // What comes later may have come, and the caller may be gone with the request.
    if !later {
        // SAFETY: by contract.
        unsafe { store(sent, bytes) };
    }
    // SAFETY: by contract.
    unsafe { store(expected, BOOL::from(later)) };
    code
}

/// # Safety
/// There are so many chunks, or none.
unsafe fn chunks<'a>(first: *mut HTTP_DATA_CHUNK, count: DWORD) -> Result<&'a [HTTP_DATA_CHUNK], HRESULT> {
    match (first.is_null(), count) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(hresult::of(ERROR_INVALID_PARAMETER)),
        // SAFETY: by contract.
        (false, _) => Ok(unsafe { slice::from_raw_parts(first, count as usize) }),
    }
}

method!(pub(super) IHttpResponse::Flush as flush(
    this: ResponseObject, asynchronous: BOOL, more: BOOL, sent: *mut DWORD, expected: *mut BOOL) -> HRESULT, failed, {
    let result = this.flush(wish(asynchronous, Notice::Module, expected), more != FALSE);
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe { told(result, sent, expected) }
});
method!(pub(super) IHttpResponse2::Flush as flush_to_callback(
    this: ResponseObject, asynchronous: BOOL, more: BOOL, function: PFN_ASYNC_COMPLETION, argument: *mut c_void,
    sent: *mut DWORD, expected: *mut BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives a function to be called with the argument, or NULL.
    let notice = unsafe { notice(function, argument) };
    let result = this.flush(wish(asynchronous, notice, expected), more != FALSE);
    // SAFETY: as above.
    unsafe { told(result, sent, expected) }
});
method!(pub(super) IHttpResponse::WriteEntityChunks as write_chunks(
    this: ResponseObject, first: *mut HTTP_DATA_CHUNK, count: DWORD, asynchronous: BOOL, more: BOOL,
    sent: *mut DWORD, expected: *mut BOOL) -> HRESULT, failed, {
    let wish = wish(asynchronous, Notice::Module, expected);
    // SAFETY: C++ gives so many chunks, and places that may be written, or NULL.
    unsafe {
        let result = chunks(first, count).and_then(|chunks| this.write_entity(chunks, wish, more != FALSE));
        told(result, sent, expected)
    }
});
method!(pub(super) IHttpResponse2::WriteEntityChunks as write_chunks_to_callback(
    this: ResponseObject, first: *mut HTTP_DATA_CHUNK, count: DWORD, asynchronous: BOOL, more: BOOL,
    function: PFN_ASYNC_COMPLETION, argument: *mut c_void, sent: *mut DWORD, expected: *mut BOOL)
    -> HRESULT, failed, {
    // SAFETY: C++ gives a function to be called with the argument, or NULL.
    let notice = unsafe { notice(function, argument) };
    let wish = wish(asynchronous, notice, expected);
    // SAFETY: as above.
    unsafe {
        let result = chunks(first, count).and_then(|chunks| this.write_entity(chunks, wish, more != FALSE));
        told(result, sent, expected)
    }
});
