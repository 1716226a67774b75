//! `synchapi.h`: one-time initialisation.

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::{self, boundary};
use crate::exports::result::set;
use crate::win32::init_once::{Begun, InitError, InitOnce};

fn failed(error: InitError) -> BOOL {
    set(match error {
        InitError::Invalid => ERROR_INVALID_PARAMETER,
        InitError::Failed => ERROR_GEN_FAILURE,
    })
}

/// # Safety
/// The pointer is NULL or points to an INIT_ONCE that lives for the call.
unsafe fn once<'a>(pointer: LPINIT_ONCE) -> Option<&'a InitOnce> {
    // SAFETY: by contract; a zeroed word is a free one.
    unsafe { pointer.cast::<InitOnce>().as_ref() }
}

/// Makes a one-time initialisation; `INIT_ONCE_STATIC_INIT` does the same.
///
/// # Safety
/// `InitOnce` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitOnceInitialize(InitOnce: PINIT_ONCE) {
    boundary!(void, "InitOnceInitialize", {
        // SAFETY: by contract.
        if let Some(once) = unsafe { once(InitOnce) } {
            once.reset();
        }
    })
}

/// Begins, waits for the thread that has begun, or tells that it is done.
///
/// # Safety
/// `lpInitOnce` points to an INIT_ONCE, `fPending` may be written, `lpContext` may be or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitOnceBeginInitialize(
    lpInitOnce: LPINIT_ONCE,
    dwFlags: DWORD,
    fPending: PBOOL,
    lpContext: *mut LPVOID,
) -> BOOL {
    boundary!(bool, "InitOnceBeginInitialize", {
        // SAFETY: by contract.
        let once = unsafe { once(lpInitOnce) };
        let Some(once) = once.filter(|_| !fPending.is_null()) else { return set(ERROR_INVALID_PARAMETER) };
        let begun = match dwFlags {
            0 => once.begin(),
            INIT_ONCE_ASYNC => once.begin_asynchronous(),
            INIT_ONCE_CHECK_ONLY => once.check().map(Begun::Done),
            _ => Err(InitError::Invalid),
        };
        let begun = match begun {
            Ok(begun) => begun,
            Err(error) => return failed(error),
        };
        // SAFETY: by contract.
        unsafe {
            store(fPending, BOOL::from(begun == Begun::Pending));
            if let Begun::Done(context) = begun {
                store(lpContext, core::ptr::without_provenance_mut(context));
            }
        }
        TRUE
    })
}

/// Completes what was begun, or tells that it failed.
///
/// # Safety
/// `lpInitOnce` points to an INIT_ONCE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitOnceComplete(lpInitOnce: LPINIT_ONCE, dwFlags: DWORD, lpContext: LPVOID) -> BOOL {
    boundary!(bool, "InitOnceComplete", {
        // SAFETY: by contract.
        let Some(once) = (unsafe { once(lpInitOnce) }) else { return set(ERROR_INVALID_PARAMETER) };
        let result = match dwFlags {
            0 => once.complete(lpContext.addr(), false),
            INIT_ONCE_ASYNC => once.complete(lpContext.addr(), true),
            INIT_ONCE_INIT_FAILED if lpContext.is_null() => once.fail(),
            _ => Err(InitError::Invalid),
        };
        result.map_or_else(failed, |()| TRUE)
    })
}

/// What InitOnceExecuteOnce does next.
enum Next {
    Return(BOOL),
    Call(unsafe extern "C-unwind" fn(PINIT_ONCE, PVOID, *mut PVOID) -> BOOL),
}

/// Calls the function on the first thread that comes; the others wait for it. A thread that ends in
/// the function leaves them waiting, as on Windows.
///
/// # Safety
/// `InitOnce` points to an INIT_ONCE, `InitFn` may be called, `Context` may be written or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn InitOnceExecuteOnce(
    InitOnce: PINIT_ONCE,
    InitFn: PINIT_ONCE_FN,
    Parameter: PVOID,
    Context: *mut LPVOID,
) -> BOOL {
    let failed_inside = || Next::Return(boundary::bool());
    let next = boundary::run(
        "InitOnceExecuteOnce",
        || {
            // SAFETY: by contract.
            let (Some(once), Some(function)) = (unsafe { once(InitOnce) }, InitFn) else {
                return Next::Return(set(ERROR_INVALID_PARAMETER));
            };
            match once.begin() {
                Ok(Begun::Pending) => Next::Call(function),
                Ok(Begun::Done(context)) => {
                    // SAFETY: by contract.
                    unsafe { store(Context, core::ptr::without_provenance_mut(context)) };
                    Next::Return(TRUE)
                }
                Err(error) => Next::Return(failed(error)),
            }
        },
        failed_inside,
    );
    let function = match next {
        Next::Return(result) => return result,
        Next::Call(function) => function,
    };
    let mut context = core::ptr::null_mut();
    // SAFETY: the caller gave the function for this, and nothing on this frame is to be dropped.
    let done = unsafe { function(InitOnce, Parameter, &mut context) } != FALSE;
    boundary!(bool, "InitOnceExecuteOnce", {
        // SAFETY: by contract.
        let Some(once) = (unsafe { once(InitOnce) }) else { return set(ERROR_INVALID_PARAMETER) };
        let result = if done { once.complete(context.addr(), false) } else { once.fail() };
        match result {
            Ok(()) if done => {
                // SAFETY: by contract.
                unsafe { store(Context, context) };
                TRUE
            }
            // The last error is what the function has set.
            Ok(()) => FALSE,
            Err(error) => failed(error),
        }
    })
}
