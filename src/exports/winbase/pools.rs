//! What `winbase.h` has of the thread pool.

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::exports::threadpoolapiset::waits::waited_object;
use crate::exports::threadpoollegacyapiset::environment_of;
use crate::exports::threadpoollegacyapiset::waits::unregister;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;
use crate::win32::pool::io;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::routine::Routine;
use crate::win32::pool::wait::Wait;
use core::ptr::{null_mut, without_provenance_mut};
use std::time::{Duration, Instant};

/// Calls the function each time the object is signaled or the time is up; the wait begins anew
/// when the function has returned, unless WT_EXECUTEONLYONCE is given.
///
/// # Safety
/// `phNewWaitObject` may be written; `Callback` may be called with `Context` on other threads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RegisterWaitForSingleObject(
    phNewWaitObject: PHANDLE,
    hObject: HANDLE,
    Callback: WAITORTIMERCALLBACK,
    Context: PVOID,
    dwMilliseconds: ULONG,
    dwFlags: ULONG,
) -> BOOL {
    boundary!(bool, "RegisterWaitForSingleObject", {
        let Some(function) = Callback.filter(|_| !phNewWaitObject.is_null()) else {
            return set(ERROR_INVALID_PARAMETER);
        };
        // SAFETY: by contract, and not NULL.
        unsafe { store(phNewWaitObject, null_mut()) };
        bool_of((|| {
            let object = waited_object(hObject)?;
            let environment = environment_of(dwFlags)?;
            let time = (dwMilliseconds != INFINITE).then(|| Duration::from_millis(dwMilliseconds.into()));
            let once = dwFlags & WT_EXECUTEONLYONCE != 0;
            let wait = if once { Wait::default() } else { Wait::repeated(object.clone(), time) };
            let routine = Routine::WaitOrTimer(function);
            let (job, handle) = Job::new(routine, Context.addr(), &environment, Trigger::Wait(wait))?;
            // Before the callback can come, which may want to end the wait.
            // SAFETY: by contract, and not NULL.
            unsafe { store(phNewWaitObject, without_provenance_mut(handle)) };
            if let Trigger::Wait(wait) = job.trigger() {
                wait.set(&job, object, time.map(|time| Instant::now() + time));
            }
            Ok::<(), Win32Error>(())
        })())
    })
}

/// Ends a registered wait. ERROR_IO_PENDING: a callback has not ended.
///
/// # Safety
/// None: a handle that names no wait is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UnregisterWait(WaitHandle: HANDLE) -> BOOL {
    boundary!(bool, "UnregisterWait", { bool_of(unregister(WaitHandle, null_mut())) })
}

/// Binds an object that does overlapped I/O to the default pool, whose threads call the function.
///
/// # Safety
/// `Function` may be called on other threads, with each OVERLAPPED of the object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn BindIoCompletionCallback(
    FileHandle: HANDLE,
    Function: LPOVERLAPPED_COMPLETION_ROUTINE,
    Flags: ULONG,
) -> BOOL {
    boundary!(bool, "BindIoCompletionCallback", {
        let Some(function) = Function.filter(|_| Flags == 0) else { return set(ERROR_INVALID_PARAMETER) };
        bool_of((|| {
            let object = HANDLES.get(FileHandle)?;
            io::bind(&object, function)
        })())
    })
}
