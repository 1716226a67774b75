//! The half that writes: frames one behind the other, the module's between those of the rules.

use super::{Callback, Outcome, SocketObject, SocketState};
use crate::abi::iis::*;
use crate::httpapi::operation::{Ended, Style};
use crate::httpapi::response_parts::Body;
use crate::httpapi::send;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::context::Context;
use crate::net::connection::{Completion, Failure, Progress, Transferred};
use crate::net::websocket::{SendError, WebSocket};
use crate::win32::caller_memory::CallerBytes;
use crate::win32::current;
use parking_lot::{Condvar, Mutex};
use smallvec::SmallVec;
use std::cell::Cell;
use std::sync::Arc;

/// What goes out in one piece.
pub(super) struct Outgoing {
    /// A header, or a whole control frame.
    head: SmallVec<[u8; 16]>,
    /// The module's own bytes.
    payload: CallerBytes,
    /// Behind it the connection ends.
    last: bool,
    /// It has its turn.
    sends: bool,
    done: Done,
}

/// Who is told when it is out. A callback keeps the request.
enum Done {
    Nobody,
    Callback(Callback, Outcome, Arc<Context>),
    Waiter(Arc<Waiter>),
}

#[derive(Default)]
struct Waiter {
    result: Mutex<Option<HRESULT>>,
    changed: Condvar,
}

impl Waiter {
    fn end(&self, result: HRESULT) {
        *self.result.lock() = Some(result);
        self.changed.notify_all();
    }

    fn wait(&self) -> HRESULT {
        let mut result = self.result.lock();
        loop {
            if let Some(result) = *result {
                return result;
            }
            current::blocked(|| self.changed.wait(&mut result));
        }
    }
}

impl Outgoing {
    fn new(head: &[u8], payload: CallerBytes) -> Self {
        Self { head: head.into(), payload, last: false, sends: false, done: Done::Nobody }
    }

    pub fn control(frame: &[u8]) -> Self {
        Self::new(frame, CallerBytes::EMPTY)
    }

    /// All pongs that are due.
    fn pongs(machine: &mut WebSocket) -> Self {
        let mut all = Self::control(&[]);
        while let Some(pong) = machine.due_pong() {
            all.head.extend_from_slice(&pong);
        }
        all
    }

    /// The end of the connection.
    pub fn end() -> Self {
        Self { last: true, ..Self::control(&[]) }
    }

    fn told(self, done: Done) -> Self {
        Self { done, ..self }
    }
}

/// A piece that is on its way.
struct Sent {
    socket: Arc<SocketObject>,
    done: Done,
    key: usize,
}

impl Completion for Sent {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { socket, done, .. } = *self;
        socket.state.lock().sending = false;
        socket.done(done, hresult::of(Ended::from(result).code));
        socket.pump();
        // Pings that nobody could answer may have been in the way of more.
        socket.read_on();
    }

    fn overlapped(&self) -> usize {
        self.key
    }
}

fn code_of(error: SendError) -> HRESULT {
    match error {
        SendError::Closed => hresult::of(ERROR_CONNECTION_INVALID),
        SendError::TypeChanged | SendError::LongControl | SendError::InvalidClose(_) => E_INVALIDARG,
    }
}

impl SocketState {
    /// Tells whoever waits for a piece.
    fn done(&self, done: Done, result: HRESULT) {
        if !matches!(done, Done::Nobody) {
            self.state.lock().writing = false;
        }
        match done {
            Done::Nobody => {}
            Done::Callback(callback, outcome, context) => {
                let bytes = if result == S_OK { outcome.bytes } else { 0 };
                self.tell(context, callback, Outcome { result, bytes, ..outcome });
            }
            Done::Waiter(waiter) => waiter.end(result),
        }
    }

    /// Sends what the rules ask for and the next pieces, until one goes on later.
    pub(super) fn pump(&self) {
        loop {
            let next = {
                let mut state = self.state.lock();
                if state.sending {
                    return;
                }
                // Pings are answered when there is room: no pongs pile up here.
                let pongs = state.machine.owes_pong().then(|| Outgoing::pongs(&mut state.machine));
                let Some(next) = pongs.or_else(|| state.outbox.pop_front()) else { return };
                state.sending = true;
                next
            };
            match self.transmit(next) {
                Ok((done, result)) => {
                    self.state.lock().sending = false;
                    self.done(done, result);
                }
                Err(Later) => return,
            }
        }
    }

    /// Sends a piece: how it went, with who is to be told.
    fn transmit(&self, piece: Outgoing) -> Result<(Done, HRESULT), Later> {
        let Outgoing { head, payload, last, done, .. } = piece;
        let (Some(context), Some(socket)) = (self.context.upgrade(), self.this.upgrade()) else {
            return Ok((done, hresult::of(ERROR_CONNECTION_INVALID)));
        };
        let Some(request) = &context.wire else { return Ok((done, hresult::of(ERROR_CONNECTION_INVALID))) };
        let key = self.key();
        if last {
            let flags = HTTP_SEND_RESPONSE_FLAG_DISCONNECT;
            // Nobody waits for it.
            let nobody = || -> Box<dyn Completion> { Box::new(Nobody(key)) };
            send::send_body(context.worker.queue(), request.id, flags, Body::default(), None, Style::Told(&nobody));
            return Ok((done, S_OK));
        }
        let kept = Cell::new(Some(done));
        let progress = send::send_stream(request, &head, payload, || {
            Box::new(Sent { socket, done: kept.take().unwrap_or(Done::Nobody), key })
        });
        let result = match progress {
            Ok(Progress::Pending) => return Err(Later),
            Ok(Progress::Done(_)) => S_OK,
            Err(failure) => hresult::of(Ended::from(Err(failure)).code),
        };
        Ok((kept.take().unwrap_or(Done::Nobody), result))
    }

    /// Has a piece sent; its result where that is known at once and wanted here.
    fn submit(&self, piece: Outgoing, always: bool) -> Option<HRESULT> {
        if !piece.sends {
            let mut state = self.state.lock();
            if state.sending || !state.outbox.is_empty() {
                state.outbox.push_back(piece);
                drop(state);
                self.pump();
                return None;
            }
            state.sending = true;
        }
        let ended = self.transmit(piece);
        let Ok((done, result)) = ended else { return None };
        let (told, more) = {
            let mut state = self.state.lock();
            state.sending = false;
            let told = !matches!(done, Done::Nobody) && (result < 0 || !always);
            state.writing &= !told;
            (told, state.machine.owes_pong() || !state.outbox.is_empty())
        };
        if !told {
            self.done(done, result);
        }
        if more {
            self.pump();
        }
        told.then_some(result)
    }

    /// A fragment: its header and the module's own bytes.
    fn fragment(&self, bytes: CallerBytes, text: bool, last: bool) -> Result<Outgoing, HRESULT> {
        let mut state = self.state.lock();
        if state.writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let (header, _) = state.machine.fragment(text, last, bytes.len() as u64).map_err(code_of)?;
        state.writing = true;
        // Its turn at once, where nothing is in the way.
        let sends = !state.sending && state.outbox.is_empty();
        state.sending |= sends;
        Ok(Outgoing { sends, ..Outgoing::new(&header, bytes) })
    }

    fn close_frame(&self, code: u16, reason: &str, is_writing: bool) -> Result<Outgoing, HRESULT> {
        let mut state = self.state.lock();
        if state.writing && is_writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let frame = state.machine.close(code, reason).map_err(code_of)?;
        state.writing |= is_writing;
        Ok(Outgoing::control(&frame))
    }

    /// A piece of the module's with a callback: its result where it has ended and the caller wants that.
    fn write_piece(
        &self,
        piece: Result<Outgoing, HRESULT>,
        callback: Callback,
        outcome: Outcome,
        always: bool,
    ) -> Option<HRESULT> {
        let Some(context) = self.context.upgrade() else { return Some(E_UNEXPECTED) };
        match piece {
            Ok(piece) => self.submit(piece.told(Done::Callback(callback, outcome, context)), always),
            Err(error) => Some(error),
        }
    }

    fn write_piece_and_wait(&self, piece: Result<Outgoing, HRESULT>) -> HRESULT {
        let piece = match piece {
            Ok(piece) => piece,
            Err(error) => return error,
        };
        let waiter = Arc::<Waiter>::default();
        match self.submit(piece.told(Done::Waiter(waiter.clone())), false) {
            Some(result) => result,
            None => waiter.wait(),
        }
    }

    /// WriteFragment with a callback.
    pub(super) fn write(
        &self,
        bytes: CallerBytes,
        text: bool,
        last: bool,
        callback: Callback,
        always: bool,
    ) -> Option<HRESULT> {
        let outcome = Outcome { result: S_OK, bytes: bytes.len() as DWORD, text, last, close: false };
        self.write_piece(self.fragment(bytes, text, last), callback, outcome, always)
    }

    /// WriteFragment on the calling thread.
    pub(super) fn write_and_wait(&self, bytes: CallerBytes, text: bool, last: bool) -> HRESULT {
        self.write_piece_and_wait(self.fragment(bytes, text, last))
    }

    /// SendConnectionClose on the calling thread.
    pub(super) fn close_and_wait(&self, code: u16, reason: &str) -> HRESULT {
        self.write_piece_and_wait(self.close_frame(code, reason, true))
    }

    /// SendConnectionClose with a callback.
    pub(super) fn close_async(&self, code: u16, reason: &str, callback: Callback, always: bool) -> Option<HRESULT> {
        self.write_piece(self.close_frame(code, reason, true), callback, Outcome::failed(S_OK), always)
    }

    /// Sends a close of which nobody wants to know the end.
    pub(super) fn close(&self, code: u16, reason: &str) -> Result<(), HRESULT> {
        let piece = self.close_frame(code, reason, false)?;
        self.submit(piece, true);
        Ok(())
    }

    /// CloseTcpConnection: behind what is on its way.
    pub(super) fn end_connection(&self) {
        self.submit(Outgoing::end(), true);
    }

    /// The write that is under way, if any, ends, and the connection with it.
    pub(super) fn cancel_write(&self) {
        if self.state.lock().writing
            && let Some(connection) = self.connection.upgrade()
        {
            connection.cancel_operations(&|completion| completion.overlapped() == self.key());
        }
    }
}

/// It ends later, of which its completion tells.
struct Later;

/// Nobody waits for the end of the connection.
struct Nobody(usize);

impl Completion for Nobody {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {}

    fn overlapped(&self) -> usize {
        self.0
    }
}
