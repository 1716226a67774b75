//! Waits for one object, any and all of several, alertable or not.

use httpapi::win32::completion_port::CompletionPort;
use httpapi::win32::current;
use httpapi::win32::event::Event;
use httpapi::win32::mutex::Mutex;
use httpapi::win32::object::{Object, ObjectRef};
use httpapi::win32::semaphore::Semaphore;
use httpapi::win32::wait::{self, NotWaitable};
use httpapi::win32::waiter::{Outcome, Waiter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

const INFINITE: u32 = u32::MAX;
const SOON: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(10);

fn event(manual: bool, set: bool) -> Arc<Event> {
    Arc::new(Event::new(manual, set))
}

/// Runs a wait on another thread and tells how it ended.
fn waiting(wait: impl FnOnce() -> Outcome + Send + 'static) -> mpsc::Receiver<Outcome> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(wait()));
    thread::sleep(SOON);
    told
}

#[test]
fn a_wait_with_an_object_that_cannot_be_waited_for_takes_nothing() {
    struct Other;
    impl Object for Other {}
    let set = event(false, true);
    let objects: [ObjectRef; 2] = [set.clone(), Arc::new(Other)];
    assert_eq!(wait::any(&objects, 0, false), Err(NotWaitable));
    assert_eq!(wait::all(&objects, 0, false), Err(NotWaitable));
    assert_eq!(wait::any(&[set as ObjectRef], 0, false), Ok(Outcome::Signaled(0)));
    let port: ObjectRef = Arc::new(CompletionPort::new(0));
    assert_eq!(wait::any(&[port], 0, false), Err(NotWaitable));
}

#[test]
fn a_pulse_releases_a_wait_for_all() {
    let pulsed = event(true, false);
    let objects: [ObjectRef; 2] = [pulsed.clone(), event(true, true)];
    let told = waiting(move || wait::all(&objects, INFINITE, false).unwrap());
    pulsed.pulse();
    assert_eq!(told.recv_timeout(LONG), Ok(Outcome::Signaled(0)));
    assert_eq!(wait::any(&[pulsed as ObjectRef], 0, false), Ok(Outcome::TimedOut));
}

#[test]
fn a_pulse_of_an_automatic_event_releases_one_wait() {
    let pulsed = event(false, false);
    let ended = Arc::new(AtomicUsize::new(0));
    for all in [false, true] {
        let (object, ended) = (pulsed.clone() as ObjectRef, ended.clone());
        thread::spawn(move || {
            let wait = if all { wait::all } else { wait::any };
            wait(&[object], INFINITE, false).unwrap();
            ended.fetch_add(1, Ordering::SeqCst);
        });
    }
    thread::sleep(SOON);
    pulsed.pulse();
    thread::sleep(SOON);
    assert_eq!(ended.load(Ordering::SeqCst), 1);
    pulsed.pulse();
    thread::sleep(SOON);
    assert_eq!(ended.load(Ordering::SeqCst), 2);
}

#[test]
fn any_gives_the_lowest_place_that_is_signaled() {
    let objects: [ObjectRef; 3] = [event(false, false), event(false, true), event(false, true)];
    assert_eq!(wait::any(&objects, INFINITE, false), Ok(Outcome::Signaled(1)));
    assert_eq!(wait::any(&objects, INFINITE, false), Ok(Outcome::Signaled(2)));
    assert_eq!(wait::any(&objects, 0, false), Ok(Outcome::TimedOut));
    assert_eq!(wait::any(&objects, 10, false), Ok(Outcome::TimedOut));
}

#[test]
fn all_takes_nothing_before_it_takes_everything() {
    let (first, second) = (event(false, true), event(false, false));
    let objects: [ObjectRef; 2] = [first.clone(), second.clone()];
    assert_eq!(wait::all(&objects, 10, false), Ok(Outcome::TimedOut));
    let told = {
        let objects = objects.clone();
        waiting(move || wait::all(&objects, INFINITE, false).unwrap())
    };
    assert_eq!(wait::any(&[first.clone() as ObjectRef], 0, false), Ok(Outcome::Signaled(0)));
    second.set();
    assert!(told.recv_timeout(SOON).is_err());
    first.set();
    assert_eq!(told.recv_timeout(LONG), Ok(Outcome::Signaled(0)));
    assert_eq!(wait::any(&objects, 0, false), Ok(Outcome::TimedOut));
}

#[test]
fn a_mutex_is_recursive_and_handed_over() {
    let mutex = Arc::new(Mutex::new(None));
    let object: ObjectRef = mutex.clone();
    for _ in 0..3 {
        assert_eq!(wait::any(std::slice::from_ref(&object), INFINITE, false), Ok(Outcome::Signaled(0)));
    }
    let told = {
        let (object, mutex) = (object.clone(), mutex.clone());
        waiting(move || {
            let outcome = wait::any(&[object], INFINITE, false).unwrap();
            mutex.release(current::id()).unwrap();
            outcome
        })
    };
    mutex.release(current::id()).unwrap();
    mutex.release(current::id()).unwrap();
    assert!(told.recv_timeout(SOON).is_err());
    mutex.release(current::id()).unwrap();
    assert_eq!(told.recv_timeout(LONG), Ok(Outcome::Signaled(0)));
    assert!(mutex.release(current::id()).is_err());
}

#[test]
fn a_thread_that_ends_abandons_its_mutexes_once() {
    let mutexes: Vec<ObjectRef> = (0..2).map(|_| Arc::new(Mutex::new(None)) as ObjectRef).collect();
    let owned = mutexes.clone();
    let told = thread::spawn(move || wait::all(&owned, INFINITE, false)).join().unwrap();
    assert_eq!(told, Ok(Outcome::Signaled(0)));
    assert_eq!(wait::any(&mutexes[1..], INFINITE, false), Ok(Outcome::Abandoned(0)));
    assert_eq!(wait::any(&mutexes[1..], INFINITE, false), Ok(Outcome::Signaled(0)));
    assert_eq!(wait::all(&mutexes, INFINITE, false), Ok(Outcome::Abandoned(0)));
}

#[test]
fn a_thread_in_a_wait_gets_an_abandoned_mutex() {
    let mutex: ObjectRef = Arc::new(Mutex::new(None));
    let (tell, told) = mpsc::channel::<()>();
    let owner = {
        let mutex = mutex.clone();
        thread::spawn(move || {
            wait::any(&[mutex], INFINITE, false).unwrap();
            let _ = told.recv_timeout(LONG);
        })
    };
    thread::sleep(SOON);
    let ended = waiting(move || wait::any(&[mutex], INFINITE, false).unwrap());
    tell.send(()).unwrap();
    owner.join().unwrap();
    assert_eq!(ended.recv_timeout(LONG), Ok(Outcome::Abandoned(0)));
}

#[test]
fn a_call_ends_an_alertable_wait_and_no_other() {
    for alertable in [false, true] {
        let (tell, thread) = mpsc::channel();
        let ran = Arc::new(AtomicUsize::new(0));
        let ended = waiting(move || {
            tell.send(current::thread().unwrap()).unwrap();
            wait::sleep(500, alertable)
        });
        let thread = thread.recv_timeout(LONG).unwrap();
        let count = ran.clone();
        assert!(thread.queue_apc(Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        })));
        let expected = if alertable { Outcome::Interrupted } else { Outcome::TimedOut };
        assert_eq!(ended.recv_timeout(LONG), Ok(expected));
        assert_eq!(ran.load(Ordering::SeqCst), usize::from(alertable));
        thread::sleep(SOON);
        assert!(!thread.queue_apc(Box::new(|| {})), "the thread has ended");
    }
}

#[test]
fn what_is_signaled_comes_before_a_call() {
    let ran = Arc::new(AtomicUsize::new(0));
    let count = ran.clone();
    current::thread().unwrap().queue_apc(Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
    }));
    let set: ObjectRef = event(true, true);
    assert_eq!(wait::any(std::slice::from_ref(&set), INFINITE, true), Ok(Outcome::Signaled(0)));
    assert_eq!(wait::all(&[set], INFINITE, true), Ok(Outcome::Signaled(0)));
    assert_eq!(ran.load(Ordering::SeqCst), 0);
    assert_eq!(wait::any(&[event(true, false) as ObjectRef], 0, true), Ok(Outcome::Interrupted));
    assert_eq!(ran.load(Ordering::SeqCst), 1);
    assert_eq!(wait::sleep(0, true), Outcome::TimedOut);
}

/// Every unit of a semaphore is taken once, by whatever kind of wait.
#[test]
fn units_are_neither_lost_nor_doubled() {
    const EACH: usize = 5_000;
    const TAKERS: usize = 4;
    let semaphore = Arc::new(Semaphore::new(0, i32::MAX));
    let gate = event(true, true);
    let start = Arc::new(Barrier::new(TAKERS + 1));
    let taken = Arc::new(AtomicUsize::new(0));
    let takers: Vec<_> = (0..TAKERS)
        .map(|taker| {
            let (semaphore, gate) = (semaphore.clone() as ObjectRef, gate.clone() as ObjectRef);
            let (start, taken) = (start.clone(), taken.clone());
            thread::spawn(move || {
                start.wait();
                let mut idle = 0;
                while idle < 3 {
                    let outcome = match taker {
                        0 => wait::all(&[gate.clone(), semaphore.clone()], 500, false),
                        1 => wait::any(std::slice::from_ref(&semaphore), 0, false),
                        _ => wait::any(&[semaphore.clone(), event(false, false)], 500, taker == 3),
                    };
                    match outcome.unwrap() {
                        Outcome::TimedOut if taker == 1 && taken.load(Ordering::SeqCst) < EACH => thread::yield_now(),
                        Outcome::TimedOut => idle += 1,
                        _ => {
                            taken.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                }
            })
        })
        .collect();
    start.wait();
    for _ in 0..EACH {
        semaphore.release(1).unwrap();
    }
    takers.into_iter().for_each(|taker| taker.join().unwrap());
    assert_eq!(taken.load(Ordering::SeqCst), EACH);
}

/// CancelSynchronousIo: a thread in an operation is interrupted, one in a plain wait is not.
#[test]
fn an_operation_is_cancelled_from_outside() {
    let (tell, told) = mpsc::channel();
    let end = event(false, false);
    let object: ObjectRef = end.clone();
    let operating = waiting(move || {
        tell.send(current::thread().unwrap()).unwrap();
        wait::operation(&object).unwrap()
    });
    let thread = told.recv_timeout(LONG).unwrap();
    while !thread.cancel_operation() {
        thread::yield_now();
    }
    assert_eq!(operating.recv_timeout(LONG), Ok(Outcome::Interrupted));
    end.set();
    assert_eq!(wait::operation(&(end as ObjectRef)), Ok(Outcome::Signaled(0)), "nothing was taken");
    assert!(!current::thread().unwrap().cancel_operation());
}

/// What is called instead of a thread may change the object again: no lock is held.
#[test]
fn a_wait_without_a_thread_calls() {
    let object = event(false, false);
    let (tell, told) = mpsc::channel();
    let again = object.clone();
    let tell = parking_lot::Mutex::new(tell);
    let waiter = Arc::new(Waiter::calling(Box::new(move |outcome| {
        again.set();
        tell.lock().send(outcome).unwrap();
    })));
    object.waitable().unwrap().enqueue_any(&waiter, 3);
    assert!(told.try_recv().is_err());
    object.set();
    assert_eq!(told.try_recv(), Ok(Outcome::Signaled(3)));
    assert!(!waiter.claim(|| Outcome::TimedOut), "it has ended");
    assert_eq!(wait::any(&[object as ObjectRef], 0, false), Ok(Outcome::Signaled(0)));
}
