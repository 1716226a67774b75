//! `timezoneapi.h`

use super::arguments::{load, store};
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::time_zone::{self, Season};
use crate::win32::{last_error, time};

/// Stores what a conversion gave; a time that cannot be is an invalid parameter.
///
/// # Safety
/// `to` may be written.
unsafe fn answer<T>(to: *mut T, value: Option<T>) -> BOOL {
    match value {
        Some(value) if !to.is_null() => {
            // SAFETY: by contract.
            unsafe { store(to, value) };
            TRUE
        }
        _ => set(ERROR_INVALID_PARAMETER),
    }
}

/// The date and time of a FILETIME below 0x8000000000000000.
///
/// # Safety
/// The first may be read, the second may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FileTimeToSystemTime(lpFileTime: *const FILETIME, lpSystemTime: LPSYSTEMTIME) -> BOOL {
    boundary!(bool, "FileTimeToSystemTime", {
        // SAFETY: by contract.
        unsafe {
            let ticks = load(lpFileTime).map(time::from_file_time);
            answer(lpSystemTime, ticks.and_then(time::fields_of))
        }
    })
}

/// The FILETIME of a date and time; the day of the week is not looked at.
///
/// # Safety
/// The first may be read, the second may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SystemTimeToFileTime(lpSystemTime: *const SYSTEMTIME, lpFileTime: LPFILETIME) -> BOOL {
    boundary!(bool, "SystemTimeToFileTime", {
        // SAFETY: by contract.
        unsafe {
            let ticks = load(lpSystemTime).and_then(|fields| time::ticks_of(&fields));
            answer(lpFileTime, ticks.map(time::to_file_time))
        }
    })
}

/// UTC as local time of a zone, NULL for the machine's, with the daylight time of that date.
///
/// # Safety
/// The first two may be read, the last may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SystemTimeToTzSpecificLocalTime(
    lpTimeZoneInformation: *const TIME_ZONE_INFORMATION,
    lpUniversalTime: *const SYSTEMTIME,
    lpLocalTime: LPSYSTEMTIME,
) -> BOOL {
    boundary!(bool, "SystemTimeToTzSpecificLocalTime", {
        // SAFETY: by contract.
        unsafe {
            let ticks = load(lpUniversalTime).and_then(|fields| time::ticks_of(&fields));
            let local = ticks.and_then(|ticks| match load(lpTimeZoneInformation) {
                Some(zone) => time_zone::to_local_in(&zone, ticks),
                None => time_zone::to_local(ticks),
            });
            answer(lpLocalTime, local.and_then(time::fields_of))
        }
    })
}

/// Local time of a zone, NULL for the machine's, as UTC.
///
/// # Safety
/// The first two may be read, the last may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TzSpecificLocalTimeToSystemTime(
    lpTimeZoneInformation: *const TIME_ZONE_INFORMATION,
    lpLocalTime: *const SYSTEMTIME,
    lpUniversalTime: LPSYSTEMTIME,
) -> BOOL {
    boundary!(bool, "TzSpecificLocalTimeToSystemTime", {
        // SAFETY: by contract.
        unsafe {
            let ticks = load(lpLocalTime).and_then(|fields| time::ticks_of(&fields));
            let universal = ticks.and_then(|ticks| match load(lpTimeZoneInformation) {
                Some(zone) => time_zone::from_local_in(&zone, ticks),
                None => time_zone::from_local(ticks),
            });
            answer(lpUniversalTime, universal.and_then(time::fields_of))
        }
    })
}

/// The machine's zone with this year's changes; TIME_ZONE_ID_… says which time it has now.
///
/// # Safety
/// `lpTimeZoneInformation` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetTimeZoneInformation(lpTimeZoneInformation: LPTIME_ZONE_INFORMATION) -> DWORD {
    boundary!(wait, "GetTimeZoneInformation", {
        let Some((zone, season)) = time_zone::current(time::now()) else {
            last_error::set(ERROR_INVALID_PARAMETER);
            return TIME_ZONE_ID_INVALID;
        };
        if lpTimeZoneInformation.is_null() {
            last_error::set(ERROR_INVALID_PARAMETER);
            return TIME_ZONE_ID_INVALID;
        }
        // SAFETY: by contract, and not NULL.
        unsafe { store(lpTimeZoneInformation, zone) };
        match season {
            Season::None => TIME_ZONE_ID_UNKNOWN,
            Season::Standard => TIME_ZONE_ID_STANDARD,
            Season::Daylight => TIME_ZONE_ID_DAYLIGHT,
        }
    })
}
