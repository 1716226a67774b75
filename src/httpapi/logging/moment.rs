//! The moment that a line is about, as a date in UTC and in local time.

use crate::abi::windows::SYSTEMTIME;
use crate::win32::sys::clock::{self, Clock, nanoseconds};
use crate::win32::time::{fields_of, from_unix};

#[derive(Clone, Copy)]
pub struct Moment {
    /// Since 1970.
    seconds: i64,
    pub utc: SYSTEMTIME,
    pub local: SYSTEMTIME,
    /// Minutes east of UTC.
    pub offset: i64,
}

/// What no clock says.
const NEVER: SYSTEMTIME =
    SYSTEMTIME { wYear: 1970, wMonth: 1, wDayOfWeek: 4, wDay: 1, wHour: 0, wMinute: 0, wSecond: 0, wMilliseconds: 0 };

impl Moment {
    /// Now; taken apart again only when a second has passed since the last one.
    pub fn now(last: Option<Moment>) -> Self {
        let seconds = (nanoseconds(Clock::Real) / 1_000_000_000) as i64;
        last.filter(|last| last.seconds == seconds).unwrap_or_else(|| Self::at(seconds))
    }

    /// A second since 1970 in the local time of the system.
    pub fn at(seconds: i64) -> Self {
        Self::in_zone(seconds, clock::local(seconds).map_or(0, |local| local.offset))
    }

    /// A second since 1970 where clocks are so many seconds east of UTC.
    pub fn in_zone(seconds: i64, east: i64) -> Self {
        let date = |seconds| from_unix(seconds).and_then(fields_of).unwrap_or(NEVER);
        Self { seconds, utc: date(seconds), local: date(seconds + east), offset: east / 60 }
    }

    pub fn date(&self, local: bool) -> &SYSTEMTIME {
        if local { &self.local } else { &self.utc }
    }
}
