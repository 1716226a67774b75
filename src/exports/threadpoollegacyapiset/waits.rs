//! `threadpoollegacyapiset.h`: the end of registered waits. They are made by `winbase.h`.

use super::{ended, notice_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::bool_of;
use crate::win32::error::Win32Error;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::{self, registered};
use std::sync::Arc;

/// Ends a registered wait, and tells by an event, or waits, when its callbacks have ended.
/// ERROR_IO_PENDING: one has not.
///
/// # Safety
/// None: a handle that names no wait is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UnregisterWaitEx(WaitHandle: HANDLE, CompletionEvent: HANDLE) -> BOOL {
    boundary!(bool, "UnregisterWaitEx", { bool_of(unregister(WaitHandle, CompletionEvent)) })
}

/// Ends a registered wait.
pub(in crate::exports) fn unregister(wait: HANDLE, event: HANDLE) -> Result<(), Win32Error> {
    let job = pool::find::<Job>(wait.addr())
        .filter(|job: &Arc<Job>| matches!(job.trigger(), Trigger::Wait(_)) && !job.is_closed())
        .ok_or(Win32Error(ERROR_INVALID_HANDLE))?;
    ended(registered::close(&[job], notice_of(event)?))
}
