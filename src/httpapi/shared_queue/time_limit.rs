//! How long requests may wait in a queue: one alarm for all that do.

use super::super::request::Request;
use super::SharedQueue;
use super::state::State;
use crate::net::http1::refusal::Unavailable;
use crate::win32::alarm;
use crate::win32::sys::clock::coarse_milliseconds;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The coarse clock may be late by so much.
const LATE: Duration = Duration::from_millis(10);

impl SharedQueue {
    /// Lets a request wait for so long and no longer.
    pub(super) fn limit(&self, state: &mut State, request: &Request, patience: Duration) {
        let until = coarse_milliseconds().saturating_add(u64::try_from(patience.as_millis()).unwrap_or(u64::MAX));
        request.wait_until(until);
        if state.alarm.is_none_or(|(at, _)| until < at) {
            self.arm(state, until);
        }
    }

    fn arm(&self, state: &mut State, at: u64) {
        if let Some((_, key)) = state.alarm.take() {
            alarm::cancel(key);
        }
        let left = Duration::from_millis(at.saturating_sub(coarse_milliseconds()));
        let this = self.this.clone();
        let look = move || {
            if let Some(queue) = this.upgrade() {
                queue.look_at_time();
            }
        };
        // Without the alarm's thread the next request tries again.
        state.alarm = alarm::set(Instant::now() + left + LATE, Arc::new(look)).ok().map(|key| (at, key));
    }

    /// Refuses requests that have waited for too long.
    fn look_at_time(&self) {
        let now = coarse_milliseconds();
        let late: Vec<_> = {
            let mut state = self.state.lock();
            state.alarm = None;
            let (late, rest): (VecDeque<_>, _) =
                std::mem::take(&mut state.ready).into_iter().partition(|request| request.waits_until() <= now);
            state.ready = rest;
            if let Some(next) = state.ready.iter().map(|request| request.waits_until()).min()
                && next != u64::MAX
            {
                self.arm(&mut state, next);
            }
            late.iter().for_each(|_| state.forget_packets(None));
            late.into()
        };
        for request in late {
            self.give_back(&request, Unavailable::AppPoolTimer);
        }
    }
}
