//! How many requests a worker has, and the wait until there is none.

use parking_lot::{Condvar, Mutex};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// No more requests are taken.
const CLOSED: usize = 1;
/// Nothing calls modules any more.
const ENDED: usize = 2;
/// Somebody waits until there is none.
const AWAITED: usize = 4;
/// One of them.
const ONE: usize = 8;

/// Requests that have not ended, and whatever else may call modules: one number, since each request changes it twice.
#[derive(Default)]
pub struct Requests {
    state: AtomicUsize,
    turn: Mutex<()>,
    idle: Condvar,
}

impl Requests {
    /// One more, unless none is taken any more.
    pub fn enter(&self) -> bool {
        self.add(CLOSED)
    }

    /// One more, for what belongs to those that are there, unless all has ended.
    pub fn hold(&self) -> bool {
        self.add(ENDED)
    }

    fn add(&self, late: usize) -> bool {
        let is_late = self.state.fetch_add(ONE, Ordering::AcqRel) & late != 0;
        if is_late {
            self.leave();
        }
        !is_late
    }

    /// One less.
    pub fn leave(&self) {
        let before = self.state.fetch_sub(ONE, Ordering::AcqRel);
        if before & AWAITED != 0 && before / ONE == 1 {
            // Whoever waits has looked, or will.
            drop(self.turn.lock());
            self.idle.notify_all();
        }
    }

    pub fn close(&self) {
        self.state.fetch_or(CLOSED, Ordering::AcqRel);
    }

    /// Waits until there is none; whether it is so.
    pub fn wait(&self, until: Instant) -> bool {
        self.wait_for(until, || self.state.load(Ordering::Acquire) < ONE)
    }

    /// Waits until there is none, from when on there are no others; whether it is so.
    pub fn end(&self, until: Instant) -> bool {
        let ended = |state| (state < ONE).then_some(state | ENDED);
        self.wait_for(until, || self.state.try_update(Ordering::AcqRel, Ordering::Acquire, ended).is_ok())
    }

    fn wait_for(&self, until: Instant, is_done: impl Fn() -> bool) -> bool {
        self.state.fetch_or(AWAITED, Ordering::AcqRel);
        let mut turn = self.turn.lock();
        while !is_done() {
            if self.idle.wait_until(&mut turn, until).timed_out() {
                return is_done();
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(10)
    }

    #[test]
    fn none_is_taken_behind_the_close_and_nothing_behind_the_end() {
        let requests = Requests::default();
        assert!(requests.enter());
        requests.close();
        assert!(!requests.enter());
        assert!(requests.hold());
        assert!(!requests.wait(soon()) && !requests.end(soon()));
        requests.leave();
        requests.leave();
        assert!(requests.wait(soon()) && requests.hold());
        assert!(!requests.end(soon()));
        requests.leave();
        assert!(requests.end(soon()));
        assert!(!requests.hold());
    }

    #[test]
    fn whoever_waits_is_woken_by_the_last_one() {
        let requests = Requests::default();
        for _ in 0..100 {
            assert!(requests.enter() && requests.enter());
            std::thread::scope(|scope| {
                let wait = scope.spawn(|| requests.wait(Instant::now() + Duration::from_secs(60)));
                requests.leave();
                requests.leave();
                assert!(wait.join().unwrap());
            });
        }
    }
}
