//! How the end of timers and waits of the older functions is told.

use super::job::{Job, Pending};
use crate::win32::event::Event;
use std::sync::Arc;

/// What the caller wants to know of the end.
pub enum Notice {
    /// Nothing: the call does not wait.
    None,
    /// The call waits.
    Wait,
    /// The event is set.
    Event(Arc<Event>),
}

/// Sets an event when the last one who holds it lets go.
pub struct Completion(Arc<Event>);

impl Completion {
    pub fn new(event: Arc<Event>) -> Arc<Self> {
        Arc::new(Self(event))
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Closes the jobs; whether all of them have ended.
pub fn close(jobs: &[Arc<Job>], notice: Notice) -> bool {
    let completion = match &notice {
        Notice::Event(event) => Some(Completion::new(event.clone())),
        Notice::None | Notice::Wait => None,
    };
    let mut left = false;
    for job in jobs {
        left |= job.close(completion.clone());
    }
    if matches!(notice, Notice::Wait) {
        jobs.iter().for_each(|job| job.wait(Pending::Keep));
        left = false;
    }
    !left
}
