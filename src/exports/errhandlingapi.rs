//! `errhandlingapi.h`

use crate::abi::windows::DWORD;
use crate::win32::last_error;

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
