//! What is done for one of a connection's requests, by its number. Whoever has a request may have it still when the
//! connection is at the next one: that one is left alone.

use super::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use crate::win32::caller_memory::CallerBuffer;
use std::sync::Arc;

impl Connection {
    /// Reads of its body, of whose bytes some may have come.
    pub(in crate::net) fn receive_body_of(
        self: &Arc<Self>,
        request: u32,
        into: CallerBuffer,
        fill: bool,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.change(|state, effects| match state.requests == request {
            true => state.receive(self, into, fill, completion, effects),
            false => Err(Failure::Gone),
        })
    }

    /// Takes what is there of its body, without waiting; `None` if nothing is.
    pub(in crate::net) fn take_body_of(self: &Arc<Self>, request: u32, mut into: CallerBuffer) -> Option<Transferred> {
        self.change(|state, _| match state.requests == request {
            true => state.receive_now(self, into.as_mut_slice()),
            false => None,
        })
    }

    /// Whether it has a body that was not read to its end.
    pub(in crate::net) fn has_body_left_of(self: &Arc<Self>, request: u32) -> bool {
        self.ask(|state| state.requests == request && state.has_body_left())
    }

    /// So many bytes of its body have been taken as they came, with what frames them.
    pub(in crate::net) fn body_received_of(self: &Arc<Self>, request: u32) -> u64 {
        self.ask(|state| if state.requests == request { state.body_received() } else { 0 })
    }

    /// Sends a part of its response, as `Request::send` says.
    pub(in crate::net) fn send_of(
        self: &Arc<Self>,
        request: u32,
        head: &[u8],
        chunks: &[Chunk],
        begin: impl FnOnce() -> Option<SendEnd>,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.change(|state, effects| {
            if state.requests != request {
                return Err(Failure::Gone);
            }
            state.answers = 0;
            state.send(self, head, chunks, begin, || Some(completion()), effects)
        })
    }
}
