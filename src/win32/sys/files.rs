//! System calls on files that the standard library has no words for.

use core::mem::MaybeUninit;
use std::ffi::CString;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

fn checked(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

fn done(result: i32) -> io::Result<()> {
    checked(result as isize).map(drop)
}

fn c_path(path: &Path) -> io::Result<CString> {
    CString::new(path.as_os_str().as_bytes()).map_err(|_| io::Error::from_raw_os_error(libc::ENOENT))
}

/// Writes behind the last byte, whoever else writes there. `moves` says whether the file's position
/// goes along.
pub fn append(file: BorrowedFd<'_>, bytes: &[u8], moves: bool) -> io::Result<usize> {
    let part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let offset = if moves { -1 } else { 0 };
    // SAFETY: the one part is the slice, which the call only reads.
    checked(unsafe { libc::pwritev2(file.as_raw_fd(), &raw const part, 1, offset, libc::RWF_APPEND) })
}

/// Reads from a place on; 0 at the file's end.
pub fn read_at(file: BorrowedFd<'_>, into: &mut [u8], place: u64) -> io::Result<usize> {
    let place = libc::off64_t::try_from(place).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: the bytes are the slice's.
    checked(unsafe { libc::pread64(file.as_raw_fd(), into.as_mut_ptr().cast(), into.len(), place) })
}

/// Reads from a place on up to so many bytes behind those that are there; 0 at the file's end.
pub fn append_at(file: BorrowedFd<'_>, to: &mut Vec<u8>, most: usize, place: u64) -> io::Result<usize> {
    let place = libc::off64_t::try_from(place).map_err(|_| io::ErrorKind::InvalidInput)?;
    to.reserve(most);
    let free = to.spare_capacity_mut().as_mut_ptr();
    // SAFETY: so many bytes are free there.
    let count = checked(unsafe { libc::pread64(file.as_raw_fd(), free.cast(), most, place) })?;
    // SAFETY: so many of them were written.
    unsafe { to.set_len(to.len() + count) };
    Ok(count)
}

/// Has calls on the file wait again, which it was opened without.
pub fn set_blocking(file: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: numbers only; the descriptor is open.
    unsafe {
        let flags = libc::fcntl(file.as_raw_fd(), libc::F_GETFL);
        done(flags)?;
        done(libc::fcntl(file.as_raw_fd(), libc::F_SETFL, flags & !libc::O_NONBLOCK))
    }
}

/// Whether a descriptor may be read, and whether it may be written.
pub fn access_mode(file: BorrowedFd<'_>) -> (bool, bool) {
    // SAFETY: numbers only; the descriptor is open.
    let mode = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_GETFL) } & libc::O_ACCMODE;
    (mode != libc::O_WRONLY, mode != libc::O_RDONLY)
}

/// How a file will be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    Random,
    Sequential,
}

/// A hint that changes nothing but speed.
pub fn advise(file: BorrowedFd<'_>, advice: Advice) {
    let advice = match advice {
        Advice::Random => libc::POSIX_FADV_RANDOM,
        Advice::Sequential => libc::POSIX_FADV_SEQUENTIAL,
    };
    // SAFETY: numbers only; the descriptor is open.
    unsafe { libc::posix_fadvise(file.as_raw_fd(), 0, 0, advice) };
}

/// Renames; fails with EEXIST where something has the new name.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    let (from, to) = (c_path(from)?, c_path(to)?);
    // SAFETY: both names end with a NUL.
    done(unsafe { libc::renameat2(libc::AT_FDCWD, from.as_ptr(), libc::AT_FDCWD, to.as_ptr(), libc::RENAME_NOREPLACE) })
}

/// Room in a file system, in bytes.
pub struct Room {
    pub block: u64,
    pub total: u64,
    pub free: u64,
    /// For a caller without privileges.
    pub available: u64,
}

/// The room in the file system that holds a path.
pub fn room(path: &Path) -> io::Result<Room> {
    let path = c_path(path)?;
    let mut found = MaybeUninit::<libc::statvfs>::zeroed();
    // SAFETY: the name ends with a NUL; the result is written where it points.
    done(unsafe { libc::statvfs(path.as_ptr(), found.as_mut_ptr()) })?;
    // SAFETY: zeroed is a valid value, and the call has written over it.
    let found = unsafe { found.assume_init() };
    let block = found.f_frsize;
    let bytes = |blocks: u64| blocks.saturating_mul(block);
    Ok(Room { block, total: bytes(found.f_blocks), free: bytes(found.f_bfree), available: bytes(found.f_bavail) })
}

/// Runs a write to a pipe or socket. When nobody reads there, that is an error and no signal.
/// `may_be_broken` says by the result whether a signal may have come.
pub fn without_broken_pipe_signal<R>(write: impl FnOnce() -> R, may_be_broken: impl FnOnce(&R) -> bool) -> R {
    let mut pipe = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: each set is initialised by the first call that it is given to.
    let was_pending = unsafe {
        libc::sigemptyset(pipe.as_mut_ptr());
        libc::sigaddset(pipe.as_mut_ptr(), libc::SIGPIPE);
        libc::pthread_sigmask(libc::SIG_BLOCK, pipe.as_ptr(), before.as_mut_ptr());
        // A signal that nobody blocked would have come already.
        libc::sigismember(before.as_ptr(), libc::SIGPIPE) == 1 && {
            let mut pending = MaybeUninit::<libc::sigset_t>::uninit();
            libc::sigpending(pending.as_mut_ptr());
            libc::sigismember(pending.as_ptr(), libc::SIGPIPE) == 1
        }
    };
    let result = write();
    let looks = !was_pending && may_be_broken(&result);
    // SAFETY: the sets are initialised above; a signal that came by the write is taken back.
    unsafe {
        if looks {
            let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
            libc::sigtimedwait(pipe.as_ptr(), core::ptr::null_mut(), &raw const now);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), core::ptr::null_mut());
    }
    result
}
