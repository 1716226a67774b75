//! `fibersapi.h`

use super::boundary::boundary;
use super::result::bool_of;
use crate::abi::windows::*;
use crate::win32::fls::{self, Freeing};
use crate::win32::last_error;
use core::ptr::with_exposed_provenance_mut;

/// Takes a slot, or FLS_OUT_OF_INDEXES. The function is called with each value that is not NULL
/// when its thread ends or the slot is freed.
///
/// # Safety
/// The function may be called with the values that are stored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FlsAlloc(lpCallback: PFLS_CALLBACK_FUNCTION) -> DWORD {
    boundary!(wait, "FlsAlloc", {
        fls::alloc(lpCallback).map_or_else(
            || {
                last_error::set(ERROR_NO_MORE_ITEMS);
                FLS_OUT_OF_INDEXES
            },
            |slot| slot as DWORD,
        )
    })
}

/// Gives a slot back; its function is called with the values of all threads, on this one.
#[unsafe(no_mangle)]
pub extern "C-unwind" fn FlsFree(dwFlsIndex: DWORD) -> BOOL {
    let mut called = 0;
    loop {
        let next = boundary!(none, "FlsFree", { Some(fls::free(dwFlsIndex as usize, called)) });
        match next {
            Some(Ok(Freeing::Call(function, value))) => {
                called += 1;
                // SAFETY: who took the slot gave the function for this, and nothing here is to be dropped.
                unsafe { function(with_exposed_provenance_mut(value)) };
            }
            Some(Ok(Freeing::Done)) => return TRUE,
            Some(Err(error)) => return bool_of(Err(error)),
            None => return FALSE,
        }
    }
}

/// The calling thread's value. The last error tells a stored NULL from a failure.
#[unsafe(no_mangle)]
pub extern "C" fn FlsGetValue(dwFlsIndex: DWORD) -> PVOID {
    boundary!(pointer, "FlsGetValue", {
        let value = fls::get(dwFlsIndex as usize);
        last_error::set(value.map_or_else(|error| error.0, |_| ERROR_SUCCESS));
        with_exposed_provenance_mut(value.unwrap_or_default())
    })
}

/// Stores the calling thread's value.
#[unsafe(no_mangle)]
pub extern "C" fn FlsSetValue(dwFlsIndex: DWORD, lpFlsData: PVOID) -> BOOL {
    boundary!(bool, "FlsSetValue", { bool_of(fls::set(dwFlsIndex as usize, lpFlsData.expose_provenance())) })
}

/// There are no fibers: FALSE.
#[unsafe(no_mangle)]
pub extern "C" fn IsThreadAFiber() -> BOOL {
    FALSE
}
