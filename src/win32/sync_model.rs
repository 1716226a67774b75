//! loom's locks with the calls of parking_lot, for the models alone.

use super::sys::epoll::{Polled, Readiness};
use std::collections::VecDeque;
use std::io;
use std::ops::{Deref, DerefMut};
use std::os::fd::BorrowedFd;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Instant;

pub use loom::thread_local;

pub struct Mutex<T> {
    inner: loom::sync::Mutex<T>,
    place: usize,
}

/// The inner guard is away only inside of `Condvar::wait`.
pub struct MutexGuard<'a, T>(Option<loom::sync::MutexGuard<'a, T>>);

impl<T> Mutex<T> {
    pub fn new(value: T) -> Self {
        Self { inner: loom::sync::Mutex::new(value), place: PLACES.fetch_add(1, Ordering::Relaxed) }
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        // A thread that panics ends the whole model, so no lock is ever poisoned.
        MutexGuard(self.inner.lock().ok())
    }
}

/// The next place of a mutex in the order in which several of them are locked. Their
/// addresses would be others in every run, and loom repeats what it did.
static PLACES: AtomicUsize = AtomicUsize::new(0);

pub fn place_of<T>(mutex: &Mutex<T>) -> usize {
    mutex.place
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.as_deref().expect("the lock is held")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_deref_mut().expect("the lock is held")
    }
}

pub struct Condvar(loom::sync::Condvar);

impl Condvar {
    pub fn new() -> Self {
        Self(loom::sync::Condvar::new())
    }

    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.0 = guard.0.take().and_then(|inner| self.0.wait(inner).ok());
    }

    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}

impl Default for Condvar {
    fn default() -> Self {
        Self::new()
    }
}

/// A futex has no model; this is what it stands for.
#[derive(Default)]
pub struct Parker {
    woken: Mutex<bool>,
    wake: Condvar,
}

impl Parker {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn wake(&self) {
        *self.woken.lock() = true;
        self.wake.notify_one();
    }

    /// The time of a wait that has one is up at once. Since loom lets the others do
    /// any part of their work before, that is a time-out at any moment.
    pub fn sleep(&self, deadline: Option<Instant>) -> bool {
        let mut woken = self.woken.lock();
        while !*woken {
            if deadline.is_some() {
                return false;
            }
            self.wake.wait(&mut woken);
        }
        true
    }
}

/// An epoll set without descriptors: what is ready is told to it by `tell`.
#[derive(Default)]
pub struct Poller {
    ready: Mutex<VecDeque<Polled>>,
    changed: Condvar,
}

impl Poller {
    pub fn new() -> io::Result<Self> {
        Ok(Self::default())
    }

    pub fn add(&self, _descriptor: BorrowedFd<'_>, number: u64) -> io::Result<()> {
        self.tell(Polled::Ready(number, Readiness::default()));
        Ok(())
    }

    pub fn add_again(&self, descriptor: BorrowedFd<'_>, number: u64) -> io::Result<()> {
        self.add(descriptor, number)
    }

    pub fn remove(&self, _descriptor: BorrowedFd<'_>) {}

    pub fn wake(&self) {
        self.tell(Polled::Woken);
    }

    /// As in the kernel what is ready already is ready once, and wakes one waiter all the same.
    fn tell(&self, polled: Polled) {
        let mut ready = self.ready.lock();
        if !ready.contains(&polled) {
            ready.push_back(polled);
        }
        self.changed.notify_one();
    }

    /// As with a parker, a time is up at once.
    pub fn wait<const MOST: usize>(&self, until: Option<Instant>, tell: impl FnMut(Polled)) -> bool {
        let mut ready = self.ready.lock();
        while ready.is_empty() && until.is_none() {
            self.changed.wait(&mut ready);
        }
        let count = ready.len().min(MOST);
        ready.drain(..count).for_each(tell);
        // As in the kernel, what is left wakes the next one.
        if !ready.is_empty() {
            self.changed.notify_one();
        }
        count > 0
    }
}

pub fn now() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

/// All threads of a model are one of the system. Called once for each of them.
pub fn thread_id() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
