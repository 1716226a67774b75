//! Connections that have left HTTP, read by code of ours whenever something is there.
//!
//! Reads of an application's wait with a buffer of its own. A layer above that has rules for the bytes
//! themselves is called instead, and takes what there is to where it wants it.

use super::effects::{Effects, Told};
use super::state::State;
use super::{Connection, Failure};
use std::sync::Arc;

/// Who reads the stream of bytes that a connection has become. It is called without a lock, by whichever
/// thread has the news.
pub trait StreamReader: Send + Sync {
    /// There may be something: `Connection::take_stream` tells. Whoever leaves it there asks again by itself.
    fn ready(self: Arc<Self>);

    /// Nothing comes any more. Told once at most.
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

impl Connection {
    /// Has the stream read by this reader from now on, who looks at once what is there already; or by nobody.
    pub fn set_stream_reader(self: &Arc<Self>, reader: Option<Arc<dyn StreamReader>>) {
        // One that goes may be the last to know of a request, which is not for this lock.
        let before = self.change(|state, _| std::mem::replace(&mut state.stream, reader));
        drop(before);
    }

    /// Takes bytes that are there; `into` is not empty.
    pub fn take_stream(self: &Arc<Self>, into: &mut [u8]) -> Taken {
        self.change(|state, effects| state.take_raw_stream(self, into, effects))
    }
}

impl State {
    /// Has the reader called, where it may find something.
    pub fn call_reader(&self, effects: &mut Effects) {
        if let Some(reader) = &self.stream
            && (self.readable || self.ended)
        {
            effects.stream = Some(Told::Ready(reader.clone()));
        }
    }

    /// The reader gets nothing more.
    pub fn end_stream(&mut self, effects: &mut Effects, failure: Failure) {
        if let Some(reader) = self.stream.take() {
            effects.stream = Some(Told::Lost(reader, failure));
        }
    }
}
