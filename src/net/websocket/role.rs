//! Which end of the connection this is.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Client,
    Server,
}

impl Role {
    /// Clients mask what they send, servers do not.
    pub fn expects_masks(self) -> bool {
        self == Self::Server
    }
}
