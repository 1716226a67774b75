//! How long a connection waits for what.

use super::super::settings::Timeouts;
use super::super::trouble::{RequestLine, Trouble, Why};
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Connection, Failure};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// What a connection waits for. While the application has a request it waits for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// What a proxy says of the client.
    Proxy,
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

/// Of what is left to send so much has to arrive before the time is counted anew. It is no more than a
/// client's window opens by at a time, and a client that takes nothing is not waited for until it
/// would have taken everything.
const SEND_PIECE: u64 = 64 << 10;

impl State {
    /// Sets the deadline anew where the connection waits for something else than before.
    pub fn watch_time(&mut self, connection: &Connection) {
        let wait = match self.wait(connection) {
            Some(Wait::Idle) if connection.transport.is_shaking_hands() => Some(Wait::Head),
            wait => wait,
        };
        let moved = std::mem::take(&mut self.moved) && wait == Some(Wait::Body);
        if wait == self.wait && !moved {
            return;
        }
        self.wait = wait;
        let settings = connection.settings();
        let timeouts = *self.timeouts.as_deref().unwrap_or(&settings.timeouts);
        let time = match wait {
            None => return connection.deadline.clear(),
            Some(Wait::Proxy) => settings.proxies.as_ref().map_or(Duration::ZERO, |proxies| proxies.time),
            Some(Wait::Idle) => self.idle_time(connection),
            Some(Wait::Head) => timeouts.header_wait,
            Some(Wait::Body) => timeouts.entity_body,
            Some(Wait::Drain) => timeouts.drain_entity_body,
            Some(Wait::Send) => match timeouts.min_send_rate {
                0 => Duration::MAX,
                rate => self.begin_send_time(connection, rate).max(settings.send_grace),
            },
            Some(Wait::Linger) => settings.linger,
        };
        connection.deadline.set(connection.id, time);
    }

    /// How long the connection may be idle.
    pub fn idle_time(&self, connection: &Connection) -> Duration {
        match connection.idle_timeout.load(Ordering::Relaxed) {
            0 => self.timeouts.as_deref().unwrap_or(&connection.settings().timeouts).idle_connection,
            seconds => Duration::from_secs(seconds.into()),
        }
    }

    /// How long a part of what is left to send may take.
    fn begin_send_time(&mut self, connection: &Connection, rate: u64) -> Duration {
        let waiting = connection.transport.unacknowledged();
        let part = (self.left_to_send() + waiting).min(SEND_PIECE);
        self.send_goal = self.written.saturating_sub(waiting) + part;
        Duration::from_secs(part / rate)
    }

    /// Whether the client has taken as much as it had to.
    fn has_sent_enough(&self, connection: &Connection) -> bool {
        self.written.saturating_sub(connection.transport.unacknowledged()) >= self.send_goal
    }

    /// Other times hold from now on.
    pub fn set_timeouts(&mut self, timeouts: Option<Arc<Timeouts>>) {
        self.timeouts = timeouts;
        // What is waited for is waited for anew.
        self.wait = None;
    }

    fn wait(&self, connection: &Connection) -> Option<Wait> {
        match self.phase {
            Phase::Head if self.awaits_proxy => Some(Wait::Proxy),
            Phase::Head if self.message.is_some() => Some(Wait::Head),
            Phase::Head => Some(Wait::Idle),
            // The client is not to blame.
            Phase::Request | Phase::Ending if self.held_back => None,
            Phase::Request if self.sending.is_some() => Some(Wait::Send),
            Phase::Request if self.reading.is_some() && !self.body.is_raw() => Some(Wait::Body),
            Phase::Request | Phase::Gone => None,
            Phase::Drain => Some(Wait::Drain),
            Phase::Session if self.unwritable => Some(Wait::Send),
            Phase::Session => (!connection.has_streams()).then_some(Wait::Idle),
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
        let why = match self.wait {
            Some(Wait::Idle) => Some(Why::ConnectionIdle),
            Some(Wait::Head) => Some(Why::HeaderWait),
            Some(Wait::Body | Wait::Drain) => Some(Why::EntityBody),
            Some(Wait::Send) if !self.has_sent_enough(connection) => Some(Why::MinBytesPerSecond),
            _ => None,
        };
        let seen = self.message.as_ref().filter(|message| self.phase == Phase::Head && message.filled > 0);
        let line = seen.map(|message| RequestLine::of(&message.bytes[..message.filled]));
        effects.trouble = why.map(|why| Box::new(Trouble { why, line }));
        match self.wait.take() {
            None => {}
            // An orderly end, since nothing is under way.
            Some(Wait::Idle | Wait::Head | Wait::Linger) => {
                #[cfg(feature = "http2")]
                self.end_session();
                connection.transport.end();
                self.lose(effects, Failure::Gone);
            }
            Some(Wait::Send) if self.has_sent_enough(connection) => {}
            Some(Wait::Proxy | Wait::Body | Wait::Drain | Wait::Send) => {
                connection.transport.abort();
                self.lose(effects, Failure::Gone);
            }
        }
    }
}
