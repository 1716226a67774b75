//! `synchapi.h`: slim locks and condition variables.

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::critical_section::CriticalSection;
use crate::win32::srw_lock::{Mode, SrwLock};
use crate::win32::{address, condition_variable, wait};

/// The lock that the caller's memory holds.
///
/// # Safety
/// The pointer is NULL or points to an SRWLOCK that lives for the call.
unsafe fn lock<'a>(pointer: PSRWLOCK) -> Option<&'a SrwLock> {
    // SAFETY: by contract; a zeroed word is a free lock.
    unsafe { pointer.cast::<SrwLock>().as_ref() }
}

/// Makes a lock; `SRWLOCK_INIT` does the same.
///
/// # Safety
/// `SRWLock` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeSRWLock(SRWLock: PSRWLOCK) {
    boundary!(void, "InitializeSRWLock", {
        if !SRWLock.is_null() {
            // SAFETY: by contract; nobody uses the lock before it is initialised.
            unsafe { SRWLock.cast::<SrwLock>().write(SrwLock::new()) };
        }
    })
}

/// Waits for the lock and holds it alone.
///
/// # Safety
/// `SRWLock` points to a lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn AcquireSRWLockExclusive(SRWLock: PSRWLOCK) {
    boundary!(void, "AcquireSRWLockExclusive", {
        // SAFETY: by contract.
        if let Some(lock) = unsafe { lock(SRWLock) } {
            lock.acquire(Mode::Exclusive);
        }
    })
}

/// Holds the lock alone if that needs no wait.
///
/// # Safety
/// `SRWLock` points to a lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TryAcquireSRWLockExclusive(SRWLock: PSRWLOCK) -> BOOLEAN {
    boundary!(boolean, "TryAcquireSRWLockExclusive", {
        // SAFETY: by contract.
        BOOLEAN::from(unsafe { lock(SRWLock) }.is_some_and(|lock| lock.try_acquire(Mode::Exclusive)))
    })
}

/// Gives up the lock that is held alone.
///
/// # Safety
/// `SRWLock` points to a lock that is held so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReleaseSRWLockExclusive(SRWLock: PSRWLOCK) {
    boundary!(void, "ReleaseSRWLockExclusive", {
        // SAFETY: by contract; a lock that nobody holds is left alone.
        unsafe {
            if let Some(lock) = lock(SRWLock).filter(|lock| lock.is_locked()) {
                lock.release(Mode::Exclusive);
            }
        }
    })
}

/// Waits for the lock and holds it beside other readers.
///
/// # Safety
/// `SRWLock` points to a lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn AcquireSRWLockShared(SRWLock: PSRWLOCK) {
    boundary!(void, "AcquireSRWLockShared", {
        // SAFETY: by contract.
        if let Some(lock) = unsafe { lock(SRWLock) } {
            lock.acquire(Mode::Shared);
        }
    })
}

/// Holds the lock beside other readers if that needs no wait.
///
/// # Safety
/// `SRWLock` points to a lock.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TryAcquireSRWLockShared(SRWLock: PSRWLOCK) -> BOOLEAN {
    boundary!(boolean, "TryAcquireSRWLockShared", {
        // SAFETY: by contract.
        BOOLEAN::from(unsafe { lock(SRWLock) }.is_some_and(|lock| lock.try_acquire(Mode::Shared)))
    })
}

/// Gives up the lock that is held beside other readers.
///
/// # Safety
/// `SRWLock` points to a lock that is held so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReleaseSRWLockShared(SRWLock: PSRWLOCK) {
    boundary!(void, "ReleaseSRWLockShared", {
        // SAFETY: by contract; a lock that nobody holds is left alone.
        unsafe {
            if let Some(lock) = lock(SRWLock).filter(|lock| lock.is_locked()) {
                lock.release(Mode::Shared);
            }
        }
    })
}

/// Makes a condition variable; `CONDITION_VARIABLE_INIT` does the same.
///
/// # Safety
/// `ConditionVariable` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeConditionVariable(ConditionVariable: PCONDITION_VARIABLE) {
    boundary!(void, "InitializeConditionVariable", {
        // SAFETY: by contract.
        unsafe { store(ConditionVariable.cast::<usize>(), 0) };
    })
}

/// Leaves the section, sleeps until woken, and enters it again.
///
/// # Safety
/// Both point to what their types say, and the calling thread owns the section once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SleepConditionVariableCS(
    ConditionVariable: PCONDITION_VARIABLE,
    CriticalSection: PCRITICAL_SECTION,
    dwMilliseconds: DWORD,
) -> BOOL {
    boundary!(bool, "SleepConditionVariableCS", {
        // SAFETY: by contract.
        let Some(section) = (unsafe { CriticalSection.cast::<CriticalSection>().as_ref() }) else {
            return set(ERROR_INVALID_PARAMETER);
        };
        let deadline = wait::deadline(dwMilliseconds);
        if condition_variable::sleep_critical_section(ConditionVariable.addr(), section, deadline) {
            return TRUE;
        }
        set(ERROR_TIMEOUT)
    })
}

/// Releases the lock, sleeps until woken, and acquires it again.
///
/// # Safety
/// Both point to what their types say, and the calling thread holds the lock as the flags say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SleepConditionVariableSRW(
    ConditionVariable: PCONDITION_VARIABLE,
    SRWLock: PSRWLOCK,
    dwMilliseconds: DWORD,
    Flags: ULONG,
) -> BOOL {
    boundary!(bool, "SleepConditionVariableSRW", {
        // SAFETY: by contract.
        let lock = unsafe { lock(SRWLock) };
        let Some(lock) = lock.filter(|_| Flags & !CONDITION_VARIABLE_LOCKMODE_SHARED == 0) else {
            return set(ERROR_INVALID_PARAMETER);
        };
        let mode = if Flags == 0 { Mode::Exclusive } else { Mode::Shared };
        let deadline = wait::deadline(dwMilliseconds);
        // SAFETY: by contract.
        if unsafe { condition_variable::sleep_srw_lock(ConditionVariable.addr(), lock, mode, deadline) } {
            return TRUE;
        }
        set(ERROR_TIMEOUT)
    })
}

/// Wakes one thread that sleeps on the variable.
///
/// # Safety
/// Only the address is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WakeConditionVariable(ConditionVariable: PCONDITION_VARIABLE) {
    boundary!(void, "WakeConditionVariable", {
        address::wake_one(ConditionVariable.addr());
    })
}

/// Wakes all threads that sleep on the variable.
///
/// # Safety
/// Only the address is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WakeAllConditionVariable(ConditionVariable: PCONDITION_VARIABLE) {
    boundary!(void, "WakeAllConditionVariable", { address::wake_all(ConditionVariable.addr()) })
}
