//! What a request's way is at: who drives it, where it stands, what has arrived.

use super::super::application::Application;
use super::super::com::foreign::CustomProvider;
use super::super::com::object::Provider;
use super::super::com::providers::Ended;
use super::super::context::Context;
use super::super::event::{Event, Status};
use super::super::rarely::Rarely;
use super::inner::Inners;
use super::operations::{Notice, Operations};
use super::plan::Plan;
use super::told;
use super::walk::{Standing, Task, Walk};
use crate::abi::iis::*;
use crate::win32::sys::clock;
use parking_lot::{Condvar, MutexGuard};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

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

/// A frame that one thread at a time changes and any may look at: one number, for which nobody locks.
struct Current(AtomicU64);

impl Default for Current {
    fn default() -> Self {
        Self(AtomicU64::new(u64::MAX))
    }
}

impl Current {
    fn get(&self) -> Option<Frame> {
        let packed = self.0.load(Ordering::Acquire);
        let event = *Event::ALL.get(usize::from((packed >> 16) as u8))?;
        Some(Frame { module: packed as u16, event, post: packed >> 24 & 1 != 0, since: (packed >> 32) as u32 })
    }

    fn set(&self, frame: Frame) {
        let event = u64::from(frame.event as u8) << 16 | u64::from(frame.post) << 24;
        self.0.store(u64::from(frame.module) | event | u64::from(frame.since) << 32, Ordering::Release);
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
    /// The end of a notification within a call, for which the request's own end has waited.
    Inner,
    Ended(Ended, Notice),
}

/// Who drives the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    Running,
    /// Nobody.
    Parked,
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

/// What only some requests have; none of it where `is_special` says so.
#[derive(Default)]
pub(super) struct State {
    pub(super) turn: Turn,
    /// What is for the thread that drives the request.
    pub(super) arrived: VecDeque<Completed>,
    pub(super) inners: Inners,
    nested: SmallVec<[Nested; 1]>,
    /// The last send is under way.
    sends: bool,
    disabled: SmallVec<[Disabled; 1]>,
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
    /// What the thread that drives the request goes on with.
    standing: Standing,
    /// Where the request stands: the module that was told of a step last, or of a custom notification within it.
    current: Current,
    step_since: AtomicU32,
    has_ended: AtomicBool,
    /// There is something in the state that says what comes next. It is told under its lock, and the thread that
    /// drives the request looks here first: what it does not see yet has come behind what it does.
    is_special: AtomicBool,
    pub(super) state: Rarely<State>,
    /// Something has arrived for a thread that waits in a notification.
    pub(super) arrival: Condvar,
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
        self.standing.skip_authentication();
    }

    /// SetRequestHandled.
    pub fn set_handled(&self) {
        self.standing.set_handled();
    }

    /// No more handlers are called.
    pub fn is_handled(&self) -> bool {
        self.standing.is_handled()
    }

    /// The state of a request that has anything there.
    fn special(&self) -> Option<MutexGuard<'_, State>> {
        self.is_special.load(Ordering::Acquire).then(|| self.state.lock())
    }

    /// The state for a change that is to be seen.
    pub(super) fn change(&self) -> MutexGuard<'_, State> {
        let state = self.state.lock();
        self.is_special.store(true, Ordering::Release);
        state
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

    /// Something has arrived for the request.
    pub(super) fn arrive(&self, completed: Completed) -> Option<Completed> {
        self.hand_over(self.change(), completed)
    }

    /// Keeps what has arrived for the thread that drives the request, or gives it back to the
    /// caller, who is that from now on.
    pub(super) fn hand_over(&self, mut state: MutexGuard<'_, State>, completed: Completed) -> Option<Completed> {
        if self.has_ended() {
            return None;
        }
        if state.turn == Turn::Running {
            state.arrived.push_back(completed);
            return None;
        }
        state.turn = Turn::Running;
        state.takes(&completed);
        let kept = state.kept.take();
        drop(state);
        // Without the lock, and never the last one: the caller has one.
        drop(kept);
        Some(completed)
    }

    /// The last send has been begun, and ends later.
    pub(super) fn await_send(&self) {
        self.change().sends = true;
    }

    /// The last send could not begin yet: it is asked for again with what arrives next.
    pub(super) fn send_again(&self) {
        self.standing.send_again();
    }

    pub(super) fn end(&self) {
        self.has_ended.store(true, Ordering::Release);
    }

    pub fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// Every notification was told, and the last send asked for.
    pub(super) fn is_over(&self) -> bool {
        self.standing.get().is_over()
    }

    /// What comes next, and what the status means that was returned last. The module that is to be told is the
    /// current one from here on.
    #[inline]
    pub(super) fn next(&self, last: Option<Status>, plan: &Plan, context: &Context) -> Next {
        // Whose an operation is that is under way stands behind the lock.
        if self.is_special.load(Ordering::Acquire) || self.operations.in_the_way() != 0 {
            return self.next_special(last, plan, context);
        }
        self.next_in(None, last, plan, context)
    }

    #[cold]
    fn next_special(&self, last: Option<Status>, plan: &Plan, context: &Context) -> Next {
        self.next_in(Some(&self.state.lock()), last, plan, context)
    }

    /// Made twice: most requests have no state, and what is done about it falls away.
    #[inline(always)]
    fn next_in(&self, state: Option<&State>, last: Option<Status>, plan: &Plan, context: &Context) -> Next {
        let mut walk = self.standing.get();
        if let Some(status) = last {
            match conclude(state, &mut walk, status, &self.operations, plan) {
                Status::Pending => {
                    self.standing.set(walk);
                    return Next::Wait;
                }
                status if state.is_some_and(|state| !state.nested.is_empty()) => {
                    self.standing.set(walk);
                    return Next::Nested(status);
                }
                _ => {}
            }
        }
        let is_disabled =
            |module, event, post| state.is_some_and(|state| is_disabled(&state.disabled, module, event, post));
        let next = walk.next_of(plan, || context.handlers(), || context.idle(), is_disabled);
        self.standing.set(walk);
        let mut task = next.task;
        if next.begins || next.passed.is_some() || matches!(task, Task::Notify(_)) {
            let now = now();
            if next.begins {
                self.step_since.store(now, Ordering::Relaxed);
            }
            if let Task::Notify(frame) = &mut task {
                frame.since = now;
                self.current.set(*frame);
            } else if let Some(frame) = next.passed {
                // As if it had been told.
                self.current.set(Frame { since: now, ..frame });
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
        let state = self.special();
        let current = self.current.get().filter(|_| state.as_ref().is_none_or(|state| state.nested.is_empty()))?;
        let disabled = state.as_ref().map_or(&[][..], |state| &state.disabled);
        let before = self.standing.get();
        let mut walk = before;
        let mut frame = walk.merge(application.plan(), handlers, status, current, &|module, event, post| {
            is_disabled(disabled, module, event, post)
        })?;
        if !self.standing.exchange(before, walk) {
            // The request has gone on without the one that asks.
            return None;
        }
        frame.since = now();
        self.current.set(frame);
        Some((frame.module, frame.event, frame.post))
    }

    /// GetIsLastNotification.
    pub fn is_last(&self, application: &Application, handlers: &[u16], status: Status) -> bool {
        let Some(current) = self.current() else { return true };
        let state = self.special();
        let disabled = state.as_ref().map_or(&[][..], |state| &state.disabled);
        let is_disabled = |module, event, post| is_disabled(disabled, module, event, post);
        self.standing.get().is_last(application.plan(), handlers, status, current.module, &is_disabled)
    }

    /// A module of the frame is about to run.
    pub(super) fn enter(&self, frame: Frame) {
        self.current.set(frame);
    }

    /// What the module is told of that runs on the calling thread; for any other, where the request stands.
    pub fn current(&self) -> Option<Frame> {
        told::by_this_thread(self.address()).or_else(|| self.current.get())
    }

    /// What tells requests apart.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// The frame whose module waits.
    pub(super) fn waiting(&self) -> Option<Frame> {
        let nested = self.special().and_then(|state| state.nested.last().map(|nested| nested.frame));
        nested.or_else(|| self.current.get())
    }

    /// The provider that the notification of a frame was given.
    pub(super) fn provider(&self, context: &Context, frame: Frame) -> Provider {
        let state = self.special();
        match state.as_ref().and_then(|state| state.nested.last()) {
            Some(nested) if nested.frame == frame => nested.provider.into(),
            _ => context.providers.of(frame.event, frame.post),
        }
    }

    /// A module is pending in a custom notification.
    pub(super) fn nest(&self, frame: Frame, outer: Frame, provider: CustomProvider, next: usize) {
        self.change().nested.push(Nested { frame, outer, provider, next });
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
        self.change().disabled.push(Disabled { module, events, posts });
    }

    /// The modules are others than those that were disabled.
    pub fn enable_all(&self) {
        if let Some(mut state) = self.state.get() {
            state.disabled.clear();
        }
    }

    pub fn is_disabled(&self, module: u16, event: Event, post: bool) -> bool {
        can_be_disabled(event) && self.special().is_some_and(|state| is_disabled(&state.disabled, module, event, post))
    }

    pub fn statistics(&self) -> Statistics {
        let current = self.current();
        let pending = self.current.get().filter(|_| self.state.get().is_some_and(|state| state.turn == Turn::Parked));
        Statistics {
            event: current.map_or(0, |frame| frame.event.bit()),
            event_since: self.step_since.load(Ordering::Relaxed),
            module: current.map(|frame| frame.module),
            module_since: current.map_or(0, |frame| frame.since),
            pending: pending.map(|frame| (frame.event.bit(), frame.since)),
        }
    }
}

/// What a module's status means now: it has to wait for what it has under way.
fn conclude(state: Option<&State>, walk: &mut Walk, status: Status, operations: &Operations, plan: &Plan) -> Status {
    if walk.is_over() {
        // Whoever is told now has no say any more.
        let owes = |state: &State| state.sends || !state.arrived.is_empty() || !state.inners.is_empty();
        let owed = operations.any() || state.is_some_and(owes);
        return if owed { Status::Pending } else { Status::Continue };
    }
    if status == Status::Pending {
        // Whatever has arrived meanwhile.
        walk.wait();
    }
    let is_held_up = |state: &State| {
        state.arrived.iter().any(is_posted) || operations.in_the_way() & !state.inners.operations() != 0
    };
    if state.is_some_and(is_held_up) {
        return Status::Pending;
    }
    if status == Status::Finish && state.is_none_or(|state| state.nested.is_empty()) {
        walk.finish(plan);
    }
    status
}

impl State {
    fn take_arrived(&mut self) -> Option<Completed> {
        let completed = self.arrived.pop_front()?;
        self.takes(&completed);
        Some(completed)
    }

    fn takes(&mut self, completed: &Completed) {
        self.sends &= !matches!(completed, Completed::Own);
    }
}

/// PostCompletion's have no operation.
pub(super) fn is_posted(completed: &Completed) -> bool {
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
