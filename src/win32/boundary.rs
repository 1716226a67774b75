//! The wall between C and Rust.
//!
//! Every export, and every method behind a vtable, runs its body in `boundary!`. A panic there is our bug: the
//! caller gets the error of the function's family, and one line on standard
//! error says what happened and where.
//!
//! Functions of the program's are called outside of it, since they may end their thread: an unwinding
//! that is no panic must not be caught. See `unguarded`.

use crate::abi::windows::{BOOL, BOOLEAN, HRESULT, LONG, RPC_S_INTERNAL_ERROR, SIZE_T, ULONG};
use crate::win32::last_error;
use std::cell::Cell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;

const ERROR_INTERNAL_ERROR: ULONG = 1359;
const E_UNEXPECTED: HRESULT = 0x8000_FFFF_u32 as HRESULT;

thread_local! {
    /// The export or method that this thread is in.
    static INSIDE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Runs the body of an export; `$family` is the kind of result, `$function` its name.
macro_rules! boundary {
    ($family:ident, $function:literal, $body:block) => {
        $crate::win32::boundary::run($function, || $body, $crate::win32::boundary::$family)
    };
}
pub(crate) use boundary;

/// The family of functions that return a Win32 error code.
pub fn ulong() -> ULONG {
    ERROR_INTERNAL_ERROR
}

/// The family of functions that return an HRESULT.
pub fn hresult() -> HRESULT {
    E_UNEXPECTED
}

/// The family of functions that return BOOL and set the last error.
pub fn bool() -> BOOL {
    last_error::set(ERROR_INTERNAL_ERROR);
    0
}

/// The family of functions that return BOOLEAN.
pub fn boolean() -> BOOLEAN {
    0
}

/// The family of functions that return a pointer or a handle and set the last error.
pub fn pointer<T>() -> *mut T {
    last_error::set(ERROR_INTERNAL_ERROR);
    core::ptr::null_mut()
}

/// The same for what may only be read.
pub fn text<T>() -> *const T {
    pointer()
}

/// The family of functions that return a number, 0 with the last error.
pub fn zero<T: Default>() -> T {
    last_error::set(ERROR_INTERNAL_ERROR);
    T::default()
}

/// The family of functions that return an RPC_STATUS.
pub fn rpc() -> LONG {
    RPC_S_INTERNAL_ERROR
}

/// The family of functions that return a size, and the largest one on failure.
pub fn no_size() -> SIZE_T {
    last_error::set(ERROR_INTERNAL_ERROR);
    SIZE_T::MAX
}

/// The family of functions that return a number, and the largest one on failure.
pub fn no_dword() -> ULONG {
    last_error::set(ERROR_INTERNAL_ERROR);
    ULONG::MAX
}

/// The family of functions that return a handle, and INVALID_HANDLE_VALUE on failure.
pub fn no_handle<T>() -> *mut T {
    last_error::set(ERROR_INTERNAL_ERROR);
    core::ptr::without_provenance_mut(usize::MAX)
}

/// The family of functions that return a handle as a number, 0 with the last error.
pub fn address() -> usize {
    last_error::set(ERROR_INTERNAL_ERROR);
    0
}

/// The waits, which return WAIT_FAILED and set the last error.
pub fn wait() -> ULONG {
    last_error::set(ERROR_INTERNAL_ERROR);
    ULONG::MAX
}

/// The family of functions that return a function pointer and set the last error.
pub fn none<T>() -> Option<T> {
    last_error::set(ERROR_INTERNAL_ERROR);
    None
}

/// The family of functions that return nothing.
pub fn void() {}

/// Runs `body`; after a panic the result is `failed()`.
pub fn run<R>(function: &'static str, body: impl FnOnce() -> R, failed: impl FnOnce() -> R) -> R {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| match INSIDE.get() {
            Some(function) => report(function, info),
            None => previous(info),
        }));
    });
    // Looked up once: in a shared library each look costs a call.
    INSIDE.with(|inside| {
        let outer = inside.replace(Some(function));
        // The state behind the boundary is guarded by its own locks, which survive a panic.
        let result = catch_unwind(AssertUnwindSafe(body));
        inside.set(outer);
        result.unwrap_or_else(|_| failed())
    })
}

fn report(function: &str, info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("(no message)");
    let place = info.location().map(|place| format!(" at {place}")).unwrap_or_default();
    // `eprintln!` would panic where nobody reads, and a panic in here ends the process.
    let _ = writeln!(std::io::stderr(), "libhttpapi: {function}: internal error{place}: {message}");
}
