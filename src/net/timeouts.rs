//! How long a connection may wait for what.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// In seconds, 0xFFFF without a limit; the rate in bytes a second, 0xFFFFFFFF without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutLimits {
    pub idle_connection: u16,
    pub header_wait: u16,
    pub entity_body: u16,
    pub drain_entity_body: u16,
    pub min_send_rate: u32,
}

/// No limit.
pub const UNLIMITED: u16 = u16::MAX;
pub const UNLIMITED_RATE: u32 = u32::MAX;

impl Default for TimeoutLimits {
    fn default() -> Self {
        Self { idle_connection: 120, header_wait: 120, entity_body: 120, drain_entity_body: 120, min_send_rate: 150 }
    }
}

/// The time for a number of seconds; `None` without a limit.
pub fn time(seconds: u16) -> Option<Duration> {
    (seconds != UNLIMITED).then(|| Duration::from_secs(seconds.into()))
}

/// Limits that are changed and read without a lock.
#[derive(Debug)]
pub struct SharedLimits {
    times: AtomicU64,
    rate: AtomicU32,
}

impl Default for SharedLimits {
    fn default() -> Self {
        let limits = Self { times: AtomicU64::new(0), rate: AtomicU32::new(0) };
        limits.set(&TimeoutLimits::default());
        limits
    }
}

impl SharedLimits {
    pub fn set(&self, limits: &TimeoutLimits) {
        let times = [limits.idle_connection, limits.header_wait, limits.entity_body, limits.drain_entity_body];
        let times = times.iter().fold(0, |all, time| all << 16 | u64::from(*time));
        self.times.store(times, Ordering::Relaxed);
        self.rate.store(limits.min_send_rate, Ordering::Relaxed);
    }

    pub fn get(&self) -> TimeoutLimits {
        let times = self.times.load(Ordering::Relaxed);
        TimeoutLimits {
            idle_connection: (times >> 48) as u16,
            header_wait: (times >> 32) as u16,
            entity_body: (times >> 16) as u16,
            drain_entity_body: times as u16,
            min_send_rate: self.rate.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_come_back_as_they_were_set() {
        let shared = SharedLimits::default();
        assert_eq!(shared.get(), TimeoutLimits::default());
        let limits = TimeoutLimits {
            idle_connection: 1,
            header_wait: UNLIMITED,
            entity_body: 0x8000,
            drain_entity_body: 4,
            min_send_rate: UNLIMITED_RATE,
        };
        shared.set(&limits);
        assert_eq!(shared.get(), limits);
    }

    #[test]
    fn the_highest_number_is_no_limit() {
        assert_eq!(time(UNLIMITED), None);
        assert_eq!(time(3), Some(Duration::from_secs(3)));
    }
}
