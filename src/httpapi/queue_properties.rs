//! Properties of request queues.

use super::queue::{RequestQueue, Version};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};

/// So many requests wait unless the program says otherwise.
const LENGTH: ULONG = 1000;

/// What a client is told whose request the queue cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    /// Nothing: the connection is reset.
    Basic,
    Limited,
    Full,
}

/// Read for every request, so each stands by itself and without a lock.
pub struct QueueSettings {
    inactive: AtomicBool,
    length: AtomicU32,
    verbosity: AtomicI32,
}

impl Default for QueueSettings {
    fn default() -> Self {
        Self {
            inactive: AtomicBool::new(false),
            length: AtomicU32::new(LENGTH),
            verbosity: AtomicI32::new(Http503ResponseVerbosityBasic),
        }
    }
}

impl QueueSettings {
    pub fn is_active(&self) -> bool {
        !self.inactive.load(Ordering::Relaxed)
    }

    pub fn length(&self) -> usize {
        self.length.load(Ordering::Relaxed) as usize
    }

    pub fn verbosity(&self) -> Verbosity {
        match self.verbosity.load(Ordering::Relaxed) {
            Http503ResponseVerbosityLimited => Verbosity::Limited,
            Http503ResponseVerbosityFull => Verbosity::Full,
            _ => Verbosity::Basic,
        }
    }
}

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

fn check(queue: &RequestQueue, property: HTTP_SERVER_PROPERTY) -> Result<(), Win32Error> {
    if queue.version == Version::One {
        return Err(Win32Error(ERROR_NOT_SUPPORTED));
    }
    match property {
        HttpServerStateProperty | HttpServerQueueLengthProperty | HttpServer503VerbosityProperty => Ok(()),
        _ => Err(INVALID),
    }
}

/// Sets a property; every one of a queue is a number of 32 bits.
pub fn set(queue: &RequestQueue, property: HTTP_SERVER_PROPERTY, value: Option<ULONG>) -> Result<(), Win32Error> {
    check(queue, property)?;
    queue.check_owner()?;
    let value = value.ok_or(INVALID)?;
    let settings = &queue.shared().settings;
    match (property, value.cast_signed()) {
        (HttpServerStateProperty, state @ (HttpEnabledStateActive | HttpEnabledStateInactive)) => {
            settings.inactive.store(state == HttpEnabledStateInactive, Ordering::Relaxed);
        }
        (
            HttpServer503VerbosityProperty,
            verbosity
            @ (Http503ResponseVerbosityBasic | Http503ResponseVerbosityLimited | Http503ResponseVerbosityFull),
        ) => settings.verbosity.store(verbosity, Ordering::Relaxed),
        (HttpServerQueueLengthProperty, _)
            if (HTTP_MIN_SERVER_QUEUE_LENGTH..=HTTP_MAX_SERVER_QUEUE_LENGTH).contains(&value) =>
        {
            settings.length.store(value, Ordering::Relaxed);
        }
        _ => return Err(INVALID),
    }
    Ok(())
}

pub fn query(queue: &RequestQueue, property: HTTP_SERVER_PROPERTY) -> Result<ULONG, Win32Error> {
    check(queue, property)?;
    let settings = &queue.shared().settings;
    Ok(match property {
        HttpServerStateProperty => {
            let state = if settings.is_active() { HttpEnabledStateActive } else { HttpEnabledStateInactive };
            state.cast_unsigned()
        }
        HttpServerQueueLengthProperty => settings.length.load(Ordering::Relaxed),
        _ => settings.verbosity.load(Ordering::Relaxed).cast_unsigned(),
    })
}
