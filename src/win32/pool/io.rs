//! I/O of a pool: objects that are bound to its port.

use super::environment::Environment;
use super::job::{Job, Trigger};
use super::routine::Routine;
use crate::abi::windows::{ERROR_INVALID_PARAMETER, LPOVERLAPPED};
use crate::win32::error::Win32Error;
use crate::win32::object::ObjectRef;
use parking_lot::Mutex;
use std::collections::BTreeMap;

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

/// The handles of what `BindIoCompletionCallback` was given, by the function's address.
/// They stay: nobody says when a function is bound to nothing any more.
static BOUND: Mutex<BTreeMap<usize, usize>> = Mutex::new(BTreeMap::new());

/// Binds an object to the default pool, whose threads call the function for its packets.
pub fn bind(object: &ObjectRef, function: Completion) -> Result<(), Win32Error> {
    let binding = object.binding().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
    let environment = Environment::default();
    let mut bound = BOUND.lock();
    let address = function as usize;
    let handle = match bound.get(&address) {
        Some(handle) => *handle,
        None => Job::new(Routine::Completion(function), 0, &environment, Trigger::Io)?.1,
    };
    bound.insert(address, handle);
    Ok(binding.bind(environment.pool.port().clone(), handle)?)
}
