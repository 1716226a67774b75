//! `process.h`: threads of the C runtime.

use super::arguments::store;
use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;
use crate::win32::last_error;
use crate::win32::object::downcast;
use crate::win32::sys::{errno, thread as system};
use crate::win32::thread::Thread;
use crate::win32::thread_start::{self, Routine};

/// What the C runtime returns for a thread that could not be made.
const FAILED: usize = usize::MAX;

/// As CreateThread; the handle is the caller's to close. 0 with errno where there is none.
///
/// # Safety
/// `start_address` may be called with `arglist`; `thrdaddr` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _beginthreadex(
    _security: PVOID,
    stack_size: UINT,
    start_address: LPTHREAD_START_ROUTINE,
    arglist: PVOID,
    initflag: UINT,
    thrdaddr: PUINT,
) -> ULONG_PTR {
    boundary!(address, "_beginthreadex", {
        let Some(routine) =
            start_address.filter(|_| initflag & !(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION) == 0)
        else {
            errno::set_invalid();
            last_error::set(ERROR_INVALID_PARAMETER);
            return 0;
        };
        let suspended = initflag & CREATE_SUSPENDED != 0;
        // SAFETY: by contract.
        match unsafe { thread_start::start(stack_size as usize, Routine::WithResult(routine), arglist, suspended) } {
            Ok((handle, id)) => {
                // SAFETY: by contract.
                unsafe { store(thrdaddr, id) };
                handle.addr()
            }
            Err(error) => {
                no_thread(error);
                0
            }
        }
    })
}

/// Starts a thread whose handle closes itself when the thread ends.
///
/// # Safety
/// `start_address` may be called with `arglist`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _beginthread(start_address: BEGINTHREAD_PROC, stack_size: UINT, arglist: PVOID) -> ULONG_PTR {
    boundary!(address, "_beginthread", {
        let Some(routine) = start_address else {
            errno::set_invalid();
            return FAILED;
        };
        // Suspended, so that the thread knows its handle before it can end.
        // SAFETY: by contract.
        match unsafe { thread_start::start(stack_size as usize, Routine::Plain(routine), arglist, true) } {
            Ok((handle, _)) => {
                if let Some(thread) = HANDLES.get(handle).ok().and_then(downcast::<Thread>) {
                    thread.close_at_end(handle);
                    thread.resume();
                }
                handle.addr()
            }
            Err(error) => {
                no_thread(error);
                FAILED
            }
        }
    })
}

fn no_thread(error: Win32Error) {
    errno::set_again();
    last_error::set(error.0);
}

/// Ends the calling thread; destructors on its stack run.
///
/// # Safety
/// The stack may be unwound.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn _endthreadex(retval: UINT) {
    boundary!(void, "_endthreadex", { thread_start::note_exit_code(retval) });
    // SAFETY: by contract; nothing of ours is left on this frame.
    unsafe { system::exit() }
}

/// Ends the calling thread; destructors on its stack run.
///
/// # Safety
/// The stack may be unwound.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn _endthread() {
    boundary!(void, "_endthread", { thread_start::note_exit_code(0) });
    // SAFETY: by contract; nothing of ours is left on this frame.
    unsafe { system::exit() }
}
