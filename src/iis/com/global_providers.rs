//! Global notifications and their arguments.

use super::foreign::{CustomProvider, Factory};
use super::hresult::{self, S_OK};
use super::object::{Object, Provider, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::module::Module;
use crate::iis::registration::{Priority, Registered, STEPS, WITHOUT_POST};
use crate::win32::arguments::{self, store};
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use core::ptr::null_mut;
use parking_lot::Mutex;

/// What happened, with what its method is given.
#[derive(Clone, Copy)]
pub enum Notification<'a> {
    StopListening(&'a StopListeningProvider),
    CacheCleanup,
    CacheOperation(Provider),
    HealthCheck,
    ConfigurationChange(&'a ChangeProvider),
    FileChange(Provider),
    PreBeginRequest(Provider),
    ApplicationStart(&'a ApplicationProvider),
    ResolveModules(&'a ResolveProvider),
    ApplicationStop(&'a ApplicationProvider),
    RscaQuery(Provider),
    TraceEvent(Provider),
    Custom(CustomProvider),
    ThreadCleanup(Provider),
    Preload(Provider),
    /// What modules want to be called back with is put there.
    Suspend(&'a Mutex<Vec<SuspendCallback>>),
}

/// What OnSuspendProcess has given.
pub struct SuspendCallback(*mut IGlobalSuspendProcessCallback);

// SAFETY: it is called on one thread at a time, whichever that is.
unsafe impl Send for SuspendCallback {}

impl SuspendCallback {
    /// The process goes on.
    pub fn resume(&self) -> HRESULT {
        super::module_call::call_module("(callback)", "IGlobalSuspendProcessCallback::Resume", || {
            // SAFETY: the module gave the object for this.
            unsafe { ((*(*self.0).vtable).Resume)(self.0) }
        })
    }
}

impl Notification<'_> {
    /// The GL_… bit.
    pub const fn bit(self) -> DWORD {
        match self {
            Self::StopListening(_) => GL_STOP_LISTENING,
            Self::CacheCleanup => GL_CACHE_CLEANUP,
            Self::CacheOperation(_) => GL_CACHE_OPERATION,
            Self::HealthCheck => GL_HEALTH_CHECK,
            Self::ConfigurationChange(_) => GL_CONFIGURATION_CHANGE,
            Self::FileChange(_) => GL_FILE_CHANGE,
            Self::PreBeginRequest(_) => GL_PRE_BEGIN_REQUEST,
            Self::ApplicationStart(_) => GL_APPLICATION_START,
            Self::ResolveModules(_) => GL_APPLICATION_RESOLVE_MODULES,
            Self::ApplicationStop(_) => GL_APPLICATION_STOP,
            Self::RscaQuery(_) => GL_RSCA_QUERY,
            Self::TraceEvent(_) => GL_TRACE_EVENT,
            Self::Custom(_) => GL_CUSTOM_NOTIFICATION,
            Self::ThreadCleanup(_) => GL_THREAD_CLEANUP,
            Self::Preload(_) => GL_APPLICATION_PRELOAD,
            Self::Suspend(_) => GL_SUSPEND_PROCESS,
        }
    }

    /// The method of CGlobalModule.
    const fn method(self) -> &'static str {
        match self {
            Self::StopListening(_) => "OnGlobalStopListening",
            Self::CacheCleanup => "OnGlobalCacheCleanup",
            Self::CacheOperation(_) => "OnGlobalCacheOperation",
            Self::HealthCheck => "OnGlobalHealthCheck",
            Self::ConfigurationChange(_) => "OnGlobalConfigurationChange",
            Self::FileChange(_) => "OnGlobalFileChange",
            Self::PreBeginRequest(_) => "OnGlobalPreBeginRequest",
            Self::ApplicationStart(_) => "OnGlobalApplicationStart",
            Self::ResolveModules(_) => "OnGlobalApplicationResolveModules",
            Self::ApplicationStop(_) => "OnGlobalApplicationStop",
            Self::RscaQuery(_) => "OnGlobalRSCAQuery",
            Self::TraceEvent(_) => "OnGlobalTraceEvent",
            Self::Custom(_) => "OnGlobalCustomNotification",
            Self::ThreadCleanup(_) => "OnGlobalThreadCleanup",
            Self::Preload(_) => "OnGlobalApplicationPreload",
            Self::Suspend(_) => "OnSuspendProcess",
        }
    }

    /// Tells a module; whether it has handled the notification.
    pub fn tell(self, module: &Module) -> bool {
        let Some(global) = module.registered().global else { return false };
        let status = global.call(module.name(), self.method(), |this, vtable| {
            // SAFETY: the module gave the object, and the arguments live until the call returns.
            unsafe {
                match self {
                    Self::StopListening(provider) => (vtable.OnGlobalStopListening)(this, provider.as_interface()),
                    Self::CacheCleanup => (vtable.OnGlobalCacheCleanup)(this),
                    Self::CacheOperation(provider) => (vtable.OnGlobalCacheOperation)(this, provider.as_ptr()),
                    Self::HealthCheck => (vtable.OnGlobalHealthCheck)(this),
                    Self::ConfigurationChange(provider) => {
                        (vtable.OnGlobalConfigurationChange)(this, provider.as_interface())
                    }
                    Self::FileChange(provider) => (vtable.OnGlobalFileChange)(this, provider.as_ptr()),
                    Self::PreBeginRequest(provider) => (vtable.OnGlobalPreBeginRequest)(this, provider.as_ptr()),
                    Self::ApplicationStart(provider) => {
                        (vtable.OnGlobalApplicationStart)(this, provider.as_interface())
                    }
                    Self::ResolveModules(provider) => {
                        (vtable.OnGlobalApplicationResolveModules)(this, provider.as_interface())
                    }
                    Self::ApplicationStop(provider) => (vtable.OnGlobalApplicationStop)(this, provider.as_interface()),
                    Self::RscaQuery(provider) => (vtable.OnGlobalRSCAQuery)(this, provider.as_ptr()),
                    Self::TraceEvent(provider) => (vtable.OnGlobalTraceEvent)(this, provider.as_ptr()),
                    Self::Custom(provider) => (vtable.OnGlobalCustomNotification)(this, provider.as_ptr()),
                    Self::ThreadCleanup(provider) => (vtable.OnGlobalThreadCleanup)(this, provider.as_ptr()),
                    Self::Preload(provider) => (vtable.OnGlobalApplicationPreload)(this, provider.as_ptr()),
                    Self::Suspend(callbacks) => {
                        let mut callback = null_mut();
                        let status = (vtable.OnSuspendProcess)(this, &raw mut callback);
                        if !callback.is_null() {
                            callbacks.lock().push(SuspendCallback(callback));
                        }
                        status
                    }
                }
            }
        });
        status == GL_NOTIFICATION_HANDLED
    }
}

/// SetErrorStatus of providers that say nothing of it to anybody.
macro_rules! ignored_error {
    ($function:ident, $object:ty) => {
        method!(IHttpEventProvider::SetErrorStatus as $function(this: $object, _error: HRESULT), void, {
            let _ = this;
        });
    };
}

/// The argument of OnGlobalStopListening: whether requests in flight are to be finished.
pub type StopListeningProvider = Object<IGlobalStopListeningProvider, bool>;

pub fn stop_listening(gracefully: bool) -> StopListeningProvider {
    Object::new(&STOP_LISTENING, gracefully)
}

ignored_error!(stop_error, StopListeningProvider);
method!(IGlobalStopListeningProvider::DrainRequestsGracefully as drain(this: StopListeningProvider) -> BOOL, || TRUE, {
    BOOL::from(**this)
});

static STOP_LISTENING: Vtable<IGlobalStopListeningProvider> = Vtable::new(IGlobalStopListeningProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: stop_error },
    DrainRequestsGracefully: drain,
});

/// The argument of OnGlobalConfigurationChange: the path, with a NUL behind it.
pub type ChangeProvider = Object<IGlobalConfigurationChangeProvider, Box<[WCHAR]>>;

pub fn configuration_change(path: Box<[WCHAR]>) -> ChangeProvider {
    Object::new(&CHANGE, path)
}

ignored_error!(change_error, ChangeProvider);
method!(IGlobalConfigurationChangeProvider::GetChangePath as change_path(this: ChangeProvider) -> PCWSTR, text, {
    this.as_ptr()
});

static CHANGE: Vtable<IGlobalConfigurationChangeProvider> = Vtable::new(IGlobalConfigurationChangeProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: change_error },
    GetChangePath: change_path,
});

/// The argument of OnGlobalApplicationStart and Stop.
pub type ApplicationProvider = Object<IHttpApplicationProvider, Provider>;

/// For the object of an application, which lives longer than the call.
pub fn application(object: Provider) -> ApplicationProvider {
    Object::new(&APPLICATION, object)
}

ignored_error!(application_error, ApplicationProvider);
method!(IHttpApplicationProvider::GetApplication as application_of(this: ApplicationProvider)
    -> *mut IHttpApplication, pointer, { this.as_ptr() });

static APPLICATION: Vtable<IHttpApplicationProvider> = Vtable::new(IHttpApplicationProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: application_error },
    GetApplication: application_of,
});

/// A module that a module has added to an application.
pub struct Added {
    pub name: String,
    /// Words that must all hold for it to be used.
    pub precondition: String,
    pub registered: Registered,
}

pub struct Resolving {
    application: Provider,
    /// The ids of those that may add one.
    parents: Vec<usize>,
    added: Mutex<Vec<Added>>,
}

/// The argument of OnGlobalApplicationResolveModules.
pub type ResolveProvider = Object<IHttpApplicationResolveModulesProvider, Resolving>;

/// For an application, with the ids of the modules that there are.
pub fn resolve_modules(application: Provider, parents: Vec<usize>) -> ResolveProvider {
    Object::new(&RESOLVE, Resolving { application, parents, added: Mutex::default() })
}

impl Resolving {
    /// What the modules have added.
    pub fn take(&self) -> Vec<Added> {
        std::mem::take(&mut self.added.lock())
    }
}

ignored_error!(resolve_error, ResolveProvider);
method!(IHttpApplicationProvider::GetApplication as resolve_application(this: ResolveProvider)
    -> *mut IHttpApplication, pointer, { this.application.as_ptr() });
method!(IHttpApplicationResolveModulesProvider::RegisterModule as register_module(
    this: ResolveProvider, parent: HTTP_MODULE_ID, factory: *mut IHttpModuleFactory, name: PCWSTR, _kind: PCWSTR,
    precondition: PCWSTR, events: DWORD, posts: DWORD) -> HRESULT, failed, {
    // The type is the parent's own matter, whose factory makes the instances.
    // SAFETY: the module gives the factory to the host, and texts that end with a NUL, or NULL.
    let (factory, name, precondition) =
        unsafe { (Factory::new(factory), arguments::wide(name), arguments::wide(precondition).unwrap_or_default()) };
    let known = events & !(STEPS | WITHOUT_POST) == 0 && posts & !STEPS == 0;
    let (Some(factory), Some(name), false, true) = (factory, name, parent.is_null(), known) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    if !this.parents.contains(&parent.addr()) {
        return hresult::of(ERROR_FILE_NOT_FOUND);
    }
    let mut added = this.added.lock();
    if added.iter().any(|one| one.name == name) {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let registered = Registered { factory: Some(factory), events, posts, ..Registered::default() };
    added.push(Added { name, precondition, registered });
    S_OK
});
method!(IHttpApplicationResolveModulesProvider::SetPriorityForRequestNotification as resolve_priority(
    this: ResolveProvider, name: PCWSTR, events: DWORD, alias: PCWSTR) -> HRESULT, failed, {
    // SAFETY: C++ gives texts that end with a NUL.
    let (name, alias) = unsafe { (arguments::wide(name), arguments::wide(alias)) };
    let priority = alias.and_then(|alias| Priority::parse(&alias));
    let mut added = this.added.lock();
    let module = name.and_then(|name| added.iter_mut().find(|one| one.name == name));
    match (module, priority) {
        (Some(module), Some(priority)) if events != 0 && events & !(STEPS | WITHOUT_POST) == 0 => {
            module.registered.priorities.events.push((events, priority));
            S_OK
        }
        _ => hresult::of(ERROR_INVALID_PARAMETER),
    }
});

static RESOLVE: Vtable<IHttpApplicationResolveModulesProvider> =
    Vtable::new(IHttpApplicationResolveModulesProviderVtbl {
        base: IHttpApplicationProviderVtbl {
            base: IHttpEventProviderVtbl { SetErrorStatus: resolve_error },
            GetApplication: resolve_application,
        },
        RegisterModule: register_module,
        SetPriorityForRequestNotification: resolve_priority,
    });

/// The argument of OnGlobalThreadCleanup.
pub type ThreadCleanupProvider = Object<IGlobalThreadCleanupProvider, Provider>;

pub fn thread_cleanup(application: Provider) -> ThreadCleanupProvider {
    Object::new(&THREAD_CLEANUP, application)
}

ignored_error!(thread_error, ThreadCleanupProvider);
method!(IGlobalThreadCleanupProvider::GetApplication as thread_application(this: ThreadCleanupProvider)
    -> *mut IHttpApplication, pointer, { this.as_ptr() });

static THREAD_CLEANUP: Vtable<IGlobalThreadCleanupProvider> = Vtable::new(IGlobalThreadCleanupProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: thread_error },
    GetApplication: thread_application,
});

/// A query of the run-time status, and its answer.
pub struct Query {
    function: Box<[WCHAR]>,
    parameters: Box<[WCHAR]>,
    answer: Mutex<Answer>,
}

struct Answer {
    buffer: Vec<u8>,
    length: DWORD,
    result: HRESULT,
}

/// The argument of OnGlobalRSCAQuery.
pub type QueryProvider = Object<IGlobalRSCAQueryProvider, Query>;

/// For a function and its parameters, both with a NUL behind them.
pub fn rsca_query(function: Box<[WCHAR]>, parameters: Box<[WCHAR]>) -> QueryProvider {
    let answer = Mutex::new(Answer { buffer: Vec::new(), length: 0, result: E_NOTIMPL });
    Object::new(&QUERY, Query { function, parameters, answer })
}

impl Query {
    /// The answer, or the HRESULT of the module that has none.
    pub fn take(&self) -> Result<Vec<u8>, HRESULT> {
        let mut answer = self.answer.lock();
        if answer.result < 0 {
            return Err(answer.result);
        }
        let length = answer.length as usize;
        let mut bytes = std::mem::take(&mut answer.buffer);
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// No answer is larger.
const LARGEST: DWORD = 64 << 20;

ignored_error!(query_error, QueryProvider);
method!(IGlobalRSCAQueryProvider::GetFunctionName as query_function(this: QueryProvider) -> PCWSTR, text, {
    this.function.as_ptr()
});
method!(IGlobalRSCAQueryProvider::GetFunctionParameters as query_parameters(this: QueryProvider) -> PCWSTR, text, {
    this.parameters.as_ptr()
});
method!(IGlobalRSCAQueryProvider::GetOutputBuffer as query_buffer(
    this: QueryProvider, size: DWORD, buffer: *mut *mut BYTE) -> HRESULT, failed, {
    resize(this, size, 0, buffer)
});
method!(IGlobalRSCAQueryProvider::ResizeOutputBuffer as query_resize(
    this: QueryProvider, size: DWORD, keep: DWORD, buffer: *mut *mut BYTE) -> HRESULT, failed, {
    resize(this, size, keep, buffer)
});
method!(IGlobalRSCAQueryProvider::SetResult as query_result(this: QueryProvider, length: DWORD, result: HRESULT), void, {
    let mut answer = this.answer.lock();
    answer.length = length;
    answer.result = result;
});

fn resize(query: &Query, size: DWORD, keep: DWORD, buffer: *mut *mut BYTE) -> HRESULT {
    if buffer.is_null() || keep > size {
        return E_INVALIDARG;
    }
    if size > LARGEST {
        return E_OUTOFMEMORY;
    }
    let mut answer = query.answer.lock();
    answer.buffer.truncate(keep as usize);
    answer.buffer.resize(size as usize, 0);
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(buffer, answer.buffer.as_mut_ptr()) };
    S_OK
}

static QUERY: Vtable<IGlobalRSCAQueryProvider> = Vtable::new(IGlobalRSCAQueryProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: query_error },
    GetFunctionName: query_function,
    GetFunctionParameters: query_parameters,
    GetOutputBuffer: query_buffer,
    ResizeOutputBuffer: query_resize,
    SetResult: query_result,
});
