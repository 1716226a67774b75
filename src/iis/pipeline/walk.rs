//! Where a request stands in the plan of its application.

use super::super::event::{Event, Status};
use super::plan::{Part, Plan};
use super::state::Frame;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What has to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// What the host does at the beginning of a step.
    Before(Event),
    Notify(Frame),
    /// What the host does between a notification and its post-notification.
    After(Event),
    /// The last send of the response.
    Send,
    /// Nothing is left to be told.
    End,
}

/// A place between two tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    step: u8,
    /// Which part of the step is next.
    part: u16,
    /// Which of the chosen handler's modules is next, within that part.
    handler: u16,
    /// The last send has been asked for.
    sent: bool,
    /// A handler was pending: it has served the request.
    handled: bool,
    /// RQ_AUTHENTICATE_REQUEST is left out.
    authenticated: bool,
}

pub type IsDisabled<'a> = &'a dyn Fn(u16, Event, bool) -> bool;

const LOG: u8 = Event::LogRequest as u8;

impl Walk {
    pub fn next(&mut self, plan: &Plan, handlers: &[u16], is_disabled: IsDisabled<'_>) -> Task {
        while let Some((event, parts)) = plan.step(self.step.into()) {
            let left_out = self.authenticated && event == Event::AuthenticateRequest;
            let part = if left_out { None } else { parts.get(usize::from(self.part)) };
            let (module, post) = match part {
                None => {
                    (self.step, self.part) = (self.step + 1, 0);
                    continue;
                }
                Some(Part::Handlers) => match handlers.get(usize::from(self.handler)) {
                    Some(&module) if !self.handled => {
                        self.handler += 1;
                        (module, false)
                    }
                    _ => {
                        (self.part, self.handler) = (self.part + 1, 0);
                        continue;
                    }
                },
                Some(part) => {
                    self.part += 1;
                    match *part {
                        Part::Before => return Task::Before(event),
                        Part::After => return Task::After(event),
                        Part::Module { at, post } => (at, post),
                        Part::Handlers => continue,
                    }
                }
            };
            if !is_disabled(module, event, post) {
                return Task::Notify(Frame { module, event, post, since: 0 });
            }
        }
        if self.sent {
            return Task::End;
        }
        self.sent = true;
        Task::Send
    }

    /// FINISH_REQUEST: no more modules for this notification, and of the steps only the last two.
    pub fn finish(&mut self, plan: &Plan) {
        if self.step < LOG {
            (self.step, self.part, self.handler) = (LOG, 0, 0);
            return;
        }
        let Some((_, parts)) = plan.step(self.step.into()) else { return };
        let told = usize::from(self.part).checked_sub(1).and_then(|told| parts.get(told));
        let Some(Part::Module { post: told, .. }) = told else { return };
        while let Some(Part::Module { post, .. }) = parts.get(usize::from(self.part))
            && post == told
        {
            self.part += 1;
        }
    }

    /// Whether a step begins with the task that was taken behind another place.
    pub fn begins_behind(self, before: Self) -> bool {
        let is_first = before.part == 0 && before.handler == 0;
        usize::from(self.step) < Event::STEPS && (self.step != before.step || is_first)
    }

    fn place(self) -> u64 {
        let ([p, q], [h, i]) = (self.part.to_le_bytes(), self.handler.to_le_bytes());
        u64::from_le_bytes([self.step, self.sent.into(), p, q, h, i, 0, 0])
    }

    /// The last send is asked for once more.
    fn send_again(&mut self) {
        self.sent = false;
    }

    /// The module that was told last is pending.
    pub fn wait(&mut self) {
        self.handled |= self.handler > 0;
    }

    /// Every notification was told, and the response sent.
    pub fn is_over(&self) -> bool {
        self.sent
    }

    /// The next notification, where the current module is the one that gets it and the host has
    /// nothing to do in between; it counts as told then.
    pub fn merge(
        &mut self,
        plan: &Plan,
        handlers: &[u16],
        status: Status,
        current: Frame,
        is_disabled: IsDisabled<'_>,
    ) -> Option<Frame> {
        if status != Status::Continue {
            return None;
        }
        let mut ahead = *self;
        match ahead.next(plan, handlers, is_disabled) {
            Task::Notify(frame) if frame.module == current.module => {
                *self = ahead;
                Some(frame)
            }
            _ => None,
        }
    }

    /// Whether no notification is left for a module if the current one returns this.
    pub fn is_last(
        &self,
        plan: &Plan,
        handlers: &[u16],
        status: Status,
        module: u16,
        is_disabled: IsDisabled<'_>,
    ) -> bool {
        let mut ahead = *self;
        if status == Status::Finish {
            ahead.finish(plan);
        }
        loop {
            match ahead.next(plan, handlers, is_disabled) {
                Task::Notify(frame) if frame.module == module => return false,
                Task::End => return true,
                _ => {}
            }
        }
    }
}

/// Where a request stands: one thread at a time goes on with it, and any may look at it and say that the request is
/// handled. It is a number and two flags, for which nobody locks.
#[derive(Default)]
pub struct Standing {
    place: AtomicU64,
    handled: AtomicBool,
    authenticated: AtomicBool,
}

impl Standing {
    pub fn get(&self) -> Walk {
        let [step, sent, p, q, h, i, ..] = self.place.load(Ordering::Acquire).to_le_bytes();
        Walk {
            step,
            part: u16::from_le_bytes([p, q]),
            handler: u16::from_le_bytes([h, i]),
            sent: sent != 0,
            handled: self.is_handled(),
            authenticated: self.authenticated.load(Ordering::Acquire),
        }
    }

    /// For whoever drives the request.
    pub fn set(&self, walk: Walk) {
        self.place.store(walk.place(), Ordering::Release);
        // Nothing takes it back.
        if walk.handled {
            self.set_handled();
        }
    }

    /// For anybody else: whether nobody has gone on meanwhile.
    pub fn exchange(&self, before: Walk, walk: Walk) -> bool {
        self.place.compare_exchange(before.place(), walk.place(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    pub fn send_again(&self) {
        let mut walk = self.get();
        walk.send_again();
        self.set(walk);
    }

    pub fn skip_authentication(&self) {
        self.authenticated.store(true, Ordering::Release);
    }

    pub fn set_handled(&self) {
        self.handled.store(true, Ordering::Release);
    }

    pub fn is_handled(&self) -> bool {
        self.handled.load(Ordering::Acquire)
    }
}
