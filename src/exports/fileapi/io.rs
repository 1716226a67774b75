//! Reading and writing.

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::file_io::{Place, Transfer};
use crate::win32::handle_table::HANDLES;
use crate::win32::overlapped::{self, Operation};
use crate::win32::status::status_of;
use crate::win32::{current, last_error};
use core::ptr::with_exposed_provenance_mut;
use std::sync::Arc;

/// The caller's memory, from which or into which the bytes go.
///
/// # Safety
/// The memory is as large, for as long as the result is used.
unsafe fn readable<'a>(buffer: LPVOID, size: DWORD) -> Result<Transfer<'a>, Win32Error> {
    if size == 0 {
        return Ok(Transfer::Read(&mut []));
    }
    if buffer.is_null() {
        return Err(Win32Error(ERROR_NOACCESS));
    }
    // SAFETY: by contract; bytes have any value.
    Ok(Transfer::Read(unsafe { core::slice::from_raw_parts_mut(buffer.cast::<u8>(), size as usize) }))
}

/// # Safety
/// As of `readable`.
unsafe fn writable<'a>(buffer: LPCVOID, size: DWORD) -> Result<Transfer<'a>, Win32Error> {
    if size == 0 {
        return Ok(Transfer::Write(&[]));
    }
    if buffer.is_null() {
        return Err(Win32Error(ERROR_NOACCESS));
    }
    // SAFETY: by contract.
    Ok(Transfer::Write(unsafe { core::slice::from_raw_parts(buffer.cast::<u8>(), size as usize) }))
}

/// # Safety
/// The OVERLAPPED may be read.
unsafe fn place(overlapped: LPOVERLAPPED) -> Place {
    // SAFETY: by contract.
    let words = unsafe { (*overlapped).Anonymous.Words };
    Place::from(u64::from(words.OffsetHigh) << 32 | u64::from(words.Offset))
}

/// # Safety
/// The OVERLAPPED is NULL or may be used, the count is NULL or may be written.
unsafe fn transfer(
    file: HANDLE,
    transfer: Result<Transfer<'_>, Win32Error>,
    bytes: LPDWORD,
    overlapped: LPOVERLAPPED,
) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    unsafe { store(bytes, 0) };
    let file: Arc<File> = HANDLES.get_as(file)?;
    if overlapped.is_null() && (file.mode().overlapped || bytes.is_null()) {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let transfer = transfer?;
    file.may(&transfer)?;
    let count = if overlapped.is_null() {
        file.transfer(transfer)?
    } else {
        // SAFETY: by contract; the operation ends inside this call.
        let (place, operation) = unsafe { (place(overlapped), Operation::start(overlapped)) };
        file.overlapped(transfer, place, operation)?
    };
    // SAFETY: by contract.
    unsafe { store(bytes, count) };
    Ok(())
}

/// Reads at the file's position, or where the OVERLAPPED says. What is read of a file is read when
/// the call returns, also with FILE_FLAG_OVERLAPPED: TRUE, and event and packet as for any success.
/// At the end there are 0 bytes; with an OVERLAPPED that is ERROR_HANDLE_EOF.
///
/// # Safety
/// The buffer has so many bytes; the count and the OVERLAPPED are NULL or may be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReadFile(
    hFile: HANDLE,
    lpBuffer: LPVOID,
    nNumberOfBytesToRead: DWORD,
    lpNumberOfBytesRead: LPDWORD,
    lpOverlapped: LPOVERLAPPED,
) -> BOOL {
    boundary!(bool, "ReadFile", {
        // SAFETY: by contract.
        bool_of(unsafe { transfer(hFile, readable(lpBuffer, nNumberOfBytesToRead), lpNumberOfBytesRead, lpOverlapped) })
    })
}

/// Writes at the file's position, or where the OVERLAPPED says; at the end where all bits of its
/// offset are set, or where the handle may only append.
///
/// # Safety
/// The buffer has so many bytes; the count and the OVERLAPPED are NULL or may be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WriteFile(
    hFile: HANDLE,
    lpBuffer: LPCVOID,
    nNumberOfBytesToWrite: DWORD,
    lpNumberOfBytesWritten: LPDWORD,
    lpOverlapped: LPOVERLAPPED,
) -> BOOL {
    boundary!(bool, "WriteFile", {
        // SAFETY: by contract.
        bool_of(unsafe {
            transfer(hFile, writable(lpBuffer, nNumberOfBytesToWrite), lpNumberOfBytesWritten, lpOverlapped)
        })
    })
}

/// Calls a completion routine in an alertable wait of the calling thread.
pub fn queue_routine(
    thread: &crate::win32::thread::Thread,
    routine: unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED),
    (code, bytes): (DWORD, DWORD),
    overlapped: LPOVERLAPPED,
) {
    let overlapped = overlapped.expose_provenance();
    // A thread at its end has no waits any more.
    thread.queue_apc(Box::new(move || {
        // SAFETY: the caller gave the routine for this, and keeps the OVERLAPPED until then.
        unsafe { routine(code, bytes, with_exposed_provenance_mut(overlapped)) };
    }));
}

/// # Safety
/// The OVERLAPPED is NULL or may be used until the routine was called.
unsafe fn transfer_ex(
    file: HANDLE,
    transfer: Result<Transfer<'_>, Win32Error>,
    overlapped: LPOVERLAPPED,
    routine: LPOVERLAPPED_COMPLETION_ROUTINE,
) -> Result<(), Win32Error> {
    let file: Arc<File> = HANDLES.get_as(file)?;
    let (Some(routine), false) = (routine, overlapped.is_null()) else {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    };
    // A packet and a call would be one too many.
    if !file.mode().overlapped || file.has_port() {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let transfer = transfer?;
    file.may(&transfer)?;
    // SAFETY: by contract.
    let result = file.transfer_at(transfer, unsafe { place(overlapped) });
    let (status, bytes) = match result {
        Ok(bytes) => (STATUS_SUCCESS, bytes),
        Err(error) => (status_of(error.0), 0),
    };
    // SAFETY: by contract.
    unsafe { overlapped::note(overlapped, status, bytes) };
    result?;
    file.end();
    if let Some(thread) = current::thread() {
        queue_routine(&thread, routine, (ERROR_SUCCESS, bytes), overlapped);
    }
    last_error::set(ERROR_SUCCESS);
    Ok(())
}

/// As ReadFile with an OVERLAPPED, and the routine is called in an alertable wait of this thread.
///
/// # Safety
/// The buffer has so many bytes; buffer and OVERLAPPED may be used until the routine was called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReadFileEx(
    hFile: HANDLE,
    lpBuffer: LPVOID,
    nNumberOfBytesToRead: DWORD,
    lpOverlapped: LPOVERLAPPED,
    lpCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE,
) -> BOOL {
    boundary!(bool, "ReadFileEx", {
        // SAFETY: by contract.
        bool_of(unsafe {
            transfer_ex(hFile, readable(lpBuffer, nNumberOfBytesToRead), lpOverlapped, lpCompletionRoutine)
        })
    })
}

/// As WriteFile with an OVERLAPPED, and the routine is called in an alertable wait of this thread.
///
/// # Safety
/// The buffer has so many bytes; buffer and OVERLAPPED may be used until the routine was called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WriteFileEx(
    hFile: HANDLE,
    lpBuffer: LPCVOID,
    nNumberOfBytesToWrite: DWORD,
    lpOverlapped: LPOVERLAPPED,
    lpCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE,
) -> BOOL {
    boundary!(bool, "WriteFileEx", {
        // SAFETY: by contract.
        bool_of(unsafe {
            transfer_ex(hFile, writable(lpBuffer, nNumberOfBytesToWrite), lpOverlapped, lpCompletionRoutine)
        })
    })
}

/// Brings what was written to the device. The handle must be one that may write.
#[unsafe(no_mangle)]
pub extern "C" fn FlushFileBuffers(hFile: HANDLE) -> BOOL {
    boundary!(bool, "FlushFileBuffers", {
        match HANDLES.get_as::<File>(hFile) {
            Ok(file) => bool_of(file.flush()),
            Err(_) => set(ERROR_INVALID_HANDLE),
        }
    })
}
