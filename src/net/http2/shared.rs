//! What a session and its streams share without the session's lock.

use super::super::connection::Connection;
use super::super::socket::Moved;
use super::super::transport::Transport;
use super::out::Out;
use parking_lot::Mutex;
use smallvec::SmallVec;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::Wake;

/// So much is read in one turn before others have theirs.
const TURN: usize = 256 << 10;

/// A few need no memory of their own.
pub type Streams = SmallVec<[Arc<Connection>; 4]>;

#[derive(Default)]
pub struct Shared {
    /// `h2` has something to send.
    wanted: AtomicBool,
    /// A response asks for the session's orderly end.
    goes_away: AtomicBool,
    /// It is going to be polled with the next event of its port.
    left: AtomicBool,
    /// Streams that are to be told something.
    woken: Mutex<Streams>,
    /// There are some, to be seen without the lock.
    any_woken: AtomicBool,
    /// Streams that have not ended.
    open: AtomicUsize,
    /// What follows is read and written with the session's lock alone.
    pub(super) readable: AtomicBool,
    pub(super) writable: AtomicBool,
    pub(super) budget: AtomicUsize,
    pub(super) out: Mutex<Out>,
    /// It may have some, or the layer below.
    gathered: AtomicBool,
    /// Bytes that were sent in the life of the session.
    written: AtomicU64,
    /// The client sends what costs it nothing and us much.
    pub(super) flooded: AtomicBool,
    /// Something else has come than heads.
    pub(super) mixed: AtomicBool,
    /// So many heads have come that `h2` has not made a stream of.
    pub(super) heads: AtomicUsize,
}

impl Shared {
    /// Whether `h2` has something to send, or a stream is to be told something.
    pub fn has_news(&self) -> bool {
        self.wants() || self.any_woken.load(Ordering::SeqCst)
    }

    pub fn wants(&self) -> bool {
        self.wanted.load(Ordering::SeqCst)
    }

    pub(super) fn take_wanted(&self) -> bool {
        self.wants() && self.wanted.swap(false, Ordering::SeqCst)
    }

    /// The session is to be polled.
    pub fn want(&self) {
        // Whoever takes it back looks after that, and finds what this is for.
        if !self.wants() {
            self.wanted.store(true, Ordering::SeqCst);
        }
    }

    /// Whether an event of its port is going to have the session polled, with all that `h2` was given until now: it is
    /// taken back before `h2` is asked.
    pub fn is_left(&self) -> bool {
        self.left.load(Ordering::SeqCst)
    }

    /// The session is going to be polled by an event of its port; whether that is new.
    pub fn leave(&self) -> bool {
        !self.left.swap(true, Ordering::SeqCst)
    }

    /// The event has come for which it was left; whether there is still something to do. Others may have done it since
    /// they began their turn: whoever leaves something from here on needs another event.
    pub fn has_come(&self) -> bool {
        self.take_back();
        self.has_news()
    }

    fn take_back(&self) {
        // A look first: who leaves it from here on has an event to come.
        if self.is_left() {
            self.left.store(false, Ordering::SeqCst);
        }
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
    pub fn take_woken(&self) -> Streams {
        if !self.any_woken.load(Ordering::SeqCst) {
            return Streams::new();
        }
        let mut woken = self.woken.lock();
        self.any_woken.store(false, Ordering::Relaxed);
        std::mem::take(&mut *woken)
    }

    /// These streams are to be told. Whoever says so looks for news when the locks that it has are free.
    pub fn tell(&self, streams: impl IntoIterator<Item = Arc<Connection>>) {
        let mut woken = self.woken.lock();
        woken.extend(streams);
        self.any_woken.store(!woken.is_empty(), Ordering::Release);
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
        self.take_back();
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
        let moved = match self.gathered.load(Ordering::Relaxed) {
            true => self.out.lock().send(transport, &mut written),
            false => transport.flush(),
        };
        self.written.store(self.written() + written, Ordering::Relaxed);
        self.gathered.store(moved == Moved::Later, Ordering::Relaxed);
        self.writable.store(moved != Moved::Later, Ordering::Relaxed);
        moved
    }

    /// Takes bytes that are to be sent at the end of the turn, unless they are too many.
    pub(super) fn gather(&self, bytes: &[u8]) -> Option<usize> {
        self.gathered.store(true, Ordering::Relaxed);
        let mut out = self.out.lock();
        out.has_room(bytes).then(|| out.put(bytes))
    }

    /// Takes bytes to be sent with what has gathered, as many as there is room for; `Later` if there is none.
    pub(super) fn send_behind(&self, bytes: &[u8], transport: &Transport) -> Moved {
        let mut out = self.out.lock();
        if self.writable.load(Ordering::Relaxed) {
            let mut written = 0;
            let moved = out.send_with(bytes, transport, &mut written);
            self.written.store(self.written() + written, Ordering::Relaxed);
            match moved {
                Moved::Bytes(0) => {}
                Moved::Later => self.writable.store(false, Ordering::Relaxed),
                moved => return moved,
            }
        }
        match out.put(bytes) {
            0 => Moved::Later,
            count => Moved::Bytes(count),
        }
    }

    /// Whether the socket may have bytes still, and room.
    pub fn end_turn(&self) -> (bool, bool) {
        (self.readable.load(Ordering::Relaxed), self.writable.load(Ordering::Relaxed))
    }

    /// So many heads have come, and something else besides.
    pub(super) fn see(&self, heads: usize, mixed: bool) {
        self.heads.store(self.heads.load(Ordering::Relaxed).saturating_add(heads), Ordering::Relaxed);
        self.mixed.store(self.mixed.load(Ordering::Relaxed) || mixed, Ordering::Relaxed);
    }

    pub fn take_mixed(&self) -> bool {
        let mixed = self.mixed.load(Ordering::Relaxed);
        self.mixed.store(false, Ordering::Relaxed);
        mixed
    }

    /// `h2` has made a stream of a head.
    pub(super) fn take_head(&self) {
        self.heads.store(self.heads.load(Ordering::Relaxed).saturating_sub(1), Ordering::Relaxed);
    }

    pub fn has_heads(&self) -> bool {
        self.heads.load(Ordering::Relaxed) > 0
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A session that is left while somebody has its turn, who does all there is to do: the event finds nothing.
    #[test]
    fn an_event_that_finds_nothing_to_do_was_the_one_that_was_left() {
        let shared = Shared::default();
        shared.begin_turn(true, true);
        shared.want();
        assert!(shared.leave() && !shared.leave() && shared.is_left());
        assert!(shared.take_wanted());
        assert!(!shared.has_come());
        // What comes next is not taken for left.
        shared.want();
        assert!(!shared.is_left() && shared.leave());
        assert!(shared.has_come() && !shared.is_left());
    }
}
