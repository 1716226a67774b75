//! The tests of `wire` over TLS, and what TLS has of its own. The width of a character concerns `wire` alone.
#![cfg(all(feature = "tls", not(feature = "utf16")))]

#[path = "wire/tls/mod.rs"]
mod tls;
#[path = "wire/main.rs"]
mod wire;
