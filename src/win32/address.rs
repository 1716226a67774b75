//! Parking on an address: what locks without a handle, and WaitOnAddress, sleep on.

use super::current;
use core::sync::atomic::{AtomicBool, Ordering};
use parking_lot_core::{DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, ParkResult, park, unpark_all, unpark_one};
use std::time::Instant;

/// Sleeps until somebody wakes the address, unless `stay` says no; `false` when the time is up.
///
/// `stay` runs when no wake-up can be missed any more, `before_sleep` when the thread stands in
/// the queue. Neither may park or wake.
pub fn wait(
    address: usize,
    deadline: Option<Instant>,
    stay: impl FnOnce() -> bool,
    before_sleep: impl FnOnce(),
) -> bool {
    // SAFETY: the key is an address that the caller controls; the callbacks neither panic nor park.
    let result =
        current::blocked(|| unsafe { park(address, stay, before_sleep, |_, _| {}, DEFAULT_PARK_TOKEN, deadline) });
    !matches!(result, ParkResult::TimedOut)
}

/// Wakes the thread that has waited longest; whether there was one.
pub fn wake_one(address: usize) -> bool {
    let woken = AtomicBool::new(false);
    // SAFETY: as above.
    unsafe {
        unpark_one(address, |result| {
            woken.store(result.unparked_threads > 0, Ordering::Relaxed);
            DEFAULT_UNPARK_TOKEN
        });
    }
    woken.into_inner()
}

/// Wakes every thread that waits.
pub fn wake_all(address: usize) {
    // SAFETY: as above.
    unsafe { unpark_all(address, DEFAULT_UNPARK_TOKEN) };
}
