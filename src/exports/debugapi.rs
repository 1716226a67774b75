//! `debugapi.h`

use super::arguments;
use super::boundary::boundary;
use crate::abi::windows::{BOOL, LPCSTR, LPCWSTR};
use crate::win32::debug;

/// Text for the debugger; without one it goes nowhere unless PORTICO_DEBUG_OUTPUT is set.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OutputDebugStringA(lpOutputString: LPCSTR) {
    boundary!(void, "OutputDebugStringA", {
        // SAFETY: the caller gives NULL or a text that ends with a NUL.
        if let Some(text) = unsafe { arguments::ansi(lpOutputString) } {
            debug::output(&text);
        }
    })
}

/// As OutputDebugStringA, for wide text.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OutputDebugStringW(lpOutputString: LPCWSTR) {
    boundary!(void, "OutputDebugStringW", {
        // SAFETY: the caller gives NULL or a text that ends with a NUL.
        if let Some(text) = unsafe { arguments::wide(lpOutputString) } {
            debug::output(&text);
        }
    })
}

/// Stops in the debugger; without one the process ends.
#[unsafe(no_mangle)]
pub extern "C" fn DebugBreak() {
    boundary!(void, "DebugBreak", { debug::break_here() })
}

/// Whether a debugger traces this process.
#[unsafe(no_mangle)]
pub extern "C" fn IsDebuggerPresent() -> BOOL {
    boundary!(bool, "IsDebuggerPresent", { BOOL::from(debug::is_debugger_present()) })
}
