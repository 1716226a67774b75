//! Authentication that a program asks for in a 401: it holds for what follows on that connection
//! for the same group.

use super::settings::Authentication;
use crate::abi::http::HTTP_URL_GROUP_ID;
use crate::net::connection::Connection;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

type Overrides = HashMap<u64, (HTTP_URL_GROUP_ID, Arc<Authentication>)>;

static OVERRIDES: LazyLock<Mutex<Overrides>> = LazyLock::new(Mutex::default);
/// There is or was one.
static IN_USE: AtomicBool = AtomicBool::new(false);

/// These settings hold for requests of the group that follow on the connection.
pub fn override_for(connection: &Connection, group: HTTP_URL_GROUP_ID, settings: Arc<Authentication>) {
    IN_USE.store(true, Ordering::Relaxed);
    OVERRIDES.lock().insert(connection.id(), (group, settings));
    // Nobody takes it out if it has gone before.
    if connection.is_gone() {
        left(connection.id());
    }
}

pub(super) fn get(connection: u64, group: HTTP_URL_GROUP_ID) -> Option<Arc<Authentication>> {
    if !IN_USE.load(Ordering::Relaxed) {
        return None;
    }
    let overrides = OVERRIDES.lock();
    overrides.get(&connection).filter(|(of, _)| *of == group).map(|(_, settings)| settings.clone())
}

/// A connection has gone.
pub fn left(connection: u64) {
    if IN_USE.load(Ordering::Relaxed) {
        OVERRIDES.lock().remove(&connection);
    }
}
