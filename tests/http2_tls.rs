//! The tests of `http2` over TLS.
#![cfg(all(feature = "http2", feature = "tls"))]

#[path = "http2/main.rs"]
mod http2;
