//! `profileapi.h`

use super::arguments::store;
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::time;

fn answer(to: *mut LARGE_INTEGER, value: LONGLONG) -> BOOL {
    if to.is_null() {
        return set(ERROR_NOACCESS);
    }
    // SAFETY: the callers' contract, and not NULL.
    unsafe { store(to, LARGE_INTEGER { QuadPart: value }) };
    TRUE
}

/// A clock that only goes forward, for measuring.
///
/// # Safety
/// `lpPerformanceCount` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueryPerformanceCounter(lpPerformanceCount: *mut LARGE_INTEGER) -> BOOL {
    boundary!(bool, "QueryPerformanceCounter", { answer(lpPerformanceCount, time::performance_counter()) })
}

/// How often the performance counter counts in a second: ten million times.
///
/// # Safety
/// `lpFrequency` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueryPerformanceFrequency(lpFrequency: *mut LARGE_INTEGER) -> BOOL {
    boundary!(bool, "QueryPerformanceFrequency", { answer(lpFrequency, time::TICKS_PER_SECOND) })
}
