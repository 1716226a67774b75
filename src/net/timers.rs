//! When connections have waited for long enough.
//!
//! A connection keeps its deadline itself and moves it by a store. Its id stands in the
//! second that the deadline was in when it was put there; whoever looks at that second
//! and finds the deadline moved puts the id into the new one. So a busy connection costs
//! nothing here but one look in the length of its longest wait.

use super::connection;
use crate::win32::alarm::{self, Key};
use crate::win32::sys::clock;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A connection's deadline; it has one at most.
#[derive(Default)]
pub struct Deadline {
    /// In milliseconds of the coarse clock; 0 is none.
    at: AtomicU64,
    /// The id stands in a second.
    noted: AtomicBool,
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
        if !self.noted.swap(true, Ordering::SeqCst) {
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

    /// Looks at the deadline when its second has come.
    fn look(&self, now: u64) -> Due {
        // Whoever sets a deadline from here on notes the id itself.
        self.noted.store(false, Ordering::SeqCst);
        match self.at.load(Ordering::SeqCst) {
            0 => Due::Never,
            at if at <= now => Due::Now,
            // Somebody may have just done so.
            at if !self.noted.swap(true, Ordering::SeqCst) => Due::At(at),
            _ => Due::Never,
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
    let ids: Vec<u64> = {
        let mut seconds = SECONDS.lock();
        seconds.alarm = None;
        let later = seconds.ids.split_off(&(now / 1000 + 1));
        std::mem::replace(&mut seconds.ids, later).into_values().flatten().collect()
    };
    for id in ids {
        let Some(connection) = connection::find(id) else { continue };
        match connection.deadline().look(now) {
            Due::Now => connection.time_is_up(),
            Due::At(at) => note(id, at),
            Due::Never => {}
        }
    }
    SECONDS.lock().arm();
}
