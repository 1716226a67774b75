//! Access tokens: who somebody is. Programs get handles to them, and close them.

use super::object::Object;

#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    /// The name, as it was given with what proved it.
    user: String,
}

impl Token {
    pub fn new(user: impl Into<String>) -> Self {
        Self { user: user.into() }
    }

    pub fn user(&self) -> &str {
        &self.user
    }
}

impl Object for Token {}
