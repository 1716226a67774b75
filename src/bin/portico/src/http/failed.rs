//! Why a command was not done.

use super::service;

pub enum Failed {
    /// The words make no sense.
    Words(String),
    /// The library, or the system, has refused.
    Refused(String),
}

pub const NOT_FOUND: u32 = 2;
pub const ACCESS_DENIED: u32 = 5;
pub const INVALID_PARAMETER: u32 = 87;
pub const ALREADY_EXISTS: u32 = 183;
pub const NO_MORE_ITEMS: u32 = 259;

impl Failed {
    /// What was done to what, the code as netsh has it, and the reason where the code does not say it.
    pub fn refused(what: &str, code: u32, reason: &str) -> Self {
        let file = service::file();
        let reason = match code {
            ACCESS_DENIED => format!(
                "{file}: you may not write this file, or make it; become its owner, or name another one in \
                 PORTICO_CONFIG"
            ),
            _ if reason.is_empty() => format!("{file}: {}", service::message(code)),
            _ => reason.to_owned(),
        };
        Self::Refused(format!("{what} failed, Error: {code}\n{reason}"))
    }

    /// A query that did not come to an answer.
    pub fn unread(code: u32) -> Self {
        let file = service::file();
        Self::Refused(match code {
            ACCESS_DENIED => format!("{file}: you may not read this file, Error: 5"),
            _ => format!("{file}: {}, Error: {code}", service::message(code)),
        })
    }
}
