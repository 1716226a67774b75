//! What the `portico` program uses beyond the API. No promise is made for any of it.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::configuration as service_configuration;
use crate::iis::com::{fault, hresult};
use crate::iis::configuration::{Options, Source};
use crate::iis::host::certificates::Files;
use crate::iis::host::check::check;
use crate::iis::host::command_line::{self, CommandLine};
use crate::iis::host::{Settings, module_folders};
use crate::iis::web_core::{self, ActivateError};
use crate::iis::worker::Started;
use core::ffi::{CStr, c_char, c_int, c_void};
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// What is served, as the program says it; lists end with NULL.
#[repr(C)]
pub struct PORTICO_HOST_OPTIONS {
    /// applicationHost.config; the rest but the site is for when it is NULL.
    pub config: *const c_char,
    /// This site alone, or NULL.
    pub site: *const c_char,
    pub root: *const c_char,
    /// ADDRESS:PORT.
    pub addresses: *const *const c_char,
    /// NAME=PATH.
    pub modules: *const *const c_char,
    pub browse: c_int,
    /// Files of PEM with the certificate of https and its key, or both NULL for http.
    pub tls_certificate: *const c_char,
    pub tls_key: *const c_char,
}

/// Is told a line: the reason of a failure, or a URL.
pub type PORTICO_TELL = unsafe extern "C" fn(context: *mut c_void, text: *const c_char);

/// Starts the server of the process.
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
        let settings = unsafe { settings(&*options) };
        match web_core::activate(settings) {
            Ok(()) => S_OK,
            Err(ActivateError::Running) => hresult::of(ERROR_SERVICE_ALREADY_RUNNING),
            Err(ActivateError::Start(error)) => {
                // SAFETY: by contract.
                unsafe { say(tell, context, &error.to_string()) };
                error.result()
            }
        }
    })
}

/// Tells the URLs that the server listens to.
///
/// # Safety
/// `tell` may be called with the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_host_urls(tell: PORTICO_TELL, context: *mut c_void) {
    boundary!(void, "portico_private_host_urls", {
        for url in web_core::running().map(|host| host.urls()).unwrap_or_default() {
            // SAFETY: by contract.
            unsafe { say(tell, context, &url) };
        }
    });
}

/// Reads the configuration again.
///
/// # Safety
/// `tell` may be called with the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_host_reload(tell: PORTICO_TELL, context: *mut c_void) -> HRESULT {
    boundary!(hresult, "portico_private_host_reload", {
        let Some(host) = web_core::running() else { return hresult::of(ERROR_SERVICE_NOT_ACTIVE) };
        match host.reload() {
            Ok(()) => S_OK,
            Err(error) => {
                // SAFETY: by contract.
                unsafe { say(tell, context, &error.to_string()) };
                error.result()
            }
        }
    })
}

/// Tells everything that is wrong with a configuration.
///
/// # Safety
/// As for `portico_private_host_start`; `tell` has a context for what is wrong and one for what has no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_host_check(
    options: *const PORTICO_HOST_OPTIONS,
    tell: PORTICO_TELL,
    faults: *mut c_void,
    notes: *mut c_void,
) {
    boundary!(void, "portico_private_host_check", {
        // SAFETY: by contract.
        let checked = check(&unsafe { settings(&*options) });
        for (context, lines) in [(faults, checked.faults), (notes, checked.notes)] {
            // SAFETY: by contract.
            lines.iter().for_each(|line| unsafe { say(tell, context, line) });
        }
    });
}

/// Tells the path of the service configuration, where there is one.
///
/// # Safety
/// `tell` may be called with the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_service_configuration(tell: PORTICO_TELL, context: *mut c_void) {
    boundary!(void, "portico_private_service_configuration", {
        if let Some(file) = service_configuration::file() {
            // SAFETY: by contract.
            unsafe { say(tell, context, &file.to_string_lossy()) };
        }
    });
}

/// Writes which module and request the calling thread is in, without a NUL; how much.
///
/// A signal handler calls it: it stays out of the boundary's guard, which is not made for that, takes no
/// lock and no memory, and cannot panic.
///
/// # Safety
/// So many bytes may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_host_describe_call(buffer: *mut c_char, size: usize) -> usize {
    if buffer.is_null() {
        return 0;
    }
    // SAFETY: by contract.
    fault::describe(unsafe { core::slice::from_raw_parts_mut(buffer.cast(), size) })
}

/// # Safety
/// `tell` may be called with the context.
unsafe fn say(tell: PORTICO_TELL, context: *mut c_void, text: &str) {
    let text = CString::new(text).unwrap_or_default();
    // SAFETY: by contract; the text is there until the call returns.
    unsafe { tell(context, text.as_ptr()) };
}

/// What systemd has started itself, and no shell or program that it has started, has its own number in this variable.
fn started() -> Started {
    let number = std::env::var("SYSTEMD_EXEC_PID").ok().and_then(|text| text.parse().ok());
    if number == Some(std::process::id()) { Started::Service } else { Started::CommandLine }
}

/// # Safety
/// Every text ends with a NUL and every list with NULL.
unsafe fn settings(options: &PORTICO_HOST_OPTIONS) -> Settings {
    // SAFETY: by contract.
    let (config, site) = unsafe { (bytes(options.config), bytes(options.site)) };
    let site = site.map(|name| String::from_utf8_lossy(name).into_owned());
    if let Some(config) = config {
        let file = path(config);
        let module_folders = module_folders(file.parent());
        return Settings {
            source: Source::File(file),
            options: Options::default(),
            site,
            module_folders,
            started: started(),
            certificate: None,
        };
    }
    // SAFETY: by contract.
    let (root, addresses, modules) = unsafe { (bytes(options.root), list(options.addresses), list(options.modules)) };
    let modules = modules.iter().map(|module| {
        let at = module.iter().position(|byte| *byte == b'=').unwrap_or(module.len());
        let name = String::from_utf8_lossy(&module[..at]).into_owned();
        (name, path(module.get(at + 1..).unwrap_or_default()))
    });
    // SAFETY: by contract.
    let (chain, key) = unsafe { (bytes(options.tls_certificate), bytes(options.tls_key)) };
    let certificate = chain.zip(key).map(|(chain, key)| Files { chain: path(chain), key: path(key) });
    let line = CommandLine {
        addresses: addresses.iter().filter_map(|text| String::from_utf8_lossy(text).parse().ok()).collect(),
        root: path(root.unwrap_or_default()),
        modules: modules.collect(),
        browse: options.browse != 0,
        secure: certificate.is_some(),
    };
    let source = command_line::source(&line);
    Settings {
        source,
        options: Options::default(),
        site,
        module_folders: module_folders(None),
        started: started(),
        certificate,
    }
}

fn path(bytes: &[u8]) -> PathBuf {
    Path::new(OsStr::from_bytes(bytes)).to_owned()
}

/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn bytes<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: by contract.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// # Safety
/// The list is NULL or ends with NULL, and its texts with a NUL.
unsafe fn list<'a>(list: *const *const c_char) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    if list.is_null() {
        return found;
    }
    // SAFETY: by contract the list goes on until NULL was read.
    while let Some(text) = unsafe { bytes(*list.add(found.len())) } {
        found.push(text);
    }
    found
}
