//! Operations on a connection: what they move, how they end, and who is told.

use crate::win32::caller_memory::CallerBytes;
use crate::win32::file::File;
use std::ops::Range;
use std::sync::Arc;

/// Why an operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection broke while the operation was under way.
    Reset,
    /// The connection is not there any more, or the body ended before its end.
    Gone,
    Cancelled,
    /// Another send is under way.
    Busy,
}

/// What an operation moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transferred {
    Bytes(usize),
    /// A read of nothing: so many bytes are there at least.
    Waiting(usize),
    /// The body has ended before.
    End,
}

/// Somebody who waits for the end of an operation.
pub trait Completion: Send {
    /// Called once, without a lock.
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>);

    /// The OVERLAPPED of the operation; 0 for one that blocks its thread.
    fn overlapped(&self) -> usize;
}

/// An operation as far as it has come.
pub enum Progress {
    Done(Transferred),
    /// The completion was taken and will be called.
    Pending,
}

/// A part of what is sent.
#[derive(Clone)]
pub enum Chunk {
    Memory(CallerBytes),
    /// What frames the others.
    Own(Arc<[u8]>),
    /// Bytes of a file, which must be that long still when they are sent.
    File {
        file: Arc<File>,
        place: u64,
        length: u64,
    },
}

/// How a response goes on after a send.
#[derive(Clone, Copy, Debug, Default)]
pub struct SendEnd {
    /// It was the last one of the response.
    pub last: bool,
    /// Close the connection after the last one.
    pub close: bool,
    /// From here on the connection is a stream of bytes both ways.
    pub upgrade: bool,
}

impl Chunk {
    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Own(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of it; the range lies within.
    pub fn part(&self, range: Range<u64>) -> Self {
        let [start, end] = [range.start, range.end].map(|place| usize::try_from(place).unwrap_or(usize::MAX));
        match self {
            Self::Memory(bytes) => Self::Memory(bytes.part(start..end)),
            Self::Own(bytes) => Self::Own(bytes[start..end].into()),
            Self::File { file, place, .. } => {
                Self::File { file: file.clone(), place: place + range.start, length: range.end - range.start }
            }
        }
    }
}
