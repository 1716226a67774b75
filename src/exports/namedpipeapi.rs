//! `namedpipeapi.h`: pipes without a name.

use super::arguments::{load, store};
use super::boundary::boundary;
use super::result::{bool_of, set};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::file_open;
use crate::win32::handle_table::{FLAG_INHERIT, HANDLES, close};

/// Both ends of a pipe. The size is a hint that the system does without.
///
/// # Safety
/// Both pointers are NULL or may be written; the attributes are NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreatePipe(
    hReadPipe: LPHANDLE,
    hWritePipe: LPHANDLE,
    lpPipeAttributes: LPSECURITY_ATTRIBUTES,
    _nSize: DWORD,
) -> BOOL {
    boundary!(bool, "CreatePipe", {
        if hReadPipe.is_null() || hWritePipe.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        // SAFETY: by contract.
        let inherit = unsafe { load(lpPipeAttributes) }.is_some_and(|attributes| attributes.bInheritHandle != 0);
        bool_of((|| -> Result<(), Win32Error> {
            let (reader, writer) = file_open::pipe()?;
            let reader = HANDLES.insert(reader)?;
            let writer = HANDLES.insert(writer).inspect_err(|_| {
                let _ = close(reader);
            })?;
            if inherit {
                HANDLES.set_flags(reader, FLAG_INHERIT, FLAG_INHERIT)?;
                HANDLES.set_flags(writer, FLAG_INHERIT, FLAG_INHERIT)?;
            }
            // SAFETY: by contract, and not NULL.
            unsafe {
                store(hReadPipe, reader);
                store(hWritePipe, writer);
            }
            Ok(())
        })())
    })
}
