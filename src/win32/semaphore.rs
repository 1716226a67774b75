//! Semaphores.

use super::object::Object;
use super::waitable::{Signal, Waitable};

pub struct Semaphore(Waitable);

/// The count would go above the maximum, or `by` is not above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyPosts;

impl Semaphore {
    pub fn new(count: i32, maximum: i32) -> Self {
        Self(Waitable::new(Signal::Semaphore { count, maximum }))
    }

    /// Adds to the count; what it was before.
    pub fn release(&self, by: i32) -> Result<i32, TooManyPosts> {
        self.0.change(|signal| {
            let Signal::Semaphore { count, maximum } = signal else { return Err(TooManyPosts) };
            let before = *count;
            match before.checked_add(by) {
                Some(after) if by > 0 && after <= *maximum => *count = after,
                _ => return Err(TooManyPosts),
            }
            Ok(before)
        })
    }
}

impl Object for Semaphore {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.0)
    }
}
