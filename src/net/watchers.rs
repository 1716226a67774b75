//! Who wants to know that a connection has ended, each told once.

use super::connection::{Completion, Transferred};
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
pub struct Watchers {
    fired: AtomicBool,
    /// Somebody has waited; it stays so.
    any: AtomicBool,
    waiting: Mutex<Vec<Box<dyn Completion>>>,
}

impl Watchers {
    pub fn have_fired(&self) -> bool {
        self.fired.load(Ordering::Acquire)
    }

    /// Whether anybody waits for the end, or did.
    pub fn are_any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }

    /// Waits for the end; gives the waiter back where it has come already.
    pub fn add(&self, waiter: Box<dyn Completion>) -> Result<(), Box<dyn Completion>> {
        let mut waiting = self.waiting.lock();
        if self.have_fired() {
            return Err(waiter);
        }
        waiting.push(waiter);
        self.any.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Takes waiters out that need not be told.
    pub fn remove(&self, which: &dyn Fn(&dyn Completion) -> bool) -> Vec<Box<dyn Completion>> {
        self.waiting.lock().extract_if(.., |waiter| which(waiter.as_ref())).collect()
    }

    /// The end has come: first the flag, then everyone who waits, without a lock.
    pub fn fire(&self) {
        let waiting = {
            let mut waiting = self.waiting.lock();
            self.fired.store(true, Ordering::Release);
            std::mem::take(&mut *waiting)
        };
        for waiter in waiting {
            waiter.complete(Ok(Transferred::Bytes(0)));
        }
    }
}
