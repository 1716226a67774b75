//! `DllMain`: what a module does when it is loaded, and before it is unloaded.

use super::sys::{dl::Library, process};
use crate::abi::windows::{BOOL, DLL_PROCESS_ATTACH, DLL_PROCESS_DETACH, DWORD, FALSE, HINSTANCE, LPVOID};
use core::ptr::without_provenance_mut;
use parking_lot::{ReentrantMutex, ReentrantMutexGuard};
use std::cell::RefCell;
use std::sync::Once;

/// `DllMain` with C linkage, and with that of C++ by what its first parameter is.
const NAMES: [&str; 3] = ["DllMain", "_Z7DllMainP11HINSTANCE__jPv", "_Z7DllMainPvjS_"];

type Function = unsafe extern "C" fn(HINSTANCE, DWORD, LPVOID) -> BOOL;

#[derive(Clone, Copy)]
pub struct DllMain(Function);

impl DllMain {
    /// That of a module, if it has one.
    pub fn of(library: &Library) -> Option<Self> {
        let found = NAMES.iter().find_map(|name| library.own_symbol(name))?;
        // SAFETY: the headers declare that name with this type, and the names of C++ tell the parameters.
        Some(Self(unsafe { core::mem::transmute::<*mut core::ffi::c_void, Function>(found.as_ptr()) }))
    }

    /// Whether it has not refused.
    fn call(self, module: usize, reason: DWORD, process_ends: bool) -> bool {
        let reserved = without_provenance_mut(usize::from(process_ends));
        // SAFETY: it is a function of a module that is loaded.
        unsafe { (self.0)(without_provenance_mut(module), reason, reserved) != FALSE }
    }
}

/// `DllMain` has returned FALSE: the module does not want to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Whose turn it is to load and free modules. As on Windows one thread at a time is in any `DllMain`, which may load and
/// free modules itself; whoever waits in one for a thread that does so waits for ever.
pub struct Turn(ReentrantMutexGuard<'static, Attached>);

/// Modules whose `DllMain` was told that they are loaded, in that order.
type Attached = RefCell<Vec<(usize, DllMain)>>;

static ATTACHED: ReentrantMutex<Attached> = ReentrantMutex::new(RefCell::new(Vec::new()));

/// Waits for the turn of the calling thread, which ends with the value.
pub fn turn() -> Turn {
    Turn(ATTACHED.lock())
}

impl Turn {
    /// A module was loaded. The first time its `DllMain` is called.
    pub fn attach(&self, module: usize, dll_main: DllMain) -> Result<(), Refused> {
        if self.0.borrow().iter().any(|(known, _)| *known == module) {
            return Ok(());
        }
        static AT_EXIT: Once = Once::new();
        AT_EXIT.call_once(|| process::at_exit(detach_all));
        self.0.borrow_mut().push((module, dll_main));
        if dll_main.call(module, DLL_PROCESS_ATTACH, false) {
            return Ok(());
        }
        self.0.borrow_mut().retain(|(known, _)| *known != module);
        Err(Refused)
    }

    /// A module is about to be unloaded.
    pub fn detach(&self, module: usize) {
        let place = self.0.borrow().iter().position(|(known, _)| *known == module);
        let found = place.map(|place| self.0.borrow_mut().remove(place));
        if let Some((_, dll_main)) = found {
            dll_main.call(module, DLL_PROCESS_DETACH, false);
        }
    }
}

/// The process ends with modules that nobody has freed; the last one goes first.
extern "C" fn detach_all() {
    // A thread that is in one now is not waited for: it may wait for this one.
    let Some(attached) = ATTACHED.try_lock() else { return };
    loop {
        let last = attached.borrow_mut().pop();
        let Some((module, dll_main)) = last else { return };
        dll_main.call(module, DLL_PROCESS_DETACH, true);
    }
}
