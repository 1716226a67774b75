//! Applications that start with the server, before the first client: GL_APPLICATION_PRELOAD, and requests that
//! nobody has sent.

use super::application::Application;
use super::com::foreign::User;
use super::com::global_providers::Notification;
use super::com::preload::{self, PreloadProvider};
use super::configuration::views::ApplicationInitialization;
use super::context::Context;
use super::pipeline;
use super::site::{NoApplication, Site};
use super::worker::Worker;
use crate::abi::iis::GL_APPLICATION_PRELOAD;
use crate::win32::current;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;

/// The end of a request, for a thread that waits.
#[derive(Default)]
pub struct End {
    has_come: Mutex<bool>,
    changed: Condvar,
}

impl End {
    pub fn come(&self) {
        *self.has_come.lock() = true;
        self.changed.notify_all();
    }

    pub fn wait(&self) {
        current::blocked(|| {
            let mut has_come = self.has_come.lock();
            while !*has_come {
                self.changed.wait(&mut has_come);
            }
        });
    }
}

/// Starts the applications of a site that want it. `recycled`: they take the place of others.
pub fn site(worker: &Arc<Worker>, site: &Site, recycled: bool) {
    let running = site.running();
    for settings in &site.settings.applications {
        let wants = settings.preload_enabled || settings.service_auto_start_enabled;
        if !wants || running.iter().any(|application| application.path() == &*settings.path) {
            continue;
        }
        match site.application(worker, &settings.path) {
            Ok(application) => warm_up(worker, &application, settings.preload_enabled, recycled),
            // Its first request will tell the client.
            Err(NoApplication::Failed(error)) => worker.tell(&error.to_string()),
            Err(NoApplication::Closed) => {}
        }
    }
}

/// Where no module says that it has done so, the application gets its first requests from the server.
fn warm_up(worker: &Arc<Worker>, application: &Arc<Application>, asks: bool, recycled: bool) {
    if worker.is_wanted(GL_APPLICATION_PRELOAD) {
        let provider: PreloadProvider = preload::new(worker, application, recycled);
        let handled = worker.notify(Notification::Preload((&provider).into()));
        provider.end();
        if handled {
            return;
        }
    }
    if !asks {
        return;
    }
    let initialization = application.metadata(application.path()).view::<ApplicationInitialization>();
    let pages = match &initialization {
        Ok(initialization) => &initialization.pages[..],
        Err(error) => return worker.tell(&error.to_string()),
    };
    let root = application.path().trim_end_matches('/');
    let first = [(format!("{root}/"), "")];
    let others = pages.iter().map(|page| (format!("{root}/{}", page.path.trim_start_matches('/')), &*page.host));
    for (url, host) in first.into_iter().chain(others) {
        let Some(context) = request(worker, application, &url, host) else { return };
        execute(&context, None);
    }
}

/// A request without a client; none once the worker takes no more.
pub fn request(worker: &Arc<Worker>, application: &Arc<Application>, url: &str, host: &str) -> Option<Arc<Context>> {
    let context = Context::new_unsent(application.clone(), worker.clone().enter()?);
    let host = if host.is_empty() { "localhost" } else { host };
    context.request.set_header(b"Host", host.as_bytes(), true);
    // What is no URL leaves the root.
    context.request.set_url(url, true);
    Some(context)
}

/// Runs a request without a client to its end, as this user where there is one.
pub fn execute(context: &Arc<Context>, user: Option<User>) {
    let Some(end) = &context.end else { return };
    if let Some(user) = user {
        context.set_user(user.reference());
        context.pipeline.skip_authentication();
    }
    pipeline::begin(context);
    end.wait();
}
