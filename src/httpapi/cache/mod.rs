//! The response cache and the fragment cache of a queue.
//!
//! Responses are found by the whole URL of a request, byte for byte, fragments by their names,
//! which are URLs without regard to case. What is kept goes with its queue or with the URL that
//! was added for it, when its time has come, when nobody has used it for as long as
//! UriScavengerPeriod says, and before its time where the room of all caches together is used up.

mod fragments;
mod hits;
mod responses;
mod store;
mod url;

pub use fragments::{Part, add, read};
pub use hits::answer;
pub(super) use responses::keep;
pub use url::CacheUrl;

use crate::abi::http::*;
use crate::win32::alarm;
use crate::win32::error::Win32Error;
use crate::win32::sys::clock::coarse_milliseconds;
use parking_lot::Mutex;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use store::{Room, Store};

use super::settings::INVALID;

/// UriScavengerPeriod: what nobody has used for so long goes.
const PERIOD: Duration = Duration::from_secs(120);

pub struct Cache {
    responses: Store<responses::Kept>,
    fragments: Store<Arc<[u8]>>,
    /// Set while something is kept.
    scavenger: Mutex<Option<alarm::Key>>,
    this: Weak<Cache>,
}

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Not,
    UntilFlushed,
    For(Duration),
}

impl TryFrom<HTTP_CACHE_POLICY> for Policy {
    type Error = Win32Error;

    fn try_from(policy: HTTP_CACHE_POLICY) -> Result<Self, Win32Error> {
        match policy.Policy {
            HttpCachePolicyNocache => Ok(Self::Not),
            HttpCachePolicyUserInvalidates => Ok(Self::UntilFlushed),
            HttpCachePolicyTimeToLive => Ok(Self::For(Duration::from_secs(policy.SecondsToLive.into()))),
            _ => Err(INVALID),
        }
    }
}

impl Policy {
    /// When it ends, in milliseconds of the coarse clock.
    fn end(self, now: u64) -> u64 {
        match self {
            Self::Not => now,
            Self::UntilFlushed => u64::MAX,
            Self::For(time) => now.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

impl Cache {
    pub fn new() -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            responses: Store::default(),
            fragments: Store::default(),
            scavenger: Mutex::default(),
            this: this.clone(),
        })
    }

    /// Drops a URL's response and fragment, or with `recursive` those of all that is below it.
    pub fn flush(&self, url: &CacheUrl, recursive: bool) {
        self.responses.retain(|key, _| !url.covers(key, recursive));
        self.fragments.retain(|key, _| !url.covers(key, recursive));
    }

    /// The URL that was added with this number is no more.
    pub fn forget(&self, registration: u64) {
        self.responses.retain(|_, item| item.registration != registration);
        self.fragments.retain(|_, item| item.registration != registration);
    }

    /// Nothing is kept any more.
    pub fn clear(&self) {
        self.responses.retain(|_, _| false);
        self.fragments.retain(|_, _| false);
        self.stop_scavenger();
    }

    /// Room for so many bytes. What was used last stays, where something has to go.
    fn room(&self, size: usize) -> Option<Room> {
        // Nothing goes for what does not fit in any case.
        while Room::may_be(size) {
            if let Some(room) = Room::take(size) {
                return Some(room);
            }
            self.drop_unused(coarse_milliseconds());
            if let Some(room) = Room::take(size) {
                return Some(room);
            }
            if !(self.responses.drop_oldest() | self.fragments.drop_oldest()) {
                break;
            }
        }
        None
    }

    fn drop_unused(&self, now: u64) {
        let since = now.saturating_sub(PERIOD.as_millis() as u64);
        self.responses.retain(|_, item| item.ends > now && item.was_used_after(since));
        self.fragments.retain(|_, item| item.ends > now && item.was_used_after(since));
    }

    fn start_scavenger(&self) {
        let mut scavenger = self.scavenger.lock();
        if scavenger.is_none() {
            let this = self.this.clone();
            let look = move || {
                if let Some(cache) = this.upgrade() {
                    cache.scavenge();
                }
            };
            // Without the alarm's thread the next one that is kept tries again.
            *scavenger = alarm::set(Instant::now() + PERIOD, Arc::new(look)).ok();
        }
    }

    fn stop_scavenger(&self) {
        let set = self.scavenger.lock().take();
        if let Some(key) = set {
            alarm::cancel(key);
        }
    }

    fn scavenge(&self) {
        self.drop_unused(coarse_milliseconds());
        *self.scavenger.lock() = None;
        if !(self.responses.is_empty() && self.fragments.is_empty()) {
            self.start_scavenger();
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.stop_scavenger();
    }
}

#[cfg(test)]
mod tests {
    use super::store::Item;
    use super::*;

    #[test]
    fn what_nobody_uses_goes_after_the_period() {
        let cache = Cache::new();
        let period = PERIOD.as_millis() as u64;
        let fragment = |ends, now| Item::new(Arc::from(&b"x"[..]), 1, ends, now, Room::take(1).expect("room"));
        cache.fragments.put("used", fragment(u64::MAX, 1000));
        cache.fragments.put("unused", fragment(u64::MAX, 1000));
        cache.fragments.put("short", fragment(2000, 1000));
        cache.drop_unused(1999);
        assert!(cache.fragments.get("short", 1999).is_some());
        cache.drop_unused(2000);
        assert!(cache.fragments.get("short", 0).is_none());
        assert!(cache.fragments.get("used", 5000).is_some());
        cache.drop_unused(999 + period);
        assert!(!cache.fragments.is_empty());
        cache.drop_unused(1000 + period);
        assert!(cache.fragments.get("unused", 1000).is_none());
        assert!(cache.fragments.get("used", 6000).is_some());
        cache.forget(2);
        assert!(!cache.fragments.is_empty());
        cache.forget(1);
        assert!(cache.fragments.is_empty());
    }

    #[test]
    fn policies_tell_when_the_time_is_over() {
        assert_eq!(Policy::For(Duration::from_secs(2)).end(500), 2500);
        assert_eq!(Policy::For(Duration::from_secs(u32::MAX.into())).end(u64::MAX - 1), u64::MAX);
        assert_eq!(Policy::UntilFlushed.end(7), u64::MAX);
        let of = |policy| Policy::try_from(HTTP_CACHE_POLICY { Policy: policy, SecondsToLive: 3 });
        assert_eq!(of(HttpCachePolicyNocache), Ok(Policy::Not));
        assert_eq!(of(HttpCachePolicyUserInvalidates), Ok(Policy::UntilFlushed));
        assert_eq!(of(HttpCachePolicyTimeToLive), Ok(Policy::For(Duration::from_secs(3))));
        assert!(of(HttpCachePolicyMaximum).is_err() && of(-1).is_err());
    }
}
