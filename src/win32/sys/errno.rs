//! The C library's errno, for the calls of the C runtime that are documented to set it.

fn set(code: libc::c_int) {
    // SAFETY: the address of this thread's errno.
    unsafe { *libc::__errno_location() = code };
}

/// EINVAL
pub fn set_invalid() {
    set(libc::EINVAL);
}

/// EAGAIN
pub fn set_again() {
    set(libc::EAGAIN);
}
