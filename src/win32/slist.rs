//! Singly linked lists that threads share, in the caller's memory.
//!
//! A list is guarded by a lock of one byte and not changed by one wide exchange: a
//! pop would then read an element that another thread has taken and freed.

use core::cell::UnsafeCell;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicU16, Ordering};
use parking_lot::RawMutex;
use parking_lot::lock_api::RawMutex as _;

/// The member of an element that names the next one.
#[repr(C)]
pub struct Entry {
    next: *mut Entry,
}

/// The 16 bytes of an SLIST_HEADER; all zero is an empty list.
#[repr(C)]
pub struct Header {
    first: UnsafeCell<*mut Entry>,
    depth: AtomicU16,
    lock: RawMutex,
}

const _: () = assert!(size_of::<Header>() == 16);

// SAFETY: what threads share is changed under the lock.
unsafe impl Sync for Header {}

impl Default for Header {
    fn default() -> Self {
        Self { first: UnsafeCell::new(null_mut()), depth: AtomicU16::new(0), lock: RawMutex::INIT }
    }
}

impl Header {
    fn locked<R>(&self, change: impl FnOnce(&mut *mut Entry) -> R) -> R {
        self.lock.lock();
        // SAFETY: the lock is held, and `change` calls nothing that panics.
        let result = change(unsafe { &mut *self.first.get() });
        // SAFETY: locked above.
        unsafe { self.lock.unlock() };
        result
    }

    /// Puts a chain of `count` elements in front; what was the first one before.
    ///
    /// # Safety
    /// The chain from `first` to `last` is the list's until it is taken.
    pub unsafe fn push(&self, first: *mut Entry, last: *mut Entry, count: u16) -> *mut Entry {
        self.locked(|head| {
            let before = core::mem::replace(head, first);
            // SAFETY: by contract.
            unsafe { (*last).next = before };
            self.depth.store(self.depth.load(Ordering::Relaxed).wrapping_add(count), Ordering::Relaxed);
            before
        })
    }

    /// Takes the first element, NULL from an empty list.
    pub fn pop(&self) -> *mut Entry {
        self.locked(|head| {
            let first = *head;
            if !first.is_null() {
                // SAFETY: by the contract of `push` it is still there.
                *head = unsafe { (*first).next };
                self.depth.store(self.depth.load(Ordering::Relaxed).wrapping_sub(1), Ordering::Relaxed);
            }
            first
        })
    }

    /// Takes all elements as one chain.
    pub fn flush(&self) -> *mut Entry {
        self.locked(|head| {
            self.depth.store(0, Ordering::Relaxed);
            core::mem::replace(head, null_mut())
        })
    }

    /// How many elements there are, in 16 bits.
    pub fn depth(&self) -> u16 {
        self.depth.load(Ordering::Relaxed)
    }
}
