//! The event log, as modules and services write it.

use crate::abi::windows::*;
use crate::exports::arguments::{ansi, load, wide};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, handle_of};
use crate::win32::error::Win32Error;
use crate::win32::event_log::{Event, EventSource, Kind, LONGEST_STRING, MOST_DATA, MOST_STRINGS};
use crate::win32::handle_table::HANDLES;
use std::sync::Arc;

fn register(server: Option<String>, source: Option<String>) -> HANDLE {
    handle_of((|| {
        let source = EventSource::new(server.as_deref(), source.as_deref())?;
        Ok::<_, Win32Error>(HANDLES.insert(Arc::new(source))?)
    })())
}

/// A source of events of that name on this machine. Another machine: RPC_S_SERVER_UNAVAILABLE; the
/// source "Security": ERROR_ACCESS_DENIED.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RegisterEventSourceA(lpUNCServerName: LPCSTR, lpSourceName: LPCSTR) -> HANDLE {
    boundary!(pointer, "RegisterEventSourceA", {
        // SAFETY: by contract.
        unsafe { register(ansi(lpUNCServerName), ansi(lpSourceName)) }
    })
}

/// As RegisterEventSourceA, for wide text.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RegisterEventSourceW(lpUNCServerName: LPCWSTR, lpSourceName: LPCWSTR) -> HANDLE {
    boundary!(pointer, "RegisterEventSourceW", {
        // SAFETY: by contract.
        unsafe { register(wide(lpUNCServerName), wide(lpSourceName)) }
    })
}

/// The strings of an event; a NULL one is empty.
///
/// # Safety
/// There are so many, each NULL or as `read` takes it.
unsafe fn strings_of<T: Copy>(
    count: WORD,
    strings: *mut T,
    read: impl Fn(T) -> Option<String>,
) -> Result<Vec<String>, Win32Error> {
    let count = usize::from(count);
    if count > MOST_STRINGS || count > 0 && strings.is_null() {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let strings = (0..count).map(|at| {
        // SAFETY: by contract, and not NULL.
        let string = unsafe { load(strings.add(at)) }.and_then(&read).unwrap_or_default();
        match string.chars().nth(LONGEST_STRING) {
            Some(_) => Err(Win32Error(RPC_S_INVALID_BOUND as DWORD)),
            None => Ok(string),
        }
    });
    strings.collect()
}

/// # Safety
/// The data has so many bytes.
unsafe fn report(
    source: HANDLE,
    kind: WORD,
    (category, id): (WORD, DWORD),
    strings: Result<Vec<String>, Win32Error>,
    (data, size): (LPVOID, DWORD),
) -> BOOL {
    bool_of((|| {
        let source = HANDLES.get_as::<EventSource>(source)?;
        let bad = Win32Error(ERROR_INVALID_PARAMETER);
        let kind = Kind::of(kind).ok_or(bad)?;
        let strings = strings?;
        let data = match size as usize {
            0 => &[],
            _ if data.is_null() => return Err(bad),
            size if size > MOST_DATA => return Err(Win32Error(RPC_S_INVALID_BOUND as DWORD)),
            // SAFETY: by contract.
            size => unsafe { core::slice::from_raw_parts(data.cast::<u8>(), size) },
        };
        source.report(Event { kind, category, id, strings: &strings, data })
    })())
}

/// Tells an event: to journald or syslog, and to standard error. More text or data than Windows takes:
/// RPC_S_INVALID_BOUND. There are no accounts, so `lpUserSid` is not looked at.
///
/// # Safety
/// There are as many strings and bytes of data as the numbers say; the strings end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReportEventA(
    hEventLog: HANDLE,
    wType: WORD,
    wCategory: WORD,
    dwEventID: DWORD,
    lpUserSid: PSID,
    wNumStrings: WORD,
    dwDataSize: DWORD,
    lpStrings: *mut LPCSTR,
    lpRawData: LPVOID,
) -> BOOL {
    boundary!(bool, "ReportEventA", {
        let _ = lpUserSid;
        // SAFETY: by contract.
        unsafe {
            let strings = strings_of(wNumStrings, lpStrings, |string| ansi(string));
            report(hEventLog, wType, (wCategory, dwEventID), strings, (lpRawData, dwDataSize))
        }
    })
}

/// As ReportEventA, for wide text.
///
/// # Safety
/// There are as many strings and bytes of data as the numbers say; the strings end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ReportEventW(
    hEventLog: HANDLE,
    wType: WORD,
    wCategory: WORD,
    dwEventID: DWORD,
    lpUserSid: PSID,
    wNumStrings: WORD,
    dwDataSize: DWORD,
    lpStrings: *mut LPCWSTR,
    lpRawData: LPVOID,
) -> BOOL {
    boundary!(bool, "ReportEventW", {
        let _ = lpUserSid;
        // SAFETY: by contract.
        unsafe {
            let strings = strings_of(wNumStrings, lpStrings, |string| wide(string));
            report(hEventLog, wType, (wCategory, dwEventID), strings, (lpRawData, dwDataSize))
        }
    })
}

/// Closes what RegisterEventSource has given.
#[unsafe(no_mangle)]
pub extern "C" fn DeregisterEventSource(hEventLog: HANDLE) -> BOOL {
    boundary!(bool, "DeregisterEventSource", {
        bool_of((|| {
            HANDLES.get_as::<EventSource>(hEventLog)?;
            HANDLES.close(hEventLog)?;
            Ok::<_, Win32Error>(())
        })())
    })
}
