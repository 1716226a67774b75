//! What a completion port watches beside its packets: connections and listeners.

use super::sync::{Mutex, Poller};
use super::sys::epoll::{Polled, Readiness};
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::io;
use std::os::fd::BorrowedFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

/// A descriptor with somebody who looks after it. The layers above have their own kinds.
pub trait Source: Send + Sync {
    /// Something has changed at the descriptor. Runs on the thread that waited, holds no
    /// lock of the port, and must not block. Every change is told once.
    fn ready(self: Arc<Self>, readiness: Readiness);

    /// The port has ended and watches no more.
    fn abandoned(self: Arc<Self>);
}

/// Names a source within its set.
pub type Token = DefaultKey;

pub struct PollSet {
    poller: Poller,
    sources: Mutex<SlotMap<Token, Arc<dyn Source>>>,
}

/// How a wait ended.
pub enum Event {
    Ready(Arc<dyn Source>, Readiness),
    Woken,
    TimedOut,
}

impl PollSet {
    pub fn new() -> io::Result<Self> {
        Ok(Self { poller: Poller::new()?, sources: Mutex::default() })
    }

    /// Takes a source in, which is watched from `watch` on.
    pub fn insert(&self, source: Arc<dyn Source>) -> Token {
        self.sources.lock().insert(source)
    }

    /// Watches the source's descriptor; what it is ready for already is told too.
    pub fn watch(&self, descriptor: BorrowedFd<'_>, token: Token) -> io::Result<()> {
        self.poller.add(descriptor, token.data().as_ffi())
    }

    /// Tells the source once more what its descriptor is ready for, if it is for anything.
    pub fn watch_again(&self, descriptor: BorrowedFd<'_>, token: Token) -> io::Result<()> {
        self.poller.add_again(descriptor, token.data().as_ffi())
    }

    /// Watches no more. A thread may be on its way to the source still.
    pub fn remove(&self, descriptor: BorrowedFd<'_>, token: Token) -> Option<Arc<dyn Source>> {
        self.poller.remove(descriptor);
        self.sources.lock().remove(token)
    }

    /// Takes a source out that is not watched.
    pub fn forget(&self, token: Token) {
        let source = self.sources.lock().remove(token);
        drop(source);
    }

    /// Takes all sources out.
    pub fn drain(&self) -> Vec<Arc<dyn Source>> {
        self.sources.lock().drain().map(|(_, source)| source).collect()
    }

    pub fn wait(&self, until: Option<Instant>) -> Event {
        loop {
            match self.poller.wait(until) {
                Polled::Ready(number, readiness) => {
                    let source = self.sources.lock().get(KeyData::from_ffi(number).into()).cloned();
                    // One that was removed meanwhile is of no interest.
                    if let Some(source) = source {
                        return Event::Ready(source, readiness);
                    }
                }
                Polled::Woken => return Event::Woken,
                Polled::TimedOut => return Event::TimedOut,
            }
        }
    }

    /// Wakes the thread that came last.
    pub fn wake(&self) {
        self.poller.wake();
    }

    pub(super) fn poller(&self) -> &Poller {
        &self.poller
    }
}

/// Tells a source. It belongs to somebody else than the calling thread, whom its panic
/// must not reach; the hook has said what happened.
pub fn tell(source: Arc<dyn Source>, readiness: Readiness) {
    let _ = catch_unwind(AssertUnwindSafe(move || source.ready(readiness)));
}
