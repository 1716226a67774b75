//! The queue of what is sent.

use super::memory::{Memory, span};
use super::{Action, Buffers, Error, Span, Tickets};
use crate::abi::websocket::*;
use crate::net::websocket::control::ControlFrame;
use crate::net::websocket::{HeaderBytes, Mask, SendError, WebSocket};
use crate::win32::caller_memory::CallerBytes;
use smallvec::{SmallVec, smallvec};

/// What is left to send of an operation.
#[derive(Debug)]
enum Rest {
    /// A frame of data: its header unless that has been sent, and what is left of its payload.
    Data {
        header: Option<HeaderBytes>,
        mask: Option<Mask>,
        payload: CallerBytes,
    },
    Control(ControlFrame),
    Nothing,
}

#[derive(Debug)]
struct Operation {
    kind: WEB_SOCKET_BUFFER_TYPE,
    application: usize,
    rest: Rest,
}

/// What was handed out and has not been completed.
#[derive(Debug)]
enum UnderWay {
    /// So many bytes; when they are sent, so much of the operation's payload is.
    Bytes {
        total: usize,
        payload: usize,
        of_operation: bool,
    },
    Told,
}

#[derive(Debug)]
pub(super) struct Outgoing {
    operation: Option<Operation>,
    under_way: Option<UnderWay>,
    tickets: Tickets,
    /// Aborted, or a frame was not sent whole: nothing is sent any more.
    ended: bool,
}

/// What the caller wants to send.
#[derive(Debug)]
pub enum Content<'a> {
    Data { text: bool, last: bool, payload: CallerBytes },
    Close { code: u16, reason: &'a str },
    Ping,
    Pong,
}

impl Outgoing {
    pub(super) fn new() -> Self {
        Self { operation: None, under_way: None, tickets: Tickets::new(1), ended: false }
    }

    pub(super) fn begin(
        &mut self,
        socket: &mut WebSocket,
        kind: WEB_SOCKET_BUFFER_TYPE,
        content: Content<'_>,
        application: usize,
    ) -> Result<(), Error> {
        if self.ended || self.operation.is_some() {
            return Err(Error::Operation);
        }
        let rest = match content {
            Content::Data { text, last, payload } => {
                let (header, mask) = socket.fragment(text, last, payload.len() as u64).map_err(error_of)?;
                let mask = (header[1] & 0x80 != 0).then_some(mask);
                Rest::Data { header: Some(header), mask, payload }
            }
            Content::Close { code, reason } => Rest::Control(socket.close(code, reason).map_err(error_of)?),
            Content::Ping => Rest::Control(socket.ping(&[]).map_err(error_of)?),
            Content::Pong => Rest::Control(socket.unsolicited_pong(&[]).map_err(error_of)?),
        };
        self.operation = Some(Operation { kind, application, rest });
        Ok(())
    }

    /// Whether an action may be asked for.
    pub(super) fn is_idle(&self) -> bool {
        self.under_way.is_none() && !self.ended
    }

    /// The next action, with at most `room` buffers.
    pub(super) fn next(&mut self, socket: &mut WebSocket, memory: &mut Memory, room: usize) -> Option<Action> {
        if self.under_way.is_some() {
            return None;
        }
        let in_frame = matches!(&self.operation, Some(Operation { rest: Rest::Data { header: None, payload, .. }, .. }) if !payload.is_empty());
        // Between two frames what the rules ask for comes first.
        if !self.ended
            && !in_frame
            && let Some(pong) = socket.due_pong()
        {
            let span = memory.put_control(&pong);
            self.under_way = Some(UnderWay::Bytes { total: pong.len(), payload: 0, of_operation: false });
            return Some(self.action(
                WEB_SOCKET_SEND_TO_NETWORK_ACTION,
                Buffers::one(span),
                WEB_SOCKET_PING_PONG_BUFFER_TYPE,
                0,
            ));
        }
        let operation = self.operation.as_mut()?;
        let (kind, application) = (operation.kind, operation.application);
        if self.ended {
            operation.rest = Rest::Nothing;
        }
        let (spans, payload): (SmallVec<[Span; 2]>, usize) = match &mut operation.rest {
            Rest::Nothing => {
                self.operation = None;
                self.under_way = Some(UnderWay::Told);
                return Some(self.action(WEB_SOCKET_INDICATE_SEND_COMPLETE_ACTION, Buffers::none(), kind, application));
            }
            Rest::Control(frame) => (smallvec![memory.put_control(frame)], 0),
            Rest::Data { header, mask: None, payload } => {
                from_the_callers_buffer(header.as_deref(), *payload, memory, room)
            }
            Rest::Data { header, mask: Some(mask), payload } => masked(header.as_deref(), mask, *payload, memory),
        };
        let total = spans.iter().map(|span| span.length as usize).sum();
        self.under_way = Some(UnderWay::Bytes { total, payload, of_operation: true });
        Some(self.action(WEB_SOCKET_SEND_TO_NETWORK_ACTION, Buffers::Data(spans), kind, application))
    }

    fn action(&mut self, what: i32, buffers: Buffers, kind: WEB_SOCKET_BUFFER_TYPE, application: usize) -> Action {
        Action { what, buffers, kind, application, ticket: self.tickets.next() }
    }

    pub(super) fn complete(&mut self, ticket: usize, transferred: usize) {
        if self.under_way.is_none() || ticket != self.tickets.current() {
            return;
        }
        let Some(UnderWay::Bytes { total, payload: sent, of_operation }) = self.under_way.take() else { return };
        if transferred != total {
            self.ended = true;
        } else if of_operation && let Some(operation) = &mut self.operation {
            operation.rest = match &operation.rest {
                Rest::Data { mask, payload, .. } if payload.len() > sent => {
                    Rest::Data { header: None, mask: *mask, payload: payload.part(sent..payload.len()) }
                }
                _ => Rest::Nothing,
            };
        }
    }

    pub(super) fn abort(&mut self) {
        self.ended = true;
    }
}

/// A header, and the payload where it is.
fn from_the_callers_buffer(
    header: Option<&[u8]>,
    payload: CallerBytes,
    memory: &mut Memory,
    room: usize,
) -> (SmallVec<[Span; 2]>, usize) {
    let mut spans = SmallVec::new();
    if let Some(header) = header {
        memory.send.as_mut_slice()[..header.len()].copy_from_slice(header);
        spans.push(span(&mut memory.send, 0..header.len()));
    }
    if payload.is_empty() || spans.len() == room {
        return (spans, 0);
    }
    // The caller's own pointer, which it reads from.
    spans.push(Span { start: payload.as_ptr().cast_mut(), length: payload.len() as u32 });
    (spans, payload.len())
}

/// A header, and as much of the payload as there is room for, masked.
fn masked(
    header: Option<&[u8]>,
    mask: &mut Mask,
    payload: CallerBytes,
    memory: &mut Memory,
) -> (SmallVec<[Span; 2]>, usize) {
    let header = header.unwrap_or_default();
    let (head, body) = memory.send.as_mut_slice().split_at_mut(header.len());
    head.copy_from_slice(header);
    let count = payload.len().min(body.len());
    mask.copy(&payload.as_slice()[..count], &mut body[..count]);
    (smallvec![span(&mut memory.send, 0..header.len() + count)], count)
}

fn error_of(error: SendError) -> Error {
    match error {
        SendError::InvalidClose(_) | SendError::LongControl => Error::Argument,
        SendError::Closed | SendError::TypeChanged => Error::Operation,
    }
}
