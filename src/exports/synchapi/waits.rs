//! `synchapi.h`: waits and sleeps.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::unguarded::make_queued_calls;
use crate::win32::error::Win32Error;
use crate::win32::event::Event;
use crate::win32::handle_table::{HANDLES, object_of};
use crate::win32::mutex::Mutex;
use crate::win32::object::ObjectRef;
use crate::win32::semaphore::Semaphore;
use crate::win32::waiter::Outcome;
use crate::win32::{current, last_error, wait};
use std::sync::Arc;

/// How a wait ended, as the wait functions return it.
fn code(outcome: Outcome) -> DWORD {
    match outcome {
        Outcome::Signaled(index) => WAIT_OBJECT_0 + index as DWORD,
        Outcome::Abandoned(index) => WAIT_ABANDONED_0 + index as DWORD,
        Outcome::TimedOut => WAIT_TIMEOUT,
        Outcome::Interrupted => WAIT_IO_COMPLETION,
    }
}

fn failed(error: impl Into<Win32Error>) -> DWORD {
    last_error::set(error.into().0);
    WAIT_FAILED
}

fn wait_for(handles: &[HANDLE], all: bool, milliseconds: DWORD, alertable: bool) -> DWORD {
    let objects: Result<Vec<ObjectRef>, _> = handles.iter().map(|handle| object_of(*handle)).collect();
    let objects = match objects {
        Ok(objects) => objects,
        Err(error) => return failed(error),
    };
    if all && (1..objects.len()).any(|at| objects[..at].iter().any(|before| Arc::ptr_eq(before, &objects[at]))) {
        return failed(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let wait = if all { wait::all } else { wait::any };
    wait(&objects, milliseconds, alertable).map_or_else(failed, code)
}

/// Waits until the object is signaled or the time is up.
#[unsafe(no_mangle)]
pub extern "C" fn WaitForSingleObject(hHandle: HANDLE, dwMilliseconds: DWORD) -> DWORD {
    boundary!(wait, "WaitForSingleObject", { wait_for(&[hHandle], false, dwMilliseconds, false) })
}

/// As WaitForSingleObject; an alertable wait ends when an APC has run.
#[unsafe(no_mangle)]
pub extern "C-unwind" fn WaitForSingleObjectEx(hHandle: HANDLE, dwMilliseconds: DWORD, bAlertable: BOOL) -> DWORD {
    let result =
        boundary!(wait, "WaitForSingleObjectEx", { wait_for(&[hHandle], false, dwMilliseconds, bAlertable != 0) });
    if result == WAIT_IO_COMPLETION {
        // SAFETY: nothing on this frame is to be dropped.
        unsafe { make_queued_calls() };
    }
    result
}

/// Waits for any or for all of up to 64 objects.
///
/// # Safety
/// `lpHandles` points to `nCount` handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitForMultipleObjects(
    nCount: DWORD,
    lpHandles: *const HANDLE,
    bWaitAll: BOOL,
    dwMilliseconds: DWORD,
) -> DWORD {
    boundary!(wait, "WaitForMultipleObjects", {
        // SAFETY: by contract.
        unsafe { multiple(nCount, lpHandles, bWaitAll, dwMilliseconds, FALSE) }
    })
}

/// As WaitForMultipleObjects; an alertable wait ends when an APC has run.
///
/// # Safety
/// `lpHandles` points to `nCount` handles.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn WaitForMultipleObjectsEx(
    nCount: DWORD,
    lpHandles: *const HANDLE,
    bWaitAll: BOOL,
    dwMilliseconds: DWORD,
    bAlertable: BOOL,
) -> DWORD {
    let result = boundary!(wait, "WaitForMultipleObjectsEx", {
        // SAFETY: by contract.
        unsafe { multiple(nCount, lpHandles, bWaitAll, dwMilliseconds, bAlertable) }
    });
    if result == WAIT_IO_COMPLETION {
        // SAFETY: nothing on this frame is to be dropped.
        unsafe { make_queued_calls() };
    }
    result
}

/// # Safety
/// `handles` is NULL or points to `count` handles.
unsafe fn multiple(count: DWORD, handles: *const HANDLE, all: BOOL, milliseconds: DWORD, alertable: BOOL) -> DWORD {
    if count == 0 || count as usize > wait::MAXIMUM_WAIT_OBJECTS || handles.is_null() {
        return failed(Win32Error(ERROR_INVALID_PARAMETER));
    }
    // SAFETY: by contract, and checked above.
    let handles = unsafe { core::slice::from_raw_parts(handles, count as usize) };
    wait_for(handles, all != 0, milliseconds, alertable != 0)
}

/// Signals one object and waits for another.
#[unsafe(no_mangle)]
pub extern "C-unwind" fn SignalObjectAndWait(
    hObjectToSignal: HANDLE,
    hObjectToWaitOn: HANDLE,
    dwMilliseconds: DWORD,
    bAlertable: BOOL,
) -> DWORD {
    let result = boundary!(wait, "SignalObjectAndWait", {
        // Nothing is signaled for a wait that cannot be.
        match object_of(hObjectToWaitOn) {
            Ok(object) if object.waitable().is_some() => {}
            _ => return failed(Win32Error(ERROR_INVALID_HANDLE)),
        }
        if let Ok(event) = HANDLES.get_as::<Event>(hObjectToSignal) {
            event.set();
        } else if let Ok(mutex) = HANDLES.get_as::<Mutex>(hObjectToSignal) {
            if mutex.release(current::id()).is_err() {
                return failed(Win32Error(ERROR_NOT_OWNER));
            }
        } else if let Ok(semaphore) = HANDLES.get_as::<Semaphore>(hObjectToSignal) {
            if semaphore.release(1).is_err() {
                return failed(Win32Error(ERROR_TOO_MANY_POSTS));
            }
        } else {
            return failed(Win32Error(ERROR_INVALID_HANDLE));
        }
        wait_for(&[hObjectToWaitOn], false, dwMilliseconds, bAlertable != 0)
    });
    if result == WAIT_IO_COMPLETION {
        // SAFETY: nothing on this frame is to be dropped.
        unsafe { make_queued_calls() };
    }
    result
}

/// Sleeps; INFINITE sleeps for good, 0 gives the rest of the time slice away.
#[unsafe(no_mangle)]
pub extern "C" fn Sleep(dwMilliseconds: DWORD) {
    boundary!(void, "Sleep", {
        sleep(dwMilliseconds, false);
    })
}

/// As Sleep; an alertable sleep ends with WAIT_IO_COMPLETION when an APC has run.
#[unsafe(no_mangle)]
pub extern "C-unwind" fn SleepEx(dwMilliseconds: DWORD, bAlertable: BOOL) -> DWORD {
    let result = boundary!(ulong, "SleepEx", {
        match sleep(dwMilliseconds, bAlertable != 0) {
            Outcome::Interrupted => WAIT_IO_COMPLETION,
            _ => 0,
        }
    });
    if result == WAIT_IO_COMPLETION {
        // SAFETY: nothing on this frame is to be dropped.
        unsafe { make_queued_calls() };
    }
    result
}

fn sleep(milliseconds: DWORD, alertable: bool) -> Outcome {
    if milliseconds == 0 && !alertable {
        std::thread::yield_now();
        return Outcome::TimedOut;
    }
    wait::sleep(milliseconds, alertable)
}
