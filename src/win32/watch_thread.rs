//! The thread that waits for changes in directories: one for all, there only while any is watched.

use super::directory_watch::Watch;
use super::error::Win32Error;
use super::file::File;
use super::sys::own_thread;
use super::sys::poll::{Bell, readable};
use crate::abi::windows::ERROR_NO_SYSTEM_RESOURCES;
use parking_lot::Mutex;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, OnceLock, Weak};

/// A watched directory and the handle for which it is watched.
pub struct Watched {
    pub watch: Mutex<Watch>,
    /// Beside the lock, since the thread waits for it without.
    descriptor: std::fs::File,
    owner: Weak<File>,
}

struct Registry {
    watched: Vec<Arc<Watched>>,
    running: bool,
}

static REGISTRY: Mutex<Registry> = Mutex::new(Registry { watched: Vec::new(), running: false });
static BELL: OnceLock<Bell> = OnceLock::new();

fn bell() -> Result<&'static Bell, Win32Error> {
    match BELL.get() {
        Some(bell) => Ok(bell),
        None => {
            let bell = Bell::new()?;
            Ok(BELL.get_or_init(|| bell))
        }
    }
}

/// Has the owner told of what happens from now on.
pub fn add(watch: Watch, owner: &Arc<File>) -> Result<Arc<Watched>, Win32Error> {
    let bell = bell()?;
    let descriptor = watch.as_fd().try_clone_to_owned()?.into();
    let watched = Arc::new(Watched { watch: Mutex::new(watch), descriptor, owner: Arc::downgrade(owner) });
    let mut registry = REGISTRY.lock();
    registry.watched.push(watched.clone());
    if !registry.running {
        if own_thread::spawn("portico-changes", run).is_err() {
            registry.watched.retain(|other| !Arc::ptr_eq(other, &watched));
            return Err(Win32Error(ERROR_NO_SYSTEM_RESOURCES));
        }
        registry.running = true;
    }
    drop(registry);
    bell.ring();
    Ok(watched)
}

/// Nobody is to be told any more.
pub fn remove(watched: &Arc<Watched>) {
    REGISTRY.lock().watched.retain(|other| !Arc::ptr_eq(other, watched));
    if let Some(bell) = BELL.get() {
        bell.ring();
    }
}

fn run() {
    let Some(bell) = BELL.get() else { return };
    loop {
        let watched = {
            let mut registry = REGISTRY.lock();
            if registry.watched.is_empty() {
                registry.running = false;
                return;
            }
            registry.watched.clone()
        };
        let mut descriptors: Vec<BorrowedFd<'_>> = vec![bell.as_fd()];
        descriptors.extend(watched.iter().map(|watched| watched.descriptor.as_fd()));
        let ready = readable(&descriptors, None);
        if ready[0] {
            bell.silence();
        }
        for (watched, _) in watched.iter().zip(&ready[1..]).filter(|(_, ready)| **ready) {
            match watched.owner.upgrade() {
                Some(file) => file.take_changes(watched),
                // It ends without having been closed: its handle was never given out.
                None => remove(watched),
            }
        }
    }
}
