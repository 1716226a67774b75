//! The system's clocks and its idea of local time.

use core::ffi::CStr;
use core::mem::MaybeUninit;

#[derive(Clone, Copy)]
pub enum Clock {
    /// The time of day.
    Real,
    /// Since some point; it stands still while the machine sleeps.
    Monotonic,
    /// Since the machine was started, sleep included.
    Boot,
    /// What all threads of this process have used of the processors.
    Processor,
}

/// Nanoseconds on a clock.
pub fn nanoseconds(clock: Clock) -> i128 {
    let clock = match clock {
        Clock::Real => libc::CLOCK_REALTIME,
        Clock::Monotonic => libc::CLOCK_MONOTONIC,
        Clock::Boot => libc::CLOCK_BOOTTIME,
        Clock::Processor => libc::CLOCK_PROCESS_CPUTIME_ID,
    };
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the result is written where it points; these clocks are always there.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec)
}

/// Milliseconds since some point, as of the last tick of the system: cheap, and a few of them late.
pub fn coarse_milliseconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the result is written where it points; the clock is always there.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &raw mut time) };
    time.tv_sec.unsigned_abs() * 1000 + time.tv_nsec.unsigned_abs() / 1_000_000
}

/// Seconds since 1970, as of the last tick of the system.
pub fn coarse_seconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the result is written where it points; the clock is always there.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME_COARSE, &raw mut time) };
    u64::try_from(time.tv_sec).unwrap_or(0)
}

/// Local time at a moment.
pub struct Local {
    /// Seconds east of UTC.
    pub offset: i64,
    pub is_daylight: bool,
    /// The zone's short name.
    pub name: String,
}

/// Local time at a moment in seconds since 1970.
pub fn local(seconds: i64) -> Option<Local> {
    let mut fields = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both point to values of this frame.
    let found = unsafe { libc::localtime_r(&raw const seconds, fields.as_mut_ptr()) };
    if found.is_null() {
        return None;
    }
    // SAFETY: written by the call.
    let fields = unsafe { fields.assume_init() };
    let name = if fields.tm_zone.is_null() {
        String::new()
    } else {
        // SAFETY: the C library keeps the name with a NUL at its end.
        unsafe { CStr::from_ptr(fields.tm_zone) }.to_string_lossy().into_owned()
    };
    Some(Local { offset: fields.tm_gmtoff, is_daylight: fields.tm_isdst > 0, name })
}

/// The moment of a local date and time: year, month from 1, day, hour, minute, second.
pub fn from_local([year, month, day, hour, minute, second]: [i32; 6]) -> i64 {
    // SAFETY: a structure of numbers and a pointer may be zero.
    let mut fields: libc::tm = unsafe { MaybeUninit::zeroed().assume_init() };
    fields.tm_year = year - 1900;
    fields.tm_mon = month - 1;
    fields.tm_mday = day;
    fields.tm_hour = hour;
    fields.tm_min = minute;
    fields.tm_sec = second;
    fields.tm_isdst = -1;
    // SAFETY: the fields are this frame's.
    unsafe { libc::mktime(&raw mut fields) }
}
