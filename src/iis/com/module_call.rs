//! Calls into a module's code.
//!
//! A C++ exception that leaves a module has nowhere to go: frames of Rust lie
//! below. The process ends with one line that names the module and the method.

use super::fault;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Runs `call`, which enters `method` of `module`.
///
/// No lock and no `&mut` may be held across it: modules call back.
pub fn call_module<R>(module: &str, method: &str, call: impl FnOnce() -> R) -> R {
    // An exception for which no handler lies anywhere below ends the process before any clean-up
    // runs; the catch gives it one, so that the guard has its say.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut guard = Guard { module, method, armed: true };
        let value = fault::during(module, method, call);
        guard.armed = false;
        value
    }));
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

struct Guard<'a> {
    module: &'a str,
    method: &'a str,
    armed: bool,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if self.armed {
            let mut room = [0; 512];
            let length = fault::describe(&mut room);
            eprintln!(
                "libhttpapi: a C++ exception left {} of module {} ({}); the process ends. \
                 Catch it inside the module and return RQ_NOTIFICATION_FINISH_REQUEST or an HRESULT",
                self.method,
                self.module,
                String::from_utf8_lossy(&room[..length])
            );
            fault::told();
            std::process::abort();
        }
    }
}
