//! How long a connection waits for what.

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

/// IdleConnection, HeaderWait, EntityBody and DrainEntityBody, unless the program says otherwise.
const USUAL: Duration = Duration::from_secs(120);

/// MinSendRate, in bytes a second.
const SEND_RATE: u64 = 150;

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
        match wait {
            None => connection.deadline.clear(),
            Some(Wait::Linger) => connection.deadline.set(connection.id, LINGER),
            Some(Wait::Send) => {
                let seconds = (self.left_to_send() / SEND_RATE).max(LEAST_SEND);
                connection.deadline.set(connection.id, Duration::from_secs(seconds));
            }
            Some(_) => connection.deadline.set(connection.id, USUAL),
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
