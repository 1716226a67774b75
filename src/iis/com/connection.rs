//! IHttpConnection: the client's connection as modules see it.

use super::containers::{ConnectionContainer, connection_container};
use super::memory::Memory;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::net::connection::{Completion, Connection, Failure, Transferred};
use crate::win32::boundary::pointer;
use std::any::Any;
use std::sync::{Arc, Weak};

pub struct ConnectionState {
    connection: Weak<Connection>,
    memory: Memory,
    container: ConnectionContainer,
}

/// Lives from the first request on a connection to the end of the last one, or of the connection.
pub type ConnectionObject = Object<IHttpConnection, ConnectionState>;

/// Tells what modules have stored that the client has gone.
struct Watch {
    object: Arc<ConnectionObject>,
}

impl Completion for Watch {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {
        self.object.container.disconnected();
    }

    fn overlapped(&self) -> usize {
        Arc::as_ptr(&self.object).addr()
    }
}

/// The object of a connection; the first request makes it.
pub fn of(connection: &Arc<Connection>) -> Option<Arc<ConnectionObject>> {
    let attached = connection.attachment(|| {
        let object = Arc::new(Object::new(
            &VTABLE,
            ConnectionState {
                connection: Arc::downgrade(connection),
                memory: Memory::default(),
                container: connection_container(),
            },
        ));
        if let Err(watch) = connection.watch(Box::new(Watch { object: object.clone() })) {
            watch.complete(Ok(Transferred::Bytes(0)));
        }
        let attached: Arc<dyn Any + Send + Sync> = object;
        attached
    });
    attached.clone().downcast().ok()
}

impl ConnectionState {
    /// Asks the kernel.
    pub fn is_connected(&self) -> bool {
        self.connection.upgrade().is_some_and(|connection| connection.is_connected())
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
