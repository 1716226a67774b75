//! Critical sections: recursive locks of one process.

use super::current;
use core::sync::atomic::{AtomicI32, AtomicU32, AtomicUsize, Ordering};
use parking_lot::RawMutex;
use parking_lot::lock_api::RawMutex as _;

/// The 40 bytes of a CRITICAL_SECTION. The members that programs look at have their meaning.
#[repr(C)]
pub struct CriticalSection {
    debug_info: AtomicUsize,
    /// -1 when free.
    lock_count: AtomicI32,
    recursion_count: AtomicU32,
    owner: AtomicUsize,
    lock: RawMutex,
    spin_count: AtomicUsize,
}

const _: () = assert!(size_of::<CriticalSection>() == 40);
const _: () = assert!(core::mem::offset_of!(CriticalSection, spin_count) == 32);

impl CriticalSection {
    pub const fn new(spin_count: usize) -> Self {
        Self {
            debug_info: AtomicUsize::new(usize::MAX),
            lock_count: AtomicI32::new(-1),
            recursion_count: AtomicU32::new(0),
            owner: AtomicUsize::new(0),
            lock: RawMutex::INIT,
            spin_count: AtomicUsize::new(spin_count),
        }
    }

    pub fn enter(&self) {
        if !self.try_enter() {
            current::blocked(|| self.lock.lock());
            self.entered();
        }
    }

    pub fn try_enter(&self) -> bool {
        // Only this thread can have stored its own id.
        if self.owner.load(Ordering::Relaxed) == current::id() as usize {
            self.recursion_count.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        let free = self.lock.try_lock();
        if free {
            self.entered();
        }
        free
    }

    fn entered(&self) {
        self.owner.store(current::id() as usize, Ordering::Relaxed);
        self.recursion_count.store(1, Ordering::Relaxed);
        self.lock_count.store(-2, Ordering::Relaxed);
    }

    /// Leaves once; a thread that does not own the section leaves nothing.
    pub fn leave(&self) {
        if self.owner.load(Ordering::Relaxed) != current::id() as usize {
            return;
        }
        if self.recursion_count.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.lock_count.store(-1, Ordering::Relaxed);
            self.owner.store(0, Ordering::Relaxed);
            // SAFETY: this thread owns the section, so it holds the lock.
            unsafe { self.lock.unlock() };
        }
    }

    /// Sets how often to try before sleeping; what it was. The lock below decides for itself.
    pub fn set_spin_count(&self, count: usize) -> usize {
        self.spin_count.swap(count, Ordering::Relaxed)
    }
}
