//! `threadpoollegacyapiset.h`

pub mod timer_queues;
pub mod waits;
pub mod work;

use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::event::Event;
use crate::win32::handle_table::HANDLES;
use crate::win32::pool::environment::Environment;
use crate::win32::pool::registered::Notice;
use std::sync::Arc;

const INVALID_HANDLE: usize = usize::MAX;

/// The flags that a callback may have. Which thread runs it they do not decide here.
const KNOWN_FLAGS: DWORD = WT_EXECUTEINIOTHREAD
    | WT_EXECUTEINUITHREAD
    | WT_EXECUTEINWAITTHREAD
    | WT_EXECUTEONLYONCE
    | WT_EXECUTELONGFUNCTION
    | WT_EXECUTEINTIMERTHREAD
    | WT_EXECUTEINPERSISTENTTHREAD
    | WT_TRANSFER_IMPERSONATION;

/// `WT_SET_MAX_THREADPOOL_THREADS` has the limit in its upper half.
const LIMIT_SHIFT: u32 = 16;

/// What the flags say.
pub(in crate::exports) fn environment_of(flags: DWORD) -> Result<Environment, Win32Error> {
    let limit = flags >> LIMIT_SHIFT;
    if flags & 0xFFFF & !KNOWN_FLAGS != 0 {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let environment = Environment { long: flags & WT_EXECUTELONGFUNCTION != 0, ..Environment::default() };
    if limit > 0 {
        environment.pool.set_maximum(limit);
    }
    Ok(environment)
}

/// NULL, INVALID_HANDLE_VALUE or an event: how the end is to be told.
fn notice_of(event: HANDLE) -> Result<Notice, Win32Error> {
    match event.addr() {
        0 => Ok(Notice::None),
        INVALID_HANDLE => Ok(Notice::Wait),
        _ => {
            let event: Arc<Event> = HANDLES.get_as(event)?;
            Ok(Notice::Event(event))
        }
    }
}

/// Nothing is left, or ERROR_IO_PENDING.
fn ended(all: bool) -> Result<(), Win32Error> {
    if all { Ok(()) } else { Err(Win32Error(ERROR_IO_PENDING)) }
}
