//! What a handshake has agreed upon.

use super::client::{self, ClientCertificate};
use super::identity::Identity;
use rustls::{HandshakeKind, NamedGroup, ProtocolVersion, ServerConnection, SupportedCipherSuite};
use std::sync::Arc;

pub struct Session {
    pub identity: Arc<Identity>,
    pub version: ProtocolVersion,
    pub suite: SupportedCipherSuite,
    /// None where an earlier session goes on without another exchange of keys.
    pub group: Option<NamedGroup>,
    /// The host that the client has asked for (SNI).
    pub server_name: Option<Box<str>>,
    /// By ALPN.
    pub protocol: Option<Box<[u8]>>,
    pub client: Option<ClientCertificate>,
    /// It goes on from an earlier one.
    pub resumed: bool,
}

impl Session {
    /// The handshake is over.
    pub(super) fn of(connection: &ServerConnection, identity: &Arc<Identity>) -> Option<Self> {
        let client = connection.peer_certificates().map(|chain| client::check(chain, identity.roots()));
        Some(Self {
            identity: identity.clone(),
            version: connection.protocol_version()?,
            suite: connection.negotiated_cipher_suite()?,
            group: connection.negotiated_key_exchange_group().map(|group| group.name()),
            server_name: connection.server_name().map(Into::into),
            protocol: connection.alpn_protocol().map(Into::into),
            client,
            resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
        })
    }
}
