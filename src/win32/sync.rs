//! What threads synchronise by: parking_lot and futexes, or loom's models of them.
//!
//! Under `--cfg portico_loom` the same code runs in loom, which tries the orders in
//! which threads can run (tests/loom_win32.rs). The name is not `loom` alone, since
//! other crates change themselves under that one.

#[cfg(portico_loom)]
pub use super::sync_model::*;
#[cfg(not(portico_loom))]
pub use super::sys::epoll::Poller;
#[cfg(not(portico_loom))]
pub use parking_lot::{Condvar, Mutex, MutexGuard};
#[cfg(not(portico_loom))]
pub use std::thread_local;

#[cfg(not(portico_loom))]
use std::time::Instant;

/// A static with interior locks. In a model it lives as long as one run.
#[cfg(not(portico_loom))]
macro_rules! global {
    ($(#[$attribute:meta])* $visible:vis static $name:ident: $type:ty = $value:expr;) => {
        $(#[$attribute])* $visible static $name: $type = $value;
    };
}
#[cfg(portico_loom)]
macro_rules! global {
    ($(#[$attribute:meta])* pub static $name:ident: $type:ty = $value:expr;) => {
        loom::lazy_static! { $(#[$attribute])* pub static ref $name: $type = $value; }
    };
    ($(#[$attribute:meta])* static $name:ident: $type:ty = $value:expr;) => {
        loom::lazy_static! { $(#[$attribute])* static ref $name: $type = $value; }
    };
}
pub(crate) use global;

/// The time; it stands still in a model, where time-outs end waits instead.
#[cfg(not(portico_loom))]
pub fn now() -> Instant {
    Instant::now()
}

/// The place of a mutex in the order in which several of them are locked.
#[cfg(not(portico_loom))]
pub fn place_of<T>(mutex: &Mutex<T>) -> usize {
    std::ptr::from_ref(mutex).addr()
}

/// The id of the calling thread.
#[cfg(not(portico_loom))]
pub fn thread_id() -> u32 {
    super::sys::thread::id()
}

/// The place where one thread sleeps until another one wakes it, once.
#[cfg(not(portico_loom))]
pub struct Parker(std::sync::atomic::AtomicU32);

#[cfg(not(portico_loom))]
impl Parker {
    const IDLE: u32 = 0;
    const ASLEEP: u32 = 1;
    const WOKEN: u32 = 2;

    pub const fn new() -> Self {
        Self(std::sync::atomic::AtomicU32::new(Self::IDLE))
    }

    /// Wakes the thread, which may not have come yet.
    pub fn wake(&self) {
        if self.0.swap(Self::WOKEN, std::sync::atomic::Ordering::Release) == Self::ASLEEP {
            super::sys::futex::wake_one(&self.0);
        }
    }

    /// Sleeps until woken; `false` if the time is up before.
    pub fn sleep(&self, deadline: Option<Instant>) -> bool {
        use std::sync::atomic::Ordering::{Acquire, Relaxed};
        // It fails where the thread is woken already, or was asleep before.
        let _ = self.0.compare_exchange(Self::IDLE, Self::ASLEEP, Relaxed, Relaxed);
        loop {
            if self.0.load(Acquire) == Self::WOKEN {
                return true;
            }
            let left = match deadline {
                None => None,
                Some(deadline) => match deadline.checked_duration_since(now()) {
                    Some(left) if !left.is_zero() => Some(left),
                    _ => return false,
                },
            };
            super::sys::futex::wait(&self.0, Self::ASLEEP, left);
        }
    }
}

#[cfg(not(portico_loom))]
impl Default for Parker {
    fn default() -> Self {
        Self::new()
    }
}
