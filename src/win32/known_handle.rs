//! Handles that a thread names with nearly each call: a completion port's, a request queue's.
//!
//! What the table would be asked for under a lock is remembered, and holds as long as no handle to such an object is
//! closed. The object itself may go at any time.

use super::handle_table::{HANDLES, InvalidHandle};
use super::object::Object;
use crate::abi::windows::HANDLE;
use std::cell::RefCell;
use std::sync::{Arc, Weak};
use std::thread::LocalKey;

/// What a thread remembers.
pub struct Known<T> {
    /// 0 is none.
    handle: usize,
    /// The count when the table was asked.
    closed: u64,
    object: Weak<T>,
}

impl<T> Known<T> {
    pub const NOTHING: Self = Self { handle: 0, closed: 0, object: Weak::new() };
}

/// The object that a handle names. Its kind is one that `Object::is_named_often`.
pub fn find<T: Object>(known: &'static LocalKey<RefCell<Known<T>>>, handle: HANDLE) -> Result<Arc<T>, InvalidHandle> {
    // Looked at before the handle.
    let closed = HANDLES.closed();
    // A thread past its end remembers nothing.
    let found = known.try_with(|known| {
        let known = known.borrow();
        let holds = known.handle == handle.addr() && known.closed == closed;
        holds.then(|| known.object.upgrade()).flatten()
    });
    if let Ok(Some(object)) = found {
        return Ok(object);
    }
    let object = HANDLES.get_as::<T>(handle)?;
    let new = Known { handle: handle.addr(), closed, object: Arc::downgrade(&object) };
    let _ = known.try_with(|known| known.replace(new));
    Ok(object)
}

#[cfg(all(test, not(portico_loom)))]
mod tests {
    use super::*;
    use crate::win32::completion_port::CompletionPort;

    thread_local! {
        static PORT: RefCell<Known<CompletionPort>> = const { RefCell::new(Known::NOTHING) };
    }

    #[test]
    fn what_is_closed_is_not_found_again() {
        let (one, other) = (Arc::new(CompletionPort::new(1)), Arc::new(CompletionPort::new(1)));
        let first = HANDLES.insert(one.clone()).unwrap();
        let second = HANDLES.insert(other.clone()).unwrap();
        for _ in 0..2 {
            assert!(Arc::ptr_eq(&find(&PORT, first).unwrap(), &one));
        }
        assert!(Arc::ptr_eq(&find(&PORT, second).unwrap(), &other));
        assert!(Arc::ptr_eq(&find(&PORT, first).unwrap(), &one));
        let first_value = first.addr();
        std::thread::spawn(move || assert!(HANDLES.close(core::ptr::without_provenance_mut(first_value)).is_ok()))
            .join()
            .unwrap();
        assert!(find(&PORT, first).is_err());
        assert!(Arc::ptr_eq(&find(&PORT, second).unwrap(), &other));
        assert!(HANDLES.close(second).is_ok());
        assert!(find(&PORT, second).is_err());
        // Nothing of it is kept.
        assert_eq!((Arc::strong_count(&one), Arc::strong_count(&other)), (1, 1));
    }

    #[test]
    fn an_object_of_another_kind_is_not_found() {
        let event = HANDLES.insert(Arc::new(crate::win32::event::Event::new(true, false))).unwrap();
        assert!(find(&PORT, event).is_err());
        assert!(HANDLES.close(event).is_ok());
    }
}
