//! What follows from a change of a connection's state, done when its lock is free.

use super::super::message::Request;
use super::super::trouble::Trouble;
use super::{Completion, Failure, StreamReader, Transferred};
use std::sync::Arc;

/// In the order in which it is done: who watches, operations that have succeeded, the layer
/// above, operations that have failed, who reads the stream, the next request.
#[derive(Default)]
pub(super) struct Effects {
    /// The client has ended its side.
    pub disconnected: bool,
    /// The connection is gone.
    pub lost: bool,
    /// There is more to be done, which the set is to tell of when others have had their turn.
    pub again: bool,
    pub completions: Vec<(Box<dyn Completion>, Result<Transferred, Failure>)>,
    pub request: Option<Request>,
    pub stream: Option<Told>,
    /// What the layer above may want to write down.
    pub trouble: Option<Box<Trouble>>,
}

/// What the reader of a stream is told.
pub enum Told {
    Read(Arc<dyn StreamReader>),
    Lost(Arc<dyn StreamReader>, Failure),
}

impl Effects {
    /// Whether anything follows beside a request. Nearly always nothing does.
    pub fn is_more_than_a_request(&self) -> bool {
        // Each of them is named, so that none is forgotten that comes later.
        let Self { disconnected, lost, again, completions, request: _, stream, trouble } = self;
        *disconnected || *lost || *again || !completions.is_empty() || stream.is_some() || trouble.is_some()
    }

    pub fn complete(&mut self, completion: Box<dyn Completion>, result: Result<Transferred, Failure>) {
        self.completions.push((completion, result));
    }
}
