//! Objects that modules made, and the calls into them.
//!
//! Each type here is a pointer that a module gave for this; the calls go through `call_module`,
//! which names the module if a C++ exception comes out.

use super::module_call::call_module;
use crate::abi::iis::*;
use crate::iis::event::{Event, Status};
use core::ffi::c_void;
use core::ptr::null_mut;

macro_rules! foreign {
    ($( $(#[$meta:meta])* $name:ident($interface:ident); )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(*mut $interface);

        // SAFETY: modules are told on any thread; what they do about it is theirs.
        unsafe impl Send for $name {}
        // SAFETY: as above.
        unsafe impl Sync for $name {}

        impl $name {
            /// # Safety
            /// The pointer is NULL or an object of the class that lives until its end is told to it.
            pub unsafe fn new(pointer: *mut $interface) -> Option<Self> {
                (!pointer.is_null()).then_some(Self(pointer))
            }

            pub fn as_ptr(self) -> *mut $interface {
                self.0
            }
        }
    )* };
}

foreign! {
    /// What makes the instances of a module.
    Factory(IHttpModuleFactory);
    /// A module's instance for one request.
    Instance(CHttpModule);
    GlobalModule(CGlobalModule);
    StoredContext(IHttpStoredContext);
    ConnectionStoredContext(IHttpConnectionStoredContext);
    CustomProvider(ICustomNotificationProvider);
    User(IHttpUser);
}

impl Factory {
    /// The instance for a request, or the HRESULT of the failure.
    pub fn make(self, module: &str, allocator: *mut IModuleAllocator) -> Result<Instance, HRESULT> {
        let mut instance = null_mut();
        let result = call_module(module, "IHttpModuleFactory::GetHttpModule", || {
            // SAFETY: the module gave the factory; the instance is there to be written.
            unsafe { ((*(*self.0).vtable).GetHttpModule)(self.0, &raw mut instance, allocator) }
        });
        if result < 0 {
            return Err(result);
        }
        // SAFETY: the factory made it for this request.
        unsafe { Instance::new(instance) }.ok_or(E_POINTER)
    }

    pub fn terminate(self, module: &str) {
        call_module(module, "IHttpModuleFactory::Terminate", || {
            // SAFETY: the factory is not used again.
            unsafe { ((*(*self.0).vtable).Terminate)(self.0) }
        });
    }
}

impl Instance {
    /// Tells the instance of a notification; `provider` is the one that its method takes.
    pub fn notify(
        self,
        module: &str,
        event: Event,
        post: bool,
        context: *mut IHttpContext,
        provider: *mut c_void,
    ) -> Status {
        let this = self.0;
        // SAFETY: the factory gave the instance.
        let vtable = unsafe { &*(*this).vtable };
        let status = call_module(module, event.method(post), || {
            // SAFETY: the instance is called with the request's own context and a provider of the method's type.
            unsafe {
                match (event, post) {
                    (Event::AuthenticateRequest, false) => {
                        (vtable.OnAuthenticateRequest)(this, context, provider.cast())
                    }
                    (Event::MapRequestHandler, false) => (vtable.OnMapRequestHandler)(this, context, provider.cast()),
                    (Event::SendResponse, _) => (vtable.OnSendResponse)(this, context, provider.cast()),
                    (Event::MapPath, _) => (vtable.OnMapPath)(this, context, provider.cast()),
                    (Event::ReadEntity, _) => (vtable.OnReadEntity)(this, context, provider.cast()),
                    (Event::CustomNotification, _) => {
                        (vtable.OnCustomRequestNotification)(this, context, provider.cast())
                    }
                    _ => plain_method(vtable, event, post)(this, context, provider.cast()),
                }
            }
        });
        status.into()
    }

    pub fn complete(
        self,
        module: &str,
        event: Event,
        post: bool,
        context: *mut IHttpContext,
        provider: *mut c_void,
        info: *mut IHttpCompletionInfo,
    ) -> Status {
        let status = call_module(module, "OnAsyncCompletion", || {
            // SAFETY: as for notifications.
            unsafe {
                let vtable = &*(*self.0).vtable;
                (vtable.OnAsyncCompletion)(self.0, context, event.bit(), BOOL::from(post), provider.cast(), info)
            }
        });
        status.into()
    }

    pub fn dispose(self, module: &str) {
        call_module(module, "CHttpModule::Dispose", || {
            // SAFETY: the instance is not used again.
            unsafe { ((*(*self.0).vtable).Dispose)(self.0) }
        });
    }
}

type PlainMethod = unsafe extern "C-unwind" fn(
    *mut CHttpModule,
    *mut IHttpContext,
    *mut IHttpEventProvider,
) -> REQUEST_NOTIFICATION_STATUS;

/// The methods that take an IHttpEventProvider.
fn plain_method(vtable: &CHttpModuleVtbl, event: Event, post: bool) -> PlainMethod {
    match (event, post) {
        (Event::BeginRequest, false) => vtable.OnBeginRequest,
        (Event::BeginRequest, true) => vtable.OnPostBeginRequest,
        (Event::AuthenticateRequest, _) => vtable.OnPostAuthenticateRequest,
        (Event::AuthorizeRequest, false) => vtable.OnAuthorizeRequest,
        (Event::AuthorizeRequest, true) => vtable.OnPostAuthorizeRequest,
        (Event::ResolveRequestCache, false) => vtable.OnResolveRequestCache,
        (Event::ResolveRequestCache, true) => vtable.OnPostResolveRequestCache,
        (Event::MapRequestHandler, _) => vtable.OnPostMapRequestHandler,
        (Event::AcquireRequestState, false) => vtable.OnAcquireRequestState,
        (Event::AcquireRequestState, true) => vtable.OnPostAcquireRequestState,
        (Event::PreExecuteRequestHandler, false) => vtable.OnPreExecuteRequestHandler,
        (Event::PreExecuteRequestHandler, true) => vtable.OnPostPreExecuteRequestHandler,
        (Event::ExecuteRequestHandler, false) => vtable.OnExecuteRequestHandler,
        (Event::ExecuteRequestHandler, true) => vtable.OnPostExecuteRequestHandler,
        (Event::ReleaseRequestState, false) => vtable.OnReleaseRequestState,
        (Event::ReleaseRequestState, true) => vtable.OnPostReleaseRequestState,
        (Event::UpdateRequestCache, false) => vtable.OnUpdateRequestCache,
        (Event::UpdateRequestCache, true) => vtable.OnPostUpdateRequestCache,
        (Event::LogRequest, false) => vtable.OnLogRequest,
        (Event::LogRequest, true) => vtable.OnPostLogRequest,
        (Event::EndRequest, false) => vtable.OnEndRequest,
        // The others take providers of their own.
        _ => vtable.OnPostEndRequest,
    }
}

impl GlobalModule {
    /// Calls a method of the module.
    pub fn call<R>(
        self,
        module: &str,
        method: &str,
        call: impl FnOnce(*mut CGlobalModule, &CGlobalModuleVtbl) -> R,
    ) -> R {
        // SAFETY: the module gave the object.
        let vtable = unsafe { &*(*self.0).vtable };
        call_module(module, method, || call(self.0, vtable))
    }

    pub fn terminate(self, module: &str) {
        self.call(module, "CGlobalModule::Terminate", |this, vtable| {
            // SAFETY: the object is not used again.
            unsafe { (vtable.Terminate)(this) }
        });
    }
}

impl StoredContext {
    /// The container goes; the object is not used again.
    pub fn clean_up(self) {
        call_module("(stored context)", "IHttpStoredContext::CleanupStoredContext", || {
            // SAFETY: a module stored the object, which is told of its end once.
            unsafe { ((*(*self.0).vtable).CleanupStoredContext)(self.0) }
        });
    }
}

impl ConnectionStoredContext {
    pub fn notify_disconnect(self) {
        call_module("(stored context)", "IHttpConnectionStoredContext::NotifyDisconnect", || {
            // SAFETY: a module stored the object, which is there until it is told of its end.
            unsafe { ((*(*self.0).vtable).NotifyDisconnect)(self.0) }
        });
    }

    pub fn as_stored(self) -> StoredContext {
        StoredContext(self.0.cast())
    }
}

impl User {
    pub fn reference(self) -> Self {
        call_module("(user)", "IHttpUser::ReferenceUser", || {
            // SAFETY: a module gave the user, of which a reference is held.
            unsafe { ((*(*self.0).vtable).ReferenceUser)(self.0) }
        });
        self
    }

    pub fn dereference(self) {
        call_module("(user)", "IHttpUser::DereferenceUser", || {
            // SAFETY: the reference that is given back is not used again.
            unsafe { ((*(*self.0).vtable).DereferenceUser)(self.0) }
        });
    }
}
