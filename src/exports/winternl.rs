//! `winternl.h`

use super::boundary::boundary;
use crate::abi::windows::{NTSTATUS, ULONG};
use crate::win32::status::win32_of;

/// The Win32 code of an NTSTATUS.
#[unsafe(no_mangle)]
pub extern "C" fn RtlNtStatusToDosError(Status: NTSTATUS) -> ULONG {
    boundary!(ulong, "RtlNtStatusToDosError", { win32_of(Status) })
}
