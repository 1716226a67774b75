//! Levels below applicationHost.config: the root of a site and each folder below it.

use super::document::{ConfigurationFile, Declarations, Reading};
use super::error::ConfigurationError;
use super::machine::{MOST_WEB_CONFIG_BYTES, Machine, unreadable};
use super::metadata::Metadata;
use super::text_file::{self, Seen};
use super::views::Site;
use parking_lot::RwLock;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names of the file; Linux has those that were written with a capital on Windows.
const NAMES: [&str; 3] = ["web.config", "Web.config", "Web.Config"];
/// How many levels, and how many places without one, are remembered.
const MOST_LEVELS: usize = 50_000;
const MOST_ABSENT: usize = 10_000;
/// Longer paths are not remembered as they were asked for.
const LONGEST_ASKED: usize = 256;

/// A level that is there, with its file if it has one.
#[derive(Debug)]
pub struct Level {
    /// Below APPHOST: `site/folder`.
    pub(super) name: Box<str>,
    /// In small letters, as paths of locations are.
    pub(super) lower: Box<str>,
    pub(super) folder: Option<PathBuf>,
    pub(super) file: Option<ConfigurationFile>,
    /// Why its file cannot be used.
    pub(super) error: Option<ConfigurationError>,
    pub(super) seen: Vec<Seen>,
    /// Where there was no folder.
    missing: Option<PathBuf>,
    /// The level above, whose declarations hold here.
    above: Option<Arc<Level>>,
    pub(super) declarations: Arc<Declarations>,
    pub(super) is_application: bool,
    pub(super) is_root: bool,
    /// Whether folders below have files that count.
    pub(super) sub_folders: bool,
    /// Whether something here differs from the level above.
    pub(super) is_configured: bool,
}

type ByName = HashMap<Box<str>, Arc<Metadata>>;

/// What has been read below applicationHost.config.
#[derive(Default)]
pub struct Levels {
    known: RwLock<HashMap<Box<str>, Arc<Level>>>,
    /// Places that are no folder; forgotten at each look for changes.
    absent: RwLock<HashSet<Box<str>>>,
    metadata: RwLock<ByName>,
    /// Of paths that were asked for, by site; forgotten at each look for changes.
    asked: RwLock<BTreeMap<u32, ByName>>,
}

impl Levels {
    /// What is in effect at a path of a site, where somebody has asked for it before.
    pub(super) fn known(&self, site: u32, path: &str) -> Option<Arc<Metadata>> {
        if path.len() > LONGEST_ASKED {
            return None;
        }
        self.asked.read().get(&site)?.get(path).cloned()
    }

    /// What is in effect at a path of a site.
    pub(super) fn metadata(&self, machine: &Arc<Machine>, site: &Arc<Site>, path: &str) -> Arc<Metadata> {
        if let Some(known) = self.known(site.id, path) {
            return known;
        }
        if path.len() > LONGEST_ASKED {
            return self.find_metadata(machine, site, path);
        }
        let metadata = self.find_metadata(machine, site, path);
        let mut asked = self.asked.write();
        let asked = asked.entry(site.id).or_default();
        if asked.len() >= MOST_ABSENT {
            asked.clear();
        }
        asked.insert(path.into(), metadata.clone());
        metadata
    }

    fn find_metadata(&self, machine: &Arc<Machine>, site: &Arc<Site>, path: &str) -> Arc<Metadata> {
        let mut chain: Vec<Arc<Level>> = vec![self.level(machine, site, &[], &site.name, "/").unwrap_or_else(|| {
            // The root is always a level.
            Arc::new(Level::without_folder(machine, &[], &site.name, false))
        })];
        let mut name = site.name.to_string();
        let at = name.len();
        for segment in path.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
            name.push('/');
            name.push_str(segment);
            match self.level(machine, site, &chain, &name, &name[at..]) {
                Some(level) => {
                    // Applications and directories are named as their site names them.
                    if *level.name != *name {
                        name.clear();
                        name.push_str(&level.name);
                    }
                    chain.push(level);
                }
                None => break,
            }
        }
        while chain.len() > 1 && !chain.last().is_some_and(|level| level.is_configured) {
            chain.pop();
        }
        let last = chain.last().map(|level| level.name.clone()).unwrap_or_default();
        if let Some(known) = self.metadata.read().get(&last).filter(|known| known.has_levels(&chain)) {
            return known.clone();
        }
        let metadata = Arc::new(Metadata::of_site(machine, site, chain));
        let mut all = self.metadata.write();
        if all.len() >= MOST_ABSENT {
            all.clear();
        }
        // Whoever came first has given it away already.
        match all.get(&last) {
            Some(known) if known.has_levels(metadata.levels()) => known.clone(),
            _ => {
                all.insert(last, metadata.clone());
                metadata
            }
        }
    }

    /// The level of a folder, or of a place that has a location; none where there is neither.
    fn level(&self, machine: &Machine, site: &Site, above: &[Arc<Level>], name: &str, url: &str) -> Option<Arc<Level>> {
        // One that was read below a level that has changed since is another.
        let is_current = |known: &&Arc<Level>| known.is_below(above.last());
        if let Some(known) = self.known.read().get(name).filter(is_current) {
            return Some(known.clone());
        }
        let is_absent = self.absent.read().contains(name);
        if is_absent {
            return None;
        }
        if let Some(spelling) = site.spelling_of_root(url).filter(|spelling| *spelling != url) {
            return self.level(machine, site, above, &format!("{}{spelling}", site.name), &spelling);
        }
        let level = match Level::read(machine, site, above, name, url) {
            Ok(level) => Some(level),
            Err(missing) => Level::without(machine, site, above, name, url, missing),
        };
        match level {
            Some(level) => {
                let mut known = self.known.write();
                if known.len() >= MOST_LEVELS {
                    known.clear();
                }
                // Whoever came first has given it away already.
                if let Some(known) = known.get(name).filter(is_current) {
                    return Some(known.clone());
                }
                let level = Arc::new(level);
                known.insert(name.into(), level.clone());
                Some(level)
            }
            None => {
                let mut absent = self.absent.write();
                if absent.len() >= MOST_ABSENT {
                    absent.clear();
                }
                absent.insert(name.into());
                None
            }
        }
    }

    /// Forgets what is no longer as it was read; the levels that changed.
    pub(super) fn refresh(&self) -> Vec<Box<str>> {
        self.absent.write().clear();
        self.asked.write().clear();
        let levels: Vec<Arc<Level>> = self.known.read().values().cloned().collect();
        let stale = levels.iter().filter(|level| !level.is_current());
        let mut changed: Vec<Box<str>> = stale.map(|level| level.name.clone()).collect();
        changed.sort();
        if !changed.is_empty() {
            let is_below = |name: &str| changed.iter().any(|changed| is_at_or_below(name, changed));
            self.known.write().retain(|name, _| !is_below(name));
            self.metadata.write().retain(|name, _| !is_below(name));
        }
        changed
    }
}

fn is_at_or_below(name: &str, of: &str) -> bool {
    name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Level {
    fn without_folder(machine: &Machine, above: &[Arc<Self>], name: &str, has_parent: bool) -> Self {
        let mut level = Self {
            name: name.into(),
            lower: name.to_lowercase().into(),
            folder: None,
            file: None,
            error: None,
            seen: Vec::new(),
            missing: None,
            above: above.last().cloned(),
            declarations: above.last().map_or(&machine.declarations, |level| &level.declarations).clone(),
            is_application: !has_parent,
            is_root: !has_parent,
            sub_folders: true,
            is_configured: !has_parent,
        };
        level.is_configured |= level.has_locations(machine, above);
        level
    }

    fn read(
        machine: &Machine,
        site: &Site,
        above: &[Arc<Self>],
        name: &str,
        url: &str,
    ) -> Result<Self, Option<PathBuf>> {
        let root = site.root_at(url);
        let parent = above.last();
        let folder = match (root, parent) {
            (Some(root), _) => Some(root.directory.physical_path.clone()),
            (None, Some(parent)) => {
                let segment = name.rsplit('/').next().unwrap_or_default();
                // Not a folder's name; joined, it would be another place.
                if segment == ".." || segment.contains('\0') {
                    return Err(None);
                }
                Some(parent.folder.as_ref().ok_or(None)?.join(segment))
            }
            (None, None) => None,
        };
        if root.is_none() && !folder.as_ref().is_some_and(|folder| folder.is_dir()) {
            return Err(folder);
        }
        let mut level = Self::without_folder(machine, above, name, parent.is_some());
        level.is_application |= root.is_some_and(|root| root.is_application);
        level.is_root |= root.is_some();
        level.is_configured |= level.is_root;
        level.sub_folders = match (root, parent) {
            (Some(root), _) => root.directory.allow_sub_dir_config,
            (None, Some(parent)) => parent.sub_folders,
            (None, None) => true,
        };
        if let Some(folder) = folder.as_ref().filter(|_| level.is_root || level.sub_folders) {
            level.read_file(folder);
        }
        level.folder = folder;
        level.is_configured |= level.file.is_some() || level.error.is_some();
        Ok(level)
    }

    /// The level of a place that is no folder, if a location is for it or for one below, or a directory of
    /// the site stands below. Others would let whoever asks for made-up paths fill the memory.
    fn without(
        machine: &Machine,
        site: &Site,
        above: &[Arc<Self>],
        name: &str,
        url: &str,
        missing: Option<PathBuf>,
    ) -> Option<Self> {
        let level = Self::without_folder(machine, above, name, true);
        let matters = level.is_configured || site.has_roots_below(url) || level.has_locations_below(machine, above);
        matters.then_some(Self { missing, ..level })
    }

    fn is_below(&self, above: Option<&Arc<Self>>) -> bool {
        match (&self.above, above) {
            (Some(own), Some(above)) => Arc::ptr_eq(own, above),
            (own, above) => own.is_none() && above.is_none(),
        }
    }

    fn read_file(&mut self, folder: &Path) {
        for name in NAMES {
            let path = folder.join(name);
            let seen = Seen::now(&path);
            let is_there = seen.stamp.is_some();
            self.seen.push(seen);
            if !is_there {
                // A file that cannot be looked at is not one that is not there.
                match std::fs::metadata(&path) {
                    Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                        self.error = Some(unreadable(&path.to_string_lossy().into(), &error));
                        return;
                    }
                    _ => continue,
                }
            }
            let file: Arc<str> = path.to_string_lossy().into();
            let reading = Reading {
                declared: &self.declarations,
                folder: Some(folder),
                may_redeclare: false,
                most_bytes: MOST_WEB_CONFIG_BYTES,
            };
            let read = text_file::read(&path, MOST_WEB_CONFIG_BYTES).map_err(|error| unreadable(&file, &error));
            match read.and_then(|text| ConfigurationFile::parse(&file, &text, &reading)) {
                Ok(file) => {
                    self.seen.extend(file.sources.iter().cloned());
                    self.declarations = file.declarations.clone();
                    self.file = Some(file);
                }
                Err(error) => self.error = Some(error),
            }
            return;
        }
    }

    fn has_locations_below(&self, machine: &Machine, above: &[Arc<Self>]) -> bool {
        let below = |file: &ConfigurationFile, path: &str| {
            let paths = file.placements.iter().map(|placement| &*placement.path);
            paths.into_iter().any(|other| other.len() > path.len() && is_at_or_below(other, path))
        };
        machine.files.iter().any(|(_, file)| below(file, &self.lower))
            || above.iter().any(|level| {
                let path = path_below(&level.lower, &self.lower);
                path.zip(level.file.as_ref()).is_some_and(|(path, file)| below(file, path))
            })
    }

    /// Whether it is still what was read.
    fn is_current(&self) -> bool {
        self.seen.iter().all(Seen::is_current) && !self.missing.as_ref().is_some_and(|folder| folder.is_dir())
    }

    /// Whether a file above has a location for this level.
    fn has_locations(&self, machine: &Machine, above: &[Arc<Self>]) -> bool {
        machine.files.iter().any(|(_, file)| file.at(&self.lower).next().is_some())
            || above.iter().any(|level| {
                let file = level.file.as_ref();
                file.is_some_and(|file| {
                    path_below(&level.lower, &self.lower).is_some_and(|path| file.at(path).next().is_some())
                })
            })
    }
}

/// The path of a level as a location of a file at another one has it.
pub fn path_below<'p>(level: &str, path: &'p str) -> Option<&'p str> {
    if level.is_empty() {
        return Some(path);
    }
    match path.strip_prefix(level)? {
        "" => Some(""),
        rest => rest.strip_prefix('/'),
    }
}
