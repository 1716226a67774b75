//! One end of a WebSocket: both halves, and how they close.

use super::close::{self, CloseStatus, InvalidClose};
use super::control::{ControlFrame, Payload};
use super::failure::Failure;
use super::header::{Header, HeaderBytes, Opcode};
use super::mask::Mask;
use super::reader::{Event, Fragment, Reader};
use super::role::Role;
use core::fmt;
use std::collections::VecDeque;

/// What a call of [`WebSocket::read`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// The input is used up: more has to come.
    More,
    Fragment(Fragment),
    /// The peer has closed: [`WebSocket::close_status`] tells how. Nothing comes after it.
    Close,
}

/// What a call took from the front of its input, and what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    pub consumed: usize,
    pub incoming: Incoming,
}

/// Why nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendError {
    /// No data follows our close, nothing at all a failure or the end of the connection.
    Closed,
    /// A fragment that goes on with a message of the other type.
    TypeChanged,
    /// More than 125 bytes in a ping.
    LongControl,
    InvalidClose(InvalidClose),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("this end has closed"),
            Self::TypeChanged => f.write_str("a message goes on as it began, as text or binary"),
            Self::LongControl => f.write_str("a ping has at most 125 bytes"),
            Self::InvalidClose(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for SendError {}

/// Where the closing of a WebSocket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Open,
    /// The peer has not answered yet; its data still comes.
    CloseSent,
    /// We may still end the message that we are in, then we answer.
    CloseReceived,
    /// Both have closed: the server ends the connection.
    Closed,
    /// The peer has broken the rules: its close is sent, and the connection ends.
    Failed(Failure),
    /// The connection ended without a close.
    Lost,
}

/// One end of a WebSocket; the module tells how it is used.
#[derive(Debug)]
pub struct WebSocket {
    role: Role,
    masks: bool,
    reader: Reader,
    /// The message that is being sent: whether it is text.
    sending: Option<bool>,
    /// The newest pings that have not been answered, the oldest of them first.
    pings: VecDeque<Payload>,
    /// So many of them are kept.
    answers: usize,
    /// A ping of ours has been sent, and no pong has come since.
    awaits_pong: bool,
    close_sent: bool,
    failure: Option<Failure>,
    /// What came before a failure may be answered until its close is sent.
    answers_first: bool,
    lost: bool,
}

impl WebSocket {
    pub fn new(role: Role) -> Self {
        Self {
            role,
            masks: true,
            reader: Reader::new(role),
            sending: None,
            pings: VecDeque::new(),
            answers: 1,
            awaits_pong: false,
            close_sent: false,
            failure: None,
            answers_first: false,
            lost: false,
        }
    }

    /// For whoever reads ahead: what came before a failure may still be answered, until `due` has made the close.
    pub fn answer_before_failing(&mut self) {
        self.answers_first = true;
    }

    /// So many of the newest pings are answered, where it would be one.
    pub fn answer_pings(&mut self, most: usize) {
        self.answers = most.max(1);
    }

    /// A client sends without masks, a server takes frames without them: for connections that nobody is in
    /// the way of.
    pub fn without_masks(&mut self) {
        self.masks = false;
        self.reader.take_any_mask();
    }

    /// See [`Reader::trust_text`].
    pub fn trust_text(&mut self) {
        self.reader.trust_text();
    }

    /// See [`Reader::data_left`].
    pub fn data_left(&self) -> u64 {
        self.reader.data_left()
    }

    /// See [`Reader::data_ahead`].
    pub fn data_ahead(&self) -> Option<(usize, u64)> {
        self.reader.data_ahead()
    }

    /// See [`Reader::begins_data`].
    pub fn begins_data(&self, header: &[u8]) -> bool {
        self.reader.begins_data(header)
    }

    /// Reads up to the next fragment or close; its bytes are at the front of `output`, which has room for one
    /// byte at least. Pings and pongs on the way are dealt with: ask `due` afterwards.
    pub fn read(&mut self, input: &[u8], output: &mut [u8]) -> Result<Received, Failure> {
        let mut consumed = 0;
        loop {
            let read = self.reader.read(&input[consumed..], output);
            let read = read.inspect_err(|failure| self.fail(*failure))?;
            consumed += read.consumed;
            if let Some(incoming) = self.take(read.event) {
                return Ok(Received { consumed, incoming });
            }
        }
    }

    /// The same where the input may be written to: the bytes of a fragment are the last of those consumed.
    pub fn read_in_place(&mut self, input: &mut [u8]) -> Result<Received, Failure> {
        let mut consumed = 0;
        loop {
            let read = self.reader.read_in_place(&mut input[consumed..]);
            let read = read.inspect_err(|failure| self.fail(*failure))?;
            consumed += read.consumed;
            if let Some(incoming) = self.take(read.event) {
                return Ok(Received { consumed, incoming });
            }
        }
    }

    fn take(&mut self, event: Event) -> Option<Incoming> {
        match event {
            Event::More => Some(if self.has_close() { Incoming::Close } else { Incoming::More }),
            Event::Fragment(fragment) => Some(Incoming::Fragment(fragment)),
            Event::Ping => {
                if self.pings.len() == self.answers {
                    self.pings.pop_front();
                }
                self.pings.push_back(*self.reader.control());
                None
            }
            Event::Pong => {
                self.awaits_pong = false;
                None
            }
            Event::Close => Some(Incoming::Close),
        }
    }

    fn fail(&mut self, failure: Failure) {
        self.failure = Some(failure);
        self.pings.clear();
    }

    /// The connection gives no more bytes. Without a close before it, it is lost.
    pub fn end_of_input(&mut self) {
        self.lost = !self.has_close() && self.failure.is_none();
    }

    /// Whether the peer's close has come.
    fn has_close(&self) -> bool {
        self.reader.close_status().is_some()
    }

    pub fn phase(&self) -> Phase {
        match (self.failure, self.has_close(), self.close_sent) {
            (Some(failure), ..) => Phase::Failed(failure),
            (None, true, true) => Phase::Closed,
            (None, true, false) => Phase::CloseReceived,
            _ if self.lost => Phase::Lost,
            (None, false, true) => Phase::CloseSent,
            (None, false, false) => Phase::Open,
        }
    }

    /// What the peer's close said; `None` before it, after a failure and where the connection was lost.
    pub fn close_status(&self) -> Option<&CloseStatus> {
        self.reader.close_status()
    }

    /// Whether a ping of ours is without an answer.
    pub fn awaits_pong(&self) -> bool {
        self.awaits_pong
    }

    /// A control frame that the rules ask for: a pong for the newest ping, or the close after a failure.
    /// It is sent between two frames. Ask again until there is none.
    pub fn due(&mut self) -> Option<ControlFrame> {
        if let Some(pong) = self.due_pong() {
            return Some(pong);
        }
        let failure = self.failure?;
        self.close(failure.close_code(), "").ok()
    }

    /// Whether there is a ping to answer.
    pub fn owes_pong(&self) -> bool {
        !self.pings.is_empty() && self.may_send_control().is_ok()
    }

    /// Whether one more ping would have another one go without an answer: who cannot send need not read on then.
    pub fn has_enough_pings(&self) -> bool {
        self.pings.len() == self.answers
    }

    /// The pong alone. Pings are answered until the peer's close has come, after our own too.
    pub fn due_pong(&mut self) -> Option<ControlFrame> {
        let payload = self.pings.pop_front()?;
        if self.pings.is_empty() {
            self.pings = VecDeque::new();
        }
        self.may_send_control().ok()?;
        Some(self.control(Opcode::Pong, &payload))
    }

    /// The header of a fragment of so many bytes, which are sent behind it, masked where there is a mask.
    pub fn fragment(&mut self, text: bool, last: bool, length: u64) -> Result<(HeaderBytes, Mask), SendError> {
        self.may_send_control()?;
        if self.close_sent {
            return Err(SendError::Closed);
        }
        let opcode = match self.sending {
            Some(begun) if begun != text => return Err(SendError::TypeChanged),
            Some(_) => Opcode::Continuation,
            None if text => Opcode::Text,
            None => Opcode::Binary,
        };
        self.sending = (!last).then_some(text);
        let mask = self.fresh_mask();
        Ok((Header { last, opcode, mask, length }.write(), Mask::new(mask.unwrap_or_default())))
    }

    pub fn ping(&mut self, payload: &[u8]) -> Result<ControlFrame, SendError> {
        self.may_send_control()?;
        let payload = Payload::new(payload).ok_or(SendError::LongControl)?;
        self.awaits_pong = true;
        Ok(self.control(Opcode::Ping, &payload))
    }

    /// A pong that answers nothing.
    pub fn unsolicited_pong(&mut self, payload: &[u8]) -> Result<ControlFrame, SendError> {
        self.may_send_control()?;
        let payload = Payload::new(payload).ok_or(SendError::LongControl)?;
        Ok(self.control(Opcode::Pong, &payload))
    }

    /// The close frame, by the rules of `SendConnectionClose`: 0 and 1005 make an empty one; where they do
    /// not allow it, nothing changes. After it no data is sent.
    pub fn close(&mut self, code: u16, reason: &str) -> Result<ControlFrame, SendError> {
        let payload = close::payload(code, reason).map_err(SendError::InvalidClose)?;
        if self.close_sent || self.lost {
            return Err(SendError::Closed);
        }
        self.close_sent = true;
        self.sending = None;
        Ok(self.control(Opcode::Close, &payload))
    }

    fn may_send_control(&self) -> Result<(), SendError> {
        let closed = self.close_sent && self.has_close();
        let failed = self.failure.is_some() && (self.close_sent || !self.answers_first);
        if closed || failed || self.lost { Err(SendError::Closed) } else { Ok(()) }
    }

    fn control(&self, opcode: Opcode, payload: &Payload) -> ControlFrame {
        ControlFrame::new(opcode, payload, self.fresh_mask())
    }

    fn fresh_mask(&self) -> Option<[u8; 4]> {
        (self.masks && !self.role.expects_masks()).then(random_mask)
    }
}

/// A mask that nobody can foretell.
fn random_mask() -> [u8; 4] {
    let mut mask = [0; 4];
    getrandom::fill(&mut mask).expect("the kernel has random bytes");
    mask
}
