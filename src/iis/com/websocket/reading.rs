//! The half that reads: bytes of the network, unmasked into the module's buffer.

use super::{Callback, Outcome, SocketObject, SocketState, State};
use crate::abi::iis::*;
use crate::httpapi::operation::{self, Answer, Style};
use crate::httpapi::receive;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::context::Context;
use crate::net::connection::{Completion, Failure, Transferred};
use crate::net::websocket::Incoming;
use crate::win32::caller_memory::CallerBuffer;
use std::sync::Arc;

/// So much is read of the network at a time.
const PIECE: usize = 16 << 10;

/// Bytes that have come and nobody has read. The memory is there only while it is used.
#[derive(Default)]
pub(super) struct Input {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl Input {
    fn unread(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
    }

    /// Where the network puts more; everything that was there has been read.
    fn room(&mut self) -> CallerBuffer {
        if self.bytes.is_empty() {
            self.bytes = vec![0; PIECE].into();
        }
        (self.start, self.end) = (0, 0);
        // SAFETY: the memory stays where it is, and nobody looks at it until the receive has ended.
        unsafe { CallerBuffer::new(self.bytes.as_mut_ptr(), self.bytes.len()) }
    }
}

/// A read of the module's that waits.
pub(super) struct PendingRead {
    buffer: CallerBuffer,
    callback: Callback,
}

/// A receive from the network has ended.
struct Received {
    socket: Arc<SocketObject>,
    context: Arc<Context>,
    key: usize,
}

impl Completion for Received {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        if self.socket.received(result.into()) {
            self.socket.go_on(&self.context);
        }
    }

    fn overlapped(&self) -> usize {
        self.key
    }
}

/// It was cancelled: nothing was lost, and the next read may go on.
const ABORTED: HRESULT = hresult::of(ERROR_OPERATION_ABORTED);

fn busy() -> Outcome {
    Outcome::failed(hresult::of(ERROR_INVALID_STATE))
}

impl SocketState {
    /// What has come gives the module; none where more has to come.
    fn find(state: &mut State, buffer: &mut CallerBuffer) -> Option<Outcome> {
        let State { machine, input, .. } = state;
        let read = machine.read(input.unread(), buffer.as_mut_slice());
        let found = match read {
            Ok(received) => {
                input.consume(received.consumed);
                match received.incoming {
                    Incoming::More => state.ended.map(Outcome::failed),
                    Incoming::Fragment(fragment) => Some(Outcome {
                        result: S_OK,
                        bytes: fragment.bytes as DWORD,
                        text: fragment.text,
                        last: fragment.last,
                        close: false,
                    }),
                    Incoming::Close => Some(Outcome { last: true, close: true, ..Outcome::failed(S_OK) }),
                }
            }
            Err(_) => {
                let unread = input.unread().len();
                input.consume(unread);
                Some(Outcome::failed(E_INVALID_PROTOCOL_FORMAT))
            }
        };
        while let Some(frame) = state.machine.due() {
            state.outbox.push_back(super::writing::Outgoing::control(&frame));
        }
        if read.is_err() {
            state.outbox.push_back(super::writing::Outgoing::end());
        }
        found
    }

    /// Notes what the network has given. Whether the read that waits is to go on: one that was cancelled
    /// is told so, and the next, which may have begun meanwhile, is its beginner's to serve.
    fn received(&self, ended: operation::Ended) -> bool {
        let mut state = self.state.lock();
        state.receiving = false;
        match ended.code {
            NO_ERROR | ERROR_MORE_DATA if ended.bytes > 0 => state.input.end = ended.bytes as usize,
            ERROR_OPERATION_ABORTED => {
                let read = state.read.take();
                drop(state);
                if let (Some(read), Some((context, _))) = (read, self.owners()) {
                    self.tell(&context, read.callback, Outcome::failed(ABORTED));
                }
                return false;
            }
            code => {
                state.machine.end_of_input();
                let code = if code == NO_ERROR { ERROR_HANDLE_EOF } else { code };
                state.ended = Some(hresult::of(code));
            }
        }
        true
    }

    /// Asks the network; true where it answers later.
    fn receive(&self, context: &Arc<Context>, style: Style<'_>) -> bool {
        let Some(wire) = &context.wire else { return false };
        let room = {
            let mut state = self.state.lock();
            state.receiving = true;
            state.input.room()
        };
        match receive::receive_body(context.worker.queue(), wire.id, false, room, style) {
            Answer::Pending => true,
            Answer::Ended(ended) => {
                self.received(ended);
                false
            }
        }
    }

    fn receive_later(&self, context: &Arc<Context>) -> bool {
        let Some((_, socket)) = self.owners() else { return false };
        let told = || -> Box<dyn Completion> {
            Box::new(Received { socket: socket.clone(), context: context.clone(), key: self.key(1) })
        };
        self.receive(context, Style::Told(&told))
    }

    /// Serves the read that waits, as long as there is something for it.
    fn go_on(&self, context: &Arc<Context>) {
        loop {
            let found = {
                let mut state = self.state.lock();
                let Some(mut read) = state.read.take() else { break };
                let found = Self::find(&mut state, &mut read.buffer);
                if found.is_none() {
                    state.read = Some(read);
                    None
                } else {
                    found.map(|outcome| (read.callback, outcome))
                }
            };
            self.pump(context);
            match found {
                Some((callback, outcome)) => return self.tell(context, callback, outcome),
                None if self.receive_later(context) => return,
                None => {}
            }
        }
    }

    /// ReadFragment with a callback: what is there at once, unless everything is wanted by the callback.
    pub(super) fn read(&self, mut buffer: CallerBuffer, callback: Callback, always: bool) -> Option<Outcome> {
        let Some((context, _)) = self.owners() else { return Some(Outcome::failed(E_UNEXPECTED)) };
        let found = {
            let mut state = self.state.lock();
            if state.read.is_some() || state.receiving {
                return Some(busy());
            }
            let found = Self::find(&mut state, &mut buffer);
            if found.is_none() {
                state.read = Some(PendingRead { buffer, callback });
            }
            found
        };
        self.pump(&context);
        match found {
            Some(outcome) if always && outcome.result >= 0 => {
                self.tell(&context, callback, outcome);
                None
            }
            Some(outcome) => Some(outcome),
            None => {
                if !self.receive_later(&context) {
                    self.go_on(&context);
                }
                None
            }
        }
    }

    /// ReadFragment on the calling thread.
    pub(super) fn read_and_wait(&self, mut buffer: CallerBuffer) -> Outcome {
        let Some((context, _)) = self.owners() else { return Outcome::failed(E_UNEXPECTED) };
        loop {
            let found = {
                let mut state = self.state.lock();
                if state.read.is_some() || state.receiving {
                    return busy();
                }
                Self::find(&mut state, &mut buffer)
            };
            self.pump(&context);
            match found {
                Some(outcome) => return outcome,
                None => {
                    self.receive(&context, Style::Blocking);
                }
            }
        }
    }

    /// CancelOutstandingIO.
    pub(super) fn cancel(&self) {
        let Some((context, _)) = self.owners() else { return };
        let queue = context.worker.queue();
        queue.cancel_operation(self.key(1));
        if self.state.lock().writing {
            queue.cancel_operation(self.key(3));
        }
    }
}
