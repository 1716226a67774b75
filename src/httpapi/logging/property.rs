//! HttpServerLoggingProperty: which log a session or a group has.

use super::access_log::{AccessLog, Format, Settings};
use crate::abi::windows::{ERROR_INVALID_PARAMETER, ERROR_NOT_SUPPORTED};
use crate::httpapi::settings::Level;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is to be set.
#[derive(Clone, Debug)]
pub enum Wish {
    /// No log.
    None,
    Log(Settings),
    /// The central binary log, of whose format nothing is known here.
    Raw,
}

/// The log of one session or group. It is asked for with every request, so without a lock
/// where there is none.
#[derive(Default)]
pub struct Logging {
    on: AtomicBool,
    log: Mutex<Option<Arc<AccessLog>>>,
}

impl Logging {
    pub fn set(&self, wish: Wish, level: Level) -> Result<(), Win32Error> {
        let log = match wish {
            Wish::None => None,
            Wish::Log(settings) => {
                if level == Level::Session && !matches!(settings.format, Format::W3c { .. }) {
                    return Err(Win32Error(ERROR_INVALID_PARAMETER));
                }
                Some(Arc::new(AccessLog::new(settings)))
            }
            Wish::Raw if level == Level::Session => return Err(Win32Error(ERROR_NOT_SUPPORTED)),
            Wish::Raw => return Err(Win32Error(ERROR_INVALID_PARAMETER)),
        };
        self.put(log);
        Ok(())
    }

    /// The log goes; what waits in it is written.
    pub fn close(&self) {
        self.put(None);
    }

    fn put(&self, log: Option<Arc<AccessLog>>) {
        let before = {
            let mut own = self.log.lock();
            self.on.store(log.is_some(), Ordering::Relaxed);
            std::mem::replace(&mut *own, log)
        };
        if let Some(before) = before {
            before.close();
        }
    }

    pub fn get(&self) -> Option<Arc<AccessLog>> {
        if self.on.load(Ordering::Relaxed) { self.log.lock().clone() } else { None }
    }
}
