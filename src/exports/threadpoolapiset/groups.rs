//! `threadpoolapiset.h`: cleanup groups.

use super::{pending, pointer_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::win32::error::Win32Error;
use crate::win32::last_error;
use crate::win32::pool::group::{Group, next_call};
use crate::win32::pool::{self, OBJECTS};
use std::sync::Arc;

/// The group of a pointer; without one the last error says so.
fn group_of(pointer: PTP_CLEANUP_GROUP) -> Option<Arc<Group>> {
    let group = pool::find(pointer.addr());
    if group.is_none() {
        last_error::set(ERROR_INVALID_PARAMETER);
    }
    group
}

/// A new group, for objects that are closed together.
#[unsafe(no_mangle)]
pub extern "C" fn CreateThreadpoolCleanupGroup() -> PTP_CLEANUP_GROUP {
    boundary!(pointer, "CreateThreadpoolCleanupGroup", {
        let handle = OBJECTS.insert(Arc::new(Group::default()));
        pointer_of(handle.map(|handle| handle.addr()).map_err(Win32Error::from))
    })
}

/// Closes all objects of the group and waits for their callbacks, or takes those back that have
/// not begun. Then the group's function is called for each object.
///
/// # Safety
/// The function that SetThreadpoolCallbackCleanupGroup was given may be called with `pvCleanupContext`.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn CloseThreadpoolCleanupGroupMembers(
    ptpcg: PTP_CLEANUP_GROUP,
    fCancelPendingCallbacks: BOOL,
    pvCleanupContext: PVOID,
) {
    let closed = boundary!(none, "CloseThreadpoolCleanupGroupMembers", {
        group_of(ptpcg).map(|group| group.close_members(pending(fCancelPendingCallbacks)))
    });
    let Some(before) = closed else { return };
    while let Some(call) = boundary!(none, "CloseThreadpoolCleanupGroupMembers", { next_call(before) }) {
        // SAFETY: the program gave the function for this, and nothing here is to be dropped.
        unsafe { call.make(pvCleanupContext) };
    }
}

/// Closes a group, which has no members any more.
///
/// # Safety
/// None: a pointer that names no group is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpoolCleanupGroup(ptpcg: PTP_CLEANUP_GROUP) {
    boundary!(void, "CloseThreadpoolCleanupGroup", {
        if group_of(ptpcg).is_some() {
            // Another thread may have been first.
            let _ = OBJECTS.close(ptpcg.cast());
        }
    })
}
