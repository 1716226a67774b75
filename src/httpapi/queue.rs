//! Request queues.

use super::operation::{Ended, Pending};
use super::receive::Receive;
use super::request::{self, Request};
use super::url_group::UrlGroup;
use crate::abi::windows::*;
use crate::net::message;
use crate::win32::completion_port::{Binding, CompletionPort, Packet};
use crate::win32::current;
use crate::win32::object::Object;
use crate::win32::overlapped::Operation;
use crate::win32::status::status_of;
use crate::win32::waitable::{Signal, Waitable};
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Weak};

/// So many requests wait unless the program says otherwise.
const LENGTH: usize = 1000;

/// Which structures the queue hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    One,
    Two,
}

pub struct RequestQueue {
    pub version: Version,
    binding: Binding,
    /// Where threads wait that receive without an OVERLAPPED: one packet for each request
    /// that is ready. While the program has bound no port, connections are looked after there.
    own: Arc<CompletionPort>,
    state: Mutex<State>,
    pending: Mutex<HashMap<usize, Pending>>,
    /// The URLs that version 1 of the API adds to the queue itself.
    group: Arc<UrlGroup>,
    /// Set with the end of an operation that has neither an event nor a port to tell it.
    signal: Waitable,
    this: Weak<RequestQueue>,
}

#[derive(Default)]
struct State {
    /// Requests that nobody has received, and receives that wait for one; never both.
    ready: VecDeque<Arc<Request>>,
    receives: VecDeque<Receive>,
    handles: u32,
    /// No more requests for this queue.
    ended: bool,
}

impl RequestQueue {
    pub fn new(version: Version) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            version,
            binding: Binding::default(),
            own: Arc::new(CompletionPort::new(u32::MAX)),
            state: Mutex::default(),
            pending: Mutex::default(),
            group: Arc::new(UrlGroup::of(this.clone())),
            signal: Waitable::new(Signal::Event { manual: true, set: false }),
            this: this.clone(),
        })
    }

    /// An operation begins.
    pub fn unsignal(&self, operation: Operation) {
        if self.is_told_by_handle(operation) {
            self.signal.change(|signal| signal.put(false));
        }
    }

    /// Tells the end of an operation, of which the caller learnt before that it is pending.
    pub fn complete(&self, operation: Operation, ended: Ended) {
        // Once it has ended the OVERLAPPED is the caller's again.
        let by_handle = self.is_told_by_handle(operation);
        operation.complete(&self.binding, status_of(ended.code), ended.bytes);
        if by_handle {
            self.signal.change(|signal| signal.put(true));
        }
    }

    /// Tells the success of an operation within its call.
    pub fn complete_inline(&self, operation: Operation, bytes: u32) {
        let by_handle = self.is_told_by_handle(operation);
        operation.complete_inline(&self.binding, STATUS_SUCCESS, bytes);
        if by_handle {
            self.signal.change(|signal| signal.put(true));
        }
    }

    fn is_told_by_handle(&self, operation: Operation) -> bool {
        self.binding.port().is_none() && !operation.has_event()
    }

    pub fn group(&self) -> &Arc<UrlGroup> {
        &self.group
    }

    /// The port whose threads look after the connections.
    fn port(&self) -> &Arc<CompletionPort> {
        self.binding.port().map_or(&self.own, |(port, _)| port)
    }

    pub fn own_port(&self) -> &Arc<CompletionPort> {
        &self.own
    }

    /// A request has come for this queue.
    pub fn deliver(self: &Arc<Self>, wire: message::Request, context: u64, ip_routed: bool) {
        let connection = wire.connection().clone();
        connection.move_to(self.port());
        connection.listener().adopt(self.port());
        let request = Request::enter(self, context, ip_routed, wire);
        connection.set_tag(request.id);
        // It may have gone before it had a tag.
        if connection.is_gone() {
            request::forget(request.id);
            return;
        }
        let mut state = self.state.lock();
        let full = state.ended || (state.receives.is_empty() && state.ready.len() >= LENGTH);
        if full {
            drop(state);
            request::forget(request.id);
            // As with the basic verbosity of 503.
            return connection.abort();
        }
        if let Some(receive) = state.receives.pop_front() {
            drop(state);
            return receive.complete(self, &request);
        }
        state.ready.push_back(request);
        drop(state);
        self.own.post(Packet { key: 0, overlapped: 0, bytes: 0, status: 0 });
    }

    /// A request that is ready, where there is one.
    pub fn take_ready(&self) -> Result<Option<Arc<Request>>, Ended> {
        let mut state = self.state.lock();
        if state.ended {
            return Err(Ended::with(ERROR_OPERATION_ABORTED));
        }
        Ok(state.take_ready())
    }

    /// A request that is ready, or else the receive waits for one.
    pub fn take_or_wait(&self, receive: Receive) -> Result<Taken, Ended> {
        let mut state = self.state.lock();
        if state.ended {
            return Err(Ended::with(ERROR_INVALID_HANDLE));
        }
        if let Some(request) = state.take_ready() {
            drop(state);
            // The packet that was for a thread.
            self.own.take_more();
            return Ok(Taken::Ready(request, receive));
        }
        state.receives.push_back(receive);
        Ok(Taken::Waits)
    }

    /// An operation of the calling thread is under way.
    pub fn note(&self, key: usize, connection: Option<Weak<crate::net::connection::Connection>>) {
        self.pending.lock().insert(key, Pending { thread: current::id(), connection });
    }

    /// It is not any more.
    pub fn settle(&self, key: usize) {
        self.pending.lock().remove(&key);
    }

    fn cancel(&self, which: &dyn Fn(usize, u32) -> bool) -> usize {
        let receives: Vec<_> = {
            let mut state = self.state.lock();
            let (cancelled, rest) = std::mem::take(&mut state.receives)
                .into_iter()
                .partition(|receive| which(receive.key(), receive.thread));
            state.receives = rest;
            Vec::from(cancelled)
        };
        let mut count = receives.len();
        for receive in receives {
            self.complete(receive.operation, Ended::with(ERROR_OPERATION_ABORTED));
        }
        let found: Vec<_> = {
            let pending = self.pending.lock();
            let wanted = pending.iter().filter(|(key, pending)| which(**key, pending.thread));
            wanted.filter_map(|(key, pending)| Some((*key, pending.connection.as_ref()?.upgrade()?))).collect()
        };
        for (key, connection) in found {
            count += connection.cancel_operations(&|completion| completion.overlapped() == key);
        }
        count
    }

    /// Takes no more requests, and lets everybody go who waits.
    pub fn shut_down(&self) {
        let ready = {
            let mut state = self.state.lock();
            state.ended = true;
            std::mem::take(&mut state.ready)
        };
        drop(ready);
        self.own.close();
        self.cancel(&|_, _| true);
        if let Some(this) = self.this.upgrade() {
            for request in request::all_of(&this) {
                if !request.response.lock().begun {
                    request::forget(request.id);
                    request.connection().abort();
                }
            }
        }
    }
}

/// What a receive came to.
pub enum Taken {
    Ready(Arc<Request>, Receive),
    Waits,
}

impl State {
    /// The next request whose client is still there.
    fn take_ready(&mut self) -> Option<Arc<Request>> {
        while let Some(request) = self.ready.pop_front() {
            if request.is_alive() {
                return Some(request);
            }
        }
        None
    }
}

impl Object for RequestQueue {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.signal)
    }

    fn binding(&self) -> Option<&Binding> {
        Some(&self.binding)
    }

    fn cancel_io(&self, overlapped: Option<usize>, thread: Option<u32>) -> usize {
        self.cancel(&|key, by| {
            overlapped.is_none_or(|wanted| wanted == key) && thread.is_none_or(|wanted| wanted == by)
        })
    }

    fn handle_opened(&self) {
        self.state.lock().handles += 1;
    }

    fn handle_closed(&self) {
        let mut state = self.state.lock();
        state.handles -= 1;
        if state.handles > 0 {
            return;
        }
        drop(state);
        self.shut_down();
        // What was begun and is not complete ends with the queue.
        if let Some(this) = self.this.upgrade() {
            for request in request::all_of(&this) {
                request::forget(request.id);
                request.connection().abort();
            }
            super::service::remove_urls(&this.group);
        }
    }
}
