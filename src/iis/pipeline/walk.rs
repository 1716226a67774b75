//! Where a request stands in the plan of its application.

use super::super::event::{Event, Status};
use super::plan::{Entry, Part, Plan};
use super::state::Frame;
use crate::iis::application::Idle;
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
    /// Which part of the plan is next.
    part: u32,
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

/// The next task, and what there was on the way to it.
pub struct Next {
    pub task: Task,
    /// A step begins with it, or has begun before it.
    pub begins: bool,
    /// The notification that was passed over last.
    pub passed: Option<Frame>,
}

impl Walk {
    pub fn next(&mut self, plan: &Plan, handlers: &[u16], is_disabled: IsDisabled<'_>) -> Task {
        self.next_of(plan, || handlers, Idle::default, is_disabled).task
    }

    /// The same without modules that have nothing to do.
    #[inline(always)]
    pub fn next_of<'a>(
        &mut self,
        plan: &Plan,
        handlers: impl Fn() -> &'a [u16],
        idle: impl Fn() -> Idle,
        is_disabled: impl Fn(u16, Event, bool) -> bool,
    ) -> Next {
        let (mut begins, mut passed) = (false, None);
        while let Some(Entry { event, part, is_first }) = plan.entry(self.part) {
            begins |= is_first && self.handler == 0;
            let task = match part {
                _ if self.authenticated && event == Event::AuthenticateRequest => None,
                Part::Handlers => match handlers().get(usize::from(self.handler)) {
                    Some(&module) if !self.handled => {
                        self.handler += 1;
                        if is_disabled(module, event, false) {
                            continue;
                        }
                        let task = Task::Notify(Frame { module, event, post: false, since: 0 });
                        return Next { task, begins, passed };
                    }
                    _ => {
                        self.handler = 0;
                        None
                    }
                },
                Part::Before => Some(Task::Before(event)),
                Part::After => Some(Task::After(event)),
                Part::Module { at, post } if is_disabled(at, event, post) => None,
                Part::Module { at, post } => {
                    let frame = Frame { module: at, event, post, since: 0 };
                    if idle().has(at) {
                        passed = Some(frame);
                        None
                    } else {
                        Some(Task::Notify(frame))
                    }
                }
            };
            self.part += 1;
            if let Some(task) = task {
                return Next { task, begins, passed };
            }
        }
        let task = if self.sent { Task::End } else { Task::Send };
        self.sent = true;
        Next { task, begins: false, passed }
    }

    /// FINISH_REQUEST: no more modules for this notification, and of the steps only the last two.
    pub fn finish(&mut self, plan: &Plan) {
        if self.part <= plan.log() {
            (self.part, self.handler) = (plan.log(), 0);
            return;
        }
        let Some(Entry { event: told, part: Part::Module { post: told_post, .. }, .. }) = plan.entry(self.part - 1)
        else {
            return;
        };
        while let Some(Entry { event, part: Part::Module { post, .. }, .. }) = plan.entry(self.part)
            && (event, post) == (told, told_post)
        {
            self.part += 1;
        }
    }

    fn place(self) -> u64 {
        u64::from(self.part) | u64::from(self.handler) << 32 | u64::from(self.sent) << 48
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
            part: place as u32,
            handler: (place >> 32) as u16,
            sent: place >> 48 & 1 != 0,
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
        assert!(standing.exchange(before, walk) && !standing.exchange(before, walk));
        standing.set_handled();
        assert!(standing.get().handled && standing.is_handled());
        standing.send_again();
        assert!(standing.is_handled() && !standing.get().is_over());
    }

    #[test]
    fn steps_begin_once() {
        let plan = all();
        let (mut walk, mut begun) = (Walk::default(), Vec::new());
        loop {
            let Next { task, begins, .. } = walk.next_of(&plan, || &HANDLERS, Idle::default, |_, _, _| false);
            match task {
                Task::Before(event) | Task::After(event) | Task::Notify(Frame { event, .. }) if begins => {
                    begun.push(event);
                }
                Task::Send | Task::End => break,
                _ => {}
            }
        }
        use Event::*;
        let steps =
            [BeginRequest, AuthenticateRequest, MapRequestHandler, ExecuteRequestHandler, LogRequest, EndRequest];
        assert_eq!(begun, steps);
    }

    #[test]
    fn modules_with_nothing_to_do_are_passed_over_but_for_those_of_the_handler() {
        let plan = all();
        let idle = Idle::of([0, 2].into_iter());
        let mut walk = Walk::default();
        let mut step = || {
            let step = walk.next_of(&plan, || &HANDLERS, || idle, |_, _, _| false);
            (step.task, step.passed.map(|frame| (frame.module, frame.event, frame.post)))
        };
        assert_eq!(step(), (Task::Before(Event::BeginRequest), None));
        let passed = Some((0, Event::BeginRequest, false));
        assert_eq!(step(), (Task::After(Event::AuthenticateRequest), passed));
        assert_eq!(step(), (Task::Before(Event::MapRequestHandler), None));
        assert_eq!(step(), (Task::After(Event::MapRequestHandler), None));
        assert_eq!(step(), (told(1, Event::ExecuteRequestHandler, false), None));
        assert_eq!(step(), (told(2, Event::ExecuteRequestHandler, false), None));
        assert_eq!(step(), (Task::After(Event::ExecuteRequestHandler), None));
        assert_eq!(step(), (told(1, Event::LogRequest, false), Some((0, Event::LogRequest, false))));
        assert_eq!(step(), (told(1, Event::LogRequest, true), Some((0, Event::LogRequest, true))));
        assert_eq!(step(), (Task::Send, Some((2, Event::EndRequest, false))));
        assert_eq!(step(), (Task::End, None));
    }
}
