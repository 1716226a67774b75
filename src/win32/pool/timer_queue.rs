//! Timer queues: timers that are deleted together.

use super::environment::Environment;
use super::job::{Job, Trigger};
use super::registered::{self, Notice};
use super::routine::Routine;
use super::timer::Timer;
use crate::abi::windows::ERROR_NOT_ENOUGH_MEMORY;
use crate::win32::alarm::NoThread;
use crate::win32::error::Win32Error;
use crate::win32::object::Object;
use parking_lot::Mutex;
use std::sync::{Arc, LazyLock, Weak};
use std::time::{Duration, Instant};

#[derive(Default)]
pub struct TimerQueue {
    timers: Mutex<Vec<Weak<Job>>>,
}

impl Object for TimerQueue {}

/// The queue of those who name none.
static DEFAULT: LazyLock<Arc<TimerQueue>> = LazyLock::new(Arc::default);

impl TimerQueue {
    pub fn default_queue() -> Arc<Self> {
        DEFAULT.clone()
    }

    /// A new timer of the queue; its handle. `give` gets the handle before the timer can go off.
    pub fn create(
        &self,
        routine: Routine,
        context: usize,
        environment: &Environment,
        (due, period): (Instant, Option<Duration>),
        give: impl FnOnce(usize),
    ) -> Result<(), Win32Error> {
        let (job, handle) = Job::new(routine, context, environment, Trigger::Timer(Timer::default()))?;
        let mut timers = self.timers.lock();
        timers.retain(|timer| timer.strong_count() > 0);
        timers.push(Arc::downgrade(&job));
        drop(timers);
        give(handle);
        set(&job, due, period).map_err(|_| {
            job.close(None);
            Win32Error(ERROR_NOT_ENOUGH_MEMORY)
        })
    }

    pub fn has(&self, timer: &Arc<Job>) -> bool {
        self.timers.lock().iter().any(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(timer)))
    }

    /// Deletes all timers; whether all of them have ended.
    pub fn delete(&self, notice: Notice) -> bool {
        let timers = std::mem::take(&mut *self.timers.lock());
        let timers: Vec<_> = timers.iter().filter_map(Weak::upgrade).collect();
        registered::close(&timers, notice)
    }
}

/// Sets a timer anew. One that was set for once and has gone off stays as it is.
pub fn change(timer: &Arc<Job>, due: Instant, period: Option<Duration>) -> Result<(), NoThread> {
    match timer.trigger() {
        Trigger::Timer(state) if !state.is_spent() => set(timer, due, period),
        _ => Ok(()),
    }
}

fn set(timer: &Arc<Job>, due: Instant, period: Option<Duration>) -> Result<(), NoThread> {
    if let Trigger::Timer(state) = timer.trigger() {
        state.set(timer, due, period)?;
    }
    Ok(())
}
