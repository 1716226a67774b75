//! IHttpServer.

use super::file_info;
use super::file_monitor;
use super::foreign::CustomProvider;
use super::global_providers::{Notification, configuration_change};
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use super::{cache, dispensed, metadata, versions, worker_framework};
use crate::abi::iis::*;
use crate::httpapi::cache::{self as kept, CacheUrl, Part, Policy};
use crate::httpapi::operation::{Answer, Style};
use crate::httpapi::{request_property, request_property_layout, response_parts};
use crate::iis::precondition;
use crate::iis::worker::Worker;
use crate::win32::arguments::{self, store};
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::completion_port::Binding;
use crate::win32::handle_table::HANDLES;
use crate::win32::overlapped::Operation;
use crate::win32::status::status_of;
use crate::win32::text::to_wide;
use core::ptr::null_mut;
use std::sync::{Arc, OnceLock, Weak};

pub struct ServerState {
    worker: Weak<Worker>,
    pool_name: OnceLock<Box<[WCHAR]>>,
    configuration_file: OnceLock<Box<[WCHAR]>>,
}

/// There is one in a worker, from before the first module to after the last one.
pub type ServerObject = Object<IHttpServer3, ServerState>;

pub fn new(worker: &Weak<Worker>) -> ServerObject {
    let state = ServerState { worker: worker.clone(), pool_name: OnceLock::new(), configuration_file: OnceLock::new() };
    Object::new(&VTABLE, state)
}

impl ServerState {
    /// Modules may call before the worker is whole, and after it.
    fn worker(&self) -> Result<Arc<Worker>, HRESULT> {
        self.worker.upgrade().ok_or(E_FAIL)
    }
}

/// The worker of a method, or its result where there is none.
macro_rules! worker {
    ($this:expr) => {
        match $this.worker() {
            Ok(worker) => worker,
            Err(error) => return error,
        }
    };
}

fn with_nul(text: &str) -> Box<[WCHAR]> {
    let mut wide = to_wide(text);
    wide.push(0);
    wide.into()
}

method!(IHttpServer::IsCommandLineLaunch as is_command_line_launch(this: ServerObject) -> BOOL, || FALSE, {
    BOOL::from(this.worker().is_ok_and(|worker| worker.is_command_line_launch()))
});
method!(IHttpServer::GetAppPoolName as get_app_pool_name(this: ServerObject) -> PCWSTR, text, {
    let name = || this.worker().map_or_else(|_| with_nul(""), |worker| with_nul(worker.pool_name()));
    this.pool_name.get_or_init(name).as_ptr()
});
method!(IHttpServer::AssociateWithThreadPool as associate_with_thread_pool(
    this: ServerObject, handle: HANDLE, routine: LPOVERLAPPED_COMPLETION_ROUTINE) -> HRESULT, failed, {
    let worker = worker!(this);
    let Some(routine) = routine else { return hresult::of(ERROR_INVALID_PARAMETER) };
    match HANDLES.get(handle) {
        Ok(object) => hresult::from(worker.associate(&object, routine)),
        Err(_) => hresult::of(ERROR_INVALID_HANDLE),
    }
});
method!(IHttpServer::IncrementThreadCount as increment_thread_count(this: ServerObject), void, {
    if let Ok(worker) = this.worker() {
        worker.change_threads(1);
    }
});
method!(IHttpServer::DecrementThreadCount as decrement_thread_count(this: ServerObject), void, {
    if let Ok(worker) = this.worker() {
        worker.change_threads(-1);
    }
});
method!(IHttpServer::ReportUnhealthy as report_unhealthy(this: ServerObject, reason: PCWSTR, error: HRESULT), void, {
    // SAFETY: C++ gives text that ends with a NUL, or NULL.
    let reason = unsafe { arguments::wide(reason) }.unwrap_or_default();
    if let Ok(worker) = this.worker() {
        worker.notify(Notification::HealthCheck);
        worker.report_unhealthy(&reason, error);
    }
});
method!(IHttpServer::RecycleProcess as recycle_process(this: ServerObject, reason: PCWSTR), void, {
    // SAFETY: as above.
    let reason = unsafe { arguments::wide(reason) }.unwrap_or_default();
    if let Ok(worker) = this.worker() {
        worker.recycle_process(&reason);
    }
});
method!(IHttpServer::GetFileInfo as get_file_info(
    this: ServerObject, path: PCWSTR, _token: HANDLE, _sid: PSID, _monitored: PCWSTR, _monitor_token: HANDLE,
    cache: BOOL, info: *mut *mut IHttpFileInfo, _trace: *mut IHttpTraceContext) -> HRESULT, failed, {
    if path.is_null() || info.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let worker = worker!(this);
    // SAFETY: C++ gives a place that may be written, and text that ends with a NUL.
    let path = unsafe {
        store(info, null_mut());
        arguments::wide_path(path)
    };
    let file = path.and_then(|path| worker.file(&path, cache != FALSE));
    match file {
        Ok(file) => {
            // SAFETY: as above.
            unsafe { store(info, file_info::new(file)) };
            S_OK
        }
        Err(error) => hresult::of(error.0),
    }
});
method!(IHttpServer::FlushKernelCache as flush_kernel_cache(this: ServerObject, url: PCWSTR) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: C++ gives text that ends with a NUL, or NULL.
    let url = unsafe { arguments::wide(url) };
    match url.as_deref().and_then(CacheUrl::parse) {
        Some(url) => {
            worker.queue().shared().cache().flush(&url, false);
            S_OK
        }
        None => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(IHttpServer::DoCacheOperation as do_cache_operation(
    this: ServerObject, operation: CACHE_OPERATION, key: *mut IHttpCacheKey,
    data: *mut *mut IHttpCacheSpecificData, trace: *mut IHttpTraceContext) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: C++ gives a key, a place and a trace context, or NULL.
    unsafe { cache::operate(&worker, operation, key, data, trace) }
});
method!(IHttpServer::NotifyCustomNotification as notify_custom_notification(
    this: ServerObject, provider: *mut ICustomNotificationProvider) -> GLOBAL_NOTIFICATION_STATUS,
    || GL_NOTIFICATION_CONTINUE, {
    // SAFETY: the module gives the provider for the time of the call.
    let provider = unsafe { CustomProvider::new(provider) };
    let handled = match (provider, this.worker()) {
        (Some(provider), Ok(worker)) => worker.notify(Notification::Custom(provider)),
        _ => false,
    };
    if handled { GL_NOTIFICATION_HANDLED } else { GL_NOTIFICATION_CONTINUE }
});
method!(IHttpServer::GetPerfCounterInfo as get_perf_counter_info(this: ServerObject) -> *mut IHttpPerfCounterInfo,
    pointer, { this.worker().map_or(null_mut(), |worker| worker.counters.as_interface()) });
method!(IHttpServer::RecycleApplication as recycle_application(this: ServerObject, path: PCWSTR), void, {
    // SAFETY: C++ gives text that ends with a NUL, or NULL.
    let path = unsafe { arguments::wide(path) };
    if let (Some(path), Ok(worker)) = (path, this.worker()) {
        worker.recycle(&path);
    }
});
method!(IHttpServer::NotifyConfigurationChange as notify_configuration_change(this: ServerObject, path: PCWSTR), void, {
    // SAFETY: as above.
    let path = unsafe { arguments::wide(path) };
    if let (Some(path), Ok(worker)) = (path, this.worker()) {
        worker.notify(Notification::ConfigurationChange(&configuration_change(with_nul(&path))));
    }
});
method!(IHttpServer::NotifyFileChange as notify_file_change(this: ServerObject, name: PCWSTR), void, {
    // SAFETY: as above.
    let path = unsafe { arguments::wide_path(name) };
    if let (Ok(path), Ok(worker)) = (path, this.worker()) {
        file_monitor::notify(&worker, &path, None);
    }
});
method!(IHttpServer::DispenseContainer as dispense_container(this: ServerObject)
    -> *mut IDispensedHttpModuleContextContainer, pointer, {
    let _ = this;
    dispensed::new()
});
method!(IHttpServer::AddFragmentToCache as add_fragment(
    this: ServerObject, chunk: *mut HTTP_DATA_CHUNK, name: PCWSTR) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: C++ gives a chunk for the time of the call and text that ends with a NUL, or NULL.
    let (chunk, name) = unsafe { (chunk.as_ref(), arguments::wide(name)) };
    let (Some(chunk), Some(name)) = (chunk, name) else { return E_INVALIDARG };
    // SAFETY: what it points to stays for the time of the call.
    let chunk = unsafe { response_parts::read_chunk(chunk) };
    hresult::from(chunk.and_then(|chunk| kept::add(worker.queue(), &name, &chunk, Policy::UntilFlushed)))
});
method!(IHttpServer::ReadFragmentFromCache as read_fragment(
    this: ServerObject, name: PCWSTR, buffer: *mut BYTE, size: DWORD, copied: *mut DWORD) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: C++ gives text that ends with a NUL, or NULL.
    let Some(name) = (unsafe { arguments::wide(name) }) else { return E_INVALIDARG };
    if buffer.is_null() && size > 0 {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives so many bytes, and a place that may be written, or NULL.
    unsafe {
        let mut buffer = CallerBuffer::new(buffer, size as usize);
        let ended = kept::read(worker.queue(), &name, Part::ALL, &mut buffer);
        store(copied, ended.bytes);
        hresult::of(if ended.code == ERROR_MORE_DATA { ERROR_INSUFFICIENT_BUFFER } else { ended.code })
    }
});
method!(IHttpServer::RemoveFragmentFromCache as remove_fragment(this: ServerObject, name: PCWSTR) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: as above.
    let Some(name) = (unsafe { arguments::wide(name) }) else { return E_INVALIDARG };
    let Some(url) = CacheUrl::parse(&name) else { return hresult::of(ERROR_INVALID_PARAMETER) };
    let cache = worker.queue().shared().cache();
    if cache.fragment(&name, Part::ALL).is_err() {
        return hresult::of(ERROR_FILE_NOT_FOUND);
    }
    cache.flush(&url, false);
    S_OK
});
method!(IHttpServer::GetWorkerProcessSettings as get_worker_process_settings(
    this: ServerObject, settings: *mut *mut IWpfSettings) -> HRESULT, failed, {
    if settings.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(settings, worker!(this).settings()) };
    S_OK
});
method!(IHttpServer::GetProtocolManagerCustomInterface as get_protocol_manager_interface(
    this: ServerObject, library: PCWSTR, function: PCWSTR, _id: DWORD, interface: *mut PVOID) -> HRESULT, failed, {
    let _ = this;
    if library.is_null() || function.is_null() || interface.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: as above. There are no protocol managers here.
    unsafe { store(interface, null_mut()) };
    hresult::of(ERROR_FILE_NOT_FOUND)
});
method!(IHttpServer::SatisfiesPrecondition as satisfies_precondition(
    this: ServerObject, list: PCWSTR, unknown: *mut BOOL) -> BOOL, || FALSE, {
    // SAFETY: C++ gives text that ends with a NUL and a place that may be written, or NULL.
    unsafe {
        store(unknown, FALSE);
        let (Some(list), Ok(worker)) = (arguments::wide(list), this.worker()) else { return FALSE };
        let verdict = precondition::check(&list, &[worker.pool_name()]);
        store(unknown, BOOL::from(verdict.unknown));
        BOOL::from(verdict.holds)
    }
});
method!(IHttpServer::GetTraceContext as get_trace_context(this: ServerObject) -> *mut IHttpTraceContext, pointer, {
    this.worker().map_or(null_mut(), |worker| worker.trace.as_interface())
});
method!(IHttpServer::RegisterFileChangeMonitor as register_file_change_monitor(
    this: ServerObject, path: PCWSTR, _token: HANDLE, monitor: *mut *mut IHttpFileMonitor) -> HRESULT, failed, {
    if path.is_null() || monitor.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let worker = worker!(this);
    // SAFETY: C++ gives a place that may be written, and text that ends with a NUL.
    unsafe {
        store(monitor, null_mut());
        match arguments::wide_path(path).and_then(|path| file_monitor::watch(&worker, &path)) {
            Ok(object) => {
                store(monitor, object);
                S_OK
            }
            Err(error) => hresult::of(error.0),
        }
    }
});
method!(IHttpServer::GetExtendedInterface as get_extended_interface(
    this: ServerObject, version: HTTP_SERVER_INTERFACE_VERSION, interface: *mut PVOID) -> HRESULT, failed, {
    if interface.is_null() {
        return E_INVALIDARG;
    }
    let known = matches!(version, HTTP_SERVER_INTERFACE_V2 | HTTP_SERVER_INTERFACE_V3);
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(interface, if known { this.as_interface() } else { null_mut() }) };
    if known { S_OK } else { hresult::of(ERROR_NOT_SUPPORTED) }
});
method!(IHttpServer2::GetToken as get_token(
    this: ServerObject, user: PCWSTR, password: PCWSTR, _method: DWORD, token: *mut *mut IHttpTokenEntry,
    _domain: PCWSTR, _address: PSOCKADDR, _trace: *mut IHttpTraceContext) -> HRESULT, failed, {
    let _ = this;
    if user.is_null() || password.is_null() || token.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: as above. There are no accounts to log on to here: docs/compatibility.md.
    unsafe { store(token, null_mut()) };
    hresult::of(ERROR_NOT_SUPPORTED)
});
method!(IHttpServer2::GetAppPoolConfigFile as get_app_pool_config_file(this: ServerObject, length: *mut DWORD)
    -> PCWSTR, text, {
    let file = || this.worker().map_or_else(|_| with_nul(""), |worker| with_nul(&worker.configuration_file()));
    let file = this.configuration_file.get_or_init(file);
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(length, (file.len() - 1) as DWORD) };
    file.as_ptr()
});
method!(IHttpServer2::GetExtendedInterface as get_extended_version(
    this: ServerObject, from: *const GUID, input: PVOID, to: *const GUID, output: *mut PVOID) -> HRESULT, failed, {
    let _ = this;
    // SAFETY: C++ gives GUIDs and a place that may be written, or NULL.
    unsafe { versions::cast(from, input, to, output) }
});
method!(IHttpServer::GetAdminManager as get_admin_manager(this: ServerObject) -> *mut IAppHostAdminManager, pointer, {
    this.worker().map_or(null_mut(), |worker| worker.admin_manager().map_or(null_mut(), |manager| manager.as_interface()))
});
method!(IHttpServer2::GetMetadata as get_metadata(
    this: ServerObject, site: PCWSTR, url: PCWSTR, metadata: *mut *mut IReferencedMetadataInfo) -> HRESULT, failed, {
    let worker = worker!(this);
    // SAFETY: C++ gives texts that end with a NUL, or NULL.
    let (site, url) = unsafe { (arguments::wide(site), arguments::wide(url)) };
    let (Some(site), Some(url), false) = (site, url, metadata.is_null()) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let found = worker.metadata(&site, &url);
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(metadata, found.clone().map_or(null_mut(), metadata::hand_out)) };
    if found.is_some() { S_OK } else { hresult::of(ERROR_FILE_NOT_FOUND) }
});
method!(IHttpServer2::GetWorkerProcessFramework as get_worker_process_framework(
    this: ServerObject, framework: *mut *mut IWorkerProcessFramework) -> HRESULT, failed, {
    if framework.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(framework, worker_framework::framework(&this.worker)) };
    S_OK
});
method!(IHttpServer3::QueryRequestProperty as query_request_property(
    this: ServerObject, id: HTTP_OPAQUE_ID, property: HTTP_REQUEST_PROPERTY, qualifier: PVOID, qualifier_size: ULONG,
    output: PVOID, size: ULONG, returned: PULONG, overlapped: LPOVERLAPPED) -> HRESULT, failed, {
    let worker = worker!(this);
    if !request_property::is_qualifier(qualifier.is_null(), qualifier_size) {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives an OVERLAPPED that stays until the operation has ended, or NULL.
    let operation = (!overlapped.is_null()).then(|| unsafe { Operation::start(overlapped) });
    let answer = request_property::query(worker.queue(), id, property, Style::Blocking, |value| {
        // SAFETY: C++ gives so many bytes, or NULL.
        unsafe { request_property_layout::answer(value, output, size) }
    });
    let Answer::Ended(ended) = answer else { return E_UNEXPECTED };
    match operation {
        // What there is to ask is known at once, and whoever asks knows no port of the queue's.
        Some(operation) if ended.code == NO_ERROR => {
            operation.complete_inline(&Binding::default(), STATUS_SUCCESS, ended.bytes);
        }
        Some(operation) => operation.fail_inline(status_of(ended.code)),
        None => {}
    }
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(returned, ended.bytes) };
    hresult::of(ended.code)
});

static VTABLE: Vtable<IHttpServer3> = Vtable::new(IHttpServer3Vtbl {
    base: IHttpServer2Vtbl {
        base: IHttpServerVtbl {
            IsCommandLineLaunch: is_command_line_launch,
            GetAppPoolName: get_app_pool_name,
            AssociateWithThreadPool: associate_with_thread_pool,
            IncrementThreadCount: increment_thread_count,
            DecrementThreadCount: decrement_thread_count,
            ReportUnhealthy: report_unhealthy,
            RecycleProcess: recycle_process,
            GetAdminManager: get_admin_manager,
            GetFileInfo: get_file_info,
            FlushKernelCache: flush_kernel_cache,
            DoCacheOperation: do_cache_operation,
            NotifyCustomNotification: notify_custom_notification,
            GetPerfCounterInfo: get_perf_counter_info,
            RecycleApplication: recycle_application,
            NotifyConfigurationChange: notify_configuration_change,
            NotifyFileChange: notify_file_change,
            DispenseContainer: dispense_container,
            AddFragmentToCache: add_fragment,
            ReadFragmentFromCache: read_fragment,
            RemoveFragmentFromCache: remove_fragment,
            GetWorkerProcessSettings: get_worker_process_settings,
            GetProtocolManagerCustomInterface: get_protocol_manager_interface,
            SatisfiesPrecondition: satisfies_precondition,
            GetTraceContext: get_trace_context,
            RegisterFileChangeMonitor: register_file_change_monitor,
            GetExtendedInterface: get_extended_interface,
        },
        GetToken: get_token,
        GetAppPoolConfigFile: get_app_pool_config_file,
        GetExtendedInterface: get_extended_version,
        GetMetadata: get_metadata,
        GetWorkerProcessFramework: get_worker_process_framework,
    },
    QueryRequestProperty: query_request_property,
});
