//! IHttpConnection: the client's connection as modules see it.

use super::containers::{ConnectionContainer, connection_container};
use super::memory::Memory;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::worker::Worker;
use crate::net::connection::{Completion, Connection, Failure, Transferred};
use crate::win32::boundary::pointer;
use parking_lot::Mutex;
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Weak};

pub struct ConnectionState {
    connection: Weak<Connection>,
    memory: Memory,
    container: Arc<ConnectionContainer>,
}

/// Lives from the first request on a connection to the end of the last one, or of the connection. A worker
/// makes another one of what has outlived the worker before.
pub type ConnectionObject = Object<IHttpConnection, ConnectionState>;

/// The containers of a worker's connections in which something was stored.
#[derive(Default)]
pub struct Connections(Mutex<HashMap<usize, Arc<ConnectionContainer>>>);

impl Connections {
    pub(super) fn know(&self, container: &Arc<ConnectionContainer>) {
        self.0.lock().entry(Arc::as_ptr(container).addr()).or_insert_with(|| container.clone());
    }

    /// A connection goes: the container, unless nothing was ever stored there.
    fn forget(&self, container: &Arc<ConnectionContainer>) -> Option<Arc<ConnectionContainer>> {
        self.0.lock().remove(&Arc::as_ptr(container).addr())
    }

    /// The worker ends, and nobody else calls modules: its connections are theirs no longer.
    pub fn empty(&self) {
        let all = std::mem::take(&mut *self.0.lock());
        for container in all.values() {
            container.disconnected();
            container.empty();
        }
    }
}

impl Drop for ConnectionState {
    fn drop(&mut self) {
        // What a worker that has ended had is empty.
        let Some(running) = self.container.worker().upgrade().and_then(Worker::hold) else { return };
        if let Some(container) = running.worker().connections.forget(&self.container) {
            container.empty();
        }
    }
}

/// Tells what modules have stored that the client has gone.
struct Watch {
    object: Arc<ConnectionObject>,
}

impl Completion for Watch {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {
        let container = &self.object.container;
        if let Some(_running) = container.worker().upgrade().and_then(Worker::hold) {
            container.disconnected();
        }
    }

    fn overlapped(&self) -> usize {
        Arc::as_ptr(&self.object).addr()
    }
}

/// What is attached to a connection.
struct Attached(Mutex<Arc<ConnectionObject>>);

/// The object of a connection; the first request makes it.
pub fn of(connection: &Arc<Connection>, worker: &Arc<Worker>) -> Option<Arc<ConnectionObject>> {
    let attached = connection.attachment(|| {
        let attached: Arc<dyn Any + Send + Sync> = Arc::new(Attached(Mutex::new(make(connection, worker))));
        attached
    });
    let Attached(object) = (**attached).downcast_ref()?;
    let mut object = object.lock();
    if object.container.worker().as_ptr() == Arc::as_ptr(worker) {
        return Some(object.clone());
    }
    let before = std::mem::replace(&mut *object, make(connection, worker));
    let made = object.clone();
    drop(object);
    // Its modules may still be there where their worker could not end.
    drop(before);
    Some(made)
}

fn make(connection: &Arc<Connection>, worker: &Arc<Worker>) -> Arc<ConnectionObject> {
    let container = connection_container(&Arc::downgrade(worker));
    let state = ConnectionState { connection: Arc::downgrade(connection), memory: Memory::default(), container };
    let object = Arc::new(Object::new(&VTABLE, state));
    if let Err(watch) = connection.watch(Box::new(Watch { object: object.clone() })) {
        watch.complete(Ok(Transferred::Bytes(0)));
    }
    object
}

impl ConnectionState {
    /// Asks the kernel.
    pub fn is_connected(&self) -> bool {
        !self.container.is_gone() && self.connection.upgrade().is_some_and(|connection| connection.is_connected())
    }
}

method!(IHttpConnection::IsConnected as is_connected(this: ConnectionObject) -> BOOL, || FALSE, {
    BOOL::from(this.is_connected())
});
method!(IHttpConnection::AllocateMemory as allocate(this: ConnectionObject, size: DWORD) -> *mut c_void, pointer, {
    this.memory.allocate(size as usize)
});
method!(IHttpConnection::GetModuleContextContainer as container(this: ConnectionObject)
    -> *mut IHttpConnectionModuleContextContainer, pointer, { this.container.as_interface() });

static VTABLE: Vtable<IHttpConnection> = Vtable::new(IHttpConnectionVtbl {
    IsConnected: is_connected,
    AllocateMemory: allocate,
    GetModuleContextContainer: container,
});
