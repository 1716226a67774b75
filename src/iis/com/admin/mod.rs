//! The configuration as modules read it: IAppHostAdminManager and what it gives.
//!
//! All of it is read-only: what would change something answers E_ACCESSDENIED. Objects are counted; they
//! keep the part of the configuration that they show, whatever becomes of the files.

mod attribute_schema;
mod collections;
mod element;
mod file;
mod manager;
mod property;
mod schema;
mod unknown;

pub use manager::{Manager, manager};

use super::hresult::{self, S_OK};
use crate::abi::admin::*;
use crate::win32::arguments::{store, wide};
use crate::win32::variant::{self, Value};
use crate::win32::{bstr, text};
use core::ptr::null_mut;

/// Text that a module passes; it is read up to its NUL, since modules pass plain text for a BSTR.
fn text_of(text: BSTR) -> Option<String> {
    // SAFETY: modules pass NULL or text with a NUL at its end.
    unsafe { wide(text) }
}

/// Gives text to the caller, who frees it.
fn give_text(to: *mut BSTR, given: &str) -> HRESULT {
    give(to, || bstr::from_units(&text::to_wide(given)).ok_or(E_OUTOFMEMORY))
}

/// Gives what `make` makes, if there is room for it.
fn give<T>(to: *mut T, make: impl FnOnce() -> Result<T, HRESULT>) -> HRESULT {
    if to.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    match make() {
        Ok(value) => {
            // SAFETY: it is not NULL, and callers pass what may be written.
            unsafe { store(to, value) };
            S_OK
        }
        Err(error) => error,
    }
}

/// Gives an object, or NULL with the error.
fn give_object<I>(to: *mut *mut I, make: impl FnOnce() -> Result<*mut I, HRESULT>) -> HRESULT {
    if !to.is_null() {
        // SAFETY: as in `give`.
        unsafe { store(to, null_mut()) };
    }
    give(to, make)
}

fn give_count(out: *mut DWORD, count: usize) -> HRESULT {
    give(out, || DWORD::try_from(count).map_err(|_| E_FAIL))
}

fn give_flag(out: *mut VARIANT_BOOL, flag: bool) -> HRESULT {
    give(out, || Ok(if flag { VARIANT_TRUE } else { VARIANT_FALSE }))
}

/// Gives a value as the VARIANT of a kind.
fn give_variant(to: *mut VARIANT, kind: VARENUM, value: &Value) -> HRESULT {
    give(to, || {
        let kind = kind as VARTYPE;
        let value = variant::write(kind, value).ok_or(E_OUTOFMEMORY)?;
        Ok(VARIANT { vt: kind, wReserved1: 0, wReserved2: 0, wReserved3: 0, value })
    })
}

const INVALID_INDEX: HRESULT = hresult::of(ERROR_INVALID_INDEX);

/// The item of a list that a VARIANT says: by its number, or by a name that `named` looks up.
fn item<T>(list: &[T], index: &VARIANT, named: impl FnOnce(&str) -> Option<usize>) -> Result<usize, HRESULT> {
    // SAFETY: modules pass VARIANTs that hold what their kind says.
    let at = match unsafe { (VARENUM::from(index.vt), variant_text(index)) } {
        (VT_BSTR, text) => text.and_then(|text| named(&text)),
        // SAFETY: as above.
        _ => match unsafe { variant::read(index.vt, &index.value) } {
            Some(Value::Integer(number)) => usize::try_from(number).ok(),
            _ => None,
        },
    };
    at.filter(|at| *at < list.len()).ok_or(INVALID_INDEX)
}

/// # Safety
/// It holds what its kind says.
unsafe fn variant_text(index: &VARIANT) -> Option<String> {
    // SAFETY: by contract.
    (VARENUM::from(index.vt) == VT_BSTR).then(|| text_of(unsafe { index.value.bstrVal })).flatten()
}

/// The answer of a kind of metadata that there is not.
fn no_metadata() -> HRESULT {
    hresult::of(ERROR_NOT_SUPPORTED)
}

/// The one kind of metadata that elements and properties have.
fn is_locked_metadata(name: BSTR) -> bool {
    text_of(name).is_some_and(|name| name.eq_ignore_ascii_case("isLocked"))
}
