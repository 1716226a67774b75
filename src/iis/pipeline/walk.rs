//! Where a request stands in the order of its notifications.

use super::super::event::{Event, Status};
use super::super::registration::Order;
use super::state::Frame;
use super::steps;

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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Before,
    Event,
    Post,
    /// The last send has been asked for.
    Sent,
}

/// A place between two tasks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Walk {
    step: usize,
    part: Part,
    /// Which module of the step's list is next.
    next: usize,
    /// FINISH_REQUEST was returned: of the steps to come, LOG_REQUEST and END_REQUEST are left.
    finishing: bool,
    /// A handler was pending: it has served the request.
    handled: bool,
    /// RQ_AUTHENTICATE_REQUEST is left out.
    authenticated: bool,
}

pub type IsDisabled<'a> = &'a dyn Fn(u16, Event, bool) -> bool;

impl Walk {
    pub fn next(&mut self, order: &Order, handlers: &[u16], is_disabled: IsDisabled<'_>) -> Task {
        loop {
            let Some(event) = Event::step(self.step) else {
                return if self.part == Part::Sent {
                    Task::End
                } else {
                    self.part = Part::Sent;
                    Task::Send
                };
            };
            let post = match self.part {
                Part::Before => {
                    let known = self.authenticated && event == Event::AuthenticateRequest;
                    let is_empty = !order.has_step(event) && !steps::has_before(event) && !steps::has_after(event);
                    if is_empty || known || self.finishing && self.step < Event::LogRequest as usize {
                        self.step += 1;
                        continue;
                    }
                    self.part = Part::Event;
                    self.next = 0;
                    return Task::Before(event);
                }
                Part::Event => false,
                _ => true,
            };
            while let Some(&module) = list(order, handlers, event, post).get(self.next) {
                self.next += 1;
                let unwanted = is_disabled(module, event, post) || (self.handled && is_handler(event, post));
                if !unwanted {
                    return Task::Notify(Frame { module, event, post, since: 0 });
                }
            }
            self.next = 0;
            if post {
                self.part = Part::Before;
                self.step += 1;
            } else {
                self.part = Part::Post;
                return Task::After(event);
            }
        }
    }

    /// FINISH_REQUEST: no more modules for this notification, and of the steps only the last two.
    pub fn finish(&mut self) {
        if self.step >= Event::LogRequest as usize {
            self.next = usize::MAX;
        } else {
            self.finishing = true;
            self.step = Event::LogRequest as usize;
            self.part = Part::Before;
            self.next = 0;
        }
    }

    /// The last send is asked for once more.
    pub fn send_again(&mut self) {
        self.part = Part::Before;
    }

    /// The module that was told last is pending.
    pub fn wait(&mut self) {
        self.handled |= self.step == Event::ExecuteRequestHandler as usize && self.part == Part::Event && self.next > 0;
    }

    /// No more handlers are called.
    pub fn is_handled(&self) -> bool {
        self.handled
    }

    /// Every notification was told, and the response sent.
    pub fn is_over(&self) -> bool {
        self.part == Part::Sent
    }

    pub fn skip_authentication(&mut self) {
        self.authenticated = true;
    }

    /// SetRequestHandled.
    pub fn set_handled(&mut self) {
        self.handled = true;
    }

    /// The next notification, where the current module is the one that gets it and the host has
    /// nothing to do in between; it counts as told then.
    pub fn merge(
        &mut self,
        order: &Order,
        handlers: &[u16],
        status: Status,
        current: Frame,
        is_disabled: IsDisabled<'_>,
    ) -> Option<Frame> {
        if status != Status::Continue {
            return None;
        }
        let mut ahead = *self;
        loop {
            match ahead.next(order, handlers, is_disabled) {
                Task::Notify(frame) if frame.module == current.module => {
                    *self = ahead;
                    return Some(frame);
                }
                Task::Before(event) if !steps::has_before(event) => {}
                Task::After(event) if !steps::has_after(event) => {}
                _ => return None,
            }
        }
    }

    /// Whether no notification is left for a module if the current one returns this.
    pub fn is_last(
        &self,
        order: &Order,
        handlers: &[u16],
        status: Status,
        module: u16,
        is_disabled: IsDisabled<'_>,
    ) -> bool {
        let mut ahead = *self;
        if status == Status::Finish {
            ahead.finish();
        }
        loop {
            match ahead.next(order, handlers, is_disabled) {
                Task::Notify(frame) if frame.module == module => return false,
                Task::End => return true,
                _ => {}
            }
        }
    }
}

fn is_handler(event: Event, post: bool) -> bool {
    event == Event::ExecuteRequestHandler && !post
}

fn list<'a>(order: &'a Order, handlers: &'a [u16], event: Event, post: bool) -> &'a [u16] {
    if is_handler(event, post) { handlers } else { order.told(event, post) }
}
