//! HTTP/2 as a client sees it: the server of the tests of the wire, h2's client, and raw frames.
#![cfg(feature = "http2")]

mod client;
mod disconnects;
mod endings;
mod floods;
mod frames;
#[path = "../wire/layer.rs"]
mod layer;
mod requests;
#[expect(dead_code, reason = "the tests of the wire use all of it")]
#[path = "../wire/server.rs"]
mod server;
mod sessions;
mod storm;
