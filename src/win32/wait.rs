//! Waiting for objects: one, any, all; with a time; alertable.
//!
//! A wait that a call of the program's has ended leaves the call to be made by who waited,
//! when nothing of the wait is left on the stack.

use super::current;
use super::object::ObjectRef;
use super::sync;
use super::waitable::{Waitable, try_all};
use super::waiter::{Outcome, Waiter};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The most objects of one wait.
pub const MAXIMUM_WAIT_OBJECTS: usize = 64;

/// One of the objects cannot be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWaitable;

/// A time in milliseconds; `None` never ends.
pub fn deadline(milliseconds: u32) -> Option<Instant> {
    (milliseconds != u32::MAX).then(|| sync::now() + Duration::from_millis(milliseconds.into()))
}

/// Waits until any of the objects is signaled.
pub fn any(objects: &[ObjectRef], milliseconds: u32, alertable: bool) -> Result<Outcome, NotWaitable> {
    // Before anything is taken, since a wait that fails takes nothing.
    if objects.iter().any(|object| object.waitable().is_none()) {
        return Err(NotWaitable);
    }
    let thread = current::id();
    for (index, object) in objects.iter().enumerate() {
        if let Some(outcome) = object.waitable().and_then(|waitable| waitable.try_take(thread, index)) {
            return Ok(taken(objects, outcome, false));
        }
    }
    let enqueue = |waiter: &Arc<Waiter<Outcome>>| {
        for (index, object) in objects.iter().enumerate() {
            if let Some(waitable) = object.waitable() {
                waitable.enqueue_any(waiter, index);
            }
        }
    };
    Ok(taken(objects, wait(objects, thread, milliseconds, alertable, enqueue), false))
}

/// Waits until all of the objects are signaled at once; none is taken before.
pub fn all(objects: &[ObjectRef], milliseconds: u32, alertable: bool) -> Result<Outcome, NotWaitable> {
    if objects.iter().any(|object| object.waitable().is_none()) {
        return Err(NotWaitable);
    }
    if objects.len() == 1 {
        return any(objects, milliseconds, alertable);
    }
    let shared: Arc<[ObjectRef]> = objects.into();
    let enqueue = |waiter: &Arc<Waiter<Outcome>>| {
        for (index, object) in objects.iter().enumerate() {
            if let Some(waitable) = object.waitable() {
                waitable.enqueue_all(waiter, index, &shared);
            }
        }
        // Standing in every queue, so that no change is missed from here on.
        try_all(waiter, objects, None);
    };
    Ok(taken(objects, wait(objects, current::id(), milliseconds, alertable, enqueue), true))
}

/// Waits for the end of a synchronous operation; `CancelSynchronousIo` interrupts the wait.
pub fn operation(object: &ObjectRef) -> Result<Outcome, NotWaitable> {
    let waitable = object.waitable().ok_or(NotWaitable)?;
    let waiter = Arc::new(Waiter::new(current::id()));
    let outcome = current::operate(waiter.clone(), || {
        waitable.enqueue_any(&waiter, 0);
        current::blocked(|| waiter.park(None, Outcome::TimedOut))
    });
    if outcome == Outcome::Interrupted {
        waitable.dequeue(&waiter);
    }
    Ok(taken(std::slice::from_ref(object), outcome, false))
}

/// Sleeps; an alertable sleep ends with a call queued to the thread.
pub fn sleep(milliseconds: u32, alertable: bool) -> Outcome {
    wait(&[], current::id(), milliseconds, alertable, |_| {})
}

fn wait(
    objects: &[ObjectRef],
    thread: u32,
    milliseconds: u32,
    alertable: bool,
    enqueue: impl FnOnce(&Arc<Waiter<Outcome>>),
) -> Outcome {
    let waiter = Arc::new(Waiter::new(thread));
    let apcs = alertable.then(current::apcs);
    if let Some(apcs) = &apcs
        && !apcs.enter(waiter.clone())
    {
        // What is signaled already comes first.
        enqueue(&waiter);
        waiter.end(|| Outcome::Interrupted);
    } else {
        enqueue(&waiter);
    }
    // A time of zero asks only: whoever claimed the waiter by now has satisfied it.
    if milliseconds == 0 {
        waiter.end(|| Outcome::TimedOut);
    }
    let park = |deadline| waiter.park(deadline, Outcome::TimedOut);
    let outcome = if waiter.is_claimed() {
        park(None)
    } else {
        let deadline = deadline(milliseconds);
        current::blocked(|| park(deadline))
    };
    // What claims a waiter for one object takes it out of the queue of that one.
    if objects.len() > 1 || !matches!(outcome, Outcome::Signaled(_) | Outcome::Abandoned(_)) {
        for object in objects {
            if let Some(waitable) = object.waitable() {
                waitable.dequeue(&waiter);
            }
        }
    }
    if let Some(apcs) = apcs {
        apcs.leave();
        if outcome == Outcome::Interrupted {
            apcs.run();
        }
    }
    outcome
}

/// Notes the mutexes that a satisfied wait has given to the calling thread.
fn taken(objects: &[ObjectRef], outcome: Outcome, all: bool) -> Outcome {
    if let Outcome::Signaled(index) | Outcome::Abandoned(index) = outcome {
        let taken = if all { objects } else { &objects[index..=index] };
        for object in taken {
            if object.waitable().is_some_and(Waitable::is_mutex) {
                current::owns(object);
            }
        }
    }
    outcome
}
