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

/// The parts of each step, in order.
pub struct Plan([Box<[Part]>; Event::STEPS]);

impl Plan {
    pub fn of(order: &Order) -> Self {
        Self(core::array::from_fn(|step| {
            let event = Event::ALL[step];
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
            parts.into()
        }))
    }

    /// None behind the last step.
    pub(super) fn step(&self, number: usize) -> Option<(Event, &[Part])> {
        Some((Event::step(number)?, &self.0[number]))
    }
}
