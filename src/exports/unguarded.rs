//! Calls of the program's functions out of ours.
//!
//! They may unwind, because a thread ends early that way, and so they stand outside of the
//! boundary: what is to be called is found out inside of it, and returned.

use super::boundary::boundary;
use crate::win32::current;

/// Makes the calls that are queued to the calling thread.
///
/// # Safety
/// No destructor is pending in the caller's frame.
pub unsafe fn make_queued_calls() {
    while let Some(call) = boundary!(none, "an asynchronous procedure call", { current::next_call() }) {
        // SAFETY: who queued the call gave the function for this.
        unsafe { call.make() };
    }
}
