//! `threadpoolapiset.h`: waits.

use super::{INVALID, due_of, environment_of, job_of, pending, pointer_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::object_of;
use crate::win32::object::ObjectRef;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::routine::Routine;
use crate::win32::pool::wait::Wait;
use std::sync::Arc;

fn wait_of(pointer: PTP_WAIT) -> Option<Arc<Job>> {
    job_of(pointer, |trigger| matches!(trigger, Trigger::Wait(_)))
}

/// The object to be waited for. A mutex is none: no thread waits here that could own it.
pub(in crate::exports) fn waited_object(handle: HANDLE) -> Result<ObjectRef, Win32Error> {
    let object = object_of(handle)?;
    match object.waitable() {
        Some(waitable) if waitable.is_mutex() => Err(Win32Error(ERROR_NOT_SUPPORTED)),
        Some(_) => Ok(object),
        None => Err(Win32Error(ERROR_INVALID_HANDLE)),
    }
}

/// A new wait, which waits for nothing.
///
/// # Safety
/// `pfnwa` may be called with `pv` on other threads; `pcbe` is NULL or was initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThreadpoolWait(
    pfnwa: PTP_WAIT_CALLBACK,
    pv: PVOID,
    pcbe: PTP_CALLBACK_ENVIRON,
) -> PTP_WAIT {
    boundary!(pointer, "CreateThreadpoolWait", {
        let Some(function) = pfnwa else { return pointer_of(Err(INVALID)) };
        // SAFETY: by contract.
        let environment = unsafe { environment_of(pcbe) };
        pointer_of(environment.and_then(|environment| {
            let trigger = Trigger::Wait(Wait::default());
            Job::new(Routine::Wait(function), pv.addr(), &environment, trigger).map(|(_, handle)| handle)
        }))
    })
}

/// # Safety
/// `timeout` is NULL or may be read.
unsafe fn set_wait(wait: PTP_WAIT, handle: HANDLE, timeout: PFILETIME) -> BOOL {
    let Some(job) = wait_of(wait) else { return FALSE };
    let Trigger::Wait(wait) = job.trigger() else { return FALSE };
    if handle.is_null() {
        return BOOL::from(wait.cancel());
    }
    match waited_object(handle) {
        // SAFETY: by contract.
        Ok(object) => BOOL::from(wait.set(&job, object, unsafe { due_of(timeout) })),
        Err(error) => set(error.0),
    }
}

/// Waits for an object once, until a time, below zero from now, or without end. NULL waits no more.
/// A handle that cannot be waited for sets the last error and changes nothing.
///
/// # Safety
/// `pftTimeout` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolWait(pwa: PTP_WAIT, h: HANDLE, pftTimeout: PFILETIME) {
    boundary!(void, "SetThreadpoolWait", {
        // SAFETY: by contract.
        unsafe { set_wait(pwa, h, pftTimeout) };
    })
}

/// As SetThreadpoolWait; whether an earlier wait was ended by that.
///
/// # Safety
/// `pftTimeout` is NULL or may be read; `Reserved` is not looked into, it has to be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolWaitEx(pwa: PTP_WAIT, h: HANDLE, pftTimeout: PFILETIME, Reserved: PVOID) -> BOOL {
    boundary!(bool, "SetThreadpoolWaitEx", {
        if !Reserved.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        // SAFETY: by contract.
        unsafe { set_wait(pwa, h, pftTimeout) }
    })
}

/// Waits for the callbacks that are queued, or takes those back that have not begun.
///
/// # Safety
/// None: a pointer that names no wait is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitForThreadpoolWaitCallbacks(pwa: PTP_WAIT, fCancelPendingCallbacks: BOOL) {
    boundary!(void, "WaitForThreadpoolWaitCallbacks", {
        if let Some(wait) = wait_of(pwa) {
            wait.wait(pending(fCancelPendingCallbacks));
        }
    })
}

/// Closes a wait; it waits no more, and callbacks that are queued still run.
///
/// # Safety
/// None: a pointer that names no wait is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpoolWait(pwa: PTP_WAIT) {
    boundary!(void, "CloseThreadpoolWait", {
        if let Some(wait) = wait_of(pwa) {
            wait.close(None);
        }
    })
}
