//! Operations of the API: how they are started, wait, and tell their end.

use super::queue::RequestQueue;
use crate::abi::windows::*;
use crate::net::connection::{Completion, Connection, Failure, Progress, Transferred};
use crate::win32::current;
use crate::win32::error::Win32Error;
use crate::win32::object::Object;
use crate::win32::overlapped::Operation;
use crate::win32::waiter::{Interrupt, Waiter};
use std::sync::{Arc, Weak};

/// How the caller wants to be told.
#[derive(Clone, Copy)]
pub enum Style<'a> {
    /// The call returns with the result.
    Blocking,
    Overlapped(Operation),
    /// What this gives is told of an end that comes later; one within the call is its result alone.
    Told(&'a dyn Fn() -> Box<dyn Completion>),
}

/// What an operation has come to: bytes with a code that is a success or `ERROR_MORE_DATA`.
pub type Outcome = Result<u32, Win32Error>;

/// A code with the bytes that are told beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub code: DWORD,
    pub bytes: u32,
}

impl Ended {
    pub fn with(code: DWORD) -> Self {
        Self { code, bytes: 0 }
    }

    pub fn bytes(bytes: usize) -> Self {
        Self { code: NO_ERROR, bytes: u32::try_from(bytes).unwrap_or(u32::MAX) }
    }
}

impl From<Result<Transferred, Failure>> for Ended {
    fn from(result: Result<Transferred, Failure>) -> Self {
        match result {
            Ok(Transferred::Bytes(bytes)) => Self::bytes(bytes),
            Ok(Transferred::Waiting(bytes)) => Self { code: ERROR_MORE_DATA, ..Self::bytes(bytes) },
            Ok(Transferred::End) => Self::with(ERROR_HANDLE_EOF),
            Err(failure) => Self::with(code_of(failure)),
        }
    }
}

pub fn code_of(failure: Failure) -> DWORD {
    match failure {
        Failure::Reset => ERROR_NETNAME_DELETED,
        Failure::Gone => ERROR_CONNECTION_INVALID,
        Failure::Cancelled => ERROR_OPERATION_ABORTED,
        Failure::Busy => ERROR_BAD_COMMAND,
    }
}

/// What the caller of a function gets at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Ended(Ended),
    Pending,
}

/// An operation that is under way on a queue.
pub struct Pending {
    pub thread: u32,
    pub place: Place,
    /// Somebody has cancelled it. Who brings a receive to another place sees to that.
    pub cancelled: bool,
}

/// Where an operation waits.
#[derive(Clone)]
pub enum Place {
    /// For the first request that nobody receives.
    Demand,
    Connection(Weak<Connection>),
    /// A receive goes from the queue to a request's connection, or back.
    Between,
}

/// Ends an overlapped operation.
struct Overlapped {
    operation: Operation,
    queue: Arc<RequestQueue>,
}

impl Completion for Overlapped {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        self.queue.settle(self.overlapped());
        self.queue.complete(self.operation, result.into());
    }

    fn overlapped(&self) -> usize {
        self.operation.address()
    }
}

/// Code of ours that goes on then.
struct Told {
    queue: Arc<RequestQueue>,
    then: Box<dyn Completion>,
}

impl Completion for Told {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        self.queue.settle(self.overlapped());
        self.then.complete(result);
    }

    fn overlapped(&self) -> usize {
        self.then.overlapped()
    }
}

/// A thread that waits in its call.
struct Blocked {
    queue: Arc<RequestQueue>,
    waiter: Waiting,
}

impl Completion for Blocked {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        self.queue.settle(self.overlapped());
        self.waiter.end(|| result);
    }

    fn overlapped(&self) -> usize {
        // No caller's OVERLAPPED has the address of this waiter.
        Arc::as_ptr(&self.waiter).addr()
    }
}

type Waiting = Arc<Waiter<Result<Transferred, Failure>>>;

/// What ends an operation of the caller's style that is under way from here on. A blocking one
/// leaves its waiter, for `wait`. `thread` is who has asked for it, where that is another one than this.
pub fn completion(
    queue: &Arc<RequestQueue>,
    style: Style<'_>,
    thread: Option<u32>,
    connection: Option<&Arc<Connection>>,
    waiter: &mut Option<Waiting>,
) -> Box<dyn Completion> {
    let completion: Box<dyn Completion> = match style {
        Style::Overlapped(operation) => Box::new(Overlapped { operation, queue: queue.clone() }),
        Style::Told(told) => Box::new(Told { queue: queue.clone(), then: told() }),
        Style::Blocking => {
            let waiter = waiter.insert(Arc::new(Waiter::new(current::id()))).clone();
            Box::new(Blocked { queue: queue.clone(), waiter })
        }
    };
    let thread = thread.unwrap_or_else(current::id);
    let place = connection.map_or(Place::Demand, |connection| Place::Connection(Arc::downgrade(connection)));
    queue.note(completion.overlapped(), thread, place);
    completion
}

/// CancelSynchronousIo for a thread that waits in its call.
struct Cancel {
    queue: Arc<RequestQueue>,
    key: usize,
}

impl Interrupt for Cancel {
    fn interrupt(&self) {
        self.queue.cancel_io(Some(self.key), None);
    }
}

/// Blocks until the operation has ended.
pub fn wait(queue: &Arc<RequestQueue>, waiter: Waiting) -> Answer {
    let cancel = Cancel { queue: queue.clone(), key: Arc::as_ptr(&waiter).addr() };
    let park = || current::blocked(|| waiter.park(None, Err(Failure::Cancelled)));
    Answer::Ended(current::operate(Arc::new(cancel), park).into())
}

/// Runs an operation on a connection in the caller's style.
pub fn run(
    queue: &Arc<RequestQueue>,
    connection: &Arc<Connection>,
    style: Style<'_>,
    start: impl FnOnce(&mut dyn FnMut() -> Box<dyn Completion>) -> Result<Progress, Failure>,
) -> Answer {
    let mut waiter = None;
    match start(&mut || completion(queue, style, None, Some(connection), &mut waiter)) {
        Ok(Progress::Done(transferred)) => finish(queue, style, Ok(transferred).into()),
        Err(failure) => finish(queue, style, Err(failure).into()),
        Ok(Progress::Pending) => waiter.map_or(Answer::Pending, |waiter| wait(queue, waiter)),
    }
}

/// Ends an operation within its call.
pub fn finish(queue: &RequestQueue, style: Style<'_>, ended: Ended) -> Answer {
    // A failure is told by the call alone.
    if let Style::Overlapped(operation) = style
        && ended.code == NO_ERROR
    {
        queue.complete_inline(operation, ended.bytes);
    }
    Answer::Ended(ended)
}
