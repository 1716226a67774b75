//! `sddl.h`: security identifiers as text.

use super::arguments::{ansi, copy_out, store, wide};
use super::boundary::boundary;
use super::result::set;
use super::securitybaseapi::bytes_of;
use crate::abi::windows::*;
use crate::win32::text::to_wide;
use crate::win32::{local_memory, sid};
use core::ptr::with_exposed_provenance_mut;

/// A copy with a NUL, for LocalFree.
///
/// # Safety
/// `to` may be written.
unsafe fn give<T: Copy + Default>(text: &[T], to: *mut *mut T) -> BOOL {
    let Ok(block) = local_memory::alloc(LMEM_FIXED, (text.len() + 1) * size_of::<T>()) else {
        return set(ERROR_NOT_ENOUGH_MEMORY);
    };
    let block: *mut T = with_exposed_provenance_mut(block);
    // SAFETY: the block is as large as the text with its NUL; else by contract.
    unsafe {
        copy_out(text, block);
        store(to, block);
    }
    TRUE
}

/// `S-1-…`, for LocalFree.
///
/// # Safety
/// `Sid` is NULL or may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ConvertSidToStringSidA(Sid: PSID, StringSid: *mut LPSTR) -> BOOL {
    boundary!(bool, "ConvertSidToStringSidA", {
        // SAFETY: by contract.
        unsafe {
            if StringSid.is_null() {
                return set(ERROR_INVALID_PARAMETER);
            }
            let Some(bytes) = bytes_of(Sid) else { return set(ERROR_INVALID_SID) };
            give(sid::text(bytes).as_bytes(), StringSid.cast::<*mut u8>())
        }
    })
}

/// As ConvertSidToStringSidA, for wide text.
///
/// # Safety
/// `Sid` is NULL or may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ConvertSidToStringSidW(Sid: PSID, StringSid: *mut LPWSTR) -> BOOL {
    boundary!(bool, "ConvertSidToStringSidW", {
        // SAFETY: by contract.
        unsafe {
            if StringSid.is_null() {
                return set(ERROR_INVALID_PARAMETER);
            }
            let Some(bytes) = bytes_of(Sid) else { return set(ERROR_INVALID_SID) };
            give(&to_wide(&sid::text(bytes)), StringSid)
        }
    })
}

/// # Safety
/// The pointer is NULL or may be written.
unsafe fn read(text: Option<String>, to: *mut PSID) -> BOOL {
    let Some(text) = text.filter(|_| !to.is_null()) else { return set(ERROR_INVALID_PARAMETER) };
    let Some(bytes) = sid::parse(&text) else { return set(ERROR_INVALID_SID) };
    let Ok(block) = local_memory::alloc(LMEM_FIXED, bytes.len()) else { return set(ERROR_NOT_ENOUGH_MEMORY) };
    // SAFETY: the block is as large as the bytes; else by contract.
    unsafe {
        let block: PSID = with_exposed_provenance_mut(block);
        bytes.as_ptr().copy_to(block.cast(), bytes.len());
        store(to, block);
    }
    TRUE
}

/// The identifier of `S-1-…`, for LocalFree. Names in its place, such as `BA`, are not known.
///
/// # Safety
/// The text is NULL or ends with a NUL; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ConvertStringSidToSidA(StringSid: LPCSTR, Sid: *mut PSID) -> BOOL {
    // SAFETY: by contract.
    boundary!(bool, "ConvertStringSidToSidA", { unsafe { read(ansi(StringSid), Sid) } })
}

/// As ConvertStringSidToSidA, for wide text.
///
/// # Safety
/// The text is NULL or ends with a NUL; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ConvertStringSidToSidW(StringSid: LPCWSTR, Sid: *mut PSID) -> BOOL {
    // SAFETY: by contract.
    boundary!(bool, "ConvertStringSidToSidW", { unsafe { read(wide(StringSid), Sid) } })
}
