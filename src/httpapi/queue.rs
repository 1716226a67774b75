//! Request queues as their handles name them.
//!
//! Every creation and every opening of a queue gives its own `RequestQueue`, with its own
//! completion port and its own operations; those of the same name share a `SharedQueue`, where
//! the requests are.

use super::logging::errors;
use super::operation::{Ended, Pending, Place};
use super::queue_names::QueueName;
use super::receive::Receive;
use super::request::{self, Request, ResponseState};
use super::shared_queue::SharedQueue;
use super::url_group::UrlGroup;
use crate::abi::windows::*;
use crate::net::connection::{Completion, Connection, Failure};
use crate::win32::completion_port::{Binding, CompletionPort};
use crate::win32::error::Win32Error;
use crate::win32::object::Object;
use crate::win32::overlapped::Operation;
use crate::win32::status::status_of;
use crate::win32::waitable::{Signal, Waitable};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Weak};

/// Which structures the queue hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    One,
    Two,
}

/// What a handle of a queue is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It made the queue, sets its properties, and receives.
    Creator,
    /// It made the queue and sets its properties; others receive.
    Controller,
    /// It opened a queue that was there: it receives.
    Worker,
}

pub struct RequestQueue {
    pub version: Version,
    pub role: Role,
    /// Names it among all that there have been; never 0.
    pub number: u64,
    shared: Arc<SharedQueue>,
    binding: Binding,
    /// Where threads wait that receive without an OVERLAPPED: one packet for each request
    /// that is ready. While the program has bound no port, connections are looked after there.
    own: Arc<CompletionPort>,
    /// Somebody has received without an OVERLAPPED, so packets are wanted.
    pub(super) blocks: AtomicBool,
    shut_down: AtomicBool,
    pending: Mutex<HashMap<usize, Pending>>,
    /// Set with the end of an operation that has neither an event nor a port to tell it.
    signal: Waitable,
    handles: AtomicU32,
    this: Weak<RequestQueue>,
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

impl RequestQueue {
    /// A queue without a name.
    pub fn new(version: Version) -> Arc<Self> {
        Self::create(version, None, Role::Creator)
    }

    /// A new queue; it has to get a handle, with whose closing it ends.
    pub(super) fn create(version: Version, name: Option<QueueName>, role: Role) -> Arc<Self> {
        let queue = Self::of(SharedQueue::new(version, name), role);
        // What is new has not ended.
        queue.shared.join(&queue);
        queue
    }

    /// One more that uses a queue, unless that has ended; it has to get a handle, as above.
    pub(super) fn open(shared: Arc<SharedQueue>) -> Option<Arc<Self>> {
        let queue = Self::of(shared, Role::Worker);
        queue.shared.join(&queue).then_some(queue)
    }

    fn of(shared: Arc<SharedQueue>, role: Role) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            version: shared.version,
            role,
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            shared,
            binding: Binding::default(),
            own: Arc::new(CompletionPort::new(u32::MAX)),
            blocks: AtomicBool::new(false),
            shut_down: AtomicBool::new(false),
            pending: Mutex::default(),
            signal: Waitable::new(Signal::Event { manual: true, set: false }),
            handles: AtomicU32::new(0),
            this: this.clone(),
        })
    }

    /// There was no handle for it.
    pub fn abandon(&self) {
        self.shut_down();
        self.shared.leave();
    }

    pub fn shared(&self) -> &Arc<SharedQueue> {
        &self.shared
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
        self.shared.group()
    }

    /// The port whose threads look after the connections.
    pub(super) fn port(&self) -> &Arc<CompletionPort> {
        self.binding.port().map_or(&self.own, |(port, _)| port)
    }

    pub fn own_port(&self) -> &Arc<CompletionPort> {
        &self.own
    }

    /// Whether HttpShutdownRequestQueue was called, or the last handle closed.
    pub fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }

    /// Says whether properties may be set by this handle.
    pub fn check_owner(&self) -> Result<(), Win32Error> {
        if self.role == Role::Worker { Err(Win32Error(ERROR_INVALID_PARAMETER)) } else { Ok(()) }
    }

    /// An operation is under way. One that comes from between two places brings along that it was cancelled there.
    pub fn note(&self, key: usize, thread: u32, place: Place) {
        let mut pending = self.pending.lock();
        let cancelled =
            pending.get(&key).is_some_and(|before| matches!(before.place, Place::Between) && before.cancelled);
        pending.insert(key, Pending { thread, place, cancelled });
    }

    /// It leaves its place for another one.
    pub(super) fn move_on(&self, key: usize) {
        if let Some(pending) = self.pending.lock().get_mut(&key) {
            pending.place = Place::Between;
        }
    }

    pub(super) fn is_cancelled(&self, key: usize) -> bool {
        self.pending.lock().get(&key).is_some_and(|pending| pending.cancelled)
    }

    /// It is not under way any more.
    pub fn settle(&self, key: usize) {
        self.pending.lock().remove(&key);
    }

    /// Cancels the operation with a key, of whatever thread; how many there were.
    pub fn cancel_operation(&self, key: usize) -> usize {
        self.cancel(&|other, _| other == key)
    }

    fn cancel(&self, which: &dyn Fn(usize, u32) -> bool) -> usize {
        let (receives, under_way) = self.shared.take_to_cancel(self, which);
        let mut count = receives.len();
        cancel_receives(receives);
        for (key, place) in under_way {
            count += match place {
                Place::Connection(connection) => {
                    connection.upgrade().map_or(0, |connection| cancel_at(&connection, key))
                }
                Place::Demand => usize::from(self.cancel_demand(key)),
                // Who brings it to its next place finds the mark.
                Place::Between => 1,
            };
        }
        count
    }

    /// Marks pending operations as cancelled; where they wait.
    pub(super) fn mark_cancelled(&self, which: &dyn Fn(usize, u32) -> bool) -> Vec<(usize, Place)> {
        let mut pending = self.pending.lock();
        let wanted = pending.iter_mut().filter(|(key, pending)| which(**key, pending.thread));
        let marked = wanted.map(|(key, pending)| {
            pending.cancelled = true;
            (*key, pending.place.clone())
        });
        marked.collect()
    }

    /// Pending operations with where they wait.
    fn operations(&self) -> Vec<(usize, Place)> {
        self.pending.lock().iter().map(|(key, pending)| (*key, pending.place.clone())).collect()
    }

    /// The wait for demand, where it is of this handle.
    pub(super) fn cancel_demands(&self) {
        for (key, _) in self.operations() {
            self.cancel_demand(key);
        }
    }

    fn cancel_demand(&self, key: usize) -> bool {
        let cancelled = self.shared.take_demand(&|completion| completion.overlapped() == key);
        let found = cancelled.is_some();
        if let Some(completion) = cancelled {
            completion.complete(Err(Failure::Cancelled));
        }
        found
    }

    /// HttpShutdownRequestQueue: takes no more requests and lets those go who wait for some or
    /// for disconnects. Responses that were begun may be completed.
    pub fn shut_down(&self) {
        if self.shut_down.swap(true, Ordering::SeqCst) {
            return;
        }
        self.shared.retire(self);
        self.cancel_demands();
        cancel_receives(self.shared.take_receives(self, &|_, _| true));
        self.own.close();
        // Those that wait are found first: they are told that they were cancelled, and not of
        // the end of a connection that is ended here.
        let waits: Vec<_> = self.operations().into_iter().flat_map(take_waits).collect();
        self.drop_requests(|response| !response.begun);
        for wait in waits {
            wait.complete(Err(Failure::Cancelled));
        }
    }

    /// Drops requests that were received here.
    fn drop_requests(&self, which: impl Fn(&ResponseState) -> bool) {
        let received = |request: &Arc<Request>| request.receiver() == self.number;
        for request in request::all_of(&self.shared).into_iter().filter(received) {
            let dropped = {
                // With the lock, so that no response begins meanwhile. One whose last send has begun has no id any more.
                let response = request.response.lock();
                which(&response) && request::forget(request.id).is_some()
            };
            if dropped {
                errors::abandoned(&request, self.shared.name());
                request.connection().abort();
            }
        }
    }
}

/// Cancels what waits there; how many that was.
pub(super) fn cancel_at(connection: &Arc<Connection>, key: usize) -> usize {
    connection.cancel_operations(&|completion| completion.overlapped() == key)
}

fn cancel_receives(receives: Vec<Receive>) {
    for receive in receives {
        receive.queue.complete(receive.operation, Ended::with(ERROR_OPERATION_ABORTED));
    }
}

fn take_waits((key, place): (usize, Place)) -> Vec<Box<dyn Completion>> {
    let Place::Connection(connection) = place else { return Vec::new() };
    let connection = connection.upgrade();
    connection.map_or_else(Vec::new, |connection| connection.take_watchers(&|wait| wait.overlapped() == key))
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
        self.handles.fetch_add(1, Ordering::SeqCst);
    }

    fn is_named_often(&self) -> bool {
        true
    }

    fn handle_closed(&self) {
        if self.handles.fetch_sub(1, Ordering::SeqCst) > 1 {
            return;
        }
        self.shut_down();
        self.cancel(&|_, _| true);
        // What was begun and is not complete ends with its receiver.
        self.drop_requests(|_| true);
        if let Some(this) = self.this.upgrade() {
            this.shared.leave();
        }
    }
}
