//! loom's locks with the calls of parking_lot, for the models alone.

use std::ops::{Deref, DerefMut};
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

pub fn now() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

/// All threads of a model are one of the system. Called once for each of them.
pub fn thread_id() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
