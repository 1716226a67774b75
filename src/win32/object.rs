//! Kernel objects: what a handle can name.

use super::completion_port::Binding;
use super::names::Named;
use super::waitable::Waitable;
use std::any::Any;
use std::sync::Arc;

/// An object behind a handle. Layers above add their own kinds.
pub trait Object: Any + Send + Sync {
    /// The part that threads wait for, where the object can be waited for.
    fn waitable(&self) -> Option<&Waitable> {
        None
    }

    /// The place where a completion port is bound, where the object does overlapped I/O.
    fn binding(&self) -> Option<&Binding> {
        None
    }

    /// The place of the object's name, where it may have one.
    fn named(&self) -> Option<&Named> {
        self.waitable().map(Waitable::named)
    }

    /// Whether threads name it with nearly each call, and remember what its handle is (`known_handle`).
    fn is_named_often(&self) -> bool {
        false
    }

    /// Cancels pending I/O: of one OVERLAPPED or all, of one thread or all. How many there were.
    fn cancel_io(&self, _overlapped: Option<usize>, _thread: Option<u32>) -> usize {
        0
    }

    /// A handle to the object came into being.
    fn handle_opened(&self) {}

    /// A handle to the object was closed; others may be left.
    fn handle_closed(&self) {}
}

/// A reference to an object of any kind.
pub type ObjectRef = Arc<dyn Object>;

/// The object as the kind that the caller wants; `None` where it is another.
pub fn downcast<T: Object>(object: ObjectRef) -> Option<Arc<T>> {
    let any: Arc<dyn Any + Send + Sync> = object;
    any.downcast().ok()
}
