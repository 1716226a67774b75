//! `combaseapi.h`

use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::heap;
use core::ptr::{NonNull, null_mut};

/// A block that whoever gets it frees with CoTaskMemFree; NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn CoTaskMemAlloc(cb: SIZE_T) -> LPVOID {
    boundary!(pointer, "CoTaskMemAlloc", { heap::alloc(cb).map_or(null_mut(), NonNull::as_ptr) })
}

/// Changes the size of a block: NULL gets a new one, the size 0 frees it.
///
/// # Safety
/// `pv` is NULL or such a block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CoTaskMemRealloc(pv: LPVOID, cb: SIZE_T) -> LPVOID {
    boundary!(pointer, "CoTaskMemRealloc", {
        if pv.is_null() {
            return CoTaskMemAlloc(cb);
        }
        // SAFETY: by contract.
        unsafe {
            if cb == 0 {
                heap::PROCESS.free(pv.expose_provenance());
                return null_mut();
            }
            heap::PROCESS.realloc(pv.expose_provenance(), cb, false, false).map_or(null_mut(), NonNull::as_ptr)
        }
    })
}

/// Frees a block; NULL is no error.
///
/// # Safety
/// `pv` is NULL or such a block that nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CoTaskMemFree(pv: LPVOID) {
    boundary!(void, "CoTaskMemFree", {
        if !pv.is_null() {
            // SAFETY: by contract.
            unsafe { heap::PROCESS.free(pv.expose_provenance()) };
        }
    })
}
