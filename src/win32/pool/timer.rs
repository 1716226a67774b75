//! Timers of a pool.

use super::job::Job;
use crate::abi::windows::WAIT_TIMEOUT;
use crate::win32::alarm::{self, Key, NoThread};
use parking_lot::Mutex;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// The time of a job whose trigger is a timer.
#[derive(Default)]
pub struct Timer {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    alarm: Option<Key>,
    period: Option<Duration>,
    /// It was set for once and has gone off.
    spent: bool,
    ended: bool,
    /// Counts settings, so that an alarm of an earlier one that is about to go off does nothing.
    setting: u64,
}

impl Timer {
    /// Sets the timer of `job` anew; whether it was set before.
    pub fn set(&self, job: &Arc<Job>, due: Instant, period: Option<Duration>) -> Result<bool, NoThread> {
        let mut state = self.state.lock();
        let was_set = state.stop();
        if state.ended {
            return Ok(was_set);
        }
        state.spent = false;
        state.period = period;
        state.alarm = Some(arm(Arc::downgrade(job), due, state.setting)?);
        Ok(was_set)
    }

    /// No callback is queued any more; whether one would have been.
    pub fn cancel(&self) -> bool {
        self.state.lock().stop()
    }

    pub fn is_set(&self) -> bool {
        self.state.lock().alarm.is_some()
    }

    /// Whether it was set for once and has gone off.
    pub fn is_spent(&self) -> bool {
        self.state.lock().spent
    }

    pub(super) fn end(&self) {
        let mut state = self.state.lock();
        state.stop();
        state.ended = true;
    }

    fn go_off(&self, job: &Arc<Job>, due: Instant, setting: u64) {
        let mut state = self.state.lock();
        if state.setting != setting {
            return;
        }
        state.alarm = None;
        match state.period {
            // From the time that was due, so that the period does not drift.
            Some(period) => state.alarm = arm(Arc::downgrade(job), due + period, setting).ok(),
            None => state.spent = true,
        }
        // Under the lock: what `cancel` finds stopped has queued nothing afterwards.
        job.submit_single(WAIT_TIMEOUT);
    }
}

impl State {
    fn stop(&mut self) -> bool {
        self.setting += 1;
        let alarm = self.alarm.take();
        if let Some(alarm) = alarm {
            alarm::cancel(alarm);
        }
        alarm.is_some()
    }
}

fn arm(job: Weak<Job>, due: Instant, setting: u64) -> Result<Key, NoThread> {
    alarm::set(
        due,
        Arc::new(move || {
            if let Some(job) = job.upgrade()
                && let super::job::Trigger::Timer(timer) = job.trigger()
            {
                timer.go_off(&job, due, setting);
            }
        }),
    )
}
