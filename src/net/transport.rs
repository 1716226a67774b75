//! What carries a connection's bytes: a socket, or a layer over one.

use super::connection::Connection;
use super::http2::Stream;
use super::socket::{Moved, Socket};
#[cfg(feature = "tls")]
use super::tls::{self, Session};
use crate::win32::sys::epoll::Readiness;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

/// Each kind has the calls of a socket that never blocks.
pub enum Transport {
    Plain(Socket),
    #[cfg(feature = "tls")]
    Tls(Box<tls::Stream>),
    /// A stream of HTTP/2.
    Stream(Stream),
}

impl Transport {
    pub fn receive(&self, into: &mut [u8]) -> Moved {
        match self {
            Self::Plain(socket) => socket.receive(into),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.receive(into),
            Self::Stream(stream) => stream.receive(into),
        }
    }

    /// The socket, where nothing lies over it.
    pub fn plain(&self) -> Option<&Socket> {
        if let Self::Plain(socket) = self { Some(socket) } else { None }
    }

    /// Sends bytes; `more` follow at once.
    pub fn send(&self, slices: &[IoSlice<'_>], more: bool) -> Moved {
        match self {
            Self::Plain(socket) => socket.send(slices, more),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.send(slices, more),
            Self::Stream(stream) => stream.send(slices),
        }
    }

    /// Sends bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        match self {
            Self::Plain(socket) => socket.send_file(file, place, count),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.send_file(file, place, count),
            Self::Stream(stream) => stream.send_file(file, place, count),
        }
    }

    /// Whether the peer is there, as it can be said now. Bytes that were looked at for that are
    /// an arrival (see `takes_arrival`).
    pub fn is_connected(&self) -> bool {
        match self {
            Self::Plain(socket) => socket.is_connected(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.is_connected(),
            Self::Stream(stream) => stream.is_connected(),
        }
    }

    /// What of the connection below has ended, as the kernel says now.
    pub fn what_has_ended(&self) -> Readiness {
        match self {
            Self::Plain(socket) => socket.what_has_ended(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.socket().what_has_ended(),
            Self::Stream(stream) => stream.what_has_ended(),
        }
    }

    /// Whether nothing more is there to be received, where so many bytes have come into a buffer of a size.
    pub fn is_drained(&self, count: usize, size: usize) -> bool {
        match self {
            Self::Plain(_) | Self::Stream(_) => count < size,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => count < size && stream.is_drained(),
        }
    }

    /// Whether the end of what is received is the peer's, and nobody else has cut the rest off: a
    /// socket alone cannot tell.
    pub fn ends_properly(&self) -> bool {
        match self {
            Self::Plain(_) | Self::Stream(_) => true,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.ends_properly(),
        }
    }

    /// Has the kernel take what was sent and is still on its way to it: `Later` if it has no room for it.
    pub fn flush(&self) -> Moved {
        match self {
            Self::Plain(_) => Moved::Bytes(0),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.flush(),
            // What it has taken is the session's business.
            Self::Stream(_) => Moved::Bytes(0),
        }
    }

    /// Whether bytes have come since the last time of which the set tells nobody any more.
    pub fn takes_arrival(&self) -> bool {
        match self {
            Self::Plain(_) | Self::Stream(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.takes_arrival(),
        }
    }

    /// Whether nothing can be received yet because the two ends have not agreed on how.
    pub fn is_shaking_hands(&self) -> bool {
        match self {
            Self::Plain(_) | Self::Stream(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.session().is_none(),
        }
    }

    /// Whether what goes over the wire is for the peer alone.
    pub fn is_secure(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(_) => true,
            Self::Stream(stream) => stream.carrier().transport().is_secure(),
        }
    }

    #[cfg(feature = "tls")]
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::Plain(_) => None,
            Self::Tls(stream) => stream.session(),
            Self::Stream(stream) => stream.carrier().transport().session(),
        }
    }

    /// Nothing more will be sent; the peer sees the end.
    pub fn end(&self) {
        match self {
            Self::Plain(socket) => socket.end(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.end(),
            Self::Stream(stream) => stream.end(),
        }
    }

    /// Whoever holds the socket finds it closed.
    pub fn close(&self) {
        match self {
            Self::Plain(socket) => socket.close(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.socket().close(),
            Self::Stream(stream) => stream.close(),
        }
    }

    /// The peer is to see a reset and not an orderly end.
    pub fn abort(&self) {
        match self {
            Self::Plain(socket) => socket.abort(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.socket().abort(),
            Self::Stream(stream) => stream.abort(),
        }
    }

    /// What comes before the layer's own bytes has come, and these behind it; whether there is such a layer,
    /// which takes them.
    pub fn begin(&self, _first: &[u8]) -> bool {
        match self {
            Self::Plain(_) | Self::Stream(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => {
                stream.begin(_first);
                true
            }
        }
    }

    /// Bytes that are sent as far as we are concerned, and that the peer has not taken.
    pub fn unacknowledged(&self) -> u64 {
        match self {
            Self::Plain(socket) => socket.unacknowledged(),
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.socket().unacknowledged() + stream.unsent() as u64,
            // What a stream has taken it had the client's leave for; the rest is the session's business.
            Self::Stream(_) => 0,
        }
    }

    pub fn tcp_info(&self) -> io::Result<libc::tcp_info> {
        self.socket().tcp_info()
    }

    pub fn dscp(&self) -> io::Result<u8> {
        self.socket().dscp()
    }

    pub fn set_dscp(&self, class: u8) -> io::Result<()> {
        self.socket().set_dscp(class)
    }

    fn socket(&self) -> &Socket {
        match self {
            Self::Plain(socket) => socket,
            #[cfg(feature = "tls")]
            Self::Tls(stream) => stream.socket(),
            Self::Stream(stream) => stream.carrier().transport().socket(),
        }
    }
}

/// What only a stream does.
impl Transport {
    /// The connection that carries it.
    pub fn carrier(&self) -> Option<&Arc<Connection>> {
        self.stream().map(Stream::carrier)
    }

    /// The number of a stream in its session.
    pub fn stream_id(&self) -> Option<u32> {
        self.stream().map(Stream::id)
    }

    /// Whether an end is told though bytes before it are unread.
    pub fn sees_ends(&self) -> bool {
        self.carrier().is_some()
    }

    fn stream(&self) -> Option<&Stream> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// Whether all of the peer's side has been taken.
    pub fn is_received(&self) -> bool {
        self.stream().is_some_and(Stream::is_received)
    }

    /// Whether bytes may go both ways as they come.
    pub fn may_become_raw(&self) -> bool {
        self.stream().is_none_or(Stream::is_tunnel)
    }

    /// The next so many bytes are the last ones.
    pub fn expect_end(&self, length: u64) {
        if let Some(stream) = self.stream() {
            stream.expect_end(length);
        }
    }

    /// These lines stand behind the last bytes.
    pub fn set_trailers(&self, lines: &[u8]) {
        if let Some(stream) = self.stream() {
            stream.set_trailers(lines);
        }
    }

    /// What a reset is to tell the peer.
    pub fn set_error(&self, code: u32) {
        if let Some(stream) = self.stream() {
            stream.set_error(code);
        }
    }

    /// The session ends behind its streams.
    pub fn go_away(&self) {
        if let Some(stream) = self.stream() {
            stream.go_away();
        }
    }

    /// What a stream was given to send goes out.
    pub fn send_out(&self) {
        if let Some(stream) = self.stream() {
            stream.flush();
        }
    }

    /// Has a stream told once more what it is ready for, when others have had their turn.
    pub fn look_again(&self) {
        if let Some(stream) = self.stream() {
            stream.look_again();
        }
    }
}

impl AsFd for Transport {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket().as_fd()
    }
}
