//! `stdlib.h` of Microsoft's: the invalid parameter handler. The functions that call it are inline, in the headers.

use super::arguments;
use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::invalid_parameter;

/// Calls the handler; without one the process ends with a line that names the function.
///
/// # Safety
/// The texts are NULL or end with a NUL. The handler may unwind.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn _invalid_parameter(
    expression: LPCWSTR,
    function_name: LPCWSTR,
    file_name: LPCWSTR,
    line_number: UINT,
    reserved: ULONG_PTR,
) {
    match boundary!(none, "_invalid_parameter", { invalid_parameter::handler() }) {
        // SAFETY: the program gave it for this; the texts are the caller's.
        Some(handler) => unsafe { handler(expression, function_name, file_name, line_number, reserved) },
        None => boundary!(void, "_invalid_parameter", {
            // SAFETY: by contract.
            let name = unsafe { arguments::wide(function_name) };
            invalid_parameter::end_process(name.as_deref())
        }),
    }
}

/// The same without saying where.
///
/// # Safety
/// The handler may unwind.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn _invalid_parameter_noinfo() {
    // SAFETY: no text is given; else by contract.
    unsafe { _invalid_parameter(core::ptr::null(), core::ptr::null(), core::ptr::null(), 0, 0) }
}

/// Sets what is called for arguments that a function cannot take, NULL for the end of the process; returns what was.
///
/// # Safety
/// The function may be called at any time, by every thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _set_invalid_parameter_handler(
    pNew: _invalid_parameter_handler,
) -> _invalid_parameter_handler {
    boundary!(none, "_set_invalid_parameter_handler", { invalid_parameter::replace(pNew) })
}

/// What _set_invalid_parameter_handler has set.
#[unsafe(no_mangle)]
pub extern "C" fn _get_invalid_parameter_handler() -> _invalid_parameter_handler {
    boundary!(none, "_get_invalid_parameter_handler", { invalid_parameter::of_process() })
}

/// As _set_invalid_parameter_handler, for the calling thread alone.
///
/// # Safety
/// The function may be called by this thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _set_thread_local_invalid_parameter_handler(
    pNew: _invalid_parameter_handler,
) -> _invalid_parameter_handler {
    boundary!(none, "_set_thread_local_invalid_parameter_handler", { invalid_parameter::replace_of_thread(pNew) })
}

/// What _set_thread_local_invalid_parameter_handler has set.
#[unsafe(no_mangle)]
pub extern "C" fn _get_thread_local_invalid_parameter_handler() -> _invalid_parameter_handler {
    boundary!(none, "_get_thread_local_invalid_parameter_handler", { invalid_parameter::of_thread() })
}
