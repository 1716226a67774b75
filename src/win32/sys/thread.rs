//! Threads of the system.

/// The id of the calling thread.
pub fn id() -> u32 {
    // SAFETY: no arguments, no failure.
    unsafe { libc::gettid() }.cast_unsigned()
}
