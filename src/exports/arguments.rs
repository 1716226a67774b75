//! What callers pass, made safe: texts, out parameters, handles.

use crate::abi::windows::{LPCSTR, LPCWSTR};
use crate::win32::text;
use core::ffi::CStr;

/// The most units of a text that are read in search of its end.
const LONGEST: usize = 1 << 24;

/// Wide text; `None` for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn wide(text: LPCWSTR) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: by contract every unit up to the NUL may be read.
    let length = (0..LONGEST).find(|at| unsafe { *text.add(*at) } == 0).unwrap_or(LONGEST);
    // SAFETY: these units were just read.
    Some(text::from_wide(unsafe { core::slice::from_raw_parts(text, length) }))
}

/// Text in the ANSI code page; `None` for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn ansi(text: LPCSTR) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: by contract the text ends with a NUL.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// Writes an out parameter that may be NULL.
///
/// # Safety
/// The pointer is NULL or may be written.
pub unsafe fn store<T>(pointer: *mut T, value: T) {
    if !pointer.is_null() {
        // SAFETY: by contract it may be written; callers on Windows do not always align.
        unsafe { pointer.write_unaligned(value) };
    }
}
