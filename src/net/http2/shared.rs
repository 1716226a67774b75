//! What a session and its streams share without the session's lock.

use super::super::connection::Connection;
use super::super::socket::Moved;
use super::super::transport::Transport;
use super::out::Out;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::task::Wake;

/// So much is read in one turn before others have theirs.
const TURN: usize = 256 << 10;

#[derive(Default)]
pub struct Shared {
    /// `h2` has something to send.
    wanted: AtomicBool,
    /// A response asks for the session's orderly end.
    goes_away: AtomicBool,
    /// It is going to be polled with the next event of its port.
    left: AtomicBool,
    /// Streams that are to be told something.
    woken: Mutex<Vec<Arc<Connection>>>,
    /// Streams that have not ended.
    open: AtomicUsize,
    /// What follows is read and written with the session's lock alone.
    pub(super) readable: AtomicBool,
    pub(super) writable: AtomicBool,
    pub(super) budget: AtomicUsize,
    pub(super) out: Mutex<Out>,
    /// Bytes that were sent in the life of the session.
    written: AtomicU64,
    /// The client sends what costs it nothing and us much.
    pub(super) flooded: AtomicBool,
}

impl Shared {
    /// Whether `h2` has something to send, or a stream is to be told something.
    pub fn has_news(&self) -> bool {
        self.wants() || !self.woken.lock().is_empty()
    }

    pub fn wants(&self) -> bool {
        self.wanted.load(Ordering::SeqCst)
    }

    pub(super) fn take_wanted(&self) -> bool {
        self.wanted.swap(false, Ordering::SeqCst)
    }

    /// The session is to be polled.
    pub fn want(&self) {
        self.wanted.store(true, Ordering::SeqCst);
    }

    /// The session is going to be polled by an event of its port; whether that is new.
    pub fn leave(&self) -> bool {
        !self.left.swap(true, Ordering::SeqCst)
    }

    /// The session ends behind its streams.
    pub fn go_away(&self) {
        self.goes_away.store(true, Ordering::SeqCst);
        self.want();
    }

    pub fn goes_away(&self) -> bool {
        self.goes_away.load(Ordering::SeqCst)
    }

    /// Takes out the streams that are to be told.
    pub fn take_woken(&self) -> Vec<Arc<Connection>> {
        std::mem::take(&mut *self.woken.lock())
    }

    /// This stream is to be told.
    pub fn tell(&self, stream: Arc<Connection>) {
        self.woken.lock().push(stream);
    }

    pub(super) fn entered(&self) {
        self.open.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn left(&self) {
        // The last one lets the session's idle time begin.
        if self.open.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.want();
        }
    }

    /// Whether a stream has not ended.
    pub fn has_streams(&self) -> bool {
        self.open.load(Ordering::SeqCst) > 0
    }

    /// The session is going to be polled; what its socket is ready for.
    pub fn begin_turn(&self, readable: bool, writable: bool) {
        // Before `h2` is asked, so that what it is given from here on is left anew.
        self.left.store(false, Ordering::SeqCst);
        self.readable.store(readable, Ordering::Relaxed);
        self.writable.store(writable, Ordering::Relaxed);
        self.budget.store(TURN, Ordering::Relaxed);
    }

    /// Sends what has gathered: `Later` if the socket has no room for all of it.
    pub fn send_out(&self, transport: &Transport) -> Moved {
        if !self.writable.load(Ordering::Relaxed) {
            return Moved::Later;
        }
        let mut written = 0;
        let moved = self.out.lock().send(transport, &mut written);
        self.written.fetch_add(written, Ordering::Relaxed);
        self.writable.store(moved != Moved::Later, Ordering::Relaxed);
        moved
    }

    /// Whether the socket may have bytes still, and room.
    pub fn end_turn(&self) -> (bool, bool) {
        (self.readable.load(Ordering::Relaxed), self.writable.load(Ordering::Relaxed))
    }

    /// Whether others are to have their turn now.
    pub fn has_had_its_turn(&self) -> bool {
        self.budget.load(Ordering::Relaxed) == 0
    }

    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}

/// The session itself is woken.
impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.want();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.want();
    }
}

/// Wakes one stream. `h2` calls it with its own lock held.
pub(super) struct StreamWaker {
    shared: Arc<Shared>,
    /// It is going to be told already.
    queued: AtomicBool,
    stream: OnceLock<Weak<Connection>>,
}

impl StreamWaker {
    pub fn new(shared: Arc<Shared>) -> Arc<Self> {
        Arc::new(Self { shared, queued: AtomicBool::new(false), stream: OnceLock::new() })
    }

    /// Whom it wakes.
    pub fn name(&self, stream: Weak<Connection>) {
        // There is one.
        let _ = self.stream.set(stream);
    }

    /// What woke it is going to be looked at.
    pub fn take(&self) {
        self.queued.store(false, Ordering::SeqCst);
    }
}

impl Wake for StreamWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::SeqCst)
            && let Some(stream) = self.stream.get().and_then(Weak::upgrade)
        {
            self.shared.tell(stream);
        }
    }
}
