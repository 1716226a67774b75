//! Sockets that the one who started this process has opened for it (`sd_listen_fds`).

use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, Ordering};

/// The first descriptor that is handed over.
const FIRST: RawFd = 3;

static TAKEN: AtomicBool = AtomicBool::new(false);

/// The sockets, in their order. They are the caller's from now on; whoever asks again gets none.
pub fn inherited_sockets() -> Vec<OwnedFd> {
    let number = |name| std::env::var(name).ok().and_then(|text: String| text.parse::<u32>().ok());
    // Meant for this process, and not for one that has passed its environment on.
    if number("LISTEN_PID") != Some(std::process::id()) || TAKEN.swap(true, Ordering::SeqCst) {
        return Vec::new();
    }
    let count = number("LISTEN_FDS").and_then(|count| RawFd::try_from(count).ok()).unwrap_or(0);
    (FIRST..FIRST.saturating_add(count)).map_while(take).collect()
}

/// Takes a descriptor, which children do not get any more.
fn take(descriptor: RawFd) -> Option<OwnedFd> {
    // SAFETY: numbers only; one that is not open is refused.
    if unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) } < 0 {
        return None;
    }
    // SAFETY: it is open, and by the protocol nobody else's; `TAKEN` sees to it that it is taken once.
    Some(unsafe { OwnedFd::from_raw_fd(descriptor) })
}
