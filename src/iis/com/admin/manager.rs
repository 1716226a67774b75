//! IAppHostAdminManager and IAppHostConfigManager.

use super::unknown::{hand_out, unknown};
use super::{element, file, give_object, give_text, no_metadata, text_of};
use crate::abi::admin::*;
use crate::iis::com::hresult;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::{Configuration, Metadata};
use crate::win32::boundary::hresult as failed;
use std::sync::Arc;

/// The manager that a server has for its modules.
pub type Manager = Object<IAppHostAdminManager, Arc<Configuration>>;
type ConfigManager = Object<IAppHostConfigManager, Arc<Configuration>>;

/// A manager; it stands in an `Arc`, since modules may add references to it.
pub fn manager(configuration: &Arc<Configuration>) -> Arc<Manager> {
    Arc::new(Object::new(&MANAGER, configuration.clone()))
}

/// What is in effect at a configuration path.
fn metadata(configuration: &Configuration, path: BSTR) -> Result<(String, Arc<Metadata>), HRESULT> {
    let path = text_of(path).ok_or(hresult::of(ERROR_INVALID_PARAMETER))?;
    let metadata = configuration.at_config_path(&path).ok_or(hresult::of(ERROR_FILE_NOT_FOUND))?;
    Ok((path, metadata))
}

pub(super) fn section(configuration: &Configuration, name: BSTR, path: BSTR) -> Result<*mut IAppHostElement, HRESULT> {
    let name = text_of(name).ok_or(hresult::of(ERROR_INVALID_PARAMETER))?;
    let (_, metadata) = metadata(configuration, path)?;
    let section = metadata.section(&name);
    section.map(element::hand_out).map_err(|error| hresult::of(error.code()))
}

method!(IAppHostAdminManager::GetAdminSection as get_admin_section(
    this: Manager, name: BSTR, path: BSTR, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || section(this, name, path))
});
method!(IAppHostAdminManager::GetMetadata as get_metadata(this: Manager, name: BSTR, value: *mut VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostAdminManager::SetMetadata as set_metadata(this: Manager, name: BSTR, value: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostAdminManager::get_ConfigManager as get_config_manager(
    this: Manager, out: *mut *mut IAppHostConfigManager) -> HRESULT, failed, {
    give_object(out, || {
        let configuration: &Arc<Configuration> = this;
        Ok(hand_out(Object::new(&CONFIG_MANAGER, configuration.clone())))
    })
});

static MANAGER: Vtable<IAppHostAdminManager> = Vtable::new(IAppHostAdminManagerVtbl {
    base: unknown::<IAppHostAdminManager, Arc<Configuration>>(),
    GetAdminSection: get_admin_section,
    GetMetadata: get_metadata,
    SetMetadata: set_metadata,
    get_ConfigManager: get_config_manager,
});

method!(IAppHostConfigManager::GetConfigFile as get_config_file(
    this: ConfigManager, path: BSTR, out: *mut *mut IAppHostConfigFile) -> HRESULT, failed, {
    give_object(out, || {
        let (path, metadata) = metadata(this, path)?;
        Ok(file::hand_out(this, &path, metadata))
    })
});
method!(IAppHostConfigManager::GetUniqueConfigPath as get_unique_config_path(
    this: ConfigManager, path: BSTR, out: *mut BSTR) -> HRESULT, failed, {
    match metadata(this, path) {
        Ok((_, metadata)) => give_text(out, metadata.file_config_path()),
        Err(error) => error,
    }
});

static CONFIG_MANAGER: Vtable<IAppHostConfigManager> = Vtable::new(IAppHostConfigManagerVtbl {
    base: unknown::<IAppHostConfigManager, Arc<Configuration>>(),
    GetConfigFile: get_config_file,
    GetUniqueConfigPath: get_unique_config_path,
});
