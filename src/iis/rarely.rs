//! What most requests have nothing of.

use parking_lot::{Mutex, MutexGuard};
use std::sync::OnceLock;

/// A value behind a lock, which is made when somebody first changes it: whoever finds that there is none has not
/// locked anything.
pub struct Rarely<T>(OnceLock<Box<Mutex<T>>>);

impl<T> Default for Rarely<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T: Default> Rarely<T> {
    /// The value, for whoever may change it.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.0.get_or_init(Box::default).lock()
    }

    /// The value, if there is one.
    pub fn get(&self) -> Option<MutexGuard<'_, T>> {
        self.0.get().map(|value| value.lock())
    }

    /// Takes the value out, and leaves nothing of it.
    pub fn take(&self) -> T {
        self.get().map(|mut value| std::mem::take(&mut *value)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_nothing_until_somebody_asks() {
        let list = Rarely::<Vec<u8>>::default();
        assert!(list.get().is_none());
        assert!(list.take().is_empty());
        list.lock().push(1);
        assert_eq!(list.get().as_deref(), Some(&vec![1]));
        assert_eq!(list.take(), [1]);
        assert!(list.take().is_empty());
    }
}
