//! HTTP/1.1 as bytes: request heads and bodies, without I/O.
//!
//! `httparse` splits a head into its parts; what HTTP.SYS refuses, and whatever could
//! be read in two ways by a proxy and by us, is refused on top of that.

pub mod body;
pub mod chunked;
pub mod date;
mod fields;
pub mod head;
#[cfg(test)]
mod head_tests;
pub mod host;
pub mod known;
pub mod limits;
mod loose;
pub mod refusal;
pub mod server_header;
#[cfg(feature = "http2")]
pub mod written;

pub use body::Body;
pub use chunked::{Decoder, Progress};
pub use head::{Field, Head, Parsed, Span, Version};
pub use limits::Limits;
pub use refusal::{Refusal, Unavailable};
