//! The tests of `http2` over TLS. The width of a character concerns `http2` alone.
#![cfg(all(feature = "http2", feature = "tls", not(feature = "utf16")))]

#[path = "http2/main.rs"]
mod http2;
