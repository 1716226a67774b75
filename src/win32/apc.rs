//! Calls that are queued to a thread and made in its alertable waits.

use super::sync::Mutex;
use super::waiter::Interrupt;
use crate::abi::windows::{DWORD, LPOVERLAPPED, LPVOID, ULONG_PTR};
use core::ptr::without_provenance_mut;
use std::collections::VecDeque;
use std::sync::Arc;

/// A call of the program's function. Nothing in it has to be dropped, since it may unwind.
#[derive(Clone, Copy)]
pub enum Call {
    /// QueueUserAPC
    User(unsafe extern "C-unwind" fn(ULONG_PTR), ULONG_PTR),
    /// Waitable timers: the argument, and the time in two halves.
    Timer(unsafe extern "C-unwind" fn(LPVOID, DWORD, DWORD), usize, [DWORD; 2]),
    /// Operations with a completion routine: error, bytes, OVERLAPPED.
    Completion(unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED), DWORD, DWORD, usize),
}

impl Call {
    /// Makes the call.
    ///
    /// # Safety
    /// Who queued it gave the function for this. No destructor may be pending in our frames.
    pub unsafe fn make(self) {
        // SAFETY: by contract.
        unsafe {
            match self {
                Self::User(function, data) => function(data),
                Self::Timer(function, argument, [low, high]) => {
                    function(without_provenance_mut(argument), low, high);
                }
                Self::Completion(function, code, bytes, overlapped) => {
                    function(code, bytes, without_provenance_mut(overlapped));
                }
            }
        }
    }
}

/// What is queued to a thread.
pub enum Apc {
    /// Code of ours, which the wait runs itself.
    Own(Box<dyn FnOnce() + Send>),
    /// Code of the program, which runs when the wait has returned: it may unwind.
    Foreign(Call),
}

impl<F: FnOnce() + Send + 'static> From<Box<F>> for Apc {
    fn from(call: Box<F>) -> Self {
        Self::Own(call)
    }
}

impl From<Call> for Apc {
    fn from(call: Call) -> Self {
        Self::Foreign(call)
    }
}

/// Where other threads leave calls for this one.
#[derive(Default)]
pub struct ApcQueue {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    calls: VecDeque<Apc>,
    /// The alertable wait that the thread is in.
    waiter: Option<Arc<dyn Interrupt>>,
    ended: bool,
}

impl ApcQueue {
    /// Queues a call and ends the thread's alertable wait; `false` after the thread has ended.
    pub fn push(&self, call: Apc) -> bool {
        let mut state = self.state.lock();
        if state.ended {
            return false;
        }
        state.calls.push_back(call);
        if let Some(waiter) = &state.waiter {
            waiter.interrupt();
        }
        true
    }

    /// Enters an alertable wait; `false` if calls are there already.
    pub fn enter(&self, waiter: Arc<dyn Interrupt>) -> bool {
        let mut state = self.state.lock();
        if !state.calls.is_empty() {
            return false;
        }
        state.waiter = Some(waiter);
        true
    }

    /// Leaves the alertable wait.
    pub fn leave(&self) {
        self.state.lock().waiter = None;
    }

    /// Runs our own calls up to the first one of the program's, which is left for `next`.
    /// No lock is held meanwhile. Whether there was any call.
    pub fn run(&self) -> bool {
        let mut any = false;
        loop {
            let own = {
                let mut state = self.state.lock();
                match state.calls.front() {
                    None => return any,
                    Some(Apc::Foreign(_)) => return true,
                    Some(Apc::Own(_)) => state.calls.pop_front(),
                }
            };
            if let Some(Apc::Own(call)) = own {
                call();
                any = true;
            }
        }
    }

    /// The next call of the program's; our own ones before it are run.
    pub fn next(&self) -> Option<Call> {
        loop {
            let call = self.state.lock().calls.pop_front()?;
            match call {
                Apc::Own(call) => call(),
                Apc::Foreign(call) => return Some(call),
            }
        }
    }

    pub(super) fn end(&self) {
        let mut state = self.state.lock();
        state.ended = true;
        let calls = std::mem::take(&mut state.calls);
        drop(state);
        // Without the lock: what they hold may end with them.
        drop(calls);
    }
}
