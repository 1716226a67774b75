//! A thread of a pool: what it does from its beginning to its end, whichever way it ends.

use super::actions::Actions;
use super::crew::{Crew, IDLE, LANES};
use super::job::Job;
use super::routine::Call;
use super::{Soon, find};
use crate::abi::windows::PTP_CALLBACK_INSTANCE;
use crate::win32::completion_port::{Empty, Packet};
use crate::win32::current;
use crate::win32::status::win32_of;
use crate::win32::sys::thread::{self as system, SignalMask};
use core::ffi::c_void;
use core::ptr::null_mut;
use std::cell::RefCell;
use std::sync::Arc;

/// What a new thread gets.
struct Start {
    crew: Arc<Crew>,
    signals: SignalMask,
}

/// What a thread keeps of itself outside its stack, which a callback may unwind.
struct Worker {
    crew: Arc<Crew>,
    /// It has come to the port.
    arrived: bool,
    /// It is not counted in the crew any more.
    left: bool,
    running: Option<Running>,
}

/// A callback that runs.
struct Running {
    /// `None` once the callback is no longer on behalf of it.
    job: Option<Arc<Job>>,
    actions: Actions,
}

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Starts a thread of the crew.
pub(super) fn start(crew: Arc<Crew>, signals: SignalMask, stack: usize) -> Result<(), i32> {
    let start = Box::into_raw(Box::new(Start { crew, signals }));
    // SAFETY: the box is taken over by the new thread.
    unsafe { system::spawn(stack, run, start.cast()) }.inspect_err(|_| {
        // SAFETY: no thread was made, so the box is still ours.
        drop(unsafe { Box::from_raw(start) });
    })
}

/// The first function of such a thread.
///
/// # Safety
/// `start` is a box of ours.
unsafe extern "C-unwind" fn run(start: *mut c_void) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { enter(start) };
    while let Some(call) = next() {
        // SAFETY: the object's maker gave the function for this, and nothing here is to be dropped.
        unsafe { call.make(instance().addr()) };
        finish();
    }
    null_mut()
}

/// # Safety
/// `start` is a box of ours.
unsafe fn enter(start: *mut c_void) {
    // SAFETY: by contract.
    let Start { crew, signals } = *unsafe { Box::from_raw(start.cast::<Start>()) };
    signals.apply();
    system::set_name(c"portico-pool");
    // First, so that it ends last: a thread that is waited for has ended its callback.
    current::id();
    WORKER.with_borrow_mut(|worker| *worker = Some(Worker { crew, arrived: false, left: false, running: None }));
}

/// Waits for the next callback; `None` when the thread is to end.
fn next() -> Option<Call> {
    let crew = WORKER.with_borrow(|worker| worker.as_ref().map(|worker| worker.crew.clone()))?;
    loop {
        let taken = crew.port.get(IDLE, false);
        with(|worker| {
            if !std::mem::replace(&mut worker.arrived, true) {
                worker.crew.arrived();
            }
        });
        match taken {
            Ok(packet) => {
                if packet.key == Soon::KEY {
                    // SAFETY: packets with this key come from there, and each is taken once.
                    unsafe { Soon::make(packet) };
                } else if let Some((job, call)) = resolve(&crew, packet) {
                    let long = job.long;
                    with(|worker| worker.running = Some(Running { job: Some(job), actions: Actions::default() }));
                    if long {
                        may_run_long();
                    }
                    return Some(call);
                }
            }
            Err(Empty::TimedOut | Empty::Interrupted) => {
                if crew.lets_leave() {
                    with(|worker| worker.left = true);
                    return None;
                }
            }
            Err(Empty::Closed) => return None,
        }
    }
}

/// The callback that a packet stands for; none where it was withdrawn or its object has ended.
fn resolve(crew: &Crew, packet: Packet) -> Option<(Arc<Job>, Call)> {
    if packet.key == LANES {
        let (job, argument) = crew.next()?;
        let call = job.begin(argument);
        return Some((job, call));
    }
    let job: Arc<Job> = find(packet.key)?;
    let mut call = job.begin(win32_of(packet.status));
    (call.overlapped, call.bytes) = (packet.overlapped, packet.bytes);
    Some((job, call))
}

/// The callback is over: what was asked for is done, and its object knows.
fn finish() {
    let running = with(|worker| worker.running.take()).flatten();
    if let Some(Running { job, actions }) = running {
        actions.perform();
        if let Some(job) = job {
            job.end();
        }
    }
}

impl Drop for Worker {
    /// The thread ends; a callback may have ended it.
    fn drop(&mut self) {
        if let Some(Running { job, actions }) = self.running.take() {
            actions.perform();
            if let Some(job) = job {
                job.end();
            }
        }
        if !self.arrived {
            self.crew.arrived();
        }
        if !self.left {
            self.crew.lost();
        }
        // Packets may have come when it was leaving.
        self.crew.port.call_for_workers();
    }
}

/// What the thread keeps; `None` on a thread that is of no pool, or past its end.
fn with<R>(f: impl FnOnce(&mut Worker) -> R) -> Option<R> {
    WORKER.try_with(|worker| worker.try_borrow_mut().ok()?.as_mut().map(f)).ok().flatten()
}

/// What callbacks get to name themselves: an address that is the thread's own.
fn instance() -> PTP_CALLBACK_INSTANCE {
    WORKER.try_with(|worker| core::ptr::from_ref(worker).cast_mut().cast()).unwrap_or(null_mut())
}

/// What the callback that the instance names is to do at its end; `None` if it does not run here.
pub fn with_actions<R>(named: PTP_CALLBACK_INSTANCE, f: impl FnOnce(&mut Actions) -> R) -> Option<R> {
    if named.is_null() || named != instance() {
        return None;
    }
    with(|worker| worker.running.as_mut().map(|running| f(&mut running.actions))).flatten()
}

/// The callback no longer runs on behalf of its object; whether it did.
pub fn disassociate(named: PTP_CALLBACK_INSTANCE) -> bool {
    if named.is_null() || named != instance() {
        return false;
    }
    let job = with(|worker| worker.running.as_mut().and_then(|running| running.job.take())).flatten();
    let was_associated = job.is_some();
    if let Some(job) = job {
        job.end();
    }
    was_associated
}

/// The callback that the instance names may go on for long; whether others still have a thread.
pub fn runs_long(named: PTP_CALLBACK_INSTANCE) -> Option<bool> {
    with_actions(named, |_| ())?;
    Some(may_run_long())
}

/// The calling thread does not count as running until its callback has ended.
fn may_run_long() -> bool {
    let Some(crew) = with(|worker| worker.crew.clone()) else { return false };
    let others = crew.may_grow() || crew.port.load().waiting > 0;
    if others {
        crew.port.stop_running(current::id());
    }
    others
}
