//! `ioapiset.h`: completion ports, overlapped results, cancellation.

use super::arguments::store;
use super::boundary::boundary;
use super::result::{bool_of, handle_of, set};
use super::unguarded::make_queued_calls;
use crate::abi::windows::*;
use crate::win32::completion_port::{CompletionPort, Empty, Packet};
use crate::win32::error::Win32Error;
use crate::win32::event::Event;
use crate::win32::handle_table::{HANDLES, object_of};
use crate::win32::known_handle::{self, Known};
use crate::win32::object::{ObjectRef, downcast};
use crate::win32::status::win32_of;
use crate::win32::thread::Thread;
use crate::win32::waiter::Outcome;
use crate::win32::{current, last_error, overlapped, wait};
use core::ptr::{null_mut, without_provenance_mut};
use std::cell::RefCell;
use std::sync::Arc;

const INVALID_HANDLE: usize = usize::MAX;

/// Makes a completion port, binds an object to one, or both.
#[unsafe(no_mangle)]
pub extern "C" fn CreateIoCompletionPort(
    FileHandle: HANDLE,
    ExistingCompletionPort: HANDLE,
    CompletionKey: ULONG_PTR,
    NumberOfConcurrentThreads: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateIoCompletionPort", {
        handle_of((|| {
            if FileHandle.addr() == INVALID_HANDLE {
                if !ExistingCompletionPort.is_null() {
                    return Err(Win32Error(ERROR_INVALID_PARAMETER));
                }
                return Ok(HANDLES.insert(Arc::new(CompletionPort::new(NumberOfConcurrentThreads)))?);
            }
            let object = HANDLES.get(FileHandle)?;
            let binding = object.binding().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
            if !ExistingCompletionPort.is_null() {
                binding.bind(HANDLES.get_as(ExistingCompletionPort)?, CompletionKey)?;
                return Ok(ExistingCompletionPort);
            }
            let port = Arc::new(CompletionPort::new(NumberOfConcurrentThreads));
            // First what can be undone: an object keeps its port for good.
            let handle = HANDLES.insert(port.clone())?;
            if let Err(error) = binding.bind(port, CompletionKey) {
                // The handle was never given out.
                let _ = HANDLES.close(handle);
                return Err(error.into());
            }
            Ok(handle)
        })())
    })
}

/// Queues a packet of the caller's own.
///
/// # Safety
/// None of the values is looked into.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PostQueuedCompletionStatus(
    CompletionPort: HANDLE,
    dwNumberOfBytesTransferred: DWORD,
    dwCompletionKey: ULONG_PTR,
    lpOverlapped: LPOVERLAPPED,
) -> BOOL {
    boundary!(bool, "PostQueuedCompletionStatus", {
        bool_of(port(CompletionPort).map(|port| {
            port.post(Packet {
                key: dwCompletionKey,
                overlapped: lpOverlapped.addr(),
                bytes: dwNumberOfBytesTransferred,
                status: STATUS_SUCCESS,
            });
        }))
    })
}

thread_local! {
    static PORT: RefCell<Known<CompletionPort>> = const { RefCell::new(Known::NOTHING) };
}

fn port(handle: HANDLE) -> Result<Arc<CompletionPort>, Win32Error> {
    Ok(known_handle::find(&PORT, handle)?)
}

fn code(empty: Empty) -> DWORD {
    match empty {
        Empty::TimedOut => WAIT_TIMEOUT,
        Empty::Closed => ERROR_ABANDONED_WAIT_0,
        Empty::Interrupted => WAIT_IO_COMPLETION,
    }
}

/// Takes the next packet. FALSE with an OVERLAPPED: a packet of an operation that failed.
///
/// # Safety
/// The three out parameters may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetQueuedCompletionStatus(
    CompletionPort: HANDLE,
    lpNumberOfBytesTransferred: LPDWORD,
    lpCompletionKey: PULONG_PTR,
    lpOverlapped: *mut LPOVERLAPPED,
    dwMilliseconds: DWORD,
) -> BOOL {
    boundary!(bool, "GetQueuedCompletionStatus", {
        if lpNumberOfBytesTransferred.is_null() || lpCompletionKey.is_null() || lpOverlapped.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        let taken = port(CompletionPort)
            .and_then(|port| port.get(dwMilliseconds, false).map_err(|empty| Win32Error(code(empty))));
        match taken {
            Ok(packet) => {
                // SAFETY: by contract, and none is NULL.
                unsafe {
                    store(lpNumberOfBytesTransferred, packet.bytes);
                    store(lpCompletionKey, packet.key);
                    store(lpOverlapped, without_provenance_mut(packet.overlapped));
                }
                bool_of(if packet.status >= 0 { Ok(()) } else { Err(Win32Error(win32_of(packet.status))) })
            }
            Err(error) => {
                // SAFETY: as above. Without a packet there is no OVERLAPPED.
                unsafe { store(lpOverlapped, null_mut()) };
                set(error.0)
            }
        }
    })
}

/// Takes up to `ulCount` packets; their statuses are in `Internal` of the entries' OVERLAPPEDs.
///
/// # Safety
/// `lpCompletionPortEntries` points to `ulCount` entries, `ulNumEntriesRemoved` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn GetQueuedCompletionStatusEx(
    CompletionPort: HANDLE,
    lpCompletionPortEntries: LPOVERLAPPED_ENTRY,
    ulCount: ULONG,
    ulNumEntriesRemoved: PULONG,
    dwMilliseconds: DWORD,
    fAlertable: BOOL,
) -> BOOL {
    let result = boundary!(bool, "GetQueuedCompletionStatusEx", {
        if lpCompletionPortEntries.is_null() || ulCount == 0 || ulNumEntriesRemoved.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        let port = match port(CompletionPort) {
            Ok(port) => port,
            Err(error) => return set(error.0),
        };
        let first = match port.get(dwMilliseconds, fAlertable != 0) {
            Ok(first) => first,
            Err(empty) => {
                // SAFETY: by contract, and not NULL.
                unsafe { store(ulNumEntriesRemoved, 0) };
                return set(code(empty));
            }
        };
        let mut count = 0;
        let packets = std::iter::once(first).chain(std::iter::from_fn(|| port.take_more()));
        for packet in packets.take(ulCount as usize) {
            let entry = OVERLAPPED_ENTRY {
                lpCompletionKey: packet.key,
                lpOverlapped: without_provenance_mut(packet.overlapped),
                Internal: packet.status as u32 as usize,
                dwNumberOfBytesTransferred: packet.bytes,
            };
            // SAFETY: by contract there is room for `ulCount` entries.
            unsafe { store(lpCompletionPortEntries.add(count), entry) };
            count += 1;
        }
        // SAFETY: by contract, and not NULL.
        unsafe { store(ulNumEntriesRemoved, count as ULONG) };
        TRUE
    });
    // SAFETY: nothing on this frame is to be dropped.
    unsafe { after_alertable(result, fAlertable) }
}

/// The result of a call that a queued one has ended, after it was made.
///
/// # Safety
/// No destructor is pending in the caller's frame.
unsafe fn after_alertable(result: BOOL, alertable: BOOL) -> BOOL {
    if result == FALSE && alertable != FALSE && last_error::get() == WAIT_IO_COMPLETION {
        // SAFETY: by contract.
        unsafe { make_queued_calls() };
        // They may have had errors of their own.
        last_error::set(WAIT_IO_COMPLETION);
    }
    result
}

/// FILE_SKIP_COMPLETION_PORT_ON_SUCCESS and FILE_SKIP_SET_EVENT_ON_HANDLE, for good.
#[unsafe(no_mangle)]
pub extern "C" fn SetFileCompletionNotificationModes(FileHandle: HANDLE, Flags: UCHAR) -> BOOL {
    boundary!(bool, "SetFileCompletionNotificationModes", {
        if u32::from(Flags) & !(FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE) != 0 {
            return set(ERROR_INVALID_PARAMETER);
        }
        match HANDLES.get(FileHandle) {
            Ok(object) => match object.binding() {
                Some(binding) => {
                    binding.add_modes(Flags);
                    TRUE
                }
                None => set(ERROR_INVALID_PARAMETER),
            },
            Err(error) => bool_of(Err(error)),
        }
    })
}

/// The result of an overlapped operation; with `bWait` it is waited for.
///
/// # Safety
/// `lpOverlapped` points to the OVERLAPPED of an operation, the count may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetOverlappedResult(
    hFile: HANDLE,
    lpOverlapped: LPOVERLAPPED,
    lpNumberOfBytesTransferred: LPDWORD,
    bWait: BOOL,
) -> BOOL {
    boundary!(bool, "GetOverlappedResult", {
        let milliseconds = if bWait != 0 { INFINITE } else { 0 };
        // SAFETY: by contract.
        unsafe { overlapped_result(hFile, lpOverlapped, lpNumberOfBytesTransferred, milliseconds, false) }
    })
}

/// As GetOverlappedResult, with a time, and alertable.
///
/// # Safety
/// As of GetOverlappedResult.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn GetOverlappedResultEx(
    hFile: HANDLE,
    lpOverlapped: LPOVERLAPPED,
    lpNumberOfBytesTransferred: LPDWORD,
    dwMilliseconds: DWORD,
    bAlertable: BOOL,
) -> BOOL {
    let result = boundary!(bool, "GetOverlappedResultEx", {
        // SAFETY: by contract.
        unsafe { overlapped_result(hFile, lpOverlapped, lpNumberOfBytesTransferred, dwMilliseconds, bAlertable != 0) }
    });
    // SAFETY: nothing on this frame is to be dropped.
    unsafe { after_alertable(result, bAlertable) }
}

/// # Safety
/// As of GetOverlappedResult.
unsafe fn overlapped_result(
    file: HANDLE,
    overlapped: LPOVERLAPPED,
    bytes: LPDWORD,
    milliseconds: DWORD,
    alertable: bool,
) -> BOOL {
    if overlapped.is_null() || bytes.is_null() {
        return set(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract.
    let (mut status, mut count) = unsafe { overlapped::result(overlapped) };
    if status == STATUS_PENDING {
        if milliseconds == 0 {
            return set(ERROR_IO_INCOMPLETE);
        }
        // SAFETY: by contract.
        let event = unsafe { (*overlapped).hEvent };
        let object: Result<ObjectRef, _> = if event.is_null() {
            HANDLES.get(file)
        } else {
            HANDLES.get_as::<Event>(without_provenance_mut(event.addr() & !1)).map(|event| event as ObjectRef)
        };
        match object.map_err(Win32Error::from).and_then(|object| Ok(wait::any(&[object], milliseconds, alertable)?)) {
            Ok(Outcome::TimedOut) => return set(WAIT_TIMEOUT),
            Ok(Outcome::Interrupted) => return set(WAIT_IO_COMPLETION),
            Ok(_) => {}
            Err(error) => return set(error.0),
        }
        // SAFETY: by contract.
        (status, count) = unsafe { overlapped::result(overlapped) };
    }
    // SAFETY: by contract, and not NULL.
    unsafe { store(bytes, count) };
    bool_of(if status >= 0 { Ok(()) } else { Err(Win32Error(win32_of(status))) })
}

/// Cancels the operations that the calling thread has started on the handle.
#[unsafe(no_mangle)]
pub extern "C" fn CancelIo(hFile: HANDLE) -> BOOL {
    boundary!(bool, "CancelIo", {
        bool_of(HANDLES.get(hFile).map(|object| {
            object.cancel_io(None, Some(current::id()));
        }))
    })
}

/// Cancels the synchronous operation in which a thread waits. ERROR_NOT_FOUND: it waits in none of
/// this library; what it does in the system itself, such as reading a file, is not seen.
#[unsafe(no_mangle)]
pub extern "C" fn CancelSynchronousIo(hThread: HANDLE) -> BOOL {
    boundary!(bool, "CancelSynchronousIo", {
        match object_of(hThread).ok().and_then(downcast::<Thread>) {
            Some(thread) if thread.cancel_operation() => TRUE,
            Some(_) => set(ERROR_NOT_FOUND),
            None => set(ERROR_INVALID_HANDLE),
        }
    })
}

/// Cancels one operation, or with NULL all operations on the handle, of whatever thread.
///
/// # Safety
/// The OVERLAPPED is only compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CancelIoEx(hFile: HANDLE, lpOverlapped: LPOVERLAPPED) -> BOOL {
    boundary!(bool, "CancelIoEx", {
        let wanted = (!lpOverlapped.is_null()).then(|| lpOverlapped.addr());
        match HANDLES.get(hFile) {
            Ok(object) if object.cancel_io(wanted, None) > 0 => TRUE,
            Ok(_) => set(ERROR_NOT_FOUND),
            Err(error) => bool_of(Err(error)),
        }
    })
}
