//! When connections have waited for long enough.
//!
//! A connection keeps its deadline itself and moves it by a store. Its id stands in the
//! second that the deadline was in when it was put there; whoever looks at that second
//! and finds the deadline moved to a later one puts the id there. So a busy connection costs
//! nothing here but one look in the length of its longest wait. A deadline that moves to an
//! earlier second is put there at once, and the id that stands in the later one means nothing.

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
    /// The second in which the id stands; 0 for none.
    noted: AtomicU64,
}

/// Seconds with the ids of the connections to be looked at.
struct Seconds {
    ids: BTreeMap<u64, Vec<u64>>,
    /// The alarm for the first of them.
    alarm: Option<(u64, Key)>,
}

const YEAR: u64 = 365 * 86_400_000;

static SECONDS: Mutex<Seconds> = Mutex::new(Seconds { ids: BTreeMap::new(), alarm: None });

/// When a deadline is looked at once more.
pub enum Due {
    /// It has passed.
    Now,
    In(u64),
    Never,
}

impl Deadline {
    /// The connection with this id has so long from now on.
    pub fn set(&self, id: u64, time: Duration) {
        let Some(at) =
            u64::try_from(time.as_millis()).ok().and_then(|time| clock::coarse_milliseconds().checked_add(time))
        else {
            return self.clear();
        };
        self.at.store(at.max(1), Ordering::SeqCst);
        let second = second_of(at);
        let noted = self
            .noted
            .try_update(Ordering::SeqCst, Ordering::SeqCst, |noted| (noted == 0 || second < noted).then_some(second));
        if noted.is_ok() {
            note(id, second);
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

    /// Looks at the deadline when a second has come in which the id stands.
    fn look(&self, second: u64, now: u64) -> Due {
        // Whoever sets a deadline from here on notes the id itself.
        if self.noted.compare_exchange(second, 0, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return Due::Never;
        }
        match self.at.load(Ordering::SeqCst) {
            0 => Due::Never,
            at if at <= now => Due::Now,
            at => {
                let later = second_of(at);
                // Somebody may have just done so.
                let noted = self.noted.compare_exchange(0, later, Ordering::SeqCst, Ordering::SeqCst);
                if noted.is_ok() { Due::In(later) } else { Due::Never }
            }
        }
    }
}

/// The second after which a deadline has passed.
fn second_of(at: u64) -> u64 {
    at / 1000 + 1
}

fn note(id: u64, second: u64) {
    let mut seconds = SECONDS.lock();
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
        let left = first.saturating_mul(1000).saturating_sub(clock::coarse_milliseconds());
        // One that is further away than the clock can tell is looked at again in a year.
        let due = Instant::now() + Duration::from_millis(left.min(YEAR));
        // Without the alarm's thread the next deadline tries again.
        self.alarm = alarm::set(due, Arc::new(go_off)).ok().map(|key| (first, key));
    }
}

/// Looks at every connection whose second has passed.
fn go_off() {
    let now = clock::coarse_milliseconds();
    let passed = {
        let mut seconds = SECONDS.lock();
        seconds.alarm = None;
        let later = seconds.ids.split_off(&(now / 1000 + 1));
        std::mem::replace(&mut seconds.ids, later)
    };
    for (second, id) in passed.into_iter().flat_map(|(second, ids)| ids.into_iter().map(move |id| (second, id))) {
        let Some(connection) = connection::find(id) else { continue };
        match connection.deadline().look(second, now) {
            Due::Now => connection.time_is_up(),
            Due::In(second) => note(id, second),
            Due::Never => {}
        }
    }
    SECONDS.lock().arm();
}
