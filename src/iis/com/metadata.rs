//! IMetadataInfo: the configuration of a URL, and what modules keep with it.

use super::containers::{Container, container};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::configuration::Metadata;
use crate::win32::boundary::{pointer, text, void};
use crate::win32::text::to_wide;
use core::ptr::{from_ref, null_mut};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

pub struct MetadataState {
    path: Box<[WCHAR]>,
    directory: Box<[WCHAR]>,
    container: Container,
}

pub type MetadataObject = Object<IReferencedMetadataInfo, MetadataState>;

/// So many are kept for requests to come.
const MOST: usize = 4096;

/// A path and its folder.
type Key = (String, String);

type Kept = (Arc<Metadata>, Arc<MetadataObject>);

/// Those that requests have asked for, with the configuration that each is of. A change of the
/// configuration makes another one of it, and what modules kept goes with the last request.
#[derive(Default)]
pub struct Metadatas(Mutex<HashMap<Key, Kept>>);

impl Metadatas {
    /// The object for a path, with the folder that it belongs to.
    pub fn get(&self, metadata: Arc<Metadata>, directory: &Path) -> Arc<MetadataObject> {
        let directory = directory.to_string_lossy().into_owned();
        let key = (metadata.config_path().to_owned(), directory);
        let mut known = self.0.lock();
        if let Some((of, object)) = known.get(&key)
            && Arc::ptr_eq(of, &metadata)
        {
            return object.clone();
        }
        let object = Arc::new(new(&key.0, &key.1));
        let before = if known.len() >= MOST { std::mem::take(&mut *known) } else { HashMap::new() };
        let replaced = known.insert(key, (metadata, object.clone()));
        // What modules kept there is told of its end without the lock.
        drop(known);
        drop((before, replaced));
        object
    }

    pub fn clear(&self) {
        let all = std::mem::take(&mut *self.0.lock());
        drop(all);
    }
}

fn new(path: &str, directory: &str) -> MetadataObject {
    let wide = |text: &str| {
        let mut units = to_wide(text);
        units.push(0);
        units.into()
    };
    Object::new(&VTABLE, MetadataState { path: wide(path), directory: wide(directory), container: container() })
}

/// For a caller that has a reference of its own.
pub fn hand_out(object: Arc<MetadataObject>) -> *mut IReferencedMetadataInfo {
    Arc::into_raw(object).cast_mut().cast()
}

method!(IMetadataInfo::GetMetaPath as get_meta_path(this: MetadataObject) -> PCWSTR, text, { this.path.as_ptr() });
method!(IMetadataInfo::GetVrPath as get_vr_path(this: MetadataObject) -> PCWSTR, text, { this.directory.as_ptr() });
method!(IMetadataInfo::GetVrToken as get_vr_token(this: MetadataObject) -> *mut IHttpTokenEntry, pointer, {
    // Every virtual directory is read as the process.
    let _ = this;
    null_mut()
});
method!(IMetadataInfo::GetModuleContextContainer as get_container(this: MetadataObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IReferencedMetadataInfo::ReferenceMetadata as reference(this: MetadataObject), void, {
    // SAFETY: the object is in an Arc, and the caller may use it.
    unsafe { Arc::increment_strong_count(from_ref(this)) };
});
method!(IReferencedMetadataInfo::DereferenceMetadata as dereference(this: MetadataObject), void, {
    // SAFETY: the caller gives up a reference of its own.
    unsafe { Arc::decrement_strong_count(from_ref(this)) };
});

static VTABLE: Vtable<IReferencedMetadataInfo> = Vtable::new(IReferencedMetadataInfoVtbl {
    base: IMetadataInfoVtbl {
        GetMetaPath: get_meta_path,
        GetVrPath: get_vr_path,
        GetVrToken: get_vr_token,
        GetModuleContextContainer: get_container,
    },
    ReferenceMetadata: reference,
    DereferenceMetadata: dereference,
});
