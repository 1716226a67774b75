//! The half that writes: frames one behind the other, the module's between those of the rules.

use super::{Callback, Outcome, SocketObject, SocketState};
use crate::abi::iis::*;
use crate::httpapi::operation::{self, Answer, Style};
use crate::httpapi::response_parts::{Body, Chunks};
use crate::httpapi::send;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::context::Context;
use crate::net::connection::{Chunk, Completion, Failure, Transferred};
use crate::net::websocket::SendError;
use crate::win32::caller_memory::CallerBytes;
use crate::win32::current;
use parking_lot::{Condvar, Mutex};
use smallvec::smallvec;
use std::cell::Cell;
use std::sync::Arc;

/// What goes out in one piece.
pub(super) struct Outgoing {
    chunks: Chunks,
    /// Behind it the connection ends.
    last: bool,
    done: Done,
}

/// Who is told when it is out.
enum Done {
    Nobody,
    Callback(Callback, Outcome),
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
    pub fn control(frame: &[u8]) -> Self {
        Self { chunks: smallvec![Chunk::Own(frame.into())], last: false, done: Done::Nobody }
    }

    /// The end of the connection.
    pub fn end() -> Self {
        Self { chunks: Chunks::new(), last: true, done: Done::Nobody }
    }
}

/// A piece that is on its way.
struct Sent {
    socket: Arc<SocketObject>,
    context: Arc<Context>,
    done: Done,
    key: usize,
}

impl Completion for Sent {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { socket, context, done, .. } = *self;
        socket.state.lock().sending = false;
        let ended: operation::Ended = result.into();
        socket.done(&context, done, hresult::of(ended.code));
        socket.pump(&context);
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
    fn done(&self, context: &Arc<Context>, done: Done, result: HRESULT) {
        if !matches!(done, Done::Nobody) {
            self.state.lock().writing = false;
        }
        match done {
            Done::Nobody => {}
            Done::Callback(callback, outcome) => {
                let bytes = if result == S_OK { outcome.bytes } else { 0 };
                self.tell(context, callback, Outcome { result, bytes, ..outcome });
            }
            Done::Waiter(waiter) => waiter.end(result),
        }
    }

    /// Sends the next pieces, until one goes on later.
    pub(super) fn pump(&self, context: &Arc<Context>) {
        loop {
            let next = {
                let mut state = self.state.lock();
                if state.sending {
                    return;
                }
                let Some(next) = state.outbox.pop_front() else { return };
                state.sending = true;
                next
            };
            match self.transmit(context, next) {
                Ok((done, result)) => {
                    self.state.lock().sending = false;
                    self.done(context, done, result);
                }
                Err(Later) => return,
            }
        }
    }

    /// Sends a piece: how it went, with who is to be told.
    fn transmit(&self, context: &Arc<Context>, piece: Outgoing) -> Result<(Done, HRESULT), Later> {
        let Outgoing { chunks, last, done } = piece;
        let (Some(wire), Some(socket)) = (&context.wire, self.this.upgrade()) else {
            return Ok((done, hresult::of(ERROR_CONNECTION_INVALID)));
        };
        let key = self.key(3);
        let kept = Cell::new(Some(done));
        let told = || -> Box<dyn Completion> {
            let done = kept.take().unwrap_or(Done::Nobody);
            Box::new(Sent { socket: socket.clone(), context: context.clone(), done, key })
        };
        let flags = if last { HTTP_SEND_RESPONSE_FLAG_DISCONNECT } else { HTTP_SEND_RESPONSE_FLAG_MORE_DATA };
        let body = Body { chunks, ..Body::default() };
        let answer = send::send_body(context.worker.queue(), wire.id, flags, body, None, Style::Told(&told));
        match (answer, kept.take()) {
            (Answer::Ended(ended), Some(done)) => Ok((done, hresult::of(ended.code))),
            _ => Err(Later),
        }
    }

    /// Has a piece sent; its result where that is known at once and wanted here.
    fn submit(&self, context: &Arc<Context>, piece: Outgoing, always: bool) -> Option<HRESULT> {
        {
            let mut state = self.state.lock();
            if state.sending || !state.outbox.is_empty() {
                state.outbox.push_back(piece);
                drop(state);
                self.pump(context);
                return None;
            }
            state.sending = true;
        }
        let ended = self.transmit(context, piece);
        let Ok((done, result)) = ended else { return None };
        self.state.lock().sending = false;
        let result = match done {
            Done::Callback(..) if !always || result < 0 => {
                self.state.lock().writing = false;
                Some(result)
            }
            done => {
                self.done(context, done, result);
                None
            }
        };
        self.pump(context);
        result
    }

    /// The pieces of a fragment: its header and the module's own bytes.
    fn fragment(&self, bytes: CallerBytes, text: bool, last: bool) -> Result<Chunks, HRESULT> {
        let mut state = self.state.lock();
        if state.writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let (header, _) = state.machine.fragment(text, last, bytes.len() as u64).map_err(code_of)?;
        state.writing = true;
        Ok(smallvec![Chunk::Own(header[..].into()), Chunk::Memory(bytes)])
    }

    fn close_frame(&self, code: u16, reason: &str, is_writing: bool) -> Result<Chunks, HRESULT> {
        let mut state = self.state.lock();
        if state.writing && is_writing {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        let frame = state.machine.close(code, reason).map_err(code_of)?;
        state.writing |= is_writing;
        Ok(smallvec![Chunk::Own(frame[..].into())])
    }

    /// WriteFragment with a callback: its result where it has ended and the caller wants that.
    pub(super) fn write(
        &self,
        bytes: CallerBytes,
        text: bool,
        last: bool,
        callback: Callback,
        always: bool,
    ) -> Option<HRESULT> {
        let Some((context, _)) = self.owners() else { return Some(E_UNEXPECTED) };
        let outcome = Outcome { result: S_OK, bytes: bytes.len() as DWORD, text, last, close: false };
        match self.fragment(bytes, text, last) {
            Ok(chunks) => {
                let piece = Outgoing { chunks, last: false, done: Done::Callback(callback, outcome) };
                self.submit(&context, piece, always)
            }
            Err(error) => Some(error),
        }
    }

    fn send_and_wait(&self, chunks: Result<Chunks, HRESULT>) -> HRESULT {
        let Some((context, _)) = self.owners() else { return E_UNEXPECTED };
        let chunks = match chunks {
            Ok(chunks) => chunks,
            Err(error) => return error,
        };
        let waiter = Arc::<Waiter>::default();
        self.submit(&context, Outgoing { chunks, last: false, done: Done::Waiter(waiter.clone()) }, true);
        waiter.wait()
    }

    /// WriteFragment on the calling thread.
    pub(super) fn write_and_wait(&self, bytes: CallerBytes, text: bool, last: bool) -> HRESULT {
        let chunks = self.fragment(bytes, text, last);
        self.send_and_wait(chunks)
    }

    /// SendConnectionClose on the calling thread.
    pub(super) fn close_and_wait(&self, code: u16, reason: &str) -> HRESULT {
        let chunks = self.close_frame(code, reason, true);
        self.send_and_wait(chunks)
    }

    /// SendConnectionClose with a callback.
    pub(super) fn close_async(&self, code: u16, reason: &str, callback: Callback, always: bool) -> Option<HRESULT> {
        let Some((context, _)) = self.owners() else { return Some(E_UNEXPECTED) };
        match self.close_frame(code, reason, true) {
            Ok(chunks) => {
                let done = Done::Callback(callback, Outcome::failed(S_OK));
                self.submit(&context, Outgoing { chunks, last: false, done }, always)
            }
            Err(error) => Some(error),
        }
    }

    /// Sends a close of which nobody wants to know the end.
    pub(super) fn close(&self, code: u16, reason: &str) -> Result<(), HRESULT> {
        let Some((context, _)) = self.owners() else { return Err(E_UNEXPECTED) };
        let chunks = self.close_frame(code, reason, false)?;
        self.submit(&context, Outgoing { chunks, last: false, done: Done::Nobody }, true);
        Ok(())
    }

    /// CloseTcpConnection: behind what is on its way.
    pub(super) fn end_connection(&self) {
        if let Some((context, _)) = self.owners() {
            self.submit(&context, Outgoing::end(), true);
        }
    }
}

/// It ends later, of which its completion tells.
struct Later;
