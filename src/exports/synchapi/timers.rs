//! `synchapi.h`: waitable timers.

use super::objects::{create, open};
use crate::abi::windows::*;
use crate::exports::arguments;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::handle_table::HANDLES;
use crate::win32::waitable_timer::{Completion, WaitableTimer};
use crate::win32::{current, last_error, time};
use std::time::{Duration, Instant};

/// A new timer, or the one that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateWaitableTimerA(
    _lpTimerAttributes: LPSECURITY_ATTRIBUTES,
    bManualReset: BOOL,
    lpTimerName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "CreateWaitableTimerA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpTimerName) };
        create(name, || WaitableTimer::new(bManualReset != 0))
    })
}

/// As CreateWaitableTimerA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateWaitableTimerW(
    _lpTimerAttributes: LPSECURITY_ATTRIBUTES,
    bManualReset: BOOL,
    lpTimerName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "CreateWaitableTimerW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpTimerName) };
        create(name, || WaitableTimer::new(bManualReset != 0))
    })
}

/// As CreateWaitableTimer, with flags; every timer has a high resolution.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateWaitableTimerExA(
    _lpTimerAttributes: LPSECURITY_ATTRIBUTES,
    lpTimerName: LPCSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateWaitableTimerExA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpTimerName) };
        if dwFlags & !(CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION) != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create(name, || WaitableTimer::new(dwFlags & CREATE_WAITABLE_TIMER_MANUAL_RESET != 0))
    })
}

/// As CreateWaitableTimerExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateWaitableTimerExW(
    _lpTimerAttributes: LPSECURITY_ATTRIBUTES,
    lpTimerName: LPCWSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateWaitableTimerExW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpTimerName) };
        if dwFlags & !(CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION) != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create(name, || WaitableTimer::new(dwFlags & CREATE_WAITABLE_TIMER_MANUAL_RESET != 0))
    })
}

/// The timer that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenWaitableTimerA(
    _dwDesiredAccess: DWORD,
    _bInheritHandle: BOOL,
    lpTimerName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "OpenWaitableTimerA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpTimerName) };
        open::<WaitableTimer>(name)
    })
}

/// As OpenWaitableTimerA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenWaitableTimerW(
    _dwDesiredAccess: DWORD,
    _bInheritHandle: BOOL,
    lpTimerName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "OpenWaitableTimerW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpTimerName) };
        open::<WaitableTimer>(name)
    })
}

/// Sets a timer: a time of FILETIME, or below zero from now; a period in milliseconds or 0.
///
/// # Safety
/// `lpDueTime` points to a time; the routine may be called on this thread with the argument.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetWaitableTimer(
    hTimer: HANDLE,
    lpDueTime: *const LARGE_INTEGER,
    lPeriod: LONG,
    pfnCompletionRoutine: PTIMERAPCROUTINE,
    lpArgToCompletionRoutine: LPVOID,
    fResume: BOOL,
) -> BOOL {
    boundary!(bool, "SetWaitableTimer", {
        // SAFETY: by contract.
        let result = unsafe { set_timer(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine) };
        if result != FALSE {
            // The system is not woken from sleep; the call succeeds and says so.
            last_error::set(if fResume != 0 { ERROR_NOT_SUPPORTED } else { ERROR_SUCCESS });
        }
        result
    })
}

/// As SetWaitableTimer; the delay that is tolerated is not used.
///
/// # Safety
/// As of SetWaitableTimer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetWaitableTimerEx(
    hTimer: HANDLE,
    lpDueTime: *const LARGE_INTEGER,
    lPeriod: LONG,
    pfnCompletionRoutine: PTIMERAPCROUTINE,
    lpArgToCompletionRoutine: LPVOID,
    _WakeContext: PVOID,
    _TolerableDelay: ULONG,
) -> BOOL {
    boundary!(bool, "SetWaitableTimerEx", {
        // SAFETY: by contract.
        unsafe { set_timer(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine) }
    })
}

/// # Safety
/// As of SetWaitableTimer.
unsafe fn set_timer(
    timer: HANDLE,
    due: *const LARGE_INTEGER,
    period: LONG,
    routine: PTIMERAPCROUTINE,
    argument: LPVOID,
) -> BOOL {
    let timer = match HANDLES.get_as::<WaitableTimer>(timer) {
        Ok(timer) => timer,
        Err(error) => return bool_of(Err(error)),
    };
    if due.is_null() || period < 0 {
        return set(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract; the union is one 64-bit number.
    let due = instant_of(unsafe { due.cast::<i64>().read_unaligned() });
    let period = (period > 0).then(|| Duration::from_millis(period.unsigned_abs().into()));
    let argument = argument.addr();
    let completion = routine.and_then(|routine| Some((current::thread()?, Completion { routine, argument })));
    match timer.set(due, period, completion) {
        Ok(()) => TRUE,
        Err(_) => set(ERROR_NO_SYSTEM_RESOURCES),
    }
}

/// A due time: below zero from now, otherwise a FILETIME.
pub(in crate::exports) fn instant_of(due: i64) -> Instant {
    let now = Instant::now();
    let from_now = if due < 0 {
        Duration::from_nanos(due.unsigned_abs().saturating_mul(100))
    } else {
        let ticks = (due as u64).saturating_sub(time::now());
        Duration::from_nanos(ticks.saturating_mul(100))
    };
    // What lies beyond all clocks is far enough away.
    now.checked_add(from_now).unwrap_or_else(|| now + Duration::from_secs(100 * 365 * 24 * 3600))
}

/// Stops a timer; whether it is signaled does not change.
#[unsafe(no_mangle)]
pub extern "C" fn CancelWaitableTimer(hTimer: HANDLE) -> BOOL {
    boundary!(bool, "CancelWaitableTimer", {
        bool_of(HANDLES.get_as::<WaitableTimer>(hTimer).map(|timer| timer.cancel()))
    })
}
