//! `threadpoolapiset.h`: work.

use super::{INVALID, environment_of, job_of, pending, pointer_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::routine::Routine;
use std::sync::Arc;

fn work_of(pointer: PTP_WORK) -> Option<Arc<Job>> {
    job_of(pointer, |trigger| matches!(trigger, Trigger::Work))
}

/// Queues one callback.
///
/// # Safety
/// `pfns` may be called with `pv` on another thread; `pcbe` is NULL or was initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TrySubmitThreadpoolCallback(
    pfns: PTP_SIMPLE_CALLBACK,
    pv: PVOID,
    pcbe: PTP_CALLBACK_ENVIRON,
) -> BOOL {
    boundary!(bool, "TrySubmitThreadpoolCallback", {
        let Some(function) = pfns else { return set(ERROR_INVALID_PARAMETER) };
        // SAFETY: by contract.
        let environment = unsafe { environment_of(pcbe) };
        bool_of(environment.and_then(|environment| Job::once(Routine::Simple(function), pv.addr(), &environment)))
    })
}

/// A new work object.
///
/// # Safety
/// `pfnwk` may be called with `pv` on other threads; `pcbe` is NULL or was initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThreadpoolWork(
    pfnwk: PTP_WORK_CALLBACK,
    pv: PVOID,
    pcbe: PTP_CALLBACK_ENVIRON,
) -> PTP_WORK {
    boundary!(pointer, "CreateThreadpoolWork", {
        let Some(function) = pfnwk else { return pointer_of(Err(INVALID)) };
        // SAFETY: by contract.
        let environment = unsafe { environment_of(pcbe) };
        pointer_of(environment.and_then(|environment| {
            Job::new(Routine::Work(function), pv.addr(), &environment, Trigger::Work).map(|(_, handle)| handle)
        }))
    })
}

/// Queues the callback once more.
///
/// # Safety
/// None: a pointer that names no work is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SubmitThreadpoolWork(pwk: PTP_WORK) {
    boundary!(void, "SubmitThreadpoolWork", {
        if let Some(work) = work_of(pwk) {
            work.submit(WAIT_OBJECT_0);
        }
    })
}

/// Waits for the callbacks that are queued, or takes those back that have not begun.
///
/// # Safety
/// None: a pointer that names no work is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitForThreadpoolWorkCallbacks(pwk: PTP_WORK, fCancelPendingCallbacks: BOOL) {
    boundary!(void, "WaitForThreadpoolWorkCallbacks", {
        if let Some(work) = work_of(pwk) {
            work.wait(pending(fCancelPendingCallbacks));
        }
    })
}

/// Closes work; callbacks that are queued still run.
///
/// # Safety
/// None: a pointer that names no work is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpoolWork(pwk: PTP_WORK) {
    boundary!(void, "CloseThreadpoolWork", {
        if let Some(work) = work_of(pwk) {
            work.close(None);
        }
    })
}
