//! The queue of what is received.

use super::memory::{Memory, span};
use super::{Action, Buffers, Error, Tickets};
use crate::abi::websocket::*;
use crate::net::websocket::{Fragment, Incoming as Found, MAX_HEADER, Received, WebSocket, close};
use crate::win32::caller_memory::CallerBuffer;
use core::ops::Range;

/// The caller's buffer, or none for a part of the session's.
#[derive(Debug)]
struct Operation {
    buffer: Option<CallerBuffer>,
    application: usize,
}

/// What was handed out and has not been completed.
#[derive(Debug)]
enum UnderWay {
    /// The network is read into the session's buffer.
    Network,
    /// It is read into the operation's: all of it is one frame's data.
    Direct,
    Told,
}

#[derive(Debug)]
pub(super) struct Incoming {
    operation: Option<Operation>,
    under_way: Option<UnderWay>,
    tickets: Tickets,
    /// What has come and has not been read, in the session's buffer.
    unread: Range<usize>,
    /// What has come in the operation's buffer, and has to be unmasked.
    direct: usize,
    /// A close has come, the connection has ended, or the session was aborted.
    ended: bool,
}

impl Incoming {
    pub(super) fn new() -> Self {
        Self { operation: None, under_way: None, tickets: Tickets::new(2), unread: 0..0, direct: 0, ended: false }
    }

    pub(super) fn begin(&mut self, buffer: Option<CallerBuffer>, application: usize) -> Result<(), Error> {
        if self.ended || self.operation.is_some() {
            return Err(Error::Operation);
        }
        self.operation = Some(Operation { buffer, application });
        Ok(())
    }

    /// The next action. Where `yields`, a ping is answered before more is asked of the network: whoever sent
    /// it may wait for the answer.
    pub(super) fn next(
        &mut self,
        socket: &mut WebSocket,
        memory: &mut Memory,
        yields: bool,
    ) -> Result<Option<Action>, Error> {
        let Some(operation) = &mut self.operation else { return Ok(None) };
        if self.under_way.is_some() {
            return Ok(None);
        }
        if self.ended {
            return Ok(Some(self.tell(Buffers::none(), WEB_SOCKET_CLOSE_BUFFER_TYPE)));
        }
        let unread = &mut memory.receive.as_mut_slice()[self.unread.clone()];
        let came_directly = core::mem::take(&mut self.direct);
        let received = match &mut operation.buffer {
            Some(buffer) if came_directly > 0 => socket.read_in_place(&mut buffer.as_mut_slice()[..came_directly]),
            Some(buffer) => socket.read(unread, buffer.as_mut_slice()),
            None => socket.read_in_place(unread),
        };
        let Received { consumed, incoming } = received.map_err(|_| Error::Format)?;
        if came_directly == 0 {
            self.unread.start += consumed;
        }
        let end = self.unread.start;
        Ok(Some(match incoming {
            Found::More if yields && socket.owes_pong() => return Ok(None),
            Found::More => self.ask_network(socket, memory),
            Found::Fragment(fragment) => {
                let span = match &mut operation.buffer {
                    Some(buffer) => span(buffer, 0..fragment.bytes),
                    None => span(&mut memory.receive, end - fragment.bytes..end),
                };
                self.tell(Buffers::one(span), kind_of(fragment))
            }
            Found::Close => {
                self.ended = true;
                let status = socket.close_status().cloned().unwrap_or_default();
                let reason = memory.put_reason(&status.reason);
                let code = status.code.unwrap_or(close::NO_STATUS);
                self.tell(Buffers::Close { code, reason }, WEB_SOCKET_CLOSE_BUFFER_TYPE)
            }
        }))
    }

    fn tell(&mut self, buffers: Buffers, kind: WEB_SOCKET_BUFFER_TYPE) -> Action {
        let application = self.operation.take().map_or(0, |operation| operation.application);
        self.under_way = Some(UnderWay::Told);
        let ticket = self.tickets.next();
        Action { what: WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION, buffers, kind, application, ticket }
    }

    /// Asks for more. Data of a frame whose header has come goes where the caller wants it, unless so little
    /// of it is left that what follows may as well be read along.
    fn ask_network(&mut self, socket: &WebSocket, memory: &mut Memory) -> Action {
        let left = usize::try_from(socket.data_left()).unwrap_or(usize::MAX);
        let operation = self.operation.as_mut();
        let application = operation.as_ref().map_or(0, |operation| operation.application);
        let span = match operation.and_then(|operation| operation.buffer.as_mut()) {
            Some(buffer) if left > MAX_HEADER => {
                self.under_way = Some(UnderWay::Direct);
                let length = left.min(buffer.len());
                span(buffer, 0..length)
            }
            _ => {
                self.under_way = Some(UnderWay::Network);
                self.unread = 0..0;
                let length = memory.receive.len();
                span(&mut memory.receive, 0..length)
            }
        };
        let ticket = self.tickets.next();
        Action {
            what: WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION,
            buffers: Buffers::one(span),
            kind: WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE,
            application,
            ticket,
        }
    }

    /// So many bytes have come; 0 for the end of the connection.
    pub(super) fn complete(&mut self, ticket: usize, transferred: usize, socket: &mut WebSocket, memory: &Memory) {
        if self.under_way.is_none() || ticket != self.tickets.current() {
            return;
        }
        match self.under_way.take() {
            Some(UnderWay::Network | UnderWay::Direct) if transferred == 0 => {
                socket.end_of_input();
                self.ended = true;
            }
            Some(UnderWay::Network) => self.unread = 0..transferred.min(memory.receive.len()),
            Some(UnderWay::Direct) => {
                let buffer = self.operation.as_ref().and_then(|operation| operation.buffer.as_ref());
                let most = buffer.map_or(0, |buffer| (buffer.len() as u64).min(socket.data_left()) as usize);
                self.direct = transferred.min(most);
            }
            Some(UnderWay::Told) | None => {}
        }
    }

    pub(super) fn abort(&mut self) {
        self.ended = true;
    }
}

fn kind_of(fragment: Fragment) -> WEB_SOCKET_BUFFER_TYPE {
    match (fragment.text, fragment.last) {
        (true, true) => WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE,
        (true, false) => WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE,
        (false, true) => WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE,
        (false, false) => WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE,
    }
}
