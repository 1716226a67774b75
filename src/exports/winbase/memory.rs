//! `Local…` and `Global…`: one kind of memory under two names.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::error::Win32Error;
use crate::win32::last_error;
use crate::win32::local_memory::{self, Unlocked};
use core::ptr::{null_mut, with_exposed_provenance_mut};

fn pointer_of(result: Result<usize, Win32Error>) -> HANDLE {
    result.map_or_else(
        |error| {
            last_error::set(error.0);
            null_mut()
        },
        with_exposed_provenance_mut,
    )
}

/// NULL, or the handle where it could not be freed.
///
/// # Safety
/// The handle is NULL or one of ours, and nobody uses the block any more.
unsafe fn free(handle: HANDLE) -> HANDLE {
    if handle.is_null() {
        return null_mut();
    }
    // SAFETY: by contract.
    match unsafe { local_memory::free(handle.expose_provenance()) } {
        Ok(()) => null_mut(),
        Err(error) => {
            last_error::set(error.0);
            handle
        }
    }
}

/// TRUE where it is locked still; else FALSE with the reason. A fixed block gives `fixed`.
///
/// # Safety
/// The handle is one of ours.
unsafe fn unlock(handle: HANDLE, fixed: BOOL) -> BOOL {
    // SAFETY: by contract.
    match unsafe { local_memory::unlock(handle.expose_provenance()) } {
        Ok(Unlocked::StillLocked) => TRUE,
        Ok(Unlocked::NotLocked) => set(NO_ERROR),
        Ok(Unlocked::Fixed) if fixed != FALSE => TRUE,
        Ok(Unlocked::WasNot | Unlocked::Fixed) => set(ERROR_NOT_LOCKED),
        Err(error) => set(error.0),
    }
}

/// A block: fixed, which is its own handle, or with LMEM_MOVEABLE one that is locked for use.
#[unsafe(no_mangle)]
pub extern "C" fn LocalAlloc(uFlags: UINT, uBytes: SIZE_T) -> HLOCAL {
    boundary!(pointer, "LocalAlloc", { pointer_of(local_memory::alloc(uFlags, uBytes)) })
}

/// Changes the size of a block. A fixed one moves only with LMEM_MOVEABLE.
///
/// # Safety
/// The handle is one of LocalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalReAlloc(hMem: HLOCAL, uBytes: SIZE_T, uFlags: UINT) -> HLOCAL {
    boundary!(pointer, "LocalReAlloc", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::realloc(hMem.expose_provenance(), uBytes, uFlags) })
    })
}

/// Frees a block: NULL, or the handle where it could not be freed. NULL is no error.
///
/// # Safety
/// The handle is NULL or one of LocalAlloc's, and nobody uses the block any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalFree(hMem: HLOCAL) -> HLOCAL {
    boundary!(pointer, "LocalFree", {
        // SAFETY: by contract.
        unsafe { free(hMem) }
    })
}

/// The address of a block, which stays there until it is unlocked as often.
///
/// # Safety
/// The handle is one of LocalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalLock(hMem: HLOCAL) -> LPVOID {
    boundary!(pointer, "LocalLock", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::lock(hMem.expose_provenance()) }.map(|block| block.expose_provenance()))
    })
}

/// Ends one lock: TRUE where there are others, FALSE with NO_ERROR after the last.
/// A fixed block is never locked: FALSE with ERROR_NOT_LOCKED.
///
/// # Safety
/// The handle is one of LocalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalUnlock(hMem: HLOCAL) -> BOOL {
    boundary!(bool, "LocalUnlock", {
        // SAFETY: by contract.
        unsafe { unlock(hMem, FALSE) }
    })
}

/// The size that the block was asked for with, or 0.
///
/// # Safety
/// The handle is one of LocalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalSize(hMem: HLOCAL) -> SIZE_T {
    boundary!(zero, "LocalSize", {
        // SAFETY: by contract.
        unsafe { local_memory::size(hMem.expose_provenance()) }.unwrap_or_else(|error| {
            last_error::set(error.0);
            0
        })
    })
}

/// How often it is locked, and LMEM_DISCARDED, or LMEM_INVALID_HANDLE.
///
/// # Safety
/// The handle is one of LocalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalFlags(hMem: HLOCAL) -> UINT {
    boundary!(zero, "LocalFlags", {
        // SAFETY: by contract.
        unsafe { local_memory::flags(hMem.expose_provenance()) }.unwrap_or_else(|error| {
            last_error::set(error.0);
            LMEM_INVALID_HANDLE
        })
    })
}

/// The handle of the block at an address.
///
/// # Safety
/// A block of LocalAlloc's begins there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalHandle(pMem: LPCVOID) -> HLOCAL {
    boundary!(pointer, "LocalHandle", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::handle_of(pMem.cast_mut()) })
    })
}

/// A block: fixed, which is its own handle, or with GMEM_MOVEABLE one that is locked for use.
#[unsafe(no_mangle)]
pub extern "C" fn GlobalAlloc(uFlags: UINT, dwBytes: SIZE_T) -> HGLOBAL {
    boundary!(pointer, "GlobalAlloc", { pointer_of(local_memory::alloc(uFlags, dwBytes)) })
}

/// Changes the size of a block. A fixed one moves only with GMEM_MOVEABLE.
///
/// # Safety
/// The handle is one of GlobalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalReAlloc(hMem: HGLOBAL, dwBytes: SIZE_T, uFlags: UINT) -> HGLOBAL {
    boundary!(pointer, "GlobalReAlloc", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::realloc(hMem.expose_provenance(), dwBytes, uFlags) })
    })
}

/// Frees a block: NULL, or the handle where it could not be freed. NULL is no error.
///
/// # Safety
/// The handle is NULL or one of GlobalAlloc's, and nobody uses the block any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalFree(hMem: HGLOBAL) -> HGLOBAL {
    boundary!(pointer, "GlobalFree", {
        // SAFETY: by contract.
        unsafe { free(hMem) }
    })
}

/// The address of a block, which stays there until it is unlocked as often.
///
/// # Safety
/// The handle is one of GlobalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalLock(hMem: HGLOBAL) -> LPVOID {
    boundary!(pointer, "GlobalLock", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::lock(hMem.expose_provenance()) }.map(|block| block.expose_provenance()))
    })
}

/// Ends one lock: TRUE where there are others, FALSE with NO_ERROR after the last.
/// A fixed block is never locked: TRUE.
///
/// # Safety
/// The handle is one of GlobalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalUnlock(hMem: HGLOBAL) -> BOOL {
    boundary!(bool, "GlobalUnlock", {
        // SAFETY: by contract.
        unsafe { unlock(hMem, TRUE) }
    })
}

/// The size that the block was asked for with, or 0.
///
/// # Safety
/// The handle is one of GlobalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalSize(hMem: HGLOBAL) -> SIZE_T {
    boundary!(zero, "GlobalSize", {
        // SAFETY: by contract.
        unsafe { local_memory::size(hMem.expose_provenance()) }.unwrap_or_else(|error| {
            last_error::set(error.0);
            0
        })
    })
}

/// How often it is locked, and GMEM_DISCARDED, or GMEM_INVALID_HANDLE.
///
/// # Safety
/// The handle is one of GlobalAlloc's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalFlags(hMem: HGLOBAL) -> UINT {
    boundary!(zero, "GlobalFlags", {
        // SAFETY: by contract.
        unsafe { local_memory::flags(hMem.expose_provenance()) }.unwrap_or_else(|error| {
            last_error::set(error.0);
            GMEM_INVALID_HANDLE
        })
    })
}

/// The handle of the block at an address.
///
/// # Safety
/// A block of GlobalAlloc's begins there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GlobalHandle(pMem: LPCVOID) -> HGLOBAL {
    boundary!(pointer, "GlobalHandle", {
        // SAFETY: by contract.
        pointer_of(unsafe { local_memory::handle_of(pMem.cast_mut()) })
    })
}
