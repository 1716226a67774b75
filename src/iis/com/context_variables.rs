//! The methods of IHttpContext for server variables.

use super::context::ContextObject;
use super::hresult::{self, S_OK};
use super::object::method;
use crate::abi::iis::*;
use crate::iis::server_variables::{Variable, text_of};
use crate::win32::arguments::{load, store, wide};
use crate::win32::boundary::hresult as failed;
use core::ffi::CStr;
use core::ptr::null;

/// Behind the last number of an array.
const END: DWORD = DWORD::MAX;

/// The name of a variable.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn name_of<'a>(name: PCSTR) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    // SAFETY: by contract. What is no text names nothing.
    Some(unsafe { CStr::from_ptr(name) }.to_str().unwrap_or_default())
}

/// Stores a value with its length; what is unknown is NULL.
///
/// # Safety
/// The places may be written, or are NULL.
unsafe fn give<T>(value: Option<&[T]>, place: *mut *const T, length: *mut DWORD) {
    // SAFETY: by contract.
    unsafe {
        store(place, value.map_or(null(), <[T]>::as_ptr));
        store(length, value.map_or(0, |value| value.len() as DWORD));
    }
}

method!(pub(super) IHttpContext::GetServerVariable as get_wide(
    this: ContextObject, name: PCSTR, value: *mut PCWSTR, length: *mut DWORD) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let Some(name) = unsafe { name_of(name) }.filter(|_| !value.is_null()) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let found = this.server_variable(name);
    let text = found.as_ref().and_then(|found| this.memory.wide(&text_of(found)));
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe { give(text, value, length) };
    status(found.is_some(), text.is_some())
});
method!(pub(super) IHttpContext::GetServerVariable as get_narrow(
    this: ContextObject, name: PCSTR, value: *mut PCSTR, length: *mut DWORD) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let Some(name) = unsafe { name_of(name) }.filter(|_| !value.is_null()) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let found = this.server_variable(name);
    let text = found.as_ref().and_then(|found| this.memory.narrow(found));
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe { give(text, value.cast(), length) };
    status(found.is_some(), text.is_some())
});

fn status(is_known: bool, has_memory: bool) -> HRESULT {
    match (is_known, has_memory) {
        (false, _) => hresult::of(ERROR_INVALID_INDEX),
        (true, false) => E_OUTOFMEMORY,
        (true, true) => S_OK,
    }
}

method!(pub(super) IHttpContext::SetServerVariable as set(this: ContextObject, name: PCSTR, value: PCWSTR)
    -> HRESULT, failed, {
    // SAFETY: C++ gives texts that end with a NUL, or NULL.
    let (name, value) = unsafe { (name_of(name), wide(value)) };
    match name {
        Some(name) if !name.is_empty() => this.set_server_variable(name, value.as_deref()),
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(pub(super) IHttpContext3::InheritServerVariable as inherit(this: ContextObject, name: PCSTR, must_be: BOOL)
    -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let Some(name) = (unsafe { name_of(name) }) else { return hresult::of(ERROR_INVALID_PARAMETER) };
    let missing = if must_be == FALSE { S_OK } else { hresult::of(ERROR_INVALID_INDEX) };
    this.inherit_server_variable(name).unwrap_or(missing)
});
method!(pub(super) IHttpContext::GetServerVarChanges as get_changes(
    this: ContextObject, _old_number: DWORD, new_number: *mut DWORD, count: *mut DWORD, names: *mut *mut PCSTR,
    values: *mut *mut PCWSTR, different_count: *mut DWORD, different: *mut *mut DWORD) -> HRESULT, failed, {
    if new_number.is_null() || count.is_null() || names.is_null() || values.is_null() || different_count.is_null()
        || different.is_null()
    {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let (changes, variables) = this.variables.all();
    // SAFETY: by contract the caller gives back what this method has given, or zeros at first.
    let before = unsafe {
        let count = load(count).unwrap_or_default() as usize;
        match load(values) {
            Some(array) if count > 0 && !array.is_null() => core::slice::from_raw_parts(array, count).to_vec(),
            _ => Vec::new(),
        }
    };
    let memory = &this.memory;
    let value_of = |variable: &Variable| variable.value.as_ref().map_or(null(), |(_, wide)| wide.as_ptr());
    let new_values: Vec<PCWSTR> = variables.iter().map(value_of).collect();
    let new_names: Option<Vec<PCSTR>> = variables
        .iter()
        .map(|variable| memory.narrow(variable.name.as_bytes()).map(|name| name.as_ptr().cast()))
        .collect();
    // Variables stay where they are, so a number means the same in every snapshot.
    let is_other = |at: &usize| before.get(*at) != Some(&new_values[*at]);
    let mut numbers: Vec<DWORD> = (0..variables.len()).filter(is_other).map(|at| at as DWORD).collect();
    let changed = numbers.len() as DWORD;
    numbers.push(END);
    let Some(new_names) = new_names else { return E_OUTOFMEMORY };
    let copies = (memory.copy(&new_names), memory.copy(&new_values), memory.copy(&numbers));
    let (Some(new_names), Some(new_values), Some(numbers)) = copies else { return E_OUTOFMEMORY };
    // SAFETY: C++ gives places that may be written.
    unsafe {
        store(new_number, changes + 1);
        store(count, variables.len() as DWORD);
        store(names, new_names.as_ptr());
        store(values, new_values.as_ptr());
        store(different_count, changed);
        store(different, numbers.as_ptr());
    }
    S_OK
});
