//! A configuration as modules read it, without a server.

use crate::abi::admin::IAppHostAdminManager;
use crate::abi::windows::LPCSTR;
use crate::exports::boundary::boundary;
use crate::iis::com::admin::manager;
use crate::iis::configuration::{Configuration, Options, Source};
use crate::win32::arguments::ansi;
use core::ptr::null_mut;
use std::io::Write;
use std::sync::Arc;

/// The manager of an applicationHost.config, and schema files in a folder that may be NULL; NULL with a line
/// on standard error if it cannot be read. The reference is the caller's.
///
/// # Safety
/// The texts end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_test_admin_manager(
    file: LPCSTR,
    schemas: LPCSTR,
) -> *mut IAppHostAdminManager {
    boundary!(pointer, "portico_private_test_admin_manager", {
        // SAFETY: by contract.
        let (file, schemas) = unsafe { (ansi(file), ansi(schemas)) };
        let options = Options { schema_folder: schemas.map(Into::into), ..Options::default() };
        match Configuration::load(Source::File(file.unwrap_or_default().into()), options) {
            Ok(configuration) => {
                let manager = Arc::into_raw(manager(&Arc::new(configuration)));
                manager.cast_mut().cast()
            }
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "{error}");
                null_mut()
            }
        }
    })
}
