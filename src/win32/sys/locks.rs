//! Locks on parts of files. They belong to the open file, not to the process or thread.

use std::io::{self, ErrorKind};
use std::os::fd::{AsRawFd, BorrowedFd};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    Shared,
    Exclusive,
    None,
}

/// Locks or unlocks a part; a length of 0 reaches to the end of all files. With `waits` until the
/// part is free, else EAGAIN where it is not.
pub fn lock(file: BorrowedFd<'_>, kind: Lock, start: i64, length: i64, waits: bool) -> io::Result<()> {
    let kind = match kind {
        Lock::Shared => libc::F_RDLCK,
        Lock::Exclusive => libc::F_WRLCK,
        Lock::None => libc::F_UNLCK,
    };
    let part = libc::flock {
        l_type: kind as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: start,
        l_len: length,
        l_pid: 0,
    };
    let command = if waits { libc::F_OFD_SETLKW } else { libc::F_OFD_SETLK };
    loop {
        // SAFETY: the part is this frame's, the descriptor is open.
        if unsafe { libc::fcntl(file.as_raw_fd(), command, &raw const part) } == 0 {
            return Ok(());
        }
        let error = io::Error::last_os_error();
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
    }
}
