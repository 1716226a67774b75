//! Slim reader/writer locks: one word, no set-up, not recursive.

use super::current;
use parking_lot::RawRwLock;
use parking_lot::lock_api::RawRwLock as _;

/// The word of an SRWLOCK.
#[repr(transparent)]
pub struct SrwLock(RawRwLock);

const _: () = assert!(size_of::<SrwLock>() == size_of::<usize>());

/// How a lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Exclusive,
    Shared,
}

impl Default for SrwLock {
    fn default() -> Self {
        Self::new()
    }
}

impl SrwLock {
    pub const fn new() -> Self {
        Self(RawRwLock::INIT)
    }

    pub fn acquire(&self, mode: Mode) {
        // A thread that has to wait counts on no completion port meanwhile.
        if !self.try_acquire(mode) {
            current::blocked(|| match mode {
                Mode::Exclusive => self.0.lock_exclusive(),
                Mode::Shared => self.0.lock_shared(),
            });
        }
    }

    pub fn try_acquire(&self, mode: Mode) -> bool {
        match mode {
            Mode::Exclusive => self.0.try_lock_exclusive(),
            Mode::Shared => self.0.try_lock_shared(),
        }
    }

    /// Releases the lock.
    ///
    /// # Safety
    /// The lock is held in this mode.
    pub unsafe fn release(&self, mode: Mode) {
        // SAFETY: by contract.
        unsafe {
            match mode {
                Mode::Exclusive => self.0.unlock_exclusive(),
                Mode::Shared => self.0.unlock_shared(),
            }
        }
    }

    pub fn is_locked(&self) -> bool {
        self.0.is_locked()
    }
}
