//! wpframework.h: the worker process and its settings.

use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::worker::{Started, Worker};
use crate::win32::arguments::{self, give, load, store};
use crate::win32::boundary::{hresult as failed, void};
use crate::win32::text::to_wide;
use core::ptr::{from_ref, null_mut};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// What all these objects know.
pub struct Known {
    worker: Weak<Worker>,
}

type FrameworkObject = Object<IWorkerProcessFramework, Known>;
type ApplicationsObject = Object<IWpfApplicationInfoUtil, Known>;
type SettingsObject = Object<IWpfSettings, Known>;
type ActionsObject = Object<IWpfActions, Known>;

/// IHttpServer2::GetWorkerProcessFramework's; the caller has the one reference.
pub fn framework(worker: &Weak<Worker>) -> *mut IWorkerProcessFramework {
    give_away(&FRAMEWORK, worker)
}

/// What IHttpServer::GetWorkerProcessSettings gives: callers have no reference of their own.
pub struct Settings(Arc<SettingsObject>);

impl Settings {
    pub fn new(worker: &Weak<Worker>) -> Self {
        Self(Arc::new(Object::new(&SETTINGS, Known { worker: worker.clone() })))
    }

    pub fn as_ptr(&self) -> *mut IWpfSettings {
        self.0.as_interface()
    }
}

fn give_away<C: super::type_info::Typed>(vtable: &'static Vtable<C>, worker: &Weak<Worker>) -> *mut C {
    let object = Arc::new(Object::new(vtable, Known { worker: worker.clone() }));
    Arc::into_raw(object).cast_mut().cast()
}

/// AddRef and Release of an object that came from an Arc.
macro_rules! counted {
    ($object:ty, $add:ident, $release:ident) => {
        method!(IWpfReferencedObject::AddRef as $add(this: $object) -> ULONG, || 0, {
            // SAFETY: the object came from an Arc, of which the caller has a reference.
            unsafe {
                Arc::increment_strong_count(from_ref(this));
                count(this)
            }
        });
        method!(IWpfReferencedObject::Release as $release(this: $object) -> ULONG, || 0, {
            // SAFETY: as above; the caller gives its reference up.
            unsafe {
                let left = count(this) - 1;
                Arc::decrement_strong_count(from_ref(this));
                left
            }
        });
    };
}

/// # Safety
/// The object came from an Arc, of which the caller has a reference.
unsafe fn count<T>(object: &T) -> ULONG {
    // SAFETY: by contract; the Arc is not dropped here.
    let object = core::mem::ManuallyDrop::new(unsafe { Arc::from_raw(from_ref(object)) });
    Arc::strong_count(&object) as ULONG
}

counted!(FrameworkObject, framework_add, framework_release);
counted!(ApplicationsObject, applications_add, applications_release);
counted!(SettingsObject, settings_add, settings_release);
counted!(ActionsObject, actions_add, actions_release);

method!(IWorkerProcessFramework::GetWpfInterface as get_interface(
    this: FrameworkObject, id: WPF_INTERFACE_ID_ENUM, interface: *mut PVOID) -> HRESULT, failed, {
    if interface.is_null() {
        return E_INVALIDARG;
    }
    let object: PVOID = match id {
        WPF_APPLICATION_INFO_UTIL_ID => give_away(&APPLICATIONS, &this.worker).cast(),
        WPF_SETTINGS_ID => give_away(&SETTINGS, &this.worker).cast(),
        WPF_ACTIONS_ID => give_away(&ACTIONS, &this.worker).cast(),
        _ => null_mut(),
    };
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(interface, object) };
    if object.is_null() { hresult::of(ERROR_NOT_SUPPORTED) } else { S_OK }
});
method!(IWorkerProcessFramework::GetCustomInterface as get_custom_interface(
    this: FrameworkObject, _id: DWORD, interface: *mut PVOID) -> HRESULT, failed, {
    let _ = this;
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(interface, null_mut()) };
    hresult::of(ERROR_NOT_SUPPORTED)
});
method!(IWorkerProcessFramework::GetInterfaceVersion as get_interface_version(
    this: FrameworkObject, major: PDWORD, minor: PDWORD) -> HRESULT, failed, {
    let _ = this;
    if major.is_null() || minor.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives places that may be written.
    unsafe {
        store(major, 10);
        store(minor, 0);
    }
    S_OK
});

static FRAMEWORK: Vtable<IWorkerProcessFramework> = Vtable::new(IWorkerProcessFrameworkVtbl {
    base: IWpfReferencedObjectVtbl { AddRef: framework_add, Release: framework_release },
    GetWpfInterface: get_interface,
    GetCustomInterface: get_custom_interface,
    GetInterfaceVersion: get_interface_version,
});

method!(IWpfApplicationInfoUtil::GetApplicationPropertiesFromAppId as application_properties(
    this: ApplicationsObject, id: PCWSTR, path: PWSTR, length: *mut DWORD, site: *mut DWORD) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL, and a place with the room.
    let (id, room) = unsafe { (arguments::wide(id), load(length)) };
    let (Some(id), Some(room), Some(_)) = (id, room, this.worker.upgrade()) else { return E_INVALIDARG };
    // /LM/W3SVC/<site>/ROOT[/application]
    let parts = id.strip_prefix("/LM/W3SVC/").and_then(|rest| rest.split_once("/ROOT"));
    let Some((number, virtual_path)) = parts.and_then(|(number, rest)| Some((number.parse().ok()?, rest))) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let virtual_path = to_wide(if virtual_path.is_empty() { "/" } else { virtual_path });
    // SAFETY: C++ gives places that may be written, and so many units.
    unsafe {
        store(site, number);
        let given = give(&virtual_path, path, room);
        store(length, given);
        if given as usize > virtual_path.len() { hresult::of(ERROR_INSUFFICIENT_BUFFER) } else { S_OK }
    }
});

static APPLICATIONS: Vtable<IWpfApplicationInfoUtil> = Vtable::new(IWpfApplicationInfoUtilVtbl {
    base: IWpfReferencedObjectVtbl { AddRef: applications_add, Release: applications_release },
    GetApplicationPropertiesFromAppId: application_properties,
});

/// As the metabase had times; 0 is without an end.
fn minutes(time: Option<Duration>) -> DWORD {
    time.map_or(0, |time| DWORD::try_from(time.as_secs() / 60).unwrap_or(DWORD::MAX))
}

method!(IWpfSettings::GetDwordProperty as dword_property(
    this: SettingsObject, setting: WPF_SETTINGS_DWORD_ENUM, value: *mut DWORD) -> HRESULT, failed, {
    if value.is_null() {
        return E_INVALIDARG;
    }
    let worker = this.worker.upgrade();
    let pool = worker.as_ref().and_then(|worker| worker.pool_settings());
    let found = match setting {
        PERIODIC_RESTART_REQUESTS => pool.map_or(0, |pool| pool.restart.requests),
        PERIODIC_RESTART_TIME => minutes(pool.and_then(|pool| pool.restart.time)),
        IDLE_TIMEOUT => minutes(pool.and_then(|pool| pool.idle_timeout)),
        MANAGED_PIPELINE_MODE => pool.map_or(0, |pool| DWORD::from(!pool.is_integrated)),
        // Threads run on any processor.
        THREAD_AFFINITY_POLICY => 0,
        IDLE_TIMEOUT_ACTION => pool.map_or(0, |pool| DWORD::from(pool.suspends_when_idle)),
        _ => return E_INVALIDARG,
    };
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(value, found) };
    S_OK
});
method!(IWpfSettings::GetUlonglongProperty as ulonglong_property(
    this: SettingsObject, setting: WPF_SETTINGS_ULONGLONG_ENUM, value: *mut ULONGLONG) -> HRESULT, failed, {
    if value.is_null() {
        return E_INVALIDARG;
    }
    let worker = this.worker.upgrade();
    let restart = worker.as_ref().and_then(|worker| worker.pool_settings()).map(|pool| &pool.restart);
    let kilobytes = match setting {
        PERIODIC_RESTART_VIRTUAL_MEMORY => restart.map_or(0, |restart| restart.memory),
        PERIODIC_RESTART_PRIVATE_MEMORY => restart.map_or(0, |restart| restart.private_memory),
        _ => return E_INVALIDARG,
    };
    // SAFETY: as above.
    unsafe { store(value, kilobytes.into()) };
    S_OK
});
method!(IWpfSettings::GetStringProperty as string_property(
    this: SettingsObject, setting: WPF_SETTINGS_STRING_ENUM, text: PWSTR, length: *mut DWORD) -> HRESULT, failed, {
    // SAFETY: C++ gives a place with the room, or NULL.
    let room = unsafe { load(length) };
    let (Some(room), Some(worker)) = (room, this.worker.upgrade()) else { return E_INVALIDARG };
    let value = match setting {
        APP_POOL_NAME => to_wide(worker.pool_name()),
        APP_HOST_FILE_NAME => to_wide(&worker.configuration_file()),
        // There is no managed code here, and a root web.config is not told: docs/compatibility.md.
        CLR_VERSION | ROOT_WEB_CONFIG_FILE_NAME | CLR_CONFIG_FILE_NAME => Vec::new(),
        _ => return E_INVALIDARG,
    };
    // SAFETY: C++ gives so many units, or NULL.
    unsafe {
        let fits = !text.is_null() && room as usize > value.len();
        if fits {
            arguments::copy_out(&value, text);
        }
        store(length, value.len() as DWORD + 1);
        if fits { S_OK } else { hresult::of(ERROR_INSUFFICIENT_BUFFER) }
    }
});
method!(IWpfSettings::GetBoolProperty as bool_property(
    this: SettingsObject, setting: WPF_SETTINGS_BOOL_ENUM, value: *mut BOOL) -> HRESULT, failed, {
    let known = match setting {
        ENABLED_CENTRAL_BINARY_LOGGING => FALSE,
        ENABLED_HOSTABLE_WEB_CORE => {
            BOOL::from(this.worker.upgrade().is_some_and(|worker| worker.started() == Started::Hosted))
        }
        _ => return E_INVALIDARG,
    };
    if value.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: as above.
    unsafe { store(value, known) };
    S_OK
});
method!(IWpfSettings::GetHandleProperty as handle_property(
    this: SettingsObject, setting: WPF_SETTINGS_HANDLE_ENUM, value: *mut HANDLE) -> HRESULT, failed, {
    let _ = this;
    if value.is_null() || setting != ANONYMOUS_USER_TOKEN {
        return E_INVALIDARG;
    }
    // SAFETY: as above. The anonymous user is the process itself.
    unsafe { store(value, null_mut()) };
    S_OK
});

static SETTINGS: Vtable<IWpfSettings> = Vtable::new(IWpfSettingsVtbl {
    base: IWpfReferencedObjectVtbl { AddRef: settings_add, Release: settings_release },
    GetDwordProperty: dword_property,
    GetUlonglongProperty: ulonglong_property,
    GetStringProperty: string_property,
    GetBoolProperty: bool_property,
    GetHandleProperty: handle_property,
});

method!(IWpfActions::RecycleWorkerProcess as recycle_worker(this: ActionsObject, reason: PCWSTR), void, {
    // SAFETY: C++ gives text that ends with a NUL, or NULL.
    let reason = unsafe { arguments::wide(reason) }.unwrap_or_default();
    if let Some(worker) = this.worker.upgrade() {
        worker.recycle_process(&reason);
    }
});
method!(IWpfActions::FailWorkerProcess as fail_worker(
    this: ActionsObject, reason: PCWSTR, error: HRESULT, _on_next_ping: BOOL), void, {
    // SAFETY: as above.
    let reason = unsafe { arguments::wide(reason) }.unwrap_or_default();
    if let Some(worker) = this.worker.upgrade() {
        worker.fail_process(&reason, error);
    }
});

static ACTIONS: Vtable<IWpfActions> = Vtable::new(IWpfActionsVtbl {
    base: IWpfReferencedObjectVtbl { AddRef: actions_add, Release: actions_release },
    RecycleWorkerProcess: recycle_worker,
    FailWorkerProcess: fail_worker,
});
