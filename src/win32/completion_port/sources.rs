//! The sources that a port watches: descriptors, and who is told of them.

use super::super::poll_set::{PollSet, Source, Token};
use super::super::standby;
use super::CompletionPort;
use super::state::Guard;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::Arc;

impl CompletionPort {
    /// Watches a descriptor from now on. What it is ready for already is told too.
    pub fn add_source(self: &Arc<Self>, descriptor: BorrowedFd<'_>, source: Arc<dyn Source>) -> io::Result<Token> {
        let set = match self.set.get() {
            Some(set) => set,
            None => {
                let set = PollSet::new()?;
                self.set.get_or_init(|| set)
            }
        };
        let token = set.insert(source);
        let mut state = self.state.lock();
        if state.closed {
            drop(state);
            set.forget(token);
            return Err(io::ErrorKind::NotConnected.into());
        }
        state.polls = true;
        state.sources += 1;
        self.let_go(state, false);
        set.watch(descriptor, token).inspect_err(|_| {
            set.forget(token);
            self.state.lock().forget_source();
        })?;
        Ok(token)
    }

    /// Tells a source once more what it is ready for: it has stopped in the middle, to let others go on.
    pub fn watch_again(&self, descriptor: BorrowedFd<'_>, token: Token) {
        if let Some(set) = self.set.get() {
            // One that is not watched any more has nothing to go on with.
            let _ = set.watch_again(descriptor, token);
        }
    }

    /// Watches a descriptor no more. A thread may be on its way to the source still.
    pub fn remove_source(&self, descriptor: BorrowedFd<'_>, token: Token) {
        let Some(set) = self.set.get() else { return };
        if set.remove(descriptor, token).is_some() {
            let mut state = self.state.lock();
            state.forget_source();
            if state.sources == 0
                && let Guard::Adopted(adoption) = state.guard
            {
                standby::release(self, adoption);
                state.guard = Guard::Off;
            }
        }
    }
}
