//! The part of an object that threads wait for: its signal and its queue.
//!
//! One design serves events, mutexes, semaphores, timers and threads. A thread
//! that waits stands in the queue of each object it waits for; the object that
//! becomes signaled claims the first waiter that is not claimed yet and gives
//! it what it waits for, under the object's lock. Locks are taken in this
//! order: objects by address, then the waiter.

use super::names::Named;
use super::object::ObjectRef;
use super::sync::{Mutex, MutexGuard, place_of};
use super::waiter::{Outcome, Waiter};
use std::collections::VecDeque;
use std::sync::Arc;

/// What makes an object signaled, and what a satisfied wait takes from it.
#[derive(Clone, Debug)]
pub enum Signal {
    /// Manual: stays set. Otherwise a satisfied wait resets it.
    Event { manual: bool, set: bool },
    /// Signaled while the count is above zero; a satisfied wait takes one.
    Semaphore { count: i32, maximum: i32 },
    /// Signaled while nobody owns it; a satisfied wait owns it.
    Mutex { owner: Option<u32>, depth: u32, abandoned: bool },
}

impl Signal {
    /// Sets or resets an event; whether it was set.
    pub fn put(&mut self, value: bool) -> bool {
        let Signal::Event { set, .. } = self else { return false };
        std::mem::replace(set, value)
    }

    /// Whether a wait by `thread` is satisfied.
    fn is_ready(&self, thread: u32) -> bool {
        match *self {
            Signal::Event { set, .. } => set,
            Signal::Semaphore { count, .. } => count > 0,
            Signal::Mutex { owner, .. } => owner.is_none_or(|owner| owner == thread),
        }
    }

    /// Takes what a satisfied wait takes; whether the mutex was abandoned.
    fn take(&mut self, thread: u32) -> bool {
        match self {
            Signal::Event { manual, set } => {
                *set = *manual;
                false
            }
            Signal::Semaphore { count, .. } => {
                *count -= 1;
                false
            }
            Signal::Mutex { owner, depth, abandoned } => {
                *owner = Some(thread);
                *depth += 1;
                std::mem::take(abandoned)
            }
        }
    }
}

/// A waiter's place in the queue of one object.
struct Place {
    waiter: Arc<Waiter<Outcome>>,
    /// The object's place in the caller's array.
    index: usize,
    /// All objects of a wait that needs every one of them.
    all: Option<Arc<[ObjectRef]>>,
}

/// A waiter that needs more than one object, and these objects.
type WaitForAll = (Arc<Waiter<Outcome>>, Arc<[ObjectRef]>);

/// Whom a change concerns beyond the threads that were woken.
#[derive(Default)]
struct Released {
    all: Vec<WaitForAll>,
    /// Satisfied, and to be called without the object's lock.
    called: Vec<Arc<Waiter<Outcome>>>,
}

pub struct Waitable {
    is_mutex: bool,
    named: Named,
    state: Mutex<State>,
}

struct State {
    signal: Signal,
    queue: VecDeque<Place>,
}

impl Waitable {
    pub fn new(signal: Signal) -> Self {
        let is_mutex = matches!(signal, Signal::Mutex { .. });
        Self { is_mutex, named: Named::default(), state: Mutex::new(State { signal, queue: VecDeque::new() }) }
    }

    /// Whether a satisfied wait makes the thread its owner.
    pub fn is_mutex(&self) -> bool {
        self.is_mutex
    }

    /// The place of the object's name.
    pub fn named(&self) -> &Named {
        &self.named
    }

    /// Changes the signal and lets those waiters go that are satisfied now.
    pub fn change<R>(&self, change: impl FnOnce(&mut Signal) -> R) -> R {
        let mut state = self.state.lock();
        let result = change(&mut state.signal);
        let Released { all, called } = state.release();
        drop(state);
        // These need the locks of other objects too.
        for (waiter, objects) in all {
            try_all(&waiter, &objects, None);
        }
        called.iter().for_each(|waiter| waiter.wake());
        result
    }

    /// Sets an event for those that wait now, and leaves it reset.
    pub fn pulse(&self) {
        let mut state = self.state.lock();
        state.signal.put(true);
        let Released { all, called } = state.release();
        let left = state.signal.put(false);
        let one = matches!(state.signal, Signal::Event { manual: false, .. });
        drop(state);
        called.iter().for_each(|waiter| waiter.wake());
        if left {
            for (waiter, objects) in all {
                if try_all(&waiter, &objects, Some(self)) && one {
                    return;
                }
            }
        }
    }

    /// Takes the object at once if it is signaled.
    pub fn try_take(&self, thread: u32, index: usize) -> Option<Outcome> {
        let mut state = self.state.lock();
        state.signal.is_ready(thread).then(|| outcome(state.signal.take(thread), index))
    }

    /// Puts a waiter for any object into the queue, or satisfies it now.
    pub fn enqueue_any(&self, waiter: &Arc<Waiter<Outcome>>, index: usize) {
        let mut state = self.state.lock();
        if state.signal.is_ready(waiter.thread) {
            let claimed = waiter.claim(|| outcome(state.signal.take(waiter.thread), index));
            drop(state);
            if claimed {
                waiter.wake();
            }
        } else {
            state.queue.push_back(Place { waiter: waiter.clone(), index, all: None });
        }
    }

    /// Puts a waiter that needs all of `objects` into the queue.
    pub fn enqueue_all(&self, waiter: &Arc<Waiter<Outcome>>, index: usize, objects: &Arc<[ObjectRef]>) {
        self.state.lock().queue.push_back(Place { waiter: waiter.clone(), index, all: Some(objects.clone()) });
    }

    /// Takes a waiter out of the queue.
    pub fn dequeue(&self, waiter: &Arc<Waiter<Outcome>>) {
        self.state.lock().queue.retain(|place| !Arc::ptr_eq(&place.waiter, waiter));
    }
}

impl State {
    /// Satisfies waiters in the order in which they came. Those that need more are returned.
    fn release(&mut self) -> Released {
        let Self { signal, queue } = self;
        let mut released = Released::default();
        queue.retain(|place| {
            if let Some(objects) = &place.all {
                released.all.push((place.waiter.clone(), objects.clone()));
                return true;
            }
            if !signal.is_ready(place.waiter.thread) {
                return true;
            }
            // A waiter that was claimed elsewhere is on its way out of the queue.
            if place.waiter.claim(|| outcome(signal.take(place.waiter.thread), place.index)) {
                if place.waiter.calls() {
                    released.called.push(place.waiter.clone());
                } else {
                    place.waiter.wake();
                }
            }
            false
        });
        released
    }
}

/// Takes all objects for the waiter if every one of them is signaled. For that time
/// the `pulsed` one of them is.
pub fn try_all(waiter: &Arc<Waiter<Outcome>>, objects: &[ObjectRef], pulsed: Option<&Waitable>) -> bool {
    let mut waitables: Vec<&Waitable> = objects.iter().filter_map(|object| object.waitable()).collect();
    waitables.sort_by_key(|waitable| place_of(&waitable.state));
    let mut states: Vec<MutexGuard<'_, State>> = waitables.iter().map(|waitable| waitable.state.lock()).collect();
    let pulsed = pulsed.and_then(|pulsed| waitables.iter().position(|waitable| std::ptr::eq(*waitable, pulsed)));
    if let Some(place) = pulsed {
        states[place].signal.put(true);
    }
    let taken = states.iter().all(|state| state.signal.is_ready(waiter.thread))
        && waiter.end(|| {
            let mut abandoned = false;
            for state in &mut states {
                abandoned |= state.signal.take(waiter.thread);
            }
            outcome(abandoned, 0)
        });
    if let Some(place) = pulsed {
        states[place].signal.put(false);
    }
    taken
}

fn outcome(abandoned: bool, index: usize) -> Outcome {
    if abandoned { Outcome::Abandoned(index) } else { Outcome::Signaled(index) }
}
