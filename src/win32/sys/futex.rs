//! Futexes: a thread sleeps while a word holds a value.

use core::ptr::null;
use core::sync::atomic::AtomicU32;
use core::time::Duration;

/// Sleeps while the word is `expected`, no longer than `time`; may also return for no reason.
pub fn wait(word: &AtomicU32, expected: u32, time: Option<Duration>) {
    let time = time.map(|time| libc::timespec {
        tv_sec: libc::time_t::try_from(time.as_secs()).unwrap_or(libc::time_t::MAX),
        tv_nsec: time.subsec_nanos().into(),
    });
    let time = time.as_ref().map_or(null(), core::ptr::from_ref);
    // SAFETY: the word is valid for the call, and the time is NULL or a timespec of this frame.
    // Whatever the result, the caller looks at the word again.
    unsafe {
        libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG, expected, time)
    };
}

/// Wakes one thread that sleeps on the word.
pub fn wake_one(word: &AtomicU32) {
    // SAFETY: the kernel uses the address alone.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, 1) };
}
