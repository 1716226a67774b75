//! Pings of the host's, by the setting pingInterval, and the end of peers that do not answer.

use super::writing::Outgoing;
use super::{Finished, SocketState};
use crate::net::websocket::Phase;
use crate::win32::alarm::{self, Key};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Default)]
pub(super) struct Pings {
    /// None is never.
    interval: Option<Duration>,
    next: Option<Key>,
}

impl Pings {
    pub fn every(interval: Option<Duration>) -> Self {
        Self { interval, next: None }
    }
}

impl Drop for Pings {
    fn drop(&mut self) {
        if let Some(key) = self.next.take() {
            alarm::cancel(key);
        }
    }
}

/// What is to be done when the time for a ping has come.
enum Time {
    Ping,
    /// The peer has not answered the one before.
    Up,
    /// There is nobody to ask.
    Over,
}

impl SocketState {
    /// Has a ping sent when the time has come.
    pub(super) fn await_next_ping(&self) {
        let socket = self.this.clone();
        let mut state = self.state.lock();
        let Some(interval) = state.pings.interval else { return };
        let go_off = move || {
            let Some(socket) = socket.upgrade() else { return };
            let Some(context) = socket.context.upgrade() else { return };
            let pool = socket.pool.clone();
            // The thread of the alarms waits for nobody. The request may end there, too.
            pool.run_soon(move || {
                socket.ping();
                drop(context);
            });
        };
        // Without a thread for the alarm nobody is asked.
        state.pings.next = alarm::set(Instant::now() + interval, Arc::new(go_off)).ok();
    }

    pub(super) fn stop_pings(&self) {
        let pings = std::mem::take(&mut self.state.lock().pings);
        drop(pings);
    }

    fn ping(&self) {
        let time = {
            let mut state = self.state.lock();
            let silent = state.receiving.is_silent();
            if state.ended.is_some() || !matches!(state.machine.phase(), Phase::Open | Phase::CloseSent) {
                Time::Over
            } else if state.machine.awaits_pong() && silent {
                Time::Up
            } else {
                // While something is on its way its own time is watched, and a ping would wait behind it.
                if !state.sending
                    && let Ok(ping) = state.machine.ping(&[])
                {
                    state.outbox.push_back((Outgoing::control(&ping), Finished::for_nobody()));
                }
                Time::Ping
            }
        };
        match time {
            Time::Ping => {
                self.pump();
                self.await_next_ping();
            }
            Time::Up => {
                if let Some(connection) = self.connection.upgrade() {
                    connection.abort();
                }
            }
            Time::Over => {}
        }
    }
}
