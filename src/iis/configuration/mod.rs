//! IIS's own configuration: applicationHost.config, the web.config files of the content, their schemas.
//!
//! [`Configuration`] is the whole; [`Configuration::at`] gives the [`Metadata`] of a path, and that its
//! sections: as a tree of [`Element`]s, as modules see them, or as one of the [`views`]. Nothing in here
//! looks at files while a request runs but for folders that nobody has asked for before; [`Configuration::poll`]
//! finds out what has changed.
#![forbid(unsafe_code)]

mod check;
mod document;
mod effective;
mod element;
mod error;
mod level;
mod machine;
mod merge;
mod metadata;
mod schema;
mod text_file;
mod value;
mod variables;
pub mod views;
mod xml;

pub use element::{Element, Property};
pub use error::{ConfigurationError, Fault, Position, Result};
pub use machine::{Defaults, Options, Source};
pub use metadata::{Location, Metadata};
pub use schema::{AttributeSchema, CollectionSchema, ElementSchema, Kind, TimeFormat};
pub use value::Value;
pub use variables::{Variables, module_files};
pub use views::{Site, Sites};

use level::Levels;
use machine::{Machine, Rank};
use parking_lot::{Mutex, RwLock};
use std::sync::Arc;

/// A configuration that is in use.
pub struct Configuration {
    source: Source,
    options: Options,
    state: RwLock<Arc<State>>,
    /// The fault of applicationHost.config that was told last.
    told: Mutex<Option<ConfigurationError>>,
}

/// One reading of applicationHost.config, and what was read below it since.
struct State {
    machine: Arc<Machine>,
    levels: Levels,
}

/// What [`Configuration::poll`] found.
#[derive(Default)]
pub struct Changes {
    /// The configuration paths that changed, with all below them: `MACHINE/WEBROOT/APPHOST/site/folder`.
    pub paths: Vec<String>,
    /// The files above the sites as they are now, for `adopt`.
    pub next: Option<Next>,
    /// Why the new applicationHost.config cannot be used; the old one stays.
    pub error: Option<ConfigurationError>,
}

/// A reading of files that have changed. Nothing is of it until somebody adopts it.
pub struct Next {
    pub configuration: Configuration,
    /// The configuration path that changed, with all below.
    pub path: &'static str,
}

impl Configuration {
    pub fn load(source: Source, options: Options) -> Result<Self> {
        let state = State::load(&source, &options)?;
        Ok(Self { source, options, state: RwLock::new(Arc::new(state)), told: Mutex::default() })
    }

    fn state(&self) -> Arc<State> {
        self.state.read().clone()
    }

    pub fn sites(&self) -> Arc<Sites> {
        self.state().machine.sites.clone()
    }

    /// The configuration of applicationHost.config itself, where modules and pools are.
    pub fn root(&self) -> Arc<Metadata> {
        Arc::new(Metadata::of_machine(&self.state().machine, Rank::AppHost))
    }

    /// The configuration of a URL's path (decoded and canonical) in a site.
    ///
    /// The site may be one of an earlier reading; none if it is gone.
    pub fn at(&self, site: &Site, path: &str) -> Option<Arc<Metadata>> {
        if let Some(known) = self.state.read().levels.known(site.id, path) {
            return Some(known);
        }
        // Without the lock: files may have to be read.
        let state = self.state();
        let site = state.machine.sites.by_id(site.id)?;
        Some(state.levels.metadata(&state.machine, site, path))
    }

    /// The configuration at `MACHINE/WEBROOT/APPHOST[/site[/path]]`, in any letter case; none if there is no
    /// such site.
    pub fn at_config_path(&self, path: &str) -> Option<Arc<Metadata>> {
        let state = self.state();
        let mut rest = path.trim_matches('/').split('/');
        let is = |segment: Option<&str>, name: &str| segment.is_some_and(|segment| segment.eq_ignore_ascii_case(name));
        if !is(rest.next(), "MACHINE") {
            return None;
        }
        let rank = match rest.next() {
            None => Rank::Defaults,
            segment if is(segment, "WEBROOT") => match rest.next() {
                None => Rank::WebRoot,
                segment if is(segment, "APPHOST") => Rank::AppHost,
                Some(_) => return None,
            },
            Some(_) => return None,
        };
        let Some(site) = rest.next() else {
            return Some(Arc::new(Metadata::of_machine(&state.machine, rank)));
        };
        let site = state.machine.sites.by_name(site)?;
        let path: Vec<&str> = rest.collect();
        Some(state.levels.metadata(&state.machine, site, &path.join("/")))
    }

    /// Where a path of the configuration is on this system: variables, drives and backslashes are replaced.
    pub fn path(&self, text: &str) -> std::path::PathBuf {
        let machine = &self.state().machine;
        machine.variables.path(&machine.variables.expand(text), &machine.folder)
    }

    /// Where a module of this image may be, the best first; see [`module_files`].
    pub fn module_files(&self, image: &str, search: &[std::path::PathBuf]) -> Vec<std::path::PathBuf> {
        let machine = &self.state().machine;
        module_files(image, &machine.variables, &machine.folder, search)
    }

    /// Every fault, also of files and locations that nobody has asked for.
    pub fn check(&self) -> Vec<ConfigurationError> {
        check::check(&self.state())
    }

    /// Looks whether files are still what was read, and forgets what of the levels is not: to be called now and then.
    pub fn poll(&self) -> Changes {
        let state = self.state();
        let mut changes = Changes::default();
        match state.machine.changed().map(|rank| self.read_as(rank)) {
            Some(Ok(next)) => changes.next = Some(next),
            Some(Err(error)) => changes.error = Some(error),
            None => {}
        }
        // The same fault is told once, and the levels go on.
        let mut told = self.told.lock();
        if changes.error.is_some() && *told == changes.error {
            changes.error = None;
        } else {
            told.clone_from(&changes.error);
        }
        drop(told);
        let levels = state.levels.refresh();
        changes.paths = levels.iter().map(|name| format!("MACHINE/WEBROOT/APPHOST/{name}")).collect();
        changes
    }

    /// Reads everything again.
    pub fn read(&self) -> Result<Next> {
        self.read_as(Rank::AppHost)
    }

    fn read_as(&self, rank: Rank) -> Result<Next> {
        let configuration = Self::load(self.source.clone(), self.options.clone())?;
        let path = if rank == Rank::WebRoot { "MACHINE/WEBROOT" } else { "MACHINE/WEBROOT/APPHOST" };
        Ok(Next { configuration, path })
    }

    /// Another reading takes the place of what there was.
    pub fn adopt(&self, next: Next) {
        *self.state.write() = next.configuration.state.into_inner();
    }
}

impl State {
    fn load(source: &Source, options: &Options) -> Result<Self> {
        Ok(Self { machine: Machine::load(source, options)?, levels: Levels::default() })
    }
}
