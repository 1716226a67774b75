//! What callers pass, made safe: texts, out parameters, handles.

use crate::abi::windows::{INT, LPCSTR, LPCWSTR};
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

/// Reads an argument; `None` for NULL.
///
/// # Safety
/// The pointer is NULL or may be read.
pub unsafe fn load<T: Copy>(pointer: *const T) -> Option<T> {
    // SAFETY: by contract; callers on Windows do not always align.
    (!pointer.is_null()).then(|| unsafe { pointer.read_unaligned() })
}

/// Copies text with a NUL behind it.
///
/// # Safety
/// The buffer has room for the text and one unit.
pub unsafe fn copy_out<T: Copy + Default>(text: &[T], buffer: *mut T) {
    // SAFETY: by contract.
    unsafe {
        text.as_ptr().copy_to(buffer, text.len());
        buffer.add(text.len()).write(T::default());
    }
}

/// Text of a length, or where that is negative, up to and with its NUL.
///
/// # Safety
/// The text is so long, and stays while it is looked at.
pub unsafe fn units<'a, T: Copy + Default + PartialEq>(text: *const T, length: INT) -> &'a [T] {
    let length = usize::try_from(length).unwrap_or_else(|_| {
        // SAFETY: by contract every unit up to the NUL may be read.
        (0..).find(|at| unsafe { *text.add(*at) } == T::default()).map_or(0, |at: usize| at + 1)
    });
    // SAFETY: by contract.
    unsafe { core::slice::from_raw_parts(text, length) }
}
