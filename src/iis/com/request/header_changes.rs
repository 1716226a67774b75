//! IHttpRequest::GetHeaderChanges: what has changed since a snapshot that the caller keeps.
//!
//! A snapshot has the values of the known headers, and names and values of the others: one that
//! was deleted stays in it with a NULL value, so that numbers in it keep their meaning.

use super::{RequestObject, RequestState};
use crate::abi::iis::*;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::win32::arguments::{load, store};
use crate::win32::boundary::hresult as failed;
use core::ffi::CStr;
use core::ptr::null;

/// Behind the last number of an array.
const END: DWORD = DWORD::MAX;
const KNOWN: usize = HttpHeaderRequestMaximum as usize;

/// The unknown headers of a snapshot.
#[derive(Default)]
struct Unknown {
    names: Vec<PCSTR>,
    values: Vec<PCSTR>,
}

impl RequestState {
    /// The unknown headers in the order of an earlier snapshot, and which of them are not as there.
    ///
    /// # Safety
    /// The names are those of such a snapshot.
    unsafe fn compare(&self, before: &Unknown) -> (Unknown, Vec<DWORD>) {
        let mut now = Unknown { names: before.names.clone(), values: vec![null(); before.names.len()] };
        for header in self.unknown() {
            // SAFETY: the header has such a name and such a value.
            let (name, value) = unsafe {
                let name = self.text(header.pName, header.NameLength.into());
                (name, self.text(header.pRawValue, header.RawValueLength.into()).as_ptr().cast())
            };
            // SAFETY: by contract names end with a NUL.
            let is_it = |known: &PCSTR| unsafe { CStr::from_ptr(*known) }.to_bytes().eq_ignore_ascii_case(name);
            match now.names.iter().position(is_it) {
                Some(at) => now.values[at] = value,
                None => {
                    now.names.push(name.as_ptr().cast());
                    now.values.push(value);
                }
            }
        }
        let is_other = |at: &usize| before.values.get(*at) != Some(&now.values[*at]);
        let different = (0..now.names.len()).filter(is_other).map(|at| at as DWORD).collect();
        (now, different)
    }
}

method!(pub(super) IHttpRequest::GetHeaderChanges as get(
    this: RequestObject, old_number: DWORD, new_number: *mut DWORD, known: *mut PCSTR, unknown: *mut DWORD,
    names: *mut *mut PCSTR, values: *mut *mut PCSTR, different_known: *mut DWORD, different_unknown: *mut DWORD,
    different: *mut *mut DWORD) -> HRESULT, failed, {
    if new_number.is_null() || known.is_null() || unknown.is_null() || names.is_null() || values.is_null()
        || different_known.is_null() || different_unknown.is_null() || different.is_null()
    {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let mut state = this.headers.lock();
    // SAFETY: by contract the caller gives back what this method has given, or zeros at first; the
    // arrays of known headers are as long as their types say.
    unsafe {
        let count = load(unknown).unwrap_or_default() as usize;
        let array = |place: *mut *mut PCSTR| match load(place) {
            Some(array) if count > 0 && !array.is_null() => core::slice::from_raw_parts(array, count).to_vec(),
            _ => Vec::new(),
        };
        let before = Unknown { names: array(names), values: array(values) };
        let mut differing = Vec::new();
        for (id, header) in (*this.v1()).Headers.KnownHeaders.iter().enumerate().take(KNOWN) {
            if known.add(id).read_unaligned() != header.pRawValue {
                known.add(id).write_unaligned(header.pRawValue);
                differing.push(id as DWORD);
            }
        }
        let (now, mut changed) = this.compare(&before);
        // A module may have written to the structure itself.
        if old_number == state.changes + 1 && (!differing.is_empty() || !changed.is_empty()) {
            state.changes += 1;
        }
        let changed_count = changed.len();
        changed.push(END);
        let memory = &this.owner.memory;
        let copies = (memory.copy(&now.names), memory.copy(&now.values), memory.copy(&changed));
        let (Some(new_names), Some(new_values), Some(numbers)) = copies else { return E_OUTOFMEMORY };
        differing.push(END);
        different_known.copy_from(differing.as_ptr(), differing.len());
        store(unknown, now.names.len() as DWORD);
        store(names, new_names.as_ptr());
        store(values, new_values.as_ptr());
        store(different_unknown, changed_count as DWORD);
        store(different, numbers.as_ptr());
        store(new_number, state.changes + 1);
    }
    S_OK
});
