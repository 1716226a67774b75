//! HttpReceiveClientCertificate: what a client has shown in the handshake. Later it cannot be asked
//! for: rustls has neither renegotiation nor authentication after the handshake.

#[cfg(feature = "tls")]
mod shown;

use super::operation::{Answer, Ended, Style, finish};
use super::queue::RequestQueue;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection;
use crate::win32::caller_memory::CallerBuffer;
#[cfg(feature = "tls")]
use shown::answer;
use std::sync::Arc;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Certificate,
    /// With those that have signed it, as a message of PKCS#7 without anything signed.
    Chain,
    ChannelToken,
}

impl Wanted {
    pub fn of(flags: ULONG) -> Option<Self> {
        match flags {
            0 => Some(Self::Certificate),
            HTTP_RECEIVE_FULL_CHAIN => Some(Self::Chain),
            HTTP_RECEIVE_SECURE_CHANNEL_TOKEN => Some(Self::ChannelToken),
            _ => None,
        }
    }

    /// The size of the structure that is answered.
    pub fn size(self) -> usize {
        match self {
            Self::Certificate | Self::Chain => size_of::<HTTP_SSL_CLIENT_CERT_INFO>(),
            Self::ChannelToken => size_of::<HTTP_REQUEST_CHANNEL_BIND_STATUS>(),
        }
    }
}

/// Puts the answer into the buffer, which has room for the structure and is aligned for it.
pub fn receive(
    queue: &Arc<RequestQueue>,
    id: HTTP_CONNECTION_ID,
    wanted: Wanted,
    buffer: &mut CallerBuffer,
    style: Style<'_>,
) -> Answer {
    let ended = match connection::find(id) {
        None => Ended::with(ERROR_CONNECTION_INVALID),
        Some(connection) => answer(&connection, wanted, buffer),
    };
    finish(queue, style, ended)
}

/// Without TLS nobody has shown anything.
#[cfg(not(feature = "tls"))]
fn answer(_: &connection::Connection, _: Wanted, _: &mut CallerBuffer) -> Ended {
    Ended::with(ERROR_INVALID_PARAMETER)
}
