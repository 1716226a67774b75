//! What libhttpapi.so has for this program: `src/exports/host.rs` there.

use crate::arguments::Module;
use std::ffi::{CStr, CString, c_char, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null;

type Tell = unsafe extern "C" fn(context: *mut c_void, text: *const c_char);

#[repr(C)]
struct Options {
    root: *const c_char,
    urls: *const *const c_char,
    modules: *const *const c_char,
}

unsafe extern "C" {
    fn portico_private_host_start(options: *const Options, tell: Tell, context: *mut c_void) -> i32;
    fn portico_private_host_stop();
}

/// HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION): somebody else listens there.
const IN_USE: i32 = 0x8007_0020_u32 as i32;

/// Why the host has not started.
pub struct Failed {
    result: i32,
    pub reason: String,
}

impl Failed {
    fn of(reason: String) -> Self {
        Self { result: -1, reason }
    }

    pub fn is_in_use(&self) -> bool {
        self.result == IN_USE
    }
}

/// The host of this process, which runs until it is stopped.
pub struct Host(());

impl Host {
    pub fn start(root: &Path, urls: &[String], modules: &[Module]) -> Result<Self, Failed> {
        let root = text(root.as_os_str().as_bytes())?;
        let urls = urls.iter().map(|url| text(url.as_bytes())).collect::<Result<Vec<_>, _>>()?;
        let modules = modules
            .iter()
            .map(|module| text(&[module.name.as_bytes(), b"=", module.path.as_os_str().as_bytes()].concat()));
        let modules = modules.collect::<Result<Vec<_>, _>>()?;
        let (urls, modules) = (list(&urls), list(&modules));
        let options = Options { root: root.as_ptr(), urls: urls.as_ptr(), modules: modules.as_ptr() };
        let mut reason = String::new();
        // SAFETY: everything is there until the call returns, and `tell` is called within it alone.
        let result = unsafe { portico_private_host_start(&raw const options, tell, (&raw mut reason).cast()) };
        if result < 0 { Err(Failed { result, reason }) } else { Ok(Self(())) }
    }

    /// Takes no more requests, and ends when those are done that there are.
    pub fn stop(self) {
        // SAFETY: it was started, and is stopped once.
        unsafe { portico_private_host_stop() };
    }
}

/// # Safety
/// The context is the String of `start`, and the text ends with a NUL.
unsafe extern "C" fn tell(context: *mut c_void, text: *const c_char) {
    // SAFETY: by contract.
    let (reason, text) = unsafe { (&mut *context.cast::<String>(), CStr::from_ptr(text)) };
    if !reason.is_empty() {
        reason.push('\n');
    }
    reason.push_str(&text.to_string_lossy());
}

fn text(bytes: &[u8]) -> Result<CString, Failed> {
    CString::new(bytes).map_err(|_| Failed::of("an argument holds a NUL".to_owned()))
}

/// Pointers with a NULL behind them.
fn list(texts: &[CString]) -> Vec<*const c_char> {
    texts.iter().map(|text| text.as_ptr()).chain([null()]).collect()
}
