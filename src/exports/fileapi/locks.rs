//! LockFile and its kin.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::bool_of;
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::file_lock::Part;
use crate::win32::handle_table::HANDLES;
use crate::win32::overlapped::Operation;
use crate::win32::status::status_of;
use std::sync::Arc;

fn file(handle: HANDLE) -> Result<Arc<File>, Win32Error> {
    Ok(HANDLES.get_as(handle)?)
}

fn whole(low: DWORD, high: DWORD) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Takes a part of a file for this handle, or fails with ERROR_LOCK_VIOLATION. Locks keep out other
/// locks, of other processes too, and not those who read and write without one.
#[unsafe(no_mangle)]
pub extern "C" fn LockFile(
    hFile: HANDLE,
    dwFileOffsetLow: DWORD,
    dwFileOffsetHigh: DWORD,
    nNumberOfBytesToLockLow: DWORD,
    nNumberOfBytesToLockHigh: DWORD,
) -> BOOL {
    boundary!(bool, "LockFile", {
        let start = whole(dwFileOffsetLow, dwFileOffsetHigh);
        let length = whole(nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh);
        bool_of(file(hFile).and_then(|file| file.lock(Part::new(start, length)?, true, false)))
    })
}

/// Gives a part back that was locked as this one; else ERROR_NOT_LOCKED.
#[unsafe(no_mangle)]
pub extern "C" fn UnlockFile(
    hFile: HANDLE,
    dwFileOffsetLow: DWORD,
    dwFileOffsetHigh: DWORD,
    nNumberOfBytesToUnlockLow: DWORD,
    nNumberOfBytesToUnlockHigh: DWORD,
) -> BOOL {
    boundary!(bool, "UnlockFile", {
        let start = whole(dwFileOffsetLow, dwFileOffsetHigh);
        let length = whole(nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh);
        bool_of(file(hFile).and_then(|file| file.unlock(Part::new(start, length)?)))
    })
}

/// The part that begins where the OVERLAPPED says.
///
/// # Safety
/// The OVERLAPPED may be read.
unsafe fn part(overlapped: LPOVERLAPPED, low: DWORD, high: DWORD) -> Result<Part, Win32Error> {
    // SAFETY: by contract.
    let words = unsafe { (*overlapped).Anonymous.Words };
    Part::new(whole(words.Offset, words.OffsetHigh), whole(low, high))
}

/// Locks a part, shared or with LOCKFILE_EXCLUSIVE_LOCK, and waits for it unless
/// LOCKFILE_FAIL_IMMEDIATELY is given: the call waits, also with FILE_FLAG_OVERLAPPED.
///
/// # Safety
/// The OVERLAPPED may be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LockFileEx(
    hFile: HANDLE,
    dwFlags: DWORD,
    dwReserved: DWORD,
    nNumberOfBytesToLockLow: DWORD,
    nNumberOfBytesToLockHigh: DWORD,
    lpOverlapped: LPOVERLAPPED,
) -> BOOL {
    boundary!(bool, "LockFileEx", {
        bool_of((|| {
            let file = file(hFile)?;
            let known = LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK;
            if dwReserved != 0 || lpOverlapped.is_null() || dwFlags & !known != 0 {
                return Err(Win32Error(ERROR_INVALID_PARAMETER));
            }
            // SAFETY: by contract; the operation ends inside this call.
            let (part, operation) = unsafe {
                (part(lpOverlapped, nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh)?, Operation::start(lpOverlapped))
            };
            let waits = dwFlags & LOCKFILE_FAIL_IMMEDIATELY == 0;
            let result = file.lock(part, dwFlags & LOCKFILE_EXCLUSIVE_LOCK != 0, waits);
            file.tell_locked(operation, result.map_or_else(|error| status_of(error.0), |()| STATUS_SUCCESS));
            result
        })())
    })
}

/// Gives a part back that was locked as this one; else ERROR_NOT_LOCKED.
///
/// # Safety
/// The OVERLAPPED may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UnlockFileEx(
    hFile: HANDLE,
    dwReserved: DWORD,
    nNumberOfBytesToUnlockLow: DWORD,
    nNumberOfBytesToUnlockHigh: DWORD,
    lpOverlapped: LPOVERLAPPED,
) -> BOOL {
    boundary!(bool, "UnlockFileEx", {
        bool_of((|| {
            let file = file(hFile)?;
            if dwReserved != 0 || lpOverlapped.is_null() {
                return Err(Win32Error(ERROR_INVALID_PARAMETER));
            }
            // SAFETY: by contract.
            file.unlock(unsafe { part(lpOverlapped, nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh)? })
        })())
    })
}
