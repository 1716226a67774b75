//! What carries a connection's bytes: a socket, or a layer over one.

use super::socket::{Moved, Socket};
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd};

/// Each kind has the calls of a socket that never blocks.
pub enum Transport {
    Plain(Socket),
}

impl Transport {
    pub fn receive(&self, into: &mut [u8]) -> Moved {
        match self {
            Self::Plain(socket) => socket.receive(into),
        }
    }

    /// Sends bytes; `more` follow at once.
    pub fn send(&self, slices: &[IoSlice<'_>], more: bool) -> Moved {
        match self {
            Self::Plain(socket) => socket.send(slices, more),
        }
    }

    /// Sends bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        match self {
            Self::Plain(socket) => socket.send_file(file, place, count),
        }
    }

    /// Whether the peer is there, as it can be said now.
    pub fn is_connected(&self) -> bool {
        self.socket().is_connected()
    }

    /// Nothing more will be sent; the peer sees the end.
    pub fn end(&self) {
        self.socket().end();
    }

    /// Whoever holds the socket finds it closed.
    pub fn close(&self) {
        self.socket().close();
    }

    /// The peer is to see a reset and not an orderly end.
    pub fn abort(&self) {
        self.socket().abort();
    }

    /// Bytes that are sent as far as we are concerned, and that the peer has not taken.
    pub fn unacknowledged(&self) -> u64 {
        self.socket().unacknowledged()
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
        }
    }
}

impl AsFd for Transport {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket().as_fd()
    }
}
