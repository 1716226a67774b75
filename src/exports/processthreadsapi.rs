//! `processthreadsapi.h`

use super::arguments::{copy_out, store, wide};
use super::boundary::boundary;
use super::result::{bool_of, set};
use crate::abi::windows::*;
use crate::win32::apc::Call;
use crate::win32::handle_table::{CURRENT_PROCESS, CURRENT_THREAD, InvalidHandle, object_of};
use crate::win32::object::downcast;
use crate::win32::sys::{process, thread as system};
use crate::win32::text::to_wide;
use crate::win32::thread::Thread;
use crate::win32::thread_start::{self, Routine};
use crate::win32::{current, last_error, local_memory, tls};
use core::ptr::{null_mut, with_exposed_provenance_mut, without_provenance_mut};
use std::sync::Arc;

/// Starts a thread.
///
/// # Safety
/// `lpStartAddress` may be called with `lpParameter`; `lpThreadId` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThread(
    _lpThreadAttributes: LPSECURITY_ATTRIBUTES,
    dwStackSize: SIZE_T,
    lpStartAddress: LPTHREAD_START_ROUTINE,
    lpParameter: LPVOID,
    dwCreationFlags: DWORD,
    lpThreadId: LPDWORD,
) -> HANDLE {
    boundary!(pointer, "CreateThread", {
        let fail = |code| {
            last_error::set(code);
            null_mut()
        };
        let Some(routine) = lpStartAddress else { return fail(ERROR_INVALID_PARAMETER) };
        if dwCreationFlags & !(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION) != 0 {
            return fail(ERROR_INVALID_PARAMETER);
        }
        let suspended = dwCreationFlags & CREATE_SUSPENDED != 0;
        // SAFETY: by contract.
        match unsafe { thread_start::start(dwStackSize, Routine::WithResult(routine), lpParameter, suspended) } {
            Ok((handle, id)) => {
                // SAFETY: by contract.
                unsafe { store(lpThreadId, id) };
                handle
            }
            Err(error) => fail(error.0),
        }
    })
}

/// Ends the calling thread; destructors on its stack run.
///
/// # Safety
/// The stack may be unwound.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn ExitThread(dwExitCode: DWORD) {
    boundary!(void, "ExitThread", { thread_start::note_exit_code(dwExitCode) });
    // SAFETY: by contract; nothing of ours is left on this frame.
    unsafe { system::exit() }
}

fn thread_of(handle: HANDLE) -> Result<Arc<Thread>, InvalidHandle> {
    downcast(object_of(handle)?).ok_or(InvalidHandle)
}

/// What a thread has ended with, STILL_ACTIVE before.
///
/// # Safety
/// `lpExitCode` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetExitCodeThread(hThread: HANDLE, lpExitCode: LPDWORD) -> BOOL {
    boundary!(bool, "GetExitCodeThread", {
        if lpExitCode.is_null() {
            return set(ERROR_NOACCESS);
        }
        bool_of(thread_of(hThread).map(|thread| {
            // SAFETY: by contract, and not NULL.
            unsafe { store(lpExitCode, thread.exit_code()) };
        }))
    })
}

/// Lets a suspended thread start; how often it was suspended, or -1.
#[unsafe(no_mangle)]
pub extern "C" fn ResumeThread(hThread: HANDLE) -> DWORD {
    boundary!(wait, "ResumeThread", {
        thread_of(hThread).map_or_else(
            |_| {
                last_error::set(ERROR_INVALID_HANDLE);
                DWORD::MAX
            },
            |thread| thread.resume(),
        )
    })
}

/// Names a thread.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetThreadDescription(hThread: HANDLE, lpThreadDescription: PCWSTR) -> HRESULT {
    boundary!(hresult, "SetThreadDescription", {
        // SAFETY: by contract.
        let Some(description) = (unsafe { wide(lpThreadDescription) }) else { return E_INVALIDARG };
        match thread_of(hThread) {
            Ok(thread) => {
                thread.describe(description);
                S_OK
            }
            Err(_) => E_HANDLE,
        }
    })
}

/// The name of a thread, which LocalFree frees; an empty one where it has none.
///
/// # Safety
/// The pointer may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetThreadDescription(hThread: HANDLE, ppszThreadDescription: *mut PWSTR) -> HRESULT {
    boundary!(hresult, "GetThreadDescription", {
        if ppszThreadDescription.is_null() {
            return E_INVALIDARG;
        }
        let Ok(thread) = thread_of(hThread) else { return E_HANDLE };
        let description = to_wide(&thread.description());
        let Ok(memory) = local_memory::alloc(LMEM_FIXED, (description.len() + 1) * size_of::<WCHAR>()) else {
            return E_OUTOFMEMORY;
        };
        let memory: PWSTR = with_exposed_provenance_mut(memory);
        // SAFETY: the block has room for the text with its NUL; the pointer is not NULL.
        unsafe {
            copy_out(&description, memory);
            store(ppszThreadDescription, memory);
        }
        S_OK
    })
}

/// The id of a thread, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn GetThreadId(Thread: HANDLE) -> DWORD {
    boundary!(zero, "GetThreadId", {
        thread_of(Thread).map_or_else(
            |_| {
                last_error::set(ERROR_INVALID_HANDLE);
                0
            },
            |thread| thread.id(),
        )
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn GetCurrentThreadId() -> DWORD {
    boundary!(zero, "GetCurrentThreadId", { current::id() })
}

/// A pseudo-handle of the calling thread; DuplicateHandle makes a real one of it.
#[unsafe(no_mangle)]
pub extern "C" fn GetCurrentThread() -> HANDLE {
    without_provenance_mut(CURRENT_THREAD)
}

/// A pseudo-handle of this process.
#[unsafe(no_mangle)]
pub extern "C" fn GetCurrentProcess() -> HANDLE {
    without_provenance_mut(CURRENT_PROCESS)
}

#[unsafe(no_mangle)]
pub extern "C" fn GetCurrentProcessId() -> DWORD {
    std::process::id()
}

/// Ends this process; functions of `atexit` and static destructors run. The status is the code's
/// lowest 8 bits.
#[unsafe(no_mangle)]
pub extern "C-unwind" fn ExitProcess(uExitCode: UINT) {
    process::exit(uExitCode)
}

/// Ends this process at once; other processes have no handles here.
#[unsafe(no_mangle)]
pub extern "C" fn TerminateProcess(hProcess: HANDLE, uExitCode: UINT) -> BOOL {
    boundary!(bool, "TerminateProcess", {
        if hProcess.addr() != CURRENT_PROCESS {
            return set(ERROR_INVALID_HANDLE);
        }
        process::terminate(uExitCode)
    })
}

/// Nothing can end another thread here without leaving its locks behind: ERROR_NOT_SUPPORTED.
#[unsafe(no_mangle)]
pub extern "C" fn TerminateThread(hThread: HANDLE, _dwExitCode: DWORD) -> BOOL {
    boundary!(bool, "TerminateThread", {
        let is_thread = hThread.addr() == CURRENT_THREAD
            || object_of(hThread).is_ok_and(|object| downcast::<Thread>(object).is_some());
        set(if is_thread { ERROR_NOT_SUPPORTED } else { ERROR_INVALID_HANDLE })
    })
}

/// Gives the rest of the time slice away.
#[unsafe(no_mangle)]
pub extern "C" fn SwitchToThread() -> BOOL {
    boundary!(bool, "SwitchToThread", {
        std::thread::yield_now();
        TRUE
    })
}

/// Queues a call that the thread makes in its next alertable wait. Zero after it has ended.
///
/// # Safety
/// `pfnAPC` may be called with `dwData` on that thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueueUserAPC(pfnAPC: PAPCFUNC, hThread: HANDLE, dwData: ULONG_PTR) -> DWORD {
    boundary!(zero, "QueueUserAPC", {
        let Some(routine) = pfnAPC else {
            last_error::set(ERROR_INVALID_PARAMETER);
            return 0;
        };
        let queued = thread_of(hThread).map(|thread| thread.queue_apc(Call::User(routine, dwData)));
        match queued {
            Ok(true) => 1,
            Ok(false) => {
                last_error::set(ERROR_GEN_FAILURE);
                0
            }
            Err(_) => {
                last_error::set(ERROR_INVALID_HANDLE);
                0
            }
        }
    })
}

/// Takes a thread-local slot, or TLS_OUT_OF_INDEXES. It holds NULL in every thread.
#[unsafe(no_mangle)]
pub extern "C" fn TlsAlloc() -> DWORD {
    boundary!(wait, "TlsAlloc", {
        tls::alloc().map_or_else(
            || {
                last_error::set(ERROR_NO_MORE_ITEMS);
                TLS_OUT_OF_INDEXES
            },
            |slot| slot as DWORD,
        )
    })
}

/// Gives a thread-local slot back.
#[unsafe(no_mangle)]
pub extern "C" fn TlsFree(dwTlsIndex: DWORD) -> BOOL {
    boundary!(bool, "TlsFree", { bool_of(tls::free(dwTlsIndex as usize)) })
}

/// The calling thread's value. The last error tells a stored NULL from a failure.
#[unsafe(no_mangle)]
pub extern "C" fn TlsGetValue(dwTlsIndex: DWORD) -> LPVOID {
    boundary!(pointer, "TlsGetValue", {
        let value = tls::get(dwTlsIndex as usize);
        last_error::set(value.map_or_else(|error| error.0, |_| ERROR_SUCCESS));
        with_exposed_provenance_mut(value.unwrap_or_default())
    })
}

/// Stores the calling thread's value.
#[unsafe(no_mangle)]
pub extern "C" fn TlsSetValue(dwTlsIndex: DWORD, lpTlsValue: LPVOID) -> BOOL {
    boundary!(bool, "TlsSetValue", { bool_of(tls::set(dwTlsIndex as usize, lpTlsValue.expose_provenance())) })
}
