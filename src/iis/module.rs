//! Modules: loaded from shared objects, or built in.

use super::com::module_call::call_module;
use super::com::registration as info;
use super::com::server::ServerObject;
use super::configuration::Metadata;
use super::context::Context;
use super::event::{Event, Status};
use super::module_library::{ModuleError, ModuleLibrary};
use super::registration::Registered;
use crate::abi::iis::*;
use crate::win32::text;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A module that is written in Rust.
pub trait BuiltIn: Send + Sync {
    fn registered(&self) -> Registered;

    /// Whether it has anything to do in a notification that is no step; it is told of those alone.
    fn is_concerned(&self, _context: &Context, _event: Event) -> bool {
        true
    }

    /// Whether it has nothing to do in the steps of any request with this configuration: it is not told of them then.
    fn is_idle(&self, _configuration: &Metadata) -> bool {
        false
    }

    /// A notification.
    fn notify(&self, context: &std::sync::Arc<Context>, event: Event, post: bool) -> Status;
}

pub enum Kind {
    Native(ModuleLibrary),
    BuiltIn(Box<dyn BuiltIn>),
    /// A native module has added it to an application.
    Added,
}

pub struct Module {
    name: String,
    wide: Box<[WCHAR]>,
    id: usize,
    registered: Registered,
    kind: Kind,
}

/// A module that could not be loaded, or that has refused.
#[derive(Debug)]
pub enum LoadError {
    Library(ModuleError),
    Refused { module: String, path: String, result: HRESULT },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(error) => error.fmt(f),
            Self::Refused { module, path, result } => {
                write!(f, "module {module} ({path}): its RegisterModule has failed with HRESULT 0x{result:08X}")
            }
        }
    }
}

impl std::error::Error for LoadError {}

/// Modules are numbered from 1.
static IDS: AtomicUsize = AtomicUsize::new(1);

impl Module {
    /// Loads a module and lets it register. The version is that of IIS.
    pub fn load(name: &str, path: &Path, version: DWORD, server: &ServerObject) -> Result<Self, LoadError> {
        let library = ModuleLibrary::load(name, path).map_err(LoadError::Library)?;
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let wide = wide_name(name);
        let registration = info::new(wide.clone(), id);
        let result = call_module(name, "RegisterModule", || library.register(version, &registration, server));
        let registered = registration.take();
        if result < 0 {
            let (module, path) = (name.to_owned(), path.display().to_string());
            return Err(LoadError::Refused { module, path, result });
        }
        Ok(Self { name: name.to_owned(), wide, id, registered, kind: Kind::Native(library) })
    }

    pub fn built_in(name: &str, module: Box<dyn BuiltIn>) -> Self {
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let registered = module.registered();
        Self { name: name.to_owned(), wide: wide_name(name), id, registered, kind: Kind::BuiltIn(module) }
    }

    pub fn added(name: &str, registered: Registered) -> Self {
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Self { name: name.to_owned(), wide: wide_name(name), id, registered, kind: Kind::Added }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name with a NUL behind it.
    pub fn wide_name(&self) -> &[WCHAR] {
        &self.wide
    }

    pub fn id(&self) -> usize {
        self.id
    }

    pub fn registered(&self) -> &Registered {
        &self.registered
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Whether it need not be told of the steps of requests with this configuration.
    pub fn is_idle(&self, configuration: &Metadata) -> bool {
        matches!(&self.kind, Kind::BuiltIn(module) if module.is_idle(configuration))
    }

    /// The module is not used any more, and its shared object goes with it.
    pub fn terminate(&self) {
        if let Some(factory) = self.registered.factory {
            factory.terminate(&self.name);
        }
        if let Some(global) = self.registered.global {
            global.terminate(&self.name);
        }
    }
}

fn wide_name(name: &str) -> Box<[WCHAR]> {
    let mut wide = text::to_wide(name);
    wide.push(0);
    wide.into()
}
