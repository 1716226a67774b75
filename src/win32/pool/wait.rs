//! Waits of a pool: nobody sleeps. A waiter stands in the object's queue, and its end queues the callback.

use super::job::{Job, Trigger};
use crate::abi::windows::{WAIT_OBJECT_0, WAIT_TIMEOUT};
use crate::win32::alarm::{self, Key};
use crate::win32::object::ObjectRef;
use crate::win32::waiter::{Outcome, Waiter};
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// The object of a job whose trigger is a wait.
#[derive(Default)]
pub struct Wait {
    state: Mutex<State>,
    changed: Condvar,
    /// The object and the time of a registered wait, which goes on after each callback.
    repeats: Option<(ObjectRef, Option<Duration>)>,
}

#[derive(Default)]
struct State {
    armed: Option<Armed>,
    ended: bool,
}

struct Armed {
    waiter: Arc<Waiter<Outcome>>,
    object: ObjectRef,
    alarm: Option<Key>,
}

impl Armed {
    /// Stops a wait that has ended otherwise than by its object.
    fn leave_queue(&self) {
        if let Some(waitable) = self.object.waitable() {
            waitable.dequeue(&self.waiter);
        }
    }
}

impl Wait {
    /// A wait that begins anew when its callback has returned.
    pub fn repeated(object: ObjectRef, time: Option<Duration>) -> Self {
        Self { repeats: Some((object, time)), ..Self::default() }
    }

    /// Waits for another object from now on; whether an earlier wait was ended by that.
    pub fn set(&self, job: &Arc<Job>, object: ObjectRef, deadline: Option<Instant>) -> bool {
        let before = self.cancel();
        let job = Arc::downgrade(job);
        let waiter = {
            let job = job.clone();
            Arc::new_cyclic(|this: &Weak<Waiter<Outcome>>| {
                let this = this.clone();
                Waiter::calling(Box::new(move |outcome| over(&job, &this, outcome)))
            })
        };
        {
            let mut state = self.state.lock();
            if state.ended || state.armed.is_some() {
                return before;
            }
            state.armed = Some(Armed { waiter: waiter.clone(), object: object.clone(), alarm: None });
        }
        // Without the lock: what is signaled already ends the wait here.
        if let Some(waitable) = object.waitable() {
            waitable.enqueue_any(&waiter, 0);
            if waiter.is_claimed() {
                // It may have been cancelled before it came into the queue.
                waitable.dequeue(&waiter);
            }
        }
        if let Some(deadline) = deadline
            && !waiter.is_claimed()
        {
            self.set_alarm(&waiter, deadline);
        }
        before
    }

    fn set_alarm(&self, waiter: &Arc<Waiter<Outcome>>, deadline: Instant) {
        let late = waiter.clone();
        let action = Arc::new(move || {
            late.end(|| Outcome::TimedOut);
        });
        let Ok(alarm) = alarm::set(deadline, action) else { return };
        let mut state = self.state.lock();
        match &mut state.armed {
            Some(armed) if Arc::ptr_eq(&armed.waiter, waiter) => armed.alarm = Some(alarm),
            _ => {
                alarm::cancel(alarm);
            }
        }
    }

    /// Waits no more; whether the wait was ended by that. A callback that is on its way is queued then.
    pub fn cancel(&self) -> bool {
        let mut state = self.state.lock();
        let Some(waiter) = state.armed.as_ref().map(|armed| armed.waiter.clone()) else { return false };
        if !waiter.claim(|| Outcome::Interrupted) {
            // Somebody has signaled the object and is about to queue the callback.
            let there = |state: &State| state.armed.as_ref().is_some_and(|armed| Arc::ptr_eq(&armed.waiter, &waiter));
            while there(&state) {
                self.changed.wait(&mut state);
            }
            return false;
        }
        let armed = state.armed.take();
        drop(state);
        if let Some(armed) = armed {
            armed.leave_queue();
            armed.alarm.map(alarm::cancel);
        }
        true
    }

    /// It waits no more, for good.
    pub(super) fn end(&self) {
        self.state.lock().ended = true;
        self.cancel();
    }

    /// The callback has returned.
    pub(super) fn repeat(&self, job: &Arc<Job>) {
        if let Some((object, time)) = &self.repeats {
            self.set(job, object.clone(), time.map(|time| Instant::now() + time));
        }
    }

    /// The wait of this waiter is over: the callback is queued.
    fn over(&self, job: &Arc<Job>, waiter: &Weak<Waiter<Outcome>>, outcome: Outcome) {
        let mut state = self.state.lock();
        let this = state.armed.take_if(|armed| std::ptr::eq(Arc::as_ptr(&armed.waiter), waiter.as_ptr()));
        let Some(armed) = this else { return };
        let result = if outcome == Outcome::TimedOut { WAIT_TIMEOUT } else { WAIT_OBJECT_0 };
        // Under the lock, so that who has cancelled a wait finds the callback queued or never.
        job.submit(result);
        self.changed.notify_all();
        drop(state);
        if outcome == Outcome::TimedOut {
            armed.leave_queue();
        }
        armed.alarm.map(alarm::cancel);
    }
}

fn over(job: &Weak<Job>, waiter: &Weak<Waiter<Outcome>>, outcome: Outcome) {
    if let Some(job) = job.upgrade()
        && let Trigger::Wait(wait) = job.trigger()
    {
        wait.over(&job, waiter, outcome);
    }
}
