//! How long a connection waits for what.

use super::super::timeouts::{self, UNLIMITED_RATE};
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Connection, Failure};
use std::sync::Arc;
use std::time::Duration;

/// What a connection waits for. While the application has a request it waits for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// The first byte of a request.
    Idle,
    /// The rest of a head.
    Head,
    /// More of a body that somebody reads.
    Body,
    /// The rest of a body that nobody wants.
    Drain,
    /// Room for what is sent.
    Send,
    /// The client's end after ours.
    Linger,
}

/// However little is left to send.
const LEAST_SEND: u64 = 10;

const LINGER: Duration = Duration::from_secs(2);

impl State {
    /// Sets the deadline anew where the connection waits for something else than before.
    pub fn watch_time(&mut self, connection: &Connection) {
        let wait = self.wait();
        let moved = std::mem::take(&mut self.moved) && matches!(wait, Some(Wait::Body | Wait::Drain));
        if wait == self.wait && !moved {
            return;
        }
        self.wait = wait;
        let limits = connection.limits();
        let time = wait.and_then(|wait| match wait {
            Wait::Idle => timeouts::time(limits.idle_connection),
            Wait::Head => timeouts::time(limits.header_wait),
            Wait::Body => timeouts::time(limits.entity_body),
            Wait::Drain => timeouts::time(limits.drain_entity_body),
            Wait::Send if limits.min_send_rate == UNLIMITED_RATE => None,
            Wait::Send => {
                let seconds = self.left_to_send() / u64::from(limits.min_send_rate.max(1));
                Some(Duration::from_secs(seconds.max(LEAST_SEND)))
            }
            Wait::Linger => Some(LINGER),
        });
        match time {
            Some(time) => connection.deadline.set(connection.id, time),
            None => connection.deadline.clear(),
        }
    }

    fn wait(&self) -> Option<Wait> {
        match self.phase {
            Phase::Head if self.message.is_some() => Some(Wait::Head),
            Phase::Head => Some(Wait::Idle),
            Phase::Request if self.sending.is_some() => Some(Wait::Send),
            Phase::Request if self.reading.is_some() => Some(Wait::Body),
            Phase::Request | Phase::Gone => None,
            Phase::Drain => Some(Wait::Drain),
            Phase::Ending => Some(Wait::Send),
            Phase::Lingering => Some(Wait::Linger),
        }
    }

    /// Nothing has come of it: the connection ends.
    pub fn time_is_up(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        // A request may have come at the last moment.
        if !connection.deadline.has_passed() {
            return;
        }
        match self.wait.take() {
            None => {}
            // An orderly end, since nothing is under way.
            Some(Wait::Idle | Wait::Head | Wait::Linger) => self.lose(effects, Failure::Gone),
            Some(Wait::Body | Wait::Drain | Wait::Send) => {
                connection.socket.abort();
                self.lose(effects, Failure::Gone);
            }
        }
    }
}
