//! A request's head with the memory it was read into, used again and again.

use super::connection::Connection;
use super::http1::head::Head;
use super::url::CookedUrl;
use parking_lot::Mutex;
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

#[expect(clippy::vec_box, reason = "a message is large, and stays where it is on its way to a request and back")]
static SPARE: Mutex<Vec<Box<Message>>> = Mutex::new(Vec::new());

impl Message {
    pub fn new() -> Box<Self> {
        let mut message = SPARE.lock().pop().unwrap_or_default();
        if message.bytes.is_empty() {
            message.bytes.resize(FIRST, 0);
        }
        message.filled = 0;
        message.seen = 0;
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
        if self.bytes.len() <= KEPT {
            let mut spare = SPARE.lock();
            if spare.len() < MOST {
                spare.push(self);
            }
        }
    }
}

/// A request whose head has come.
pub struct Request {
    message: Option<Box<Message>>,
    connection: Arc<Connection>,
}

impl Request {
    pub(super) fn new(message: Box<Message>, connection: Arc<Connection>) -> Self {
        Self { message: Some(message), connection }
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
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(message) = self.message.take() {
            message.recycle();
        }
    }
}
