//! `hwebcore.h`: the server inside a program, which gets these functions by GetProcAddress.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::iis::com::hresult;
use crate::iis::configuration::{Options, Source};
use crate::iis::host::{Settings, module_folders};
use crate::iis::web_core::{self, ActivateError, ShutdownError};
use crate::iis::worker::Started;
use crate::win32::arguments::{wide, wide_path};

/// Starts the server with a configuration; one instance in a process.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebCoreActivate(
    pszAppHostConfigFile: PCWSTR,
    pszRootWebConfigFile: PCWSTR,
    pszInstanceName: PCWSTR,
) -> HRESULT {
    boundary!(hresult, "WebCoreActivate", {
        // SAFETY: by contract.
        let (file, name) = unsafe { (wide_path(pszAppHostConfigFile), wide(pszInstanceName)) };
        let Some(_name) = name.filter(|name| !name.is_empty()) else { return E_INVALIDARG };
        if pszAppHostConfigFile.is_null() {
            return E_INVALIDARG;
        }
        let file = match file {
            Ok(file) => file,
            Err(error) => return hresult::of(error.0),
        };
        let mut options = Options::default();
        if !pszRootWebConfigFile.is_null() {
            // SAFETY: by contract.
            match unsafe { wide_path(pszRootWebConfigFile) } {
                Ok(root) => options.root_web_config = Some(Source::File(root)),
                Err(error) => return hresult::of(error.0),
            }
        }
        let folders = module_folders(file.parent());
        let settings = Settings {
            source: Source::File(file),
            options,
            site: None,
            module_folders: folders,
            started: Started::Hosted,
            certificate: None,
        };
        match web_core::activate(settings) {
            Ok(()) => S_OK,
            Err(ActivateError::Running) => hresult::of(ERROR_SERVICE_ALREADY_RUNNING),
            Err(ActivateError::Start(error)) => {
                eprintln!("libhttpapi: WebCoreActivate: {error}");
                error.result()
            }
        }
    })
}

/// Stops the server; immediately, or once the requests in flight are done.
#[unsafe(no_mangle)]
pub extern "C" fn WebCoreShutdown(fImmediate: DWORD) -> HRESULT {
    boundary!(hresult, "WebCoreShutdown", {
        match web_core::shutdown(fImmediate != 0) {
            Ok(()) => S_OK,
            Err(ShutdownError::NotActive) => hresult::of(ERROR_SERVICE_NOT_ACTIVE),
            Err(ShutdownError::Stopping) => hresult::of(ERROR_INVALID_SERVICE_CONTROL),
            Err(ShutdownError::Timeout) => hresult::of(ERROR_SERVICE_REQUEST_TIMEOUT),
        }
    })
}

/// Tells the server something by a name. No name is known.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebCoreSetMetadata(pszMetadataType: PCWSTR, pszValue: PCWSTR) -> HRESULT {
    boundary!(hresult, "WebCoreSetMetadata", {
        if pszMetadataType.is_null() || pszValue.is_null() { E_INVALIDARG } else { hresult::of(ERROR_NOT_SUPPORTED) }
    })
}
