//! One thread that waits, and how it is told.

use parking_lot::{Condvar, Mutex};
use std::time::Instant;

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The object at this place is signaled, or all of them are.
    Signaled(usize),
    /// The same, and a thread had ended while it owned the mutex.
    Abandoned(usize),
    /// The time is up.
    TimedOut,
    /// A user APC came in an alertable wait, or the wait was cancelled from outside.
    Interrupted,
}

/// A thread in a wait. Whoever claims it first decides how the wait ends.
pub struct Waiter {
    /// For ownership of mutexes that are handed over.
    pub thread: u32,
    outcome: Mutex<Option<Outcome>>,
    wake: Condvar,
}

impl Waiter {
    pub fn new(thread: u32) -> Self {
        Self { thread, outcome: Mutex::new(None), wake: Condvar::new() }
    }

    /// Ends the wait with what `decide` gives, unless it has ended already.
    ///
    /// `decide` takes what the wait is for and runs only if the claim succeeds.
    pub fn claim(&self, decide: impl FnOnce() -> Outcome) -> bool {
        let mut outcome = self.outcome.lock();
        if outcome.is_some() {
            return false;
        }
        *outcome = Some(decide());
        self.wake.notify_one();
        true
    }

    /// Whether the wait has ended.
    pub fn is_claimed(&self) -> bool {
        self.outcome.lock().is_some()
    }

    /// Sleeps until the wait is claimed or the time is up.
    pub fn park(&self, deadline: Option<Instant>) -> Outcome {
        let mut outcome = self.outcome.lock();
        loop {
            if let Some(outcome) = *outcome {
                return outcome;
            }
            match deadline {
                None => self.wake.wait(&mut outcome),
                Some(deadline) => {
                    if self.wake.wait_until(&mut outcome, deadline).timed_out() {
                        return *outcome.get_or_insert(Outcome::TimedOut);
                    }
                }
            }
        }
    }
}
