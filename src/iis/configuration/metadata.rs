//! What is in effect at a path.

use super::document::ConfigurationFile;
use super::effective::{alone, effective};
use super::element::Element;
use super::error::Result;
use super::level::Level;
use super::machine::{Machine, Rank};
use super::views::{Context, Site, View, Views};
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The configuration of a path. As long as nothing changes, asking for the path again gives the same one,
/// so that what belongs to it (a module's stored contexts) may be kept beside it.
pub struct Metadata {
    machine: Arc<Machine>,
    rank: Rank,
    site: Option<Arc<Site>>,
    levels: Vec<Arc<Level>>,
    config_path: Box<str>,
    sections: RwLock<HashMap<Box<str>, Result<Arc<Element>>>>,
    views: Views,
    idle: OnceLock<(u64, u64)>,
}

/// A `<location>` of a file.
#[derive(Debug)]
pub struct Location {
    /// As it is written.
    pub path: Box<str>,
    pub sections: Vec<Arc<Element>>,
}

impl Metadata {
    pub(super) fn of_machine(machine: &Arc<Machine>, rank: Rank) -> Self {
        let config_path = match rank {
            Rank::Defaults => "MACHINE",
            Rank::WebRoot => "MACHINE/WEBROOT",
            Rank::AppHost => "MACHINE/WEBROOT/APPHOST",
        };
        Self::new(machine, rank, None, Vec::new(), config_path.into())
    }

    pub(super) fn of_site(machine: &Arc<Machine>, site: &Arc<Site>, levels: Vec<Arc<Level>>) -> Self {
        let name = levels.last().map_or(&*site.name, |level| &*level.name);
        let config_path = format!("MACHINE/WEBROOT/APPHOST/{name}");
        Self::new(machine, Rank::AppHost, Some(site.clone()), levels, config_path.into())
    }

    fn new(
        machine: &Arc<Machine>,
        rank: Rank,
        site: Option<Arc<Site>>,
        levels: Vec<Arc<Level>>,
        config_path: Box<str>,
    ) -> Self {
        Self {
            machine: machine.clone(),
            rank,
            site,
            levels,
            config_path,
            sections: RwLock::default(),
            views: Views::default(),
            idle: OnceLock::new(),
        }
    }

    pub(super) fn has_schema(&self, section: &str) -> bool {
        self.machine.schema.section(section).is_some()
    }

    pub(super) fn levels(&self) -> &[Arc<Level>] {
        &self.levels
    }

    pub(super) fn has_levels(&self, levels: &[Arc<Level>]) -> bool {
        self.levels.len() == levels.len() && self.levels.iter().zip(levels).all(|(own, other)| Arc::ptr_eq(own, other))
    }

    /// `MACHINE/WEBROOT/APPHOST/site/folder`: the deepest level at or above the path that has a
    /// configuration of its own, a file or a location, or begins an application or a virtual directory.
    pub fn config_path(&self) -> &str {
        &self.config_path
    }

    /// The file of exactly this path, if it has one.
    fn own_file(&self) -> Option<&ConfigurationFile> {
        match self.levels.last() {
            Some(level) => level.file.as_ref(),
            None => self.machine.files.iter().find(|(rank, _)| *rank == self.rank).map(|(_, file)| file),
        }
    }

    /// The name of the file of exactly this path, if it has one.
    pub fn file(&self) -> Option<Arc<str>> {
        Some(self.own_file()?.file.clone())
    }

    /// The path, at this one or above, that has a file.
    pub fn file_config_path(&self) -> &str {
        let levels = self.levels.iter().rev();
        let without = levels.take_while(|level| level.file.is_none()).count();
        let segments = self.levels.len() - without;
        let skipped: usize = match segments {
            // The levels of a site: its name, then one segment each.
            0 if !self.levels.is_empty() => self.config_path.len() - "MACHINE/WEBROOT/APPHOST".len(),
            0 => 0,
            _ => self.config_path.len() - "MACHINE/WEBROOT/APPHOST/".len() - self.levels[segments - 1].name.len(),
        };
        &self.config_path[..self.config_path.len() - skipped]
    }

    /// The locations of the file of exactly this path, each with its sections as they stand there.
    pub fn locations(&self) -> Result<Vec<Location>> {
        let Some(file) = self.own_file() else { return Ok(Vec::new()) };
        let mut locations = Vec::new();
        for placement in &file.placements {
            let Some((path, _)) = &placement.location else { continue };
            let mut sections = Vec::new();
            for section in &placement.sections {
                sections.extend(alone(&self.machine, section)?);
            }
            locations.push(Location { path: path.clone(), sections });
        }
        Ok(locations)
    }

    pub fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
    }

    /// The section of this whole name, such as `system.webServer/handlers`, in any letter case.
    pub fn section(&self, name: &str) -> Result<Arc<Element>> {
        if let Some(known) = self.sections.read().get(name) {
            return known.clone();
        }
        let section = effective(&self.machine, self.rank, &self.levels, name);
        // Only names that exist are kept: whoever asks may make up others without end.
        if section.is_ok() || self.machine.schema.section(name).is_some() {
            return self.sections.write().entry(name.into()).or_insert(section).clone();
        }
        section
    }

    /// A section in the form that the host works with, for whoever keeps it.
    pub fn view<V: View>(&self) -> Result<Arc<V>> {
        self.read::<V>().cloned()
    }

    /// A section in the form that the host works with.
    pub fn read<V: View>(&self) -> Result<&Arc<V>> {
        let kept = V::place(&self.views).get_or_init(|| {
            let context = Context { variables: &self.machine.variables, folder: &self.machine.folder };
            let view = self.section(V::SECTION).and_then(|section| V::read(&section, &context));
            view.map(Arc::new).map_err(Box::new)
        });
        kept.as_ref().map_err(|error| (**error).clone())
    }

    /// The number of the application that has asked first, and which of its modules have nothing to do here.
    pub fn idle(&self, find: impl FnOnce() -> (u64, u64)) -> (u64, u64) {
        *self.idle.get_or_init(find)
    }
}
