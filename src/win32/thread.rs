//! Threads as objects: started, waited for, with an exit code.

use super::apc::{Apc, ApcQueue};
use super::current;
use super::handle_table::HANDLES;
use super::object::Object;
use super::sync::{Condvar, Mutex};
use super::sys::thread::name as name_thread;
use super::waitable::{Signal, Waitable};
use super::waiter::Interrupt;
use crate::abi::windows::HANDLE;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `STILL_ACTIVE`
const STILL_ACTIVE: u32 = 259;

pub struct Thread {
    ended: Waitable,
    state: Mutex<State>,
    changed: Condvar,
    apcs: Arc<ApcQueue>,
    /// A module to be freed when the thread has ended; 0 is none.
    module: AtomicUsize,
    /// A handle to be closed when the thread has ended; 0 is none.
    handle: AtomicUsize,
    /// The wait of a synchronous operation that the thread is in.
    operation: Mutex<Option<Arc<dyn Interrupt>>>,
}

struct State {
    id: u32,
    /// What the thread will have ended with.
    exit_code: u32,
    ended: bool,
    /// How often the thread is to be resumed before it starts.
    suspended: u32,
    /// What SetThreadDescription has said.
    description: String,
}

impl Thread {
    /// A thread that is about to be made; it starts when it is not suspended.
    pub fn new(suspended: bool) -> Self {
        let suspended = suspended.into();
        let state = State { id: 0, exit_code: 0, ended: false, suspended, description: String::new() };
        Self {
            ended: Waitable::new(Signal::Event { manual: true, set: false }),
            state: Mutex::new(state),
            changed: Condvar::new(),
            apcs: Arc::default(),
            module: AtomicUsize::new(0),
            handle: AtomicUsize::new(0),
            operation: Mutex::new(None),
        }
    }

    /// The calling thread, which the library has not made.
    pub(super) fn foreign(id: u32) -> Self {
        let thread = Self::new(false);
        thread.state.lock().id = id;
        thread
    }

    /// The id, as soon as the thread has one.
    pub fn id(&self) -> u32 {
        let mut state = self.state.lock();
        while state.id == 0 {
            self.changed.wait(&mut state);
        }
        state.id
    }

    /// Names the thread, for debuggers and `ps -L` too.
    pub fn describe(&self, description: String) {
        let id = self.id();
        let mut state = self.state.lock();
        // An id may be another thread's by then.
        if !state.ended {
            name_thread(id, &description);
        }
        state.description = description;
    }

    pub fn description(&self) -> String {
        self.state.lock().description.clone()
    }

    /// Called first in the new thread: tells its id and waits until it may run.
    pub fn enter(self: &Arc<Self>) {
        current::adopt(self);
        let mut state = self.state.lock();
        state.id = current::id();
        self.changed.notify_all();
        while state.suspended > 0 {
            self.changed.wait(&mut state);
        }
    }

    /// What the thread has ended with; `STILL_ACTIVE` before.
    pub fn exit_code(&self) -> u32 {
        let state = self.state.lock();
        if state.ended { state.exit_code } else { STILL_ACTIVE }
    }

    /// Notes what the thread will have ended with.
    pub fn set_exit_code(&self, code: u32) {
        self.state.lock().exit_code = code;
    }

    /// Has a module freed when the thread has ended.
    pub fn free_at_end(&self, module: usize) {
        self.module.store(module, Ordering::Relaxed);
    }

    /// Has a handle closed when the thread has ended: _beginthread.
    pub fn close_at_end(&self, handle: HANDLE) {
        self.handle.store(handle.addr(), Ordering::Relaxed);
    }

    /// One suspension less; how many there were.
    pub fn resume(&self) -> u32 {
        let mut state = self.state.lock();
        let before = state.suspended;
        state.suspended = before.saturating_sub(1);
        self.changed.notify_all();
        before
    }

    /// Queues a call; `false` after the thread has ended.
    pub fn queue_apc(&self, call: impl Into<Apc>) -> bool {
        self.apcs.push(call.into())
    }

    /// The wait of the synchronous operation that this thread is in, which others may cancel.
    pub(super) fn note_operation(&self, wait: Option<Arc<dyn Interrupt>>) {
        let before = std::mem::replace(&mut *self.operation.lock(), wait);
        drop(before);
    }

    /// Ends the wait of the synchronous operation that the thread is in; `false` if it is in none.
    pub fn cancel_operation(&self) -> bool {
        let operation = self.operation.lock();
        operation.as_ref().filter(|wait| wait.is_under_way()).map(|wait| wait.interrupt()).is_some()
    }

    pub(super) fn apcs(&self) -> &Arc<ApcQueue> {
        &self.apcs
    }

    /// The thread is at its end: whoever waits for it goes on.
    pub(super) fn end(&self) {
        let module = self.module.swap(0, Ordering::Relaxed);
        if module != 0 {
            // A handle that names nothing was the caller's error, and there is nobody to tell.
            let _ = super::loader::free(module);
        }
        let handle = self.handle.swap(0, Ordering::Relaxed);
        if handle != 0 {
            // The program may have closed it itself.
            let _ = HANDLES.close(core::ptr::without_provenance_mut(handle));
        }
        self.note_operation(None);
        self.state.lock().ended = true;
        self.apcs.end();
        self.ended.change(|signal| signal.put(true));
    }
}

impl Object for Thread {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.ended)
    }
}
