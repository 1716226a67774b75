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
use crate::net::websocket::{Fragment, Incoming, Phase, Received};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::current;
use crate::win32::waiter::{Interrupt, Waiter};
use std::cell::Cell;
use std::io::IoSliceMut;
use std::sync::{Arc, Weak};

/// So much is read of the network at a time.
const PIECE: usize = 64 << 10;

/// With so much room at least a read of the module's is worth it that the network is read into its buffer.
const IN_PLACE: usize = 4 << 10;

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
                    if let Incoming::Fragment(fragment) = received.incoming
                        && let Some(PendingRead { caller, .. }) = self.read.take()
                    {
                        self.finished.push(Finished { caller, outcome: found(fragment) });
                    }
                }
                Err(_) => input = &mut [],
            }
        }
        if !input.is_empty() {
            take_in(&mut self.machine, input, &mut self.ahead);
        }
    }

    /// Has data that is likely to come go to where the module wants it, at once: a large frame's is copied no more
    /// than that. `None` where no such data is expected.
    fn take_in_place(&mut self, stream: &mut Stream<'_>, piece: &mut [u8]) -> Option<Taken> {
        let (start, most) = self.machine.data_ahead()?;
        let into = self.read.as_mut()?.buffer.as_mut_slice();
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let size = into.len().min(piece.len().saturating_sub(start)).min(most);
        if size < IN_PLACE {
            return None;
        }
        let into = &mut into[..size];
        let (head, rest) = piece.split_at_mut(start);
        let (gap, rest) = rest.split_at_mut(size);
        let mut parts = [&mut *head, &mut *into, &mut *rest].map(IoSliceMut::new);
        let taken = stream.take_parts(&mut parts)?;
        let Taken::Bytes { count, .. } = taken else { return Some(taken) };
        let came = count.saturating_sub(start).min(size);
        if count >= start && self.machine.begins_data(head) {
            let rest = &mut rest[..count.saturating_sub(start + size)];
            self.put_in_place(head, came, rest);
        } else {
            // What was read is something else: in one piece it is read as ever.
            gap[..came].copy_from_slice(&into[..came]);
            self.put(&mut piece[..count]);
        }
        Some(taken)
    }

    /// What is to be read stands in the buffer of the read that waits, so many bytes of it, behind the head of a frame.
    fn put_in_place(&mut self, head: &[u8], came: usize, rest: &mut [u8]) {
        self.receiving.heard = true;
        // The head alone is no fragment.
        if !head.is_empty() && self.machine.read(head, &mut [0]).is_err() {
            return;
        }
        let Some(mut read) = self.read.take() else { return };
        let input = &mut read.buffer.as_mut_slice()[..came];
        match self.machine.read_in_place(input) {
            Ok(Received { consumed, incoming: Incoming::Fragment(fragment) }) => {
                // As a rule nothing stands behind it.
                for rest in [&mut input[consumed..], rest] {
                    if !rest.is_empty() {
                        take_in(&mut self.machine, rest, &mut self.ahead);
                    }
                }
                self.finished.push(Finished { caller: read.caller, outcome: found(fragment) });
            }
            _ => self.read = Some(read),
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
            let taken = self.take_in_place(stream, &mut piece[..room]).unwrap_or_else(|| {
                let taken = stream.take(&mut piece[..room]);
                if let Taken::Bytes { count, .. } = taken {
                    self.put(&mut piece[..count]);
                }
                taken
            });
            match taken {
                Taken::Bytes { more, .. } => goes_on = more,
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
        let mut state = self.state.lock();
        ROOM.with(|room| {
            let mut piece = room.take().unwrap_or_else(|| vec![0; PIECE].into());
            state.take_stream(stream, &mut piece);
            room.set(Some(piece));
        });
        if state.has_more_to_send() {
            return true;
        }
        // As a rule this thread comes back to the pool next, and makes the call then: leaving it calls nobody.
        if let [finished] = state.finished.as_slice()
            && finished.is_for_callback()
            && stream.is_all()
            && self.pool.is_served_here()
            && let Some(finished) = state.finished.pop()
        {
            drop(state);
            self.tell_of(finished);
            return false;
        }
        !state.finished.is_empty()
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
            self.tell_of(finished);
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
        if let Some(PendingRead { caller, .. }) = read {
            self.tell_of(Finished { caller, outcome: Outcome::failed(ABORTED) });
        }
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
