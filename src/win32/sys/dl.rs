//! Shared objects: `dlopen` and its kin.

use core::ffi::{CStr, c_void};
use core::ptr::NonNull;
use std::ffi::CString;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A loaded shared object, closed on drop.
pub struct Library {
    handle: NonNull<c_void>,
}

// SAFETY: the dynamic linker's functions may be called from any thread.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

/// The first members of the dynamic linker's `struct link_map`.
#[repr(C)]
struct LinkMap {
    base: usize,
    name: *const core::ffi::c_char,
}

/// The dynamic linker's own words.
#[derive(Debug)]
pub struct LoadError(String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}

impl Library {
    /// Loads a shared object with all its references bound, its names its own.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        let name = CString::new(path.as_os_str().as_bytes())
            .map_err(|_| LoadError("the path holds a NUL character".to_owned()))?;
        // SAFETY: the name is a NUL-terminated string; what static constructors do is the caller's choice.
        let handle = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        match NonNull::new(handle) {
            Some(handle) => Ok(Self { handle }),
            None => Err(LoadError(last_error())),
        }
    }

    /// An object that is loaded already.
    pub fn loaded(path: &Path) -> Option<Self> {
        let name = CString::new(path.as_os_str().as_bytes()).ok()?;
        // SAFETY: the name is NUL-terminated; nothing is loaded.
        NonNull::new(unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW | libc::RTLD_NOLOAD) })
            .map(|handle| Self { handle })
    }

    /// The program itself, with all that it was linked with.
    pub fn program() -> Option<Self> {
        // SAFETY: NULL asks for the program.
        NonNull::new(unsafe { libc::dlopen(core::ptr::null(), libc::RTLD_NOW) }).map(|handle| Self { handle })
    }

    /// The same value for the same object, however often it is opened.
    pub fn address(&self) -> usize {
        self.handle.as_ptr().addr()
    }

    /// The file that was loaded; empty for the program.
    pub fn path(&self) -> String {
        let mut map: *mut LinkMap = core::ptr::null_mut();
        // SAFETY: the handle is open; the result is written where it points.
        let found = unsafe { libc::dlinfo(self.handle.as_ptr(), libc::RTLD_DI_LINKMAP, (&raw mut map).cast()) } == 0;
        if !found || map.is_null() {
            return String::new();
        }
        // SAFETY: the dynamic linker's record lives as long as the object is loaded.
        let name = unsafe { (*map).name };
        if name.is_null() {
            return String::new();
        }
        // SAFETY: the name is NUL-terminated.
        unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
    }

    /// The address of a name in the object or in what it depends on.
    pub fn symbol(&self, name: &str) -> Option<NonNull<c_void>> {
        let name = CString::new(name).ok()?;
        // SAFETY: the handle is open and the name is NUL-terminated.
        NonNull::new(unsafe { libc::dlsym(self.handle.as_ptr(), name.as_ptr()) })
    }

    /// As `symbol`, in the object alone.
    pub fn own_symbol(&self, name: &str) -> Option<NonNull<c_void>> {
        self.symbol(name).filter(|symbol| Self::path_of(symbol.as_ptr().addr()) == self.path())
    }

    /// Leaves the loaded file that holds an address in place for the life of the process.
    pub fn keep_loaded(address: usize) {
        let Ok(name) = CString::new(Self::path_of(address)) else { return };
        // SAFETY: the name is NUL-terminated; an object that is loaded already is only marked, and
        // the handle is given up on purpose.
        unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE) };
    }

    /// The file from which the code or data at an address came.
    pub fn path_of(address: usize) -> String {
        let mut info = core::mem::MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: any address may be asked for; the result is written where it points.
        let found = unsafe { libc::dladdr(address as *const c_void, info.as_mut_ptr()) } != 0;
        // SAFETY: zeroed is a valid value, and dladdr has written over it where it found something.
        let info = unsafe { info.assume_init() };
        if !found || info.dli_fname.is_null() {
            return "(unknown)".to_owned();
        }
        // SAFETY: dladdr gives a NUL-terminated path that lives as long as the object is loaded.
        unsafe { CStr::from_ptr(info.dli_fname) }.to_string_lossy().into_owned()
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // SAFETY: the handle is open and closed once.
        unsafe { libc::dlclose(self.handle.as_ptr()) };
    }
}

fn last_error() -> String {
    // SAFETY: dlerror gives NULL or a NUL-terminated text of this thread.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return "the dynamic linker gave no reason".to_owned();
    }
    // SAFETY: checked above; copied before the next call.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
