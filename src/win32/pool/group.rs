//! Cleanup groups: objects that are closed together.

use super::job::{Job, Pending};
use crate::abi::windows::PVOID;
use crate::win32::object::Object;
use core::ptr::without_provenance_mut;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

pub type CancelRoutine = unsafe extern "C-unwind" fn(PVOID, PVOID);

/// Tells the program that an object was closed with its group. Nothing in it has to be dropped.
#[derive(Clone, Copy)]
pub struct CancelCall {
    routine: CancelRoutine,
    context: usize,
}

impl CancelCall {
    /// Calls the function.
    ///
    /// # Safety
    /// Who put the object into the group gave the function for this.
    pub unsafe fn make(self, cleanup_context: PVOID) {
        // SAFETY: by contract.
        unsafe { (self.routine)(without_provenance_mut(self.context), cleanup_context) };
    }
}

#[derive(Default)]
pub struct Group {
    /// The members by their handles.
    members: Mutex<BTreeMap<usize, Member>>,
}

struct Member {
    job: Arc<Job>,
    cancel: Option<CancelRoutine>,
}

impl Object for Group {}

impl Group {
    pub(super) fn add(&self, handle: usize, job: Arc<Job>, cancel: Option<CancelRoutine>) {
        self.members.lock().insert(handle, Member { job, cancel });
    }

    pub(super) fn remove(&self, handle: usize) {
        let member = self.members.lock().remove(&handle);
        // Without the lock, since the job may end with it.
        drop(member);
    }

    /// Closes all members and waits for their callbacks. What is then to be called for them is
    /// asked for by `next_call` with the number.
    pub fn close_members(&self, pending: Pending) -> usize {
        let members: Vec<Member> = std::mem::take(&mut *self.members.lock()).into_values().collect();
        // All are closed first, so that none starts another one while the first are waited for.
        for member in &members {
            member.job.close(None);
            if pending == Pending::Cancel {
                member.job.cancel();
            }
        }
        members.iter().for_each(|member| member.job.wait(pending));
        let cancelled = members.iter().rev().filter(|_| pending == Pending::Cancel);
        let calls =
            cancelled.filter_map(|member| Some(CancelCall { routine: member.cancel?, context: member.job.context() }));
        CALLS.with_borrow_mut(|waiting| {
            let before = waiting.len();
            waiting.extend(calls);
            before
        })
    }
}

thread_local! {
    /// What is to be called for members that were closed; the last one is next. It stands here
    /// and not on the stack, since a function may end the thread. One that closes another group
    /// puts its calls on top.
    static CALLS: RefCell<Vec<CancelCall>> = const { RefCell::new(Vec::new()) };
}

/// The next of the calls above those that were there `before`.
pub fn next_call(before: usize) -> Option<CancelCall> {
    CALLS.with_borrow_mut(|waiting| if waiting.len() > before { waiting.pop() } else { None })
}
