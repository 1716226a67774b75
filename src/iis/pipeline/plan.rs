//! What there is to be done at each step, worked out once for an application.

use super::super::event::Event;
use super::super::registration::Order;
use super::steps;

/// A part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What the host does before the modules are told.
    Before,
    /// A module at this place of the application's list is told of the step, or of its post-notification.
    Module { at: u16, post: bool },
    /// The modules of the chosen handler are.
    Handlers,
    /// What the host does before the post-notification.
    After,
}

/// A part with its step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub event: Event,
    pub part: Part,
    /// The step begins with it.
    pub is_first: bool,
}

/// The parts of all steps, in order.
pub struct Plan {
    entries: Box<[Entry]>,
    /// The place of the first one from RQ_LOG_REQUEST on.
    log: u32,
}

impl Plan {
    pub fn of(order: &Order) -> Self {
        let mut entries = Vec::new();
        let mut log = 0;
        for event in Event::ALL[..Event::STEPS].iter().copied() {
            if event == Event::LogRequest {
                log = entries.len() as u32;
            }
            let told = |post| order.told(event, post).iter().map(move |&at| Part::Module { at, post });
            let mut parts = Vec::new();
            parts.extend(steps::has_before(event).then_some(Part::Before));
            if event == Event::ExecuteRequestHandler {
                parts.push(Part::Handlers);
            } else {
                parts.extend(told(false));
            }
            parts.extend(steps::has_after(event).then_some(Part::After));
            parts.extend(told(true));
            entries.extend(parts.into_iter().enumerate().map(|(at, part)| Entry { event, part, is_first: at == 0 }));
        }
        Self { entries: entries.into(), log }
    }

    /// None behind the last one.
    pub(super) fn entry(&self, place: u32) -> Option<Entry> {
        self.entries.get(place as usize).copied()
    }

    pub(super) fn log(&self) -> u32 {
        self.log
    }
}
