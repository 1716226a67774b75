//! One-time initialisation: a word that goes from nothing to a value, once.

use super::address;
use core::sync::atomic::{AtomicUsize, Ordering};

/// The word of an INIT_ONCE: free, under way, or the context with `DONE` in its lowest bits.
#[repr(transparent)]
pub struct InitOnce(AtomicUsize);

const FREE: usize = 0;
const UNDER_WAY: usize = 1;
const DONE: usize = 2;
/// Under way on any number of threads, of which the first to complete wins.
const ASYNCHRONOUS: usize = 3;
/// The bits of a context that must be zero.
const RESERVED: usize = 0b11;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The caller is to initialise and then to complete.
    Pending,
    /// It is done; this is the context.
    Done(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitError {
    /// Begun in the other way, or a context with reserved bits.
    Invalid,
    /// Not done yet, or another thread was first.
    Failed,
}

impl InitOnce {
    pub fn reset(&self) {
        self.0.store(FREE, Ordering::Release);
    }

    /// The context, if it is done.
    pub fn check(&self) -> Result<usize, InitError> {
        let word = self.0.load(Ordering::Acquire);
        if word & RESERVED == DONE { Ok(word & !RESERVED) } else { Err(InitError::Failed) }
    }

    /// Begins, or waits for the thread that has.
    pub fn begin(&self) -> Result<Begun, InitError> {
        loop {
            match self.0.compare_exchange(FREE, UNDER_WAY, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return Ok(Begun::Pending),
                Err(UNDER_WAY) => {
                    address::wait(self.address(), None, || self.0.load(Ordering::Acquire) == UNDER_WAY, || {});
                }
                Err(ASYNCHRONOUS) => return Err(InitError::Invalid),
                Err(word) => return Ok(Begun::Done(word & !RESERVED)),
            }
        }
    }

    /// Begins without waiting for others that do the same.
    pub fn begin_asynchronous(&self) -> Result<Begun, InitError> {
        match self.0.compare_exchange(FREE, ASYNCHRONOUS, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) | Err(ASYNCHRONOUS) => Ok(Begun::Pending),
            Err(UNDER_WAY) => Err(InitError::Invalid),
            Err(word) => Ok(Begun::Done(word & !RESERVED)),
        }
    }

    pub fn complete(&self, context: usize, asynchronous: bool) -> Result<(), InitError> {
        if context & RESERVED != 0 {
            return Err(InitError::Invalid);
        }
        let begun = if asynchronous { ASYNCHRONOUS } else { UNDER_WAY };
        match self.0.compare_exchange(begun, context | DONE, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => {
                address::wake_all(self.address());
                Ok(())
            }
            Err(word) if asynchronous && word & RESERVED == DONE => Err(InitError::Failed),
            Err(_) => Err(InitError::Invalid),
        }
    }

    /// The initialisation failed: the next one may try.
    pub fn fail(&self) -> Result<(), InitError> {
        let failed = self.0.compare_exchange(UNDER_WAY, FREE, Ordering::AcqRel, Ordering::Acquire);
        address::wake_all(self.address());
        failed.map(drop).map_err(|_| InitError::Invalid)
    }

    fn address(&self) -> usize {
        core::ptr::from_ref(self).addr()
    }
}
