//! Results as the families of functions return them.

use crate::abi::windows::{BOOL, DWORD, FALSE, HANDLE, TRUE};
use crate::win32::error::Win32Error;
use crate::win32::last_error;
use core::ptr::null_mut;

/// FALSE with this last error.
pub fn set(code: DWORD) -> BOOL {
    last_error::set(code);
    FALSE
}

/// TRUE, or FALSE with the last error.
pub fn bool_of<E: Into<Win32Error>>(result: Result<(), E>) -> BOOL {
    match result {
        Ok(()) => TRUE,
        Err(error) => set(error.into().0),
    }
}

/// The handle, or NULL with the last error.
pub fn handle_of<E: Into<Win32Error>>(result: Result<HANDLE, E>) -> HANDLE {
    result.unwrap_or_else(|error| {
        last_error::set(error.into().0);
        null_mut()
    })
}
