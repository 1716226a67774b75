//! `threadpoolapiset.h`: timers.

use super::{INVALID, due_of, environment_of, job_of, pending, pointer_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::win32::last_error;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::routine::Routine;
use crate::win32::pool::timer::Timer;
use std::sync::Arc;
use std::time::Duration;

fn timer_of(pointer: PTP_TIMER) -> Option<Arc<Job>> {
    job_of(pointer, |trigger| matches!(trigger, Trigger::Timer(_)))
}

fn with<R: Default>(pointer: PTP_TIMER, f: impl FnOnce(&Arc<Job>, &Timer) -> R) -> R {
    let Some(job) = timer_of(pointer) else { return R::default() };
    let Trigger::Timer(timer) = job.trigger() else { return R::default() };
    f(&job, timer)
}

/// A new timer, which is not set.
///
/// # Safety
/// `pfnti` may be called with `pv` on other threads; `pcbe` is NULL or was initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThreadpoolTimer(
    pfnti: PTP_TIMER_CALLBACK,
    pv: PVOID,
    pcbe: PTP_CALLBACK_ENVIRON,
) -> PTP_TIMER {
    boundary!(pointer, "CreateThreadpoolTimer", {
        let Some(function) = pfnti else { return pointer_of(Err(INVALID)) };
        // SAFETY: by contract.
        let environment = unsafe { environment_of(pcbe) };
        pointer_of(environment.and_then(|environment| {
            let trigger = Trigger::Timer(Timer::default());
            Job::new(Routine::Timer(function), pv.addr(), &environment, trigger).map(|(_, handle)| handle)
        }))
    })
}

/// # Safety
/// `due` is NULL or may be read.
unsafe fn set_timer(timer: PTP_TIMER, due: PFILETIME, period: DWORD) -> BOOL {
    // SAFETY: by contract.
    let due = unsafe { due_of(due) };
    with(timer, |job, timer| match due {
        None => BOOL::from(timer.cancel()),
        Some(due) => {
            let period = (period > 0).then(|| Duration::from_millis(period.into()));
            match timer.set(job, due, period) {
                Ok(was_set) => BOOL::from(was_set),
                Err(_) => {
                    last_error::set(ERROR_NO_SYSTEM_RESOURCES);
                    FALSE
                }
            }
        }
    })
}

/// Sets a timer: a time, below zero from now, and a period in milliseconds or 0. NULL stops it.
/// The window in which it may be late is not used.
///
/// # Safety
/// `pftDueTime` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolTimer(
    pti: PTP_TIMER,
    pftDueTime: PFILETIME,
    msPeriod: DWORD,
    _msWindowLength: DWORD,
) {
    boundary!(void, "SetThreadpoolTimer", {
        // SAFETY: by contract.
        unsafe { set_timer(pti, pftDueTime, msPeriod) };
    })
}

/// As SetThreadpoolTimer; whether the timer was set before and has not gone off.
///
/// # Safety
/// `pftDueTime` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadpoolTimerEx(
    pti: PTP_TIMER,
    pftDueTime: PFILETIME,
    msPeriod: DWORD,
    _msWindowLength: DWORD,
) -> BOOL {
    boundary!(bool, "SetThreadpoolTimerEx", {
        // SAFETY: by contract.
        unsafe { set_timer(pti, pftDueTime, msPeriod) }
    })
}

/// Whether a timer is set, that is, will go off.
///
/// # Safety
/// None: of a pointer that names no timer the answer is FALSE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn IsThreadpoolTimerSet(pti: PTP_TIMER) -> BOOL {
    boundary!(bool, "IsThreadpoolTimerSet", { with(pti, |_, timer| BOOL::from(timer.is_set())) })
}

/// Waits for the callbacks that are queued, or takes those back that have not begun.
///
/// # Safety
/// None: a pointer that names no timer is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitForThreadpoolTimerCallbacks(pti: PTP_TIMER, fCancelPendingCallbacks: BOOL) {
    boundary!(void, "WaitForThreadpoolTimerCallbacks", {
        if let Some(timer) = timer_of(pti) {
            timer.wait(pending(fCancelPendingCallbacks));
        }
    })
}

/// Closes a timer; it does not go off any more, and callbacks that are queued still run.
///
/// # Safety
/// None: a pointer that names no timer is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpoolTimer(pti: PTP_TIMER) {
    boundary!(void, "CloseThreadpoolTimer", {
        if let Some(timer) = timer_of(pti) {
            timer.close(None);
        }
    })
}
