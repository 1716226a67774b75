//! The modules of the process: `globalModules`, loaded once and in order.

use super::{StartError, command_line};
use crate::iis::builtin::{self, Known};
use crate::iis::com::server::ServerObject;
use crate::iis::configuration::views::GlobalModules;
use crate::iis::configuration::{Configuration, ConfigurationError, Fault};
use crate::iis::module::Module;
use std::collections::HashSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The version of IIS that modules are told: 10.0.
const VERSION: u32 = 0x000A_0000;

#[derive(Default)]
pub struct Modules {
    modules: Vec<Arc<Module>>,
    /// Names of IIS's own modules that this server does without, in small letters.
    left_out: HashSet<String>,
    /// Device and inode of their shared objects, which are no content.
    files: HashSet<(u64, u64)>,
}

/// Where a module of the configuration comes from.
pub enum Origin {
    BuiltIn(Box<dyn crate::iis::module::BuiltIn>),
    File(PathBuf),
    LeftOut,
}

/// What an image means here.
pub fn origin(
    configuration: &Configuration,
    entry: &crate::iis::configuration::views::GlobalModule,
    search: &[PathBuf],
) -> Result<Origin, ConfigurationError> {
    let files = configuration.module_files(&entry.image, search);
    // Whoever has put a file there wants it to be used.
    if let Some(file) = files.iter().find(|file| file.is_file()) {
        return Ok(Origin::File(file.clone()));
    }
    match builtin::known(&entry.image) {
        Some(Known::Ours(module)) => Ok(Origin::BuiltIn(module)),
        Some(Known::LeftOut) => Ok(Origin::LeftOut),
        None => Err(missing(entry, &files)),
    }
}

fn missing(entry: &crate::iis::configuration::views::GlobalModule, files: &[PathBuf]) -> ConfigurationError {
    let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    let at = entry.at.clone().unwrap_or(crate::iis::configuration::Position { file: "".into(), line: 0, column: 0 });
    ConfigurationError {
        at,
        fault: Fault::Missing,
        reason: format!("module {}: there is no file for the image {}", entry.name, entry.image),
        advice: format!("it was looked for at {}", files.join(", ")),
    }
}

impl Modules {
    /// Loads what `globalModules` has for these pools; those that are loaded already when one fails are terminated.
    pub fn load(
        configuration: &Configuration,
        search: &[PathBuf],
        pools: &[&str],
        server: &ServerObject,
    ) -> Result<Self, StartError> {
        let mut modules = Self::default();
        match modules.load_all(configuration, search, pools, server) {
            Ok(()) => Ok(modules),
            Err(error) => {
                modules.terminate();
                Err(error)
            }
        }
    }

    fn load_all(
        &mut self,
        configuration: &Configuration,
        search: &[PathBuf],
        pools: &[&str],
        server: &ServerObject,
    ) -> Result<(), StartError> {
        let section = configuration.root().view::<GlobalModules>()?;
        for entry in section.modules.iter().filter(|entry| entry.pre_condition.hold(pools)) {
            match origin(configuration, entry, search)? {
                Origin::BuiltIn(module) => self.modules.push(Arc::new(Module::built_in(&entry.name, module))),
                Origin::LeftOut => {
                    let is_ours = |file: &str| file.starts_with("built-in") || file == command_line::NAME;
                    let is_asked_for = entry.at.as_ref().is_some_and(|at| !is_ours(&at.file));
                    if is_asked_for {
                        eprintln!(
                            "libhttpapi: module {} ({}) of IIS is not part of this server and is left out",
                            entry.name, entry.image
                        );
                    }
                    self.left_out.insert(entry.name.to_lowercase());
                }
                Origin::File(file) => self.load_one(&entry.name, &file, server)?,
            }
        }
        Ok(())
    }

    fn load_one(&mut self, name: &str, file: &Path, server: &ServerObject) -> Result<(), StartError> {
        let module = Module::load(name, file, VERSION, server).map_err(StartError::Module)?;
        self.modules.push(Arc::new(module));
        if let Ok(metadata) = file.metadata() {
            self.files.insert((metadata.dev(), metadata.ino()));
        }
        Ok(())
    }

    pub fn all(&self) -> &[Arc<Module>] {
        &self.modules
    }

    pub fn find(&self, name: &str) -> Option<&Arc<Module>> {
        self.modules.iter().find(|module| module.name().eq_ignore_ascii_case(name))
    }

    pub fn is_left_out(&self, name: &str) -> bool {
        self.left_out.contains(&name.to_lowercase())
    }

    pub fn files(&self) -> &HashSet<(u64, u64)> {
        &self.files
    }

    /// Tells all of their end, the last one first.
    pub fn terminate(&self) {
        self.modules.iter().rev().for_each(|module| module.terminate());
    }
}
