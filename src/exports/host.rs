//! What the `portico` program uses beyond the API. No promise is made for any of it.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::iis::host::{Host, Options};
use core::ffi::{CStr, c_char, c_void};
use parking_lot::Mutex;
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// What is served, as the program says it; lists end with NULL.
#[repr(C)]
pub struct PORTICO_HOST_OPTIONS {
    pub root: *const c_char,
    pub urls: *const *const c_char,
    /// NAME=PATH.
    pub modules: *const *const c_char,
}

/// Is told the reason of a failure.
pub type PORTICO_TELL = unsafe extern "C" fn(context: *mut c_void, text: *const c_char);

/// The host of the process.
static HOST: Mutex<Option<Host>> = Mutex::new(None);

/// Starts the host.
///
/// # Safety
/// Every text ends with a NUL and every list with NULL, and `tell` may be called with the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_host_start(
    options: *const PORTICO_HOST_OPTIONS,
    tell: PORTICO_TELL,
    context: *mut c_void,
) -> HRESULT {
    boundary!(hresult, "portico_private_host_start", {
        // SAFETY: by contract.
        let options = unsafe { read_options(&*options) };
        match Host::start(options) {
            Ok(host) => {
                *HOST.lock() = Some(host);
                0
            }
            Err(error) => {
                let reason = CString::new(error.to_string()).unwrap_or_default();
                // SAFETY: by contract.
                unsafe { tell(context, reason.as_ptr()) };
                error.result()
            }
        }
    })
}

/// Stops it: when the call returns its modules are gone.
#[unsafe(no_mangle)]
pub extern "C" fn portico_private_host_stop() {
    boundary!(void, "portico_private_host_stop", {
        let host = HOST.lock().take();
        if let Some(host) = host {
            host.stop();
        }
    });
}

/// # Safety
/// As for `portico_private_host_start`.
unsafe fn read_options(options: &PORTICO_HOST_OPTIONS) -> Options {
    // SAFETY: by contract.
    let (root, urls, modules) = unsafe { (bytes(options.root), list(options.urls), list(options.modules)) };
    let modules = modules.iter().map(|module| {
        let at = module.iter().position(|byte| *byte == b'=').unwrap_or(module.len());
        let name = String::from_utf8_lossy(&module[..at]).into_owned();
        (name, path(module.get(at + 1..).unwrap_or_default()))
    });
    let urls = urls.iter().map(|url| String::from_utf8_lossy(url).into_owned());
    Options { urls: urls.collect(), root: path(root), modules: modules.collect() }
}

fn path(bytes: &[u8]) -> PathBuf {
    Path::new(OsStr::from_bytes(bytes)).to_owned()
}

/// # Safety
/// The text ends with a NUL.
unsafe fn bytes<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: by contract.
    unsafe { CStr::from_ptr(text) }.to_bytes()
}

/// # Safety
/// The list ends with NULL, and its texts with a NUL.
unsafe fn list<'a>(list: *const *const c_char) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    // SAFETY: by contract the list goes on until NULL was read.
    while let Some(text) = unsafe { (*list.add(found.len())).as_ref() } {
        // SAFETY: by contract.
        found.push(unsafe { bytes(text) });
    }
    found
}
