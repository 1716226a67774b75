//! A module's objects, called and disposed from Rust.

use crate::abi::iis::*;
use crate::exports::boundary::boundary;
use crate::iis::com::module_call::call_module;
use crate::iis::com::vtable::Vtable;
use crate::iis::module_library::ModuleLibrary;
use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;
use std::cell::Cell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Loads a module: the handle, or NULL with the reason on standard error.
///
/// # Safety
/// Both texts end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_test_load(name: *const c_char, path: *const c_char) -> PVOID {
    boundary!(pointer, "portico_private_test_load", {
        // SAFETY: the caller gives texts that end with a NUL.
        let (name, path) = unsafe { (CStr::from_ptr(name), CStr::from_ptr(path)) };
        let path = Path::new(OsStr::from_bytes(path.to_bytes()));
        match ModuleLibrary::load(&name.to_string_lossy(), path) {
            Ok(module) => Box::into_raw(Box::new(module)).cast(),
            Err(error) => {
                eprintln!("libhttpapi: {error}");
                null_mut()
            }
        }
    })
}

/// Unloads it.
///
/// # Safety
/// `module` came from `portico_private_test_load` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_test_unload(module: PVOID) {
    boundary!(void, "portico_private_test_unload", {
        // SAFETY: by contract it is a box of ours.
        drop(unsafe { Box::from_raw(module.cast::<ModuleLibrary>()) });
    })
}

/// Registers a loaded module, runs one request through it and takes it down again.
///
/// The module gets a NULL server and, as its context, the test application. The result is what
/// `OnBeginRequest` returned, or -1 where the module registered no factory.
///
/// # Safety
/// `module` came from `portico_private_test_load`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_test_request(module: PVOID) -> c_int {
    boundary!(hresult, "portico_private_test_request", {
        // SAFETY: by contract it is a box of ours.
        let module = unsafe { &*module.cast::<ModuleLibrary>() };
        let registration = Registration::new();
        let register = module.register_module();
        let result = call_module(module.name(), "RegisterModule", || {
            // SAFETY: the registration lives until the call returns.
            unsafe { register(10, registration.as_interface(), null_mut()) }
        });
        if result < 0 || registration.factory.get().is_null() {
            return -1;
        }
        // SAFETY: the module gave a factory, and each object is used as its header says.
        unsafe { run_request(module.name(), registration.factory.get()) }
    })
}

/// Calls `CleanupStoredContext` of an object that a module made.
///
/// # Safety
/// `context` is an `IHttpStoredContext *`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn portico_private_test_cleanup(context: PVOID) {
    boundary!(void, "portico_private_test_cleanup", {
        let context = context.cast::<IHttpStoredContext>();
        // SAFETY: by contract it is such an object, which starts with its vtable.
        call_module("(test)", "IHttpStoredContext::CleanupStoredContext", || unsafe {
            ((*(*context).vtable).CleanupStoredContext)(context);
        });
    })
}

/// One request: an instance, one notification with a provider, `Dispose`, `Terminate`.
///
/// # Safety
/// `factory` is the factory of a loaded module.
unsafe fn run_request(module: &str, factory: *mut IHttpModuleFactory) -> c_int {
    let mut instance: *mut CHttpModule = null_mut();
    // SAFETY: by contract; `instance` is there to be written.
    let result = call_module(module, "IHttpModuleFactory::GetHttpModule", || unsafe {
        ((*(*factory).vtable).GetHttpModule)(factory, &mut instance, null_mut())
    });
    let mut status = -1;
    if result >= 0 && !instance.is_null() {
        let provider = Provider { vtable: &raw const PROVIDER_VTABLE.slots, error: Cell::new(0) };
        // SAFETY: the factory gave an instance; the provider lives until the call returns.
        status = call_module(module, "CHttpModule::OnBeginRequest", || unsafe {
            let provider = (&raw const provider).cast_mut().cast::<IHttpEventProvider>();
            ((*(*instance).vtable).OnBeginRequest)(instance, null_mut(), provider)
        });
        if provider.error.get() != 0 {
            status = provider.error.get();
        }
        // SAFETY: the instance is not used again.
        call_module(module, "CHttpModule::Dispose", || unsafe { ((*(*instance).vtable).Dispose)(instance) });
    }
    // SAFETY: the factory is not used again.
    call_module(module, "IHttpModuleFactory::Terminate", || unsafe { ((*(*factory).vtable).Terminate)(factory) });
    status
}

/// An `IHttpModuleRegistrationInfo2` that keeps what the module gives.
#[repr(C)]
struct Registration {
    vtable: *const IHttpModuleRegistrationInfo2Vtbl,
    factory: Cell<*mut IHttpModuleFactory>,
}

impl Registration {
    fn new() -> Self {
        Self { vtable: &raw const REGISTRATION_VTABLE.slots, factory: Cell::new(null_mut()) }
    }

    fn as_interface(&self) -> *mut IHttpModuleRegistrationInfo {
        core::ptr::from_ref(self).cast_mut().cast()
    }
}

unsafe extern "C-unwind" fn name(_this: *mut IHttpModuleRegistrationInfo) -> PCWSTR {
    const { &[b'm' as WCHAR, 0] }.as_ptr()
}

unsafe extern "C-unwind" fn id(this: *mut IHttpModuleRegistrationInfo) -> HTTP_MODULE_ID {
    this.cast()
}

unsafe extern "C-unwind" fn set_request_notifications(
    this: *mut IHttpModuleRegistrationInfo,
    factory: *mut IHttpModuleFactory,
    _notifications: DWORD,
    _post_notifications: DWORD,
) -> HRESULT {
    // SAFETY: this vtable is only used by objects of that type.
    unsafe { &*this.cast::<Registration>() }.factory.set(factory);
    0
}

unsafe extern "C-unwind" fn set_global_notifications(
    _this: *mut IHttpModuleRegistrationInfo,
    _module: *mut CGlobalModule,
    _notifications: DWORD,
) -> HRESULT {
    0
}

unsafe extern "C-unwind" fn set_priority(
    _this: *mut IHttpModuleRegistrationInfo,
    _notification: DWORD,
    _priority: PCWSTR,
) -> HRESULT {
    0
}

unsafe extern "C-unwind" fn set_post_priority(
    _this: *mut IHttpModuleRegistrationInfo2,
    _notification: DWORD,
    _priority: PCWSTR,
) -> HRESULT {
    0
}

static REGISTRATION_VTABLE: Vtable<IHttpModuleRegistrationInfo2> = Vtable::new(IHttpModuleRegistrationInfo2Vtbl {
    base: IHttpModuleRegistrationInfoVtbl {
        GetName: name,
        GetId: id,
        SetRequestNotifications: set_request_notifications,
        SetGlobalNotifications: set_global_notifications,
        SetPriorityForRequestNotification: set_priority,
        SetPriorityForGlobalNotification: set_priority,
    },
    SetPriorityForPostRequestNotification: set_post_priority,
});

/// An `IPreBeginRequestProvider` whose status the module sets.
#[repr(C)]
struct Provider {
    vtable: *const IPreBeginRequestProviderVtbl,
    error: Cell<HRESULT>,
}

unsafe extern "C-unwind" fn set_error_status(this: *mut IHttpEventProvider, error: HRESULT) {
    // SAFETY: this vtable is only used by objects of that type.
    unsafe { &*this.cast::<Provider>() }.error.set(error);
}

unsafe extern "C-unwind" fn http_context(_this: *mut IPreBeginRequestProvider) -> *mut IHttpContext {
    null_mut()
}

static PROVIDER_VTABLE: Vtable<IPreBeginRequestProvider> = Vtable::new(IPreBeginRequestProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: set_error_status },
    GetHttpContext: http_context,
});
