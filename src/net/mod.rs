//! What goes over the wire: listeners, connections, HTTP/1.1. Safe Rust, and no C in sight.

#![forbid(unsafe_code)]

pub mod http1;
pub mod url;
