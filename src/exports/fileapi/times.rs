//! Times of files as numbers.

use crate::abi::windows::*;
use crate::exports::arguments::{load, store};
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::{time, time_zone};

/// -1, 0 or 1: the first is earlier, the same, later.
///
/// # Safety
/// Both may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CompareFileTime(lpFileTime1: *const FILETIME, lpFileTime2: *const FILETIME) -> LONG {
    boundary!(zero, "CompareFileTime", {
        // SAFETY: by contract.
        let (first, second) = unsafe { (load(lpFileTime1), load(lpFileTime2)) };
        first.map(time::from_file_time).cmp(&second.map(time::from_file_time)) as LONG
    })
}

/// Converts by the offset that is valid today, whatever the date.
///
/// # Safety
/// The first may be read, the second may be written.
unsafe fn convert(from: *const FILETIME, to: LPFILETIME, by: fn(u64, u64) -> Option<u64>) -> BOOL {
    // SAFETY: by contract.
    let ticks = unsafe { load(from) }.map(time::from_file_time);
    match ticks.filter(|_| !to.is_null()).and_then(|ticks| by(ticks, time::now())) {
        Some(ticks) => {
            // SAFETY: by contract, and not NULL.
            unsafe { store(to, time::to_file_time(ticks)) };
            TRUE
        }
        None => set(ERROR_INVALID_PARAMETER),
    }
}

/// UTC as local time, by the offset that is valid today.
///
/// # Safety
/// The first may be read, the second may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FileTimeToLocalFileTime(lpFileTime: *const FILETIME, lpLocalFileTime: LPFILETIME) -> BOOL {
    boundary!(bool, "FileTimeToLocalFileTime", {
        // SAFETY: by contract.
        unsafe { convert(lpFileTime, lpLocalFileTime, time_zone::to_local_today) }
    })
}

/// Local time as UTC, by the offset that is valid today.
///
/// # Safety
/// The first may be read, the second may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LocalFileTimeToFileTime(lpLocalFileTime: *const FILETIME, lpFileTime: LPFILETIME) -> BOOL {
    boundary!(bool, "LocalFileTimeToFileTime", {
        // SAFETY: by contract.
        unsafe { convert(lpLocalFileTime, lpFileTime, time_zone::from_local_today) }
    })
}
