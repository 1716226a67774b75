//! The end of this process.

/// The status that tells of a code: its lowest 8 bits, and never success of a code that is not 0.
fn status(code: u32) -> i32 {
    const LOWEST: u32 = 0xFF;
    if code != 0 && code & LOWEST == 0 { LOWEST.cast_signed() } else { code.cast_signed() }
}

/// Ends the process as `exit` does: functions of `atexit` and static destructors run.
pub fn exit(code: u32) -> ! {
    // SAFETY: what runs there is the program's own.
    unsafe { libc::exit(status(code)) }
}

/// Has a function called when the process ends in order.
pub fn at_exit(call: extern "C" fn()) {
    // SAFETY: the function stays, as this library does. Where there is no memory for it, it is not called.
    unsafe { libc::atexit(call) };
}

/// Ends the process at once.
pub fn terminate(code: u32) -> ! {
    // SAFETY: nothing of the process is left that could be harmed.
    unsafe { libc::_exit(status(code)) }
}
