//! What goes over the wire: listeners, connections, HTTP/1.1, TLS. Safe Rust, and no C in sight.

#![forbid(unsafe_code)]

pub mod connection;
pub mod home;
pub mod http1;
#[cfg(feature = "http2")]
pub mod http2;
#[cfg(not(feature = "http2"))]
#[path = "no_http2.rs"]
mod http2;
pub mod listener;
pub mod message;
pub mod proxy;
pub mod server;
pub mod settings;
pub mod socket;
pub mod throttle;
pub mod timers;
#[cfg(feature = "tls")]
pub mod tls;
pub mod transport;
pub mod trouble;
pub mod url;
pub mod watchers;
#[cfg(feature = "ws")]
pub mod websocket;
