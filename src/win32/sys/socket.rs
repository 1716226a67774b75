//! What the socket crates leave out.

use super::epoll::Readiness;
use super::files::without_broken_pipe_signal;
use core::mem::MaybeUninit;
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd};

/// What of the connection has ended, as the kernel says now: the peer's side, or all of it. Bytes
/// that are still unread do not hide it.
pub fn what_has_ended(socket: BorrowedFd<'_>) -> Readiness {
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLRDHUP, revents: 0 };
    // SAFETY: one structure of this frame; a time of zero never sleeps.
    unsafe { libc::poll(&raw mut poll, 1, 0) };
    // Both calls have the same bits.
    Readiness(poll.revents as u16 as u32)
}

/// Receives bytes that are there. Not by `recv`: what may be cancelled by `pthread_cancel` notes so before and
/// after, which costs as much as all our own code here, and a thread of a program must not end in it.
pub fn receive(socket: BorrowedFd<'_>, into: &mut [u8]) -> io::Result<usize> {
    let [start, none] = [into.as_mut_ptr(), core::ptr::null_mut()];
    // SAFETY: so many bytes may be written, and nobody asks for an address.
    let count = unsafe {
        let [socket, flags] = [socket.as_raw_fd(), libc::MSG_DONTWAIT].map(libc::c_long::from);
        libc::syscall(libc::SYS_recvfrom, socket, start, into.len(), flags, none, none)
    };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

/// Sends bytes as far as there is room; likewise.
pub fn send(socket: BorrowedFd<'_>, bytes: &[u8], flags: libc::c_int) -> io::Result<usize> {
    let none = core::ptr::null::<u8>();
    // SAFETY: so many bytes may be read, and there is no address.
    let count = unsafe {
        let [socket, flags] = [socket.as_raw_fd(), flags | libc::MSG_DONTWAIT].map(libc::c_long::from);
        libc::syscall(libc::SYS_sendto, socket, bytes.as_ptr(), bytes.len(), flags, none, 0_usize)
    };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

/// Receives bytes into one place behind the other; likewise.
pub fn receive_parts(socket: BorrowedFd<'_>, parts: &mut [IoSliceMut<'_>]) -> io::Result<usize> {
    // SAFETY: plain data, for which zeros are valid: no address, and nothing beside the bytes.
    let mut message: libc::msghdr = unsafe { core::mem::zeroed() };
    // The slices are such structures, by what std promises of them.
    (message.msg_iov, message.msg_iovlen) = (parts.as_mut_ptr().cast(), parts.len());
    // SAFETY: the places may be written for as long as the call lasts.
    let count = unsafe {
        let [socket, flags] = [socket.as_raw_fd(), libc::MSG_DONTWAIT].map(libc::c_long::from);
        libc::syscall(libc::SYS_recvmsg, socket, &raw mut message, flags)
    };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

/// Sends bytes of several places as far as there is room; likewise.
pub fn send_parts(socket: BorrowedFd<'_>, parts: &[IoSlice<'_>], flags: libc::c_int) -> io::Result<usize> {
    // SAFETY: as above.
    let mut message: libc::msghdr = unsafe { core::mem::zeroed() };
    // As above; the call only reads them.
    (message.msg_iov, message.msg_iovlen) = (parts.as_ptr().cast_mut().cast(), parts.len());
    // SAFETY: the places may be read for as long as the call lasts.
    let count = unsafe {
        let [socket, flags] = [socket.as_raw_fd(), flags | libc::MSG_DONTWAIT].map(libc::c_long::from);
        libc::syscall(libc::SYS_sendmsg, socket, &raw const message, flags)
    };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

/// Sends bytes of a file from a place on, without a copy; 0 at the file's end.
pub fn send_file(socket: BorrowedFd<'_>, file: BorrowedFd<'_>, place: u64, count: usize) -> io::Result<usize> {
    let mut place = libc::off64_t::try_from(place).map_err(|_| io::ErrorKind::InvalidInput)?;
    let send = || {
        // SAFETY: both descriptors are open, and the place is of this frame.
        let sent = unsafe { libc::sendfile64(socket.as_raw_fd(), file.as_raw_fd(), &raw mut place, count) };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    };
    // The call has no flag against the signal, which comes too when a part was sent before.
    without_broken_pipe_signal(send, |sent| match sent {
        Ok(sent) => *sent < count,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    })
}

/// Ends a connection at once, with a reset for the peer, while the descriptor stays open.
pub fn reset(socket: BorrowedFd<'_>) {
    // SAFETY: plain data, for which zeros are valid: no address, of no family.
    let mut none: libc::sockaddr = unsafe { core::mem::zeroed() };
    none.sa_family = libc::AF_UNSPEC as libc::sa_family_t;
    // SAFETY: the address is of this frame. What is not connected any more needs no reset.
    unsafe { libc::connect(socket.as_raw_fd(), &raw const none, size_of::<libc::sockaddr>() as libc::socklen_t) };
}

/// Bytes that were sent and that the peer has not acknowledged yet.
pub fn unacknowledged(socket: BorrowedFd<'_>) -> u64 {
    let mut count: libc::c_int = 0;
    // SAFETY: one number of this frame is written.
    let result = unsafe { libc::ioctl(socket.as_raw_fd(), libc::TIOCOUTQ, &raw mut count) };
    if result == 0 { u64::from(count.unsigned_abs()) } else { 0 }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static SIGNALS: AtomicUsize = AtomicUsize::new(0);

    extern "C" fn count(_: libc::c_int) {
        SIGNALS.fetch_add(1, Ordering::Relaxed);
    }

    #[test]
    fn a_file_for_nobody_is_an_error_and_no_signal() {
        let file = File::open("Cargo.toml").unwrap();
        let (socket, peer) = UnixStream::pair().unwrap();
        drop(peer);
        // SAFETY: the handler only adds to a number.
        let before = unsafe { libc::signal(libc::SIGPIPE, count as *const () as libc::sighandler_t) };
        let error = send_file(socket.as_fd(), file.as_fd(), 0, 100).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EPIPE));
        assert_eq!(SIGNALS.load(Ordering::Relaxed), 0);
        // SAFETY: both descriptors are open; without a place the file's own is used.
        let bare = unsafe { libc::sendfile64(socket.as_raw_fd(), file.as_raw_fd(), core::ptr::null_mut(), 100) };
        assert_eq!((bare, SIGNALS.load(Ordering::Relaxed)), (-1, 1));
        // SAFETY: the handler that was there before.
        unsafe { libc::signal(libc::SIGPIPE, before) };
    }
}
