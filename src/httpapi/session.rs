//! Server sessions, and the ids of sessions and URL groups.
//!
//! Sessions and groups stand in one table, so that an id of one is never that of another.

use super::settings::{INVALID, Level, Property, Question, Settings};
use super::url_group::UrlGroup;
use crate::abi::http::{HTTP_SERVER_SESSION_ID, HTTP_URL_GROUP_ID, HTTPAPI_VERSION};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::sync::{Arc, LazyLock};

pub struct ServerSession {
    pub(super) settings: Settings,
}

#[derive(Clone)]
enum Named {
    Session(Arc<ServerSession>),
    Group(Arc<UrlGroup>),
}

static NAMED: LazyLock<Mutex<SlotMap<DefaultKey, Named>>> = LazyLock::new(Mutex::default);

fn named(id: u64) -> Option<Named> {
    NAMED.lock().get(KeyData::from_ffi(id).into()).cloned()
}

/// Makes a session. Version 1.0 gets one, too, as on Windows.
pub fn create_session(version: HTTPAPI_VERSION) -> Result<HTTP_SERVER_SESSION_ID, Win32Error> {
    if !matches!((version.HttpApiMajorVersion, version.HttpApiMinorVersion), (1 | 2, 0)) {
        return Err(Win32Error(ERROR_REVISION_MISMATCH));
    }
    let session = Arc::new(ServerSession { settings: Settings::of(Level::Session) });
    Ok(NAMED.lock().insert(Named::Session(session)).data().as_ffi())
}

pub fn find_session(id: HTTP_SERVER_SESSION_ID) -> Result<Arc<ServerSession>, Win32Error> {
    match named(id) {
        Some(Named::Session(session)) => Ok(session),
        _ => Err(INVALID),
    }
}

/// Ends a session with the groups it has.
pub fn close_session(id: HTTP_SERVER_SESSION_ID) -> Result<(), Win32Error> {
    let (session, groups): (_, Vec<_>) = {
        let mut all = NAMED.lock();
        let key = KeyData::from_ffi(id).into();
        let Some(Named::Session(session)) = all.get(key).cloned() else { return Err(INVALID) };
        all.remove(key);
        let of_it = |named: &Named| matches!(named, Named::Group(group) if group.is_of(&session));
        let keys: Vec<_> = all.iter().filter(|(_, named)| of_it(named)).map(|(key, _)| key).collect();
        let groups = keys.into_iter().filter_map(|key| all.remove(key)).collect();
        (session, groups)
    };
    for named in groups {
        if let Named::Group(group) = named {
            group.close();
        }
    }
    session.settings.logging().close();
    Ok(())
}

/// Makes a group of a session.
pub fn create_group(session: HTTP_SERVER_SESSION_ID) -> Result<HTTP_URL_GROUP_ID, Win32Error> {
    let mut all = NAMED.lock();
    let Some(Named::Session(session)) = all.get(KeyData::from_ffi(session).into()).cloned() else {
        return Err(INVALID);
    };
    let key = all.insert_with_key(|key| Named::Group(Arc::new(UrlGroup::in_session(key.data().as_ffi(), session))));
    Ok(key.data().as_ffi())
}

pub fn find_group(id: HTTP_URL_GROUP_ID) -> Result<Arc<UrlGroup>, Win32Error> {
    match named(id) {
        Some(Named::Group(group)) => Ok(group),
        _ => Err(INVALID),
    }
}

/// Ends a group: its URLs go, and its queue gets no more requests by it.
pub fn close_group(id: HTTP_URL_GROUP_ID) -> Result<(), Win32Error> {
    let group = {
        let mut all = NAMED.lock();
        let key = KeyData::from_ffi(id).into();
        let Some(Named::Group(group)) = all.get(key).cloned() else { return Err(INVALID) };
        all.remove(key);
        group
    };
    group.close();
    Ok(())
}

impl ServerSession {
    pub fn set(&self, property: Property) -> Result<(), Win32Error> {
        self.settings.set(property)
    }

    pub fn query(&self, question: Question) -> Result<Property, Win32Error> {
        self.settings.query(question)
    }
}
