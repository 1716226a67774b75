//! I/O of a pool: objects that are bound to its port.

use super::environment::Environment;
use super::job::{Job, Pending, Trigger};
use super::routine::Routine;
use crate::abi::windows::{ERROR_INVALID_PARAMETER, LPOVERLAPPED};
use crate::win32::error::Win32Error;
use crate::win32::object::ObjectRef;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Binds an object to the environment's pool; the handle of its I/O.
pub fn create(
    object: &ObjectRef,
    routine: Routine,
    context: usize,
    environment: &Environment,
) -> Result<usize, Win32Error> {
    let binding = object.binding().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
    let (job, handle) = Job::new(routine, context, environment, Trigger::Io)?;
    if let Err(error) = binding.bind(environment.pool.port().clone(), handle) {
        // Its pointer was never given out.
        job.close(None);
        return Err(error.into());
    }
    Ok(handle)
}

type Completion = unsafe extern "C-unwind" fn(u32, u32, LPOVERLAPPED);

/// The functions that objects of a pool were bound to, by their addresses, with the handles of their I/O.
/// Nobody says when a function is bound to nothing any more: they stay until all of them are closed.
#[derive(Default)]
pub struct Bound(Mutex<BTreeMap<usize, (Arc<Job>, usize)>>);

impl Bound {
    /// Binds an object to the environment's pool, which is always the same; its threads call the function for
    /// the object's packets.
    pub fn bind(&self, object: &ObjectRef, function: Completion, environment: &Environment) -> Result<(), Win32Error> {
        let binding = object.binding().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
        let mut bound = self.0.lock();
        let handle = match bound.entry(function as usize) {
            Entry::Occupied(known) => known.get().1,
            Entry::Vacant(new) => new.insert(Job::new(Routine::Completion(function), 0, environment, Trigger::Io)?).1,
        };
        drop(bound);
        Ok(binding.bind(environment.pool.port().clone(), handle)?)
    }

    /// Waits for the functions that run; none is called any more.
    pub fn close(&self) {
        for (job, _) in std::mem::take(&mut *self.0.lock()).into_values() {
            job.close(None);
            job.wait(Pending::Cancel);
        }
    }
}

/// What `BindIoCompletionCallback` was given.
static BOUND: Bound = Bound(Mutex::new(BTreeMap::new()));

/// Binds an object to the default pool, whose threads call the function for its packets.
pub fn bind(object: &ObjectRef, function: Completion) -> Result<(), Win32Error> {
    BOUND.bind(object, function, &Environment::default())
}
