//! Strings of Automation: the length in bytes stands in the 4 bytes before the text.

use super::heap;
use crate::abi::windows::{BSTR, WCHAR};
use core::ffi::c_void;

/// Before the text: four bytes that keep it aligned, then its length.
const BEFORE: usize = 8;
const LENGTH: usize = 4;
pub const UNIT: usize = size_of::<WCHAR>();

/// A string of so many bytes with a NUL behind them. Without content it is not initialised.
///
/// # Safety
/// The content is NULL or has so many bytes.
pub unsafe fn alloc(content: *const c_void, bytes: usize) -> Option<BSTR> {
    // The length and the NUL count against the largest length, too.
    let length = u32::try_from(bytes).ok().filter(|length| *length <= u32::MAX - 16)?;
    let block = heap::alloc(BEFORE + bytes.next_multiple_of(UNIT) + UNIT)?;
    // SAFETY: the block has room for the length, the text and two units more.
    unsafe {
        block.byte_add(LENGTH).cast::<u32>().write(length);
        let text = block.byte_add(BEFORE).cast::<u8>();
        if !content.is_null() {
            text.copy_from(core::ptr::NonNull::new_unchecked(content.cast_mut().cast()), bytes);
        }
        text.add(bytes).write_bytes(0, bytes.next_multiple_of(UNIT) - bytes + UNIT);
        Some(text.cast::<WCHAR>().as_ptr())
    }
}

/// Text as such a string.
pub fn from_units(text: &[WCHAR]) -> Option<BSTR> {
    // SAFETY: the slice has so many bytes.
    unsafe { alloc(text.as_ptr().cast(), size_of_val(text)) }
}

/// The length in bytes; 0 for NULL.
///
/// # Safety
/// The string is NULL or one of ours.
pub unsafe fn byte_length(text: BSTR) -> u32 {
    if text.is_null() {
        return 0;
    }
    // SAFETY: by contract the length stands there.
    unsafe { text.byte_sub(BEFORE - LENGTH).cast::<u32>().read() }
}

/// The text as a slice; empty for NULL.
///
/// # Safety
/// The string is NULL or one of ours, and stays while it is looked at.
pub unsafe fn units<'a>(text: BSTR) -> &'a [WCHAR] {
    if text.is_null() {
        return &[];
    }
    // SAFETY: by contract.
    unsafe { core::slice::from_raw_parts(text, byte_length(text) as usize / UNIT) }
}

/// Gives a string back.
///
/// # Safety
/// The string is NULL or one of ours that nobody uses any more.
pub unsafe fn free(text: BSTR) {
    if !text.is_null() {
        // SAFETY: by contract the block begins there.
        unsafe { heap::PROCESS.free(text.byte_sub(BEFORE).expose_provenance()) };
    }
}

/// The same bytes once more.
///
/// # Safety
/// The string is NULL or one of ours.
pub unsafe fn copy(text: BSTR) -> Option<BSTR> {
    if text.is_null() {
        return Some(text);
    }
    // SAFETY: by contract it has so many bytes.
    unsafe { alloc(text.cast(), byte_length(text) as usize) }
}
