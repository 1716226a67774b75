//! How fast may be sent: token buckets, each for all connections that share it.
//!
//! Nobody is woken while there is room. A connection that finds none waits until there is room for
//! a part that is worth it, and then tries again; in what order several do is chance.

use crate::win32::sys::clock::coarse_milliseconds;
use parking_lot::Mutex;
use smallvec::SmallVec;
use std::sync::Arc;
use std::time::Duration;

/// Bytes a second, of which some may come at once.
pub struct Bucket {
    rate: u64,
    burst: u64,
    level: Mutex<Level>,
}

#[derive(Clone, Copy)]
struct Level {
    /// In thousandths of a byte; below zero where several have taken at a time.
    left: i64,
    /// When it was so, in milliseconds of the coarse clock.
    at: u64,
}

impl Bucket {
    /// A full one. Both numbers have 32 bits, so that there is no overflow here.
    pub fn new(rate: u32, burst: u32) -> Self {
        Self::filled_at(rate, burst, coarse_milliseconds())
    }

    fn filled_at(rate: u32, burst: u32, at: u64) -> Self {
        let (rate, burst) = (u64::from(rate.max(1)), u64::from(burst.max(1)));
        Self { rate, burst, level: Mutex::new(Level { left: (burst * 1000) as i64, at }) }
    }

    fn fill(&self, level: &mut Level, now: u64) {
        let most = (self.burst * 1000) as i64;
        // What comes in so long is more than there is room for in any case.
        let passed = now.saturating_sub(level.at).min(1 << 30);
        level.left = most.min(level.left + (passed * self.rate) as i64);
        level.at = now;
    }

    /// How many bytes there is room for; or else how long it takes until half of the burst is there.
    fn room(&self, now: u64) -> Result<usize, Duration> {
        let mut level = self.level.lock();
        self.fill(&mut level, now);
        match usize::try_from(level.left / 1000) {
            Ok(room) if room > 0 => Ok(room),
            _ => {
                let lacking = (self.burst * 500) as i64 - level.left;
                // One more, since the clock may have been about to tick.
                Err(Duration::from_millis(lacking.max(0).unsigned_abs().div_ceil(self.rate) + 1))
            }
        }
    }

    fn spend(&self, bytes: usize) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX / 1000);
        self.level.lock().left -= bytes.saturating_mul(1000);
    }
}

/// The buckets that a connection's bytes come from, all of them from each.
#[derive(Default)]
pub struct Throttle(SmallVec<[Arc<Bucket>; 4]>);

impl Throttle {
    pub fn new(buckets: impl IntoIterator<Item = Arc<Bucket>>) -> Self {
        Self(buckets.into_iter().collect())
    }

    /// The same with one bucket more.
    pub(super) fn with(&self, bucket: Arc<Bucket>) -> Self {
        Self::new(self.0.iter().cloned().chain([bucket]))
    }

    /// How many bytes may be sent now; or how long none.
    pub(super) fn room(&self) -> Result<usize, Duration> {
        let now = coarse_milliseconds();
        let (mut room, mut time) = (usize::MAX, None);
        for bucket in &self.0 {
            match bucket.room(now) {
                Ok(bytes) => room = room.min(bytes),
                Err(wait) => time = time.max(Some(wait)),
            }
        }
        time.map_or(Ok(room), Err)
    }

    pub(super) fn spend(&self, bytes: usize) {
        self.0.iter().for_each(|bucket| bucket.spend(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_the_rate() {
        let bucket = Bucket::filled_at(1000, 400, 5000);
        assert_eq!(bucket.room(5000), Ok(400));
        bucket.spend(400);
        // Half of the burst takes 200 ms.
        assert_eq!(bucket.room(5000), Err(Duration::from_millis(201)));
        assert_eq!(bucket.room(5200), Ok(200));
        bucket.spend(300);
        assert_eq!(bucket.room(5200), Err(Duration::from_millis(301)));
        assert_eq!(bucket.room(5501), Ok(201));
        assert_eq!(bucket.room(u64::MAX), Ok(400));
    }

    #[test]
    fn numbers_at_their_limits() {
        let bucket = Bucket::filled_at(u32::MAX, u32::MAX, 0);
        assert_eq!(bucket.room(u64::MAX), Ok(u32::MAX as usize));
        bucket.spend(u32::MAX as usize);
        assert_eq!(bucket.room(u64::MAX), Err(Duration::from_millis(501)));
        assert_eq!(Bucket::filled_at(0, 0, 7).room(7), Ok(1));
    }

    #[test]
    fn the_narrowest_counts() {
        let [wide, narrow] = [(4000, 3000), (2000, 1000)].map(|(rate, burst)| Arc::new(Bucket::new(rate, burst)));
        let throttle = Throttle::new([wide.clone(), narrow.clone()]);
        assert_eq!(throttle.room(), Ok(1000));
        throttle.spend(1000);
        assert!(throttle.room().is_err() || narrow.room(coarse_milliseconds()).is_ok());
        assert!(wide.room(coarse_milliseconds()).is_ok_and(|room| room >= 2000));
    }
}
