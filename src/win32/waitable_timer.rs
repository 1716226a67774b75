//! Waitable timers.

use super::alarm::{self, Key, NoThread};
use super::apc::Call;
use super::object::Object;
use super::thread::Thread;
use super::time;
use super::waitable::{Signal, Waitable};
use crate::abi::windows::{DWORD, LPVOID};
use parking_lot::Mutex;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// What is queued to a thread when the timer goes off: a function and its argument.
#[derive(Clone, Copy)]
pub struct Completion {
    pub routine: unsafe extern "C-unwind" fn(LPVOID, DWORD, DWORD),
    pub argument: usize,
}

pub struct WaitableTimer {
    waitable: Waitable,
    state: Mutex<State>,
    /// For the alarm, which must not keep a timer alive that nobody has.
    this: Weak<WaitableTimer>,
}

#[derive(Default)]
struct State {
    alarm: Option<Key>,
    period: Option<Duration>,
    completion: Option<(Arc<Thread>, Completion)>,
    /// Counts settings, so that an alarm of an earlier one that is about to go off does nothing.
    setting: u64,
}

impl WaitableTimer {
    pub fn new(manual: bool) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            waitable: Waitable::new(Signal::Event { manual, set: false }),
            state: Mutex::default(),
            this: this.clone(),
        })
    }

    /// Sets the timer anew: not signaled until `due`, then once or with a period.
    pub fn set(
        &self,
        due: Instant,
        period: Option<Duration>,
        completion: Option<(Arc<Thread>, Completion)>,
    ) -> Result<(), NoThread> {
        let mut state = self.state.lock();
        self.stop(&mut state);
        self.waitable.change(|signal| signal.put(false));
        state.period = period;
        state.completion = completion;
        state.alarm = Some(self.arm(due, state.setting)?);
        Ok(())
    }

    /// Stops the timer; whether it is signaled does not change.
    pub fn cancel(&self) {
        let mut state = self.state.lock();
        self.stop(&mut state);
    }

    fn stop(&self, state: &mut State) {
        if let Some(alarm) = state.alarm.take() {
            alarm::cancel(alarm);
        }
        state.setting += 1;
        state.completion = None;
    }

    fn arm(&self, due: Instant, setting: u64) -> Result<Key, NoThread> {
        let this = self.this.clone();
        alarm::set(
            due,
            Arc::new(move || {
                if let Some(timer) = this.upgrade() {
                    timer.go_off(due, setting);
                }
            }),
        )
    }

    fn go_off(&self, due: Instant, setting: u64) {
        let mut state = self.state.lock();
        if state.setting != setting {
            return;
        }
        state.alarm = None;
        if let Some(period) = state.period {
            // From the time that was due, so that the period does not drift.
            state.alarm = self.arm(due + period, setting).ok();
        }
        if let Some((thread, completion)) = &state.completion {
            let now = time::now();
            let call = Call::Timer(completion.routine, completion.argument, [now as DWORD, (now >> 32) as DWORD]);
            // A thread that has ended takes no calls.
            let _ = thread.queue_apc(call);
        }
        // Under the lock, so that it is never the signal of an earlier setting.
        self.waitable.change(|signal| signal.put(true));
    }
}

impl Drop for WaitableTimer {
    fn drop(&mut self) {
        if let Some(alarm) = self.state.get_mut().alarm.take() {
            alarm::cancel(alarm);
        }
    }
}

impl Object for WaitableTimer {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.waitable)
    }
}
