//! DisableServerHeader: which answers name the library in `Server`, unless the program says something else there.

use std::sync::atomic::{AtomicU32, Ordering};

const LINE: &str = "Server: Microsoft-HTTPAPI/2.0\r\n";

/// 0 for all answers, 1 for those of programs, 2 for none.
static DISABLED: AtomicU32 = AtomicU32::new(0);

pub fn disable(which: u32) {
    DISABLED.store(which, Ordering::Relaxed);
}

/// The line for what the library answers by itself, or nothing.
pub fn of_library() -> &'static str {
    if DISABLED.load(Ordering::Relaxed) == 0 { LINE } else { "" }
}

/// The line for what a program answers, or nothing.
pub fn of_program() -> &'static str {
    if DISABLED.load(Ordering::Relaxed) < 2 { LINE } else { "" }
}
