//! The worker: where requests come from, and the threads that drive them.

use super::application::Application;
use super::com::admin::{Manager, manager};
use super::com::cache::Records;
use super::com::connection::Connections;
use super::com::file_info::{self, FileObject};
use super::com::file_monitor::Monitors;
use super::com::global_providers::{Notification, thread_cleanup};
use super::com::metadata::{MetadataObject, Metadatas};
use super::com::perf_counters::{self, CountersObject};
use super::com::providers::pre_begin;
use super::com::server::{self, ServerObject};
use super::com::site::{self as site_object, SiteObject};
use super::com::trace::{self, TraceObject};
use super::com::worker_framework::Settings;
use super::configuration::Configuration;
use super::configuration::views::{ApplicationPool, ApplicationPools};
use super::context::Context;
use super::file_cache::{FileCache, FileInfo};
use super::globals::Globals;
use super::host::modules::Modules;
use super::pipeline;
use super::requests::Requests;
use super::site::{NoApplication, Site, is_at_or_below};
use super::site_errors;
use super::trace::Tracing;
use super::urls::Urls;
use crate::abi::iis::*;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::request::{self, Request};
use crate::httpapi::shared_queue::Consumer;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::win32::completion_port::CompletionPort;
use crate::win32::error::Win32Error;
use crate::win32::object::ObjectRef;
use crate::win32::pool::Pool;
use crate::win32::pool::environment::Environment;
use crate::win32::pool::io::Bound;
use parking_lot::{Mutex, RwLock};
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock, Weak};
use std::time::{Duration, Instant};

/// What modules are told of the server.
#[derive(Clone, Debug)]
pub struct Facts {
    pub pool_name: String,
    /// Those of the configuration.
    pub pools: Arc<ApplicationPools>,
    pub configuration_file: String,
    pub started: Started,
}

/// Who has started the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// Somebody, by hand.
    CommandLine,
    /// The system.
    Service,
    /// A program that hosts it: Hosted Web Core.
    Hosted,
}

/// Modules may ask for so many threads more.
const MOST_THREADS: u32 = 256;

type Completion = unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED);

pub struct Worker {
    /// IHttpServer.
    pub server: ServerObject,
    pool: Arc<Pool>,
    /// What modules have bound to it.
    bound: Bound,
    queue: Arc<RequestQueue>,
    globals: OnceLock<Globals>,
    /// IHttpTraceContext of the server, and who wants which events.
    pub trace: TraceObject,
    pub tracing: Arc<Tracing>,
    /// Files that were handed out, records that modules keep, directories that they watch.
    files: FileCache,
    pub records: Records,
    pub metadatas: Metadatas,
    admin: OnceLock<Arc<Manager>>,
    pub monitors: Monitors,
    /// What modules have stored with connections.
    pub connections: Connections,
    pub counters: CountersObject,
    settings: OnceLock<Settings>,
    threads: Mutex<u32>,
    facts: OnceLock<Facts>,
    modules: OnceLock<Modules>,
    /// By their numbers.
    sites: RwLock<BTreeMap<u32, Arc<Site>>>,
    /// What modules know of sites, which outlives changes of the configuration.
    site_objects: Mutex<HashMap<u32, Arc<SiteObject>>>,
    pub urls: Urls,
    requests: Requests,
    /// What the administrator was told last.
    told: Mutex<String>,
}

impl Worker {
    pub fn new() -> Arc<Self> {
        let tracing = Arc::<Tracing>::default();
        let worker = Arc::new_cyclic(|this| Self {
            server: server::new(this),
            pool: Arc::new(Pool::new()),
            bound: Bound::default(),
            queue: RequestQueue::new(Version::Two),
            globals: OnceLock::new(),
            trace: trace::of_server(this, &tracing),
            tracing,
            files: FileCache::default(),
            records: Records::default(),
            metadatas: Metadatas::default(),
            admin: OnceLock::new(),
            monitors: Monitors::default(),
            connections: Connections::default(),
            counters: perf_counters::new(),
            settings: OnceLock::new(),
            threads: Mutex::new(0),
            facts: OnceLock::new(),
            modules: OnceLock::new(),
            sites: RwLock::default(),
            site_objects: Mutex::default(),
            urls: Urls::default(),
            requests: Requests::default(),
            told: Mutex::default(),
        });
        worker.queue.shared().consume(Arc::new(Intake { pool: worker.pool.clone(), worker: Arc::downgrade(&worker) }));
        worker
    }

    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    pub fn queue(&self) -> &Arc<RequestQueue> {
        &self.queue
    }

    /// The modules of the process.
    pub fn modules(&self) -> &Modules {
        static NONE: LazyLock<Modules> = LazyLock::new(Modules::default);
        self.modules.get().unwrap_or(&NONE)
    }

    /// All modules are loaded: those that registered for global notifications are told from now on.
    pub fn set_modules(&self, modules: Modules) {
        let _ = self.globals.set(Globals::of(modules.all()));
        let _ = self.modules.set(modules);
    }

    pub fn site(&self, id: u32) -> Option<Arc<Site>> {
        self.sites.read().get(&id).cloned()
    }

    /// The application of a path of a site, which starts with its first request.
    fn application(self: &Arc<Self>, site: u64, path: &str) -> Result<Arc<Application>, NoApplication> {
        let id = u32::try_from(site).map_err(|_| NoApplication::Closed)?;
        let site = {
            let sites = self.sites.read();
            let site = sites.get(&id).ok_or(NoApplication::Closed)?;
            if let Some(application) = site.known_application(path) {
                return Ok(application);
            }
            site.clone()
        };
        // Without the lock: modules are told.
        site.application(self, path)
    }

    pub fn sites(&self) -> Vec<Arc<Site>> {
        self.sites.read().values().cloned().collect()
    }

    /// These are the sites from now on; those before end with their last requests.
    pub fn set_sites(&self, sites: impl IntoIterator<Item = Arc<Site>>) {
        let sites = sites.into_iter().map(|site| (site.settings.id, site)).collect();
        let before = std::mem::replace(&mut *self.sites.write(), sites);
        for site in before.values() {
            site.close();
        }
    }

    pub fn site_object(&self, id: u32, name: &str) -> Arc<SiteObject> {
        self.site_objects.lock().entry(id).or_insert_with(|| site_object::new(id, name)).clone()
    }

    /// What modules have stored with the sites goes before the modules do.
    pub fn empty_site_objects(&self) {
        let objects: Vec<_> = self.site_objects.lock().values().cloned().collect();
        objects.iter().for_each(|object| object.empty());
    }

    /// Something for the administrator, who is not told the same again and again.
    pub fn tell(&self, text: &str) {
        let mut told = self.told.lock();
        if *told != text {
            text.clone_into(&mut told);
            eprintln!("libhttpapi: {text}");
        }
    }

    /// What modules read by IAppHostAdminManager, before the first of them is loaded.
    pub fn set_configuration(&self, configuration: &Arc<Configuration>) {
        let _ = self.admin.set(manager(configuration));
    }

    pub fn admin_manager(&self) -> Option<&Arc<Manager>> {
        self.admin.get()
    }

    /// The configuration of a URL of a site, as modules know it.
    pub fn metadata(self: &Arc<Self>, site: &str, url: &str) -> Option<Arc<MetadataObject>> {
        let path = url.split('?').next().filter(|path| path.starts_with('/'))?;
        let site = self.sites().into_iter().find(|one| one.settings.name.eq_ignore_ascii_case(site))?;
        let (metadata, directory) = site.metadata(path);
        Some(self.metadatas.get(metadata, directory))
    }

    /// What modules are told of the server, before the first of them is loaded.
    pub fn set_facts(&self, facts: Facts) {
        let _ = self.facts.set(facts);
    }

    /// Has the applications at and below a path of the configuration start anew with their next request.
    pub fn recycle(&self, config_path: &str) {
        self.sites().iter().for_each(|site| site.recycle(|path| is_at_or_below(path, config_path)));
    }

    /// Has the one application of this path start anew.
    pub fn recycle_application(&self, config_path: &str) {
        self.sites().iter().for_each(|site| site.recycle(|path| path.eq_ignore_ascii_case(config_path)));
    }

    /// What a module wants of its process: nobody begins another in its place, but all applications start anew.
    pub fn recycle_process(&self, reason: &str) {
        self.tell(&format!("a module has all applications start anew: {reason}"));
        self.recycle("MACHINE/WEBROOT/APPHOST");
    }

    /// A module has no more trust in its process: there is no other, but all applications start anew.
    pub fn fail_process(&self, reason: &str, error: HRESULT) {
        self.recycle_process(&format!("it is not well (error {error:#010x}): {reason}"));
    }

    /// A module finds the process unhealthy, which the administrator has to know.
    pub fn report_unhealthy(&self, reason: &str, error: HRESULT) {
        self.tell(&format!("a module finds this process unhealthy: {reason} (error {error:#010x})"));
    }

    /// Tells the modules of a global notification; whether one has handled it.
    pub fn notify(&self, notification: Notification<'_>) -> bool {
        self.globals.get().is_some_and(|globals| globals.notify(notification))
    }

    /// Whether any module wants a global notification.
    pub fn is_wanted(&self, bit: DWORD) -> bool {
        self.globals.get().is_some_and(|globals| globals.wants(bit))
    }

    /// GL_PRE_BEGIN_REQUEST.
    pub fn pre_begin(&self, context: &Arc<Context>) {
        if self.is_wanted(GL_PRE_BEGIN_REQUEST) {
            let provider = pre_begin(context.weak());
            self.notify(Notification::PreBeginRequest((&provider).into()));
        }
    }

    /// What tells GL_THREAD_CLEANUP when it is dropped; nothing where nobody wants to know.
    pub fn leaving(self: &Arc<Self>, application: &Arc<Application>) -> Option<Leaving> {
        if !self.is_wanted(GL_THREAD_CLEANUP) {
            return None;
        }
        Some(Leaving { application: application.clone(), running: self.clone().hold()? })
    }

    pub fn pool_name(&self) -> &str {
        self.facts.get().map_or("DefaultAppPool", |facts| &facts.pool_name)
    }

    /// What the configuration says of the pool when the worker starts.
    pub fn pool_settings(&self) -> Option<&ApplicationPool> {
        self.facts.get().and_then(|facts| facts.pools.by_name(&facts.pool_name))
    }

    /// The path of applicationHost.config; empty where there is none.
    pub fn configuration_file(&self) -> String {
        self.facts.get().map_or_else(String::new, |facts| facts.configuration_file.clone())
    }

    pub fn started(&self) -> Started {
        self.facts.get().map_or(Started::CommandLine, |facts| facts.started)
    }

    /// IWpfSettings; there is one, which lives as long as the worker.
    pub fn settings(self: &Arc<Self>) -> *mut IWpfSettings {
        self.settings.get_or_init(|| Settings::new(&Arc::downgrade(self))).as_ptr()
    }

    /// A file as it is now, kept for the next time or not.
    pub fn file(&self, path: &Path, keep: bool) -> Result<Arc<FileInfo>, Win32Error> {
        if keep { self.files.get(path) } else { FileInfo::open(path).map(Arc::new) }
    }

    /// The same as modules know it. What is kept is the same record for all who ask.
    pub fn file_record(&self, path: &Path, keep: bool) -> Result<Arc<FileObject>, Win32Error> {
        if keep { self.files.record(path) } else { FileInfo::open(path).map(|file| file_info::record(Arc::new(file))) }
    }

    /// A file that is kept and still as it was.
    pub fn known_file(&self, path: &Path) -> Option<Arc<FileInfo>> {
        self.files.known(path)
    }

    /// GL_CACHE_CLEANUP, and the server's own caches.
    pub fn clean_up_caches(&self) {
        self.notify(Notification::CacheCleanup);
        self.records.clean_up();
        self.files.clean_up();
    }

    /// Lets completions of an object's operations run on the threads of the pool.
    pub fn associate(&self, object: &ObjectRef, routine: Completion) -> Result<(), Win32Error> {
        self.bound.bind(object, routine, &Environment { pool: self.pool.clone(), ..Environment::default() })
    }

    /// Modules block so many threads more, or fewer.
    pub fn change_threads(&self, by: i32) {
        let mut threads = self.threads.lock();
        *threads = threads.saturating_add_signed(by).min(MOST_THREADS);
        // Where there is none to be had, those that there are go on.
        let _ = self.pool.set_minimum(*threads);
    }

    /// Takes no more requests and waits for so long until none is left; what is left then is cut
    /// off from its client. Whether all have ended.
    pub fn close(&self, time: Duration) -> bool {
        self.requests.close();
        let drained = self.requests.wait(Instant::now() + time);
        self.queue.abandon();
        drained
    }

    /// Waits for so long until no request is left, nor anybody else who calls modules; from then on nobody
    /// does but the caller. Whether it is so.
    pub fn end(&self, time: Duration) -> bool {
        if !self.requests.end(Instant::now() + time) {
            return false;
        }
        self.monitors.wake();
        true
    }

    /// What modules have stored goes while they are there, and then the modules do.
    pub fn terminate(&self) {
        // The applications stop with their sites.
        self.set_sites([]);
        self.empty_site_objects();
        self.connections.empty();
        self.urls.clear();
        self.metadatas.clear();
        self.clean_up_caches();
        self.modules().terminate();
        self.bound.close();
    }

    /// For a request, or another beginning: none once the worker closes.
    pub(super) fn enter(self: Arc<Self>) -> Option<Running> {
        self.requests.enter().then_some(Running(self))
    }

    /// For what belongs to requests that may still run: none once the worker has ended.
    pub(super) fn hold(self: Arc<Self>) -> Option<Running> {
        self.requests.hold().then_some(Running(self))
    }
}

/// A request or a notification that the worker's end waits for.
pub struct Running(Arc<Worker>);

impl Running {
    pub fn worker(&self) -> &Arc<Worker> {
        &self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.requests.leave();
    }
}

/// The worker as its requests know it: it waits for those that clients have sent, and their children go before them.
pub enum Member {
    Request(Running),
    Child(Arc<Worker>),
}

impl Deref for Member {
    type Target = Arc<Worker>;

    fn deref(&self) -> &Arc<Worker> {
        match self {
            Self::Request(running) => running.worker(),
            Self::Child(worker) => worker,
        }
    }
}

impl From<Running> for Member {
    fn from(running: Running) -> Self {
        Self::Request(running)
    }
}

/// A thread of the pool that works for an application, which it leaves in the end.
pub struct Leaving {
    // In this order: the worker waits until the application has gone.
    application: Arc<Application>,
    running: Running,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let provider = thread_cleanup((&self.application.object).into());
        self.running.worker().notify(Notification::ThreadCleanup((&provider).into()));
    }
}

/// Takes requests over from the queue, which the worker has.
struct Intake {
    pool: Arc<Pool>,
    worker: Weak<Worker>,
}

impl Consumer for Intake {
    fn port(&self) -> &Arc<CompletionPort> {
        self.pool.port()
    }

    fn request(&self, request: Arc<Request>) {
        let Some(running) = self.worker.upgrade().and_then(Worker::enter) else { return refuse(&request) };
        self.pool.run_soon(move || begin(request, running));
    }
}

fn begin(request: Arc<Request>, running: Running) {
    let worker = running.worker();
    match worker.application(request.context, request.url().path()) {
        Ok(application) => {
            let leaves = worker.leaving(&application);
            pipeline::begin(&Context::new(application, request, running));
            drop(leaves);
        }
        Err(NoApplication::Closed) => refuse(&request),
        Err(NoApplication::Failed(error)) => {
            worker.tell(&error.to_string());
            site_errors::no_application(worker, &request);
        }
    }
}

/// 503, as for a site that is stopped.
fn refuse(request: &Request) {
    request::forget(request.id);
    request.connection().refuse(Refusal::ServiceUnavailable(Unavailable::AppShutdown));
}
