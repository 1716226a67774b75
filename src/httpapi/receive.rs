//! HttpReceiveHttpRequest and HttpReceiveRequestEntityBody.

use super::logging::errors;
use super::operation::{self, Answer, Ended, Place, Style, finish};
use super::queue::{RequestQueue, Role, cancel_at};
use super::request::{self, Request};
use super::request_layout::{BodyPlace, Layout, lay_out};
use super::shared_queue::Taken;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::{Completion, Failure, Progress, Transferred};
use crate::net::http1::refusal::Refusal;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::completion_port::{CompletionPort, Empty};
use crate::win32::current;
use crate::win32::overlapped::Operation;
use crate::win32::waiter::Interrupt;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a receive wants of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyWish {
    /// It is read by itself.
    Left,
    /// What is there, as far as it fits.
    Copied,
    /// All of it, for which the receive waits.
    Whole,
}

/// A receive that waits for a request.
pub struct Receive {
    pub queue: Arc<RequestQueue>,
    pub operation: Operation,
    pub thread: u32,
    buffer: CallerBuffer,
    wish: BodyWish,
}

impl Receive {
    pub fn key(&self) -> usize {
        self.operation.address()
    }

    /// It leaves the queue for a request, with the queue's lock: whoever cancels it until it waits again leaves a mark,
    /// for whoever brings it there. A receive that does not wait for a body has ended then.
    pub(super) fn move_on(&self) {
        if self.wish == BodyWish::Whole {
            self.queue.note(self.key(), self.thread, Place::Between);
        }
    }

    /// It was cancelled on the way.
    pub(super) fn is_cancelled(&self) -> bool {
        self.wish == BodyWish::Whole && self.queue.is_cancelled(self.key())
    }

    /// It waits in the queue again, or has ended.
    pub(super) fn settle(&self) {
        if self.wish == BodyWish::Whole {
            self.queue.settle(self.key());
        }
    }

    /// A request has come for it.
    pub fn complete(self, request: &Arc<Request>) {
        if let Some((receive, ended)) = self.take(request) {
            receive.queue.complete(receive.operation, ended);
        }
    }

    /// Takes a request, or one of those behind it where its client leaves before the whole body is there. What has come of
    /// it, unless it goes on to wait.
    fn take(mut self, request: &Arc<Request>) -> Option<(Self, Ended)> {
        let mut next;
        let mut request = request;
        loop {
            let (style, whose) = (Style::Overlapped(self.operation), Whose::Next(self.thread));
            let ended = hand_over(&self.queue, request, &mut self.buffer, self.wish, style, whose)?;
            if !leaves(self.wish, ended) {
                self.settle();
                return Some((self, ended));
            }
            give_up(request);
            let queue = self.queue.clone();
            match queue.shared().take_or_wait(self) {
                Ok(Taken::Waits) => return None,
                Ok(Taken::Ready(taken, receive)) => (next, self) = (taken, receive),
                Err(receive) => return Some((receive, Ended::with(ERROR_OPERATION_ABORTED))),
            }
            request = &next;
        }
    }

    /// Takes the next request, now or when it comes.
    fn go_on(self) {
        let queue = self.queue.clone();
        match queue.shared().take_or_wait(self) {
            Ok(Taken::Waits) => {}
            Ok(Taken::Ready(request, receive)) => receive.complete(&request),
            Err(receive) => queue.complete(receive.operation, Ended::with(ERROR_OPERATION_ABORTED)),
        }
    }
}

/// Which request a receive is about.
#[derive(Clone, Copy)]
enum Whose {
    /// The one with an id.
    Named,
    /// Whichever is next, as this thread has asked.
    Next(u32),
}

/// The client has left before the body was there that a receive waited for.
fn leaves(wish: BodyWish, ended: Ended) -> bool {
    wish == BodyWish::Whole && matches!(ended.code, ERROR_CONNECTION_INVALID | ERROR_NETNAME_DELETED)
}

/// Ends a request of which the program knows nothing yet. A client that has only ended its side is told.
fn give_up(request: &Request) {
    if request::forget(request.id).is_some() {
        errors::dropped(request);
        request.connection().refuse(Refusal::BadRequest);
    }
}

/// The next request, or with an id that one again.
pub fn receive(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    wish: BodyWish,
    mut buffer: CallerBuffer,
    style: Style<'_>,
) -> Answer {
    if let Err(code) = may_receive(queue) {
        return Answer::Ended(Ended::with(code));
    }
    if buffer.len() < Layout::of(queue.version).size {
        return Answer::Ended(Ended::with(ERROR_INSUFFICIENT_BUFFER));
    }
    if id != HTTP_NULL_ID {
        let ended = match request::find(queue, id) {
            Some(request) => hand_over(queue, &request, &mut buffer, wish, style, Whose::Named),
            None => Some(Ended::with(ERROR_CONNECTION_INVALID)),
        };
        return ended.map_or(Answer::Pending, |ended| finish(queue, style, ended));
    }
    match style {
        // Code of ours consumes whole queues instead.
        Style::Told(_) => Answer::Ended(Ended::with(ERROR_INVALID_PARAMETER)),
        Style::Blocking => Answer::Ended(receive_blocking(queue, buffer, wish)),
        Style::Overlapped(operation) => {
            let receive = Receive { queue: queue.clone(), operation, thread: current::id(), buffer, wish };
            match queue.shared().take_or_wait(receive) {
                Ok(Taken::Waits) => Answer::Pending,
                Ok(Taken::Ready(request, receive)) => {
                    receive.take(&request).map_or(Answer::Pending, |(_, ended)| finish(queue, style, ended))
                }
                Err(_) => Answer::Ended(Ended::with(ERROR_INVALID_HANDLE)),
            }
        }
    }
}

/// A controller leaves requests to others, and one that was shut down gets none.
fn may_receive(queue: &RequestQueue) -> Result<(), DWORD> {
    match queue.role {
        Role::Controller => Err(ERROR_INVALID_ID_AUTHORITY),
        _ if queue.is_shut_down() => Err(ERROR_INVALID_HANDLE),
        Role::Creator | Role::Worker => Ok(()),
    }
}

/// CancelSynchronousIo for a thread that receives.
struct Cancel {
    port: Arc<CompletionPort>,
    under_way: AtomicBool,
    cancelled: AtomicBool,
}

impl Interrupt for Cancel {
    fn interrupt(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.port.interrupt_all();
    }

    fn is_under_way(&self) -> bool {
        self.under_way.load(Ordering::Acquire)
    }
}

thread_local! {
    /// The one of the thread's last receive, since the next one comes soon.
    static CANCEL: Cell<Option<Arc<Cancel>>> = const { Cell::new(None) };
}

impl Cancel {
    /// Runs a wait that others may cancel.
    fn during<R>(port: &Arc<CompletionPort>, wait: impl FnOnce(&AtomicBool) -> R) -> R {
        // A thread at its end keeps none.
        let kept = CANCEL.try_with(Cell::take).ok().flatten().filter(|kept| Arc::ptr_eq(&kept.port, port));
        let cancel = kept.unwrap_or_else(|| {
            let (under_way, cancelled) = (AtomicBool::new(false), AtomicBool::new(false));
            Arc::new(Self { port: port.clone(), under_way, cancelled })
        });
        // What came too late for the last one is not for this one.
        cancel.cancelled.store(false, Ordering::Relaxed);
        cancel.under_way.store(true, Ordering::Release);
        current::stay_noted(&cancel);
        let result = wait(&cancel.cancelled);
        cancel.under_way.store(false, Ordering::Release);
        let _ = CANCEL.try_with(|kept| kept.set(Some(cancel)));
        result
    }
}

fn receive_blocking(queue: &Arc<RequestQueue>, mut buffer: CallerBuffer, wish: BodyWish) -> Ended {
    loop {
        let request = match Cancel::during(queue.own_port(), |cancelled| wait_for_request(queue, cancelled)) {
            Ok(request) => request,
            Err(ended) => {
                queue.shared().put_back();
                return ended;
            }
        };
        let whose = Whose::Next(current::id());
        let ended = hand_over(queue, &request, &mut buffer, wish, Style::Blocking, whose);
        // A thread that blocks is never left with what is pending.
        let ended = ended.unwrap_or(Ended::with(ERROR_OPERATION_ABORTED));
        if !leaves(wish, ended) {
            return ended;
        }
        give_up(&request);
    }
}

fn wait_for_request(queue: &Arc<RequestQueue>, cancelled: &AtomicBool) -> Result<Arc<Request>, Ended> {
    queue.shared().begin_to_block(queue);
    loop {
        // One packet for each request; a thread that gets one finds the request taken at times.
        match queue.own_port().get_unless(cancelled, u32::MAX, false) {
            Ok(_) => {}
            // Another thread may have been meant, which may also take the packet of what this one has taken along.
            Err(Empty::Interrupted) if !cancelled.load(Ordering::SeqCst) => {
                queue.shared().put_back();
                continue;
            }
            Err(Empty::Closed | Empty::TimedOut | Empty::Interrupted) => {
                return Err(Ended::with(ERROR_OPERATION_ABORTED));
            }
        }
        match queue.shared().take_ready(queue) {
            Ok(Some(request)) => return Ok(request),
            Ok(None) => {}
            Err(ended) => return Err(ended),
        }
    }
}

/// Lays a request into the caller's buffer; `None` where the operation goes on to wait for the body.
fn hand_over(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    buffer: &mut CallerBuffer,
    wish: BodyWish,
    style: Style<'_>,
    whose: Whose,
) -> Option<Ended> {
    if wish == BodyWish::Whole && request.has_body_left() {
        return hand_over_whole(queue, request, buffer, style, whose);
    }
    Some(lay_out(queue.version, request, buffer, wish == BodyWish::Copied))
}

fn hand_over_whole(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    buffer: &mut CallerBuffer,
    style: Style<'_>,
    whose: Whose,
) -> Option<Ended> {
    let place = match BodyPlace::prepare(queue.version, request, buffer) {
        Ok(place) => place,
        Err(ended) => return Some(ended),
    };
    let connection = request.connection();
    let mut waiter = None;
    let started = request.receive_body(place.room(), true, || {
        let thread = match whose {
            Whose::Named => None,
            Whose::Next(thread) => Some(thread),
        };
        let then = operation::completion(queue, style, thread, Some(connection), &mut waiter);
        let again = match (style, thread) {
            (Style::Overlapped(operation), Some(thread)) => {
                let (queue, buffer) = (queue.clone(), place.whole());
                Some(Receive { queue, operation, thread, buffer, wish: BodyWish::Whole })
            }
            _ => None,
        };
        Box::new(WholeBody { place, request: request.clone(), then, again })
    });
    match started {
        Ok(Progress::Done(transferred)) => Some(Ok(told(place, request, transferred)).into()),
        Err(failure) => Some(Err(failure).into()),
        Ok(Progress::Pending) => {
            if let Style::Overlapped(operation) = style
                && queue.is_cancelled(operation.address())
            {
                // Before it was there.
                cancel_at(connection, operation.address());
            }
            match waiter.map(|waiter| operation::wait(queue, waiter))? {
                Answer::Ended(ended) => Some(ended),
                Answer::Pending => None,
            }
        }
    }
}

/// A receive that waits for the whole body.
struct WholeBody {
    place: BodyPlace,
    request: Arc<Request>,
    then: Box<dyn Completion>,
    /// The receive, where it is for whichever request has a whole body.
    again: Option<Receive>,
}

impl Completion for WholeBody {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { place, request, then, again } = *self;
        if let (Err(Failure::Gone | Failure::Reset), Some(receive)) = (result, again) {
            receive.queue.move_on(receive.key());
            give_up(&request);
            return receive.go_on();
        }
        then.complete(result.map(|transferred| told(place, &request, transferred)));
    }

    fn overlapped(&self) -> usize {
        self.then.overlapped()
    }
}

/// How much of the buffer the request and its body take.
fn told(place: BodyPlace, request: &Request, transferred: Transferred) -> Transferred {
    let count = match transferred {
        Transferred::Bytes(count) => count,
        Transferred::Waiting(_) | Transferred::End => 0,
    };
    Transferred::Bytes(place.finish(request, count))
}

/// Reads of the body.
pub fn receive_body(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    fill: bool,
    buffer: CallerBuffer,
    style: Style<'_>,
) -> Answer {
    let Some(request) = request::find(queue, id) else {
        return Answer::Ended(Ended::with(ERROR_CONNECTION_INVALID));
    };
    operation::run(queue, request.connection(), style, |completion| request.receive_body(buffer, fill, completion))
}

/// Takes what is there of the body, without waiting.
pub fn take_body(request: &Request, buffer: CallerBuffer) -> usize {
    match request.take_body(buffer) {
        Some(Transferred::Bytes(count)) => count,
        _ => 0,
    }
}
