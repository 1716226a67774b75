//! The names of request queues, known in this process.

use super::fold::folded;
use super::queue::{RequestQueue, Role, Version};
use super::shared_queue::SharedQueue;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, Weak};

/// A name, compared without regard to capitals.
#[derive(Clone)]
pub struct QueueName {
    folded: Box<str>,
    given: Box<str>,
}

impl PartialEq for QueueName {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for QueueName {}

impl Hash for QueueName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

static NAMES: LazyLock<Mutex<HashMap<QueueName, Weak<SharedQueue>>>> = LazyLock::new(Mutex::default);

/// MAX_PATH.
const LONGEST: usize = 260;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

const KNOWN: ULONG = HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING | HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER;

impl QueueName {
    /// A name that a file might have, of at most MAX_PATH characters.
    fn parse(name: &str) -> Result<Self, Win32Error> {
        if name.chars().count() > LONGEST {
            return Err(INVALID);
        }
        let bad = |letter: char| letter.is_control() || r#"\/:*?"<>|"#.contains(letter);
        if name.contains(bad) {
            return Err(Win32Error(ERROR_INVALID_NAME));
        }
        Ok(Self { folded: folded(name).into(), given: name.into() })
    }

    /// As whoever made the queue has it.
    pub fn as_given(&self) -> &str {
        &self.given
    }
}

/// Makes a queue of version 2, or opens the one of that name. An empty name is none.
pub fn create(name: Option<&str>, secured: bool, flags: ULONG) -> Result<Arc<RequestQueue>, Win32Error> {
    let opens = flags & HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING != 0;
    let controls = flags & HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER != 0;
    if flags & !KNOWN != 0 || (opens && (controls || secured)) {
        return Err(INVALID);
    }
    let name = name.filter(|name| !name.is_empty()).map(QueueName::parse).transpose()?;
    let role = if controls { Role::Controller } else { Role::Creator };
    let Some(name) = name else {
        return if opens { Err(INVALID) } else { Ok(RequestQueue::create(Version::Two, None, role)) };
    };
    let mut names = NAMES.lock();
    let there = names.get(&name).and_then(Weak::upgrade);
    if opens {
        return there.and_then(RequestQueue::open).ok_or(Win32Error(ERROR_FILE_NOT_FOUND));
    }
    if there.is_some_and(|queue| !queue.has_ended()) {
        return Err(Win32Error(ERROR_ALREADY_EXISTS));
    }
    let queue = RequestQueue::create(Version::Two, Some(name.clone()), role);
    names.insert(name, Arc::downgrade(queue.shared()));
    Ok(queue)
}

/// The queue has ended; another one may have got its name since.
pub(super) fn forget(name: &QueueName, queue: &SharedQueue) {
    let mut names = NAMES.lock();
    if names.get(name).is_some_and(|named| std::ptr::eq(named.as_ptr(), queue)) {
        names.remove(name);
    }
}

/// The name of the queue with this number, or nothing where it has none or has ended.
pub(super) fn of(number: u64) -> String {
    let names = NAMES.lock();
    let queue = names.values().filter_map(Weak::upgrade).find(|queue| queue.number == number);
    queue.map_or_else(String::new, |queue| queue.name().to_owned())
}
