//! HttpReceiveHttpRequest and HttpReceiveRequestEntityBody.

use super::operation::{self, Answer, Ended, Style, finish};
use super::queue::{RequestQueue, Role};
use super::request::{self, Request};
use super::request_layout::{BodyPlace, Layout, lay_out};
use super::shared_queue::Taken;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::{Completion, Failure, Progress, Transferred};
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

    /// A request has come for it.
    pub fn complete(self, request: &Arc<Request>) {
        let style = Style::Overlapped(self.operation);
        if let Some(ended) = hand_over(&self.queue, request, self.buffer, self.wish, style) {
            self.queue.complete(self.operation, ended);
        }
    }
}

/// The next request, or with an id that one again.
pub fn receive(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    wish: BodyWish,
    buffer: CallerBuffer,
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
            Some(request) => hand_over(queue, &request, buffer, wish, style),
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
                    let ended = hand_over(queue, &request, receive.buffer, wish, style);
                    ended.map_or(Answer::Pending, |ended| finish(queue, style, ended))
                }
                Err(ended) => Answer::Ended(ended),
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

fn receive_blocking(queue: &Arc<RequestQueue>, buffer: CallerBuffer, wish: BodyWish) -> Ended {
    let request = match Cancel::during(queue.own_port(), |cancelled| wait_for_request(queue, cancelled)) {
        Ok(request) => request,
        Err(ended) => return ended,
    };
    // A thread that blocks is never left with what is pending.
    let ended = hand_over(queue, &request, buffer, wish, Style::Blocking);
    ended.unwrap_or(Ended::with(ERROR_OPERATION_ABORTED))
}

fn wait_for_request(queue: &Arc<RequestQueue>, cancelled: &AtomicBool) -> Result<Arc<Request>, Ended> {
    queue.shared().begin_to_block(queue);
    loop {
        // One packet for each request; a thread that gets one finds the request taken at times.
        match queue.own_port().get_unless(cancelled, u32::MAX, false) {
            Ok(_) => {}
            // Another thread may have been meant.
            Err(Empty::Interrupted) if !cancelled.load(Ordering::SeqCst) => continue,
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
    mut buffer: CallerBuffer,
    wish: BodyWish,
    style: Style<'_>,
) -> Option<Ended> {
    if wish == BodyWish::Whole && request.has_body_left() {
        return hand_over_whole(queue, request, buffer, style);
    }
    Some(lay_out(queue.version, request, &mut buffer, wish == BodyWish::Copied))
}

fn hand_over_whole(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    mut buffer: CallerBuffer,
    style: Style<'_>,
) -> Option<Ended> {
    let place = match BodyPlace::prepare(queue.version, request, &mut buffer) {
        Ok(place) => place,
        Err(ended) => return Some(ended),
    };
    let connection = request.connection();
    let mut waiter = None;
    let started = connection.receive_body(place.room(), true, || {
        let then = operation::completion(queue, style, Some(connection), &mut waiter);
        Box::new(WholeBody { place, request: request.clone(), then })
    });
    match started {
        Ok(Progress::Done(transferred)) => Some(Ok(told(place, request, transferred)).into()),
        Err(failure) => Some(Err(failure).into()),
        Ok(Progress::Pending) => match waiter.map(|waiter| operation::wait(queue, waiter))? {
            Answer::Ended(ended) => Some(ended),
            Answer::Pending => None,
        },
    }
}

/// A receive that waits for the whole body.
struct WholeBody {
    place: BodyPlace,
    request: Arc<Request>,
    then: Box<dyn Completion>,
}

impl Completion for WholeBody {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { place, request, then } = *self;
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
    let connection = request.connection();
    operation::run(queue, connection, style, |completion| connection.receive_body(buffer, fill, completion))
}

/// Takes what is there of the body, without waiting.
pub fn take_body(request: &Request, buffer: CallerBuffer) -> usize {
    match request.connection().take_body(buffer) {
        Some(Transferred::Bytes(count)) => count,
        _ => 0,
    }
}
