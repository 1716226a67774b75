//! The one server of the process, and who may start and stop it: Hosted Web Core.

use super::host::{Host, Settings, StartError};
use crate::win32::sys::own_thread;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::time::Duration;

/// So often somebody looks whether files of the configuration have changed.
const LOOK: Duration = Duration::from_secs(2);

#[derive(Default)]
enum State {
    #[default]
    Idle,
    Starts,
    Runs(Arc<Host>),
    Stops,
}

static STATE: Mutex<State> = Mutex::new(State::Idle);
static CHANGED: Condvar = Condvar::new();

#[derive(Debug)]
pub enum ActivateError {
    /// It runs, or is about to.
    Running,
    Start(StartError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShutdownError {
    NotActive,
    /// Somebody else stops it.
    Stopping,
    /// It has stopped, and requests were cut off.
    Timeout,
}

/// Starts the server. No lock is held while modules are loaded.
pub fn activate(settings: Settings) -> Result<(), ActivateError> {
    {
        let mut state = STATE.lock();
        if !matches!(*state, State::Idle) {
            return Err(ActivateError::Running);
        }
        *state = State::Starts;
    }
    let started = Host::start(settings);
    let mut state = STATE.lock();
    match started {
        Ok(host) => {
            *state = State::Runs(Arc::new(host));
            drop(state);
            // Without it changes are seen when the server is told to reload.
            let _ = own_thread::spawn("portico-config", watch);
            Ok(())
        }
        Err(error) => {
            *state = State::Idle;
            Err(ActivateError::Start(error))
        }
    }
}

/// The server, while it runs.
pub fn running() -> Option<Arc<Host>> {
    match &*STATE.lock() {
        State::Runs(host) => Some(host.clone()),
        _ => None,
    }
}

/// Stops the server: when the call returns its modules have been terminated.
pub fn shutdown(immediately: bool) -> Result<(), ShutdownError> {
    let host = {
        let mut state = STATE.lock();
        match &*state {
            State::Runs(host) => {
                let host = host.clone();
                *state = State::Stops;
                host
            }
            State::Stops => return Err(ShutdownError::Stopping),
            State::Idle | State::Starts => return Err(ShutdownError::NotActive),
        }
    };
    CHANGED.notify_all();
    let drained = host.stop(immediately);
    drop(host);
    *STATE.lock() = State::Idle;
    if drained || immediately { Ok(()) } else { Err(ShutdownError::Timeout) }
}

/// Looks for changes until the server stops.
fn watch() {
    let Some(started) = running() else { return };
    let host = Arc::downgrade(&started);
    drop(started);
    loop {
        {
            let mut state = STATE.lock();
            if !is_run(&state, &host) {
                return;
            }
            CHANGED.wait_for(&mut state, LOOK);
            if !is_run(&state, &host) {
                return;
            }
        }
        let Some(host) = host.upgrade() else { return };
        if let Err(error) = host.poll() {
            host.worker().tell(&error.to_string());
        }
    }
}

fn is_run(state: &State, host: &std::sync::Weak<Host>) -> bool {
    matches!(state, State::Runs(running) if std::ptr::eq(Arc::as_ptr(running), host.as_ptr()))
}
