//! The worker: where requests come from, and the threads that drive them.

use super::application::Application;
use super::com::server::{self, ServerObject};
use super::com::site::{self as site_object, SiteObject};
use super::context::Context;
use super::host::modules::Modules;
use super::pipeline;
use super::site::{NoApplication, Site};
use super::site_errors;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::request::{self, Request};
use crate::httpapi::shared_queue::Consumer;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::win32::completion_port::CompletionPort;
use crate::win32::pool::Pool;
use parking_lot::{Condvar, Mutex, RwLock};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

pub struct Worker {
    /// IHttpServer.
    pub server: ServerObject,
    pool: Arc<Pool>,
    queue: Arc<RequestQueue>,
    modules: OnceLock<Modules>,
    /// By their numbers.
    sites: RwLock<HashMap<u32, Arc<Site>>>,
    /// What modules know of sites, which outlives changes of the configuration.
    site_objects: Mutex<HashMap<u32, Arc<SiteObject>>>,
    requests: Mutex<Requests>,
    idle: Condvar,
    /// What the administrator was told last.
    told: Mutex<String>,
}

#[derive(Default)]
struct Requests {
    /// Those that have not ended.
    count: usize,
    /// No more are taken.
    closed: bool,
}

/// What modules are told of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationEvent {
    ResolveModules,
    Start,
    Stop,
}

/// What modules are told of the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlobalEvent {
    /// Requests that run may end.
    StopListening {
        drains: bool,
    },
    ConfigurationChange {
        path: String,
    },
    CacheCleanup,
}

impl Worker {
    pub fn new() -> Arc<Self> {
        let worker = Arc::new_cyclic(|this| Self {
            server: server::new(this),
            pool: Arc::new(Pool::new()),
            queue: RequestQueue::new(Version::Two),
            modules: OnceLock::new(),
            sites: RwLock::default(),
            site_objects: Mutex::default(),
            requests: Mutex::default(),
            idle: Condvar::new(),
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
        static NONE: std::sync::LazyLock<Modules> = std::sync::LazyLock::new(Modules::default);
        self.modules.get().unwrap_or(&NONE)
    }

    /// All are loaded; nothing was served before.
    pub fn set_modules(&self, modules: Modules) {
        let _ = self.modules.set(modules);
    }

    pub fn site(&self, id: u32) -> Option<Arc<Site>> {
        self.sites.read().get(&id).cloned()
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

    /// GL_PRE_BEGIN_REQUEST.
    pub fn pre_begin(&self, _context: &Arc<Context>) {}

    /// GL_APPLICATION_RESOLVE_MODULES, GL_APPLICATION_START and GL_APPLICATION_STOP.
    pub fn notify_application(&self, _event: ApplicationEvent, _application: &Application) {}

    /// The global notifications of the worker's own life.
    pub fn notify_global(&self, _event: &GlobalEvent) {}

    /// Something for the administrator, who is not told the same again and again.
    pub fn tell(&self, text: &str) {
        let mut told = self.told.lock();
        if *told != text {
            text.clone_into(&mut told);
            eprintln!("libhttpapi: {text}");
        }
    }

    /// Takes no more requests and waits for so long until none is left; what is left then is cut
    /// off from its client. Whether all have ended.
    pub fn close(&self, time: Duration) -> bool {
        self.requests.lock().closed = true;
        let drained = self.wait_until_idle(time);
        self.queue.abandon();
        drained
    }

    /// Waits until no request is left, for so long; whether that is so.
    pub fn wait_until_idle(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let mut requests = self.requests.lock();
        while requests.count > 0 {
            if self.idle.wait_until(&mut requests, until).timed_out() {
                return requests.count == 0;
            }
        }
        true
    }

    fn enter(self: &Arc<Self>) -> Option<Running> {
        let mut requests = self.requests.lock();
        if requests.closed {
            return None;
        }
        requests.count += 1;
        Some(Running(self.clone()))
    }
}

/// A request that the worker waits for.
pub struct Running(Arc<Worker>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut requests = self.0.requests.lock();
        requests.count -= 1;
        if requests.count == 0 {
            self.0.idle.notify_all();
        }
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
        let worker = self.worker.upgrade();
        let Some((worker, running)) = worker.and_then(|worker| Some((worker.clone(), worker.enter()?))) else {
            return refuse(&request);
        };
        self.pool.run_or_call(move || begin(&worker, request, running));
    }
}

fn begin(worker: &Arc<Worker>, request: Arc<Request>, running: Running) {
    let site = u32::try_from(request.context).ok().and_then(|id| worker.site(id));
    let application = match &site {
        Some(site) => site.application(worker, request.url().path()),
        None => Err(NoApplication::Closed),
    };
    match application {
        Ok(application) => pipeline::begin(&Context::new(worker, &application, request, running)),
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
