//! `debugapi.h`

use super::boundary::boundary;
use crate::abi::windows::{BOOL, LPCSTR, LPCWSTR};
use crate::win32::debug;
use core::ffi::CStr;

/// Text for the debugger; without one it goes nowhere unless PORTICO_DEBUG_OUTPUT is set.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OutputDebugStringA(lpOutputString: LPCSTR) {
    boundary!(void, "OutputDebugStringA", {
        if !lpOutputString.is_null() {
            // SAFETY: the caller gives a text that ends with a NUL.
            debug::output(&unsafe { CStr::from_ptr(lpOutputString) }.to_string_lossy());
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
        if !lpOutputString.is_null() {
            let mut length = 0;
            // SAFETY: the caller gives a text that ends with a NUL, so that each unit up to it may be read.
            while unsafe { *lpOutputString.add(length) } != 0 {
                length += 1;
            }
            // SAFETY: the units up to the NUL were just read.
            debug::output(&debug::text_of(unsafe { core::slice::from_raw_parts(lpOutputString, length) }));
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
