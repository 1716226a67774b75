//! What work, timers, waits and I/O of a pool have in common: callbacks that are counted.

use super::environment::Environment;
use super::group::Group;
use super::registered::Completion;
use super::routine::{Call, Routine};
use super::timer::Timer;
use super::wait::Wait;
use super::{OBJECTS, Pool};
use crate::abi::windows::WAIT_OBJECT_0;
use crate::win32::current;
use crate::win32::error::Win32Error;
use crate::win32::loader;
use crate::win32::object::Object;
use core::ptr::without_provenance_mut;
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, Weak};

/// What sets a job off.
pub enum Trigger {
    /// Somebody submits it.
    Work,
    Timer(Timer),
    Wait(Wait),
    /// Packets of operations at the pool's port.
    Io,
}

/// What becomes of callbacks that are queued and have not begun.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    Keep,
    Cancel,
}

pub struct Job {
    pool: Arc<Pool>,
    routine: Routine,
    context: usize,
    trigger: Trigger,
    /// The lane of its callbacks, 0 is the first.
    pub(super) priority: usize,
    /// Its callbacks run for long, so that others do not wait for them.
    pub(super) long: bool,
    /// A module that stays while the job does; 0 is none.
    library: usize,
    group: Option<Weak<Group>>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    handle: usize,
    /// Callbacks that are queued; of I/O those to be expected too.
    pending: usize,
    running: usize,
    closed: bool,
    /// Told when a closed job has ended.
    completion: Option<Arc<Completion>>,
}

impl Object for Job {}

impl Job {
    /// A new job, and its handle.
    pub fn new(
        routine: Routine,
        context: usize,
        environment: &Environment,
        trigger: Trigger,
    ) -> Result<(Arc<Self>, usize), Win32Error> {
        let library = environment.library;
        // A module that the loader does not know cannot be unloaded by it either.
        let library = if library != 0 && loader::reference(library, false).is_ok() { library } else { 0 };
        let job = Arc::new(Self {
            pool: environment.pool.clone(),
            routine,
            context,
            trigger,
            priority: environment.priority,
            long: environment.long,
            library,
            group: environment.group.as_ref().map(|(group, _)| Arc::downgrade(group)),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let handle = OBJECTS.insert(job.clone())?.addr();
        job.state.lock().handle = handle;
        if let Some((group, cancel)) = &environment.group {
            group.add(handle, job.clone(), *cancel);
        }
        Ok((job, handle))
    }

    /// A callback that is queued once; the job ends with it.
    pub fn once(routine: Routine, context: usize, environment: &Environment) -> Result<(), Win32Error> {
        let (job, _) = Self::new(routine, context, environment, Trigger::Work)?;
        job.submit(WAIT_OBJECT_0);
        job.close(None);
        Ok(())
    }

    pub fn trigger(&self) -> &Trigger {
        &self.trigger
    }

    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    pub fn context(&self) -> usize {
        self.context
    }

    pub fn is_closed(&self) -> bool {
        self.state.lock().closed
    }

    /// Queues a callback.
    pub fn submit(self: &Arc<Self>, argument: u32) {
        self.state.lock().pending += 1;
        self.pool.queue(self, argument);
    }

    /// Queues a callback unless one is queued that has not begun.
    pub(super) fn submit_single(self: &Arc<Self>, argument: u32) {
        let mut state = self.state.lock();
        if state.pending == 0 {
            state.pending = 1;
            drop(state);
            self.pool.queue(self, argument);
        }
    }

    /// A callback is to be expected: an operation begins.
    pub fn expect(&self) {
        self.state.lock().pending += 1;
    }

    /// The operation has not begun after all, or has ended without a packet.
    pub fn expect_less(&self) {
        self.settle(|state| state.pending = state.pending.saturating_sub(1));
    }

    /// A thread is about to call the function.
    pub(super) fn begin(&self, argument: u32) -> Call {
        let mut state = self.state.lock();
        // An operation of which StartThreadpoolIo was not told still has its callback.
        state.pending = state.pending.saturating_sub(1);
        state.running += 1;
        let (routine, context, object) = (self.routine, self.context, state.handle);
        Call { routine, object, context, result: argument, bytes: 0, overlapped: 0 }
    }

    /// The function has returned, or its thread has ended in it.
    pub(super) fn end(self: &Arc<Self>) {
        if let Trigger::Wait(wait) = &self.trigger {
            wait.repeat(self);
        }
        self.settle(|state| state.running -= 1);
    }

    /// Waits until no callback is queued or runs.
    pub fn wait(&self, pending: Pending) {
        if pending == Pending::Cancel {
            self.cancel();
        }
        // Operations go on after callbacks have been cancelled; theirs are not waited for.
        let started_only = pending == Pending::Cancel && matches!(self.trigger, Trigger::Io);
        let mut state = self.state.lock();
        let busy = |state: &State| state.running > 0 || (state.pending > 0 && !started_only);
        if busy(&state) {
            current::blocked(|| {
                while busy(&state) {
                    self.changed.wait(&mut state);
                }
            });
        }
    }

    /// Takes queued callbacks back that have not begun.
    pub(super) fn cancel(&self) {
        let withdrawn = self.pool.withdraw(self);
        if withdrawn > 0 {
            self.settle(|state| state.pending -= withdrawn);
        }
    }

    /// The job ends when its last callback has; whether one is left. `completion` is dropped then.
    pub fn close(&self, completion: Option<Arc<Completion>>) -> bool {
        self.stop();
        let mut left = false;
        self.settle(|state| {
            if !state.closed {
                state.closed = true;
                state.completion = completion;
            }
            left = state.pending + state.running > 0;
        });
        left
    }

    /// It is not set off any more.
    fn stop(&self) {
        match &self.trigger {
            Trigger::Timer(timer) => timer.end(),
            Trigger::Wait(wait) => wait.end(),
            Trigger::Work | Trigger::Io => {}
        }
    }

    fn settle(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock();
        change(&mut state);
        self.changed.notify_all();
        if !state.closed || state.pending + state.running > 0 || state.handle == 0 {
            return;
        }
        let handle = std::mem::take(&mut state.handle);
        let completion = state.completion.take();
        drop(state);
        // Without the lock, since the last of something may end with it.
        drop(OBJECTS.close(without_provenance_mut(handle)));
        if let Some(group) = self.group.as_ref().and_then(Weak::upgrade) {
            group.remove(handle);
        }
        drop(completion);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if self.library != 0 {
            // It was referenced when the job was made.
            let _ = loader::free(self.library);
        }
    }
}
