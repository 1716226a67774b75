//! `threadpoolapiset.h`: I/O.

use super::{INVALID, environment_of, job_of, pending, pointer_of};
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::win32::error::Win32Error;
use crate::win32::handle_table::HANDLES;
use crate::win32::pool::io;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::routine::Routine;
use std::sync::Arc;

fn io_of(pointer: PTP_IO) -> Option<Arc<Job>> {
    job_of(pointer, |trigger| matches!(trigger, Trigger::Io))
}

/// Binds an object that does overlapped I/O to a pool, whose threads call the function.
///
/// # Safety
/// `pfnio` may be called with `pv` on other threads; `pcbe` is NULL or was initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateThreadpoolIo(
    fl: HANDLE,
    pfnio: PTP_WIN32_IO_CALLBACK,
    pv: PVOID,
    pcbe: PTP_CALLBACK_ENVIRON,
) -> PTP_IO {
    boundary!(pointer, "CreateThreadpoolIo", {
        pointer_of((|| {
            let function = pfnio.ok_or(INVALID)?;
            let object = HANDLES.get(fl).map_err(Win32Error::from)?;
            // SAFETY: by contract.
            let environment = unsafe { environment_of(pcbe) }?;
            io::create(&object, Routine::Io(function), pv.addr(), &environment)
        })())
    })
}

/// An operation is about to begin, whose callback will come.
///
/// # Safety
/// None: a pointer that names no I/O is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn StartThreadpoolIo(pio: PTP_IO) {
    boundary!(void, "StartThreadpoolIo", {
        if let Some(io) = io_of(pio) {
            io.expect();
        }
    })
}

/// The operation has not begun, or has ended without a packet: no callback will come.
///
/// # Safety
/// None: a pointer that names no I/O is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CancelThreadpoolIo(pio: PTP_IO) {
    boundary!(void, "CancelThreadpoolIo", {
        if let Some(io) = io_of(pio) {
            io.expect_less();
        }
    })
}

/// Waits for the callbacks of all operations that have begun. With `fCancelPendingCallbacks`
/// only for those that run; operations themselves are not cancelled.
///
/// # Safety
/// None: a pointer that names no I/O is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitForThreadpoolIoCallbacks(pio: PTP_IO, fCancelPendingCallbacks: BOOL) {
    boundary!(void, "WaitForThreadpoolIoCallbacks", {
        if let Some(io) = io_of(pio) {
            io.wait(pending(fCancelPendingCallbacks));
        }
    })
}

/// Closes I/O; it ends with the last callback that is expected.
///
/// # Safety
/// None: a pointer that names no I/O is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CloseThreadpoolIo(pio: PTP_IO) {
    boundary!(void, "CloseThreadpoolIo", {
        if let Some(io) = io_of(pio) {
            io.close(None);
        }
    })
}
