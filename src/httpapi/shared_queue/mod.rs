//! The requests of a queue, and who gets them.
//!
//! Locks: while a queue's state is locked, those of a completion port, of the alarms, of the table
//! of requests and of a handle's pending operations may be taken, and no others.

mod handed;
mod state;
mod time_limit;

use super::authentication::Sender;
use super::cache::Cache;
use super::logging::access_log::AccessLog;
use super::logging::errors::{self, Meant};
use super::operation::{Ended, Place};
use super::queue::{RequestQueue, Role, Version};
use super::queue_names::{self, QueueName};
use super::queue_properties::{QueueSettings, Verbosity};
use super::receive::Receive;
use super::request::{self, Request};
use super::url_group::UrlGroup;
use crate::abi::http::HTTP_URL_GROUP_ID;
use crate::abi::windows::*;
use crate::net::connection::{Completion, Connection, Transferred};
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::net::message;
use crate::win32::alarm;
use crate::win32::completion_port::{CompletionPort, Packet};
use crate::win32::current;
use parking_lot::Mutex;
use state::State;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

pub struct SharedQueue {
    /// Names it among all that there have been.
    pub number: u64,
    pub version: Version,
    pub settings: QueueSettings,
    name: Option<QueueName>,
    cache: Arc<Cache>,
    state: Mutex<State>,
    /// Code of ours that gets all requests.
    consumer: OnceLock<Arc<dyn Consumer>>,
    /// The URLs that version 1 of the API adds to the queue itself.
    group: Arc<UrlGroup>,
    this: Weak<SharedQueue>,
}

/// What a request is delivered with.
pub struct Terms {
    /// The value given with the URL that matched.
    pub context: u64,
    /// It was routed by the local address.
    pub ip_routed: bool,
    /// The number of that URL.
    pub registration: u64,
    /// How long it may wait in the queue.
    pub patience: Option<Duration>,
    /// Who it is from, where the group wants to know.
    pub sender: Option<Sender>,
    /// The program is told of channel binding.
    pub tells_channel_bind: bool,
    pub group: HTTP_URL_GROUP_ID,
    /// The site of IIS; 0 where there is none.
    pub site: u32,
    /// Where a line is written when it has been answered.
    pub log: Option<Arc<AccessLog>>,
}

/// Code of ours that gets the requests of a queue, in place of receives.
pub trait Consumer: Send + Sync {
    /// The port whose threads look after the connections.
    fn port(&self) -> &Arc<CompletionPort>;

    /// Called by such a thread, without a lock; it must not block.
    fn request(&self, request: Arc<Request>);
}

/// What a receive came to.
pub enum Taken {
    Ready(Arc<Request>, Receive),
    Waits,
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

const NUDGE: Packet = Packet { key: 0, overlapped: 0, bytes: 0, status: 0 };

impl SharedQueue {
    pub fn new(version: Version, name: Option<QueueName>) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            version,
            settings: QueueSettings::default(),
            name,
            cache: Cache::new(),
            state: Mutex::default(),
            consumer: OnceLock::new(),
            group: Arc::new(UrlGroup::of(this.clone())),
            this: this.clone(),
        })
    }

    pub fn group(&self) -> &Arc<UrlGroup> {
        &self.group
    }

    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// One more uses the queue; false if that has ended meanwhile.
    pub(super) fn join(&self, queue: &Arc<RequestQueue>) -> bool {
        let mut state = self.state.lock();
        if state.ended {
            return false;
        }
        state.users += 1;
        if queue.role != Role::Controller {
            state.receivers.push(queue.clone());
        }
        true
    }

    /// No requests for this one any more.
    pub(super) fn retire(&self, queue: &RequestQueue) {
        let mut state = self.state.lock();
        state.receivers.retain(|other| other.number != queue.number);
        state.last = 0;
        let nobody = state.receivers.is_empty();
        drop(state);
        if nobody {
            self.cache.clear();
        }
    }

    /// One has closed its last handle; with the last of them the queue ends.
    pub(super) fn leave(&self) {
        let (ready, alarm) = {
            let mut state = self.state.lock();
            state.users -= 1;
            if state.users > 0 {
                return;
            }
            state.ended = true;
            (std::mem::take(&mut state.ready), state.alarm.take())
        };
        if let Some((_, key)) = alarm {
            alarm::cancel(key);
        }
        if let Some(name) = &self.name {
            queue_names::forget(name, self);
        }
        for request in ready {
            self.give_back(&request, Unavailable::AppShutdown);
        }
        self.group.close();
        self.cache.clear();
    }

    pub(super) fn has_ended(&self) -> bool {
        self.state.lock().ended
    }

    /// All requests go there from now on; a queue has one consumer in its life.
    pub fn consume(&self, consumer: Arc<dyn Consumer>) {
        let _ = self.consumer.set(consumer);
    }

    /// A request has come for this queue.
    pub fn deliver(self: &Arc<Self>, wire: message::Request, terms: Terms) {
        let connection = wire.connection();
        if !self.settings.is_active() {
            return self.refuse(&wire, Unavailable::Disabled, terms.site);
        }
        let consumer = self.consumer.get();
        if let Some(consumer) = consumer {
            move_to(connection, consumer.port());
        }
        let patience = terms.patience;
        let request = Request::enter(self, terms, wire);
        request.connection().set_tag(request.id);
        // It may have gone before it had a tag.
        if request.connection().is_gone() {
            request::forget(request.id);
            return;
        }
        let mut state = self.state.lock();
        if let Some(receiver) = state.takes_along() {
            // With the lock, so that whoever shuts down finds what it has received.
            request.mark_received(receiver.number);
            nudge(receiver);
            drop(state);
            return handed::keep(request);
        }
        if let Some(consumer) = consumer
            && let Some(receiver) = state.receivers.first()
        {
            request.mark_received(receiver.number);
            drop(state);
            return consumer.request(request);
        }
        let is_elsewhere = |receiver: &RequestQueue| !request.connection().is_at(receiver.port());
        if consumer.is_none()
            && let Some(receiver) = state.receiver(is_elsewhere)
        {
            // Before anybody gets the request, and without the lock.
            drop(state);
            move_to(request.connection(), receiver.port());
            state = self.state.lock();
        }
        if let Some(receive) = state.receives.pop_front() {
            // With the lock, so that whoever shuts down finds what it has received, and who cancels it the receive.
            request.mark_received(receive.queue.number);
            receive.move_on();
            drop(state);
            return receive.complete(&request);
        }
        let refusal = if state.ended {
            Some(Unavailable::AppShutdown)
        } else if state.is_full(self.settings.length()) {
            Some(Unavailable::QueueFull)
        } else {
            None
        };
        if let Some(why) = refusal {
            drop(state);
            return self.give_back(&request, why);
        }
        if let Some(patience) = patience {
            self.limit(&mut state, &request, patience);
        }
        state.ready.push_back(request);
        let demand = if state.anybody_waits() { None } else { state.demand.take() };
        match state.receivers.as_slice() {
            // Whoever is woken finds the lock free.
            // This thread takes the request itself, and nobody is woken.
            [only] if current::serves(only.own_port()) => {
                nudge(only);
                drop(state);
            }
            [only] => {
                let only = only.clone();
                drop(state);
                nudge(&only);
            }
            several => {
                several.iter().for_each(nudge);
                drop(state);
            }
        }
        if let Some(demand) = demand {
            demand.complete(Ok(Transferred::Bytes(0)));
        }
    }

    /// A request that nobody is to receive any more.
    fn give_back(&self, request: &Request, why: Unavailable) {
        if request::forget(request.id).is_some() {
            self.refuse(request, why, request.site);
        }
    }

    /// Answers with 503 in the queue's verbosity.
    pub fn refuse(&self, request: &message::Request, why: Unavailable, site: u32) {
        let refusal = Refusal::ServiceUnavailable(why);
        errors::refused(request, refusal, Meant { queue: self.name(), site });
        match self.settings.verbosity() {
            Verbosity::Basic => request.connection().abort(),
            Verbosity::Limited | Verbosity::Full => request.connection().refuse(refusal),
        }
    }

    /// The name, or nothing.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", QueueName::as_given)
    }

    /// A thread is about to wait for packets.
    pub(super) fn begin_to_block(&self, queue: &RequestQueue) {
        if !queue.blocks.load(Ordering::Relaxed) {
            let state = self.state.lock();
            if !queue.blocks.swap(true, Ordering::Relaxed) {
                state.ready.iter().for_each(|_| queue.own_port().post(NUDGE));
            }
        }
    }

    /// A request that is ready, where there is one, for a thread that has had a packet.
    pub(super) fn take_ready(&self, queue: &RequestQueue) -> Result<Option<Arc<Request>>, Ended> {
        if let Some(request) = handed::take().filter(|request| request.is_alive()) {
            // Whoever has shut down meanwhile drops it.
            return if queue.is_shut_down() { Err(Ended::with(ERROR_OPERATION_ABORTED)) } else { Ok(Some(request)) };
        }
        let mut state = self.state.lock();
        if queue.is_shut_down() {
            return Err(Ended::with(ERROR_OPERATION_ABORTED));
        }
        let request = state.take_ready();
        if let Some(request) = &request {
            request.mark_received(queue.number);
            state.note_receiver(queue);
            state.forget_packets(Some(queue));
        }
        Ok(request)
    }

    /// A request that is ready, or else the receive waits for one, unless it was cancelled or its handle was shut down.
    pub(super) fn take_or_wait(&self, receive: Receive) -> Result<Taken, Receive> {
        let mut state = self.state.lock();
        if receive.queue.is_shut_down() || receive.is_cancelled() {
            receive.settle();
            return Err(receive);
        }
        state.note_receiver(&receive.queue);
        if let Some(request) = state.take_ready() {
            request.mark_received(receive.queue.number);
            receive.move_on();
            state.forget_packets(None);
            return Ok(Taken::Ready(request, receive));
        }
        receive.settle();
        state.receives.push_back(receive);
        Ok(Taken::Waits)
    }

    /// Takes receives of one handle out.
    pub(super) fn take_receives(&self, of: &RequestQueue, which: &dyn Fn(usize, u32) -> bool) -> Vec<Receive> {
        self.state.lock().take_receives(of, which)
    }

    /// The same of what is to be cancelled, and marks those operations that do not wait here. Under one lock a receive
    /// is either here or there.
    pub(super) fn take_to_cancel(
        &self,
        of: &RequestQueue,
        which: &dyn Fn(usize, u32) -> bool,
    ) -> (Vec<Receive>, Vec<(usize, Place)>) {
        let mut state = self.state.lock();
        (state.take_receives(of, which), of.mark_cancelled(which))
    }

    /// Has somebody told of the first request that nobody receives. Says whether there is one
    /// already, or gives the completion back where another one waits.
    pub(super) fn demand(&self, completion: impl FnOnce() -> Box<dyn Completion>) -> Result<Demanded, AlreadyWaits> {
        let mut state = self.state.lock();
        if state.demand.is_some() {
            return Err(AlreadyWaits);
        }
        if state.ready.iter().any(|request| request.is_alive()) {
            return Ok(Demanded::Now);
        }
        state.demand = Some(completion());
        Ok(Demanded::Waits)
    }

    pub(super) fn take_demand(&self, which: &dyn Fn(&dyn Completion) -> bool) -> Option<Box<dyn Completion>> {
        self.state.lock().demand.take_if(|completion| which(completion.as_ref()))
    }
}

/// Another HttpWaitForDemandStart is pending.
pub(super) struct AlreadyWaits;

pub(super) enum Demanded {
    /// A request is there.
    Now,
    Waits,
}

/// The connection goes to the port where its requests are received, and its listener with it.
fn move_to(connection: &Arc<Connection>, port: &Arc<CompletionPort>) {
    if !connection.is_at(port) {
        connection.move_to(port);
        connection.listener().adopt(port);
    }
}

/// One packet for a request that is ready.
fn nudge(queue: &Arc<RequestQueue>) {
    if queue.blocks.load(Ordering::Relaxed) {
        queue.own_port().leave(NUDGE);
    }
}
