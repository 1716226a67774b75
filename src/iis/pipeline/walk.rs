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
    #[inline]
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
        u64::from(self.step) | u64::from(self.sent) << 8 | u64::from(self.part) << 16 | u64::from(self.handler) << 32
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
        let place = self.place.load(Ordering::Acquire);
        Walk {
            step: place as u8,
            part: (place >> 16) as u16,
            handler: (place >> 32) as u16,
            sent: place >> 8 & 1 != 0,
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

#[cfg(test)]
mod tests {
    use super::super::super::registration::{Order, Registered};
    use super::*;
    use crate::abi::iis::*;

    const HANDLERS: [u16; 2] = [1, 2];

    /// Modules for these notifications, and which of them for the post-notifications, too.
    fn plan(modules: &[(DWORD, DWORD)]) -> Plan {
        let registered = |&(events, posts)| Registered { events, posts, ..Registered::default() };
        let modules: Vec<_> = modules.iter().map(registered).collect();
        Plan::of(&Order::of(modules.iter()))
    }

    fn next(walk: &mut Walk, plan: &Plan) -> Task {
        walk.next(plan, &HANDLERS, &|_, _, _| false)
    }

    fn told(module: u16, event: Event, post: bool) -> Task {
        Task::Notify(Frame { module, event, post, since: 0 })
    }

    fn all() -> Plan {
        plan(&[
            (RQ_BEGIN_REQUEST | RQ_LOG_REQUEST, RQ_LOG_REQUEST),
            (RQ_EXECUTE_REQUEST_HANDLER | RQ_LOG_REQUEST, RQ_LOG_REQUEST),
            (RQ_EXECUTE_REQUEST_HANDLER | RQ_END_REQUEST, RQ_EXECUTE_REQUEST_HANDLER),
        ])
    }

    /// Behind the step before the handlers.
    fn at_handlers(plan: &Plan) -> Walk {
        let mut walk = Walk::default();
        while next(&mut walk, plan) != Task::After(Event::MapRequestHandler) {}
        walk
    }

    #[test]
    fn steps_come_in_order_with_what_the_host_does() {
        let (plan, mut walk) = (all(), Walk::default());
        let mut tasks = Vec::new();
        while tasks.last() != Some(&Task::End) {
            tasks.push(next(&mut walk, &plan));
        }
        let expected = [
            Task::Before(Event::BeginRequest),
            told(0, Event::BeginRequest, false),
            Task::After(Event::AuthenticateRequest),
            Task::Before(Event::MapRequestHandler),
            Task::After(Event::MapRequestHandler),
            told(1, Event::ExecuteRequestHandler, false),
            told(2, Event::ExecuteRequestHandler, false),
            Task::After(Event::ExecuteRequestHandler),
            told(2, Event::ExecuteRequestHandler, true),
            told(0, Event::LogRequest, false),
            told(1, Event::LogRequest, false),
            told(0, Event::LogRequest, true),
            told(1, Event::LogRequest, true),
            told(2, Event::EndRequest, false),
            Task::Send,
            Task::End,
        ];
        assert_eq!(tasks, expected);
    }

    #[test]
    fn finish_leaves_the_last_steps_and_there_the_other_notifications() {
        let (plan, mut walk) = (all(), Walk::default());
        next(&mut walk, &plan);
        walk.finish(&plan);
        assert_eq!(next(&mut walk, &plan), told(0, Event::LogRequest, false));
        walk.finish(&plan);
        assert_eq!(next(&mut walk, &plan), told(0, Event::LogRequest, true));
        walk.finish(&plan);
        assert_eq!(next(&mut walk, &plan), told(2, Event::EndRequest, false));
        walk.finish(&plan);
        assert_eq!(next(&mut walk, &plan), Task::Send);
        assert!(walk.is_over());
        walk.send_again();
        assert_eq!((next(&mut walk, &plan), next(&mut walk, &plan)), (Task::Send, Task::End));
    }

    #[test]
    fn a_handler_that_is_pending_is_the_last_one() {
        let plan = all();
        let mut walk = at_handlers(&plan);
        walk.wait();
        assert_eq!(next(&mut walk, &plan), told(1, Event::ExecuteRequestHandler, false));
        walk.wait();
        assert_eq!(next(&mut walk, &plan), Task::After(Event::ExecuteRequestHandler));
        assert_eq!(next(&mut walk, &plan), told(2, Event::ExecuteRequestHandler, true));
    }

    #[test]
    fn what_is_left_out_is_passed_over() {
        let plan = plan(&[(RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST, RQ_AUTHENTICATE_REQUEST)]);
        let standing = Standing::default();
        standing.skip_authentication();
        let mut walk = standing.get();
        assert_eq!(next(&mut walk, &plan), Task::Before(Event::BeginRequest));
        let disabled = |_, event, _| event == Event::AuthorizeRequest;
        assert_eq!(walk.next(&plan, &HANDLERS, &disabled), Task::Before(Event::MapRequestHandler));
    }

    #[test]
    fn a_module_gets_what_follows_where_the_host_has_nothing_to_do() {
        let plan = plan(&[(RQ_ACQUIRE_REQUEST_STATE | RQ_PRE_EXECUTE_REQUEST_HANDLER, RQ_ACQUIRE_REQUEST_STATE)]);
        let mut walk = at_handlers(&plan);
        let Task::Notify(frame) = next(&mut walk, &plan) else { panic!("the module is told") };
        let merge = |walk: &mut Walk| walk.merge(&plan, &[], Status::Continue, frame, &|_, _, _| false);
        assert_eq!(merge(&mut walk).map(|frame| (frame.event, frame.post)), Some((Event::AcquireRequestState, true)));
        assert!(!walk.is_last(&plan, &[], Status::Continue, 0, &|_, _, _| false));
        assert!(walk.is_last(&plan, &[], Status::Finish, 0, &|_, _, _| false));
        let next = merge(&mut walk).map(|frame| (frame.event, frame.post));
        assert_eq!(next, Some((Event::PreExecuteRequestHandler, false)));
        assert_eq!(merge(&mut walk), None);
    }

    #[test]
    fn a_place_is_kept_as_a_number() {
        let (plan, standing) = (all(), Standing::default());
        let mut walk = at_handlers(&plan);
        next(&mut walk, &plan);
        standing.set(walk);
        assert_eq!(standing.get(), walk);
        let before = walk;
        next(&mut walk, &plan);
        assert!(walk.begins_behind(Walk::default()) && !walk.begins_behind(before));
        assert!(standing.exchange(before, walk) && !standing.exchange(before, walk));
        standing.set_handled();
        assert!(standing.get().handled && standing.is_handled());
        standing.send_again();
        assert!(standing.is_handled() && !standing.get().is_over());
    }
}
