//! What a listener is set to: limits, times, and what it asks of the kernel.

use super::http1::Limits;
use super::proxy::Proxies;
#[cfg(feature = "tls")]
use super::tls::Identities;
use super::url::UrlLimits;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long a connection waits for what; a time of `Duration::MAX` never ends. The names are
/// those of HTTP_TIMEOUT_LIMIT_INFO. A time is looked at once a second, so it ends up to a
/// second late and never early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the first byte of a request.
    pub idle_connection: Duration,
    /// From the first byte of a request to the end of its head.
    pub header_wait: Duration,
    /// For more of a body that somebody reads; each arrival begins it anew.
    pub entity_body: Duration,
    /// For all the rest of a body that nobody wants.
    pub drain_entity_body: Duration,
    /// Bytes a second that a client has to take at least; 0 for any number.
    pub min_send_rate: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        const USUAL: Duration = Duration::from_secs(120);
        Self {
            idle_connection: USUAL,
            header_wait: USUAL,
            entity_body: USUAL,
            drain_entity_body: USUAL,
            min_send_rate: 150,
        }
    }
}

/// Asks the kernel to look after peers that say nothing (SO_KEEPALIVE and what belongs to it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    /// How long a connection is silent before the first question.
    pub idle: Duration,
    /// Between two questions that are not answered.
    pub interval: Duration,
    /// So many unanswered questions end the connection.
    pub probes: u32,
}

/// The settings of one listener or of several that share them.
#[derive(Clone, Debug)]
pub struct Settings {
    pub limits: Limits,
    pub url_limits: UrlLimits,
    /// What holds until somebody sets other times for a connection.
    pub timeouts: Arc<Timeouts>,
    /// After its last bytes a connection waits so long for the client's end.
    pub linger: Duration,
    /// MinSendRate is not asked for in a shorter time than this.
    pub send_grace: Duration,
    pub connections: ConnectionLimit,
    /// Off by default, as in Windows: a peer that has vanished is found by the timers, or when
    /// something is sent.
    pub keep_alive: Option<KeepAlive>,
    /// What was sent has to be acknowledged within this time (TCP_USER_TIMEOUT). By default the
    /// system decides, which takes a quarter of an hour and more.
    pub user_timeout: Option<Duration>,
    /// A client may speak HTTP/2 without TLS if it does so from its first byte on (EnableHttp2Cleartext).
    pub http2_cleartext: bool,
    /// Proxies that put a PROXY header in front of each connection. None by default.
    pub proxies: Option<Proxies>,
    /// Connections begin with a handshake of TLS, and these say who the server is.
    #[cfg(feature = "tls")]
    pub tls: Option<Arc<dyn Identities>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            url_limits: UrlLimits::default(),
            timeouts: Arc::default(),
            linger: Duration::from_secs(2),
            send_grace: Duration::from_secs(10),
            connections: ConnectionLimit::default(),
            keep_alive: None,
            user_timeout: None,
            http2_cleartext: true,
            proxies: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

/// MaxConnections: so many connections at a time, of all listeners that share it. One more is
/// reset as soon as it is accepted.
#[derive(Clone, Debug)]
pub struct ConnectionLimit {
    most: usize,
    open: Arc<AtomicUsize>,
}

impl ConnectionLimit {
    pub fn new(most: usize) -> Self {
        Self { most, open: Arc::default() }
    }

    /// How many connections there are.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// One connection more, where there may be one.
    pub(super) fn enter(&self) -> Option<Counted> {
        let counted = Counted(self.open.clone());
        (self.open.fetch_add(1, Ordering::Relaxed) < self.most).then_some(counted)
    }
}

impl Default for ConnectionLimit {
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

/// A connection that is counted as long as this lives.
pub(super) struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
