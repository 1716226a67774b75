//! Objects that modules made, and the calls into them.
//!
//! Each type here is a pointer that a module gave for this; the calls go through `call_module`,
//! which names the module if a C++ exception comes out.

use super::context::ContextObject;
use super::module_call::call_module;
use super::object::Provider;
use super::providers::{Allocator, CompletionInfo};
use crate::abi::iis::*;
use crate::iis::event::{Event, Status};
use crate::win32::text::to_wide;
use core::ffi::c_void;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering};

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

        impl Foreign for $name {
            type Interface = $interface;

            fn pointer(self) -> *mut $interface {
                self.0
            }

            unsafe fn of(pointer: *mut $interface) -> Option<Self> {
                // SAFETY: by contract.
                unsafe { Self::new(pointer) }
            }
        }
    )* };
}

/// What the types here have in common.
pub trait Foreign: Copy {
    type Interface;

    fn pointer(self) -> *mut Self::Interface;

    /// # Safety
    /// As for `new`.
    unsafe fn of(pointer: *mut Self::Interface) -> Option<Self>;
}

/// A place for an object, for which nobody locks.
pub struct Slot<T: Foreign>(AtomicPtr<T::Interface>);

impl<T: Foreign> Default for Slot<T> {
    fn default() -> Self {
        Self(AtomicPtr::new(null_mut()))
    }
}

impl<T: Foreign> Slot<T> {
    pub fn get(&self) -> Option<T> {
        // SAFETY: it holds nothing but what was such an object when it was put there.
        unsafe { T::of(self.0.load(Ordering::Acquire)) }
    }

    /// Puts an object there, and says what was there before.
    pub fn replace(&self, object: T) -> Option<T> {
        // SAFETY: as above.
        unsafe { T::of(self.0.swap(object.pointer(), Ordering::AcqRel)) }
    }

    /// Puts an object there unless there is one already: the one that is there then.
    pub fn get_or_put(&self, object: T) -> T {
        let put = self.0.compare_exchange(null_mut(), object.pointer(), Ordering::AcqRel, Ordering::Acquire);
        // SAFETY: as above.
        put.err().and_then(|known| unsafe { T::of(known) }).unwrap_or(object)
    }

    /// Takes out what is there.
    pub fn take(&self) -> Option<T> {
        // Most are empty for good, which is seen sooner.
        self.get()?;
        // SAFETY: as above.
        unsafe { T::of(self.0.swap(null_mut(), Ordering::AcqRel)) }
    }
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
    /// A handlers entry, which may also be ours.
    ScriptMap(IScriptMapInfo);
    /// What the configuration has to say of an error.
    ConfigException(IAppHostConfigException);
}

impl Factory {
    /// The instance for a request, or the HRESULT of the failure.
    pub fn make(self, module: &str, allocator: &Allocator) -> Result<Instance, HRESULT> {
        let mut instance = null_mut();
        let result = call_module(module, "IHttpModuleFactory::GetHttpModule", || {
            // SAFETY: the module gave the factory; the instance is there to be written.
            unsafe { ((*(*self.0).vtable).GetHttpModule)(self.0, &raw mut instance, allocator.as_interface()) }
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
    pub fn notify(self, module: &str, event: Event, post: bool, context: &ContextObject, provider: Provider) -> Status {
        let (this, context) = (self.0, context.as_interface());
        // SAFETY: the factory gave the instance.
        let vtable = unsafe { &*(*this).vtable };
        let status = call_module(module, event.method(post), || {
            // SAFETY: the instance is called with the request's own context and a provider of the method's type.
            unsafe {
                match (event, post) {
                    (Event::AuthenticateRequest, false) => {
                        (vtable.OnAuthenticateRequest)(this, context, provider.as_ptr())
                    }
                    (Event::MapRequestHandler, false) => (vtable.OnMapRequestHandler)(this, context, provider.as_ptr()),
                    (Event::SendResponse, _) => (vtable.OnSendResponse)(this, context, provider.as_ptr()),
                    (Event::MapPath, _) => (vtable.OnMapPath)(this, context, provider.as_ptr()),
                    (Event::ReadEntity, _) => (vtable.OnReadEntity)(this, context, provider.as_ptr()),
                    (Event::CustomNotification, _) => {
                        (vtable.OnCustomRequestNotification)(this, context, provider.as_ptr())
                    }
                    _ => plain_method(vtable, event, post)(this, context, provider.as_ptr()),
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
        context: &ContextObject,
        provider: Provider,
        info: &CompletionInfo,
    ) -> Status {
        let status = call_module(module, "OnAsyncCompletion", || {
            // SAFETY: as for notifications.
            unsafe {
                let vtable = &*(*self.0).vtable;
                (vtable.OnAsyncCompletion)(
                    self.0,
                    context.as_interface(),
                    event.bit(),
                    BOOL::from(post),
                    provider.as_ptr(),
                    info.as_interface(),
                )
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

/// A text of a user's, which lives as long as the user.
macro_rules! user_text {
    ($($name:ident = $method:ident;)*) => { $(
        pub fn $name(self) -> String {
            let text = call_module("(user)", concat!("IHttpUser::", stringify!($method)), || {
                // SAFETY: a module or the host gave the user, of which a reference is held.
                unsafe { ((*(*self.0).vtable).$method)(self.0) }
            });
            // SAFETY: by contract the text is NULL or ends with a NUL.
            unsafe { crate::win32::arguments::wide(text) }.unwrap_or_default()
        }
    )* };
}

impl User {
    user_text! {
        remote_name = GetRemoteUserName;
        name = GetUserName;
        authentication_type = GetAuthenticationType;
        password = GetPassword;
    }

    /// Whether the user has a role; none where the user cannot tell.
    pub fn is_in_role(self, role: &str) -> Option<bool> {
        let mut name = to_wide(role);
        name.push(0);
        let knows = call_module("(user)", "IHttpUser::SupportsIsInRole", || {
            // SAFETY: a module or the host gave the user, of which a reference is held.
            unsafe { ((*(*self.0).vtable).SupportsIsInRole)(self.0) }
        });
        if knows == FALSE {
            return None;
        }
        let mut result = FALSE;
        let told = call_module("(user)", "IHttpUser::IsInRole", || {
            // SAFETY: as above; the name ends with a NUL, and the result is there to be written.
            unsafe { ((*(*self.0).vtable).IsInRole)(self.0, name.as_ptr(), &raw mut result) }
        });
        (told >= 0).then_some(result != FALSE)
    }

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

impl ConfigException {
    pub fn add_ref(self) -> Self {
        let this = self.0.cast::<IUnknown>();
        call_module("(exception)", "IUnknown::AddRef", || {
            // SAFETY: whoever gave the object has a reference.
            unsafe { ((*(*this).vtable).AddRef)(this) }
        });
        self
    }

    pub fn release(self) {
        let this = self.0.cast::<IUnknown>();
        call_module("(exception)", "IUnknown::Release", || {
            // SAFETY: the reference that is given back is not used again.
            unsafe { ((*(*this).vtable).Release)(this) }
        });
    }
}

/// A function of a module's with what it wants to be called with.
#[derive(Clone, Copy, Debug)]
pub struct Callback {
    function: PFN_ASYNC_COMPLETION,
    argument: *mut c_void,
}

// SAFETY: the module gives both to be called on any thread.
unsafe impl Send for Callback {}

impl Callback {
    /// # Safety
    /// The function may be called once with the argument.
    pub unsafe fn new(function: PFN_ASYNC_COMPLETION, argument: *mut c_void) -> Self {
        Self { function, argument }
    }

    pub fn call(self, module: &str, context: &ContextObject, info: &CompletionInfo) -> Status {
        let Some(function) = self.function else { return Status::Continue };
        let status = call_module(module, "PFN_ASYNC_COMPLETION", || {
            // SAFETY: the module gave the function and its argument for this.
            unsafe { function(context.as_interface(), info.as_interface(), self.argument) }
        });
        status.into()
    }
}

/// A function of a module's that a completion is posted to.
#[derive(Clone, Copy, Debug)]
pub struct Routine {
    function: unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED),
    argument: *mut c_void,
}

// SAFETY: the module gives both to be called on any thread.
unsafe impl Send for Routine {}

impl Routine {
    /// # Safety
    /// The function is NULL, or may be called once with the argument.
    pub unsafe fn new(function: LPOVERLAPPED_COMPLETION_ROUTINE, argument: *mut c_void) -> Option<Self> {
        Some(Self { function: function?, argument })
    }

    pub fn call(self, module: &str, bytes: DWORD) {
        call_module(module, "LPOVERLAPPED_COMPLETION_ROUTINE", || {
            // SAFETY: the module gave the function and its argument for this.
            unsafe { (self.function)(NO_ERROR, bytes, self.argument.cast()) }
        });
    }
}
