//! GetHeaderChanges: what has become of headers since a module looked last.

use super::hresult::{self, S_OK};
use super::memory::Memory;
use crate::abi::iis::*;
use core::ffi::CStr;
use core::ptr::null;
use core::slice;

/// What the module has kept, and where it is told of changes.
pub struct Snapshot {
    pub known: *mut PCSTR,
    pub unknown: *mut DWORD,
    pub names: *mut *mut PCSTR,
    pub values: *mut *mut PCSTR,
    /// Numbers of known headers, with -1 behind them.
    pub changed: *mut DWORD,
    /// How many places of unknown headers, which `changed_unknown` lists.
    pub unknown_changed: *mut DWORD,
    pub changed_unknown: *mut *mut DWORD,
}

/// Compares the headers as they are now with the snapshot, and brings it up to date.
///
/// # Safety
/// The snapshot has room for all known headers, and its texts are NULL or end with a NUL. Its
/// arrays are those of the call before, or empty.
pub unsafe fn compare(
    memory: &Memory,
    known: &[Option<&[u8]>],
    unknown: &[(&[u8], &[u8])],
    old: DWORD,
    new: *mut DWORD,
    snapshot: Snapshot,
) -> HRESULT {
    let Snapshot { known: texts, unknown: count, names, values, changed, unknown_changed, changed_unknown } = snapshot;
    let pointers: [*const u8; 8] = [
        new.cast(),
        texts.cast(),
        count.cast(),
        names.cast(),
        values.cast(),
        changed.cast(),
        unknown_changed.cast(),
        changed_unknown.cast(),
    ];
    if pointers.iter().any(|pointer| pointer.is_null()) {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract.
    let told = unsafe {
        update(memory, known, texts, changed).and_then(|known| {
            let before = before(*count, *names, *values);
            let others = unknown_changes(&before, unknown);
            if !others.is_empty() {
                *names = array(memory, unknown.iter().map(|(name, _)| copy(memory, name)))?;
                *values = array(memory, unknown.iter().map(|(_, value)| copy(memory, value)))?;
                *count = unknown.len() as DWORD;
            }
            *unknown_changed = others.len() as DWORD;
            let numbers: Vec<_> = others.iter().copied().chain([DWORD::MAX]).collect();
            *changed_unknown = array(memory, numbers.iter().map(|at| Some(*at)))?;
            Some(known || !others.is_empty())
        })
    };
    let Some(told) = told else { return E_OUTOFMEMORY };
    // SAFETY: by contract; not NULL.
    unsafe { *new = old.wrapping_add(DWORD::from(told)) };
    S_OK
}

/// Whether any known header has changed; `None` without memory.
///
/// # Safety
/// As for `compare`.
unsafe fn update(memory: &Memory, known: &[Option<&[u8]>], texts: *mut PCSTR, changed: *mut DWORD) -> Option<bool> {
    let mut count = 0;
    for (at, now) in known.iter().enumerate() {
        // SAFETY: by contract.
        let place = unsafe { &mut *texts.add(at) };
        // SAFETY: as above.
        let before = (!place.is_null()).then(|| unsafe { CStr::from_ptr(*place) }.to_bytes());
        if before != *now {
            *place = match now {
                Some(now) => copy(memory, now)?,
                None => null(),
            };
            // SAFETY: there is room for all of them and one more.
            unsafe { *changed.add(count) = at as DWORD };
            count += 1;
        }
    }
    // SAFETY: as above.
    unsafe { *changed.add(count) = DWORD::MAX };
    Some(count > 0)
}

/// # Safety
/// As for `compare`.
unsafe fn before<'a>(count: DWORD, names: *mut PCSTR, values: *mut PCSTR) -> Vec<(&'a [u8], &'a [u8])> {
    if names.is_null() || values.is_null() {
        return Vec::new();
    }
    let text = |at: &PCSTR| {
        // SAFETY: by contract.
        if at.is_null() { &[][..] } else { unsafe { CStr::from_ptr(*at) }.to_bytes() }
    };
    // SAFETY: by contract there are so many.
    let (names, values) =
        unsafe { (slice::from_raw_parts(names, count as usize), slice::from_raw_parts(values, count as usize)) };
    names.iter().map(text).zip(values.iter().map(text)).collect()
}

/// The places where both differ.
fn unknown_changes(before: &[(&[u8], &[u8])], now: &[(&[u8], &[u8])]) -> Vec<DWORD> {
    let most = before.len().max(now.len());
    (0..most).filter(|at| before.get(*at) != now.get(*at)).map(|at| at as DWORD).collect()
}

fn copy(memory: &Memory, bytes: &[u8]) -> Option<PCSTR> {
    memory.narrow(bytes).map(|copy| copy.as_ptr().cast())
}

/// An array that lives as long as the memory.
fn array<T: Copy>(memory: &Memory, items: impl ExactSizeIterator<Item = Option<T>>) -> Option<*mut T> {
    let start = memory.allocate(items.len().max(1) * size_of::<T>()).cast::<T>();
    if start.is_null() {
        return None;
    }
    for (at, item) in items.enumerate() {
        // SAFETY: the block is aligned and has room for all of them.
        unsafe { start.add(at).write(item?) };
    }
    Some(start)
}
