//! What libhttpapi.so has for this program: `src/exports/host.rs` and `hwebcore.rs` there.

use crate::arguments::Module;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::net::SocketAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr::null;

type Tell = unsafe extern "C" fn(context: *mut c_void, text: *const c_char);

/// PORTICO_HOST_OPTIONS.
#[repr(C)]
struct HostOptions {
    config: *const c_char,
    site: *const c_char,
    root: *const c_char,
    addresses: *const *const c_char,
    modules: *const *const c_char,
    browse: c_int,
    tls_certificate: *const c_char,
    tls_key: *const c_char,
}

unsafe extern "C" {
    fn portico_private_host_start(options: *const HostOptions, tell: Tell, context: *mut c_void) -> i32;
    fn portico_private_host_urls(tell: Tell, context: *mut c_void);
    fn portico_private_host_reload(tell: Tell, context: *mut c_void) -> i32;
    fn portico_private_host_check(options: *const HostOptions, tell: Tell, faults: *mut c_void, notes: *mut c_void);
    fn portico_private_service_configuration(tell: Tell, context: *mut c_void);
    fn portico_private_host_describe_call(buffer: *mut c_char, size: usize) -> usize;
    fn WebCoreShutdown(immediate: u32) -> i32;
}

/// HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION): somebody else listens there.
const IN_USE: i32 = 0x8007_0020_u32 as i32;

/// What is to be served.
#[derive(Clone, Default)]
pub struct Options {
    pub config: Option<PathBuf>,
    pub site: Option<String>,
    pub root: PathBuf,
    pub addresses: Vec<SocketAddr>,
    pub modules: Vec<Module>,
    pub browse: bool,
    /// Files with the certificate of https and its key.
    pub tls: Option<(PathBuf, PathBuf)>,
}

/// Why something was not done.
pub struct Failed {
    result: i32,
    pub reason: String,
}

impl Failed {
    pub fn is_in_use(&self) -> bool {
        self.result == IN_USE
    }
}

/// The host of this process, which runs until it is stopped.
pub struct Host(());

impl Host {
    pub fn start(options: &Options) -> Result<Self, Failed> {
        let mut lines: Vec<String> = Vec::new();
        let result = with_options(options, |options| {
            // SAFETY: everything is there until the call returns, and `tell` is called within it alone.
            unsafe { portico_private_host_start(options, tell, (&raw mut lines).cast()) }
        })?;
        if result < 0 { Err(failed(result, &lines)) } else { Ok(Self(())) }
    }

    /// Where it listens.
    pub fn urls(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // SAFETY: `tell` is called within the call alone.
        unsafe { portico_private_host_urls(tell, (&raw mut lines).cast()) };
        lines
    }

    pub fn reload(&self) -> Result<(), Failed> {
        let mut lines: Vec<String> = Vec::new();
        // SAFETY: `tell` is called within the call alone.
        let result = unsafe { portico_private_host_reload(tell, (&raw mut lines).cast()) };
        if result < 0 { Err(failed(result, &lines)) } else { Ok(()) }
    }

    /// Takes no more requests, and ends when those are done that there are; false if some were cut off.
    pub fn stop(self) -> bool {
        // SAFETY: it takes a number.
        unsafe { WebCoreShutdown(0) >= 0 }
    }
}

/// What is wrong with a configuration, and what of it has no effect.
pub fn check(options: &Options) -> Result<[Vec<String>; 2], Failed> {
    let (mut faults, mut notes): (Vec<String>, Vec<String>) = Default::default();
    with_options(options, |options| {
        // SAFETY: as for `start`.
        unsafe { portico_private_host_check(options, tell, (&raw mut faults).cast(), (&raw mut notes).cast()) }
    })?;
    Ok([faults, notes])
}

/// The file of the service configuration.
pub fn service_configuration() -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    // SAFETY: `tell` is called within the call alone.
    unsafe { portico_private_service_configuration(tell, (&raw mut lines).cast()) };
    lines.pop()
}

/// Which module and request the calling thread is in. It is safe in a signal handler.
pub fn describe_call(buffer: &mut [u8]) -> &[u8] {
    // SAFETY: so much may be written.
    let length = unsafe { portico_private_host_describe_call(buffer.as_mut_ptr().cast(), buffer.len()) };
    buffer.get(..length).unwrap_or_default()
}

fn failed(result: i32, lines: &[String]) -> Failed {
    let reason = if lines.is_empty() { format!("error 0x{result:08X}") } else { lines.join("\n") };
    Failed { result, reason }
}

/// Gives the options in the library's form.
fn with_options<R>(options: &Options, call: impl FnOnce(*const HostOptions) -> R) -> Result<R, Failed> {
    let path = |path: &Path| text(path.as_os_str().as_bytes());
    let config = options.config.as_deref().map(path).transpose()?;
    let site = options.site.as_ref().map(|site| text(site.as_bytes())).transpose()?;
    let root = path(&options.root)?;
    let certificate = options.tls.as_ref().map(|(certificate, _)| path(certificate)).transpose()?;
    let key = options.tls.as_ref().map(|(_, key)| path(key)).transpose()?;
    let addresses = options.addresses.iter().map(|address| text(address.to_string().as_bytes()));
    let addresses = addresses.collect::<Result<Vec<_>, _>>()?;
    let modules = options
        .modules
        .iter()
        .map(|module| text(&[module.name.as_bytes(), b"=", module.path.as_os_str().as_bytes()].concat()));
    let modules = modules.collect::<Result<Vec<_>, _>>()?;
    let (addresses, modules) = (list(&addresses), list(&modules));
    let or_null = |text: &Option<CString>| text.as_ref().map_or(null(), |text| text.as_ptr());
    Ok(call(&HostOptions {
        config: or_null(&config),
        site: or_null(&site),
        root: root.as_ptr(),
        addresses: addresses.as_ptr(),
        modules: modules.as_ptr(),
        browse: options.browse.into(),
        tls_certificate: or_null(&certificate),
        tls_key: or_null(&key),
    }))
}

/// # Safety
/// The context is a Vec<String> of the caller's, and the text ends with a NUL.
unsafe extern "C" fn tell(context: *mut c_void, text: *const c_char) {
    // SAFETY: by contract.
    let (lines, text) = unsafe { (&mut *context.cast::<Vec<String>>(), CStr::from_ptr(text)) };
    lines.push(text.to_string_lossy().into_owned());
}

fn text(bytes: &[u8]) -> Result<CString, Failed> {
    CString::new(bytes).map_err(|_| Failed { result: -1, reason: "an argument holds a NUL".to_owned() })
}

/// Pointers with a NULL behind them.
fn list(texts: &[CString]) -> Vec<*const c_char> {
    texts.iter().map(|text| text.as_ptr()).chain([null()]).collect()
}
