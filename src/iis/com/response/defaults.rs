//! What the configuration puts into every response: `httpProtocol`.

use super::{ResponseState, State};
use crate::iis::configuration::views::{Header, HttpProtocol};
use crate::net::http1::known;

impl ResponseState {
    /// Gives a new response the headers that the configuration wants in it.
    pub fn apply_defaults(&self) {
        let Some(protocol) = self.protocol() else { return };
        if protocol.allow_keep_alive && protocol.custom_headers.is_empty() {
            return;
        }
        let mut state = self.state.lock();
        state.disconnect |= !protocol.allow_keep_alive;
        self.add_headers(&mut state, &protocol.custom_headers);
    }

    /// What the configuration says of every response that is no part of another one.
    fn protocol(&self) -> Option<&HttpProtocol> {
        // A configuration that cannot be read is told of when the handler is looked for.
        Some(self.owner.first_configuration()?.read::<HttpProtocol>().ok()?)
    }

    pub(super) fn restore_defaults(&self, state: &mut State) {
        if let Some(protocol) = self.protocol() {
            self.add_headers(state, &protocol.custom_headers);
        }
    }

    /// Those that belong to redirections.
    pub(super) fn add_redirect_headers(&self) {
        if let Some(protocol) = self.protocol() {
            self.add_headers(&mut self.state.lock(), &protocol.redirect_headers);
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
