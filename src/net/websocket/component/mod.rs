//! The protocol component behind `websocket.h`: an end of a WebSocket that tells its caller what to do.
//!
//! A [`Session`] has a queue for sending and one for receiving, each with one operation of the caller's and
//! one action under way. It moves no bytes to or from a network: an action names buffers, the
//! caller sends or fills them and says that it has. Buffers are the caller's own, or parts of the session's
//! [`Memory`].

mod incoming;
mod memory;
mod outgoing;
mod properties;
mod session;

pub use memory::Memory;
pub use outgoing::Content;
pub use properties::{DEFAULT_KEEP_ALIVE, Properties, Property};
pub use session::{Header, Queues, Session};

use crate::abi::websocket::{WEB_SOCKET_ACTION, WEB_SOCKET_BUFFER_TYPE};
use smallvec::SmallVec;

/// Why a call does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// E_INVALIDARG
    Argument,
    /// E_INVALID_PROTOCOL_FORMAT: what came breaks the rules.
    Format,
    /// E_INVALID_PROTOCOL_OPERATION: not now.
    Operation,
}

/// Where bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: *mut u8,
    pub length: u32,
}

/// What an action is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Buffers {
    Data(SmallVec<[Span; 2]>),
    Close { code: u16, reason: Span },
}

impl Buffers {
    fn none() -> Self {
        Self::Data(SmallVec::new())
    }

    fn one(span: Span) -> Self {
        Self::Data(SmallVec::from_slice(&[span]))
    }
}

/// What the caller has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub what: WEB_SOCKET_ACTION,
    pub buffers: Buffers,
    pub kind: WEB_SOCKET_BUFFER_TYPE,
    /// What the caller gave with the operation; 0 where it is nobody's.
    pub application: usize,
    /// Names the action when it is completed.
    pub ticket: usize,
}

/// An action that was handed out, by its ticket: its queue and a number that does not come again soon.
#[derive(Debug)]
struct Tickets {
    queue: usize,
    last: usize,
}

impl Tickets {
    fn new(queue: usize) -> Self {
        Self { queue, last: 0 }
    }

    fn next(&mut self) -> usize {
        self.last = self.last.wrapping_add(1) & (usize::MAX >> 2);
        self.current()
    }

    fn current(&self) -> usize {
        self.last << 2 | self.queue
    }
}
