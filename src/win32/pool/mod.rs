//! The thread pool: objects whose callbacks run on threads that come and go.
//!
//! A pool is a completion port with threads of its own (`crew`). What is queued
//! stands in three lanes by priority, and each callback has a packet at the port;
//! I/O objects are bound to the port, and their packets are the callbacks.
//! Work, timers, waits and I/O are one kind of object (`job`) that counts its
//! callbacks; what sets it off differs. Objects are named by handles of a table of
//! their own, so that a stale pointer names nothing.
//!
//! Callbacks may end their thread: nothing that has to be dropped stands on the stack
//! below them, and what is to be done afterwards is kept in the thread's own storage.
//!
//! Locks are taken in this order: a timer or wait, a job, the lanes, the port, the crew.

pub mod actions;
mod crew;
pub mod environment;
pub mod group;
pub mod io;
pub mod job;
pub mod registered;
pub mod routine;
pub mod timer;
pub mod timer_queue;
pub mod wait;
pub mod worker;

use super::completion_port::{CompletionPort, Packet};
use super::current;
use super::error::Win32Error;
use super::handle_table::HandleTable;
use super::object::Object;
use super::sync::global;
use crate::abi::windows::{DWORD, HANDLE, LPVOID};
use core::ptr::{with_exposed_provenance, with_exposed_provenance_mut, without_provenance_mut};
use crew::Crew;
pub use crew::NoThread;
use environment::Environment;
use job::Job;
use routine::Routine;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

global! {
    /// The pools' objects. CloseHandle and the waits know nothing of them.
    pub static OBJECTS: HandleTable = HandleTable::new();
}

/// The pool of those who name none.
static DEFAULT: LazyLock<Arc<Pool>> = LazyLock::new(|| Arc::new(Pool::new()));

/// A pool. It ends when the last of its objects does; its threads leave then.
pub struct Pool {
    crew: Arc<Crew>,
}

impl Object for Pool {}

impl Default for Pool {
    fn default() -> Self {
        Self::new()
    }
}

impl Pool {
    pub fn new() -> Self {
        Self { crew: Crew::new() }
    }

    pub fn default_pool() -> Arc<Self> {
        DEFAULT.clone()
    }

    /// The port to which objects with I/O are bound.
    pub fn port(&self) -> &Arc<CompletionPort> {
        &self.crew.port
    }

    /// No more threads than this; at least one.
    pub fn set_maximum(&self, threads: u32) {
        self.crew.set_maximum(threads as usize);
    }

    /// As many threads as this stay, beginning now.
    pub fn set_minimum(&self, threads: u32) -> Result<(), NoThread> {
        self.crew.set_minimum(threads as usize)
    }

    /// The size of the stacks of threads to come; 0 is the usual one.
    pub fn set_stack(&self, reserve: usize, commit: usize) {
        self.crew.set_stack(reserve, commit);
    }

    /// Reserved and committed.
    pub fn stack(&self) -> (usize, usize) {
        self.crew.stack()
    }

    /// Runs code of ours on a thread of the pool. A panic ends the call alone. What may end
    /// its thread must not be called there: it would be cut off by the closure's own frame.
    pub fn run(self: &Arc<Self>, call: impl FnOnce() + Send + 'static) -> Result<(), Win32Error> {
        let environment = Environment { pool: self.clone(), ..Environment::default() };
        let context = Box::into_raw(Box::new(Box::new(call) as Boxed));
        Job::once(Routine::WorkItem(run_boxed), context.expose_provenance(), &environment).inspect_err(|_| {
            // SAFETY: nothing was queued, so the box is still ours.
            drop(unsafe { Box::from_raw(context) });
        })
    }

    /// As `run`, for what happens often: no object of the pool's stands for the call, and nothing can fail.
    pub fn run_soon(self: &Arc<Self>, call: impl FnOnce() + Send + 'static) {
        // As long as it is queued the port does not end, and no packet is lost.
        let pool = self.clone();
        self.run_kept(move || {
            call();
            drop(pool);
        });
    }

    /// The same for a call that has something which keeps the pool.
    pub fn run_kept(&self, call: impl FnOnce() + Send + 'static) {
        self.crew.port.post(Soon::packet(call));
    }

    /// Whether the calling thread tells a source of the pool's port, after which it makes the next call: what is left
    /// for the pool now wakes nobody.
    pub fn is_served_here(&self) -> bool {
        current::serves(&self.crew.port)
    }

    fn queue(&self, job: &Arc<Job>, argument: u32) {
        self.crew.queue(job, argument);
    }

    fn withdraw(&self, job: &Job) -> usize {
        self.crew.withdraw(job)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.crew.port.close();
    }
}

type Boxed = Box<dyn FnOnce() + Send>;

/// A call of `Pool::run_soon` as a packet, which has the address of a `SoonOf` of the call's own type.
struct Soon;

/// What it begins with says what it is.
#[repr(C)]
struct SoonOf<F> {
    make: unsafe fn(usize),
    call: F,
}

impl Soon {
    /// The key of such packets; no handle has it.
    const KEY: usize = usize::MAX;

    fn packet<F: FnOnce() + Send + 'static>(call: F) -> Packet {
        let soon = Box::new(SoonOf { make: make_soon::<F>, call });
        Packet { key: Self::KEY, overlapped: Box::into_raw(soon).expose_provenance(), bytes: 0, status: 0 }
    }

    /// Makes the call that the packet stands for.
    ///
    /// # Safety
    /// The packet is one of `packet`, which nobody else has.
    unsafe fn make(packet: Packet) {
        // SAFETY: by contract; an address that was exposed for this, where the function stands first.
        unsafe {
            let make = *with_exposed_provenance::<unsafe fn(usize)>(packet.overlapped);
            make(packet.overlapped);
        }
    }
}

/// # Safety
/// The address is that of a box of such a call, which nobody else has.
unsafe fn make_soon<F: FnOnce()>(address: usize) {
    // SAFETY: by contract; an address that was exposed for this.
    let SoonOf { call, .. } = *unsafe { Box::from_raw(with_exposed_provenance_mut::<SoonOf<F>>(address)) };
    // Whoever set a hook has told of it.
    let _ = catch_unwind(AssertUnwindSafe(call));
}

/// # Safety
/// The context is a box of `Pool::run`.
unsafe extern "C-unwind" fn run_boxed(context: LPVOID) -> DWORD {
    // SAFETY: by contract; an address that was exposed for this.
    let call = unsafe { Box::from_raw(with_exposed_provenance_mut::<Boxed>(context.addr())) };
    // Whoever set a hook has told of it.
    let _ = catch_unwind(AssertUnwindSafe(call));
    0
}

/// The object that a caller's pointer names.
pub fn find<T: Object>(pointer: usize) -> Option<Arc<T>> {
    let handle: HANDLE = without_provenance_mut(pointer);
    OBJECTS.get_as(handle).ok()
}
