//! Mutexes of the kernel: owned, recursive, abandoned by a thread that ends.

use super::object::Object;
use super::waitable::{Signal, Waitable};

pub struct Mutex(Waitable);

/// The caller does not own the mutex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOwner;

impl Mutex {
    pub fn new(owner: Option<u32>) -> Self {
        Self(Waitable::new(Signal::Mutex { owner, depth: owner.is_some().into(), abandoned: false }))
    }

    /// Undoes one wait of the thread that owns it.
    pub fn release(&self, thread: u32) -> Result<(), NotOwner> {
        self.0.change(|signal| match signal {
            Signal::Mutex { owner, depth, .. } if *owner == Some(thread) => {
                *depth -= 1;
                if *depth == 0 {
                    *owner = None;
                }
                Ok(())
            }
            _ => Err(NotOwner),
        })
    }
}

impl Object for Mutex {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.0)
    }
}
