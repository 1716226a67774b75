//! The wire as a client sees it: a small server on `net`, and raw sockets on loopback.

mod bodies;
mod client;
mod continues;
mod disconnects;
mod endings;
mod heads;
mod listeners;
mod pipelines;
mod proxies;
mod server;
mod silence;
mod splits;
mod stop;
mod storm;
mod times;
