//! Strings of Automation.

use crate::abi::windows::*;
use crate::exports::arguments::units;
use crate::exports::boundary::boundary;
use crate::win32::bstr::{self, UNIT};
use core::ptr::null_mut;

/// A copy of wide text; NULL for NULL and without memory.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysAllocString(psz: *const OLECHAR) -> BSTR {
    boundary!(pointer, "SysAllocString", {
        if psz.is_null() {
            return null_mut();
        }
        // SAFETY: by contract. The NUL is not part of the text.
        let text = unsafe { units(psz, -1) };
        bstr::from_units(&text[..text.len() - 1]).unwrap_or(null_mut())
    })
}

/// A string of so many units; NULL leaves them as they are.
///
/// # Safety
/// The text is NULL or has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysAllocStringLen(strIn: *const OLECHAR, ui: UINT) -> BSTR {
    boundary!(pointer, "SysAllocStringLen", {
        // SAFETY: by contract.
        unsafe { bstr::alloc(strIn.cast(), ui as usize * UNIT) }.unwrap_or(null_mut())
    })
}

/// A string of so many bytes, which need not be text; NULL leaves them as they are.
///
/// # Safety
/// `psz` is NULL or has so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysAllocStringByteLen(psz: LPCSTR, len: UINT) -> BSTR {
    boundary!(pointer, "SysAllocStringByteLen", {
        // SAFETY: by contract.
        unsafe { bstr::alloc(psz.cast(), len as usize) }.unwrap_or(null_mut())
    })
}

/// Puts a new string in the place of one, which is freed. FALSE without memory.
///
/// # Safety
/// `to` holds NULL or a string.
unsafe fn replace(to: *mut BSTR, new: Option<BSTR>) -> BOOL {
    let Some(new) = new else { return FALSE };
    // SAFETY: by contract; the content may have been part of the old string, which is freed last.
    unsafe {
        let old = to.replace(new);
        bstr::free(old);
    }
    TRUE
}

/// Puts a copy of wide text in the place of a string.
///
/// # Safety
/// `pbstr` holds NULL or a string; the text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysReAllocString(pbstr: *mut BSTR, psz: *const OLECHAR) -> INT {
    boundary!(zero, "SysReAllocString", {
        if pbstr.is_null() {
            return FALSE;
        }
        if psz.is_null() {
            // SAFETY: by contract.
            return unsafe { replace(pbstr, Some(null_mut())) };
        }
        // SAFETY: by contract.
        unsafe {
            let text = units(psz, -1);
            replace(pbstr, bstr::from_units(&text[..text.len() - 1]))
        }
    })
}

/// Puts a string of so many units in the place of another; NULL keeps what of the old one fits.
///
/// # Safety
/// `pbstr` holds NULL or a string; the text is NULL or has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysReAllocStringLen(pbstr: *mut BSTR, psz: *const OLECHAR, len: UINT) -> INT {
    boundary!(zero, "SysReAllocStringLen", {
        if pbstr.is_null() {
            return FALSE;
        }
        // SAFETY: by contract.
        unsafe {
            let new = bstr::alloc(psz.cast(), len as usize * UNIT);
            if let (Some(new), true) = (new, psz.is_null()) {
                let old = bstr::units(*pbstr);
                new.copy_from(old.as_ptr(), old.len().min(len as usize));
            }
            replace(pbstr, new)
        }
    })
}

/// Frees a string; NULL is no error.
///
/// # Safety
/// NULL or a string that nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysFreeString(bstrString: BSTR) {
    boundary!(void, "SysFreeString", {
        // SAFETY: by contract.
        unsafe { bstr::free(bstrString) }
    })
}

/// The units of a string without its NUL; 0 for NULL.
///
/// # Safety
/// NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysStringLen(pbstr: BSTR) -> UINT {
    boundary!(zero, "SysStringLen", {
        // SAFETY: by contract.
        unsafe { bstr::byte_length(pbstr) / UNIT as UINT }
    })
}

/// The bytes of a string without its NUL; 0 for NULL.
///
/// # Safety
/// NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SysStringByteLen(bstr: BSTR) -> UINT {
    boundary!(zero, "SysStringByteLen", {
        // SAFETY: by contract.
        unsafe { bstr::byte_length(bstr) }
    })
}
