//! What is kept under a name, within a bound that all stores share.

use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// So many bytes are kept in all caches of the process.
pub(super) const MOST: usize = 64 << 20;

/// What an item needs beside its bytes, roughly. It bounds how many small ones there are.
const OVERHEAD: usize = 256;

static USED: AtomicUsize = AtomicUsize::new(0);

/// A part of the bound, given back with the drop.
pub(super) struct Room(usize);

impl Room {
    /// Whether there is so much of it at all.
    pub fn may_be(size: usize) -> bool {
        size <= MOST - OVERHEAD
    }

    pub fn take(size: usize) -> Option<Self> {
        let size = size.checked_add(OVERHEAD)?;
        let add = |used: usize| used.checked_add(size).filter(|sum| *sum <= MOST);
        USED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).ok().map(|_| Self(size))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        USED.fetch_sub(self.0, Ordering::Relaxed);
    }
}

pub(super) struct Item<V> {
    pub value: V,
    /// The number of the URL that was added by the application and has it.
    pub registration: u64,
    /// When it may not be used any more, in milliseconds of the coarse clock.
    pub ends: u64,
    used: AtomicU64,
    _room: Room,
}

impl<V> Item<V> {
    pub fn new(value: V, registration: u64, ends: u64, now: u64, room: Room) -> Self {
        Self { value, registration, ends, used: AtomicU64::new(now), _room: room }
    }

    pub fn was_used_after(&self, time: u64) -> bool {
        self.used.load(Ordering::Relaxed) > time
    }
}

/// Items by name. The map is keyed, so that chosen names do not collide, and names are compared
/// as a whole.
pub(super) struct Store<V> {
    items: RwLock<HashMap<Box<str>, Arc<Item<V>>>>,
    /// To be looked at without the lock.
    count: AtomicUsize,
}

impl<V> Default for Store<V> {
    fn default() -> Self {
        Self { items: RwLock::default(), count: AtomicUsize::new(0) }
    }
}

impl<V> Store<V> {
    pub fn is_empty(&self) -> bool {
        self.count.load(Ordering::Relaxed) == 0
    }

    pub fn get(&self, name: &str, now: u64) -> Option<Arc<Item<V>>> {
        let item = self.items.read().get(name).filter(|item| item.ends > now).cloned()?;
        item.used.store(now, Ordering::Relaxed);
        Some(item)
    }

    /// Replaces what has this name.
    pub fn put(&self, name: &str, item: Item<V>) {
        let mut items = self.items.write();
        let old = items.insert(name.into(), Arc::new(item));
        self.count.store(items.len(), Ordering::Relaxed);
        drop(items);
        drop(old);
    }

    pub fn remove(&self, name: &str) {
        let mut items = self.items.write();
        let old = items.remove(name);
        self.count.store(items.len(), Ordering::Relaxed);
        drop(items);
        drop(old);
    }

    pub fn retain(&self, keep: impl Fn(&str, &Item<V>) -> bool) {
        if self.is_empty() {
            return;
        }
        let mut items = self.items.write();
        items.retain(|name, item| keep(name, item));
        if items.len() * 4 < items.capacity() {
            items.shrink_to_fit();
        }
        self.count.store(items.len(), Ordering::Relaxed);
    }

    /// Drops an eighth, of which nobody made use for the longest time; `false` where there is
    /// nothing. One by one, each would cost a look at all.
    pub fn drop_oldest(&self) -> bool {
        let mut items = self.items.write();
        let mut times: Vec<u64> = items.values().map(|item| item.used.load(Ordering::Relaxed)).collect();
        if times.is_empty() {
            return false;
        }
        let most = times.len().div_ceil(8);
        let (_, &mut last, _) = times.select_nth_unstable(most - 1);
        let mut left = most;
        items.retain(|_, item| {
            let goes = left > 0 && !item.was_used_after(last);
            left -= usize::from(goes);
            !goes
        });
        self.count.store(items.len(), Ordering::Relaxed);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn item(used: u64, ends: u64) -> Item<u64> {
        Item::new(used, 1, ends, used, Room::take(0).expect("room"))
    }

    #[test]
    fn what_is_over_is_not_found() {
        let store = Store::default();
        store.put("a", item(0, 10));
        store.put("b", item(0, u64::MAX));
        assert!(store.get("a", 9).is_some());
        assert!(store.get("a", 10).is_none() && store.get("c", 0).is_none());
        assert!(store.get("b", u64::MAX - 1).is_some());
        store.put("a", item(0, 12));
        assert!(store.get("a", 11).is_some());
        store.remove("a");
        store.remove("b");
        assert!(store.is_empty());
    }

    #[test]
    fn the_oldest_go_first() {
        let store = Store::default();
        for used in 0..80 {
            store.put(&used.to_string(), item(used, u64::MAX));
        }
        // It is not the oldest any more.
        assert!(store.get("3", 100).is_some());
        assert!(store.drop_oldest());
        let gone: Vec<u64> = (0..80).filter(|used| store.get(&used.to_string(), 200).is_none()).collect();
        assert_eq!(gone, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10]);
        // All of one age go one eighth after the other, too.
        for left in [70, 61, 53] {
            assert_eq!(store.items.read().len(), left);
            assert!(store.drop_oldest());
        }
        while store.drop_oldest() {}
        assert!(store.is_empty());
    }

    #[test]
    fn many_names_that_look_alike_are_found_as_soon_as_few() {
        const MANY: usize = 100_000;
        let name = |number: usize| format!("http://localhost:80/{}?{number}", "a".repeat(30));
        let few = Store::default();
        let many = Store::default();
        few.put(&name(7), item(0, u64::MAX));
        (0..MANY).for_each(|number| many.put(&name(number), item(0, u64::MAX)));
        let time = |store: &Store<u64>, wanted: &dyn Fn(usize) -> String| {
            let names: Vec<String> = (0..2000).map(|at| wanted(at * 47)).collect();
            let best = (0..5).map(|_| {
                let start = Instant::now();
                assert!(names.iter().all(|name| store.get(name, 0).is_some()));
                start.elapsed()
            });
            best.min().expect("there are some")
        };
        let (one, all) = (time(&few, &|_| name(7)), time(&many, &name));
        // A chain or a scan of them all would cost thousands of times as much.
        assert!(all < one * 100, "{all:?} against {one:?}");
        assert!(many.get(&name(MANY), 0).is_none());
    }

    #[test]
    fn there_is_no_room_beyond_the_bound() {
        assert!(Room::take(MOST).is_none() && Room::take(usize::MAX).is_none());
        assert!(Room::take(1 << 10).is_some());
    }
}
