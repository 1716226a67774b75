//! `threadpoolapiset.h`: pools.

use super::{INVALID, pointer_of};
use crate::abi::windows::*;
use crate::exports::arguments::{load, store};
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::error::Win32Error;
use crate::win32::last_error;
use crate::win32::pool::{self, OBJECTS, Pool};
use std::sync::Arc;

/// The pool of a pointer; without one the last error says so.
fn pool_of(pointer: PTP_POOL) -> Option<Arc<Pool>> {
    let pool = pool::find(pointer.addr());
    if pool.is_none() {
        last_error::set(ERROR_INVALID_PARAMETER);
    }
    pool
}

/// A new pool; its threads come when there is something to do.
///
/// # Safety
/// `reserved` is not looked into; it has to be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThreadpool(reserved: PVOID) -> PTP_POOL {
    boundary!(pointer, "CreateThreadpool", {
        if !reserved.is_null() {
            return pointer_of(Err(INVALID));
        }
        let handle = OBJECTS.insert(Arc::new(Pool::new()));
        pointer_of(handle.map(|handle| handle.addr()).map_err(Win32Error::from))
    })
}

/// Closes a pool; it ends with the last of its objects.
///
/// # Safety
/// None: a pointer that names no pool is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpool(ptpp: PTP_POOL) {
    boundary!(void, "CloseThreadpool", {
        if pool_of(ptpp).is_some() {
            // Another thread may have been first.
            let _ = OBJECTS.close(ptpp.cast());
        }
    })
}

/// The most threads of a pool. Those above it go when they have nothing to do.
///
/// # Safety
/// None: a pointer that names no pool is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolThreadMaximum(ptpp: PTP_POOL, cthrdMost: DWORD) {
    boundary!(void, "SetThreadpoolThreadMaximum", {
        if let Some(pool) = pool_of(ptpp) {
            pool.set_maximum(cthrdMost);
        }
    })
}

/// The fewest threads of a pool; they are made now.
///
/// # Safety
/// None: a pointer that names no pool is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolThreadMinimum(ptpp: PTP_POOL, cthrdMic: DWORD) -> BOOL {
    boundary!(bool, "SetThreadpoolThreadMinimum", {
        match pool_of(ptpp) {
            Some(pool) if pool.set_minimum(cthrdMic).is_ok() => TRUE,
            Some(_) => set(ERROR_NOT_ENOUGH_MEMORY),
            None => FALSE,
        }
    })
}

/// The size of the stacks of threads that are made from now on.
///
/// # Safety
/// `ptpsi` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolStackInformation(ptpp: PTP_POOL, ptpsi: PTP_POOL_STACK_INFORMATION) -> BOOL {
    boundary!(bool, "SetThreadpoolStackInformation", {
        let Some(pool) = pool_of(ptpp) else { return FALSE };
        // SAFETY: by contract.
        let Some(stack) = (unsafe { load(ptpsi) }) else { return set(ERROR_INVALID_PARAMETER) };
        pool.set_stack(stack.StackReserve, stack.StackCommit);
        TRUE
    })
}

/// What SetThreadpoolStackInformation has set; zeros are the usual size.
///
/// # Safety
/// `ptpsi` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueryThreadpoolStackInformation(ptpp: PTP_POOL, ptpsi: PTP_POOL_STACK_INFORMATION) -> BOOL {
    boundary!(bool, "QueryThreadpoolStackInformation", {
        let Some(pool) = pool_of(ptpp) else { return FALSE };
        if ptpsi.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        let (StackReserve, StackCommit) = pool.stack();
        // SAFETY: by contract, and not NULL.
        unsafe { store(ptpsi, TP_POOL_STACK_INFORMATION { StackReserve, StackCommit }) };
        TRUE
    })
}
