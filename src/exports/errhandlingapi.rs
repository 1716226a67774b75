//! `errhandlingapi.h`

use super::boundary::boundary;
use crate::abi::windows::{DWORD, ULONG_PTR};
use crate::win32::{debug, last_error};

/// The calling thread's last error code.
#[unsafe(no_mangle)]
pub extern "C" fn GetLastError() -> DWORD {
    last_error::get()
}

/// Sets the calling thread's last error code.
#[unsafe(no_mangle)]
pub extern "C" fn SetLastError(dwErrCode: DWORD) {
    last_error::set(dwErrCode);
}

/// Ends the process with a line that has the code: nobody can handle a structured exception here.
///
/// # Safety
/// The arguments are not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RaiseException(
    dwExceptionCode: DWORD,
    _dwExceptionFlags: DWORD,
    _nNumberOfArguments: DWORD,
    _lpArguments: *const ULONG_PTR,
) {
    boundary!(void, "RaiseException", { debug::end_with_exception(dwExceptionCode) })
}
