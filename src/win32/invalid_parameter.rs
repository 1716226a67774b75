//! What functions of Microsoft's C library do with arguments that they cannot take.

use crate::abi::windows::_invalid_parameter_handler as Handler;
use parking_lot::Mutex;
use std::cell::Cell;
use std::io::Write;

static HANDLER: Mutex<Handler> = Mutex::new(None);

thread_local! {
    /// It comes before the process's.
    static OF_THREAD: Cell<Handler> = const { Cell::new(None) };
}

/// What is to be called, if anything.
pub fn handler() -> Handler {
    of_thread().or_else(of_process)
}

pub fn of_process() -> Handler {
    *HANDLER.lock()
}

pub fn of_thread() -> Handler {
    OF_THREAD.get()
}

/// Sets another one for the process and returns the one before.
pub fn replace(handler: Handler) -> Handler {
    std::mem::replace(&mut *HANDLER.lock(), handler)
}

/// The same for the calling thread.
pub fn replace_of_thread(handler: Handler) -> Handler {
    OF_THREAD.replace(handler)
}

/// Ends the process, as nothing that is right could follow.
pub fn end_process(function: Option<&str>) -> ! {
    let function = function.unwrap_or("a function of the C runtime");
    let _ = writeln!(
        std::io::stderr(),
        "libhttpapi: {function}: invalid parameter: a NULL, or a buffer that is too small; the process ends"
    );
    std::process::abort()
}
