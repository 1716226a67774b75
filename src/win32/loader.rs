//! Modules: LoadLibrary and its kin on the dynamic linker.
//!
//! `x.dll` is `x.so` or `libx.so`. The names of Windows' own libraries that
//! this one stands for give this library.

use super::dll_main::{self, DllMain, Refused};
use super::sys::dl::{Library, LoadError};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What this library is to a Windows program.
const OWN_NAMES: [&str; 5] = ["httpapi", "hwebcore", "kernel32", "ntdll", "websocket"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleError {
    NotFound,
    /// The file is no shared object of this machine.
    BadFormat,
    /// A name that the module or one it needs does not have.
    NoSuchName,
    InvalidHandle,
    /// Its `DllMain` has returned FALSE.
    Refused,
}

struct Loaded {
    library: Library,
    /// How often it is to be freed; `None` for what stays.
    references: Option<usize>,
}

/// The modules that were handed out, by their handle.
static MODULES: Mutex<BTreeMap<usize, Loaded>> = Mutex::new(BTreeMap::new());

/// Loads a module, or counts one reference more.
pub fn load(name: &str) -> Result<usize, ModuleError> {
    if is_own(name) {
        return own().ok_or(ModuleError::NotFound);
    }
    let mut reason = ModuleError::NotFound;
    for candidate in candidates(name) {
        // Static constructors run here, without a lock of ours.
        match Library::open(&candidate) {
            Ok(library) => return enter(library).map_err(|Refused| ModuleError::Refused),
            Err(error) => reason = worse(reason, &error, &candidate),
        }
    }
    Err(reason)
}

/// Counts a reference to a module that was opened, and has its `DllMain` called the first time.
pub fn enter(library: Library) -> Result<usize, Refused> {
    let dll_main = DllMain::of(&library);
    let turn = dll_main::turn();
    // First, since `DllMain` may ask for the name of its module.
    let module = keep(library, true);
    let result = dll_main.map_or(Ok(()), |dll_main| turn.attach(module, dll_main));
    let refused = result.is_err().then(|| release(module));
    drop(turn);
    drop(refused);
    result.map(|()| module)
}

/// A module that is loaded, without a reference; `None` asks for the program.
pub fn find(name: Option<&str>) -> Result<usize, ModuleError> {
    let Some(name) = name else { return program().ok_or(ModuleError::NotFound) };
    if is_own(name) {
        return own().ok_or(ModuleError::NotFound);
    }
    let library = candidates(name).iter().find_map(|candidate| Library::loaded(candidate));
    library.map(|library| keep(library, false)).ok_or(ModuleError::NotFound)
}

/// The module that holds an address, without a reference.
pub fn containing(address: usize) -> Result<usize, ModuleError> {
    let path = Library::path_of(address);
    let library = Library::loaded(Path::new(&path)).or_else(Library::program);
    library.map(|library| keep(library, false)).ok_or(ModuleError::NotFound)
}

/// One reference more; with `pin` the module stays for good.
pub fn reference(module: usize, pin: bool) -> Result<(), ModuleError> {
    let mut modules = MODULES.lock();
    let loaded = modules.get_mut(&module).ok_or(ModuleError::InvalidHandle)?;
    loaded.references = match loaded.references {
        Some(count) if !pin => Some(count + 1),
        _ => None,
    };
    Ok(())
}

/// Gives a reference back; the last one unloads the module.
pub fn free(module: usize) -> Result<(), ModuleError> {
    let turn = dll_main::turn();
    let last = match MODULES.lock().get(&module).ok_or(ModuleError::InvalidHandle)?.references {
        Some(count) => count == 1,
        None => return Ok(()),
    };
    if last {
        turn.detach(module);
    }
    let unloaded = release(module);
    drop(turn);
    // Static destructors run here.
    drop(unloaded);
    Ok(())
}

/// Takes one reference away, and with the last one the module out of the table.
fn release(module: usize) -> Option<Library> {
    let mut modules = MODULES.lock();
    let references = modules.get_mut(&module)?.references.as_mut()?;
    *references -= 1;
    let last = *references == 0;
    if last { modules.remove(&module).map(|loaded| loaded.library) } else { None }
}

/// The address of an exported name.
pub fn address_of(module: usize, name: &str) -> Result<usize, ModuleError> {
    let module = if module == 0 { program().ok_or(ModuleError::NotFound)? } else { module };
    let modules = MODULES.lock();
    let loaded = modules.get(&module).ok_or(ModuleError::InvalidHandle)?;
    loaded.library.symbol(name).map(|symbol| symbol.as_ptr().addr()).ok_or(ModuleError::NoSuchName)
}

/// The file of a module.
pub fn path(module: usize) -> Result<String, ModuleError> {
    let path = match module {
        0 => String::new(),
        module => MODULES.lock().get(&module).ok_or(ModuleError::InvalidHandle)?.library.path(),
    };
    if path.is_empty() {
        let program = std::env::current_exe().map_err(|_| ModuleError::NotFound)?;
        return Ok(program.to_string_lossy().into_owned());
    }
    Ok(path)
}

fn keep(library: Library, counted: bool) -> usize {
    let module = library.address();
    let mut modules = MODULES.lock();
    match modules.get_mut(&module) {
        Some(known) => {
            if let (Some(count), true) = (known.references, counted) {
                known.references = Some(count + 1);
            }
            drop(modules);
            // The table holds the object already; this was one opening more.
            drop(library);
        }
        None => {
            // What others have loaded is not ours to unload.
            modules.insert(module, Loaded { library, references: counted.then_some(1) });
        }
    }
    module
}

fn program() -> Option<usize> {
    Library::program().map(|library| keep(library, false))
}

/// This library, or the program where it is linked in.
fn own() -> Option<usize> {
    containing(own as *const () as usize).ok()
}

fn is_own(name: &str) -> bool {
    let file = name.rsplit(['\\', '/']).next().unwrap_or(name);
    let stem = strip_dll(file).unwrap_or(file);
    OWN_NAMES.iter().any(|own| own.eq_ignore_ascii_case(stem))
}

/// The name without `.dll` in any letter case.
fn strip_dll(name: &str) -> Option<&str> {
    let at = name.len().checked_sub(4)?;
    name.get(at..).filter(|end| end.eq_ignore_ascii_case(".dll"))?;
    name.get(..at)
}

/// The files that a name may mean, the likeliest first.
fn candidates(name: &str) -> Vec<PathBuf> {
    // A path follows the rule of all paths; a name alone is looked for.
    let name = match super::path::map(name.as_bytes()) {
        Ok(path) if name.contains(['\\', '/']) => Path::new(".").join(path).to_string_lossy().into_owned(),
        _ => name.replace('\\', "/"),
    };
    // With its slash, which is all there is to the root.
    let (folder, file) = name.split_at(name.rfind('/').map_or(0, |at| at + 1));
    let mut files = Vec::new();
    match strip_dll(file) {
        Some(stem) => files.extend([format!("{stem}.so"), format!("lib{stem}.so")]),
        None => {
            files.push(file.to_owned());
            if !file.contains('.') {
                files.extend([format!("{file}.so"), format!("lib{file}.so")]);
            }
        }
    }
    if name.contains('/') {
        return files.iter().map(|file| Path::new(folder).join(file)).collect();
    }
    // Beside the program first, as on Windows, then where the system looks.
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let beside = beside.iter().flat_map(|folder| files.iter().map(move |file| folder.join(file)));
    beside.chain(files.iter().map(PathBuf::from)).collect()
}

/// The reason that tells most of the two.
fn worse(known: ModuleError, error: &LoadError, path: &Path) -> ModuleError {
    let text = error.to_string();
    if text.contains("undefined symbol") {
        ModuleError::NoSuchName
    } else if path.is_file() && !text.contains("cannot open shared object file") {
        ModuleError::BadFormat
    } else {
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_windows_mean_this_library() {
        for name in ["httpapi.dll", "HTTPAPI", "C:\\Windows\\System32\\Kernel32.DLL", "ntdll.dll"] {
            assert!(is_own(name), "{name}");
        }
        for name in ["httpapi.so.1", "user32.dll", ".dll", ""] {
            assert!(!is_own(name), "{name}");
        }
    }

    #[test]
    fn a_dll_is_a_so() {
        let files: Vec<String> =
            candidates("lib\\My.Dll").iter().map(|path| path.to_string_lossy().into_owned()).collect();
        assert_eq!(files, ["./lib/My.so", "./lib/libMy.so"]);
        assert_eq!(candidates(r".\x.dll")[0], Path::new("./x.so"));
        assert_eq!(candidates(r"C:\lib\..\x.dll")[0], Path::new("/x.so"));
        assert!(candidates("libm.so.6").iter().any(|path| path == Path::new("libm.so.6")));
        assert!(candidates("plain").iter().any(|path| path == Path::new("libplain.so")));
    }
}
