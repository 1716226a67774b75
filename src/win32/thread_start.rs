//! Threads that run the program's code: how they begin and how they end early.

use super::current;
use super::error::Win32Error;
use super::handle_table::HANDLES;
use super::sys::thread as system;
use super::thread::Thread;
use crate::abi::windows::*;
use core::ffi::c_void;
use core::ptr::null_mut;
use std::sync::Arc;

/// What a thread runs.
#[derive(Clone, Copy)]
pub enum Routine {
    /// Its result is the exit code: CreateThread, _beginthreadex.
    WithResult(unsafe extern "C-unwind" fn(LPVOID) -> DWORD),
    /// The exit code is 0: _beginthread.
    Plain(unsafe extern "C-unwind" fn(LPVOID)),
}

/// What a new thread gets.
struct Start {
    thread: Arc<Thread>,
    routine: Routine,
    parameter: LPVOID,
}

/// Starts a thread; the handle to it and its id.
///
/// # Safety
/// The routine may be called with the parameter, on another thread, once.
pub unsafe fn start(
    stack: usize,
    routine: Routine,
    parameter: LPVOID,
    suspended: bool,
) -> Result<(HANDLE, u32), Win32Error> {
    let thread = Arc::new(Thread::new(suspended));
    let handle = HANDLES.insert(thread.clone())?;
    let start = Box::into_raw(Box::new(Start { thread: thread.clone(), routine, parameter }));
    // SAFETY: the box is taken over by the new thread.
    if unsafe { system::spawn(stack, run, start.cast()) }.is_err() {
        // SAFETY: no thread was made, so the box is still ours.
        drop(unsafe { Box::from_raw(start) });
        // The handle was never given out.
        let _ = HANDLES.close(handle);
        return Err(Win32Error(ERROR_NOT_ENOUGH_MEMORY));
    }
    Ok((handle, thread.id()))
}

/// The first function of such a thread.
///
/// # Safety
/// `start` is a box of ours.
unsafe extern "C-unwind" fn run(start: *mut c_void) -> *mut c_void {
    // Nothing with a destructor is left when the routine runs, since it may end by unwinding.
    let (routine, parameter) = {
        // SAFETY: by contract.
        let start = unsafe { Box::from_raw(start.cast::<Start>()) };
        start.thread.enter();
        (start.routine, start.parameter)
    };
    // Calls that were queued before the thread began come first.
    while let Some(call) = current::next_call() {
        // SAFETY: who queued the call gave the function for this.
        unsafe { call.make() };
    }
    // SAFETY: whoever started the thread gave the routine for this.
    let code = unsafe {
        match routine {
            Routine::WithResult(routine) => routine(parameter),
            Routine::Plain(routine) => {
                routine(parameter);
                0
            }
        }
    };
    note_exit_code(code);
    null_mut()
}

/// What the calling thread will have ended with.
pub fn note_exit_code(code: DWORD) {
    if let Some(thread) = current::thread() {
        thread.set_exit_code(code);
    }
}
