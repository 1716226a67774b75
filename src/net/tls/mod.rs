//! TLS by rustls, without I/O of its own: a layer over a connection's socket.
//!
//! `Stream` is what a connection has in a socket's place. It asks `Identities`, which the layer above
//! gives to a listener, who the server is for what a client's first message asks for, and has a
//! `Session` to tell when the handshake is over.

pub mod certificate;
pub mod client;
pub mod identity;
pub mod session;
mod stream;

pub use identity::{Hello, Identities, Identity, Terms};
pub use session::Session;
pub use stream::Stream;

use rustls::crypto::CryptoProvider;
use rustls::server::ProducesTickets;
use std::sync::{Arc, LazyLock};

#[cfg(not(feature = "aws-lc-rs"))]
use rustls::crypto::ring as library;

#[cfg(feature = "aws-lc-rs")]
use rustls::crypto::aws_lc_rs as library;

/// Whose cryptography is used. The process may have another default provider, which is not ours to set.
pub fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(library::default_provider()));
    &PROVIDER
}

/// Keys for tickets, which nobody else knows and which change by and by.
fn ticketer() -> Result<Arc<dyn ProducesTickets>, rustls::Error> {
    library::Ticketer::new()
}

/// What is offered by ALPN, the best first.
pub fn alpn(http2: bool) -> Vec<Vec<u8>> {
    let best = (http2 && cfg!(feature = "http2")).then(|| b"h2".to_vec());
    best.into_iter().chain([b"http/1.1".to_vec()]).collect()
}
