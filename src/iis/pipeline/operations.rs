//! Asynchronous operations of modules: which are under way, and who is told of their end.

use super::super::com::foreign::Callback;
use super::super::com::hresult;
use super::super::com::providers::Ended;
use super::super::context::Context;
use super::state::Completed;
use crate::abi::iis::*;
use crate::httpapi::operation::{self, Answer, Style};
use crate::net::connection::{Completion, Failure, Transferred};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// Who is told of an end.
#[derive(Clone, Copy, Debug)]
pub enum Notice {
    /// OnAsyncCompletion of the module that waits.
    Module,
    Callback(Callback),
}

/// What an operation does with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Its number is what GetCompletedOperation gives.
    Read = 1,
    Write = 2,
    /// Child requests, certificates.
    Other = 3,
}

/// EnableFullDuplex was called; the other bits are those of the directions.
const FULL_DUPLEX: u8 = 1;

/// At most one operation is under way, or with EnableFullDuplex one read and one write.
#[derive(Default)]
pub struct Operations {
    /// What is under way. Looked at after every notification.
    state: AtomicU8,
    /// What cancels them, by the numbers of the directions; 0 where there is none.
    keys: [AtomicUsize; 4],
}

impl Direction {
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Operations {
    pub fn enable_full_duplex(&self) {
        self.state.fetch_or(FULL_DUPLEX, Ordering::AcqRel);
    }

    pub(super) fn begin(&self, direction: Direction, key: usize) -> bool {
        let begun = self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, |state| {
            let in_the_way = if state & FULL_DUPLEX != 0 { direction.bit() } else { !FULL_DUPLEX };
            (state & in_the_way == 0).then_some(state | direction.bit())
        });
        if begun.is_ok() {
            self.keys[direction as usize].store(key, Ordering::Release);
        }
        begun.is_ok()
    }

    pub(super) fn end(&self, direction: Direction) {
        self.keys[direction as usize].store(0, Ordering::Release);
        self.state.fetch_and(!direction.bit(), Ordering::AcqRel);
    }

    /// The bits of those that a request has to wait for.
    pub(super) fn in_the_way(&self) -> u8 {
        let state = self.state.load(Ordering::Acquire);
        if state & FULL_DUPLEX != 0 { 0 } else { state }
    }

    pub(super) fn any(&self) -> bool {
        self.state.load(Ordering::Acquire) & !FULL_DUPLEX != 0
    }

    /// What names them to the queue.
    pub fn keys(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().map(|key| key.load(Ordering::Acquire)).filter(|key| *key != 0)
    }
}

static KEYS: AtomicUsize = AtomicUsize::new(1);

/// An operation under way; who has it tells the end, or lets it go where there is none to tell.
pub struct Ticket {
    context: Arc<Context>,
    direction: Direction,
    notice: Notice,
    key: usize,
    /// The notification that has begun it, where that is not the request itself.
    inner: Option<u32>,
}

impl Ticket {
    /// Begins an operation, unless another one is in its way.
    pub fn begin(context: &Arc<Context>, direction: Direction, notice: Notice) -> Result<Self, HRESULT> {
        // Odd numbers are no addresses of any OVERLAPPED or waiter.
        let key = KEYS.fetch_add(2, Ordering::Relaxed);
        let Some(inner) = context.pipeline.begin_operation(direction, key) else {
            return Err(hresult::of(ERROR_INVALID_STATE));
        };
        Ok(Self { context: context.clone(), direction, notice, key, inner })
    }

    pub fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// The end, of which nobody knows yet.
    pub fn complete(self, bytes: DWORD, status: HRESULT) {
        let ended = Ended { bytes, status, operation: self.direction as DWORD };
        let completed = Completed::Ended(ended, self.notice);
        if let Some(completed) = self.context.pipeline.end_operation(self.direction, self.inner, Some(completed)) {
            super::resume_soon(&self.context, completed);
        }
    }

    /// The call itself has told the end.
    pub fn forget(self) {
        self.context.pipeline.end_operation(self.direction, self.inner, None);
    }

    pub fn key(&self) -> usize {
        self.key
    }
}

/// How an operation went that was started.
pub enum Started {
    /// It has ended within the call; the ticket is there for whoever wants to be told all the same.
    Ended(operation::Ended, Ticket),
    Pending,
}

/// Starts an operation of the queue's; `then` makes of its later end what the module is told.
pub fn start<F>(ticket: Ticket, then: F, run: impl FnOnce(Style<'_>) -> Answer) -> Result<Started, HRESULT>
where
    F: FnOnce(&Context, operation::Ended) -> (DWORD, HRESULT) + Send + 'static,
{
    let told = Cell::new(Some(Told { ticket, then }));
    // The queue asks once.
    let give = || -> Box<dyn Completion> {
        match told.take() {
            Some(told) => Box::new(told),
            None => Box::new(Nobody),
        }
    };
    match (run(Style::Told(&give)), told.take()) {
        (Answer::Ended(ended), Some(Told { ticket, .. })) => Ok(Started::Ended(ended, ticket)),
        (Answer::Ended(ended), None) => Err(hresult::of(ended.code)),
        (Answer::Pending, _) => Ok(Started::Pending),
    }
}

struct Nobody;

impl Completion for Nobody {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {}

    fn overlapped(&self) -> usize {
        0
    }
}

struct Told<F> {
    ticket: Ticket,
    then: F,
}

impl<F: FnOnce(&Context, operation::Ended) -> (DWORD, HRESULT) + Send> Completion for Told<F> {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { ticket, then } = *self;
        let (bytes, status) = then(&ticket.context, result.into());
        ticket.complete(bytes, status);
    }

    fn overlapped(&self) -> usize {
        self.ticket.key
    }
}

/// What the host itself waits for.
pub struct OwnWait {
    pub context: Arc<Context>,
}

impl OwnWait {
    /// It has come.
    pub fn come(self) {
        if let Some(completed) = self.context.pipeline.arrive(Completed::Own) {
            super::resume_soon(&self.context, completed);
        }
    }
}

impl Completion for OwnWait {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {
        self.come();
    }

    fn overlapped(&self) -> usize {
        Arc::as_ptr(&self.context).addr()
    }
}
