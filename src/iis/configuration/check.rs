//! Every fault of a configuration, also at places that nobody has asked for.

use super::State;
use super::document::{ConfigurationFile, Placement};
use super::effective;
use super::error::ConfigurationError;
use super::metadata::Metadata;
use super::views::Site;
use std::sync::Arc;

/// How many folders of a site are looked into.
const MOST_FOLDERS: usize = 10_000;

#[derive(Default)]
struct Faults {
    found: Vec<ConfigurationError>,
}

impl Faults {
    fn add(&mut self, error: ConfigurationError) {
        if !self.found.contains(&error) {
            self.found.push(error);
        }
    }

    /// The sections that these placements have, at the place that they are for.
    fn sections<'p>(&mut self, metadata: &Metadata, placements: impl Iterator<Item = &'p Placement>) {
        for section in placements.flat_map(|placement| &placement.sections) {
            // A section of .NET is declared and has no schema: nobody reads it here.
            if metadata.has_schema(&section.name)
                && let Err(error) = metadata.section(&section.name)
            {
                self.add(error);
            }
        }
    }
}

pub(super) fn check(state: &State) -> Vec<ConfigurationError> {
    let mut faults = Faults::default();
    let machine = &state.machine;
    for (rank, file) in &machine.files {
        faults.sections(&Metadata::of_machine(machine, *rank), file.at(""));
        for placement in file.placements.iter().filter(|placement| !placement.path.is_empty()) {
            let (site, path) = placement.path.split_once('/').unwrap_or((&placement.path, ""));
            match machine.sites.by_name(site) {
                Some(site) => {
                    faults.sections(&state.levels.metadata(machine, site, path), std::iter::once(placement));
                }
                None => without_site(state, placement, &mut faults),
            }
        }
    }
    for site in machine.sites.iter() {
        for application in &site.applications {
            let base = application.path.trim_end_matches('/');
            for directory in &application.directories {
                let path = format!("{base}{}", directory.path);
                folder(state, site, &path, &mut faults, &mut 0);
            }
        }
    }
    faults.found
}

/// A location for a site that there is not is still to be one that can be read.
fn without_site(state: &State, placement: &Placement, faults: &mut Faults) {
    for section in &placement.sections {
        if let Err(error) = effective::alone(&state.machine, section) {
            faults.add(error);
        }
    }
}

/// The file of a folder, its locations, and the folders below.
fn folder(state: &State, site: &Arc<Site>, path: &str, faults: &mut Faults, count: &mut usize) {
    *count += 1;
    if *count > MOST_FOLDERS {
        return;
    }
    let metadata = state.levels.metadata(&state.machine, site, path);
    let Some(folder_path) = site.map_path(path) else { return };
    let level = metadata.levels().last().filter(|level| level.folder.as_ref() == Some(&folder_path));
    if let Some(error) = level.and_then(|level| level.error.as_ref()) {
        return faults.add(error.clone());
    }
    if let Some(file) = level.and_then(|level| level.file.as_ref()) {
        own_file(state, site, path, &metadata, file, faults);
    }
    let Ok(entries) = std::fs::read_dir(&folder_path) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        if let Some(name) = entry.file_name().to_str() {
            folder(state, site, &format!("{}/{name}", path.trim_end_matches('/')), faults, count);
        }
    }
}

fn own_file(
    state: &State,
    site: &Arc<Site>,
    path: &str,
    metadata: &Metadata,
    file: &ConfigurationFile,
    faults: &mut Faults,
) {
    faults.sections(metadata, file.at(""));
    for placement in file.placements.iter().filter(|placement| !placement.path.is_empty()) {
        let below = format!("{path}/{}", placement.path);
        faults.sections(&state.levels.metadata(&state.machine, site, &below), std::iter::once(placement));
    }
}
