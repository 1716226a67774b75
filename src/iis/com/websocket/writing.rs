//! The half that writes: frames one behind the other, the module's between those of the rules.

use super::{Callback, Caller, Finished, Outcome, SocketObject, SocketState, State};
use crate::abi::iis::*;
use crate::httpapi::operation::{Ended, Style};
use crate::httpapi::response_parts::Body;
use crate::httpapi::send;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::context::Context;
use crate::net::connection::{Completion, Failure, Progress, Stream, Transferred};
use crate::net::websocket::{SendError, WebSocket};
use crate::win32::caller_memory::CallerBytes;
use crate::win32::current;
use crate::win32::waiter::Waiter;
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
}

impl Outgoing {
    fn new(head: &[u8], payload: CallerBytes) -> Self {
        Self { head: SmallVec::from_slice(head), payload, last: false }
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
}

/// Whose a piece is.
#[derive(Clone)]
enum Sender {
    Host,
    Callback(Callback),
    Thread(Arc<Waiter<Outcome>>),
}

impl Sender {
    fn caller(&self, context: &Arc<Context>) -> Caller {
        match self {
            Self::Host => Caller::Nobody,
            Self::Callback(callback) => Caller::Callback(*callback, context.clone()),
            Self::Thread(waiter) => Caller::Thread(waiter.clone()),
        }
    }
}

/// A piece that is on its way.
struct Sent {
    socket: Arc<SocketObject>,
    finished: Finished,
    key: usize,
}

impl Completion for Sent {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { socket, finished, .. } = *self;
        let finished = {
            let mut state = socket.state.lock();
            state.sending = false;
            state.finish(finished, hresult::of(Ended::from(result).code));
            std::mem::take(&mut state.finished)
        };
        socket.tell(finished);
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

/// Where pieces go out, under the connection's lock.
struct Line<'a, 'b> {
    socket: &'a SocketState,
    /// None where the request has ended.
    stream: Option<&'a mut Stream<'b>>,
    /// So many bytes were sent, or are on their way.
    sent: u64,
}

impl State {
    /// Whether anything is on its way out, or waits for that.
    pub(super) fn is_busy(&self) -> bool {
        self.sending || !self.outbox.is_empty()
    }

    /// Whether the rules ask for something, or pieces wait.
    pub(super) fn has_more_to_send(&self) -> bool {
        self.machine.owes_pong() || !self.outbox.is_empty()
    }

    /// A piece has ended.
    fn finish(&mut self, finished: Finished, result: HRESULT) {
        let Finished { caller, outcome } = finished;
        if !matches!(caller, Caller::Nobody) {
            self.writing = false;
            let bytes = if result == S_OK { outcome.bytes } else { 0 };
            self.finished.push(Finished { caller, outcome: Outcome { result, bytes, ..outcome } });
        }
    }

    /// Sends what the rules ask for and the next pieces, until one goes on later.
    fn send_more(&mut self, line: &mut Line<'_, '_>) {
        while !self.sending {
            // Pings are answered when there is room: no pongs pile up here.
            let pongs = self.machine.owes_pong().then(|| (Outgoing::pongs(&mut self.machine), Finished::for_nobody()));
            let Some((piece, finished)) = pongs.or_else(|| self.outbox.pop_front()) else { return };
            let finished = Cell::new(Some(finished));
            let take = || finished.take().unwrap_or_else(Finished::for_nobody);
            if let Some(result) = self.transmit(line, &piece, take) {
                self.finish(take(), result);
            }
        }
    }

    /// Sends a piece: how it went, unless it goes on later.
    fn transmit(
        &mut self,
        line: &mut Line<'_, '_>,
        piece: &Outgoing,
        finished: impl FnOnce() -> Finished,
    ) -> Option<HRESULT> {
        if piece.last {
            (self.sending, self.ends) = (true, true);
            return None;
        }
        let socket = line.socket;
        let completion = || -> Box<dyn Completion> {
            let key = socket.key();
            match socket.this.upgrade() {
                Some(socket) => Box::new(Sent { socket, finished: finished(), key }),
                None => Box::new(Nobody(key)),
            }
        };
        let progress = match &mut line.stream {
            Some(stream) => stream.send(&piece.head, piece.payload, completion),
            None => Err(Failure::Gone),
        };
        if progress.is_ok() {
            line.sent += (piece.head.len() + piece.payload.len()) as u64;
        }
        match progress {
            Ok(Progress::Pending) => {
                self.sending = true;
                None
            }
            Ok(Progress::Done(_)) => Some(S_OK),
            Err(failure) => Some(hresult::of(Ended::from(Err(failure)).code)),
        }
    }

    /// A fragment: its header and the module's own bytes.
    fn fragment(&mut self, bytes: CallerBytes, text: bool, last: bool) -> Result<Outgoing, HRESULT> {
        if self.writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let (header, _) = self.machine.fragment(text, last, bytes.len() as u64).map_err(code_of)?;
        self.writing = true;
        Ok(Outgoing::new(&header, bytes))
    }

    fn close_frame(&mut self, code: u16, reason: &str, is_writing: bool) -> Result<Outgoing, HRESULT> {
        if self.writing && is_writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let frame = self.machine.close(code, reason).map_err(code_of)?;
        self.writing |= is_writing;
        Ok(Outgoing::control(&frame))
    }
}

impl SocketState {
    /// Sends under the connection's lock and the state's, and does what follows when they are free.
    fn send<R>(&self, context: &Context, f: impl FnOnce(&mut State, &mut Line<'_, '_>) -> R) -> Option<R> {
        let request = context.wire.as_ref()?;
        let (mut finished, mut ends, mut left) = (SmallVec::new(), false, None);
        let result = send::with_stream(request, |stream| {
            let mut line = Line { socket: self, stream, sent: 0 };
            let mut state = self.state.lock();
            let result = f(&mut state, &mut line);
            if !state.is_busy() {
                left = state.leaving.take();
            }
            if !state.finished.is_empty() {
                finished = std::mem::take(&mut state.finished);
            }
            ends = std::mem::take(&mut state.ends);
            (result, line.sent)
        });
        self.tell(finished);
        if let Some(left) = left {
            left.come();
        }
        if ends {
            let (flags, key) = (HTTP_SEND_RESPONSE_FLAG_DISCONNECT, self.key());
            // Nobody waits for it.
            let nobody = || -> Box<dyn Completion> { Box::new(Nobody(key)) };
            send::send_body(context.worker.queue(), request.id, flags, Body::default(), None, Style::Told(&nobody));
            self.state.lock().sending = false;
            // What stands behind it is told so.
            self.pump();
        }
        Some(result)
    }

    /// Sends what the rules ask for and the next pieces, until one goes on later.
    pub(super) fn pump(&self) {
        if let Some(context) = self.context.upgrade() {
            self.send(&context, State::send_more);
        }
    }

    /// Has a piece sent; its result where that is known at once and wanted here.
    fn submit(
        &self,
        context: &Arc<Context>,
        piece: impl FnOnce(&mut State) -> Result<Outgoing, HRESULT>,
        sender: &Sender,
        outcome: Outcome,
        always: bool,
    ) -> Option<HRESULT> {
        let finished = || Finished { caller: sender.caller(context), outcome };
        let told = self.send(context, |state, line| {
            let piece = match piece(state) {
                Ok(piece) => piece,
                Err(error) => return Some(error),
            };
            if state.is_busy() {
                state.outbox.push_back((piece, finished()));
                state.send_more(line);
                return None;
            }
            let mut told = state.transmit(line, &piece, finished);
            match told {
                Some(result) if result >= 0 && always => {
                    state.finish(finished(), result);
                    told = None;
                }
                Some(_) => state.writing &= matches!(sender, Sender::Host),
                None => {}
            }
            state.send_more(line);
            told
        });
        told.unwrap_or(Some(hresult::of(ERROR_CONNECTION_INVALID)))
    }

    /// A piece of the module's with a callback: its result where it has ended and the caller wants that.
    fn submit_for(
        &self,
        piece: impl FnOnce(&mut State) -> Result<Outgoing, HRESULT>,
        callback: Callback,
        outcome: Outcome,
        always: bool,
    ) -> Option<HRESULT> {
        let Some(context) = self.context.upgrade() else { return Some(E_UNEXPECTED) };
        self.submit(&context, piece, &Sender::Callback(callback), outcome, always)
    }

    fn submit_and_wait(&self, piece: impl FnOnce(&mut State) -> Result<Outgoing, HRESULT>) -> HRESULT {
        // Kept until it has ended.
        let Some(context) = self.context.upgrade() else { return hresult::of(ERROR_CONNECTION_INVALID) };
        let waiter = Arc::new(Waiter::new(current::id()));
        let sender = Sender::Thread(waiter.clone());
        match self.submit(&context, piece, &sender, Outcome::failed(S_OK), false) {
            Some(result) => result,
            None => current::blocked(|| waiter.park(None, Outcome::failed(E_UNEXPECTED))).result,
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
        self.submit_for(|state| state.fragment(bytes, text, last), callback, outcome, always)
    }

    /// WriteFragment on the calling thread.
    pub(super) fn write_and_wait(&self, bytes: CallerBytes, text: bool, last: bool) -> HRESULT {
        self.submit_and_wait(|state| state.fragment(bytes, text, last))
    }

    /// SendConnectionClose on the calling thread.
    pub(super) fn close_and_wait(&self, code: u16, reason: &str) -> HRESULT {
        self.submit_and_wait(|state| state.close_frame(code, reason, true))
    }

    /// SendConnectionClose with a callback.
    pub(super) fn close_async(&self, code: u16, reason: &str, callback: Callback, always: bool) -> Option<HRESULT> {
        self.submit_for(|state| state.close_frame(code, reason, true), callback, Outcome::failed(S_OK), always)
    }

    /// Sends a close of which nobody wants to know the end, if one may be sent.
    pub(super) fn close(&self, code: u16, reason: &str) {
        self.submit_own(|state| state.close_frame(code, reason, false));
    }

    /// CloseTcpConnection: behind what is on its way.
    pub(super) fn end_connection(&self) {
        self.submit_own(|_| Ok(Outgoing::end()));
    }

    /// A piece of the host's own.
    fn submit_own(&self, piece: impl FnOnce(&mut State) -> Result<Outgoing, HRESULT>) {
        if let Some(context) = self.context.upgrade() {
            self.submit(&context, piece, &Sender::Host, Outcome::failed(S_OK), true);
        }
    }

    /// The write that is under way, if any, ends, and the connection with it.
    pub(super) fn cancel_write(&self) {
        let finished = {
            let mut state = self.state.lock();
            if !state.writing {
                return;
            }
            // One that waits behind pieces of the host's own would have the end of those.
            let is_own = |(_, finished): &(Outgoing, Finished)| matches!(finished.caller, Caller::Nobody);
            let at = state.outbox.iter().position(|piece| !is_own(piece));
            if let Some((_, finished)) = at.and_then(|at| state.outbox.remove(at)) {
                state.finish(finished, hresult::of(ERROR_OPERATION_ABORTED));
            }
            std::mem::take(&mut state.finished)
        };
        if let Some(connection) = self.connection.upgrade() {
            connection.cancel_operations(&|completion| completion.overlapped() == self.key());
        }
        self.tell(finished);
    }
}

/// Nobody waits for the end of the connection.
struct Nobody(usize);

impl Completion for Nobody {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {}

    fn overlapped(&self) -> usize {
        self.0
    }
}
