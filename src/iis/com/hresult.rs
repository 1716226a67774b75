//! HRESULTs of the methods.

use crate::abi::windows::{DWORD, ERROR_GEN_FAILURE, HRESULT};
use crate::win32::error::Win32Error;

pub const S_OK: HRESULT = 0;

/// HRESULT_FROM_WIN32.
pub const fn of(code: DWORD) -> HRESULT {
    if code == 0 { S_OK } else { (0x8007_0000 | (code & 0xFFFF)).cast_signed() }
}

/// S_OK or the error.
pub fn from<T>(result: Result<T, Win32Error>) -> HRESULT {
    result.map_or_else(|error| of(error.0), |_| S_OK)
}

/// The code that `of` was given; what comes from elsewhere has none.
pub const fn code_of(result: HRESULT) -> DWORD {
    let bits = result.cast_unsigned();
    if bits >> 16 == 0x8007 { bits & 0xFFFF } else { ERROR_GEN_FAILURE }
}
