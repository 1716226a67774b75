//! The name of this computer.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::sysinfoapi::give_name;
use crate::win32::system_info::{NameForm, computer_name};
use crate::win32::text::to_wide;

/// The name of this computer in capitals, 15 letters at most. ERROR_BUFFER_OVERFLOW: the size says
/// how much room it needs.
///
/// # Safety
/// `nSize` may be read and written, `lpBuffer` has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetComputerNameA(lpBuffer: LPSTR, nSize: LPDWORD) -> BOOL {
    boundary!(bool, "GetComputerNameA", {
        // SAFETY: by contract.
        unsafe {
            give_name(computer_name(NameForm::NetBios).as_bytes(), lpBuffer.cast::<u8>(), nSize, ERROR_BUFFER_OVERFLOW)
        }
    })
}

/// The name of this computer in capitals, 15 letters at most. ERROR_BUFFER_OVERFLOW: the size says
/// how much room it needs.
///
/// # Safety
/// `nSize` may be read and written, `lpBuffer` has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetComputerNameW(lpBuffer: LPWSTR, nSize: LPDWORD) -> BOOL {
    boundary!(bool, "GetComputerNameW", {
        // SAFETY: by contract.
        unsafe { give_name(&to_wide(&computer_name(NameForm::NetBios)), lpBuffer, nSize, ERROR_BUFFER_OVERFLOW) }
    })
}
