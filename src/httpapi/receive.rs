//! HttpReceiveHttpRequest and HttpReceiveRequestEntityBody.

use super::operation::{self, Answer, Ended, Style, finish};
use super::queue::{RequestQueue, Role};
use super::request::{self, Request};
use super::request_layout::{Layout, lay_out};
use super::shared_queue::Taken;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Transferred;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::completion_port::Empty;
use crate::win32::current;
use crate::win32::overlapped::Operation;
use std::sync::Arc;

/// A receive that waits for a request.
pub struct Receive {
    pub queue: Arc<RequestQueue>,
    pub operation: Operation,
    pub thread: u32,
    buffer: CallerBuffer,
    copies_body: bool,
}

impl Receive {
    pub fn key(&self) -> usize {
        self.operation.address()
    }

    /// A request has come for it.
    pub fn complete(self, request: &Arc<Request>) {
        let ended = hand_over(&self.queue, request, self.buffer, self.copies_body);
        self.queue.complete(self.operation, ended);
    }
}

/// The next request, or with an id that one again.
pub fn receive(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    copies_body: bool,
    buffer: CallerBuffer,
    style: Style,
) -> Answer {
    if let Err(code) = may_receive(queue) {
        return Answer::Ended(Ended::with(code));
    }
    if buffer.len() < Layout::of(queue.version).size {
        return Answer::Ended(Ended::with(ERROR_INSUFFICIENT_BUFFER));
    }
    if id != HTTP_NULL_ID {
        let ended = match request::find(queue, id) {
            Some(request) => hand_over(queue, &request, buffer, copies_body),
            None => Ended::with(ERROR_CONNECTION_INVALID),
        };
        return finish(queue, style, ended);
    }
    match style {
        Style::Blocking => Answer::Ended(receive_blocking(queue, buffer, copies_body)),
        Style::Overlapped(operation) => {
            let receive = Receive { queue: queue.clone(), operation, thread: current::id(), buffer, copies_body };
            match queue.shared().take_or_wait(receive) {
                Ok(Taken::Waits) => Answer::Pending,
                Ok(Taken::Ready(request, receive)) => {
                    let ended = hand_over(queue, &request, receive.buffer, copies_body);
                    finish(queue, style, ended)
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

fn receive_blocking(queue: &Arc<RequestQueue>, buffer: CallerBuffer, copies_body: bool) -> Ended {
    let _blocked = queue.shared().begin_to_block(queue);
    loop {
        // One packet for each request; a thread that gets one finds the request taken at times.
        match queue.own_port().get(u32::MAX, false) {
            Ok(_) => {}
            Err(Empty::Closed | Empty::TimedOut | Empty::Interrupted) => {
                return Ended::with(ERROR_OPERATION_ABORTED);
            }
        }
        match queue.shared().take_ready(queue) {
            Ok(Some(request)) => return hand_over(queue, &request, buffer, copies_body),
            Ok(None) => {}
            Err(ended) => return ended,
        }
    }
}

/// Lays a request into the caller's buffer.
fn hand_over(queue: &Arc<RequestQueue>, request: &Arc<Request>, mut buffer: CallerBuffer, copies_body: bool) -> Ended {
    lay_out(queue.version, request, &mut buffer, copies_body)
}

/// Reads of the body.
pub fn receive_body(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    fill: bool,
    buffer: CallerBuffer,
    style: Style,
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
