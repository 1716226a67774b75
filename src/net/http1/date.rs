//! The value of the Date header, written once a second.

use crate::win32::sys::clock;
use std::cell::Cell;
use std::time::{Duration, SystemTime};

/// `Sun, 06 Nov 1994 08:49:37 GMT` has always this many bytes.
const LENGTH: usize = 29;

/// The last second that four digits of a year can tell.
const LAST: u64 = 253_402_300_799;

/// A date as text.
#[derive(Clone, Copy)]
pub struct Date([u8; LENGTH]);

impl Date {
    /// Now, or as of the last tick of the system. Each thread keeps the text of its last second, so that
    /// no lock is taken.
    #[inline]
    pub fn now() -> Date {
        thread_local! {
            static LATEST: Cell<(u64, Date)> = const { Cell::new((u64::MAX, Date([b' '; LENGTH]))) };
        }
        let seconds = clock::coarse_seconds();
        LATEST.with(|latest| {
            let (second, date) = latest.get();
            if second == seconds {
                return date;
            }
            let date = Date::at(seconds);
            latest.set((seconds, date));
            date
        })
    }

    /// The date of a number of seconds since 1970; the last one that can be written, if later.
    pub fn at(seconds: u64) -> Date {
        let text = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.min(LAST)));
        let mut date = Date([b' '; LENGTH]);
        for (byte, written) in date.0.iter_mut().zip(text.bytes()) {
            *byte = written;
        }
        date
    }

    pub fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_wants_them() {
        assert_eq!(Date::at(784_111_777).as_str(), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(Date::at(0).as_str(), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(Date::at(2_147_483_648).as_str(), "Tue, 19 Jan 2038 03:14:08 GMT");
        assert_eq!(Date::at(LAST).as_str(), "Fri, 31 Dec 9999 23:59:59 GMT");
        assert_eq!(Date::at(u64::MAX).as_bytes(), Date::at(LAST).as_bytes());
    }

    #[test]
    fn now_is_between_before_and_after() {
        let seconds = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
        // The clock that is asked is some milliseconds behind this one.
        let before = seconds() - 1;
        let first = Date::now();
        let second = Date::now();
        let after = seconds();
        let possible: Vec<String> = (before..=after).map(|second| Date::at(second).as_str().to_owned()).collect();
        assert!(possible.iter().any(|date| date == first.as_str()));
        assert!(possible.iter().any(|date| date == second.as_str()));
    }
}
