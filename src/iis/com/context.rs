//! IHttpContext.

use super::foreign::{CustomProvider, Routine};
use super::hresult::{self, S_OK};
use super::object::{Object, Owner, method};
use super::vtable::Vtable;
use super::{context_child, context_url, context_variables, user};
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::iis::{handlers, pipeline};
use crate::win32::arguments::{ansi, store, wide};
use crate::win32::boundary::{hresult as failed, pointer, void};
use crate::win32::sys::clock;
use crate::win32::time::tick_count_at;
use core::ptr::null_mut;
use std::sync::Weak;

pub type ContextObject = Object<IHttpContext4, Owner>;

pub fn new(context: &Weak<Context>) -> ContextObject {
    Object::new(&VTABLE, Owner::new(context))
}

fn no() -> BOOL {
    FALSE
}

method!(IHttpContext::GetSite as get_site(this: ContextObject) -> *mut IHttpSite, pointer, {
    this.application.site_object.as_interface()
});
method!(IHttpContext::GetApplication as get_application(this: ContextObject) -> *mut IHttpApplication, pointer, {
    this.application.object.as_interface()
});
method!(IHttpContext::GetScriptMap as get_script_map(this: ContextObject) -> *mut IScriptMapInfo, pointer, {
    match (this.choice.script_map(), this.choice.handler()) {
        (Some(map), _) => map.as_ptr(),
        (None, Some(handler)) => this.choice.object(&handler).as_interface(),
        (None, None) => null_mut(),
    }
});
method!(IHttpContext::MapHandler as map_handler(
    this: ContextObject, site: DWORD, name: PCWSTR, url: PCWSTR, verb: PCSTR, map: *mut *mut IScriptMapInfo,
    ignores_wildcards: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives texts that end with a NUL, or NULL.
    let (name, url, verb) = unsafe { (wide(name), wide(url), ansi(verb)) };
    let (Some(url), Some(verb), false) = (url, verb, map.is_null()) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    // SAFETY: it was just looked at.
    unsafe { store(map, null_mut()) };
    match handlers::look_up(&this.shared(), site, name.as_deref(), &url, &verb, ignores_wildcards != FALSE) {
        Ok(handler) => {
            // SAFETY: as above.
            unsafe { store(map, this.choice.object(&handler).as_interface()) };
            S_OK
        }
        Err(error) => hresult::of(error.0),
    }
});
method!(IHttpContext::GetConnection as get_connection(this: ContextObject) -> *mut IHttpConnection, pointer, {
    this.connection().map_or(null_mut(), |connection| connection.as_interface())
});
method!(IHttpContext::GetRequest as get_request(this: ContextObject) -> *mut IHttpRequest, pointer, {
    this.request.as_interface()
});
method!(IHttpContext::GetResponse as get_response(this: ContextObject) -> *mut IHttpResponse, pointer, {
    this.response.as_interface()
});
method!(IHttpContext::GetResponseHeadersSent as get_response_headers_sent(this: ContextObject) -> BOOL, no, {
    BOOL::from(this.response.headers_sent())
});
method!(IHttpContext::GetUser as get_user(this: ContextObject) -> *mut IHttpUser, pointer, {
    this.user().map_or(null_mut(), |user| user.as_ptr())
});
method!(IHttpContext::GetModuleContextContainer as get_container(this: ContextObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpContext::IndicateCompletion as indicate_completion(
    this: ContextObject, status: REQUEST_NOTIFICATION_STATUS), void, {
    pipeline::indicate(&this.shared(), status.into());
});
method!(IHttpContext::PostCompletion as post_completion(this: ContextObject, bytes: DWORD) -> HRESULT, failed, {
    pipeline::post(&this.shared(), bytes).map_or_else(|error| error, |()| S_OK)
});
method!(IHttpContext3::PostCompletion as post_completion_to(
    this: ContextObject, bytes: DWORD, routine: LPOVERLAPPED_COMPLETION_ROUTINE, argument: *mut c_void)
    -> HRESULT, failed, {
    // SAFETY: C++ gives a function to be called with the argument, or NULL.
    match unsafe { Routine::new(routine, argument) } {
        Some(routine) => {
            this.run_routine(routine, bytes);
            S_OK
        }
        None => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(IHttpContext::DisableNotifications as disable_notifications(
    this: ContextObject, events: DWORD, posts: DWORD), void, { this.pipeline.disable(events, posts); });
method!(IHttpContext::GetNextNotification as get_next_notification(
    this: ContextObject, status: REQUEST_NOTIFICATION_STATUS, event: *mut DWORD, post: *mut BOOL,
    module: *mut *mut CHttpModule, provider: *mut *mut IHttpEventProvider) -> BOOL, no, {
    let next = this.pipeline.take_next(&this.application, this.handlers(), status.into());
    let Some((at, next, is_post)) = next else { return FALSE };
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(event, next.bit());
        store(post, BOOL::from(is_post));
        store(module, this.instance_of(at).map_or(null_mut(), |instance| instance.as_ptr()));
        store(provider, this.providers.of(next, is_post).as_ptr());
    }
    TRUE
});
method!(IHttpContext::GetIsLastNotification as get_is_last_notification(
    this: ContextObject, status: REQUEST_NOTIFICATION_STATUS) -> BOOL, no, {
    BOOL::from(this.pipeline.is_last(&this.application, this.handlers(), status.into()))
});
method!(IHttpContext::AllocateRequestMemory as allocate_request_memory(this: ContextObject, size: DWORD)
    -> *mut c_void, pointer, { this.memory.allocate(size as usize) });
method!(IHttpContext::SetRequestHandled as set_request_handled(this: ContextObject), void, {
    this.pipeline.set_handled();
});
method!(IHttpContext::NotifyCustomNotification as notify_custom_notification(
    this: ContextObject, provider: *mut ICustomNotificationProvider, expected: *mut BOOL) -> HRESULT, failed, {
    // SAFETY: the module gives the provider, which lives until the notification has ended.
    let Some(provider) = (unsafe { CustomProvider::new(provider) }) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let pending = pipeline::raise_custom(&this.shared(), provider);
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(expected, BOOL::from(pending)) };
    S_OK
});
method!(IHttpContext::GetCurrentExecutionStats as get_current_execution_stats(
    this: ContextObject, event: *mut DWORD, since: *mut DWORD, module: *mut PCWSTR, module_since: *mut DWORD,
    pending: *mut DWORD, pending_since: *mut DWORD) -> HRESULT, failed, {
    if event.is_null() {
        return E_INVALIDARG;
    }
    let statistics = this.pipeline.statistics();
    let (pending_event, pending_time) = statistics.pending.unwrap_or_default();
    let tick = |since: DWORD| if since == 0 { 0 } else { tick_count_at(since.into()) as DWORD };
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(event, statistics.event);
        store(since, tick(statistics.event_since));
        let name = statistics.module.map(|at| this.module(at).wide_name().as_ptr());
        store(module, name.unwrap_or(core::ptr::null()));
        store(module_since, tick(statistics.module_since));
        store(pending, pending_event);
        store(pending_since, tick(pending_time));
    }
    S_OK
});
method!(IHttpContext::GetTraceContext as get_trace_context(this: ContextObject) -> *mut IHttpTraceContext, pointer, {
    this.trace.as_interface()
});
method!(IHttpContext::GetMetadata as get_metadata(this: ContextObject) -> *mut IMetadataInfo, pointer, {
    this.metadata().as_interface()
});
method!(IHttpContext::GetFileInfo as get_file_info(this: ContextObject) -> *mut IHttpFileInfo, pointer, {
    this.file_info().map_or(null_mut(), |file| file.as_interface())
});
method!(IHttpContext::CancelIo as cancel_io(this: ContextObject) -> HRESULT, failed, {
    if this.cancel_io() { S_OK } else { hresult::of(ERROR_INVALID_HANDLE) }
});
method!(IHttpContext::GetExtendedInterface as get_extended_interface(
    this: ContextObject, _version: HTTP_CONTEXT_INTERFACE_VERSION, interface: *mut PVOID) -> HRESULT, failed, {
    let _ = this;
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(interface, null_mut()) };
    hresult::of(ERROR_NOT_SUPPORTED)
});
method!(IHttpContext3::GetNamedContextContainer as get_named_context_container(this: ContextObject)
    -> *mut INamedContextContainer, pointer, { this.named.as_interface() });
method!(IHttpContext3::EnableFullDuplex as enable_full_duplex(this: ContextObject), void, {
    this.pipeline.enable_full_duplex();
});
method!(IHttpContext4::GetRequestStartTime as get_request_start_time(this: ContextObject) -> ULONGLONG, || 0, {
    tick_count_at(this.started)
});
method!(IHttpContext4::GetRequestElapsedTime as get_request_elapsed_time(this: ContextObject) -> ULONGLONG, || 0, {
    clock::coarse_milliseconds().saturating_sub(this.started)
});

static VTABLE: Vtable<IHttpContext4> = Vtable::new(IHttpContext4Vtbl {
    base: IHttpContext3Vtbl {
        base: IHttpContext2Vtbl {
            base: IHttpContextVtbl {
                GetSite: get_site,
                GetApplication: get_application,
                GetConnection: get_connection,
                GetRequest: get_request,
                GetResponse: get_response,
                GetResponseHeadersSent: get_response_headers_sent,
                GetUser: get_user,
                GetModuleContextContainer: get_container,
                IndicateCompletion: indicate_completion,
                PostCompletion: post_completion,
                DisableNotifications: disable_notifications,
                GetNextNotification: get_next_notification,
                GetIsLastNotification: get_is_last_notification,
                ExecuteRequest: context_child::execute,
                GetExecuteFlags: context_child::get_flags,
                GetServerVariableWide: context_variables::get_wide,
                GetServerVariableNarrow: context_variables::get_narrow,
                SetServerVariable: context_variables::set,
                AllocateRequestMemory: allocate_request_memory,
                GetUrlInfo: context_url::get_url_info,
                GetMetadata: get_metadata,
                GetPhysicalPath: context_url::get_physical_path,
                GetScriptName: context_url::get_script_name,
                GetScriptTranslated: context_url::get_script_translated,
                GetScriptMap: get_script_map,
                SetRequestHandled: set_request_handled,
                GetFileInfo: get_file_info,
                MapPath: context_url::map_path,
                NotifyCustomNotification: notify_custom_notification,
                GetParentContext: context_child::get_parent,
                GetRootContext: context_child::get_root,
                CloneContext: context_child::clone,
                ReleaseClonedContext: context_child::release,
                GetCurrentExecutionStats: get_current_execution_stats,
                GetTraceContext: get_trace_context,
                GetServerVarChanges: context_variables::get_changes,
                CancelIo: cancel_io,
                MapHandler: map_handler,
                GetExtendedInterface: get_extended_interface,
            },
            GetOriginalUser: user::get_original_user,
        },
        GetNamedContextContainer: get_named_context_container,
        EnableFullDuplex: enable_full_duplex,
        InheritServerVariable: context_variables::inherit,
        PostCompletion: post_completion_to,
    },
    GetRequestStartTime: get_request_start_time,
    GetRequestElapsedTime: get_request_elapsed_time,
});
