//! The half that reads: bytes of the network, unmasked into the module's buffer.
//!
//! The host reads whether the module does or not, so that pings are answered and the end is seen. What
//! no read has asked for waits in `ahead`; when that is full, the network waits too.

use super::ahead::take_in;
use super::writing::Outgoing;
use super::{Callback, Outcome, SocketObject, SocketState, State};
use crate::abi::iis::*;
use crate::httpapi::operation::code_of;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::context::Context;
use crate::net::connection::{Connection, Failure, StreamReader, Taken};
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

/// A read of the module's that waits. It keeps the request.
pub(super) struct PendingRead {
    buffer: CallerBuffer,
    reader: Reader,
    context: Arc<Context>,
}

enum Reader {
    Callback(Callback),
    Thread(Arc<Waiter<Outcome>>),
}

/// How far the host is with reading.
#[derive(Default)]
pub(super) struct Receiving {
    /// It reads.
    begun: bool,
    /// A thread reads; the others leave it to that one.
    busy: bool,
    /// There is news since it has looked.
    again: bool,
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
                self.outbox.extend(close);
                self.outbox.push_back(Outgoing::end());
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
    fn serve(&mut self) -> Option<(PendingRead, Outcome)> {
        let mut read = self.read.take()?;
        match self.find(&mut read.buffer) {
            Some(outcome) => Some((read, outcome)),
            None => {
                self.read = Some(read);
                None
            }
        }
    }

    /// Nothing comes any more.
    fn end(&mut self, code: DWORD) {
        self.ended.get_or_insert(hresult::of(code));
    }

    /// Whether a thread that was held up reads on, and how much. It has entered then.
    fn resume(&mut self) -> Option<usize> {
        let room = self.room();
        if room == 0 || self.receiving.busy || !std::mem::take(&mut self.receiving.held_up) {
            return None;
        }
        self.receiving.busy = true;
        Some(room)
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
    fn put(&mut self, mut input: &mut [u8]) -> Option<(PendingRead, Outcome)> {
        self.receiving.heard = true;
        let mut served = None;
        if let Some(read) = &mut self.read {
            match self.machine.read(input, read.buffer.as_mut_slice()) {
                Ok(received) => {
                    input = &mut input[received.consumed..];
                    if let Incoming::Fragment(fragment) = received.incoming {
                        served = self.read.take().map(|read| (read, found(fragment)));
                    }
                }
                Err(_) => input = &mut [],
            }
        }
        if !input.is_empty() {
            take_in(&mut self.machine, input, &mut self.ahead);
        }
        served
    }
}

/// News of the connection.
impl StreamReader for SocketObject {
    fn ready(self: Arc<Self>) {
        if let Some(connection) = self.connection.upgrade() {
            self.receive(&connection);
        }
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
            let module = self.context.upgrade().map(|context| context.current_module());
            // The first one to ask for it.
            let _ = self.module.set(module.unwrap_or_default().into());
            connection.set_stream_reader(Some(socket));
            self.await_next_ping();
            self.receive(&connection);
        }
    }

    /// Nothing comes any more, and the read that waits is told why.
    pub(super) fn end(&self, code: DWORD) {
        let served = {
            let mut state = self.state.lock();
            state.end(code);
            state.serve()
        };
        self.answer(served);
    }

    /// Reads as long as there is something and somewhere to put it; one thread at a time.
    fn receive(&self, connection: &Arc<Connection>) {
        if let Some(room) = self.enter() {
            self.receive_into(connection, room);
        }
    }

    /// The same on the thread that has entered, with so much room at first.
    fn receive_into(&self, connection: &Arc<Connection>, mut room: usize) {
        let mut piece = ROOM.take().unwrap_or_else(|| vec![0; PIECE].into());
        for turn in 0.. {
            let taken = match room {
                0 => Taken::Nothing,
                _ if turn == TURN => {
                    // The set tells of it once more.
                    self.state.lock().receiving.busy = false;
                    connection.look_again();
                    break;
                }
                _ => connection.take_stream(&mut piece[..room]),
            };
            let (served, pumps, mut next) = self.received(taken, room, &mut piece);
            if pumps {
                self.pump();
                // Pings that were in the way may be answered now.
                next = next.or_else(|| self.state.lock().resume());
            }
            self.answer(served);
            match next {
                Some(next) => room = next,
                None => break,
            }
        }
        ROOM.set(Some(piece));
    }

    /// Whether this thread reads, and how much.
    fn enter(&self) -> Option<usize> {
        let mut state = self.state.lock();
        if std::mem::replace(&mut state.receiving.busy, true) {
            state.receiving.again = true;
            return None;
        }
        state.receiving.again = false;
        Some(state.room())
    }

    /// Notes what has come: the read that it serves, whether there is something to send, and how much may come
    /// next, unless there is nothing.
    fn received(
        &self,
        taken: Taken,
        room: usize,
        piece: &mut [u8],
    ) -> (Option<(PendingRead, Outcome)>, bool, Option<usize>) {
        let mut state = self.state.lock();
        // Without room nobody has looked.
        let mut wants = std::mem::take(&mut state.receiving.again) || room == 0;
        let mut served = None;
        match taken {
            Taken::Bytes { count, more } => {
                served = state.put(&mut piece[..count]);
                wants |= more;
            }
            Taken::Nothing => {}
            Taken::End => state.end(ERROR_HANDLE_EOF),
            Taken::Failed(failure) => state.end(code_of(failure)),
        }
        let served = served.or_else(|| state.serve());
        let next = state.room();
        let goes_on = wants && next > 0;
        state.receiving.held_up = wants && next == 0;
        state.receiving.busy = goes_on;
        let pumps = state.machine.owes_pong() || !state.outbox.is_empty();
        (served, pumps, goes_on.then_some(next))
    }

    /// Tells the module of a read.
    fn answer(&self, served: Option<(PendingRead, Outcome)>) {
        let Some((PendingRead { reader, context, .. }, outcome)) = served else { return };
        match reader {
            Reader::Callback(callback) => self.tell(context, callback, outcome),
            Reader::Thread(waiter) => _ = waiter.end(|| outcome),
        }
    }

    /// Reads on where that was held up and there is room again.
    pub(super) fn read_on(&self) {
        let room = self.state.lock().resume();
        if let (Some(room), Some(connection)) = (room, self.connection.upgrade()) {
            self.receive_into(&connection, room);
        }
    }

    /// What there is at once, or the read waits.
    fn find_or_wait(&self, mut buffer: CallerBuffer, reader: Reader) -> Option<Outcome> {
        let Some(context) = self.context.upgrade() else { return Some(Outcome::failed(E_UNEXPECTED)) };
        let found = {
            let mut state = self.state.lock();
            if state.read.is_some() {
                return Some(Outcome::failed(hresult::of(ERROR_INVALID_STATE)));
            }
            let found = state.find(&mut buffer);
            if found.is_none() {
                state.read = Some(PendingRead { buffer, reader, context });
                return None;
            }
            found
        };
        if found.is_some_and(|found| found.result == E_INVALID_PROTOCOL_FORMAT) {
            self.pump();
        } else {
            self.read_on();
        }
        found
    }

    /// ReadFragment with a callback: what is there at once, unless everything is wanted by the callback.
    pub(super) fn read(&self, buffer: CallerBuffer, callback: Callback, always: bool) -> Option<Outcome> {
        let outcome = self.find_or_wait(buffer, Reader::Callback(callback))?;
        if always
            && outcome.result >= 0
            && let Some(context) = self.context.upgrade()
        {
            self.tell(context, callback, outcome);
            return None;
        }
        Some(outcome)
    }

    /// ReadFragment on the calling thread.
    pub(super) fn read_and_wait(&self, buffer: CallerBuffer) -> Outcome {
        let waiter = Arc::new(Waiter::new(current::id()));
        if let Some(outcome) = self.find_or_wait(buffer, Reader::Thread(waiter.clone())) {
            return outcome;
        }
        let wait = || current::blocked(|| waiter.park(None, Outcome::failed(ABORTED)));
        current::operate(Arc::new(CancelRead(self.this.clone())), wait)
    }

    /// The read that waits, if any, ends so.
    fn cancel_read(&self) {
        let read = self.state.lock().read.take();
        self.answer(read.map(|read| (read, Outcome::failed(ABORTED))));
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
