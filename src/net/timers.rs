//! When connections have waited for long enough.
//!
//! A connection keeps its deadline itself and moves it by a store. Its id stands in the
//! second that the deadline was in when it was put there; whoever looks at that second
//! and finds the deadline moved puts the id into the new one. So a busy connection costs
//! nothing here but one look in the length of its longest wait. A deadline that is moved
//! forward puts the id into an earlier second; the later one is not looked at then.

use super::connection;
use crate::win32::alarm::{self, Key};
use crate::win32::sys::clock;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A connection's deadline; it has one at most.
#[derive(Default)]
pub struct Deadline {
    /// In milliseconds of the coarse clock; 0 is none.
    at: AtomicU64,
    /// The second that is looked at for it; 0 if none is.
    noted: AtomicU64,
}

/// Seconds with the ids of the connections to be looked at.
struct Seconds {
    ids: BTreeMap<u64, Vec<u64>>,
    /// The alarm for the first of them.
    alarm: Option<(u64, Key)>,
}

static SECONDS: Mutex<Seconds> = Mutex::new(Seconds { ids: BTreeMap::new(), alarm: None });

/// How long until a deadline is looked at once more.
pub enum Due {
    /// It has passed.
    Now,
    At(u64),
    Never,
}

impl Deadline {
    /// The connection with this id has so long from now on.
    pub fn set(&self, id: u64, time: Duration) {
        let at = clock::coarse_milliseconds().saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        self.at.store(at.max(1), Ordering::SeqCst);
        let second = second_of(at);
        let earlier = |noted| (noted == 0 || noted > second).then_some(second);
        if self.noted.fetch_update(Ordering::SeqCst, Ordering::SeqCst, earlier).is_ok() {
            note(id, at);
        }
    }

    /// There is none any more; the id stays where it stands until it is looked at.
    pub fn clear(&self) {
        self.at.store(0, Ordering::Relaxed);
    }

    /// Whether it was not moved since it was looked at.
    pub fn has_passed(&self) -> bool {
        let at = self.at.load(Ordering::Relaxed);
        at != 0 && at <= clock::coarse_milliseconds()
    }

    /// Looks at the deadline when a second has come in which its id stands.
    fn look(&self, second: u64, now: u64) -> Due {
        // Whoever sets a deadline from here on notes the id itself.
        if self.noted.compare_exchange(second, 0, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return Due::Never;
        }
        match self.at.load(Ordering::SeqCst) {
            0 => Due::Never,
            at if at <= now => Due::Now,
            // Somebody may have just done so.
            at => match self.noted.compare_exchange(0, second_of(at), Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => Due::At(at),
                Err(_) => Due::Never,
            },
        }
    }
}

/// The second after which a deadline has passed.
fn second_of(at: u64) -> u64 {
    at / 1000 + 1
}

fn note(id: u64, at: u64) {
    let mut seconds = SECONDS.lock();
    let second = second_of(at);
    seconds.ids.entry(second).or_default().push(id);
    seconds.arm();
}

impl Seconds {
    /// Sets the alarm for the first second.
    fn arm(&mut self) {
        let Some((&first, _)) = self.ids.first_key_value() else { return };
        if self.alarm.is_some_and(|(second, _)| second <= first) {
            return;
        }
        if let Some((_, key)) = self.alarm.take() {
            alarm::cancel(key);
        }
        let left = (first * 1000).saturating_sub(clock::coarse_milliseconds());
        let due = Instant::now() + Duration::from_millis(left);
        // Without the alarm's thread the next deadline tries again.
        self.alarm = alarm::set(due, Arc::new(go_off)).ok().map(|key| (first, key));
    }
}

/// Looks at every connection whose second has passed.
fn go_off() {
    let now = clock::coarse_milliseconds();
    let ids: Vec<(u64, u64)> = {
        let mut seconds = SECONDS.lock();
        seconds.alarm = None;
        let later = seconds.ids.split_off(&(now / 1000 + 1));
        let passed = std::mem::replace(&mut seconds.ids, later).into_iter();
        passed.flat_map(|(second, ids)| ids.into_iter().map(move |id| (second, id))).collect()
    };
    for (second, id) in ids {
        let Some(connection) = connection::find(id) else { continue };
        match connection.deadline().look(second, now) {
            Due::Now => connection.time_is_up(),
            Due::At(at) => note(id, at),
            Due::Never => {}
        }
    }
    SECONDS.lock().arm();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_that_moves_forward_is_looked_at_in_its_earlier_second() {
        let deadline = Deadline::default();
        // No connection has this id.
        deadline.set(u64::MAX, Duration::from_secs(120));
        let late = deadline.noted.load(Ordering::SeqCst);
        deadline.set(u64::MAX, Duration::from_secs(1));
        let early = deadline.noted.load(Ordering::SeqCst);
        assert!(early < late);
        let due = deadline.at.load(Ordering::SeqCst);
        assert!(matches!(deadline.look(late, late * 1000), Due::Never));
        assert!(matches!(deadline.look(early, due), Due::Now));
        assert!(matches!(deadline.look(early, due), Due::Never));
    }

    #[test]
    fn a_deadline_that_moves_back_is_looked_at_once_more() {
        let deadline = Deadline::default();
        deadline.set(u64::MAX, Duration::from_secs(1));
        let early = deadline.noted.load(Ordering::SeqCst);
        deadline.set(u64::MAX, Duration::from_secs(120));
        assert_eq!(deadline.noted.load(Ordering::SeqCst), early);
        let later = deadline.at.load(Ordering::SeqCst);
        assert!(matches!(deadline.look(early, early * 1000), Due::At(at) if at == later));
        deadline.clear();
        assert!(matches!(deadline.look(second_of(later), later), Due::Never));
    }
}
