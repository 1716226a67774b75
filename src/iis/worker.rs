//! The worker: where requests come from, and the threads that drive them.

use super::application::Application;
use super::context::Context;
use super::pipeline;
use crate::httpapi::queue::{RequestQueue, Version};
use crate::httpapi::request::{self, Request};
use crate::httpapi::shared_queue::Consumer;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::win32::completion_port::CompletionPort;
use crate::win32::pool::Pool;
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

pub struct Worker {
    pool: Arc<Pool>,
    queue: Arc<RequestQueue>,
    application: OnceLock<Arc<Application>>,
    running: Mutex<Running>,
    idle: Condvar,
}

#[derive(Default)]
struct Running {
    /// Requests that have not ended.
    count: usize,
    /// No more are taken.
    closed: bool,
}

impl Worker {
    pub fn new() -> Arc<Self> {
        let worker = Arc::new(Self {
            pool: Arc::new(Pool::new()),
            queue: RequestQueue::new(Version::Two),
            application: OnceLock::new(),
            running: Mutex::default(),
            idle: Condvar::new(),
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

    pub fn set_application(&self, application: Arc<Application>) {
        let _ = self.application.set(application);
    }

    /// GL_PRE_BEGIN_REQUEST.
    pub fn pre_begin(&self, _context: &Arc<Context>) {}

    pub(super) fn ended(&self) {
        let mut running = self.running.lock();
        running.count -= 1;
        if running.count == 0 {
            self.idle.notify_all();
        }
    }

    /// Takes no more requests and waits for so long until none is left; what is left then is cut
    /// off from its client. Whether all have ended.
    pub fn close(&self, time: Duration) -> bool {
        self.running.lock().closed = true;
        let drained = self.wait_until_idle(time);
        self.queue.abandon();
        drained
    }

    /// Waits until no request is left, for so long; whether that is so.
    pub fn wait_until_idle(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let mut running = self.running.lock();
        while running.count > 0 {
            if self.idle.wait_until(&mut running, until).timed_out() {
                return running.count == 0;
            }
        }
        true
    }

    fn enter(&self) -> bool {
        let mut running = self.running.lock();
        running.count += usize::from(!running.closed);
        !running.closed
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
        let worker = self.worker.upgrade().filter(|worker| worker.enter());
        let Some(worker) = worker else {
            request::forget(request.id);
            return request.connection().refuse(Refusal::ServiceUnavailable(Unavailable::AppShutdown));
        };
        self.pool.run_or_call(move || {
            if let Some(application) = worker.application.get() {
                pipeline::begin(&Context::new(&worker, application, request));
            }
        });
    }
}
