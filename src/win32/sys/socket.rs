//! What the socket crates leave out.

use std::os::fd::{AsRawFd, BorrowedFd};

/// Whether the peer has ended its side or the connection is broken, as the kernel says now.
/// Bytes that are still unread do not hide it.
pub fn is_peer_gone(socket: BorrowedFd<'_>) -> bool {
    const GONE: i16 = libc::POLLRDHUP | libc::POLLHUP | libc::POLLERR | libc::POLLNVAL;
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLRDHUP, revents: 0 };
    // SAFETY: one structure of this frame; a time of zero never sleeps.
    unsafe { libc::poll(&raw mut poll, 1, 0) };
    poll.revents & GONE != 0
}
