//! What callers pass, made safe: texts, out parameters, handles.

use crate::abi::windows::{DWORD, ERROR_INVALID_NAME, INT, LPCSTR, LPCWSTR};
use crate::win32::error::Win32Error;
use crate::win32::{path, text};
use core::ffi::CStr;
use std::path::PathBuf;

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

/// The bytes of a path; NULL is an empty one.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn ansi_bytes<'a>(text: LPCSTR) -> &'a [u8] {
    // SAFETY: by contract the text ends with a NUL.
    if text.is_null() { &[] } else { unsafe { CStr::from_ptr(text) }.to_bytes() }
}

/// The same for wide text, where what is no character is in no name.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn wide_bytes(text: LPCWSTR) -> Result<Vec<u8>, Win32Error> {
    if text.is_null() {
        return Ok(Vec::new());
    }
    // SAFETY: by contract.
    let units = unsafe { units(text, -1) };
    let text = text::exact(&units[..units.len().saturating_sub(1)]).ok_or(Win32Error(ERROR_INVALID_NAME))?;
    Ok(text.into_bytes())
}

/// A path in the ANSI code page as the system's.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn ansi_path(text: LPCSTR) -> Result<PathBuf, Win32Error> {
    // SAFETY: by contract.
    path::map(unsafe { ansi_bytes(text) })
}

/// As ansi_path, for wide text.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn wide_path(text: LPCWSTR) -> Result<PathBuf, Win32Error> {
    // SAFETY: by contract.
    path::map(&unsafe { wide_bytes(text) }?)
}

/// As ansi_path, for a path that may hold `*` and `?`.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn ansi_pattern(text: LPCSTR) -> Result<PathBuf, Win32Error> {
    // SAFETY: by contract.
    path::map_pattern(unsafe { ansi_bytes(text) })
}

/// As ansi_pattern, for wide text.
///
/// # Safety
/// The text is NULL or ends with a NUL.
pub unsafe fn wide_pattern(text: LPCWSTR) -> Result<PathBuf, Win32Error> {
    // SAFETY: by contract.
    path::map_pattern(&unsafe { wide_bytes(text) }?)
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

/// Copies text where it fits: its length, or with its NUL what it needs.
///
/// # Safety
/// The buffer has so many units.
pub unsafe fn give<T: Copy + Default>(text: &[T], buffer: *mut T, room: DWORD) -> DWORD {
    if buffer.is_null() || room as usize <= text.len() {
        return text.len() as DWORD + 1;
    }
    // SAFETY: by contract, and there is room for the NUL.
    unsafe { copy_out(text, buffer) };
    text.len() as DWORD
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
