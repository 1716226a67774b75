//! One thread that waits, and how it is told.

use super::sync::{Mutex, Parker};
use std::time::Instant;

/// How a wait for objects ended.
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

/// A thread in a wait that ends with an `E`. Whoever claims it first decides how.
pub struct Waiter<E> {
    /// For ownership of mutexes that are handed over.
    pub thread: u32,
    end: Mutex<Option<E>>,
    parker: Parker,
}

impl<E: Copy> Waiter<E> {
    pub fn new(thread: u32) -> Self {
        Self { thread, end: Mutex::new(None), parker: Parker::new() }
    }

    /// Ends the wait with what `decide` gives, unless it has ended already.
    ///
    /// `decide` takes what the wait is for and runs only if the claim succeeds.
    /// The thread sleeps on until `wake`, for which the claimer may let go of its locks.
    #[must_use]
    pub fn claim(&self, decide: impl FnOnce() -> E) -> bool {
        let mut end = self.end.lock();
        let free = end.is_none();
        if free {
            *end = Some(decide());
        }
        free
    }

    /// Lets the thread see that its wait was claimed.
    pub fn wake(&self) {
        self.parker.wake();
    }

    /// Claims the wait and wakes the thread.
    pub fn end(&self, decide: impl FnOnce() -> E) -> bool {
        let claimed = self.claim(decide);
        if claimed {
            self.wake();
        }
        claimed
    }

    /// Whether the wait has ended.
    pub fn is_claimed(&self) -> bool {
        self.end.lock().is_some()
    }

    /// Sleeps until the wait is claimed; when the time is up it ends with `late`.
    pub fn park(&self, deadline: Option<Instant>, late: E) -> E {
        loop {
            let woken = self.parker.sleep(deadline);
            let mut end = self.end.lock();
            if let Some(end) = *end {
                return end;
            }
            if !woken {
                return *end.insert(late);
            }
        }
    }
}

/// A wait that a call queued to its thread may end.
pub trait Interrupt: Send + Sync {
    /// Ends the wait, unless it has ended already.
    fn interrupt(&self);
}

impl Interrupt for Waiter<Outcome> {
    fn interrupt(&self) {
        self.end(|| Outcome::Interrupted);
    }
}
