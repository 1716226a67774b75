//! The wire as a client sees it: a small server on `net`, and raw sockets on loopback.

mod bodies;
pub mod client;
mod continues;
pub mod disconnects;
mod endings;
mod heads;
pub mod layer;
mod listeners;
mod pipelines;
mod proxies;
pub mod server;
mod silence;
mod splits;
mod stop;
mod storm;
mod times;
