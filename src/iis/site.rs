//! Sites, with applications that start when they are first asked for something.

use super::application::{Application, ApplicationError};
use super::com::site::SiteObject;
use super::configuration::views::Site as Settings;
use super::configuration::{Configuration, Metadata};
use super::worker::Worker;
use crate::win32::current;
use parking_lot::{Condvar, Mutex};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, ThreadId};

pub struct Site {
    pub settings: Arc<Settings>,
    configuration: Arc<Configuration>,
    object: Arc<SiteObject>,
    /// One for each application of the settings.
    slots: Vec<Slot>,
}

#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    started: Condvar,
}

#[derive(Clone, Default)]
enum State {
    #[default]
    Idle,
    /// By this thread, whose modules may ask for it meanwhile. `again`: what it has read may be old already.
    Starts {
        by: ThreadId,
        application: Arc<Application>,
        again: bool,
    },
    Runs(Arc<Application>),
    /// No application starts any more.
    Closed,
}

/// Why there is no application for a request.
#[derive(Debug)]
pub enum NoApplication {
    /// The site stops.
    Closed,
    Failed(ApplicationError),
}

impl Site {
    pub fn new(settings: &Arc<Settings>, configuration: &Arc<Configuration>, object: &Arc<SiteObject>) -> Self {
        let slots = settings.applications.iter().map(|_| Slot::default()).collect();
        Self { settings: settings.clone(), configuration: configuration.clone(), object: object.clone(), slots }
    }

    /// The place of a path's application in the lists.
    fn place_of(&self, path: &str) -> usize {
        let found = self.settings.root_of(path).application;
        self.settings.applications.iter().position(|one| std::ptr::eq(one, found)).unwrap_or(0)
    }

    /// The application of a path, if it runs.
    pub fn known_application(&self, path: &str) -> Option<Arc<Application>> {
        match &*self.slots[self.place_of(path)].state.lock() {
            State::Runs(application) => Some(application.clone()),
            _ => None,
        }
    }

    /// The application of a path, which is decoded and canonical.
    pub fn application(&self, worker: &Arc<Worker>, path: &str) -> Result<Arc<Application>, NoApplication> {
        let at = self.place_of(path);
        let slot = &self.slots[at];
        let application = {
            let mut state = slot.state.lock();
            loop {
                match &*state {
                    State::Runs(application) => return Ok(application.clone()),
                    State::Starts { by, application, .. } if *by == thread::current().id() => {
                        return Ok(application.clone());
                    }
                    State::Starts { .. } => current::blocked(|| slot.started.wait(&mut state)),
                    State::Closed => return Err(NoApplication::Closed),
                    State::Idle => break,
                }
            }
            let application = Application::new(worker, &self.configuration, &self.settings, at, &self.object);
            let by = thread::current().id();
            *state = State::Starts { by, application: application.clone(), again: false };
            application
        };
        // Without the lock: modules are told.
        let started = application.start(worker);
        let mut state = slot.state.lock();
        if let State::Starts { again, .. } = *state {
            // One that was recycled meanwhile serves the request that has started it, and no other.
            let runs = started.is_ok() && !again;
            *state = if runs { State::Runs(application.clone()) } else { State::Idle };
        }
        drop(state);
        slot.started.notify_all();
        match started {
            Ok(()) => Ok(application),
            Err(error) => Err(NoApplication::Failed(error)),
        }
    }

    /// The configuration of a path, whose application need not run, and the folder of its virtual directory.
    pub fn metadata(&self, path: &str) -> (Arc<Metadata>, &Path) {
        let metadata = self.configuration.at(&self.settings, path).unwrap_or_else(|| self.configuration.root());
        (metadata, &self.settings.root_of(path).directory.physical_path)
    }

    /// Those that run.
    pub fn running(&self) -> Vec<Arc<Application>> {
        let running = |slot: &Slot| match &*slot.state.lock() {
            State::Runs(application) => Some(application.clone()),
            _ => None,
        };
        self.slots.iter().filter_map(running).collect()
    }

    /// Recycles the applications whose paths of the configuration are meant: the next request starts each
    /// anew, and it stops with its last request.
    pub fn recycle(&self, is_meant: impl Fn(&str) -> bool) {
        for slot in &self.slots {
            let gone = {
                let mut state = slot.state.lock();
                match &mut *state {
                    State::Runs(application) if is_meant(&application.config_path()) => std::mem::take(&mut *state),
                    State::Starts { application, again, .. } => {
                        *again |= is_meant(&application.config_path());
                        continue;
                    }
                    _ => continue,
                }
            };
            // Its end is told without the lock.
            drop(gone);
        }
    }

    /// Its applications stop with their last requests, and no others start.
    pub fn close(&self) {
        for slot in &self.slots {
            let gone = std::mem::replace(&mut *slot.state.lock(), State::Closed);
            slot.started.notify_all();
            drop(gone);
        }
    }
}

/// Configuration paths are compared in any letter case.
pub fn is_at_or_below(path: &str, of: &str) -> bool {
    let starts = path.get(..of.len()).is_some_and(|start| start.eq_ignore_ascii_case(of));
    starts && matches!(path.as_bytes().get(of.len()), None | Some(b'/'))
}

#[cfg(test)]
mod tests {
    use super::is_at_or_below;

    #[test]
    fn paths_end_where_segments_do() {
        assert!(is_at_or_below("MACHINE/WEBROOT/APPHOST/Site/app", "MACHINE/WEBROOT/APPHOST/site"));
        assert!(is_at_or_below("MACHINE/WEBROOT/APPHOST/Site", "MACHINE/WEBROOT/APPHOST/site"));
        assert!(!is_at_or_below("MACHINE/WEBROOT/APPHOST/Sites", "MACHINE/WEBROOT/APPHOST/site"));
        assert!(!is_at_or_below("MACHINE/WEBROOT", "MACHINE/WEBROOT/APPHOST"));
    }
}
