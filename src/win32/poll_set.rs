//! What a completion port watches beside its packets: connections and listeners.

use super::sync::{Mutex, Poller};
use super::sys::epoll::{Polled, Readiness};
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use smallvec::SmallVec;
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

/// A source that is to be told.
pub type Event = (Arc<dyn Source>, Readiness);

/// So many events are taken from the system at once.
pub const BATCH: usize = if cfg!(portico_loom) { 2 } else { 16 };

/// What a wait has brought; nothing when the time is up.
#[derive(Default)]
pub struct Batch {
    pub events: SmallVec<[Event; BATCH]>,
    /// Somebody has called `wake`.
    pub woken: bool,
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

    pub fn wait(&self, until: Option<Instant>) -> Batch {
        let mut batch = Batch::default();
        loop {
            let mut sources = None;
            let any = self.poller.wait::<BATCH>(until, |polled| match polled {
                Polled::Ready(number, readiness) => {
                    let sources = sources.get_or_insert_with(|| self.sources.lock());
                    // One that was removed meanwhile is of no interest.
                    if let Some(source) = sources.get(KeyData::from_ffi(number).into()) {
                        batch.events.push((source.clone(), readiness));
                    }
                }
                Polled::Woken => batch.woken = true,
            });
            if !any || batch.woken || !batch.events.is_empty() {
                return batch;
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
pub fn tell((source, readiness): Event) {
    let _ = catch_unwind(AssertUnwindSafe(move || source.ready(readiness)));
}
