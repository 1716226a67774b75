//! Whether a configuration can be served, without serving it.

use super::modules::{Origin, origin};
use super::{Settings, bindings, certificates, pools_of, unheeded};
use crate::iis::configuration::views::{Access, GlobalModules, Handlers, Modules};
use crate::iis::configuration::{Configuration, ConfigurationError, Metadata};
use std::collections::{HashMap, HashSet};

/// What was found, one line each.
#[derive(Default)]
pub struct Checked {
    /// What is wrong.
    pub faults: Vec<String>,
    /// What is right and has no effect here.
    pub notes: Vec<String>,
}

pub fn check(settings: &Settings) -> Checked {
    let configuration = match Configuration::load(settings.source.clone(), settings.options.clone()) {
        Ok(configuration) => configuration,
        Err(error) => return Checked { faults: vec![error.to_string()], notes: Vec::new() },
    };
    let mut found = Found::default();
    let sites = configuration.sites();
    let wanted: Vec<_> = match &settings.site {
        Some(name) => sites.by_name(name).into_iter().cloned().collect(),
        None => sites.iter().cloned().collect(),
    };
    let modules = check_modules(&configuration, settings, &pools_of(&wanted), &mut found);
    if let (Some(name), true) = (&settings.site, wanted.is_empty()) {
        found.add(format!("there is no site '{name}'"));
    }
    if let Err(error) = bindings::of(&wanted) {
        found.add(super::StartError::from(error).to_string());
    }
    for error in certificates::check_all(&configuration, &wanted) {
        found.add(error.to_string());
    }
    for site in &wanted {
        for application in &site.applications {
            for directory in &application.directories {
                if !directory.physical_path.is_dir() {
                    let path = directory.physical_path.display();
                    found.add(format!("site '{}': there is no folder {path}", site.name));
                }
                let url = format!("{}{}", application.path.trim_end_matches('/'), directory.path);
                if let Some(metadata) = configuration.at(site, &url) {
                    check_path(&metadata, &application.pool, &modules, &mut found);
                }
            }
        }
    }
    let is_there = |name: &str| modules.get(&name.to_lowercase()).is_some_and(|is_there| *is_there);
    let notes = unheeded::of(&configuration, &wanted, &is_there);
    Checked { faults: found.lines, notes }
}

#[derive(Default)]
struct Found {
    lines: Vec<String>,
    known: HashSet<String>,
}

impl Found {
    /// The same fault is met at many paths.
    fn add(&mut self, line: String) {
        if self.known.insert(line.clone()) {
            self.lines.push(line);
        }
    }

    fn note<T>(&mut self, result: Result<T, ConfigurationError>) -> Option<T> {
        result.map_err(|error| self.add(error.to_string())).ok()
    }
}

/// The names of the modules, each with whether it is there or left out.
fn check_modules(
    configuration: &Configuration,
    settings: &Settings,
    pools: &[&str],
    found: &mut Found,
) -> HashMap<String, bool> {
    let Some(section) = found.note(configuration.root().view::<GlobalModules>()) else { return HashMap::new() };
    let mut names = HashMap::new();
    for entry in section.modules.iter().filter(|entry| entry.pre_condition.hold(pools)) {
        let origin = found.note(origin(configuration, entry, &settings.module_folders));
        names.insert(entry.name.to_lowercase(), matches!(origin, Some(Origin::BuiltIn(_) | Origin::File(_))));
    }
    names
}

fn check_path(metadata: &Metadata, pool: &str, modules: &HashMap<String, bool>, found: &mut Found) {
    if let Some(section) = found.note(metadata.view::<Modules>()) {
        for entry in
            section.modules.iter().filter(|entry| entry.managed_type.is_empty() && entry.pre_condition.hold(&[pool]))
        {
            if !modules.contains_key(&entry.name.to_lowercase()) {
                let at = entry.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
                found.add(format!("{at}module {} is not in globalModules", entry.name));
            }
        }
    }
    found.note(metadata.view::<Handlers>());
    found.note(metadata.view::<Access>());
}
