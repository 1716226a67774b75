//! The timeouts of server sessions and URL groups, and which of them hold for a connection.

use super::configuration;
use crate::abi::http::{HTTP_PROPERTY_FLAGS, HTTP_TIMEOUT_LIMIT_INFO};
use crate::net::settings as net;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Seconds in the queue, unless the program says otherwise.
const IN_QUEUE: u16 = 120;

/// No limit.
const UNLIMITED: u16 = u16::MAX;
const UNLIMITED_RATE: u32 = u32::MAX;

/// As the program has set them; 0 leaves it to the next level. They are read for every request,
/// so without a lock.
#[derive(Default)]
pub struct Timeouts {
    present: AtomicBool,
    entity_body: AtomicU16,
    drain_entity_body: AtomicU16,
    request_queue: AtomicU16,
    idle_connection: AtomicU16,
    header_wait: AtomicU16,
    min_send_rate: AtomicU32,
}

impl Timeouts {
    pub fn set(&self, info: Option<&HTTP_TIMEOUT_LIMIT_INFO>) {
        let value = |of: fn(&HTTP_TIMEOUT_LIMIT_INFO) -> u16| info.map_or(0, of);
        self.entity_body.store(value(|info| info.EntityBody), Ordering::Relaxed);
        self.drain_entity_body.store(value(|info| info.DrainEntityBody), Ordering::Relaxed);
        self.request_queue.store(value(|info| info.RequestQueue), Ordering::Relaxed);
        self.idle_connection.store(value(|info| info.IdleConnection), Ordering::Relaxed);
        self.header_wait.store(value(|info| info.HeaderWait), Ordering::Relaxed);
        self.min_send_rate.store(info.map_or(0, |info| info.MinSendRate), Ordering::Relaxed);
        self.present.store(info.is_some(), Ordering::Relaxed);
        CHANGES.fetch_add(1, Ordering::Release);
    }

    fn is_present(&self) -> bool {
        self.present.load(Ordering::Relaxed)
    }

    pub fn query(&self) -> HTTP_TIMEOUT_LIMIT_INFO {
        HTTP_TIMEOUT_LIMIT_INFO {
            Flags: HTTP_PROPERTY_FLAGS { Bits: self.present.load(Ordering::Relaxed).into() },
            EntityBody: self.entity_body.load(Ordering::Relaxed),
            DrainEntityBody: self.drain_entity_body.load(Ordering::Relaxed),
            RequestQueue: self.request_queue.load(Ordering::Relaxed),
            IdleConnection: self.idle_connection.load(Ordering::Relaxed),
            HeaderWait: self.header_wait.load(Ordering::Relaxed),
            MinSendRate: self.min_send_rate.load(Ordering::Relaxed),
        }
    }
}

/// What holds for connections of a group: its own, else the session's, else what is usual on the
/// machine; `None` where neither of the first says anything.
pub fn limits_of(group: &Timeouts, session: Option<&Timeouts>, usual: &net::Timeouts) -> Option<net::Timeouts> {
    if !group.is_present() && !session.is_some_and(Timeouts::is_present) {
        return None;
    }
    let time = |of: fn(&Timeouts) -> &AtomicU16, usual| {
        first(of(group), session.map(of)).map_or(usual, |seconds| seconds_of(seconds).unwrap_or(Duration::MAX))
    };
    let rates =
        [Some(group), session].map(|level| level.map_or(0, |level| level.min_send_rate.load(Ordering::Relaxed)));
    Some(net::Timeouts {
        idle_connection: time(|level| &level.idle_connection, usual.idle_connection),
        header_wait: time(|level| &level.header_wait, usual.header_wait),
        entity_body: time(|level| &level.entity_body, usual.entity_body),
        drain_entity_body: time(|level| &level.drain_entity_body, usual.drain_entity_body),
        min_send_rate: match rates.into_iter().find(|rate| *rate != 0) {
            None => usual.min_send_rate,
            Some(UNLIMITED_RATE) => 0,
            Some(rate) => rate.into(),
        },
    })
}

/// How long a request of the group may wait in the queue.
pub fn patience_of(group: &Timeouts, session: Option<&Timeouts>) -> Option<Duration> {
    seconds_of(first(&group.request_queue, session.map(|session| &session.request_queue)).unwrap_or(IN_QUEUE))
}

/// The time for a number of seconds; `None` without a limit.
fn seconds_of(seconds: u16) -> Option<Duration> {
    (seconds != UNLIMITED).then(|| Duration::from_secs(seconds.into()))
}

fn first(group: &AtomicU16, session: Option<&AtomicU16>) -> Option<u16> {
    let values = [Some(group), session].map(|level| level.map_or(0, |level| level.load(Ordering::Relaxed)));
    values.into_iter().find(|value| *value != 0)
}

/// Counts changes of any timeouts, so that what was made of them can be kept until the next one.
static CHANGES: AtomicU64 = AtomicU64::new(1);

/// What holds for the connections of one group, made anew after a change.
#[derive(Default)]
pub struct Kept(Mutex<(u64, Option<Arc<net::Timeouts>>)>);

impl Kept {
    pub fn get(&self, group: &Timeouts, session: Option<&Timeouts>) -> Option<Arc<net::Timeouts>> {
        if !group.is_present() && !session.is_some_and(Timeouts::is_present) {
            return None;
        }
        let mut kept = self.0.lock();
        let changes = CHANGES.load(Ordering::Acquire);
        if kept.0 != changes {
            *kept = (changes, limits_of(group, session, &configuration::timeouts()).map(Arc::new));
        }
        kept.1.clone()
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: HTTP_TIMEOUT_LIMIT_INFO = HTTP_TIMEOUT_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS::PRESENT,
        EntityBody: 0,
        DrainEntityBody: 0,
        RequestQueue: 0,
        IdleConnection: 0,
        HeaderWait: 0,
        MinSendRate: 0,
    };

    #[test]
    fn the_group_comes_before_the_session_and_that_before_the_default() {
        let (group, session) = (Timeouts::default(), Timeouts::default());
        let (seconds, usual) = (Duration::from_secs, net::Timeouts::default());
        assert_eq!(limits_of(&group, Some(&session), &usual), None);
        assert_eq!(patience_of(&group, None), Some(Duration::from_secs(120)));
        session.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { EntityBody: 5, HeaderWait: 6, MinSendRate: 7, ..NOTHING }));
        group.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { EntityBody: 1, RequestQueue: 0xFFFF, ..NOTHING }));
        let limits = limits_of(&group, Some(&session), &usual).unwrap();
        assert_eq!((limits.entity_body, limits.header_wait, limits.min_send_rate), (seconds(1), seconds(6), 7));
        assert_eq!((limits.idle_connection, limits.drain_entity_body), (seconds(120), seconds(120)));
        assert_eq!(patience_of(&group, Some(&session)), None);
        group.set(None);
        assert_eq!(limits_of(&group, Some(&session), &usual).unwrap().entity_body, seconds(5));
        session.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { IdleConnection: 0xFFFF, MinSendRate: u32::MAX, ..NOTHING }));
        let limits = limits_of(&group, Some(&session), &usual).unwrap();
        assert_eq!((limits.idle_connection, limits.min_send_rate), (Duration::MAX, 0));
        let kept = Kept::default();
        let first = kept.get(&group, Some(&session)).unwrap();
        assert!(Arc::ptr_eq(&first, &kept.get(&group, Some(&session)).unwrap()));
        session.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { IdleConnection: 3, ..NOTHING }));
        assert_eq!(kept.get(&group, Some(&session)).unwrap().idle_connection, seconds(3));
        assert!(!group.query().Flags.present() && session.query().Flags.present());
    }
}
