//! How long lines go into one file, and what the files are called.

use crate::abi::http::*;
use crate::abi::windows::SYSTEMTIME;

/// When a new file is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollover {
    /// Before a file would be larger than this.
    Size(u64),
    Hourly,
    Daily,
    Weekly,
    Monthly,
}

/// Files with this number and more are none of the log's.
const LAST_NUMBER: u32 = 1_000_000_000;

/// A limit of no size.
pub const UNLIMITED: u64 = u64::MAX;

/// The time that one file is for, as its name tells it; the same always where size decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    year: u16,
    month: u16,
    /// The day, or the week of the month.
    part: u16,
    hour: u16,
}

/// What the names of a log's files begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Of files for a time.
    pub time: &'static str,
    /// Of those with a number.
    pub size: &'static str,
    /// `u_` comes in front.
    pub utf8: bool,
    /// What they end with before `.log`.
    pub mark: &'static str,
}

impl Rollover {
    pub fn of(kind: HTTP_LOGGING_ROLLOVER_TYPE, size: u64) -> Option<Self> {
        Some(match kind {
            HttpLoggingRolloverSize => Self::Size(size),
            HttpLoggingRolloverHourly => Self::Hourly,
            HttpLoggingRolloverDaily => Self::Daily,
            HttpLoggingRolloverWeekly => Self::Weekly,
            HttpLoggingRolloverMonthly => Self::Monthly,
            _ => return None,
        })
    }

    pub fn period(self, date: &SYSTEMTIME) -> Period {
        let month = Period { year: date.wYear, month: date.wMonth, ..Period::default() };
        match self {
            Self::Size(_) => Period::default(),
            Self::Hourly => Period { part: date.wDay, hour: date.wHour, ..month },
            Self::Daily => Period { part: date.wDay, ..month },
            Self::Weekly => Period { part: week_of_month(date), ..month },
            Self::Monthly => month,
        }
    }
}

/// From 1; a week begins with a Sunday, and with its month.
fn week_of_month(date: &SYSTEMTIME) -> u16 {
    let first = (date.wDayOfWeek + 35 - (date.wDay - 1)) % 7;
    (date.wDay - 1 + first) / 7 + 1
}

impl Names {
    /// The name of a file for a time.
    pub fn of_period(&self, rollover: Rollover, period: Period) -> String {
        let Period { year, month, part, hour } = period;
        let start = format!("{}{}{:02}{month:02}", self.prefix(), self.time, year % 100);
        let mark = self.mark;
        match rollover {
            Rollover::Hourly => format!("{start}{part:02}{hour:02}{mark}.log"),
            Rollover::Daily | Rollover::Weekly => format!("{start}{part:02}{mark}.log"),
            Rollover::Monthly | Rollover::Size(_) => format!("{start}{mark}.log"),
        }
    }

    /// The name of a file with a number.
    pub fn of_number(&self, number: u32) -> String {
        format!("{}{}{number}{}.log", self.prefix(), self.size, self.mark)
    }

    /// The number in such a name.
    pub fn number_of(&self, name: &str) -> Option<u32> {
        let digits =
            name.strip_prefix(self.prefix())?.strip_prefix(self.size)?.strip_suffix(".log")?.strip_suffix(self.mark)?;
        let number = digits.parse().ok()?;
        // There is always a next one.
        (number < LAST_NUMBER && self.of_number(number) == name).then_some(number)
    }

    fn prefix(&self) -> &'static str {
        if self.utf8 { "u_" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::super::moment::Moment;
    use super::*;

    const W3C: Names = Names { time: "ex", size: "extend", utf8: true, mark: "" };

    fn name(rollover: Rollover, date: [i64; 4]) -> String {
        W3C.of_period(rollover, rollover.period(&at(date).utc))
    }

    /// Year, month, day, hour in UTC.
    fn at([year, month, day, hour]: [i64; 4]) -> Moment {
        let days = (1970..year).map(|year| 365 + i64::from(year % 4 == 0)).sum::<i64>();
        let lengths = [31, 28 + i64::from(year % 4 == 0), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let days = days + lengths[..month as usize - 1].iter().sum::<i64>() + day - 1;
        Moment::in_zone(days * 86_400 + hour * 3600, 0)
    }

    #[test]
    fn names_tell_the_time() {
        assert_eq!(name(Rollover::Hourly, [2026, 11, 27, 9]), "u_ex26112709.log");
        assert_eq!(name(Rollover::Daily, [2026, 11, 27, 9]), "u_ex261127.log");
        assert_eq!(name(Rollover::Weekly, [2026, 11, 27, 9]), "u_ex261104.log");
        assert_eq!(name(Rollover::Monthly, [2026, 11, 27, 9]), "u_ex2611.log");
        let plain = Names { time: "in", size: "inetsv", utf8: false, mark: "" };
        let day = Rollover::Daily;
        assert_eq!(plain.of_period(day, day.period(&at([2009, 1, 2, 3]).utc)), "in090102.log");
        assert_eq!(plain.of_number(12), "inetsv12.log");
        assert_eq!(W3C.of_number(1), "u_extend1.log");
    }

    #[test]
    fn a_period_ends_with_its_hour_day_week_or_month() {
        let hour = 3600;
        for (rollover, date, seconds) in [
            (Rollover::Hourly, [2026, 12, 31, 23], hour),
            (Rollover::Daily, [2024, 2, 29, 0], 24 * hour),
            // A Saturday.
            (Rollover::Weekly, [2026, 11, 28, 0], 24 * hour),
            // A Monday: the week ends with the month.
            (Rollover::Weekly, [2026, 8, 31, 0], 24 * hour),
            (Rollover::Monthly, [2026, 12, 31, 0], 24 * hour),
        ] {
            let Moment { utc, .. } = at(date);
            let start = crate::win32::time::to_unix(crate::win32::time::ticks_of(&utc).expect("a date"));
            let period = |seconds: i64| rollover.period(&Moment::in_zone(start + seconds, 0).utc);
            assert_eq!(period(0), period(seconds - 1), "{rollover:?} {date:?}");
            assert_ne!(period(0), period(seconds), "{rollover:?} {date:?}");
        }
        let size = Rollover::Size(UNLIMITED);
        assert_eq!(size.period(&at([2026, 1, 1, 0]).utc), size.period(&at([2027, 2, 2, 2]).utc));
    }

    #[test]
    fn weeks_are_counted_from_the_first_of_the_month() {
        // November 2026 begins with a Sunday, August 2026 with a Saturday.
        for (date, week) in [
            ([2026, 11, 1, 0], 1),
            ([2026, 11, 7, 0], 1),
            ([2026, 11, 8, 0], 2),
            ([2026, 11, 30, 0], 5),
            ([2026, 8, 1, 0], 1),
            ([2026, 8, 2, 0], 2),
            ([2026, 8, 31, 0], 6),
        ] {
            assert_eq!(week_of_month(&at(date).utc), week, "{date:?}");
        }
    }

    #[test]
    fn local_time_has_other_days() {
        let moment = Moment::in_zone(at([2026, 11, 27, 23]).utc_seconds(), 2 * 3600);
        let day = |local| W3C.of_period(Rollover::Daily, Rollover::Daily.period(moment.date(local)));
        assert_eq!((day(false), day(true)), ("u_ex261127.log".into(), "u_ex261128.log".into()));
        assert_eq!(moment.offset, 120);
    }

    #[test]
    fn numbers_are_read_from_names_of_this_log_alone() {
        for (name, number) in [
            ("u_extend1.log", Some(1)),
            ("u_extend20.log", Some(20)),
            ("extend1.log", None),
            ("u_extend.log", None),
            ("u_extend01.log", None),
            ("u_extend+1.log", None),
            ("u_extend1.txt", None),
            ("u_extend999999999.log", Some(999_999_999)),
            ("u_extend1000000000.log", None),
            ("u_extend99999999999.log", None),
        ] {
            assert_eq!(W3C.number_of(name), number, "{name}");
        }
    }

    impl Moment {
        fn utc_seconds(&self) -> i64 {
            crate::win32::time::to_unix(crate::win32::time::ticks_of(&self.utc).expect("a date"))
        }
    }
}
