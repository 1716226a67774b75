//! `threadpoolapiset.h`: what a callback says of itself. Each has an effect only on the
//! thread on which the callback runs.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::critical_section::CriticalSection;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;
use crate::win32::last_error;
use crate::win32::object::Object;
use crate::win32::pool::actions::Actions;
use crate::win32::pool::worker;
use std::sync::Arc;

/// Notes what is to be done when the callback has returned.
fn note(instance: PTP_CALLBACK_INSTANCE, f: impl FnOnce(&mut Actions)) {
    if worker::with_actions(instance, f).is_none() {
        last_error::set(ERROR_INVALID_PARAMETER);
    }
}

fn object_of<T: Object>(handle: HANDLE) -> Option<Arc<T>> {
    HANDLES.get_as(handle).inspect_err(|error| last_error::set(Win32Error::from(*error).0)).ok()
}

/// The event is set when the callback has returned.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetEventWhenCallbackReturns(pci: PTP_CALLBACK_INSTANCE, evt: HANDLE) {
    boundary!(void, "SetEventWhenCallbackReturns", {
        if let Some(event) = object_of(evt) {
            note(pci, |actions| actions.set_event(event));
        }
    })
}

/// The semaphore's count is increased when the callback has returned.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReleaseSemaphoreWhenCallbackReturns(pci: PTP_CALLBACK_INSTANCE, sem: HANDLE, crel: DWORD) {
    boundary!(void, "ReleaseSemaphoreWhenCallbackReturns", {
        if let Some(semaphore) = object_of(sem) {
            note(pci, |actions| actions.release_semaphore(semaphore, crel.try_into().unwrap_or(i32::MAX)));
        }
    })
}

/// The mutex, which the callback owns, is released when it has returned.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReleaseMutexWhenCallbackReturns(pci: PTP_CALLBACK_INSTANCE, mut_: HANDLE) {
    boundary!(void, "ReleaseMutexWhenCallbackReturns", {
        if let Some(mutex) = object_of(mut_) {
            note(pci, |actions| actions.release_mutex(mutex));
        }
    })
}

/// The critical section, which the callback has entered, is left when it has returned.
///
/// # Safety
/// `pcs` is NULL or points to a critical section that stays until then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LeaveCriticalSectionWhenCallbackReturns(pci: PTP_CALLBACK_INSTANCE, pcs: PCRITICAL_SECTION) {
    boundary!(void, "LeaveCriticalSectionWhenCallbackReturns", {
        if pcs.is_null() {
            last_error::set(ERROR_INVALID_PARAMETER);
            return;
        }
        // SAFETY: by contract.
        note(pci, |actions| unsafe { actions.leave(pcs.cast_const().cast::<CriticalSection>()) });
    })
}

/// The module is freed when the callback has returned.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FreeLibraryWhenCallbackReturns(pci: PTP_CALLBACK_INSTANCE, mod_: HMODULE) {
    boundary!(void, "FreeLibraryWhenCallbackReturns", {
        note(pci, |actions| actions.free_library(mod_.addr()));
    })
}

/// The callback may go on for long; whether another thread is there for the others.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CallbackMayRunLong(pci: PTP_CALLBACK_INSTANCE) -> BOOL {
    boundary!(bool, "CallbackMayRunLong", {
        match worker::runs_long(pci) {
            Some(true) => TRUE,
            Some(false) => set(ERROR_TOO_MANY_THREADS),
            None => set(ERROR_INVALID_PARAMETER),
        }
    })
}

/// Who waits for the object's callbacks does not wait for this one any more.
///
/// # Safety
/// None: the instance is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DisassociateCurrentThreadFromCallback(pci: PTP_CALLBACK_INSTANCE) {
    boundary!(void, "DisassociateCurrentThreadFromCallback", {
        if !worker::disassociate(pci) {
            last_error::set(ERROR_INVALID_PARAMETER);
        }
    })
}
