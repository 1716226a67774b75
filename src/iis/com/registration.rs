//! IHttpModuleRegistrationInfo: what a module says of itself in RegisterModule.

use super::foreign::{Factory, GlobalModule};
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::registration::{GLOBAL, Priority, Registered, STEPS, WITHOUT_POST};
use crate::win32::arguments;
use crate::win32::boundary::{hresult as failed, pointer, text};
use core::ptr::without_provenance_mut;
use parking_lot::Mutex;

pub struct RegistrationState {
    name: Box<[WCHAR]>,
    id: usize,
    registered: Mutex<Registered>,
}

/// What a module is given; it is of use as long as RegisterModule runs.
pub type RegistrationInfo = Object<IHttpModuleRegistrationInfo2, RegistrationState>;

/// For a module with this name, which ends with a NUL, and id.
pub fn new(name: Box<[WCHAR]>, id: usize) -> RegistrationInfo {
    Object::new(&VTABLE, RegistrationState { name, id, registered: Mutex::default() })
}

impl RegistrationState {
    /// What the module has said.
    pub fn take(&self) -> Registered {
        std::mem::take(&mut self.registered.lock())
    }
}

/// # Safety
/// The alias is NULL or ends with a NUL.
unsafe fn priority(alias: PCWSTR) -> Option<Priority> {
    // SAFETY: by contract.
    unsafe { arguments::wide(alias) }.and_then(|alias| Priority::parse(&alias))
}

method!(IHttpModuleRegistrationInfo::GetName as name(this: RegistrationInfo) -> PCWSTR, text, { this.name.as_ptr() });
method!(IHttpModuleRegistrationInfo::GetId as id(this: RegistrationInfo) -> HTTP_MODULE_ID, pointer, {
    without_provenance_mut(this.id)
});
method!(IHttpModuleRegistrationInfo::SetRequestNotifications as set_request_notifications(
    this: RegistrationInfo, factory: *mut IHttpModuleFactory, events: DWORD, posts: DWORD) -> HRESULT, failed, {
    // SAFETY: the module gives the factory to the host.
    let factory = unsafe { Factory::new(factory) };
    let known = events & !(STEPS | WITHOUT_POST) == 0 && posts & !STEPS == 0;
    let (Some(factory), true) = (factory, known) else { return hresult::of(ERROR_INVALID_PARAMETER) };
    let mut registered = this.registered.lock();
    if registered.factory.is_some() {
        return hresult::of(ERROR_ALREADY_EXISTS);
    }
    registered.factory = Some(factory);
    registered.events = events;
    registered.posts = posts;
    S_OK
});
method!(IHttpModuleRegistrationInfo::SetGlobalNotifications as set_global_notifications(
    this: RegistrationInfo, module: *mut CGlobalModule, events: DWORD) -> HRESULT, failed, {
    // SAFETY: the module gives the object to the host.
    let module = unsafe { GlobalModule::new(module) };
    let (Some(module), true) = (module, events & !GLOBAL == 0) else { return hresult::of(ERROR_INVALID_PARAMETER) };
    let mut registered = this.registered.lock();
    if registered.global.is_some() {
        return hresult::of(ERROR_ALREADY_EXISTS);
    }
    registered.global = Some(module);
    registered.global_events = events;
    S_OK
});
method!(IHttpModuleRegistrationInfo::SetPriorityForRequestNotification as set_request_priority(
    this: RegistrationInfo, events: DWORD, alias: PCWSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let priority = unsafe { priority(alias) };
    match priority {
        Some(priority) if events != 0 && events & !(STEPS | WITHOUT_POST) == 0 => {
            this.registered.lock().priorities.events.push((events, priority));
            S_OK
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(IHttpModuleRegistrationInfo::SetPriorityForGlobalNotification as set_global_priority(
    this: RegistrationInfo, events: DWORD, alias: PCWSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let priority = unsafe { priority(alias) };
    match priority {
        Some(priority) if events != 0 && events & !GLOBAL == 0 => {
            this.registered.lock().priorities.global.push((events, priority));
            S_OK
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(IHttpModuleRegistrationInfo2::SetPriorityForPostRequestNotification as set_post_priority(
    this: RegistrationInfo, events: DWORD, alias: PCWSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let priority = unsafe { priority(alias) };
    match priority {
        Some(priority) if events != 0 && events & !STEPS == 0 => {
            this.registered.lock().priorities.posts.push((events, priority));
            S_OK
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});

static VTABLE: Vtable<IHttpModuleRegistrationInfo2> = Vtable::new(IHttpModuleRegistrationInfo2Vtbl {
    base: IHttpModuleRegistrationInfoVtbl {
        GetName: name,
        GetId: id,
        SetRequestNotifications: set_request_notifications,
        SetGlobalNotifications: set_global_notifications,
        SetPriorityForRequestNotification: set_request_priority,
        SetPriorityForGlobalNotification: set_global_priority,
    },
    SetPriorityForPostRequestNotification: set_post_priority,
});
