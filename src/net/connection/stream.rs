//! Connections that have left HTTP, read by code of ours whenever something is there.
//!
//! Reads of an application's wait with a buffer of its own. A layer above that has rules for the bytes
//! themselves is called under the connection's lock instead, in the order of the bytes, and takes what there is to
//! where it wants it. It calls nobody from there; what follows it does when the lock is free.

use super::effects::{Effects, Told};
use super::state::{Phase, State};
use super::{Chunk, Completion, Connection, Failure, Progress, SendEnd};
use crate::win32::caller_memory::CallerBytes;
use smallvec::SmallVec;
use std::io::IoSliceMut;
use std::sync::Arc;

/// So few bytes are copied behind their head, which costs less than a list of two.
const SMALL: usize = 512;

/// Who reads the stream of bytes that a connection has become.
pub trait StreamReader: Send + Sync {
    /// There may be something. Whether anything follows from it: this is called under the connection's lock.
    /// Whoever leaves bytes there asks for them by itself (`Connection::read_stream`).
    fn read(&self, stream: &mut Stream<'_>) -> bool;

    /// What follows from reads, when the lock is free.
    fn follow(self: Arc<Self>);

    /// Nothing comes any more. Told once at most, without a lock.
    fn lost(self: Arc<Self>, failure: Failure);
}

/// What the stream had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Whether more may be there at once, or the end.
    Bytes {
        count: usize,
        more: bool,
    },
    /// The reader is called when that changes.
    Nothing,
    /// The client has ended its side.
    End,
    Failed(Failure),
}

/// The stream of a connection, under its lock.
pub struct Stream<'a> {
    state: &'a mut State,
    connection: &'a Arc<Connection>,
    effects: &'a mut Effects,
}

impl Stream<'_> {
    /// Takes bytes that are there; `into` is not empty.
    pub fn take(&mut self, into: &mut [u8]) -> Taken {
        self.state.take_raw_stream(self.connection, into, self.effects)
    }

    /// Takes bytes into one place behind the other, of which one is not empty; `None` where they come through
    /// something else first.
    pub fn take_parts(&mut self, parts: &mut [IoSliceMut<'_>]) -> Option<Taken> {
        self.state.take_raw_parts(self.connection, parts, self.effects)
    }

    /// Whether nothing follows from the change that has it, so far: nobody is to be told of anything first.
    pub fn is_all(&self) -> bool {
        !self.effects.is_more_than_a_request()
    }

    /// The reader has stopped in the middle: it is called again when others have had their turn.
    pub fn look_again(&mut self) {
        self.effects.again = true;
    }

    /// Sends bytes behind a head. What is told of an end that comes later is made here.
    pub fn send(
        &mut self,
        head: &[u8],
        bytes: CallerBytes,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        let (begin, completion) = (|| Some(SendEnd::default()), || Some(completion()));
        if head.len() + bytes.len() > SMALL {
            let chunk = [Chunk::Memory(bytes)];
            return self.state.send(self.connection, head, &chunk, begin, completion, self.effects);
        }
        let mut joined = SmallVec::<[u8; SMALL]>::from_slice(head);
        joined.extend_from_slice(bytes.as_slice());
        self.state.send(self.connection, &joined, &[], begin, completion, self.effects)
    }
}

impl Connection {
    /// Has the stream read by this reader from now on, or by nobody.
    pub fn set_stream_reader(self: &Arc<Self>, reader: Option<Arc<dyn StreamReader>>) {
        // One that goes may be the last to know of a request, which is not for this lock.
        let before = self.change(|state, _| std::mem::replace(&mut state.stream, reader));
        drop(before);
    }

    /// Has the reader look whether something is there.
    pub fn read_stream(self: &Arc<Self>) {
        self.change(|state, effects| state.call_reader(self, effects));
    }

    /// Lets code of ours use the stream under the connection's lock, from where it calls nobody.
    pub fn with_stream<R>(self: &Arc<Self>, f: impl FnOnce(&mut Stream<'_>) -> R) -> R {
        self.change(|state, effects| f(&mut Stream { state, connection: self, effects }))
    }
}

impl State {
    /// Whether the reader may find something new.
    pub fn has_stream_news(&self) -> bool {
        self.stream.is_some() && (self.readable || self.ended)
    }

    /// Has the reader take what there is.
    pub fn call_reader(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let Some(reader) = self.stream.take() else { return };
        let follows = reader.read(&mut Stream { state: self, connection, effects });
        if self.phase == Phase::Gone {
            // It knows why.
            effects.stream = Some(Told::Read(reader));
            return;
        }
        if follows {
            effects.stream = Some(Told::Read(reader.clone()));
        }
        self.stream = Some(reader);
    }

    /// The reader gets nothing more.
    pub fn end_stream(&mut self, effects: &mut Effects, failure: Failure) {
        if let Some(reader) = self.stream.take() {
            effects.stream = Some(Told::Lost(reader, failure));
        }
    }
}
