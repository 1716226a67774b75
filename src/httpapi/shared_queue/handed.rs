//! A request that a thread takes along: one that has come while the thread, which waits for a request itself, told
//! of its connection. Nobody else waits for as long, and the queue is not asked a second time.

use super::super::queue::RequestQueue;
use super::super::request::Request;
use super::SharedQueue;
use super::state::State;
use crate::win32::current;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

thread_local! {
    static HANDED: Cell<Option<Arc<Request>>> = const { Cell::new(None) };
}

impl State {
    /// The one who receives, if the calling thread waits for it, may have the next request, and has none.
    pub(super) fn takes_along(&self) -> Option<&Arc<RequestQueue>> {
        let [only] = self.receivers.as_slice() else { return None };
        let is_next = self.ready.is_empty() && self.receives.is_empty() && self.demand.is_none() && !self.ended;
        (is_next && current::serves(only.own_port()) && only.blocks.load(Ordering::Relaxed) && has_none())
            .then_some(only)
    }
}

fn has_none() -> bool {
    HANDED.try_with(|handed| {
        let request = handed.take();
        let none = request.is_none();
        handed.set(request);
        none
    }) == Ok(true)
}

/// The calling thread, which has none, takes this request along.
pub(super) fn keep(request: Arc<Request>) {
    let _ = HANDED.try_with(|handed| handed.set(Some(request)));
}

/// What the calling thread has taken along.
pub(super) fn take() -> Option<Arc<Request>> {
    HANDED.try_with(Cell::take).ok().flatten()
}

impl SharedQueue {
    /// The calling thread goes without a request: what it has taken along is for others.
    pub(in crate::httpapi) fn put_back(&self) {
        let Some(request) = take() else { return };
        let mut state = self.state.lock();
        let receive = state.receives.pop_front();
        request.mark_received(receive.as_ref().map_or(0, |receive| receive.queue.number));
        match receive {
            Some(receive) => {
                drop(state);
                receive.complete(&request);
            }
            None => {
                state.ready.push_front(request);
                // Its packet may have gone to somebody who found nothing.
                state.receivers.iter().for_each(super::nudge);
            }
        }
    }
}
