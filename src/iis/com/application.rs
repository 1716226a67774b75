//! IHttpApplication.

use super::containers::{Container, container};
use super::object::{Object, method};
use super::site::terminated;
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::boundary::{pointer, text, void};
use std::sync::atomic::{AtomicBool, Ordering};

pub struct ApplicationState {
    physical_path: Box<[WCHAR]>,
    id: Box<[WCHAR]>,
    config_path: Box<[WCHAR]>,
    container: Container,
    is_warming_up: AtomicBool,
}

/// Lives until the application was told that it stops.
pub type ApplicationObject = Object<IHttpApplication2, ApplicationState>;

pub fn new(physical_path: &str, id: &str, config_path: &str) -> ApplicationObject {
    let state = ApplicationState {
        physical_path: terminated(physical_path),
        id: terminated(id),
        config_path: terminated(config_path),
        container: container(),
        is_warming_up: AtomicBool::new(false),
    };
    Object::new(&VTABLE, state)
}

impl ApplicationState {
    /// The application stops: what modules have stored goes.
    pub fn empty(&self) {
        self.container.empty();
    }
}

method!(IHttpApplication::GetApplicationPhysicalPath as get_physical_path(this: ApplicationObject) -> PCWSTR, text, {
    this.physical_path.as_ptr()
});
method!(IHttpApplication::GetApplicationId as get_id(this: ApplicationObject) -> PCWSTR, text, { this.id.as_ptr() });
method!(IHttpApplication::GetAppConfigPath as get_config_path(this: ApplicationObject) -> PCWSTR, text, {
    this.config_path.as_ptr()
});
method!(IHttpApplication::GetModuleContextContainer as get_container(this: ApplicationObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpApplication2::BeginApplicationWarmup as begin_warmup(this: ApplicationObject), void, {
    this.is_warming_up.store(true, Ordering::Relaxed);
});
method!(IHttpApplication2::EndApplicationWarmup as end_warmup(this: ApplicationObject), void, {
    this.is_warming_up.store(false, Ordering::Relaxed);
});
method!(IHttpApplication2::QueryIsWarmingUp as is_warming_up(this: ApplicationObject) -> BOOL, || FALSE, {
    BOOL::from(this.is_warming_up.load(Ordering::Relaxed))
});

static VTABLE: Vtable<IHttpApplication2> = Vtable::new(IHttpApplication2Vtbl {
    base: IHttpApplicationVtbl {
        GetApplicationPhysicalPath: get_physical_path,
        GetApplicationId: get_id,
        GetAppConfigPath: get_config_path,
        GetModuleContextContainer: get_container,
    },
    BeginApplicationWarmup: begin_warmup,
    EndApplicationWarmup: end_warmup,
    QueryIsWarmingUp: is_warming_up,
});
