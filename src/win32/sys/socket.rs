//! What the socket crates leave out.

use core::mem::MaybeUninit;
use std::io;
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

/// What the kernel knows of a TCP connection. An older kernel leaves what it does not know zero.
pub fn tcp_info(socket: BorrowedFd<'_>) -> io::Result<libc::tcp_info> {
    let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
    let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: so many bytes of this frame may be written; zeros are a value of the structure,
    // whose members are all numbers.
    unsafe {
        let pointer = info.as_mut_ptr().cast();
        match libc::getsockopt(socket.as_raw_fd(), libc::IPPROTO_TCP, libc::TCP_INFO, pointer, &raw mut length) {
            0 => Ok(info.assume_init()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}
