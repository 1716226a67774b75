//! What a request's way is at: who drives it, where it stands, what has arrived.

use super::super::application::Application;
use super::super::com::foreign::CustomProvider;
use super::super::com::hresult;
use super::super::com::object::Provider;
use super::super::com::providers::Ended;
use super::super::context::Context;
use super::super::event::{Event, Status};
use super::operations::{Notice, Operations};
use super::steps;
use super::told;
use super::walk::{Task, Walk};
use crate::abi::iis::*;
use crate::win32::sys::clock;
use parking_lot::{Condvar, Mutex};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::Arc;

/// A notification of one module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its place in the application's list.
    pub module: u16,
    pub event: Event,
    pub post: bool,
    /// When the module was told, in milliseconds.
    pub since: u32,
}

impl Frame {
    pub fn new(module: u16, event: Event, post: bool) -> Self {
        Self { module, event, post, since: now() }
    }
}

fn now() -> u32 {
    clock::coarse_milliseconds() as u32
}

/// What the thread that drives a request does now.
pub(super) enum Next {
    Task(Task),
    /// A custom notification in which a module was pending goes on, after this status.
    Nested(Status),
    /// The module waits for what it has under way.
    Wait,
}

/// What a pending notification waits for.
#[derive(Debug)]
pub enum Completed {
    /// IndicateCompletion's.
    Indicated(Status),
    /// What the host itself has waited for.
    Own,
    Ended(Ended, Notice),
}

/// Who drives the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    Running,
    /// Nobody.
    Parked,
    /// A thread that waits in `block`.
    Blocked,
    Ended,
}

/// A custom notification in which a module is pending.
struct Nested {
    frame: Frame,
    /// Who raised it.
    outer: Frame,
    provider: CustomProvider,
    /// Which module is next.
    next: usize,
}

#[derive(Default)]
struct State {
    walk: Walk,
    turn: Turn,
    arrived: VecDeque<Completed>,
    /// Where the request stands: the module that was told of a step last, or of a custom notification within it.
    current: Option<Frame>,
    nested: SmallVec<[Nested; 1]>,
    /// A completion was posted and not delivered yet.
    posted: bool,
    /// The last send is under way.
    sends: bool,
    disabled: SmallVec<[Disabled; 1]>,
    step_since: u32,
    /// Nobody else need have it while it is parked: whoever goes on may know the address alone.
    kept: Option<Arc<Context>>,
}

/// DisableNotifications of one module.
struct Disabled {
    module: u16,
    events: DWORD,
    posts: DWORD,
}

/// What GetCurrentExecutionStats tells.
pub struct Statistics {
    pub event: DWORD,
    pub event_since: DWORD,
    pub module: Option<u16>,
    pub module_since: DWORD,
    /// The notification that an asynchronous completion belongs to.
    pub pending: Option<(DWORD, DWORD)>,
}

#[derive(Default)]
pub struct Pipeline {
    state: Mutex<State>,
    /// Something has arrived for a thread that is blocked.
    arrival: Condvar,
    pub(super) operations: Operations,
}

impl Pipeline {
    pub fn enable_full_duplex(&self) {
        self.operations.enable_full_duplex();
    }

    /// What names the operations under way to the queue.
    pub fn operation_keys(&self) -> impl Iterator<Item = usize> {
        self.operations.keys()
    }

    /// Somebody else has said whose request it is.
    pub fn skip_authentication(&self) {
        self.state.lock().walk.skip_authentication();
    }

    pub fn set_handled(&self) {
        self.state.lock().walk.set_handled();
    }

    pub fn is_handled(&self) -> bool {
        self.state.lock().walk.is_handled()
    }

    /// Nobody drives the request until something arrives, unless it has.
    pub(super) fn park(&self, context: &Arc<Context>) -> Option<Completed> {
        let mut state = self.state.lock();
        let arrived = state.take_arrived();
        if arrived.is_none() {
            state.kept = Some(context.clone());
            state.turn = Turn::Parked;
        }
        arrived
    }

    /// Keeps what has arrived for the thread that drives the request, or gives it back to the
    /// caller, who is that from now on.
    pub(super) fn arrive(&self, completed: Completed) -> Option<Completed> {
        // Dropped without the lock, and never the last one: the caller has one.
        let _kept;
        let mut state = self.state.lock();
        match state.turn {
            Turn::Parked => {
                state.turn = Turn::Running;
                _kept = state.kept.take();
                state.takes(&completed);
                return Some(completed);
            }
            Turn::Running => state.arrived.push_back(completed),
            Turn::Blocked => {
                state.arrived.push_back(completed);
                self.arrival.notify_all();
            }
            Turn::Ended => {}
        }
        None
    }

    /// Waits on the calling thread, which drives the request.
    pub(super) fn block(&self) -> Completed {
        let mut state = self.state.lock();
        loop {
            if let Some(completed) = state.take_arrived() {
                state.turn = Turn::Running;
                return completed;
            }
            state.turn = Turn::Blocked;
            self.arrival.wait(&mut state);
        }
    }

    pub(super) fn begin_post(&self) -> Result<(), HRESULT> {
        let mut state = self.state.lock();
        if state.posted || state.turn == Turn::Ended {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        state.posted = true;
        Ok(())
    }

    /// The last send has been begun, and ends later.
    pub(super) fn await_send(&self) {
        self.state.lock().sends = true;
    }

    /// The last send could not begin yet: it is asked for again with what arrives next.
    pub(super) fn send_again(&self) {
        self.state.lock().walk.send_again();
    }

    pub(super) fn set_turn(&self, turn: Turn) {
        self.state.lock().turn = turn;
    }

    pub fn has_ended(&self) -> bool {
        self.state.lock().turn == Turn::Ended
    }

    /// What comes next, and what the status means that was returned last. The module that is to be told is the
    /// current one from here on.
    pub(super) fn next(&self, last: Option<Status>, application: &Application, handlers: &[u16]) -> Next {
        let mut state = self.state.lock();
        if let Some(status) = last {
            match state.conclude(status, &self.operations) {
                Status::Pending => return Next::Wait,
                status if !state.nested.is_empty() => return Next::Nested(status),
                _ => {}
            }
        }
        let State { walk, disabled, step_since, current, .. } = &mut *state;
        let is_disabled = |module, event, post| is_disabled(disabled, module, event, post);
        let order = application.order();
        let mut begins = false;
        let mut task = loop {
            let task = walk.next(order, handlers, &is_disabled);
            begins |= matches!(task, Task::Before(_));
            match task {
                // Nobody has anything to do there.
                Task::Before(event) if !steps::has_before(event) => {}
                Task::After(event) if !steps::has_after(event) => {}
                task => break task,
            }
        };
        if begins || matches!(task, Task::Notify(_)) {
            let now = now();
            if begins {
                *step_since = now;
            }
            if let Task::Notify(frame) = &mut task {
                frame.since = now;
                *current = Some(*frame);
            }
        }
        Next::Task(task)
    }

    /// GetNextNotification: the next notification, where this module is the one that gets it.
    pub fn take_next(&self, application: &Application, handlers: &[u16], status: Status) -> Option<(u16, Event, bool)> {
        if told::by_this_thread(self.address()).is_some() {
            // No step follows from one that is none.
            return None;
        }
        let mut state = self.state.lock();
        let current = state.current.filter(|_| state.nested.is_empty())?;
        let State { walk, disabled, .. } = &mut *state;
        let mut frame = walk.merge(application.order(), handlers, status, current, &|module, event, post| {
            is_disabled(disabled, module, event, post)
        })?;
        frame.since = now();
        state.current = Some(frame);
        Some((frame.module, frame.event, frame.post))
    }

    /// GetIsLastNotification.
    pub fn is_last(&self, application: &Application, handlers: &[u16], status: Status) -> bool {
        let Some(current) = self.current() else { return true };
        let state = self.state.lock();
        state.walk.is_last(application.order(), handlers, status, current.module, &|module, event, post| {
            is_disabled(&state.disabled, module, event, post)
        })
    }

    /// A module of the frame is about to run.
    pub(super) fn enter(&self, frame: Frame) {
        self.state.lock().current = Some(frame);
    }

    /// What the module is told of that runs on the calling thread; for any other, where the request stands.
    pub fn current(&self) -> Option<Frame> {
        told::by_this_thread(self.address()).or_else(|| self.state.lock().current)
    }

    /// What tells requests apart.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// The frame whose module waits.
    pub(super) fn waiting(&self) -> Option<Frame> {
        let state = self.state.lock();
        state.nested.last().map(|nested| nested.frame).or(state.current)
    }

    /// The provider that the notification of a frame was given.
    pub(super) fn provider(&self, context: &Context, frame: Frame) -> Provider {
        let state = self.state.lock();
        match state.nested.last() {
            Some(nested) if nested.frame == frame => nested.provider.into(),
            _ => context.providers.of(frame.event, frame.post),
        }
    }

    /// A module is pending in a custom notification.
    pub(super) fn nest(&self, frame: Frame, outer: Frame, provider: CustomProvider, next: usize) {
        let mut state = self.state.lock();
        state.nested.push(Nested { frame, outer, provider, next });
        // The one that raised it owes a PENDING.
    }

    /// The module that a custom notification goes on with: the next one with the provider, or
    /// the one that raised it.
    pub(super) fn next_nested(
        &self,
        application: &Application,
        status: Status,
    ) -> Option<(Frame, Option<CustomProvider>)> {
        let mut state = self.state.lock();
        let State { nested, disabled, .. } = &mut *state;
        let top = nested.last_mut()?;
        let order = application.order().told(Event::CustomNotification, false);
        while status == Status::Continue
            && let Some(&module) = order.get(top.next)
        {
            top.next += 1;
            if !is_disabled(disabled, module, Event::CustomNotification, false) {
                top.frame = Frame::new(module, Event::CustomNotification, false);
                return Some((top.frame, Some(top.provider)));
            }
        }
        let ended = nested.pop()?;
        Some((ended.outer, None))
    }

    pub fn disable(&self, events: DWORD, posts: DWORD) {
        let Some(module) = self.current().map(|frame| frame.module) else { return };
        self.state.lock().disabled.push(Disabled { module, events, posts });
    }

    /// The modules are others than those that were disabled.
    pub fn enable_all(&self) {
        self.state.lock().disabled.clear();
    }

    pub fn is_disabled(&self, module: u16, event: Event, post: bool) -> bool {
        can_be_disabled(event) && is_disabled(&self.state.lock().disabled, module, event, post)
    }

    pub fn statistics(&self) -> Statistics {
        let current = self.current();
        let state = self.state.lock();
        let pending = state.current.filter(|_| state.turn == Turn::Parked);
        Statistics {
            event: current.map_or(0, |frame| frame.event.bit()),
            event_since: state.step_since,
            module: current.map(|frame| frame.module),
            module_since: current.map_or(0, |frame| frame.since),
            pending: pending.map(|frame| (frame.event.bit(), frame.since)),
        }
    }
}

impl State {
    /// What a module's status means now: it has to wait for what it has under way.
    fn conclude(&mut self, status: Status, operations: &Operations) -> Status {
        if self.walk.is_over() {
            // Whoever is told now has no say any more.
            let owed = self.posted || self.sends || !self.arrived.is_empty() || operations.any();
            return if owed { Status::Pending } else { Status::Continue };
        }
        if status == Status::Pending {
            // Whatever has arrived meanwhile.
            self.walk.wait();
        }
        if self.posted || operations.hold_up() {
            return Status::Pending;
        }
        if status == Status::Finish && self.nested.is_empty() {
            self.walk.finish();
        }
        status
    }

    fn take_arrived(&mut self) -> Option<Completed> {
        let completed = self.arrived.pop_front()?;
        self.takes(&completed);
        Some(completed)
    }

    fn takes(&mut self, completed: &Completed) {
        self.posted &= !is_posted(completed);
        self.sends &= !matches!(completed, Completed::Own);
    }
}

/// PostCompletion's have no operation.
fn is_posted(completed: &Completed) -> bool {
    matches!(completed, Completed::Ended(Ended { operation: 0, .. }, Notice::Module))
}

/// Only what comes with every request can be switched off.
fn can_be_disabled(event: Event) -> bool {
    (event as usize) < Event::STEPS
}

fn is_disabled(disabled: &[Disabled], module: u16, event: Event, post: bool) -> bool {
    can_be_disabled(event)
        && disabled.iter().any(|one| {
            let mask = if post { one.posts } else { one.events };
            one.module == module && mask & event.bit() != 0
        })
}
