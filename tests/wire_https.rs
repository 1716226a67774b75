//! The tests of `wire` over TLS, and what TLS has of its own.
#![cfg(feature = "tls")]

#[path = "wire/tls/mod.rs"]
mod tls;
#[path = "wire/main.rs"]
mod wire;
