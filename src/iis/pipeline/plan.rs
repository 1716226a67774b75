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

/// The parts of all steps, in order, each with its step.
pub struct Plan {
    parts: Box<[(Event, Part)]>,
    /// The place of the first part from RQ_LOG_REQUEST on.
    log: u32,
}

impl Plan {
    pub fn of(order: &Order) -> Self {
        let mut parts = Vec::new();
        let mut log = 0;
        for event in Event::ALL[..Event::STEPS].iter().copied() {
            if event == Event::LogRequest {
                log = parts.len() as u32;
            }
            let told = |post| order.told(event, post).iter().map(move |&at| (event, Part::Module { at, post }));
            parts.extend(steps::has_before(event).then_some((event, Part::Before)));
            if event == Event::ExecuteRequestHandler {
                parts.push((event, Part::Handlers));
            } else {
                parts.extend(told(false));
            }
            parts.extend(steps::has_after(event).then_some((event, Part::After)));
            parts.extend(told(true));
        }
        Self { parts: parts.into(), log }
    }

    /// None behind the last part.
    pub(super) fn part(&self, place: u32) -> Option<(Event, Part)> {
        self.parts.get(place as usize).copied()
    }

    pub(super) fn log(&self) -> u32 {
        self.log
    }
}
