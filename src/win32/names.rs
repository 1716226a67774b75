//! Names of kernel objects. They are known in this process alone.

use super::object::{Object, ObjectRef, downcast};
use super::sync::{Mutex, global};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

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
    static NAMES: Mutex<BTreeMap<String, Weak<dyn Object>>> = Mutex::new(BTreeMap::new());
}

/// The object of that name, or a new one; whether it was there already.
pub fn create<T: Object>(name: Option<&str>, make: impl FnOnce() -> Arc<T>) -> Result<(Arc<T>, bool), NameError> {
    // An empty name is none.
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok((make(), false)) };
    let name = checked(name)?;
    let mut names = NAMES.lock();
    if let Some(object) = names.get(name).and_then(Weak::upgrade) {
        return downcast(object).map(|object| (object, true)).ok_or(NameError::OtherKind);
    }
    let object = make();
    let shared: ObjectRef = object.clone();
    names.retain(|_, object| object.strong_count() > 0);
    names.insert(name.to_owned(), Arc::downgrade(&shared));
    Ok((object, false))
}

/// The object of that name.
pub fn open<T: Object>(name: &str) -> Result<Arc<T>, NameError> {
    let object = NAMES.lock().get(checked(name)?).and_then(Weak::upgrade).ok_or(NameError::NotFound)?;
    downcast(object).ok_or(NameError::OtherKind)
}

/// A name without its namespace, since all of them are one here.
fn checked(name: &str) -> Result<&str, NameError> {
    if name.chars().count() > LONGEST {
        return Err(NameError::TooLong);
    }
    let bare = name.strip_prefix("Global\\").or_else(|| name.strip_prefix("Local\\")).unwrap_or(name);
    if bare.contains('\\') { Err(NameError::Backslash) } else { Ok(bare) }
}
