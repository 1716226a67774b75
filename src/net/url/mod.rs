//! Request targets and the canonical URL that is made of them.
//!
//! A target is decoded once and made canonical; only then does anybody match or check it.

mod cooked;
mod escape;
mod host;
mod limits;
mod path;

pub use cooked::CookedUrl;
pub use escape::escaped_path;
pub use host::{Authority, MAX_NAME_LENGTH, parse_port, split_port};
pub use limits::{UrlError, UrlLimits};
pub(crate) use path::SegmentWriter;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod traversal_tests;
