//! Containers where modules keep their objects.

use super::foreign::{ConnectionStoredContext, StoredContext};
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::rarely::Rarely;
use crate::iis::worker::Worker;
use crate::win32::boundary::{hresult as failed, pointer};
use core::ptr::null_mut;
use parking_lot::Mutex;
use smallvec::SmallVec;
use std::sync::{Arc, Weak};

/// What modules have stored, each under its id.
#[derive(Default)]
pub struct Stored(Rarely<SmallVec<[(usize, StoredContext); 2]>>);

impl Stored {
    pub(super) fn get(&self, module: HTTP_MODULE_ID) -> *mut IHttpStoredContext {
        let Some(stored) = self.0.get() else { return null_mut() };
        let found = stored.iter().find(|(id, _)| *id == module.addr());
        found.map_or(null_mut(), |(_, context)| context.as_ptr())
    }

    pub(super) fn set(&self, context: *mut IHttpStoredContext, module: HTTP_MODULE_ID) -> HRESULT {
        // SAFETY: the module gives the object to the container, which tells it of its end.
        let Some(context) = (unsafe { StoredContext::new(context) }) else {
            return hresult::of(ERROR_INVALID_PARAMETER);
        };
        let mut stored = self.0.lock();
        if stored.iter().any(|(id, _)| *id == module.addr()) {
            return hresult::of(ERROR_ALREADY_ASSIGNED);
        }
        stored.push((module.addr(), context));
        S_OK
    }

    /// The container goes: every object is told once, without a lock.
    fn clean_up(&self) {
        loop {
            // An object may store another one while it goes.
            let stored = self.0.take();
            if stored.is_empty() {
                return;
            }
            for (_, context) in stored {
                context.clean_up();
            }
        }
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.clean_up();
    }
}

/// The container of a request, a site, an application, a URL, a file or metadata.
pub type Container = Object<IHttpModuleContextContainer, Stored>;

/// A container without anything in it.
pub fn container() -> Container {
    Object::new(&CONTAINER, Stored::default())
}

method!(IHttpModuleContextContainer::GetModuleContext as get_module_context(this: Container, module: HTTP_MODULE_ID)
    -> *mut IHttpStoredContext, pointer, { this.get(module) });
method!(IHttpModuleContextContainer::SetModuleContext as set_module_context(
    this: Container, context: *mut IHttpStoredContext, module: HTTP_MODULE_ID) -> HRESULT, failed, {
    this.set(context, module)
});

static CONTAINER: Vtable<IHttpModuleContextContainer> = Vtable::new(IHttpModuleContextContainerVtbl {
    GetModuleContext: get_module_context,
    SetModuleContext: set_module_context,
});

impl Container {
    /// What is stored goes before the container does.
    pub fn empty(&self) {
        self.clean_up();
    }
}

/// What modules have stored with a connection.
pub struct ConnectionStored {
    plain: Stored,
    /// Those that want to be told of the client's going, with whether they were.
    told: Mutex<SmallVec<[(usize, ConnectionStoredContext, bool); 2]>>,
    gone: Mutex<bool>,
    /// Has it from the first time on that something is stored.
    worker: Weak<Worker>,
    this: Weak<ConnectionContainer>,
}

/// The container of a connection.
pub type ConnectionContainer = Object<IHttpConnectionModuleContextContainer, ConnectionStored>;

pub fn connection_container(worker: &Weak<Worker>) -> Arc<ConnectionContainer> {
    Arc::new_cyclic(|this| {
        let stored = ConnectionStored {
            plain: Stored::default(),
            told: Mutex::default(),
            gone: Mutex::default(),
            worker: worker.clone(),
            this: this.clone(),
        };
        Object::new(&CONNECTION_CONTAINER, stored)
    })
}

impl ConnectionStored {
    pub fn worker(&self) -> &Weak<Worker> {
        &self.worker
    }

    /// Something is going to be stored, which the worker empties at its end unless the connection goes before.
    fn make_known(&self) {
        if let (Some(worker), Some(this)) = (self.worker.upgrade(), self.this.upgrade()) {
            worker.connections.know(&this);
        }
    }

    fn get(&self, module: HTTP_MODULE_ID) -> Option<ConnectionStoredContext> {
        self.told.lock().iter().find(|(id, ..)| *id == module.addr()).map(|(_, context, _)| *context)
    }

    fn set(&self, context: *mut IHttpConnectionStoredContext, module: HTTP_MODULE_ID) -> HRESULT {
        // SAFETY: the module gives the object to the container, which tells it of its end.
        let Some(context) = (unsafe { ConnectionStoredContext::new(context) }) else {
            return hresult::of(ERROR_INVALID_PARAMETER);
        };
        {
            let mut told = self.told.lock();
            if told.iter().any(|(id, ..)| *id == module.addr()) || !self.plain.get(module).is_null() {
                return hresult::of(ERROR_ALREADY_ASSIGNED);
            }
            told.push((module.addr(), context, false));
        }
        self.make_known();
        // Whoever goes at this moment tells those that were stored before, and this call the last one.
        if *self.gone.lock() {
            self.tell();
        }
        S_OK
    }

    /// Whether the connection counts as gone.
    pub fn is_gone(&self) -> bool {
        *self.gone.lock()
    }

    /// The client has gone: everyone is told once, without a lock.
    pub fn disconnected(&self) {
        *self.gone.lock() = true;
        self.tell();
    }

    fn tell(&self) {
        loop {
            let next = self.told.lock().iter_mut().find(|(.., told)| !*told).map(|(_, context, told)| {
                *told = true;
                *context
            });
            match next {
                Some(context) => context.notify_disconnect(),
                None => return,
            }
        }
    }
}

impl ConnectionContainer {
    /// The connection goes.
    pub fn empty(&self) {
        self.plain.clean_up();
        for (_, context, _) in std::mem::take(&mut *self.told.lock()) {
            context.as_stored().clean_up();
        }
    }
}

method!(IHttpModuleContextContainer::GetModuleContext as connection_get(this: ConnectionContainer, module: HTTP_MODULE_ID)
    -> *mut IHttpStoredContext, pointer, {
    match this.get(module) {
        Some(context) => context.as_stored().as_ptr(),
        None => this.plain.get(module),
    }
});
method!(IHttpModuleContextContainer::SetModuleContext as connection_set(
    this: ConnectionContainer, context: *mut IHttpStoredContext, module: HTTP_MODULE_ID) -> HRESULT, failed, {
    if this.get(module).is_some() {
        return hresult::of(ERROR_ALREADY_ASSIGNED);
    }
    let result = this.plain.set(context, module);
    this.make_known();
    result
});
method!(IHttpConnectionModuleContextContainer::GetConnectionModuleContext as get_connection_context(
    this: ConnectionContainer, module: HTTP_MODULE_ID) -> *mut IHttpConnectionStoredContext, pointer, {
    this.get(module).map_or(null_mut(), ConnectionStoredContext::as_ptr)
});
method!(IHttpConnectionModuleContextContainer::SetConnectionModuleContext as set_connection_context(
    this: ConnectionContainer, context: *mut IHttpConnectionStoredContext, module: HTTP_MODULE_ID)
    -> HRESULT, failed, { this.set(context, module) });

static CONNECTION_CONTAINER: Vtable<IHttpConnectionModuleContextContainer> =
    Vtable::new(IHttpConnectionModuleContextContainerVtbl {
        base: IHttpModuleContextContainerVtbl { GetModuleContext: connection_get, SetModuleContext: connection_set },
        GetConnectionModuleContext: get_connection_context,
        SetConnectionModuleContext: set_connection_context,
    });

/// Objects by name.
#[derive(Default)]
pub struct Named(Rarely<SmallVec<[(String, StoredContext); 1]>>);

pub type NamedContainer = Object<INamedContextContainer, Named>;

pub fn named_container() -> NamedContainer {
    Object::new(&NAMED, Named::default())
}

impl Named {
    pub fn get(&self, name: &str) -> Option<StoredContext> {
        self.0.get()?.iter().find(|(known, _)| known == name).map(|(_, context)| *context)
    }

    /// Says whether the name was free.
    pub fn set(&self, name: String, context: StoredContext) -> bool {
        let mut named = self.0.lock();
        let free = named.iter().all(|(known, _)| *known != name);
        if free {
            named.push((name, context));
        }
        free
    }

    pub fn empty(&self) {
        for (_, context) in self.0.take() {
            context.clean_up();
        }
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        self.empty();
    }
}

method!(INamedContextContainer::GetNamedContext as get_named(this: NamedContainer, name: LPCWSTR)
    -> *mut IHttpStoredContext, pointer, {
    // SAFETY: C++ gives text that ends with a NUL.
    let name = unsafe { crate::win32::arguments::wide(name) };
    let Some(found) = name.and_then(|name| this.get(&name)) else { return null_mut() };
    super::websocket::given(found);
    found.as_ptr()
});
method!(INamedContextContainer::SetNamedContext as set_named(
    this: NamedContainer, context: *mut IHttpStoredContext, name: LPCWSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL, and an object for the container.
    match unsafe { (crate::win32::arguments::wide(name), StoredContext::new(context)) } {
        (Some(name), Some(context)) => {
            if this.set(name, context) { S_OK } else { hresult::of(ERROR_ALREADY_ASSIGNED) }
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});

static NAMED: Vtable<INamedContextContainer> =
    Vtable::new(INamedContextContainerVtbl { GetNamedContext: get_named, SetNamedContext: set_named });
