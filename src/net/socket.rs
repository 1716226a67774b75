//! A connected socket that never blocks and never raises a signal.

use crate::win32::sys::epoll::Readiness;
use crate::win32::sys::socket::{
    receive, receive_parts, reset, send, send_file, send_parts, tcp_info, unacknowledged, what_has_ended,
};
use std::io::{self, ErrorKind, IoSlice, IoSliceMut};
use std::net::{Shutdown, SocketAddr};
use std::os::fd::{AsFd, BorrowedFd};

pub struct Socket(socket2::Socket);

/// What one call moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    Bytes(usize),
    /// Nothing now; the set will tell.
    Later,
    /// The peer will send nothing more, or the file has ended.
    End,
    /// The connection is broken.
    Broken,
}

impl Socket {
    pub fn new(socket: socket2::Socket) -> Self {
        Self(socket)
    }

    pub fn receive(&self, into: &mut [u8]) -> Moved {
        match moved(|| receive(self.0.as_fd(), into)) {
            Moved::Bytes(0) => Moved::End,
            moved => moved,
        }
    }

    /// The same into one place behind the other.
    pub fn receive_parts(&self, parts: &mut [IoSliceMut<'_>]) -> Moved {
        match moved(|| receive_parts(self.0.as_fd(), parts)) {
            Moved::Bytes(0) => Moved::End,
            moved => moved,
        }
    }

    /// Sends bytes; `more` follow at once.
    pub fn send(&self, slices: &[IoSlice<'_>], more: bool) -> Moved {
        let flags = if more { libc::MSG_NOSIGNAL | libc::MSG_MORE } else { libc::MSG_NOSIGNAL };
        moved(|| match slices {
            // It costs the kernel less than a list of one.
            [slice] => send(self.0.as_fd(), slice, flags),
            _ => send_parts(self.0.as_fd(), slices, flags),
        })
    }

    /// Sends bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        match moved(|| send_file(self.0.as_fd(), file, place, count)) {
            Moved::Bytes(0) => Moved::End,
            moved => moved,
        }
    }

    /// Whether the peer is there, as the kernel says now.
    pub fn is_connected(&self) -> bool {
        self.what_has_ended() == Readiness::default()
    }

    /// The peer's side, or all of the connection.
    pub fn what_has_ended(&self) -> Readiness {
        what_has_ended(self.0.as_fd())
    }

    /// Nothing more will be sent; the peer sees the end.
    pub fn end(&self) {
        // A broken connection has no end to be told.
        let _ = self.0.shutdown(Shutdown::Write);
    }

    /// Whoever holds the socket finds it closed.
    pub fn close(&self) {
        // As above.
        let _ = self.0.shutdown(Shutdown::Both);
    }

    /// The peer is to see a reset and not an orderly end, and sees it at once: the socket itself
    /// is closed with its last user only.
    pub fn abort(&self) {
        reset(self.0.as_fd());
    }

    /// Bytes that are sent as far as we are concerned, and that the peer has not taken.
    pub fn unacknowledged(&self) -> u64 {
        unacknowledged(self.0.as_fd())
    }

    pub fn tcp_info(&self) -> io::Result<libc::tcp_info> {
        tcp_info(self.0.as_fd())
    }

    /// The class of service that packets ask for: the upper six bits of the byte they have for it.
    pub fn dscp(&self) -> io::Result<u8> {
        let byte = if self.is_ipv6()? { self.0.tclass_v6()? } else { self.0.tos_v4()? };
        Ok((byte >> 2) as u8)
    }

    pub fn set_dscp(&self, class: u8) -> io::Result<()> {
        let byte = u32::from(class) << 2;
        if self.is_ipv6()? { self.0.set_tclass_v6(byte) } else { self.0.set_tos_v4(byte) }
    }

    /// Whether its packets are IPv6's.
    fn is_ipv6(&self) -> io::Result<bool> {
        Ok(self.local()?.is_ipv6())
    }

    pub fn local(&self) -> io::Result<SocketAddr> {
        ip(self.0.local_addr()?)
    }

    pub fn remote(&self) -> io::Result<SocketAddr> {
        ip(self.0.peer_addr()?)
    }
}

fn moved(mut call: impl FnMut() -> io::Result<usize>) -> Moved {
    loop {
        return match call() {
            Ok(count) => Moved::Bytes(count),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Moved::Later,
                ErrorKind::Interrupted => continue,
                _ => Moved::Broken,
            },
        };
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

fn ip(address: socket2::SockAddr) -> io::Result<SocketAddr> {
    let address = address.as_socket().ok_or(ErrorKind::Unsupported)?;
    // A dual-stack socket shows IPv4 peers in IPv6's clothes.
    Ok(SocketAddr::new(address.ip().to_canonical(), address.port()))
}
