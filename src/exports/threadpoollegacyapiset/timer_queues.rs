//! `threadpoollegacyapiset.h`: timer queues.

use super::{ended, environment_of, notice_of};
use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, handle_of, set};
use crate::win32::error::Win32Error;
use crate::win32::pool::job::{Job, Trigger};
use crate::win32::pool::registered::{self, Notice};
use crate::win32::pool::routine::Routine;
use crate::win32::pool::timer_queue::{self, TimerQueue};
use crate::win32::pool::{self, OBJECTS};
use core::ptr::{null_mut, without_provenance_mut};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The queue of a handle; NULL is the default one.
fn queue_of(handle: HANDLE) -> Result<Arc<TimerQueue>, Win32Error> {
    if handle.is_null() {
        return Ok(TimerQueue::default_queue());
    }
    pool::find(handle.addr()).ok_or(Win32Error(ERROR_INVALID_HANDLE))
}

/// A timer of the queue that is not deleted.
fn timer_of(queue: HANDLE, timer: HANDLE) -> Result<Arc<Job>, Win32Error> {
    let queue = queue_of(queue)?;
    pool::find::<Job>(timer.addr())
        .filter(|job| matches!(job.trigger(), Trigger::Timer(_)) && !job.is_closed() && queue.has(job))
        .ok_or(Win32Error(ERROR_INVALID_HANDLE))
}

/// When a timer goes off; an INFINITE time is as far away as a number of milliseconds can be.
fn times(due: DWORD, period: DWORD) -> (Instant, Option<Duration>) {
    let milliseconds = |count: DWORD| Duration::from_millis(count.into());
    (Instant::now() + milliseconds(due), (period > 0).then(|| milliseconds(period)))
}

/// A new queue of timers.
#[unsafe(no_mangle)]
pub extern "C" fn CreateTimerQueue() -> HANDLE {
    boundary!(pointer, "CreateTimerQueue", { handle_of(OBJECTS.insert(Arc::new(TimerQueue::default()))) })
}

/// A new timer that goes off in `DueTime` milliseconds, and then once or with a period.
///
/// # Safety
/// `phNewTimer` may be written; `Callback` may be called with `Parameter` on other threads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateTimerQueueTimer(
    phNewTimer: PHANDLE,
    TimerQueue: HANDLE,
    Callback: WAITORTIMERCALLBACK,
    Parameter: PVOID,
    DueTime: DWORD,
    Period: DWORD,
    Flags: ULONG,
) -> BOOL {
    boundary!(bool, "CreateTimerQueueTimer", {
        if phNewTimer.is_null() || (Flags & WT_EXECUTEONLYONCE != 0 && Period != 0) {
            return set(ERROR_INVALID_PARAMETER);
        }
        // SAFETY: by contract, and not NULL.
        unsafe { store(phNewTimer, null_mut()) };
        let Some(function) = Callback else { return set(ERROR_INVALID_PARAMETER) };
        bool_of((|| {
            let queue = queue_of(TimerQueue)?;
            let environment = environment_of(Flags)?;
            let routine = Routine::WaitOrTimer(function);
            queue.create(routine, Parameter.addr(), &environment, times(DueTime, Period), |handle| {
                // SAFETY: by contract, and not NULL.
                unsafe { store(phNewTimer, without_provenance_mut(handle)) };
            })
        })())
    })
}

/// Sets a timer anew. One that was set for once and has gone off stays as it is.
///
/// # Safety
/// None: handles that name nothing are an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ChangeTimerQueueTimer(
    TimerQueue: HANDLE,
    Timer: HANDLE,
    DueTime: ULONG,
    Period: ULONG,
) -> BOOL {
    boundary!(bool, "ChangeTimerQueueTimer", {
        let (due, period) = times(DueTime, Period);
        bool_of(timer_of(TimerQueue, Timer).and_then(|timer| {
            timer_queue::change(&timer, due, period).map_err(|_| Win32Error(ERROR_NO_SYSTEM_RESOURCES))
        }))
    })
}

/// Deletes a timer, and tells by an event, or waits, when its callbacks have ended.
/// ERROR_IO_PENDING: one has not.
///
/// # Safety
/// None: handles that name nothing are an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteTimerQueueTimer(TimerQueue: HANDLE, Timer: HANDLE, CompletionEvent: HANDLE) -> BOOL {
    boundary!(bool, "DeleteTimerQueueTimer", {
        bool_of((|| {
            let timer = timer_of(TimerQueue, Timer)?;
            ended(registered::close(&[timer], notice_of(CompletionEvent)?))
        })())
    })
}

/// Deletes a queue with its timers, and tells by an event, or waits, when all callbacks have ended.
/// ERROR_IO_PENDING: one has not.
///
/// # Safety
/// None: a handle that names no queue is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteTimerQueueEx(TimerQueue: HANDLE, CompletionEvent: HANDLE) -> BOOL {
    boundary!(bool, "DeleteTimerQueueEx", {
        bool_of(notice_of(CompletionEvent).and_then(|notice| delete(TimerQueue, notice)))
    })
}

/// Deletes a queue with its timers.
///
/// # Safety
/// None: a handle that names no queue is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteTimerQueue(TimerQueue: HANDLE) -> BOOL {
    boundary!(bool, "DeleteTimerQueue", { bool_of(delete(TimerQueue, Notice::None)) })
}

fn delete(handle: HANDLE, notice: Notice) -> Result<(), Win32Error> {
    let queue: Arc<TimerQueue> = pool::find(handle.addr()).ok_or(Win32Error(ERROR_INVALID_HANDLE))?;
    OBJECTS.close(handle)?;
    ended(queue.delete(notice))
}
