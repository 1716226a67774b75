//! What stands behind the lock of a queue.

use super::super::queue::RequestQueue;
use super::super::receive::Receive;
use super::super::request::Request;
use crate::net::connection::Completion;
use crate::win32::alarm;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

#[derive(Default)]
pub(super) struct State {
    /// Requests that nobody has received, and receives that wait for one; never both.
    pub ready: VecDeque<Arc<Request>>,
    pub receives: VecDeque<Receive>,
    /// Those that may receive, and the one among them that did so last.
    pub receivers: Vec<Arc<RequestQueue>>,
    pub last: usize,
    /// Handles of whatever role, each once.
    pub users: usize,
    /// Who waits for the first request that nobody receives.
    pub demand: Option<Box<dyn Completion>>,
    /// When somebody looks whether requests have waited for too long.
    pub alarm: Option<(u64, alarm::Key)>,
    pub ended: bool,
}

impl State {
    /// The next request whose client is still there.
    pub fn take_ready(&mut self) -> Option<Arc<Request>> {
        while let Some(request) = self.ready.pop_front() {
            if request.is_alive() {
                return Some(request);
            }
        }
        None
    }

    /// Whoever is likely to get the next request, if it is wanted.
    pub fn receiver(&self, wanted: impl FnOnce(&RequestQueue) -> bool) -> Option<Arc<RequestQueue>> {
        let waiting = self.receives.front().map(|receive| &receive.queue);
        waiting.or_else(|| self.receivers.get(self.last)).filter(|receiver| wanted(receiver)).cloned()
    }

    /// Takes receives of one handle out.
    pub fn take_receives(&mut self, of: &RequestQueue, which: &dyn Fn(usize, u32) -> bool) -> Vec<Receive> {
        let (taken, rest) = std::mem::take(&mut self.receives)
            .into_iter()
            .partition(|receive| receive.queue.number == of.number && which(receive.key(), receive.thread));
        self.receives = rest;
        Vec::from(taken)
    }

    /// Whether a thread waits for a request in its call. Who has none to be told of demand need not ask.
    pub fn anybody_waits(&self) -> bool {
        self.demand.is_some() && self.receivers.iter().any(|queue| queue.own_port().load().waiting > 0)
    }

    pub fn note_receiver(&mut self, queue: &RequestQueue) {
        let is_last = self.receivers.get(self.last).is_some_and(|last| last.number == queue.number);
        if !is_last && let Some(at) = self.receivers.iter().position(|other| other.number == queue.number) {
            self.last = at;
        }
    }

    /// A request was taken: everybody has one packet too many but the one who has just used it.
    pub fn forget_packets(&self, but: Option<&RequestQueue>) {
        for queue in &self.receivers {
            if queue.blocks.load(Ordering::Relaxed) && but.is_none_or(|but| but.number != queue.number) {
                queue.own_port().take_more();
            }
        }
    }

    /// Whether no more requests may wait. Those whose clients have gone do not count.
    pub fn is_full(&mut self, length: usize) -> bool {
        if self.ready.len() >= length {
            self.ready.retain(|request| request.is_alive());
        }
        self.ready.len() >= length
    }
}
