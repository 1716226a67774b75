//! What the library knows of the calling thread.

use super::apc::{ApcQueue, Call};
use super::completion_port::{CompletionPort, Packet};
use super::object::{Object, ObjectRef};
use super::sync;
use super::thread::Thread;
use super::waitable::Signal;
use super::waiter::Interrupt;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::{Arc, Weak};

struct Current {
    id: u32,
    thread: OnceCell<Arc<Thread>>,
    /// Mutexes that this thread has owned; abandoned at its end where it owns them still.
    mutexes: RefCell<Vec<Weak<dyn Object>>>,
    /// The completion port on which this thread last waited for packets.
    port: RefCell<Option<Arc<CompletionPort>>>,
    /// The address of the port whose source this thread tells; 0 is none.
    serves: Cell<usize>,
    /// What has come of that last.
    brought: Cell<Option<Packet>>,
    /// The address of the wait that stays noted; 0 is none.
    noted: Cell<usize>,
}

impl Current {
    fn thread(&self) -> &Arc<Thread> {
        self.thread.get_or_init(|| Arc::new(Thread::foreign(self.id)))
    }
}

impl Drop for Current {
    fn drop(&mut self) {
        if let Some(port) = self.port.take() {
            port.stop_running(self.id);
        }
        for object in self.mutexes.take().into_iter().filter_map(|mutex| mutex.upgrade()) {
            abandon(&object, self.id);
        }
        // Last, so that a thread that waits for this one finds all of it done.
        if let Some(thread) = self.thread.take() {
            thread.end();
        }
    }
}

fn abandon(object: &ObjectRef, thread: u32) {
    let Some(waitable) = object.waitable() else { return };
    waitable.change(|signal| {
        if let Signal::Mutex { owner, depth, abandoned } = signal
            && *owner == Some(thread)
        {
            (*owner, *depth, *abandoned) = (None, 0, true);
        }
    });
}

sync::thread_local! {
    static CURRENT: Current = Current {
        id: sync::thread_id(),
        thread: OnceCell::new(),
        mutexes: RefCell::default(),
        port: RefCell::default(),
        serves: Cell::new(0),
        brought: Cell::new(None),
        noted: Cell::new(0),
    };
}

/// The id of the calling thread.
pub fn id() -> u32 {
    CURRENT.try_with(|current| current.id).unwrap_or_else(|_| sync::thread_id())
}

/// The calling thread's queue of calls.
pub fn apcs() -> Arc<ApcQueue> {
    // A thread that is past its end has no queue and gets no calls.
    CURRENT.try_with(|current| current.thread().apcs().clone()).unwrap_or_default()
}

/// The next call of the program's that is queued to the calling thread.
pub fn next_call() -> Option<Call> {
    apcs().next()
}

/// The calling thread as an object; `None` past its end.
pub fn thread() -> Option<Arc<Thread>> {
    CURRENT.try_with(|current| current.thread().clone()).ok()
}

/// Runs a synchronous operation of the calling thread. `CancelSynchronousIo` interrupts its wait.
pub fn operate<R>(wait: Arc<dyn Interrupt>, operation: impl FnOnce() -> R) -> R {
    // A thread past its end is none that could be found.
    let note = |wait| {
        let _ = CURRENT.try_with(|current| {
            current.noted.set(0);
            current.thread().note_operation(wait);
        });
    };
    note(Some(wait));
    let result = operation();
    note(None);
    result
}

/// The wait is that of an operation which comes again and again. It stays noted and says itself when it is
/// under way, so that it costs nothing the next time.
pub fn stay_noted(wait: &Arc<impl Interrupt + 'static>) {
    let address = Arc::as_ptr(wait).addr();
    let _ = CURRENT.try_with(|current| {
        if current.noted.replace(address) != address {
            current.thread().note_operation(Some(wait.clone()));
        }
    });
}

/// The calling thread is this one, which the library has made.
pub(super) fn adopt(thread: &Arc<Thread>) {
    // A new thread is not past its end, and has no other object yet.
    let _ = CURRENT.try_with(|current| current.thread.set(thread.clone()));
}

/// The calling thread owns this mutex now.
pub fn owns(mutex: &ObjectRef) {
    let _ = CURRENT.try_with(|current| {
        let mut mutexes = current.mutexes.borrow_mut();
        let mutex = Arc::downgrade(mutex);
        if !mutexes.iter().any(|known| known.ptr_eq(&mutex)) {
            mutexes.retain(|known| known.strong_count() > 0);
            mutexes.push(mutex);
        }
    });
}

/// The calling thread waits for packets of this port, and counts on no other one any more.
/// The id under which it counts; `None` for a thread past its end, which counts nowhere.
pub fn come_to(port: &Arc<CompletionPort>) -> Option<u32> {
    let (id, before) = CURRENT
        .try_with(|current| {
            let mut known = current.port.borrow_mut();
            let same = known.as_ref().is_some_and(|known| Arc::ptr_eq(known, port));
            (current.id, if same { None } else { known.replace(port.clone()) })
        })
        .ok()?;
    if let Some(before) = before {
        before.stop_running(id);
    }
    Some(id)
}

/// Tells a source of this port, after which the calling thread takes a packet. The last one that has come of it is
/// still to be queued.
pub fn serve(port: &Arc<CompletionPort>, tell: impl FnOnce()) -> Option<Packet> {
    let mut tell = Some(tell);
    let told = CURRENT.try_with(|current| {
        let outer = (current.serves.replace(Arc::as_ptr(port).addr()), current.brought.take());
        if let Some(tell) = tell.take() {
            tell();
        }
        current.serves.set(outer.0);
        current.brought.replace(outer.1)
    });
    // A thread past its end serves nobody.
    if let (Err(_), Some(tell)) = (&told, tell) {
        tell();
    }
    told.ok().flatten()
}

/// Leaves a packet with the calling thread, if that tells a source of this port. What is to be queued now: the packet
/// that it had before, or this one.
pub fn bring(port: &Arc<CompletionPort>, packet: Packet) -> Option<Packet> {
    if !serves(port) {
        return Some(packet);
    }
    CURRENT.try_with(|current| current.brought.replace(Some(packet))).unwrap_or(Some(packet))
}

/// Whether the calling thread tells a source of this port.
pub fn serves(port: &Arc<CompletionPort>) -> bool {
    CURRENT.try_with(|current| current.serves.get() == Arc::as_ptr(port).addr()).unwrap_or(false)
}

/// Runs a wait during which the calling thread does not count as running.
pub fn blocked<R>(wait: impl FnOnce() -> R) -> R {
    let port = CURRENT.try_with(|current| current.port.borrow().clone()).ok().flatten();
    let Some(port) = port else { return wait() };
    let ran = port.stop_running(id());
    let result = wait();
    if ran {
        port.run_again(id());
    }
    result
}
