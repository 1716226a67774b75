//! Messages.

use crate::abi::windows::*;
use crate::exports::arguments::{self, copy_out, units};
use crate::exports::boundary::boundary;
use crate::win32::error::Win32Error;
use crate::win32::message::{self, Inserts, Lines};
use crate::win32::sys::va_list::va_list;
use crate::win32::text::{from_wide, to_wide};
use crate::win32::{heap, last_error, message_text};
use core::ptr::{null, with_exposed_provenance};

/// The arguments of a call: an array, or what a function with variable arguments got.
struct Arguments {
    source: *mut va_list,
    is_array: bool,
    /// Those that were taken from the variable ones so far.
    taken: Vec<usize>,
}

impl Inserts for Arguments {
    fn number(&mut self, index: usize) -> Option<usize> {
        if self.source.is_null() {
            return None;
        }
        if self.is_array {
            // SAFETY: the caller of FormatMessage gave as many as the message names.
            return Some(unsafe { self.source.cast::<usize>().add(index).read_unaligned() });
        }
        while self.taken.len() <= index {
            // SAFETY: as above.
            self.taken.push(unsafe { (*self.source).next() });
        }
        Some(self.taken[index])
    }

    fn text(&mut self, index: usize, wide: bool, most: Option<usize>) -> Option<String> {
        /// # Safety
        /// The text ends with a NUL, or has at least so many units.
        unsafe fn bounded<'a, T: Copy + Default + PartialEq>(text: *const T, most: Option<usize>) -> &'a [T] {
            // SAFETY: by contract.
            unsafe {
                match most.and_then(|most| (0..most).all(|at| *text.add(at) != T::default()).then_some(most)) {
                    Some(most) => core::slice::from_raw_parts(text, most),
                    None => units(text, -1).split_last().map_or(&[], |(_, text)| text),
                }
            }
        }
        let address = self.number(index)?;
        if address == 0 {
            return Some("(null)".to_owned());
        }
        // SAFETY: the caller of FormatMessage gave a text for this insert.
        unsafe {
            Some(if wide {
                from_wide(bounded(with_exposed_provenance::<WCHAR>(address), most))
            } else {
                String::from_utf8_lossy(bounded(with_exposed_provenance::<u8>(address), most)).into_owned()
            })
        }
    }
}

/// The message of a call, before its inserts: from a text, or from the system.
fn definition(flags: DWORD, id: DWORD, language: DWORD, text: Option<String>) -> Result<String, Win32Error> {
    if flags & FORMAT_MESSAGE_FROM_STRING != 0 {
        let others = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE;
        return text.filter(|_| flags & others == 0).ok_or(Win32Error(ERROR_INVALID_PARAMETER));
    }
    if flags & FORMAT_MESSAGE_FROM_SYSTEM == 0 {
        // Modules have no message tables here.
        let module = flags & FORMAT_MESSAGE_FROM_HMODULE != 0;
        return Err(Win32Error(if module { ERROR_RESOURCE_TYPE_NOT_FOUND } else { ERROR_INVALID_PARAMETER }));
    }
    // The texts are English ones.
    let primary = (language & 0x3FF) as WORD;
    if primary != LANG_NEUTRAL && primary != LANG_ENGLISH {
        return Err(Win32Error(ERROR_RESOURCE_LANG_NOT_FOUND));
    }
    message_text::text_of(id).map(|text| text + "\r\n").ok_or(Win32Error(ERROR_MR_MID_NOT_FOUND))
}

fn formatted(flags: DWORD, definition: &str, arguments: *mut va_list, wide: bool) -> Result<String, Win32Error> {
    let is_array = flags & FORMAT_MESSAGE_ARGUMENT_ARRAY != 0;
    let mut inserts = Arguments { source: arguments, is_array, taken: Vec::new() };
    // A message of the system has no inserts: what looks like one is text.
    let inserts = (flags & FORMAT_MESSAGE_IGNORE_INSERTS == 0).then_some(&mut inserts as &mut dyn Inserts);
    message::format(definition, inserts, Lines::of(flags), wide)
}

/// Hands the text over in the caller's buffer or in a new one.
///
/// # Safety
/// The buffer has `size` units, or is a place for the address of one.
unsafe fn give<T: Copy + Default>(flags: DWORD, text: &[T], buffer: *mut T, size: DWORD) -> Result<DWORD, Win32Error> {
    if buffer.is_null() {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    // SAFETY: by contract.
    unsafe {
        if flags & FORMAT_MESSAGE_ALLOCATE_BUFFER != 0 {
            let units = (text.len() + 1).max(size as usize);
            buffer.cast::<*mut T>().write_unaligned(core::ptr::null_mut());
            let block = heap::alloc(units * size_of::<T>()).ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))?;
            copy_out(text, block.cast().as_ptr());
            buffer.cast::<*mut T>().write_unaligned(block.cast().as_ptr());
        } else if size as usize <= text.len() {
            return Err(Win32Error(ERROR_INSUFFICIENT_BUFFER));
        } else {
            copy_out(text, buffer);
        }
    }
    Ok(text.len() as DWORD)
}

fn length_of(result: Result<DWORD, Win32Error>) -> DWORD {
    result.unwrap_or_else(|error| {
        last_error::set(error.0);
        0
    })
}

/// The text of an error code, or of a message with inserts; its length without the NUL.
/// FORMAT_MESSAGE_ALLOCATE_BUFFER gives a buffer that LocalFree frees.
///
/// # Safety
/// The buffer has `nSize` units; the arguments are those that the message names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FormatMessageA(
    dwFlags: DWORD,
    lpSource: LPCVOID,
    dwMessageId: DWORD,
    dwLanguageId: DWORD,
    lpBuffer: LPSTR,
    nSize: DWORD,
    Arguments: *mut va_list,
) -> DWORD {
    boundary!(zero, "FormatMessageA", {
        let from_string = dwFlags & FORMAT_MESSAGE_FROM_STRING != 0;
        // SAFETY: by contract.
        unsafe {
            let text = arguments::ansi(if from_string { lpSource.cast() } else { null() });
            let result = definition(dwFlags, dwMessageId, dwLanguageId, text)
                .and_then(|text| formatted(dwFlags, &text, Arguments, false))
                .and_then(|text| give(dwFlags, text.as_bytes(), lpBuffer.cast::<u8>(), nSize));
            length_of(result)
        }
    })
}

/// As FormatMessageA, for wide text.
///
/// # Safety
/// The buffer has `nSize` units; the arguments are those that the message names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FormatMessageW(
    dwFlags: DWORD,
    lpSource: LPCVOID,
    dwMessageId: DWORD,
    dwLanguageId: DWORD,
    lpBuffer: LPWSTR,
    nSize: DWORD,
    Arguments: *mut va_list,
) -> DWORD {
    boundary!(zero, "FormatMessageW", {
        let from_string = dwFlags & FORMAT_MESSAGE_FROM_STRING != 0;
        // SAFETY: by contract.
        unsafe {
            let text = arguments::wide(if from_string { lpSource.cast() } else { null() });
            let result = definition(dwFlags, dwMessageId, dwLanguageId, text)
                .and_then(|text| formatted(dwFlags, &text, Arguments, true))
                .and_then(|text| give(dwFlags, &to_wide(&text), lpBuffer, nSize));
            length_of(result)
        }
    })
}
