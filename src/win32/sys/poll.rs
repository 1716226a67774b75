//! Waiting for descriptors, and a descriptor to wake the one who waits.

use core::time::Duration;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

/// Waits until one of the descriptors can be read or the time is up; which of them can.
pub fn readable(descriptors: &[BorrowedFd<'_>], time: Option<Duration>) -> Vec<bool> {
    let mut asked: Vec<libc::pollfd> = descriptors
        .iter()
        .map(|descriptor| libc::pollfd { fd: descriptor.as_raw_fd(), events: libc::POLLIN, revents: 0 })
        .collect();
    let time = time.map_or(-1, |time| i32::try_from(time.as_millis()).unwrap_or(i32::MAX));
    // SAFETY: the array is as long as it says. A signal ends the wait without an answer.
    unsafe { libc::poll(asked.as_mut_ptr(), asked.len() as libc::nfds_t, time) };
    asked.iter().map(|descriptor| descriptor.revents != 0).collect()
}

/// A descriptor that can be read when somebody has said so.
pub struct Bell(File);

impl Bell {
    pub fn new() -> io::Result<Self> {
        // SAFETY: numbers only; the descriptor is new and nobody else's.
        unsafe {
            let descriptor = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
            if descriptor < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(Self(OwnedFd::from_raw_fd(descriptor).into()))
        }
    }

    pub fn ring(&self) {
        // It fails only where it rings already.
        let _ = (&self.0).write(&1_u64.to_ne_bytes());
    }

    pub fn silence(&self) {
        // It fails only where it does not ring.
        let _ = (&self.0).read(&mut [0; 8]);
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
