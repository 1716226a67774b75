//! A section as it is in effect: the parts of all files that have a say, in order.
//!
//! The order is that of the levels, from the machine down to the path. At each level the locations of the
//! files above count first, in the order of the files, then the level's own file.

use super::document::{AllowDefinition, ConfigurationFile, Declaration, OverrideMode, Placement, SectionText};
use super::element::Element;
use super::error::{ConfigurationError, Fault, Position, Result};
use super::level::{Level, path_below};
use super::machine::{Defaults, Machine, Rank};
use super::merge::{Layer, apply_defaults};
use std::sync::Arc;

/// One place of one file that has something for a level.
struct Part<'a> {
    rank: usize,
    level: usize,
    placement: &'a Placement,
}

/// The section of this name, in any letter case, for the last of the levels.
pub fn effective(machine: &Machine, rank: Rank, levels: &[Arc<Level>], name: &str) -> Result<Arc<Element>> {
    if let Some(error) = levels.iter().find_map(|level| level.error.clone()) {
        return Err(error);
    }
    let declarations = levels.last().map_or(&machine.declarations, |level| &level.declarations);
    let mut declared = declarations.sections.iter();
    let found = match declarations.sections.get_key_value(name) {
        Some(found) => Some(found),
        None => declared.find(|(known, _)| known.eq_ignore_ascii_case(name)),
    };
    let missing = |reason: String, advice: &str| {
        let file = machine.files.last().map_or_else(|| "configuration".into(), |(_, file)| file.file.clone());
        let at = Position { file, line: 0, column: 0 };
        ConfigurationError { at, fault: Fault::Invalid, reason, advice: advice.into() }
    };
    let Some((name, declaration)) = found else {
        return Err(missing(format!("the section '{name}' is not declared"), "declare it in configSections"));
    };
    let Some(schema) = machine.schema.section(name) else {
        let reason = format!("the section '{name}' has no schema");
        return Err(missing(reason, "put its schema file in the schema folder"));
    };
    let mut element = Element::new((**name).into(), schema);
    // Who may not set it: files below the one of this rank.
    let host = machine.host_rank();
    let mut denied = (declaration.override_mode_default == OverrideMode::Deny).then_some(host);
    for part in parts(machine, rank, levels, name) {
        let Some(section) = part.placement.section(name) else { continue };
        check(machine, declaration, section, &part, levels)?;
        if denied.is_some_and(|by| by < part.rank) {
            let reason = format!("the section '{name}' is locked by a level above");
            let advice = "take it away here, or unlock it there by a location with overrideMode=\"Allow\"";
            let at = section.at.clone();
            return Err(ConfigurationError { at, fault: Fault::Locked, reason, advice: advice.into() });
        }
        let layer = Layer { xml: &section.xml, rank: part.rank, variables: &machine.variables };
        layer.merge(&mut element, &section.xml.root)?;
        match part.placement.override_mode {
            Some(OverrideMode::Deny) => denied = Some(part.rank),
            Some(OverrideMode::Allow) => denied = None,
            None => {}
        }
    }
    apply_defaults(&mut element, &[]);
    element.locks.item = element.locks.item.or(denied);
    Ok(Arc::new(element))
}

/// A section as it stands in one place, without what other files say; none if it has no schema.
pub fn alone(machine: &Machine, section: &SectionText) -> Result<Option<Arc<Element>>> {
    let Some(schema) = machine.schema.section(&section.name) else { return Ok(None) };
    let mut element = Element::new((*section.name).into(), schema);
    let layer = Layer { xml: &section.xml, rank: machine.host_rank(), variables: &machine.variables };
    layer.merge(&mut element, &section.xml.root)?;
    Ok(Some(Arc::new(element)))
}

/// Everything that files have for these levels, in the order in which it counts.
fn parts<'a>(machine: &'a Machine, rank: Rank, levels: &'a [Arc<Level>], name: &str) -> Vec<Part<'a>> {
    let above = machine.files.iter().filter(|(file, _)| *file <= rank).map(|(_, file)| ("", 0, file));
    let own = levels.iter().enumerate();
    let own = own.filter_map(|(at, level)| Some((&*level.lower, at + 1, level.file.as_ref()?)));
    // What the defaults lock is not locked for applicationHost.config: the files above the sites are of one
    // rank, as they have one owner.
    let rank_of = |level: usize| machine.host_rank() + level;
    let files: Vec<(&str, usize, &ConfigurationFile)> = above.chain(own).collect();
    let application = levels.iter().rposition(|level| level.is_application).map_or(0, |at| at + 1);
    let replaces_defaults = machine.defaults == Defaults::WhereAbsent
        && rank == Rank::AppHost
        && machine.files.last().is_some_and(|(_, file)| file.at("").any(|placement| placement.section(name).is_some()));
    let mut parts = Vec::new();
    for level in 0..=levels.len() {
        let path = if level == 0 { "" } else { &*levels[level - 1].lower };
        for (at, (file_path, file_level, file)) in files.iter().enumerate() {
            if *file_level > level || (at == 0 && level == 0 && replaces_defaults) {
                continue;
            }
            let Some(below) = path_below(file_path, path) else { continue };
            for placement in file.at(below) {
                // Written for a level above the application that is asked about.
                if placement.inherit_in_child_applications || application <= level {
                    parts.push(Part { rank: rank_of(*file_level), level, placement });
                }
            }
        }
    }
    parts
}

/// Whether the section may stand in this file at all.
fn check(
    machine: &Machine,
    declaration: &Declaration,
    section: &SectionText,
    part: &Part<'_>,
    levels: &[Arc<Level>],
) -> Result<()> {
    let is_above = part.rank == machine.host_rank();
    let (allowed, where_to) = match declaration.allow_definition {
        AllowDefinition::Everywhere => (true, ""),
        AllowDefinition::AppHostOnly => (is_above, "applicationHost.config"),
        AllowDefinition::MachineToApplication => (
            is_above || levels[part.level - 1].is_application,
            "applicationHost.config or the web.config at the root of an application",
        ),
    };
    if allowed {
        return Ok(());
    }
    let reason = format!("the section '{}' may not stand in this file", section.name);
    let at = section.at.clone();
    Err(ConfigurationError { at, fault: Fault::Invalid, reason, advice: format!("move it to {where_to}") })
}
