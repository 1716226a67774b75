//! IAppHostConfigFile and its locations.

use super::unknown::{self, unknown};
use super::{element, give, give_object, give_text, item, manager, no_metadata};
use crate::abi::admin::*;
use crate::iis::com::hresult;
use crate::iis::com::missing::missing;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::{Configuration, Location, Metadata};
use crate::win32::boundary::hresult as failed;
use std::sync::Arc;

/// The file of a configuration path.
pub struct OfPath {
    configuration: Arc<Configuration>,
    path: String,
    /// What the path has of its own, if anything.
    own: Option<Arc<Metadata>>,
}

type FileObject = Object<IAppHostConfigFile, OfPath>;
type Locations = Object<IAppHostConfigLocationCollection, Vec<Arc<Location>>>;
type LocationObject = Object<IAppHostConfigLocation, Arc<Location>>;

/// For a path, and what is in effect there.
pub fn hand_out(configuration: &Arc<Configuration>, path: &str, metadata: Arc<Metadata>) -> *mut IAppHostConfigFile {
    // What is in effect may come from a level above, whose file is another path's.
    let level = metadata.config_path();
    let mut own_path = level.to_owned();
    for segment in segments(path).skip(segments(level).count()) {
        own_path.push('/');
        own_path.push_str(segment);
    }
    let own = (own_path == level).then(|| metadata.clone());
    unknown::hand_out(Object::new(&FILE, OfPath { configuration: configuration.clone(), path: own_path, own }))
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !matches!(*segment, "" | "."))
}

method!(IAppHostConfigFile::get_ConfigPath as get_config_path(this: FileObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.path)
});
// Empty where the path has no file.
method!(IAppHostConfigFile::get_FilePath as get_file_path(this: FileObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.own.as_ref().and_then(|own| own.file()).unwrap_or_default())
});
method!(IAppHostConfigFile::get_Locations as get_locations(
    this: FileObject, out: *mut *mut IAppHostConfigLocationCollection) -> HRESULT, failed, {
    give_object(out, || {
        let locations = this.own.as_ref().map_or(Ok(Vec::new()), |own| own.locations());
        let locations = locations.map_err(|error| hresult::of(error.code()))?;
        Ok(unknown::hand_out(Object::new(&LOCATIONS, locations.into_iter().map(Arc::new).collect::<Vec<_>>())))
    })
});
method!(IAppHostConfigFile::GetAdminSection as get_admin_section(
    this: FileObject, name: BSTR, path: BSTR, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || manager::section(&this.configuration, name, path))
});
method!(IAppHostConfigFile::GetMetadata as get_metadata(this: FileObject, name: BSTR, value: *mut VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostConfigFile::SetMetadata as set_metadata(this: FileObject, name: BSTR, value: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});

static FILE: Vtable<IAppHostConfigFile> = Vtable::new(IAppHostConfigFileVtbl {
    base: unknown::<IAppHostConfigFile, OfPath>(),
    get_ConfigPath: get_config_path,
    get_FilePath: get_file_path,
    get_Locations: get_locations,
    GetAdminSection: get_admin_section,
    GetMetadata: get_metadata,
    SetMetadata: set_metadata,
    ClearInvalidSections: missing(),
    get_RootSectionGroup: missing(),
});

fn give_count(out: *mut DWORD, count: usize) -> HRESULT {
    give(out, || DWORD::try_from(count).map_err(|_| E_FAIL))
}

method!(IAppHostConfigLocationCollection::get_Count as locations_count(this: Locations, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.len()) });
method!(IAppHostConfigLocationCollection::get_Item as locations_item(
    this: Locations, index: VARIANT, out: *mut *mut IAppHostConfigLocation) -> HRESULT, failed, {
    give_object(out, || {
        let named = |path: &str| this.iter().position(|location| location.path.to_lowercase() == path.to_lowercase());
        let at = item(this, &index, named)?;
        Ok(unknown::hand_out(Object::new(&LOCATION, this[at].clone())))
    })
});
method!(IAppHostConfigLocationCollection::AddLocation as add_location(
    this: Locations, path: BSTR, out: *mut *mut IAppHostConfigLocation) -> HRESULT, failed, {
    let _ = (this, path);
    give_object(out, || Err(E_ACCESSDENIED))
});
method!(IAppHostConfigLocationCollection::DeleteLocation as delete_location(this: Locations, index: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, index);
    E_ACCESSDENIED
});
method!(IAppHostConfigLocationCollection::RenameLocation as rename_location(
    this: Locations, index: VARIANT, path: BSTR) -> HRESULT, failed, {
    let _ = (this, index, path);
    E_ACCESSDENIED
});

static LOCATIONS: Vtable<IAppHostConfigLocationCollection> = Vtable::new(IAppHostConfigLocationCollectionVtbl {
    base: unknown::<IAppHostConfigLocationCollection, Vec<Arc<Location>>>(),
    get_Count: locations_count,
    get_Item: locations_item,
    AddLocation: add_location,
    DeleteLocation: delete_location,
    RenameLocation: rename_location,
});

method!(IAppHostConfigLocation::get_Path as get_path(this: LocationObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.path)
});
method!(IAppHostConfigLocation::get_Count as get_count(this: LocationObject, out: *mut DWORD) -> HRESULT, failed, {
    give_count(out, this.sections.len())
});
method!(IAppHostConfigLocation::get_Item as get_item(
    this: LocationObject, index: VARIANT, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.sections.iter().position(|section| section.name().eq_ignore_ascii_case(name));
        let at = item(&this.sections, &index, named)?;
        Ok(element::hand_out(this.sections[at].clone()))
    })
});
method!(IAppHostConfigLocation::AddConfigSection as add_config_section(
    this: LocationObject, name: BSTR, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    let _ = (this, name);
    give_object(out, || Err(E_ACCESSDENIED))
});
method!(IAppHostConfigLocation::DeleteConfigSection as delete_config_section(this: LocationObject, index: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, index);
    E_ACCESSDENIED
});

static LOCATION: Vtable<IAppHostConfigLocation> = Vtable::new(IAppHostConfigLocationVtbl {
    base: unknown::<IAppHostConfigLocation, Arc<Location>>(),
    get_Path: get_path,
    get_Count: get_count,
    get_Item: get_item,
    AddConfigSection: add_config_section,
    DeleteConfigSection: delete_config_section,
});
