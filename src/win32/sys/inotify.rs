//! What the system tells of changes in directories.

use core::mem::MaybeUninit;
use std::ffi::{CString, OsStr, OsString};
use std::io::{self, Read};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

pub use libc::{
    IN_ACCESS, IN_ATTRIB, IN_CREATE, IN_DELETE, IN_IGNORED, IN_ISDIR, IN_MODIFY, IN_MOVED_FROM, IN_MOVED_TO,
    IN_Q_OVERFLOW,
};

/// One event of a watched directory.
#[derive(Clone, Debug)]
pub struct Event {
    pub watch: i32,
    pub mask: u32,
    /// The same in both halves of a move.
    pub cookie: u32,
    /// Empty where the event is about the directory itself.
    pub name: OsString,
}

pub struct Inotify(std::fs::File);

impl Inotify {
    pub fn new() -> io::Result<Self> {
        // SAFETY: numbers only; the descriptor is new and nobody else's.
        unsafe {
            let descriptor = libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC);
            if descriptor < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(Self(OwnedFd::from_raw_fd(descriptor).into()))
        }
    }

    /// Watches a directory; links that it is reached by are followed only where `follows`.
    pub fn add(&self, path: &Path, mask: u32, follows: bool) -> io::Result<i32> {
        let path = CString::new(path.as_os_str().as_bytes())?;
        let mask = mask | libc::IN_ONLYDIR | if follows { 0 } else { libc::IN_DONT_FOLLOW };
        // SAFETY: the path ends with a NUL.
        let watch = unsafe { libc::inotify_add_watch(self.0.as_raw_fd(), path.as_ptr(), mask) };
        if watch < 0 { Err(io::Error::last_os_error()) } else { Ok(watch) }
    }

    /// Watches a directory no more.
    pub fn remove(&self, watch: i32) {
        // SAFETY: numbers only. A watch that is gone already is no loss.
        unsafe { libc::inotify_rm_watch(self.0.as_raw_fd(), watch) };
    }

    /// Adds the events that are there.
    pub fn read(&self, events: &mut Vec<Event>) {
        let mut buffer = vec![0_u8; 1 << 16];
        // An error is that there are none.
        while let Ok(length) = (&self.0).read(&mut buffer)
            && length > 0
        {
            let mut rest = &buffer[..length];
            while let Some((event, behind)) = take(rest) {
                events.push(event);
                rest = behind;
            }
        }
    }
}

impl AsFd for Inotify {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

fn take(bytes: &[u8]) -> Option<(Event, &[u8])> {
    const HEAD: usize = size_of::<libc::inotify_event>();
    let head = bytes.get(..HEAD)?;
    let mut event = MaybeUninit::<libc::inotify_event>::uninit();
    // SAFETY: the bytes are as many as the structure has, which is numbers alone.
    let event = unsafe {
        head.as_ptr().copy_to(event.as_mut_ptr().cast(), HEAD);
        event.assume_init()
    };
    let end = HEAD + event.len as usize;
    let name = bytes.get(HEAD..end)?;
    let name = &name[..name.iter().position(|byte| *byte == 0).unwrap_or(name.len())];
    let event =
        Event { watch: event.wd, mask: event.mask, cookie: event.cookie, name: OsStr::from_bytes(name).to_owned() };
    Some((event, &bytes[end..]))
}
