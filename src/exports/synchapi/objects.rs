//! `synchapi.h`: events, mutexes and semaphores.

use crate::abi::windows::*;
use crate::exports::arguments;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, handle_of, set};
use crate::win32::error::Win32Error;
use crate::win32::event::Event;
use crate::win32::handle_table::HANDLES;
use crate::win32::mutex::Mutex;
use crate::win32::object::Object;
use crate::win32::semaphore::Semaphore;
use crate::win32::{current, last_error, names};
use std::sync::Arc;

/// A handle to a new object or to the one that has the name; the last error tells which.
pub(super) fn create<T: Object>(name: Option<String>, make: impl FnOnce() -> Arc<T>) -> HANDLE {
    handle_of((|| {
        let (handle, existed) = names::create(name.as_deref(), make)?;
        last_error::set(if existed { ERROR_ALREADY_EXISTS } else { ERROR_SUCCESS });
        Ok::<HANDLE, Win32Error>(handle)
    })())
}

/// A handle to the object that has the name.
pub(super) fn open<T: Object>(name: Option<String>) -> HANDLE {
    handle_of((|| {
        let name = name.ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
        names::open::<T>(&name)
    })())
}

fn create_mutex(name: Option<String>, owned: bool) -> HANDLE {
    let handle = create(name, || Arc::new(Mutex::new(owned.then(current::id))));
    if owned
        && last_error::get() != ERROR_ALREADY_EXISTS
        && let Ok(mutex) = HANDLES.get(handle)
    {
        current::owns(&mutex);
    }
    handle
}

fn create_semaphore(name: Option<String>, count: LONG, maximum: LONG) -> HANDLE {
    if maximum <= 0 || count < 0 || count > maximum {
        last_error::set(ERROR_INVALID_PARAMETER);
        return core::ptr::null_mut();
    }
    create(name, || Arc::new(Semaphore::new(count, maximum)))
}

/// A new event, or the one that has the name (ERROR_ALREADY_EXISTS).
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateEventA(
    _lpEventAttributes: LPSECURITY_ATTRIBUTES,
    bManualReset: BOOL,
    bInitialState: BOOL,
    lpName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "CreateEventA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        create(name, || Arc::new(Event::new(bManualReset != 0, bInitialState != 0)))
    })
}

/// As CreateEventA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateEventW(
    _lpEventAttributes: LPSECURITY_ATTRIBUTES,
    bManualReset: BOOL,
    bInitialState: BOOL,
    lpName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "CreateEventW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        create(name, || Arc::new(Event::new(bManualReset != 0, bInitialState != 0)))
    })
}

/// As CreateEvent, with flags.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateEventExA(
    _lpEventAttributes: LPSECURITY_ATTRIBUTES,
    lpName: LPCSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateEventExA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        if dwFlags & !(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET) != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create(name, || {
            Arc::new(Event::new(dwFlags & CREATE_EVENT_MANUAL_RESET != 0, dwFlags & CREATE_EVENT_INITIAL_SET != 0))
        })
    })
}

/// As CreateEventExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateEventExW(
    _lpEventAttributes: LPSECURITY_ATTRIBUTES,
    lpName: LPCWSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateEventExW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        if dwFlags & !(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET) != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create(name, || {
            Arc::new(Event::new(dwFlags & CREATE_EVENT_MANUAL_RESET != 0, dwFlags & CREATE_EVENT_INITIAL_SET != 0))
        })
    })
}

/// The event that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenEventA(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCSTR) -> HANDLE {
    boundary!(pointer, "OpenEventA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        open::<Event>(name)
    })
}

/// As OpenEventA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenEventW(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCWSTR) -> HANDLE {
    boundary!(pointer, "OpenEventW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        open::<Event>(name)
    })
}

/// A new mutex, or the one that has the name; ownership counts only for a new one.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateMutexA(
    _lpMutexAttributes: LPSECURITY_ATTRIBUTES,
    bInitialOwner: BOOL,
    lpName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "CreateMutexA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        create_mutex(name, bInitialOwner != 0)
    })
}

/// As CreateMutexA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateMutexW(
    _lpMutexAttributes: LPSECURITY_ATTRIBUTES,
    bInitialOwner: BOOL,
    lpName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "CreateMutexW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        create_mutex(name, bInitialOwner != 0)
    })
}

/// As CreateMutex, with flags.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateMutexExA(
    _lpMutexAttributes: LPSECURITY_ATTRIBUTES,
    lpName: LPCSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateMutexExA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        if dwFlags & !CREATE_MUTEX_INITIAL_OWNER != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create_mutex(name, dwFlags != 0)
    })
}

/// As CreateMutexExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateMutexExW(
    _lpMutexAttributes: LPSECURITY_ATTRIBUTES,
    lpName: LPCWSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateMutexExW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        if dwFlags & !CREATE_MUTEX_INITIAL_OWNER != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create_mutex(name, dwFlags != 0)
    })
}

/// The mutex that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenMutexA(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCSTR) -> HANDLE {
    boundary!(pointer, "OpenMutexA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        open::<Mutex>(name)
    })
}

/// As OpenMutexA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenMutexW(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCWSTR) -> HANDLE {
    boundary!(pointer, "OpenMutexW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        open::<Mutex>(name)
    })
}

/// A new semaphore, or the one that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSemaphoreA(
    _lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES,
    lInitialCount: LONG,
    lMaximumCount: LONG,
    lpName: LPCSTR,
) -> HANDLE {
    boundary!(pointer, "CreateSemaphoreA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        create_semaphore(name, lInitialCount, lMaximumCount)
    })
}

/// As CreateSemaphoreA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSemaphoreW(
    _lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES,
    lInitialCount: LONG,
    lMaximumCount: LONG,
    lpName: LPCWSTR,
) -> HANDLE {
    boundary!(pointer, "CreateSemaphoreW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        create_semaphore(name, lInitialCount, lMaximumCount)
    })
}

/// As CreateSemaphore; the flags are reserved.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSemaphoreExA(
    _lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES,
    lInitialCount: LONG,
    lMaximumCount: LONG,
    lpName: LPCSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateSemaphoreExA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        if dwFlags != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create_semaphore(name, lInitialCount, lMaximumCount)
    })
}

/// As CreateSemaphoreExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSemaphoreExW(
    _lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES,
    lInitialCount: LONG,
    lMaximumCount: LONG,
    lpName: LPCWSTR,
    dwFlags: DWORD,
    _dwDesiredAccess: DWORD,
) -> HANDLE {
    boundary!(pointer, "CreateSemaphoreExW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        if dwFlags != 0 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return core::ptr::null_mut();
        }
        create_semaphore(name, lInitialCount, lMaximumCount)
    })
}

/// The semaphore that has the name.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenSemaphoreA(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCSTR) -> HANDLE {
    boundary!(pointer, "OpenSemaphoreA", {
        // SAFETY: by contract.
        let name = unsafe { arguments::ansi(lpName) };
        open::<Semaphore>(name)
    })
}

/// As OpenSemaphoreA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OpenSemaphoreW(_dwDesiredAccess: DWORD, _bInheritHandle: BOOL, lpName: LPCWSTR) -> HANDLE {
    boundary!(pointer, "OpenSemaphoreW", {
        // SAFETY: by contract.
        let name = unsafe { arguments::wide(lpName) };
        open::<Semaphore>(name)
    })
}

/// Sets an event and lets waiting threads go.
#[unsafe(no_mangle)]
pub extern "C" fn SetEvent(hEvent: HANDLE) -> BOOL {
    boundary!(bool, "SetEvent", { bool_of(HANDLES.get_as::<Event>(hEvent).map(|event| event.set())) })
}

/// Resets an event.
#[unsafe(no_mangle)]
pub extern "C" fn ResetEvent(hEvent: HANDLE) -> BOOL {
    boundary!(bool, "ResetEvent", { bool_of(HANDLES.get_as::<Event>(hEvent).map(|event| event.reset())) })
}

/// Lets the threads go that wait now, and leaves the event reset.
#[unsafe(no_mangle)]
pub extern "C" fn PulseEvent(hEvent: HANDLE) -> BOOL {
    boundary!(bool, "PulseEvent", { bool_of(HANDLES.get_as::<Event>(hEvent).map(|event| event.pulse())) })
}

/// Undoes one wait of the owning thread.
#[unsafe(no_mangle)]
pub extern "C" fn ReleaseMutex(hMutex: HANDLE) -> BOOL {
    boundary!(bool, "ReleaseMutex", {
        match HANDLES.get_as::<Mutex>(hMutex) {
            Ok(mutex) if mutex.release(current::id()).is_ok() => TRUE,
            Ok(_) => set(ERROR_NOT_OWNER),
            Err(error) => bool_of(Err(error)),
        }
    })
}

/// Adds to the count of a semaphore.
///
/// # Safety
/// `lpPreviousCount` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReleaseSemaphore(hSemaphore: HANDLE, lReleaseCount: LONG, lpPreviousCount: LPLONG) -> BOOL {
    boundary!(bool, "ReleaseSemaphore", {
        if lReleaseCount <= 0 {
            return set(ERROR_INVALID_PARAMETER);
        }
        match HANDLES.get_as::<Semaphore>(hSemaphore).map(|semaphore| semaphore.release(lReleaseCount)) {
            Ok(Ok(before)) => {
                // SAFETY: by contract.
                unsafe { arguments::store(lpPreviousCount, before) };
                TRUE
            }
            Ok(Err(_)) => set(ERROR_TOO_MANY_POSTS),
            Err(error) => bool_of(Err(error)),
        }
    })
}
