//! A request's head with the memory it was read into, used again and again.

use super::connection::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use super::http1::body::Body;
use super::http1::head::Head;
use super::url::CookedUrl;
use crate::win32::caller_memory::CallerBuffer;
use parking_lot::Mutex;
use std::cell::Cell;
use std::sync::Arc;

/// A head starts in a buffer of so many bytes, and is kept for others up to the second size.
const FIRST: usize = 4 << 10;
const KEPT: usize = 16 << 10;
/// So many messages are kept for requests to come.
const MOST: usize = 256;

#[derive(Default)]
pub struct Message {
    /// All of it may be written; `filled` says how much was.
    pub bytes: Vec<u8>,
    pub filled: usize,
    /// How many bytes the parser has seen.
    pub seen: usize,
    /// When the first byte was looked at, in milliseconds of the coarse clock.
    pub began: u64,
    pub head: Head,
    pub url: CookedUrl,
}

thread_local! {
    /// The first one of those that a thread keeps, without a lock.
    static OWN: Cell<Option<Box<Message>>> = const { Cell::new(None) };
}

#[expect(clippy::vec_box, reason = "a message is large, and stays where it is on its way to a request and back")]
static SPARE: Mutex<Vec<Box<Message>>> = Mutex::new(Vec::new());

impl Message {
    pub fn new() -> Box<Self> {
        // A thread at its end has none of its own.
        let own = OWN.try_with(Cell::take).ok().flatten();
        let mut message = own.or_else(|| SPARE.lock().pop()).unwrap_or_default();
        if message.bytes.is_empty() {
            message.bytes.resize(FIRST, 0);
        }
        message.filled = 0;
        message.seen = 0;
        #[cfg(feature = "http2")]
        {
            message.head.is_written = false;
        }
        message
    }

    /// Where the next bytes go; there is always room.
    pub fn room(&mut self) -> &mut [u8] {
        if self.filled == self.bytes.len() {
            self.bytes.resize(self.bytes.len() * 2, 0);
        }
        &mut self.bytes[self.filled..]
    }

    /// Keeps the memory for another request.
    pub fn recycle(self: Box<Self>) {
        // ThreadSanitizer does not know the fence by which the last owner of a request comes after
        // the others (tests/tsan.supp), and would take the next use of its memory for a race.
        if self.bytes.len() <= KEPT && !cfg!(portico_tsan) {
            let Some(message) = OWN.try_with(|own| own.replace(Some(self))).ok().flatten() else { return };
            let mut spare = SPARE.lock();
            if spare.len() < MOST {
                spare.push(message);
            }
        }
    }
}

/// A request whose head has come.
pub struct Request {
    message: Option<Box<Message>>,
    connection: Arc<Connection>,
    /// Which of the connection's it is. What is done with a request that is not the current one any more
    /// does nothing to the one that is.
    number: u32,
}

impl Request {
    pub(super) fn new(message: Box<Message>, connection: Arc<Connection>, number: u32) -> Self {
        Self { message: Some(message), connection, number }
    }

    fn message(&self) -> &Message {
        // It is there until the drop.
        self.message.as_ref().expect("a request has its message")
    }

    pub fn head(&self) -> &Head {
        &self.message().head
    }

    /// The head as it came, into which the spans of `head` point.
    pub fn bytes(&self) -> &[u8] {
        &self.message().bytes[..self.head().length as usize]
    }

    /// When its first byte came, in milliseconds of the coarse clock.
    pub fn began(&self) -> u64 {
        self.message().began
    }

    pub fn url(&self) -> &CookedUrl {
        &self.message().url
    }

    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// Whether it has a body that was not read to its end. Most requests have none, and then the
    /// connection need not be asked until it leaves HTTP.
    pub fn has_body_left(&self) -> bool {
        self.may_have_body() && self.connection.has_body_left_of(self.number)
    }

    fn may_have_body(&self) -> bool {
        self.head().body != Body::None || self.connection.has_left_http()
    }

    /// So many bytes of it have been taken as they came: the head, and what was read of the body with what frames it.
    pub fn received(&self) -> u64 {
        let body = if self.may_have_body() { self.connection.body_received_of(self.number) } else { 0 };
        u64::from(self.head().length) + body
    }

    /// Reads of the body, of whose bytes some may have come.
    pub fn receive_body(
        &self,
        into: CallerBuffer,
        fill: bool,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.connection.receive_body_of(self.number, into, fill, completion)
    }

    /// Takes what is there of the body, without waiting; `None` if nothing is.
    pub fn take_body(&self, into: CallerBuffer) -> Option<Transferred> {
        self.connection.take_body_of(self.number, into)
    }

    /// Sends a part of the response, as `Connection::send` does. `begin` is called when no other send is under way,
    /// and says how the response goes on or that nothing is to be sent. It is called under the connection's lock, and
    /// may take none that is held anywhere while a connection's is waited for.
    pub fn send(
        &self,
        head: &[u8],
        chunks: &[Chunk],
        begin: impl FnOnce() -> Option<SendEnd>,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.connection.send_of(self.number, head, chunks, begin, completion)
    }

    /// Whether another request may follow this one.
    pub fn keeps_alive(&self) -> bool {
        match self.head().body {
            Body::None => self.head().keep_alive && !self.connection.listener().is_stopping(),
            Body::Length(_) | Body::Chunked => self.connection.keeps_alive(),
        }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(message) = self.message.take() {
            message.recycle();
        }
    }
}
