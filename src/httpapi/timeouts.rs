//! The timeouts of server sessions and URL groups, and which of them hold for a connection.

use crate::abi::http::{HTTP_PROPERTY_FLAGS, HTTP_TIMEOUT_LIMIT_INFO};
use crate::net::timeouts::{self, TimeoutLimits};
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering};
use std::time::Duration;

/// Seconds in the queue, unless the program says otherwise.
const IN_QUEUE: u16 = 120;

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

/// What holds for connections of a group: its own, else the session's, else the default.
pub fn limits_of(group: &Timeouts, session: Option<&Timeouts>) -> TimeoutLimits {
    let usual = TimeoutLimits::default();
    let time = |of: fn(&Timeouts) -> &AtomicU16, usual| first(of(group), session.map(of), usual);
    let rates =
        [Some(group), session].map(|level| level.map_or(0, |level| level.min_send_rate.load(Ordering::Relaxed)));
    TimeoutLimits {
        idle_connection: time(|level| &level.idle_connection, usual.idle_connection),
        header_wait: time(|level| &level.header_wait, usual.header_wait),
        entity_body: time(|level| &level.entity_body, usual.entity_body),
        drain_entity_body: time(|level| &level.drain_entity_body, usual.drain_entity_body),
        min_send_rate: rates.into_iter().find(|rate| *rate != 0).unwrap_or(usual.min_send_rate),
    }
}

/// How long a request of the group may wait in the queue.
pub fn patience_of(group: &Timeouts, session: Option<&Timeouts>) -> Option<Duration> {
    timeouts::time(first(&group.request_queue, session.map(|session| &session.request_queue), IN_QUEUE))
}

fn first(group: &AtomicU16, session: Option<&AtomicU16>, usual: u16) -> u16 {
    let values = [Some(group), session].map(|level| level.map_or(0, |level| level.load(Ordering::Relaxed)));
    values.into_iter().find(|value| *value != 0).unwrap_or(usual)
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
        assert_eq!(limits_of(&group, Some(&session)), TimeoutLimits::default());
        assert_eq!(patience_of(&group, None), Some(Duration::from_secs(120)));
        session.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { EntityBody: 5, HeaderWait: 6, MinSendRate: 7, ..NOTHING }));
        group.set(Some(&HTTP_TIMEOUT_LIMIT_INFO { EntityBody: 1, RequestQueue: 0xFFFF, ..NOTHING }));
        let limits = limits_of(&group, Some(&session));
        assert_eq!((limits.entity_body, limits.header_wait, limits.min_send_rate), (1, 6, 7));
        assert_eq!((limits.idle_connection, limits.drain_entity_body), (120, 120));
        assert_eq!(patience_of(&group, Some(&session)), None);
        group.set(None);
        assert_eq!(limits_of(&group, Some(&session)).entity_body, 5);
        assert!(!group.query().Flags.present() && session.query().Flags.present());
    }
}
