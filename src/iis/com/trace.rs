//! IHttpTraceContext, and the argument of OnGlobalTraceEvent.

use super::hresult::{self, S_OK};
use super::object::{Object, Owner, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::iis::trace::{Kind, Subscription, Tracing, id_of};
use crate::iis::worker::Worker;
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, text, void};
use crate::win32::guid;
use core::ptr::{null, null_mut};
use std::cell::Cell;
use std::sync::{Arc, OnceLock, Weak};

use super::global_providers::Notification;

pub struct TraceState {
    raiser: Raiser,
    activity: OnceLock<GUID>,
}

/// What events are about.
enum Raiser {
    Request(Owner),
    /// The server as a whole.
    Server(Weak<Worker>, Arc<Tracing>),
}

pub type TraceObject = Object<IHttpTraceContext, TraceState>;

pub fn of_request(context: &Weak<Context>) -> TraceObject {
    Object::new(&TRACE, TraceState { raiser: Raiser::Request(Owner::new(context)), activity: OnceLock::new() })
}

pub fn of_server(worker: &Weak<Worker>, tracing: &Arc<Tracing>) -> TraceObject {
    let raiser = Raiser::Server(worker.clone(), tracing.clone());
    Object::new(&TRACE, TraceState { raiser, activity: OnceLock::new() })
}

thread_local! {
    /// The thread tells of an event: what is raised meanwhile would never end.
    static TELLS: Cell<bool> = const { Cell::new(false) };
}

impl TraceState {
    fn worker(&self) -> Option<Arc<Worker>> {
        match &self.raiser {
            Raiser::Request(request) => Some(request.worker.clone()),
            Raiser::Server(worker, _) => worker.upgrade(),
        }
    }

    fn tracing(&self) -> &Arc<Tracing> {
        match &self.raiser {
            Raiser::Request(request) => &request.worker.tracing,
            Raiser::Server(_, tracing) => tracing,
        }
    }

    fn context(&self) -> Option<Weak<Context>> {
        match &self.raiser {
            Raiser::Request(request) => Some(request.weak().clone()),
            Raiser::Server(..) => None,
        }
    }

    /// What names a request in its events; NULL for the server.
    fn activity(&self) -> LPCGUID {
        match &self.raiser {
            Raiser::Request(_) => core::ptr::from_ref(self.activity.get_or_init(guid::random)),
            Raiser::Server(..) => null(),
        }
    }

    /// # Safety
    /// The event is whole.
    unsafe fn raise(&self, event: *mut HTTP_TRACE_EVENT) -> HRESULT {
        // SAFETY: by contract.
        let kind = unsafe {
            let provider = (*event).pProviderGuid.as_ref();
            let Some(provider) = provider else { return hresult::of(ERROR_INVALID_PARAMETER) };
            Kind { provider: id_of(provider), area: (*event).dwArea, verbosity: (*event).dwVerbosity }
        };
        let Some(worker) = self.worker() else { return S_OK };
        if self.tracing().anybody_wants(kind) && !TELLS.replace(true) {
            let provider =
                Object::new(&EVENT, Raised { event, kind, tracing: self.tracing().clone(), context: self.context() });
            worker.notify(Notification::TraceEvent((&provider).into()));
            TELLS.set(false);
        }
        S_OK
    }
}

method!(IHttpTraceContext::GetTraceConfiguration as get_configuration(
    this: TraceObject, configuration: *mut HTTP_TRACE_CONFIGURATION) -> HRESULT, failed, {
    // SAFETY: C++ gives a structure of its own, or NULL.
    let Some(configuration) = (unsafe { configuration.as_mut() }) else { return E_INVALIDARG };
    // SAFETY: C++ gives a GUID, or NULL.
    let Some(provider) = (unsafe { configuration.pProviderGuid.as_ref() }) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let wanted = this.tracing().wanted(id_of(provider));
    (configuration.dwAreas, configuration.dwVerbosity) = wanted.unwrap_or_default();
    configuration.fProviderEnabled = BOOL::from(wanted.is_some());
    S_OK
});
method!(IHttpTraceContext::SetTraceConfiguration as set_configuration(
    this: TraceObject, module: HTTP_MODULE_ID, configurations: *mut HTTP_TRACE_CONFIGURATION, count: DWORD)
    -> HRESULT, failed, {
    if configurations.is_null() || module.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives so many.
    let configurations = unsafe { core::slice::from_raw_parts(configurations, count as usize) };
    let mut result = S_OK;
    for one in configurations {
        // SAFETY: C++ gives a GUID, or NULL.
        let Some(provider) = (unsafe { one.pProviderGuid.as_ref() }) else {
            return hresult::of(ERROR_INVALID_PARAMETER);
        };
        let (module, provider) = (module.addr(), id_of(provider));
        if one.fProviderEnabled != FALSE {
            let subscription = Subscription { module, provider, areas: one.dwAreas, verbosity: one.dwVerbosity };
            this.tracing().subscribe(subscription);
        } else if this.tracing().unsubscribe(module, provider).is_err() {
            result = hresult::of(ERROR_NOT_FOUND);
        }
    }
    result
});
method!(IHttpTraceContext::RaiseTraceEvent as raise_event(this: TraceObject, event: *mut HTTP_TRACE_EVENT)
    -> HRESULT, failed, {
    if event.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives a whole event for the time of the call.
    unsafe { this.raise(event) }
});
method!(IHttpTraceContext::GetTraceActivityId as activity_id(this: TraceObject) -> LPCGUID, text, {
    this.activity()
});
method!(IHttpTraceContext::QuickTrace as quick_trace(
    this: TraceObject, first: PCWSTR, second: PCWSTR, error: HRESULT, level: UCHAR) -> HRESULT, failed, {
    let item = |name: &'static [WCHAR], kind: HTTP_TRACE_TYPE, data: *const BYTE, length: usize| HTTP_TRACE_EVENT_ITEM {
        pszName: name.as_ptr(),
        dwDataType: kind,
        pbData: data.cast_mut(),
        cbData: length as DWORD,
        pszDataDescription: null(),
    };
    // SAFETY: C++ gives texts that end with a NUL, or NULL.
    let size = |text: PCWSTR| unsafe {
        if text.is_null() { 0 } else { size_of_val(crate::win32::arguments::units(text, -1)) }
    };
    let mut items = [
        item(DATA_1, HTTP_TRACE_TYPE_LPCWSTR, first.cast(), size(first)),
        item(DATA_2, HTTP_TRACE_TYPE_LPCWSTR, second.cast(), size(second)),
        item(ERROR_CODE, HTTP_TRACE_TYPE_ULONG, (&raw const error).cast(), size_of::<HRESULT>()),
    ];
    let activity = this.activity();
    let mut event = HTTP_TRACE_EVENT {
        pProviderGuid: &raw const WWW_SERVER,
        dwArea: 0,
        pAreaGuid: null(),
        dwEvent: 0,
        pszEventName: QUICK_TRACE.as_ptr(),
        dwEventVersion: 1,
        dwVerbosity: level.into(),
        pActivityGuid: activity,
        pRelatedActivityGuid: null(),
        dwTimeStamp: crate::win32::time::tick_count() as DWORD,
        dwFlags: HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS,
        cEventItems: items.len() as DWORD,
        pEventItems: items.as_mut_ptr(),
    };
    // SAFETY: the event is whole.
    unsafe { this.raise(&raw mut event) }
});

/// GUID_IIS_WWW_SERVER_TRACE_PROVIDER.
static WWW_SERVER: GUID =
    GUID { Data1: 0x3a2a_4e84, Data2: 0x4c21, Data3: 0x4981, Data4: [0xae, 0x10, 0x3f, 0xda, 0x0d, 0x9b, 0x0f, 0x83] };
const DATA_1: &[WCHAR] = &wide(b"Data1\0");
const DATA_2: &[WCHAR] = &wide(b"Data2\0");
const ERROR_CODE: &[WCHAR] = &wide(b"ErrorCode\0");
const QUICK_TRACE: &[WCHAR] = &wide(b"QUICK_TRACE\0");

/// ASCII as wide text.
const fn wide<const N: usize>(text: &[u8; N]) -> [WCHAR; N] {
    let mut units = [0; N];
    let mut at = 0;
    while at < N {
        units[at] = text[at] as WCHAR;
        at += 1;
    }
    units
}

static TRACE: Vtable<IHttpTraceContext> = Vtable::new(IHttpTraceContextVtbl {
    GetTraceConfiguration: get_configuration,
    SetTraceConfiguration: set_configuration,
    RaiseTraceEvent: raise_event,
    GetTraceActivityId: activity_id,
    QuickTrace: quick_trace,
});

/// An event that modules are told of.
struct Raised {
    event: *mut HTTP_TRACE_EVENT,
    kind: Kind,
    tracing: Arc<Tracing>,
    context: Option<Weak<Context>>,
}

type EventProvider = Object<IGlobalTraceEventProvider, Raised>;

method!(IHttpEventProvider::SetErrorStatus as event_error(this: EventProvider, _error: HRESULT), void, {
    let _ = this;
});
method!(IGlobalTraceEventProvider::GetTraceEvent as trace_event(this: EventProvider, event: *mut *mut HTTP_TRACE_EVENT)
    -> HRESULT, failed, {
    if event.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(event, this.event) };
    S_OK
});
method!(IGlobalTraceEventProvider::CheckSubscription as check_subscription(this: EventProvider, module: HTTP_MODULE_ID)
    -> BOOL, || FALSE, { BOOL::from(this.tracing.has(module.addr(), this.kind)) });
method!(IGlobalTraceEventProvider::GetCurrentHttpRequestContext as request_context(
    this: EventProvider, context: *mut *mut IHttpContext) -> HRESULT, failed, {
    if context.is_null() {
        return E_INVALIDARG;
    }
    let Some(request) = this.context.as_ref().and_then(Weak::upgrade) else {
        return hresult::of(ERROR_NOT_SUPPORTED);
    };
    // SAFETY: as above.
    unsafe { store(context, request.interface.as_interface()) };
    S_OK
});

static EVENT: Vtable<IGlobalTraceEventProvider> = Vtable::new(IGlobalTraceEventProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: event_error },
    GetTraceEvent: trace_event,
    CheckSubscription: check_subscription,
    GetCurrentHttpRequestContext: request_context,
});

/// No trace context.
pub fn none() -> *mut IHttpTraceContext {
    null_mut()
}
