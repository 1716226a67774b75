//! What the standby thread does for a port at which nobody waits.

use super::super::poll_set::tell;
use super::super::standby;
use super::super::sync::now;
use super::CompletionPort;
use super::state::Guard;
use std::sync::Arc;

impl CompletionPort {
    /// The standby thread looks whether anybody waits; whether it is to look again.
    pub fn tick(self: &Arc<Self>) -> bool {
        let mut state = self.state.lock();
        let stays = state.told == state.told_seen;
        state.told_seen = state.told;
        if stays && state.wakes_for_events() {
            self.wake_poller();
        }
        if state.left > 0 {
            let nobody = state.returns_seen == state.returns;
            state.returns_seen = state.returns;
            if nobody {
                state.forget_left();
                self.let_go(state, false);
            }
            return true;
        }
        if state.events.is_empty() && (state.sources == 0 || (state.pollers > 0 && state.leaves == state.seen)) {
            state.guard = Guard::Off;
            return false;
        }
        if state.pollers == 0
            && state.leaves == state.seen
            && let Ok(adoption) = standby::adopt(self)
        {
            state.guard = Guard::Adopted(adoption);
            drop(state);
            self.serve();
            return false;
        }
        state.seen = state.leaves;
        true
    }

    /// The standby thread tells sources, as long as there is something to tell and the port is its own.
    pub fn serve(self: &Arc<Self>) {
        let Some(set) = self.set.get() else { return };
        // What is left in the set is told of again, and other ports come in between.
        let mut waited = false;
        loop {
            let mut state = self.state.lock();
            if !matches!(state.guard, Guard::Adopted(_)) {
                // What this thread has brought meanwhile is for those who have come.
                let wakes = state.wakes_for_events();
                self.let_go(state, false);
                if wakes {
                    self.wake_poller();
                }
                return;
            }
            if state.events.is_empty() {
                drop(state);
                if std::mem::replace(&mut waited, true) {
                    return;
                }
                let batch = set.wait(Some(now()));
                state = self.state.lock();
                state.woken &= !batch.woken;
                state.events.extend(batch.events);
            }
            let event = state.take_event();
            drop(state);
            event.into_iter().for_each(tell);
        }
    }
}
