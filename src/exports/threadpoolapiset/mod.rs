//! `threadpoolapiset.h`

pub mod groups;
pub mod instances;
pub mod io;
pub mod pools;
pub mod timers;
pub mod waits;
pub mod work;

use super::arguments::load;
use super::synchapi::timers::instant_of;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::last_error;
use crate::win32::pool::environment::Environment;
use crate::win32::pool::group::Group;
use crate::win32::pool::job::{Job, Pending, Trigger};
use crate::win32::pool::{self, Pool};
use core::ptr::without_provenance_mut;
use std::sync::Arc;
use std::time::Instant;

/// `TP_CALLBACK_ENVIRON::Flags`: the callback may run for long.
const LONG_FUNCTION: DWORD = 1;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// What the environment says; NULL is the default pool.
///
/// # Safety
/// The pointer is NULL or points to an environment that was initialised.
unsafe fn environment_of(pointer: PTP_CALLBACK_ENVIRON) -> Result<Environment, Win32Error> {
    let mut environment = Environment::default();
    if pointer.is_null() {
        return Ok(environment);
    }
    // SAFETY: by contract; members of version 1 alone, whose structure is shorter.
    let (version, pool, group, cancel, library, flags) = unsafe {
        let given = &raw const *pointer;
        (
            (*given).Version,
            (*given).Pool,
            (*given).CleanupGroup,
            (*given).CleanupGroupCancelCallback,
            (*given).RaceDll,
            (*given).Flags,
        )
    };
    if !matches!(version, 1 | 3) {
        return Err(INVALID);
    }
    if !pool.is_null() {
        environment.pool = pool::find::<Pool>(pool.addr()).ok_or(INVALID)?;
    }
    if !group.is_null() {
        environment.group = Some((pool::find::<Group>(group.addr()).ok_or(INVALID)?, cancel));
    }
    environment.library = library.addr();
    environment.long = flags & LONG_FUNCTION != 0;
    if version == 3 {
        // SAFETY: by contract a structure of version 3 has the member.
        let priority = unsafe { (*pointer).CallbackPriority };
        if priority >= TP_CALLBACK_PRIORITY_INVALID {
            return Err(INVALID);
        }
        environment.priority = priority as usize;
    }
    Ok(environment)
}

/// A new object as a pointer, or NULL with the last error.
fn pointer_of<T>(handle: Result<usize, Win32Error>) -> *mut T {
    match handle {
        Ok(handle) => without_provenance_mut(handle),
        Err(error) => {
            last_error::set(error.0);
            core::ptr::null_mut()
        }
    }
}

/// The object that is still open; otherwise the last error says that there is none.
fn job_of<T>(pointer: *mut T, is_kind: impl FnOnce(&Trigger) -> bool) -> Option<Arc<Job>> {
    let job = pool::find::<Job>(pointer.addr()).filter(|job| is_kind(job.trigger()) && !job.is_closed());
    if job.is_none() {
        last_error::set(ERROR_INVALID_PARAMETER);
    }
    job
}

fn pending(cancel: BOOL) -> Pending {
    if cancel != FALSE { Pending::Cancel } else { Pending::Keep }
}

/// The time that a FILETIME says, below zero from now; `None` for NULL.
///
/// # Safety
/// The pointer is NULL or may be read.
unsafe fn due_of(time: PFILETIME) -> Option<Instant> {
    // SAFETY: by contract; the two halves are one 64-bit number.
    unsafe { load(time.cast::<i64>()) }.map(instant_of)
}
