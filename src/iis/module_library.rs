//! A module's shared object: loading it and finding what it exports.
#![allow(unsafe_code)]

use super::com::cxx_runtime::{self, AnotherRuntime};
use super::com::registration::RegistrationInfo;
use super::com::server::ServerObject;
use crate::abi::iis::*;
use crate::win32::dll_main::Refused;
use crate::win32::loader;
use crate::win32::sys::dl::{Library, LoadError};
use std::fmt;
use std::path::{Path, PathBuf};

/// A loaded module; dropping it unloads the shared object.
pub struct ModuleLibrary {
    name: String,
    register: PFN_REGISTERMODULE,
    /// Its handle, counted.
    module: usize,
}

/// Why a module could not be loaded.
#[derive(Debug)]
pub struct ModuleError {
    module: String,
    path: PathBuf,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Load(LoadError),
    Runtime(AnotherRuntime),
    NoRegisterModule,
    DllMain,
}

impl fmt::Display for ModuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module {} ({}): ", self.module, self.path.display())?;
        match &self.reason {
            Reason::Load(error) => write!(f, "{error}"),
            Reason::Runtime(error) => write!(f, "{error}"),
            Reason::NoRegisterModule => write!(
                f,
                "it does not export RegisterModule; define it in a file that includes httpserv.h, \
                 which gives it C linkage and default visibility"
            ),
            Reason::DllMain => write!(f, "its DllMain has returned FALSE"),
        }
    }
}

impl std::error::Error for ModuleError {}

impl ModuleLibrary {
    /// Loads the shared object and settles its C++ runtime; nothing of the module has run yet
    /// but its static constructors and its `DllMain`.
    pub fn load(name: &str, path: &Path) -> Result<Self, ModuleError> {
        let error = |reason| ModuleError { module: name.to_owned(), path: path.to_owned(), reason };
        let library = Library::open(path).map_err(|reason| error(Reason::Load(reason)))?;
        cxx_runtime::adopt(name, &library).map_err(|reason| error(Reason::Runtime(reason)))?;
        let register = library.symbol("RegisterModule").ok_or_else(|| error(Reason::NoRegisterModule))?;
        // SAFETY: httpserv.h declares that name with this type.
        let register = unsafe { core::mem::transmute::<*mut core::ffi::c_void, PFN_REGISTERMODULE>(register.as_ptr()) };
        let module = loader::enter(library).map_err(|Refused| error(Reason::DllMain))?;
        Ok(Self { name: name.to_owned(), register, module })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The module's `RegisterModule`.
    pub fn register_module(&self) -> PFN_REGISTERMODULE {
        self.register
    }

    /// Calls it.
    pub fn register(&self, version: DWORD, info: &RegistrationInfo, server: &ServerObject) -> HRESULT {
        // SAFETY: both objects are there until the call returns, and the server as long as modules are.
        unsafe { (self.register)(version, info.as_interface(), server.as_interface()) }
    }
}

impl Drop for ModuleLibrary {
    fn drop(&mut self) {
        // ThreadSanitizer stops for good where a module is unmapped while another thread writes a report.
        if !cfg!(portico_tsan) {
            // The reference is this one's.
            let _ = loader::free(self.module);
        }
    }
}
