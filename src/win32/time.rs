//! Time as Windows counts it: ticks of 100 ns since 1601, or a date's fields.

use super::sys::clock::{Clock, nanoseconds};
use crate::abi::windows::{FILETIME, SYSTEMTIME};

pub const TICKS_PER_SECOND: i64 = 10_000_000;
pub const TICKS_PER_MILLISECOND: u64 = 10_000;
const TICKS_PER_DAY: u64 = 86_400 * 10_000_000;
/// Seconds from 1601 to 1970.
const UNIX_EPOCH: i64 = 11_644_473_600;
const FIRST_YEAR: u16 = 1601;
const LAST_YEAR: u16 = 30827;

/// Now, in ticks.
pub fn now() -> u64 {
    let ticks = nanoseconds(Clock::Real) / 100 + i128::from(UNIX_EPOCH) * i128::from(TICKS_PER_SECOND);
    u64::try_from(ticks).unwrap_or(0)
}

/// Milliseconds since the machine was started.
pub fn tick_count() -> u64 {
    (nanoseconds(Clock::Boot) / 1_000_000) as u64
}

/// What `tick_count` said at a time of the cheaper clock, of which the lower bits may be given alone. It is never
/// ahead of it.
pub fn tick_count_at(coarse_milliseconds: u64) -> u64 {
    let since_start = nanoseconds(Clock::Boot);
    shifted(coarse_milliseconds, since_start, nanoseconds(Clock::Monotonic))
}

/// The two clocks differ by the time for which the machine has slept.
fn shifted(milliseconds: u64, since_start: i128, monotonic: i128) -> u64 {
    milliseconds.wrapping_add(((since_start - monotonic).max(0) / 1_000_000) as u64)
}

/// The performance counter, in units of 100 ns.
pub fn performance_counter() -> i64 {
    (nanoseconds(Clock::Monotonic) / 100) as i64
}

pub fn to_file_time(ticks: u64) -> FILETIME {
    FILETIME { dwLowDateTime: ticks as u32, dwHighDateTime: (ticks >> 32) as u32 }
}

pub fn from_file_time(time: FILETIME) -> u64 {
    u64::from(time.dwHighDateTime) << 32 | u64::from(time.dwLowDateTime)
}

/// Seconds since 1970, rounded down.
pub fn to_unix(ticks: u64) -> i64 {
    (ticks / TICKS_PER_SECOND as u64) as i64 - UNIX_EPOCH
}

/// Ticks of seconds since 1970; `None` before 1601 and past the end.
pub fn from_unix(seconds: i64) -> Option<u64> {
    let ticks = seconds.checked_add(UNIX_EPOCH)?.checked_mul(TICKS_PER_SECOND)?;
    u64::try_from(ticks).ok()
}

pub fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

pub fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the beginning of 1601 to that of the year.
fn days_before_year(year: u16) -> u64 {
    let years = u64::from(year - FIRST_YEAR);
    years * 365 + years / 4 - years / 100 + years / 400
}

/// The date of a number of ticks; `None` where it is none that Windows knows.
pub fn fields_of(ticks: u64) -> Option<SYSTEMTIME> {
    if i64::try_from(ticks).is_err() {
        return None;
    }
    let days = ticks / TICKS_PER_DAY;
    let milliseconds = ticks % TICKS_PER_DAY / TICKS_PER_MILLISECOND;
    // A guess that is never too late, then the exact year.
    let mut year = FIRST_YEAR + u16::try_from(days.saturating_sub(2) * 400 / 146_097).ok()?;
    while days_before_year(year + 1) <= days {
        year += 1;
    }
    let mut day = (days - days_before_year(year)) as u16;
    let mut month = 1;
    while day >= days_in_month(year, month) {
        day -= days_in_month(year, month);
        month += 1;
    }
    Some(SYSTEMTIME {
        wYear: year,
        wMonth: month,
        // The first of January 1601 was a Monday.
        wDayOfWeek: ((days + 1) % 7) as u16,
        wDay: day + 1,
        wHour: (milliseconds / 3_600_000) as u16,
        wMinute: (milliseconds / 60_000 % 60) as u16,
        wSecond: (milliseconds / 1000 % 60) as u16,
        wMilliseconds: (milliseconds % 1000) as u16,
    })
}

/// The ticks of a date; the day of the week is not looked at.
pub fn ticks_of(time: &SYSTEMTIME) -> Option<u64> {
    let valid = (FIRST_YEAR..=LAST_YEAR).contains(&time.wYear)
        && (1..=12).contains(&time.wMonth)
        && (1..=days_in_month(time.wYear, time.wMonth)).contains(&time.wDay)
        && time.wHour < 24
        && time.wMinute < 60
        && time.wSecond < 60
        && time.wMilliseconds < 1000;
    if !valid {
        return None;
    }
    let months: u64 = (1..time.wMonth).map(|month| u64::from(days_in_month(time.wYear, month))).sum();
    let days = days_before_year(time.wYear) + months + u64::from(time.wDay - 1);
    let seconds = u64::from(time.wHour) * 3600 + u64::from(time.wMinute) * 60 + u64::from(time.wSecond);
    let ticks = days * TICKS_PER_DAY + (seconds * 1000 + u64::from(time.wMilliseconds)) * TICKS_PER_MILLISECOND;
    // The last year ends in its September.
    i64::try_from(ticks).is_ok().then_some(ticks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::win32::sys::clock::coarse_milliseconds;

    #[test]
    fn ticks_of_the_cheaper_clock() {
        // The machine has slept for two seconds.
        assert_eq!(shifted(1_000, 5_000_000_000, 3_000_000_000), 3_000);
        assert_eq!(shifted(1_000, 3_000_999_999, 3_000_000_000), 1_000);
        assert_eq!(shifted(1_000, 3_000_000_000, 3_000_000_001), 1_000);
        let then = coarse_milliseconds();
        let tick = tick_count_at(then);
        assert!(tick <= tick_count());
        // Its lower half is the same where the time is given by its own alone.
        let (whole, half) = (0xF_FFFF_FFFF, 0xFFFF_FFFF);
        assert_eq!(shifted(whole, 5_000_000_000, 0) as u32, shifted(half, 5_000_000_000, 0) as u32);
    }

    #[test]
    fn every_day_survives_both_ways() {
        for day in (0..i64::MAX as u64 / TICKS_PER_DAY).filter(|day| day % 7 == 3 || *day < 200_000) {
            let fields = fields_of(day * TICKS_PER_DAY).expect("a date");
            if fields.wYear > LAST_YEAR {
                // A year that is told and not taken, as on Windows.
                continue;
            }
            assert_eq!(ticks_of(&fields), Some(day * TICKS_PER_DAY));
        }
    }
}
