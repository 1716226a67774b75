//! HTTP/2: a layer between a connection's bytes and the state machine of HTTP/1.1.
//!
//! A *session* is the TCP (or TLS) connection that speaks HTTP/2; `h2` knows the protocol and is polled
//! by whoever holds the connection's lock. Each *stream* is a connection of its own to everybody above, as
//! in HTTP.SYS, with a [`Stream`] in the place of a socket: its request comes as the text of a head, with the places
//! of its parts, so that one judge refuses what is to be refused, and the text of the response's head becomes HEADERS.
//!
//! A stream's lock may be held when the session's is tried, never the other way round: what `h2` wakes
//! is collected in [`Shared`] and told when the session's lock is free.

mod core;
mod ends;
mod io;
mod meter;
mod out;
pub mod request;
pub mod response;
mod session;
mod shared;
mod stream;

pub use ends::Ends;
pub use session::{Next, Session};
pub use shared::{Shared, Streams};
pub use stream::Stream;

/// What a client says first that speaks HTTP/2 without having asked.
pub const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How much of a connection's first bytes is the preface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// They are something else.
    No,
    /// It may become one.
    Maybe,
    Yes,
}

/// Whether a connection that began so speaks HTTP/2.
pub fn begins(bytes: &[u8]) -> Begins {
    let seen = bytes.len().min(PREFACE.len());
    match bytes[..seen] == PREFACE[..seen] {
        false => Begins::No,
        true if seen == PREFACE.len() => Begins::Yes,
        true => Begins::Maybe,
    }
}
