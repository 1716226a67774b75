//! What modules register for, and the order in which they are told.

use super::com::foreign::{Factory, GlobalModule};
use super::event::Event;
use crate::abi::iis::*;

/// The notifications with a post-notification.
pub const STEPS: DWORD = 0xFFF;

/// Those without.
pub const WITHOUT_POST: DWORD =
    RQ_SEND_RESPONSE_STATUS_AND_HEADERS | RQ_CUSTOM_NOTIFICATION | RQ_SEND_RESPONSE | RQ_READ_ENTITY | RQ_MAP_PATH;

pub const GLOBAL: DWORD = GL_STOP_LISTENING
    | GL_CACHE_CLEANUP
    | GL_CACHE_OPERATION
    | GL_HEALTH_CHECK
    | GL_CONFIGURATION_CHANGE
    | GL_FILE_CHANGE
    | GL_PRE_BEGIN_REQUEST
    | GL_APPLICATION_START
    | GL_APPLICATION_RESOLVE_MODULES
    | GL_APPLICATION_STOP
    | GL_RSCA_QUERY
    | GL_TRACE_EVENT
    | GL_CUSTOM_NOTIFICATION
    | GL_THREAD_CLEANUP
    | GL_APPLICATION_PRELOAD
    | GL_SUSPEND_PROCESS;

/// PRIORITY_ALIAS_…
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    First,
    High,
    #[default]
    Medium,
    Low,
    Last,
}

impl Priority {
    pub fn parse(alias: &str) -> Option<Self> {
        Some(match alias {
            "FIRST" => Self::First,
            "HIGH" => Self::High,
            "MEDIUM" => Self::Medium,
            "LOW" => Self::Low,
            "LAST" => Self::Last,
            _ => return None,
        })
    }
}

/// Priorities as they were set; a later one holds.
#[derive(Clone, Debug, Default)]
pub struct Priorities {
    pub events: Vec<(DWORD, Priority)>,
    pub posts: Vec<(DWORD, Priority)>,
    pub global: Vec<(DWORD, Priority)>,
}

impl Priorities {
    /// Where a module stands in a notification; a post-notification without its own stands as its event.
    pub fn of(&self, event: Event, post: bool) -> Priority {
        let own = if post { find(&self.posts, event.bit()) } else { None };
        own.or_else(|| find(&self.events, event.bit())).unwrap_or_default()
    }

    pub fn of_global(&self, bit: DWORD) -> Priority {
        find(&self.global, bit).unwrap_or_default()
    }
}

fn find(set: &[(DWORD, Priority)], bit: DWORD) -> Option<Priority> {
    set.iter().rev().find(|(events, _)| events & bit != 0).map(|(_, priority)| *priority)
}

/// What a module has registered.
#[derive(Clone, Debug, Default)]
pub struct Registered {
    pub factory: Option<Factory>,
    pub events: DWORD,
    pub posts: DWORD,
    pub global: Option<GlobalModule>,
    pub global_events: DWORD,
    pub priorities: Priorities,
}

impl Registered {
    pub fn wants(&self, event: Event, post: bool) -> bool {
        let registered = if post { self.posts } else { self.events };
        registered & event.bit() != 0
    }
}

/// For each notification the modules that want it, by their place in a list, in the order in
/// which they are told.
#[derive(Default)]
pub struct Order {
    events: [Vec<u16>; Event::ALL.len()],
    posts: [Vec<u16>; Event::STEPS],
}

impl Order {
    /// For modules in the order of the configuration.
    pub fn of<'a>(modules: impl Iterator<Item = &'a Registered> + Clone) -> Self {
        let told = |event: Event, post: bool| {
            let wanted = (0..).zip(modules.clone()).filter(|(_, module)| module.wants(event, post));
            let mut told: Vec<(Priority, u16)> =
                wanted.map(|(at, module)| (module.priorities.of(event, post), at)).collect();
            match event {
                // The chosen handler says in which order.
                Event::ExecuteRequestHandler if !post => {}
                // The last one to have a say of the response is the first one of the request.
                Event::SendResponse => told.sort_by_key(|(priority, _)| std::cmp::Reverse(*priority)),
                _ => told.sort_by_key(|(priority, _)| *priority),
            }
            told.into_iter().map(|(_, at)| at).collect()
        };
        let mut order = Self::default();
        for event in Event::ALL {
            order.events[event as usize] = told(event, false);
            if let Some(post) = order.posts.get_mut(event as usize) {
                *post = told(event, true);
            }
        }
        order
    }

    pub fn told(&self, event: Event, post: bool) -> &[u16] {
        match (post, self.posts.get(event as usize)) {
            (true, Some(told)) => told,
            (true, None) => &[],
            (false, _) => &self.events[event as usize],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(events: DWORD, priorities: &[(DWORD, Priority)]) -> Registered {
        Registered {
            events,
            posts: events & STEPS,
            priorities: Priorities { events: priorities.to_vec(), ..Priorities::default() },
            ..Registered::default()
        }
    }

    #[test]
    fn classes_come_before_the_order_of_the_list() {
        let begin = RQ_BEGIN_REQUEST;
        let modules = [
            module(begin, &[(begin, Priority::Last)]),
            module(begin, &[]),
            module(RQ_END_REQUEST, &[]),
            module(begin, &[(begin, Priority::First)]),
            module(begin, &[]),
        ];
        let order = Order::of(modules.iter());
        assert_eq!(order.told(Event::BeginRequest, false), [3, 1, 4, 0]);
        assert_eq!(order.told(Event::BeginRequest, true), [3, 1, 4, 0]);
        assert_eq!(order.told(Event::EndRequest, false), [2]);
        assert_eq!(order.told(Event::LogRequest, true), [0_u16; 0]);
    }

    #[test]
    fn send_response_has_the_classes_reversed() {
        let send = RQ_SEND_RESPONSE;
        let modules = [
            module(send, &[(send, Priority::First)]),
            module(send, &[]),
            module(send, &[]),
            module(send, &[(send, Priority::Last)]),
        ];
        assert_eq!(Order::of(modules.iter()).told(Event::SendResponse, false), [3, 1, 2, 0]);
    }

    #[test]
    fn a_post_notification_can_have_its_own_class() {
        let begin = RQ_BEGIN_REQUEST;
        let mut modules = [module(begin, &[]), module(begin, &[])];
        modules[1].priorities.posts.push((begin, Priority::High));
        let order = Order::of(modules.iter());
        assert_eq!(order.told(Event::BeginRequest, false), [0, 1]);
        assert_eq!(order.told(Event::BeginRequest, true), [1, 0]);
    }
}
