//! Pages of the process's address space.

use core::ffi::c_int;
use core::ptr::with_exposed_provenance_mut;

fn map(address: usize, size: usize, flags: c_int) -> Option<usize> {
    let flags = flags | libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: private memory without rights; the callers say where, and what is there is theirs.
    let place = unsafe { libc::mmap(with_exposed_provenance_mut(address), size, libc::PROT_NONE, flags, -1, 0) };
    (place != libc::MAP_FAILED).then(|| place.expose_provenance())
}

/// Address space without rights, aligned, wherever there is room.
pub fn reserve(size: usize, alignment: usize) -> Option<usize> {
    let whole = size.checked_add(alignment)?;
    let place = map(0, whole, 0)?;
    let base = place.next_multiple_of(alignment);
    // SAFETY: what was just mapped and is not part of the result.
    unsafe {
        if base > place {
            release(place, base - place);
        }
        let end = place + whole;
        if end > base + size {
            release(base + size, end - base - size);
        }
    }
    Some(base)
}

/// Address space without rights at a place where nothing is.
pub fn reserve_at(address: usize, size: usize) -> Option<usize> {
    let place = map(address, size, libc::MAP_FIXED_NOREPLACE)?;
    if place == address {
        return Some(place);
    }
    // An old kernel has put it elsewhere.
    // SAFETY: what was just mapped.
    unsafe { release(place, size) };
    None
}

/// Gives pages and what is in them back.
///
/// # Safety
/// The pages are the caller's.
pub unsafe fn release(address: usize, size: usize) {
    // SAFETY: by contract.
    unsafe { libc::munmap(with_exposed_provenance_mut(address), size) };
}

/// Empties pages, which have no rights any more.
///
/// # Safety
/// The pages are the caller's.
pub unsafe fn empty(address: usize, size: usize) -> bool {
    map(address, size, libc::MAP_FIXED).is_some()
}

/// Changes the rights of pages.
///
/// # Safety
/// The pages are the caller's, and nobody needs the rights that they lose.
pub unsafe fn protect(address: usize, size: usize, rights: c_int) -> bool {
    // SAFETY: by contract.
    unsafe { libc::mprotect(with_exposed_provenance_mut(address), size, rights) == 0 }
}
