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

/// What is called where no thread sleeps. It may take locks that a signaling thread does not hold.
pub type Called<E> = Box<dyn Fn(E) + Send + Sync>;

/// A thread in a wait that ends with an `E`, or what is called then. Whoever claims it first decides how.
pub struct Waiter<E> {
    /// For ownership of mutexes that are handed over.
    pub thread: u32,
    end: Mutex<Option<E>>,
    parker: Parker,
    called: Option<Called<E>>,
}

impl<E: Copy> Waiter<E> {
    pub fn new(thread: u32) -> Self {
        Self { thread, end: Mutex::new(None), parker: Parker::new(), called: None }
    }

    /// A wait in which no thread sleeps. It owns nothing, so it is not for mutexes.
    pub fn calling(called: Called<E>) -> Self {
        Self { called: Some(called), ..Self::new(0) }
    }

    /// Whether `wake` calls instead of waking; then no lock of an object may be held.
    pub fn calls(&self) -> bool {
        self.called.is_some()
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
        match &self.called {
            None => self.parker.wake(),
            Some(called) => {
                let end = *self.end.lock();
                end.map(called);
            }
        }
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

    /// Whether the thread is in it. It is, unless it stays noted for the next time.
    fn is_under_way(&self) -> bool {
        true
    }
}

impl Interrupt for Waiter<Outcome> {
    fn interrupt(&self) {
        self.end(|| Outcome::Interrupted);
    }
}
