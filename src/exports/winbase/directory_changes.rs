//! ReadDirectoryChangesW

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::bool_of;
use crate::win32::current;
use crate::win32::directory_changes::{Buffer, Ending, Wanted};
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::handle_table::HANDLES;
use crate::win32::overlapped::{self, Operation};
use std::sync::Arc;

/// # Safety
/// The OVERLAPPED is NULL or may be used until the call has ended.
unsafe fn watch(
    file: &Arc<File>,
    buffer: Result<Buffer, Win32Error>,
    wanted: Wanted,
    overlapped: LPOVERLAPPED,
    routine: LPOVERLAPPED_COMPLETION_ROUTINE,
) -> Result<u32, Win32Error> {
    let asynchronous = file.mode().overlapped && !overlapped.is_null();
    if routine.is_some() && (!asynchronous || file.has_port()) {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let buffer = buffer?;
    if !asynchronous {
        return file.wait_for_changes(buffer, wanted);
    }
    // A thread past its end calls nothing any more.
    let thread = current::thread().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
    let ending = || match routine {
        None => {
            // SAFETY: by contract.
            Ending::Operation(unsafe { Operation::start(overlapped) })
        }
        Some(routine) => {
            // SAFETY: by contract.
            unsafe { overlapped::note(overlapped, STATUS_PENDING, 0) };
            Ending::Routine(thread, routine, overlapped.expose_provenance())
        }
    };
    file.read_changes(buffer, wanted, ending).map(|()| 0)
}

/// Tells of changes in a directory that was opened with FILE_LIST_DIRECTORY: names with slashes, seen
/// from the directory. TRUE also where the call goes on; it ends as the OVERLAPPED or the routine
/// tells. What the first call of a handle watches is watched until it is closed, and kept between
/// calls as far as the buffer of that call would hold it. 0 bytes: more has changed than fits.
///
/// # Safety
/// The buffer has so many bytes; it and the OVERLAPPED may be used until the call has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReadDirectoryChangesW(
    hDirectory: HANDLE,
    lpBuffer: LPVOID,
    nBufferLength: DWORD,
    bWatchSubtree: BOOL,
    dwNotifyFilter: DWORD,
    lpBytesReturned: LPDWORD,
    lpOverlapped: LPOVERLAPPED,
    lpCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE,
) -> BOOL {
    boundary!(bool, "ReadDirectoryChangesW", {
        let wanted = Wanted { subtree: bWatchSubtree != 0, filter: dwNotifyFilter };
        let file = HANDLES.get_as::<File>(hDirectory).map_err(Win32Error::from);
        bool_of(file.and_then(|file| {
            // SAFETY: by contract.
            let result = unsafe {
                watch(&file, Buffer::new(lpBuffer, nBufferLength), wanted, lpOverlapped, lpCompletionRoutine)
            };
            result.map(|bytes| {
                if lpOverlapped.is_null() {
                    // SAFETY: by contract.
                    unsafe { store(lpBytesReturned, bytes) };
                }
            })
        }))
    })
}
