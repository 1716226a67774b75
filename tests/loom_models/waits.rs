//! Waits for events, semaphores, mutexes and threads.

use httpapi::win32::current;
use httpapi::win32::event::Event;
use httpapi::win32::mutex::Mutex;
use httpapi::win32::object::{Object, ObjectRef};
use httpapi::win32::semaphore::Semaphore;
use httpapi::win32::wait;
use httpapi::win32::waiter::{Outcome, Waiter};
use loom::thread;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const INFINITE: u32 = u32::MAX;
/// Any time but none and INFINITE: it may be up at any moment.
const SOME: u32 = 1;

fn one(object: &ObjectRef, milliseconds: u32) -> Outcome {
    wait::any(std::slice::from_ref(object), milliseconds, false).unwrap()
}

/// One set of an automatic event ends one wait: of two threads, one with a time.
#[test]
fn an_automatic_event_is_taken_once() {
    loom::model(|| {
        let event = Arc::new(Event::new(false, false));
        let object: ObjectRef = event.clone();
        let hasty = {
            let object = object.clone();
            thread::spawn(move || one(&object, SOME))
        };
        let setter = thread::spawn(move || event.set());
        // What the hasty thread has not taken is left for this one.
        let hasty = match hasty.join().unwrap() {
            Outcome::TimedOut => {
                assert_eq!(one(&object, INFINITE), Outcome::Signaled(0));
                false
            }
            outcome => outcome == Outcome::Signaled(0),
        };
        setter.join().unwrap();
        assert_eq!(one(&object, 0), Outcome::TimedOut, "{hasty}");
    });
}

#[test]
fn two_sets_let_two_waits_go() {
    loom::model(|| {
        let event = Arc::new(Event::new(false, false));
        let answer = Arc::new(Event::new(false, false));
        let waiting = {
            let (event, answer) = (event.clone() as ObjectRef, answer.clone());
            thread::spawn(move || {
                assert_eq!(one(&event, INFINITE), Outcome::Signaled(0));
                answer.set();
                assert_eq!(one(&event, INFINITE), Outcome::Signaled(0));
            })
        };
        event.set();
        assert_eq!(one(&(answer as ObjectRef), INFINITE), Outcome::Signaled(0));
        event.set();
        waiting.join().unwrap();
    });
}

/// Two threads set one event each; a third one waits for both, and nothing is left.
#[test]
fn a_wait_for_all_sees_both_setters() {
    loom::model(|| {
        let events = [Arc::new(Event::new(false, false)), Arc::new(Event::new(false, false))];
        let objects = events.clone().map(|event| event as ObjectRef);
        let setters = events.map(|event| thread::spawn(move || event.set()));
        assert_eq!(wait::all(&objects, INFINITE, false), Ok(Outcome::Signaled(0)));
        for setter in setters {
            setter.join().unwrap();
        }
        assert_eq!(wait::any(&objects, 0, false), Ok(Outcome::TimedOut));
    });
}

/// A wait for all that may time out takes both events or none.
#[test]
fn a_wait_for_all_takes_both_or_none() {
    loom::model(|| {
        let (first, second) = (Arc::new(Event::new(false, false)), Arc::new(Event::new(false, true)));
        let objects: [ObjectRef; 2] = [first.clone(), second];
        let waiting = {
            let objects = objects.clone();
            thread::spawn(move || wait::all(&objects, SOME, false).unwrap())
        };
        first.set();
        let left = match waiting.join().unwrap() {
            Outcome::Signaled(0) => Outcome::TimedOut,
            Outcome::TimedOut => Outcome::Signaled(0),
            other => panic!("{other:?}"),
        };
        assert_eq!(objects.each_ref().map(|object| one(object, 0)), [left, left]);
    });
}

/// Waits for any and for all stand in one queue: one of them gets the event.
#[test]
fn any_and_all_share_an_event() {
    loom::model(|| {
        let (event, open) = (Arc::new(Event::new(false, false)), Arc::new(Event::new(true, true)));
        let taken = Arc::new(AtomicUsize::new(0));
        let any = {
            let (event, taken) = (event.clone() as ObjectRef, taken.clone());
            thread::spawn(move || {
                one(&event, INFINITE);
                taken.fetch_add(1, Ordering::Relaxed);
            })
        };
        let all = {
            let (objects, taken): ([ObjectRef; 2], _) = ([event.clone(), open], taken.clone());
            thread::spawn(move || {
                let outcome = wait::all(&objects, SOME, false).unwrap();
                taken.fetch_add(usize::from(outcome != Outcome::TimedOut), Ordering::Relaxed);
            })
        };
        event.set();
        all.join().unwrap();
        if taken.load(Ordering::Relaxed) == 1 {
            event.set();
        }
        any.join().unwrap();
        assert!((1..=2).contains(&taken.load(Ordering::Relaxed)));
    });
}

#[test]
fn units_of_a_semaphore_are_taken_once() {
    loom::model(|| {
        let semaphore = Arc::new(Semaphore::new(0, 2));
        let object: ObjectRef = semaphore.clone();
        let takers = [INFINITE, SOME].map(|time| {
            let object = object.clone();
            thread::spawn(move || one(&object, time))
        });
        semaphore.release(2).unwrap();
        let taken = takers.map(|taker| taker.join().unwrap());
        assert_eq!(taken[0], Outcome::Signaled(0));
        let left = if taken[1] == Outcome::TimedOut { Outcome::Signaled(0) } else { Outcome::TimedOut };
        assert_eq!(one(&object, 0), left);
        assert_eq!(one(&object, 0), Outcome::TimedOut);
    });
}

/// A mutex has one owner at a time, whether it is handed over or taken free.
#[test]
fn a_mutex_has_one_owner() {
    loom::model(|| {
        let mutex = Arc::new(Mutex::new(None));
        let inside = Arc::new(AtomicUsize::new(0));
        let enter = |mutex: Arc<Mutex>, inside: Arc<AtomicUsize>| {
            let object: ObjectRef = mutex.clone();
            assert_eq!(one(&object, INFINITE), Outcome::Signaled(0));
            assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0);
            thread::yield_now();
            assert_eq!(inside.fetch_sub(1, Ordering::Relaxed), 1);
            mutex.release(current::id()).unwrap();
        };
        let other = {
            let (mutex, inside) = (mutex.clone(), inside.clone());
            thread::spawn(move || enter(mutex, inside))
        };
        enter(mutex, inside);
        other.join().unwrap();
    });
}

/// A thread ends while it owns a mutex and another one waits for it, or comes later.
#[test]
fn an_abandoned_mutex_is_told_once() {
    loom::model(|| {
        let mutex: ObjectRef = Arc::new(Mutex::new(None));
        let owner = {
            let mutex = mutex.clone();
            thread::spawn(move || {
                one(&mutex, INFINITE);
            })
        };
        let first = one(&mutex, INFINITE);
        // Only if the other thread came first has it left the mutex to this one.
        assert!(matches!(first, Outcome::Signaled(0) | Outcome::Abandoned(0)), "{first:?}");
        assert_eq!(one(&mutex, INFINITE), Outcome::Signaled(0));
        if first == Outcome::Abandoned(0) {
            owner.join().unwrap();
        }
    });
}

/// An alertable wait ends with the event or with the call, and the call is run once.
#[test]
fn a_call_and_an_event_race() {
    loom::model(|| {
        let event = Arc::new(Event::new(false, false));
        let object: ObjectRef = event.clone();
        let ran = Arc::new(AtomicUsize::new(0));
        let thread = current::thread().unwrap();
        let caller = {
            let ran = ran.clone();
            thread::spawn(move || {
                assert!(thread.queue_apc(Box::new(move || {
                    ran.fetch_add(1, Ordering::Relaxed);
                })));
            })
        };
        let setter = thread::spawn(move || event.set());
        let mut ended = [false, false];
        while ended != [true, true] {
            match wait::any(std::slice::from_ref(&object), INFINITE, true).unwrap() {
                Outcome::Signaled(0) => ended[0] = true,
                Outcome::Interrupted => ended[1] = true,
                other => panic!("{other:?}"),
            }
            assert_eq!(ran.load(Ordering::Relaxed), usize::from(ended[1]));
        }
        caller.join().unwrap();
        setter.join().unwrap();
    });
}

/// A wait without a thread is called once for the event, or was cancelled and left the event alone.
#[test]
fn a_wait_that_calls_is_cancelled_or_called() {
    loom::model(|| {
        let event = Arc::new(Event::new(false, false));
        let calls = Arc::new(AtomicUsize::new(0));
        let waiter = {
            let calls = calls.clone();
            Arc::new(Waiter::calling(Box::new(move |outcome| {
                assert_eq!(outcome, Outcome::Signaled(0));
                calls.fetch_add(1, Ordering::Relaxed);
            })))
        };
        let setter = {
            let event = event.clone();
            thread::spawn(move || event.set())
        };
        event.waitable().unwrap().enqueue_any(&waiter, 0);
        let cancelled = waiter.claim(|| Outcome::Interrupted);
        event.waitable().unwrap().dequeue(&waiter);
        setter.join().unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), usize::from(!cancelled));
        let left = if cancelled { Outcome::Signaled(0) } else { Outcome::TimedOut };
        assert_eq!(one(&(event as ObjectRef), 0), left);
    });
}

/// An operation is cancelled once it has begun to wait, or ends by its event.
#[test]
fn an_operation_ends_or_is_cancelled() {
    loom::model(|| {
        let event = Arc::new(Event::new(false, false));
        let object: ObjectRef = event.clone();
        let thread = current::thread().unwrap();
        let other = thread::spawn(move || {
            let cancelled = thread.cancel_operation();
            event.set();
            cancelled
        });
        let outcome = wait::operation(&object).unwrap();
        let cancelled = other.join().unwrap();
        // Who is cancelled is told so, but a wait that has ended already is told nothing.
        assert!(cancelled || outcome == Outcome::Signaled(0));
        let left = if outcome == Outcome::Signaled(0) { Outcome::TimedOut } else { Outcome::Signaled(0) };
        assert_eq!(one(&object, 0), left);
    });
}
