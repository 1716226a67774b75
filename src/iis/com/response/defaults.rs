//! What the configuration puts into every response: `httpProtocol`.

use super::{ResponseState, State};
use crate::iis::configuration::views::{Header, HttpProtocol};
use crate::iis::context::Context;
use crate::net::http1::known;

impl ResponseState {
    /// Gives a new response the headers that the configuration wants in it.
    pub fn apply_defaults(&self, context: &Context) {
        // A configuration that cannot be read is told of when the handler is looked for.
        let Ok(protocol) = context.configuration().read::<HttpProtocol>() else { return };
        let mut state = self.state.lock();
        state.disconnect |= !protocol.allow_keep_alive;
        state.protocol = Some(protocol.clone());
        self.restore_defaults(&mut state);
    }

    pub(super) fn restore_defaults(&self, state: &mut State) {
        let protocol = state.protocol.as_ref().filter(|protocol| !protocol.custom_headers.is_empty());
        if let Some(protocol) = protocol.cloned() {
            self.add_headers(state, &protocol.custom_headers);
        }
    }

    /// Those that belong to redirections.
    pub(super) fn add_redirect_headers(&self) {
        let mut state = self.state.lock();
        if let Some(protocol) = state.protocol.clone() {
            self.add_headers(&mut state, &protocol.redirect_headers);
        }
    }

    fn add_headers(&self, state: &mut State, headers: &[Header]) {
        for Header { name, value } in headers {
            let has_lines = known::response_id(name.as_bytes()).is_some_and(|id| Self::has_lines(id.into()));
            // What cannot stand in a head is left out of it.
            let _ = self.put(state, name.as_bytes(), value.as_bytes(), !has_lines);
        }
    }
}
