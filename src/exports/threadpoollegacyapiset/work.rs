//! `threadpoollegacyapiset.h`: work items.

use super::environment_of;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::pool::job::Job;
use crate::win32::pool::routine::Routine;

/// Queues one callback to the default pool.
///
/// # Safety
/// `Function` may be called with `Context` on another thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueueUserWorkItem(Function: LPTHREAD_START_ROUTINE, Context: PVOID, Flags: ULONG) -> BOOL {
    boundary!(bool, "QueueUserWorkItem", {
        let Some(function) = Function else { return set(ERROR_INVALID_PARAMETER) };
        let environment = environment_of(Flags);
        bool_of(
            environment.and_then(|environment| Job::once(Routine::WorkItem(function), Context.addr(), &environment)),
        )
    })
}
