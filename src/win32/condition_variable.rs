//! Condition variables: one word that holds nothing, since its address is what threads sleep on.

use super::address;
use super::critical_section::CriticalSection;
use super::srw_lock::{Mode, SrwLock};
use std::time::Instant;

/// Leaves the section, sleeps until woken, enters it again; `false` when the time is up.
pub fn sleep_critical_section(variable: usize, section: &CriticalSection, deadline: Option<Instant>) -> bool {
    let woken = address::wait(variable, deadline, || true, || section.leave());
    section.enter();
    woken
}

/// Releases the lock, sleeps until woken, acquires it again; `false` when the time is up.
///
/// # Safety
/// The calling thread holds the lock in this mode.
pub unsafe fn sleep_srw_lock(variable: usize, lock: &SrwLock, mode: Mode, deadline: Option<Instant>) -> bool {
    // SAFETY: by contract.
    let woken = address::wait(variable, deadline, || true, || unsafe { lock.release(mode) });
    lock.acquire(mode);
    woken
}
