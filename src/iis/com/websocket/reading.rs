//! The half that reads: bytes of the network, unmasked into the module's buffer.
//!
//! The host reads whether the module does or not, so that pings are answered and the end is seen. What
//! no read has asked for waits in `ahead`; when that is full, the network waits too.

use super::ahead::take_in;
use super::writing::Outgoing;
use super::{Callback, Caller, Finished, Outcome, SocketObject, SocketState, State};
use crate::abi::iis::*;
use crate::httpapi::operation::code_of;
use crate::iis::com::hresult::{self, S_OK};
use crate::net::connection::{Failure, Stream, StreamReader, Taken};
use crate::net::websocket::{Fragment, Incoming, Phase};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::current;
use crate::win32::waiter::{Interrupt, Waiter};
use std::cell::Cell;
use std::sync::{Arc, Weak};

/// So much is read of the network at a time.
const PIECE: usize = 64 << 10;

/// So many pieces are read before others have their turn.
const TURN: usize = 16;

/// So many of the newest pings are answered; while they all wait for room, no more are read.
pub(super) const PINGS: usize = 64;

thread_local! {
    /// Where bytes of the network come to.
    static ROOM: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

/// A read of the module's that waits.
pub(super) struct PendingRead {
    buffer: CallerBuffer,
    caller: Caller,
}

/// How far the host is with reading.
#[derive(Default)]
pub(super) struct Receiving {
    /// It reads.
    begun: bool,
    /// It has left something to the network.
    held_up: bool,
    /// Something has come since this was last asked.
    heard: bool,
}

impl Receiving {
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// Whether the peer can be heard and was not since the last time.
    pub fn is_silent(&mut self) -> bool {
        !std::mem::take(&mut self.heard) && !self.held_up
    }
}

/// It was cancelled: nothing was lost, and the next read may go on.
const ABORTED: HRESULT = hresult::of(ERROR_OPERATION_ABORTED);

fn found(fragment: Fragment) -> Outcome {
    let Fragment { bytes, text, last } = fragment;
    Outcome { result: S_OK, bytes: bytes as DWORD, text, last, close: false }
}

impl State {
    /// What was read ahead gives the module, or what stands behind all data.
    fn find(&mut self, buffer: &mut CallerBuffer) -> Option<Outcome> {
        if let Some(fragment) = self.ahead.take(buffer.as_mut_slice()) {
            return Some(found(fragment));
        }
        if matches!(self.machine.phase(), Phase::Failed(_)) {
            // Not before: what came until there could be answered. Once there is no close any more.
            if !std::mem::replace(&mut self.failed, true) {
                let close = self.machine.due().map(|close| Outgoing::control(&close));
                self.outbox
                    .extend(close.into_iter().chain([Outgoing::end()]).map(|piece| (piece, Finished::for_nobody())));
            }
            return Some(Outcome::failed(E_INVALID_PROTOCOL_FORMAT));
        }
        if self.machine.close_status().is_some() {
            return Some(Outcome { last: true, close: true, ..Outcome::failed(S_OK) });
        }
        self.ended.map(|code| {
            // Until here what came could be answered, too.
            self.machine.end_of_input();
            Outcome::failed(code)
        })
    }

    /// Serves the read that waits with what stands behind all data.
    fn serve(&mut self) {
        let Some(mut read) = self.read.take() else { return };
        match self.find(&mut read.buffer) {
            Some(outcome) => self.finished.push(Finished { caller: read.caller, outcome }),
            None => self.read = Some(read),
        }
    }

    /// Nothing comes any more.
    fn end(&mut self, code: DWORD) {
        self.ended.get_or_insert(hresult::of(code));
    }

    /// Whether something was left to the network for which there is room now.
    fn resumes(&self) -> bool {
        self.receiving.held_up && self.room() > 0
    }

    /// How much may come now.
    fn room(&self) -> usize {
        let fails = matches!(self.machine.phase(), Phase::Failed(_));
        if self.ended.is_some() || fails || self.machine.has_enough_pings() {
            0
        } else {
            self.ahead.room(self.limit).min(PIECE)
        }
    }

    /// What has come goes to the read that waits, and the rest of it ahead of those to come.
    fn put(&mut self, mut input: &mut [u8]) {
        self.receiving.heard = true;
        if let Some(read) = &mut self.read {
            match self.machine.read(input, read.buffer.as_mut_slice()) {
                Ok(received) => {
                    input = &mut input[received.consumed..];
                    if let Incoming::Fragment(fragment) = received.incoming {
                        let served = self.read.take();
                        let finished = served.map(|read| Finished { caller: read.caller, outcome: found(fragment) });
                        self.finished.extend(finished);
                    }
                }
                Err(_) => input = &mut [],
            }
        }
        if !input.is_empty() {
            take_in(&mut self.machine, input, &mut self.ahead);
        }
    }

    /// Reads as long as there is something and somewhere to put it.
    fn take_stream(&mut self, stream: &mut Stream<'_>, piece: &mut [u8]) {
        for turn in 0.. {
            let room = self.room();
            self.receiving.held_up = room == 0;
            if room == 0 {
                return;
            }
            if turn == TURN {
                return stream.look_again();
            }
            let mut goes_on = false;
            match stream.take(&mut piece[..room]) {
                Taken::Bytes { count, more } => {
                    self.put(&mut piece[..count]);
                    goes_on = more;
                }
                Taken::Nothing => {}
                Taken::End => self.end(ERROR_HANDLE_EOF),
                Taken::Failed(failure) => self.end(code_of(failure)),
            }
            self.serve();
            if !goes_on {
                return;
            }
        }
    }
}

/// News of the connection.
impl StreamReader for SocketObject {
    fn read(&self, stream: &mut Stream<'_>) -> bool {
        let mut piece = ROOM.take().unwrap_or_else(|| vec![0; PIECE].into());
        let mut state = self.state.lock();
        state.take_stream(stream, &mut piece);
        ROOM.set(Some(piece));
        !state.finished.is_empty() || state.has_more_to_send()
    }

    fn follow(self: Arc<Self>) {
        let (finished, sends) = {
            let mut state = self.state.lock();
            (std::mem::take(&mut state.finished), state.has_more_to_send())
        };
        if sends {
            self.pump();
            // Pings that were in the way may be answered now.
            self.read_on();
        }
        self.tell(finished);
    }

    fn lost(self: Arc<Self>, failure: Failure) {
        self.end(code_of(failure));
    }
}

impl SocketState {
    /// The host reads from now on.
    pub(super) fn begin(&self) {
        let (Some(connection), Some(socket)) = (self.connection.upgrade(), self.this.upgrade()) else { return };
        if !std::mem::replace(&mut self.state.lock().receiving.begun, true) {
            // The first one to ask for it.
            if let Some(frame) = self.context.upgrade().and_then(|context| context.pipeline.current()) {
                let _ = self.module.set(frame.module);
            }
            connection.set_stream_reader(Some(socket));
            self.await_next_ping();
            connection.read_stream();
        }
    }

    /// Nothing comes any more, and the read that waits is told why.
    pub(super) fn end(&self, code: DWORD) {
        let finished = {
            let mut state = self.state.lock();
            state.end(code);
            state.serve();
            std::mem::take(&mut state.finished)
        };
        self.tell(finished);
    }

    /// Reads on where that was held up and there is room again.
    pub(super) fn read_on(&self) {
        let resumes = self.state.lock().resumes();
        if resumes && let Some(connection) = self.connection.upgrade() {
            connection.read_stream();
        }
    }

    /// What there is at once, for its caller; or the read waits.
    fn find_or_wait(&self, mut buffer: CallerBuffer, caller: Caller) -> Option<Finished> {
        let outcome = {
            let mut state = self.state.lock();
            if state.read.is_some() {
                Outcome::failed(hresult::of(ERROR_INVALID_STATE))
            } else if let Some(outcome) = state.find(&mut buffer) {
                outcome
            } else {
                state.read = Some(PendingRead { buffer, caller });
                return None;
            }
        };
        if outcome.result == E_INVALID_PROTOCOL_FORMAT {
            self.pump();
        } else {
            self.read_on();
        }
        Some(Finished { caller, outcome })
    }

    /// ReadFragment with a callback: what is there at once, unless everything is wanted by the callback.
    pub(super) fn read(&self, buffer: CallerBuffer, callback: Callback, always: bool) -> Option<Outcome> {
        let Some(context) = self.context.upgrade() else { return Some(Outcome::failed(E_UNEXPECTED)) };
        let finished = self.find_or_wait(buffer, Caller::Callback(callback, context))?;
        let outcome = finished.outcome;
        if always && outcome.result >= 0 {
            self.tell([finished]);
            return None;
        }
        Some(outcome)
    }

    /// ReadFragment on the calling thread.
    pub(super) fn read_and_wait(&self, buffer: CallerBuffer) -> Outcome {
        // Kept until it has ended.
        let Some(_context) = self.context.upgrade() else { return Outcome::failed(E_UNEXPECTED) };
        let waiter = Arc::new(Waiter::new(current::id()));
        if let Some(finished) = self.find_or_wait(buffer, Caller::Thread(waiter.clone())) {
            return finished.outcome;
        }
        let wait = || current::blocked(|| waiter.park(None, Outcome::failed(ABORTED)));
        current::operate(Arc::new(CancelRead(self.this.clone())), wait)
    }

    /// The read that waits, if any, ends so.
    fn cancel_read(&self) {
        let read = self.state.lock().read.take();
        self.tell(read.map(|read| Finished { caller: read.caller, outcome: Outcome::failed(ABORTED) }));
    }

    /// CancelOutstandingIO.
    pub(super) fn cancel(&self) {
        self.cancel_read();
        self.cancel_write();
    }
}

/// CancelSynchronousIo for a thread that reads.
struct CancelRead(Weak<SocketObject>);

impl Interrupt for CancelRead {
    fn interrupt(&self) {
        if let Some(socket) = self.0.upgrade() {
            socket.cancel_read();
        }
    }
}
