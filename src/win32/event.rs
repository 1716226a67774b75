//! Events.

use super::object::Object;
use super::waitable::{Signal, Waitable};

pub struct Event(Waitable);

impl Event {
    pub fn new(manual: bool, set: bool) -> Self {
        Self(Waitable::new(Signal::Event { manual, set }))
    }

    pub fn set(&self) {
        self.0.change(|signal| signal.put(true));
    }

    pub fn reset(&self) {
        self.0.change(|signal| signal.put(false));
    }

    /// Lets waiting threads go and leaves the event reset.
    pub fn pulse(&self) {
        self.0.pulse();
    }
}

impl Object for Event {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.0)
    }
}
