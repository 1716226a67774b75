//! The place in an object that does overlapped I/O where its port is kept.

use super::CompletionPort;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

/// `FILE_SKIP_COMPLETION_PORT_ON_SUCCESS` and `FILE_SKIP_SET_EVENT_ON_HANDLE`.
pub const SKIP_COMPLETION_PORT_ON_SUCCESS: u8 = 1;
pub const SKIP_SET_EVENT_ON_HANDLE: u8 = 2;

/// Where an object that does overlapped I/O keeps its port.
#[derive(Default)]
pub struct Binding {
    port: OnceLock<(Arc<CompletionPort>, usize)>,
    modes: AtomicU8,
}

/// The object has a port already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyBound;

impl Binding {
    /// Binds the object to a port for good.
    pub fn bind(&self, port: Arc<CompletionPort>, key: usize) -> Result<(), AlreadyBound> {
        self.port.set((port, key)).map_err(|_| AlreadyBound)
    }

    pub fn port(&self) -> Option<&(Arc<CompletionPort>, usize)> {
        self.port.get()
    }

    /// Adds notification modes; none is ever taken back.
    pub fn add_modes(&self, modes: u8) {
        self.modes.fetch_or(modes, Ordering::Relaxed);
    }

    pub fn has_mode(&self, mode: u8) -> bool {
        self.modes.load(Ordering::Relaxed) & mode != 0
    }
}
