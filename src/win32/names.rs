//! Names of kernel objects. They are known in this process alone, and end with the last handle.

use super::error::Win32Error;
use super::handle_table::HANDLES;
use super::object::{Object, ObjectRef, downcast};
use super::sync::{Mutex, global};
use crate::abi::windows::HANDLE;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// An object of another kind has the name.
    OtherKind,
    NotFound,
    /// A backslash behind the namespace prefix.
    Backslash,
    TooLong,
}

/// `MAX_PATH`
const LONGEST: usize = 260;

global! {
    /// Handles are made under this lock, so that a name that is found does not end before.
    static NAMES: Mutex<BTreeMap<String, Entry>> = Mutex::new(BTreeMap::new());
}

struct Entry {
    object: Weak<dyn Object>,
    /// The address of the object's `Named`.
    named: usize,
}

/// What an object that may have a name keeps of it.
#[derive(Default)]
pub struct Named {
    handles: AtomicUsize,
    name: OnceLock<String>,
}

impl Named {
    pub(super) fn handle_opened(&self) {
        self.handles.fetch_add(1, Ordering::AcqRel);
    }

    /// With the last handle the name ends; threads that wait may still have the object.
    pub(super) fn handle_closed(&self) {
        if self.handles.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        let Some(name) = self.name.get() else { return };
        let mut names = NAMES.lock();
        // It may have been opened again meanwhile, or another object may have the name.
        let over = self.handles.load(Ordering::Acquire) == 0;
        if over && names.get(name).is_some_and(|entry| entry.named == core::ptr::from_ref(self).addr()) {
            names.remove(name);
        }
    }
}

/// A handle to the object of that name, or to a new one; whether it was there already.
pub fn create<T: Object>(name: Option<&str>, make: impl FnOnce() -> Arc<T>) -> Result<(HANDLE, bool), Win32Error> {
    // An empty name is none.
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok((HANDLES.insert(make())?, false)) };
    let name = checked(name)?;
    let mut names = NAMES.lock();
    if let Some(object) = names.get(name).and_then(|entry| entry.object.upgrade()) {
        let object: Arc<T> = downcast(object).ok_or(NameError::OtherKind)?;
        return Ok((HANDLES.insert(object)?, true));
    }
    let object: ObjectRef = make();
    let handle = HANDLES.insert(object.clone())?;
    if let Some(named) = object.named() {
        // A new object has no name yet.
        let _ = named.name.set(name.to_owned());
        let entry = Entry { object: Arc::downgrade(&object), named: core::ptr::from_ref(named).addr() };
        names.insert(name.to_owned(), entry);
    }
    Ok((handle, false))
}

/// A handle to the object of that name.
pub fn open<T: Object>(name: &str) -> Result<HANDLE, Win32Error> {
    let name = checked(name)?;
    let names = NAMES.lock();
    let object = names.get(name).and_then(|entry| entry.object.upgrade()).ok_or(NameError::NotFound)?;
    let object: Arc<T> = downcast(object).ok_or(NameError::OtherKind)?;
    Ok(HANDLES.insert(object)?)
}

/// A name without its namespace, since all of them are one here.
fn checked(name: &str) -> Result<&str, NameError> {
    if name.chars().count() > LONGEST {
        return Err(NameError::TooLong);
    }
    let bare = name.strip_prefix("Global\\").or_else(|| name.strip_prefix("Local\\")).unwrap_or(name);
    if bare.contains('\\') { Err(NameError::Backslash) } else { Ok(bare) }
}
