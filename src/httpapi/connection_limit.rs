//! How many connections a URL group has. A connection counts for the group of its last request.
//!
//! Nothing is counted before a group has got a limit: connections that were there by then count
//! from their next request on.

use crate::abi::http::{HTTP_LIMIT_INFINITE, HTTP_URL_GROUP_ID};
use crate::net::connection::Connection;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

#[derive(Default)]
struct Counts {
    /// The group that a connection counts for.
    groups: HashMap<u64, HTTP_URL_GROUP_ID>,
    connections: HashMap<HTTP_URL_GROUP_ID, u32>,
}

static COUNTS: LazyLock<Mutex<Counts>> = LazyLock::new(Mutex::default);
/// Some group has or had a limit.
static IN_USE: AtomicBool = AtomicBool::new(false);

/// Counts a connection for a group, unless that has as many as it may have.
pub(super) fn admit(group: HTTP_URL_GROUP_ID, most: u32, connection: &Arc<Connection>) -> bool {
    if most != HTTP_LIMIT_INFINITE {
        IN_USE.store(true, Ordering::Relaxed);
    }
    if !IN_USE.load(Ordering::Relaxed) {
        return true;
    }
    // Of HTTP/2 it is the session that counts.
    let counted = connection.carrier().unwrap_or(connection);
    let id = counted.id();
    let admitted = COUNTS.lock().put(id, group, most);
    // Nobody takes it out if it has gone before.
    if counted.is_gone() {
        leave(id);
    }
    admitted
}

/// A connection has gone.
pub(super) fn leave(connection: u64) {
    if IN_USE.load(Ordering::Relaxed) {
        COUNTS.lock().take(connection);
    }
}

/// A group is closed.
pub(super) fn forget(group: HTTP_URL_GROUP_ID) {
    if IN_USE.load(Ordering::Relaxed) {
        let mut counts = COUNTS.lock();
        counts.groups.retain(|_, of| *of != group);
        counts.connections.remove(&group);
    }
}

impl Counts {
    fn put(&mut self, connection: u64, group: HTTP_URL_GROUP_ID, most: u32) -> bool {
        if self.groups.get(&connection) == Some(&group) {
            return true;
        }
        self.take(connection);
        let count = self.connections.entry(group).or_default();
        if *count >= most {
            return false;
        }
        *count += 1;
        self.groups.insert(connection, group);
        true
    }

    fn take(&mut self, connection: u64) {
        let Some(group) = self.groups.remove(&connection) else { return };
        if let Some(count) = self.connections.get_mut(&group) {
            *count -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_counts_for_the_group_of_its_last_request() {
        let mut counts = Counts::default();
        assert!(counts.put(1, 10, 1) && counts.put(1, 10, 1));
        assert!(!counts.put(2, 10, 1));
        assert!(counts.put(1, 20, 5));
        assert!(counts.put(2, 10, 1));
        counts.take(2);
        counts.take(2);
        assert!(counts.put(3, 10, 1));
        assert!(!counts.put(1, 10, 1));
    }
}
