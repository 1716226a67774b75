//! What a session knows of a stream, and what `h2` wakes.

use super::super::connection;
use super::ends::Ends;
use super::shared::Shared;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

pub struct Core {
    /// The id of the connection that the stream is.
    connection: u64,
    pub(super) shared: Arc<Shared>,
    /// It is going to be told already.
    queued: AtomicBool,
    /// `h2` wakes it when the stream is reset, or it has ended.
    watches: AtomicBool,
    /// None when it has ended.
    pub(super) ends: Mutex<Option<Ends>>,
}

impl Core {
    pub(super) fn new(connection: u64, shared: Arc<Shared>, ends: Ends) -> Arc<Self> {
        // What has come of a body is looked at anyway, and a reset with it.
        let watches = AtomicBool::new(!ends.received);
        Arc::new(Self { connection, shared, queued: AtomicBool::new(false), watches, ends: Mutex::new(Some(ends)) })
    }

    pub(super) fn waker(self: &Arc<Self>) -> Waker {
        self.clone().into()
    }

    /// Whether resets wake it. Most streams are answered before the session reads anything else.
    pub(super) fn watches(&self) -> bool {
        self.watches.load(Ordering::Acquire)
    }

    /// From here on a reset wakes it. One that has come already does so, too.
    pub(super) fn watch(self: &Arc<Self>) {
        let mut ends = self.ends.lock();
        let Some(ends) = &mut *ends else { return };
        self.watches.store(true, Ordering::Release);
        if ends.poll_reset(&mut Context::from_waker(&self.waker())).is_ready() {
            self.wake_by_ref();
        }
    }

    /// The stream has ended: it is told nothing more.
    pub(super) fn end(&self) -> Option<Ends> {
        let ends = self.ends.lock().take();
        self.watches.store(true, Ordering::Release);
        ends
    }

    /// What woke it is going to be looked at: whoever looks has `h2`'s lock after this, and whoever wakes has it then.
    pub(super) fn take_wake(&self) {
        self.queued.store(false, Ordering::Release);
    }
}

/// `h2` calls it with its own lock held.
impl Wake for Core {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::SeqCst)
            && let Some(stream) = connection::find(self.connection)
        {
            self.shared.tell([stream]);
        }
    }
}
