//! Local time: the machine's zone by the C library, other zones by their rules.

use super::sys::clock;
use super::text::to_wide;
use super::time::{TICKS_PER_SECOND, days_in_month, fields_of, from_unix, ticks_of, to_unix};
use crate::abi::windows::{SYSTEMTIME, TIME_ZONE_INFORMATION, WCHAR};

const NO_DATE: SYSTEMTIME =
    SYSTEMTIME { wYear: 0, wMonth: 0, wDayOfWeek: 0, wDay: 0, wHour: 0, wMinute: 0, wSecond: 0, wMilliseconds: 0 };

fn shifted(ticks: u64, seconds: i64) -> Option<u64> {
    ticks.checked_add_signed(seconds.checked_mul(TICKS_PER_SECOND)?)
}

/// Local time by the offset of today, as `FileTimeToLocalFileTime` has it.
pub fn to_local_today(ticks: u64, now: u64) -> Option<u64> {
    shifted(ticks, clock::local(to_unix(now))?.offset)
}

/// The reverse of `to_local_today`.
pub fn from_local_today(ticks: u64, now: u64) -> Option<u64> {
    shifted(ticks, -clock::local(to_unix(now))?.offset)
}

/// Local time by the offset of that very moment.
pub fn to_local(ticks: u64) -> Option<u64> {
    shifted(ticks, clock::local(to_unix(ticks))?.offset)
}

/// The moment of a local time.
pub fn from_local(ticks: u64) -> Option<u64> {
    let time = fields_of(ticks)?;
    let fields = [time.wYear, time.wMonth, time.wDay, time.wHour, time.wMinute, time.wSecond].map(i32::from);
    from_unix(clock::from_local(fields))?.checked_add(ticks % TICKS_PER_SECOND as u64)
}

/// When, in a year and by the clock that was valid before, a rule's change comes.
fn change(rule: &SYSTEMTIME, year: u16) -> Option<u64> {
    if rule.wYear != 0 {
        return ticks_of(rule);
    }
    if !(1..=12).contains(&rule.wMonth) || !(1..=5).contains(&rule.wDay) || rule.wDayOfWeek > 6 {
        return None;
    }
    let first = SYSTEMTIME { wYear: year, wDay: 1, ..*rule };
    let weekday = fields_of(ticks_of(&first)?)?.wDayOfWeek;
    let mut day = 1 + (7 + rule.wDayOfWeek - weekday) % 7 + (rule.wDay - 1) * 7;
    while day > days_in_month(year, rule.wMonth) {
        day -= 7;
    }
    ticks_of(&SYSTEMTIME { wDay: day, ..first })
}

/// The seconds to add to UTC in standard and in daylight time.
fn offsets(zone: &TIME_ZONE_INFORMATION) -> (i64, i64) {
    let has_rules = zone.StandardDate.wMonth != 0;
    let bias = i64::from(zone.Bias);
    let of = |own: i32| -(bias + if has_rules { i64::from(own) } else { 0 }) * 60;
    (of(zone.StandardBias), of(zone.DaylightBias))
}

/// The offset in a zone at a time: `local` tells which clock the time is on.
fn offset_at(zone: &TIME_ZONE_INFORMATION, ticks: u64, local: bool) -> Option<i64> {
    let (standard, daylight) = offsets(zone);
    if zone.StandardDate.wMonth == 0 || zone.DaylightDate.wMonth == 0 {
        return Some(standard);
    }
    let year = fields_of(if local { ticks } else { shifted(ticks, standard)? })?.wYear;
    let (mut begin, mut end) = (change(&zone.DaylightDate, year)?, change(&zone.StandardDate, year)?);
    if !local {
        begin = shifted(begin, -standard)?;
        end = shifted(end, -daylight)?;
    }
    let in_daylight = if begin < end { (begin..end).contains(&ticks) } else { !(end..begin).contains(&ticks) };
    Some(if in_daylight { daylight } else { standard })
}

/// Local time in a zone that is given by its rules.
pub fn to_local_in(zone: &TIME_ZONE_INFORMATION, ticks: u64) -> Option<u64> {
    shifted(ticks, offset_at(zone, ticks, false)?)
}

/// The moment of a local time in a zone that is given by its rules.
pub fn from_local_in(zone: &TIME_ZONE_INFORMATION, ticks: u64) -> Option<u64> {
    shifted(ticks, -offset_at(zone, ticks, true)?)
}

/// Which of its two times the zone has now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// The zone has one time only.
    None,
    Standard,
    Daylight,
}

fn name(text: &str) -> [WCHAR; 32] {
    let mut units = [0; 32];
    for (unit, letter) in units.iter_mut().zip(to_wide(text).into_iter().take(31)) {
        *unit = letter;
    }
    units
}

/// A change at a moment as the rule of its year: month, week and weekday.
fn rule_of(moment: i64, offset_before: i64) -> SYSTEMTIME {
    let Some(time) = from_unix(moment + offset_before).and_then(fields_of) else { return NO_DATE };
    let is_last = time.wDay + 7 > days_in_month(time.wYear, time.wMonth);
    let week = if is_last { 5 } else { (time.wDay - 1) / 7 + 1 };
    SYSTEMTIME { wYear: 0, wDay: week, ..time }
}

/// The first second of the new time between two moments with different times.
fn moment_of_change(mut before: i64, mut after: i64) -> Option<i64> {
    let old = clock::local(before)?.is_daylight;
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if clock::local(middle)?.is_daylight == old { before = middle } else { after = middle }
    }
    Some(after)
}

/// The machine's zone with this year's changes.
pub fn current(now: u64) -> Option<(TIME_ZONE_INFORMATION, Season)> {
    const DAY: i64 = 86_400;
    let here = clock::local(to_unix(now))?;
    let mut zone = TIME_ZONE_INFORMATION {
        Bias: -(here.offset / 60) as i32,
        StandardName: name(&here.name),
        StandardDate: NO_DATE,
        StandardBias: 0,
        DaylightName: name(&here.name),
        DaylightDate: NO_DATE,
        DaylightBias: 0,
    };
    let first = SYSTEMTIME { wYear: fields_of(now)?.wYear, wMonth: 1, wDay: 1, ..NO_DATE };
    let new_year = to_unix(ticks_of(&first)?);
    let mut season = Season::None;
    let mut daylight_offset = here.offset;
    for day in 0..366 {
        let (before, after) = (new_year + day * DAY, new_year + (day + 1) * DAY);
        let (old, new) = (clock::local(before)?, clock::local(after)?);
        if old.is_daylight == new.is_daylight {
            continue;
        }
        season = if here.is_daylight { Season::Daylight } else { Season::Standard };
        let rule = rule_of(moment_of_change(before, after)?, old.offset);
        let (standard, daylight) = if new.is_daylight { (&old, &new) } else { (&new, &old) };
        if new.is_daylight {
            zone.DaylightDate = rule
        } else {
            zone.StandardDate = rule
        }
        zone.Bias = -(standard.offset / 60) as i32;
        zone.StandardName = name(&standard.name);
        zone.DaylightName = name(&daylight.name);
        daylight_offset = daylight.offset;
    }
    if season != Season::None {
        zone.DaylightBias = -(daylight_offset / 60) as i32 - zone.Bias;
    }
    Some((zone, season))
}
