//! FILETIME: 100-nanosecond intervals since 1 January 1601, UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// From 1601 to 1970.
const UNIX_EPOCH_TICKS: u64 = 116_444_736_000_000_000;

/// A time in the intervals of a FILETIME.
pub fn ticks(time: SystemTime) -> u64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => UNIX_EPOCH_TICKS + (since.as_nanos() / 100) as u64,
        Err(before) => UNIX_EPOCH_TICKS.saturating_sub((before.duration().as_nanos() / 100) as u64),
    }
}
