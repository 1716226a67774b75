//! The worker: where requests come from, and the threads that drive them.

use super::application::Application;
use super::com::server::{self, ServerObject};
use super::context::Context;
use super::pipeline;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::request::Request;
use crate::httpapi::shared_queue::Consumer;
use crate::win32::completion_port::CompletionPort;
use crate::win32::pool::Pool;
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

pub struct Worker {
    /// IHttpServer.
    pub server: ServerObject,
    pool: Arc<Pool>,
    queue: Arc<RequestQueue>,
    application: OnceLock<Arc<Application>>,
    /// Requests that have not ended.
    running: Mutex<usize>,
    idle: Condvar,
}

impl Worker {
    pub fn new() -> Arc<Self> {
        let worker = Arc::new_cyclic(|this| Self {
            server: server::new(this),
            pool: Arc::new(Pool::new()),
            queue: RequestQueue::new(Version::Two),
            application: OnceLock::new(),
            running: Mutex::new(0),
            idle: Condvar::new(),
        });
        worker.queue.shared().consume(Arc::new(Intake(worker.clone())));
        worker
    }

    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    pub fn queue(&self) -> &Arc<RequestQueue> {
        &self.queue
    }

    pub fn set_application(&self, application: Arc<Application>) {
        let _ = self.application.set(application);
    }

    /// GL_PRE_BEGIN_REQUEST.
    pub fn pre_begin(&self, _context: &Arc<Context>) {}

    pub(super) fn ended(&self) {
        let mut running = self.running.lock();
        *running -= 1;
        if *running == 0 {
            self.idle.notify_all();
        }
    }

    /// Waits until no request is left, for so long; whether that is so.
    pub fn wait_until_idle(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let mut running = self.running.lock();
        while *running > 0 {
            if self.idle.wait_until(&mut running, until).timed_out() {
                return *running == 0;
            }
        }
        true
    }
}

/// Takes requests over from the queue.
struct Intake(Arc<Worker>);

impl Consumer for Intake {
    fn port(&self) -> &Arc<CompletionPort> {
        self.0.pool.port()
    }

    fn request(&self, request: Arc<Request>) {
        let worker = self.0.clone();
        *worker.running.lock() += 1;
        self.0.pool.run_or_call(move || {
            if let Some(application) = worker.application.get() {
                pipeline::begin(&Context::new(&worker, application, request));
            }
        });
    }
}
