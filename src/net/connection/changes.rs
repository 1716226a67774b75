//! Changes of a connection's state: who makes one looks at the news that others have left, and does
//! what follows when the lock is free.

use super::super::home;
use super::super::message::Request;
use super::Connection;
use super::delivery;
use super::effects::{Effects, Told};
use super::state::State;
use crate::win32::completion_port::CompletionPort;
use crate::win32::poll_set::Source;
use crate::win32::sys::epoll::Readiness;
use parking_lot::MutexGuard;
use std::sync::Arc;
use std::sync::atomic::{Ordering, compiler_fence};

impl Connection {
    /// Changes the state, then does what follows from it.
    pub(super) fn change<R>(self: &Arc<Self>, change: impl FnOnce(&mut State, &mut Effects) -> R) -> R {
        let mut effects = Effects::default();
        let mut state = self.state.lock();
        let result = change(&mut state, &mut effects);
        self.settle(state, effects);
        result
    }

    /// Looks at the state. News that came meanwhile found the lock taken.
    pub(super) fn ask<R>(self: &Arc<Self>, ask: impl FnOnce(&State) -> R) -> R {
        let answer = ask(&self.state.lock());
        self.look_at_news();
        answer
    }

    /// Looks at news, where there are any, unless somebody else does.
    pub(super) fn look_at_news(self: &Arc<Self>) {
        if self.has_news()
            && let Some(state) = self.state.try_lock()
        {
            self.settle(state, Effects::default());
        }
    }

    /// Whether somebody has left news before the lock was let go.
    ///
    /// Whoever leaves news tries the lock after that, and whoever has the lock looks for news after it:
    /// since both change the one word, in whichever order, one of them sees the other. On x86 a look is enough, for
    /// there the change of the lock's word that has let it go is a fence.
    pub(super) fn has_news(&self) -> bool {
        if cfg!(all(target_arch = "x86_64", not(miri))) {
            compiler_fence(Ordering::SeqCst);
            return self.news.load(Ordering::SeqCst) != 0;
        }
        self.news.compare_exchange(0, 0, Ordering::SeqCst, Ordering::SeqCst).is_err()
    }

    /// Looks at the news that others have left, lets go of the lock, and does what follows.
    pub(super) fn settle<'a>(self: &'a Arc<Self>, mut state: MutexGuard<'a, State>, mut effects: Effects) {
        loop {
            if self.news.load(Ordering::Relaxed) != 0 {
                let news = Readiness(self.news.swap(0, Ordering::SeqCst));
                state.look(self, news, &mut effects);
            }
            state.watch_time(self);
            drop(state);
            if !self.has_news() {
                break;
            }
            match self.state.try_lock() {
                Some(again) => state = again,
                None => break,
            }
        }
        // What has ended goes out when it leaves.
        if !effects.lost {
            self.transport.send_out();
        }
        self.perform(effects);
        #[cfg(feature = "http2")]
        self.tell_streams();
    }

    pub(super) fn perform(self: &Arc<Self>, effects: Effects) {
        let effects = if effects.is_more_than_a_request() { self.perform_all(effects) } else { effects.request };
        if let Some(request) = effects {
            delivery::deliver(self.listener.server(), request);
        }
    }

    /// Does what follows but for the request, which it gives back unless that concerns nobody.
    #[cold]
    pub(super) fn perform_all(self: &Arc<Self>, effects: Effects) -> Option<Request> {
        if effects.lost {
            self.gone.store(true, Ordering::SeqCst);
        }
        if effects.disconnected || effects.lost {
            self.watchers.fire();
        }
        let mut failed = Vec::new();
        // What has succeeded did so before the end.
        for (completion, result) in effects.completions {
            match result {
                Ok(_) => completion.complete(result),
                Err(_) => failed.push((completion, result)),
            }
        }
        if let Some(trouble) = effects.trouble {
            self.listener.server().failed(self, self.tag.load(Ordering::SeqCst), &trouble);
        }
        if effects.lost {
            self.leave();
            self.listener.server().lost(self, self.tag.swap(0, Ordering::SeqCst));
            self.listener.left();
        }
        for (completion, result) in failed {
            completion.complete(result);
        }
        match effects.stream {
            None => {}
            Some(Told::Read(reader)) => reader.follow(),
            Some(Told::Lost(reader, failure)) => reader.lost(failure),
        }
        if effects.again && !effects.lost {
            self.look_again();
        }
        // A request that has gone before anybody knew of it concerns nobody.
        effects.request.filter(|_| !effects.lost)
    }
}

impl Source for Connection {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        #[cfg(feature = "http2")]
        if self.is_polled_for_nothing(readiness) {
            return;
        }
        let Some(mut state) = self.state.try_lock() else {
            // Whoever has the lock looks at them, or else this thread does.
            self.news.fetch_or(readiness.0, Ordering::SeqCst);
            return self.look_at_news();
        };
        let mut effects = Effects::default();
        state.look(&self, readiness, &mut effects);
        self.settle(state, effects);
    }

    fn abandoned(self: Arc<Self>) {
        // It may have moved on meanwhile.
        self.go_to(home::port(), CompletionPort::is_closed);
    }
}
