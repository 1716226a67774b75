//! The URLs that are asked for, how often, and what modules keep for them.

use super::com::url_info::{self, UrlInfo};
use super::configuration::views::ServerRuntime;
use super::context::Context;
use crate::win32::sys::clock;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// So many URLs are remembered.
const MOST: usize = 4096;

/// serverRuntime: how many hits in which time make a URL a frequent one.
#[derive(Clone, Copy, Debug)]
pub struct Threshold {
    pub hits: u32,
    pub milliseconds: u64,
}

impl Default for Threshold {
    fn default() -> Self {
        Self { hits: 2, milliseconds: 10_000 }
    }
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    since: u64,
    hits: u32,
}

/// The hits of one URL.
pub struct Hits {
    threshold: Threshold,
    counted: Mutex<Counted>,
}

impl Hits {
    fn new(threshold: Threshold, now: u64) -> Self {
        Self { threshold, counted: Mutex::new(Counted { since: now, hits: 0 }) }
    }

    fn add(&self, now: u64) {
        let mut counted = self.counted.lock();
        if now.saturating_sub(counted.since) > self.threshold.milliseconds {
            *counted = Counted { since: now, hits: 0 };
        }
        counted.hits = counted.hits.saturating_add(1);
    }

    pub fn are_frequent(&self) -> bool {
        self.are_frequent_at(clock::coarse_milliseconds())
    }

    fn are_frequent_at(&self, now: u64) -> bool {
        let counted = *self.counted.lock();
        now.saturating_sub(counted.since) <= self.threshold.milliseconds && counted.hits >= self.threshold.hits
    }

    fn since(&self) -> u64 {
        self.counted.lock().since
    }
}

/// The entry of a path that a request has had.
pub(super) type PathInfo = (String, Arc<UrlInfo>);

/// A site and a decoded path.
type Key = (u32, String);

/// Those of a worker.
#[derive(Default)]
pub struct Urls {
    /// Somebody has asked: from then on every request counts.
    is_wanted: AtomicBool,
    urls: Mutex<HashMap<Key, Arc<UrlInfo>>>,
}

impl Urls {
    pub fn are_wanted(&self) -> bool {
        self.is_wanted.load(Ordering::Relaxed)
    }

    /// The entry of a URL, for a request more. One that was not known is frequent by this threshold.
    fn hit(&self, key: Key, threshold: Threshold) -> Arc<UrlInfo> {
        self.is_wanted.store(true, Ordering::Relaxed);
        let now = clock::coarse_milliseconds();
        // What goes tells the modules whose objects it has, and is dropped without the lock.
        let mut gone = Vec::new();
        let url = {
            let mut urls = self.urls.lock();
            if urls.len() >= MOST && !urls.contains_key(&key) {
                gone = oldest(&urls).iter().filter_map(|key| urls.remove(key)).collect();
            }
            match urls.get(&key) {
                Some(url) => url.clone(),
                None => {
                    let url = url_info::new(Hits::new(threshold, now));
                    // Where all of them are in use, this one is its request's alone.
                    if urls.len() < MOST {
                        urls.insert(key, url.clone());
                    }
                    url
                }
            }
        };
        drop(gone);
        url.hits.add(now);
        url
    }

    /// The worker ends, or is short of memory: what is not in use goes.
    pub fn clear(&self) {
        let urls = std::mem::take(&mut *self.urls.lock());
        drop(urls);
    }
}

/// Of the URLs that no request uses a quarter, those that were asked for least lately.
fn oldest(urls: &HashMap<Key, Arc<UrlInfo>>) -> Vec<Key> {
    let unused = urls.iter().filter(|(_, url)| Arc::strong_count(url) == 1);
    let mut unused: Vec<_> = unused.map(|(key, url)| (url.hits.since(), key)).collect();
    unused.sort_unstable();
    unused.truncate(MOST / 4);
    unused.into_iter().map(|(_, key)| key.clone()).collect()
}

impl Context {
    /// The entry of the request's URL, which this request has hit.
    pub fn url_info(&self) -> Arc<UrlInfo> {
        let path = self.request.path().into_owned();
        let mut known = self.url_infos.lock();
        match known.last() {
            Some((same, url)) if *same == path => url.clone(),
            _ => {
                let key = (self.application.site_id(), path.clone());
                let url = self.worker.urls.hit(key, threshold(self));
                known.push((path, url.clone()));
                url
            }
        }
    }

    /// Counts the request where somebody wants to know.
    pub fn count_url(&self) {
        if self.worker.urls.are_wanted() {
            self.url_info();
        }
    }
}

/// What the configuration of the request's URL says.
fn threshold(context: &Context) -> Threshold {
    context.configuration().view::<ServerRuntime>().map_or_else(
        |_| Threshold::default(),
        |runtime| Threshold {
            hits: runtime.frequent_hit_threshold,
            milliseconds: runtime
                .frequent_hit_time_period
                .map_or(u64::MAX, |period| u64::try_from(period.as_millis()).unwrap_or(u64::MAX)),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_frequent_after_so_many_hits_in_the_time() {
        let hits = Hits::new(Threshold { hits: 2, milliseconds: 10 }, 100);
        hits.add(100);
        assert!(!hits.are_frequent_at(100));
        hits.add(110);
        assert!(hits.are_frequent_at(110));
        assert!(!hits.are_frequent_at(111));
        hits.add(111);
        assert!(!hits.are_frequent_at(111));
    }

    #[test]
    fn so_many_urls_are_remembered_and_those_in_use_stay() {
        let urls = Urls::default();
        let used = urls.hit((1, "/used".into()), Threshold::default());
        for number in 0..MOST + 10 {
            urls.hit((1, format!("/{number}")), Threshold::default());
        }
        assert!((MOST / 2..=MOST).contains(&urls.urls.lock().len()));
        assert!(Arc::ptr_eq(&used, &urls.hit((1, "/used".into()), Threshold::default())));
        assert!(!Arc::ptr_eq(&used, &urls.hit((2, "/used".into()), Threshold::default())));
    }
}
