//! The argument of OnGlobalApplicationPreload.

use super::foreign::User;
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::application::Application;
use crate::iis::context::Context;
use crate::iis::preload;
use crate::iis::worker::Worker;
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, void};
use core::ptr::null_mut;
use parking_lot::Mutex;
use std::sync::Arc;

/// The requests that modules have made, and whether they have run. They live until the notification has ended.
pub struct Preload {
    worker: Arc<Worker>,
    application: Arc<Application>,
    recycled: bool,
    requests: Mutex<Vec<(Arc<Context>, bool)>>,
}

pub type PreloadProvider = Object<IGlobalApplicationPreloadProvider2, Preload>;

pub fn new(worker: &Arc<Worker>, application: &Arc<Application>, recycled: bool) -> PreloadProvider {
    let (worker, application) = (worker.clone(), application.clone());
    Object::new(&PRELOAD, Preload { worker, application, recycled, requests: Mutex::default() })
}

impl Preload {
    /// The modules were told: what they have stored with requests that have not run goes, too.
    pub fn end(&self) {
        let requests = core::mem::take(&mut *self.requests.lock());
        for (context, _) in requests.into_iter().filter(|(_, has_run)| !has_run) {
            context.end();
        }
    }

    /// A request that was made here and has not run; it counts as run then.
    fn take(&self, wanted: *const IHttpContext) -> Result<Arc<Context>, HRESULT> {
        let mut requests = self.requests.lock();
        let found = requests.iter_mut().find(|(context, _)| core::ptr::eq(context.interface.as_interface(), wanted));
        match found {
            None => Err(hresult::of(ERROR_INVALID_PARAMETER)),
            Some((_, true)) => Err(hresult::of(ERROR_NOT_SUPPORTED)),
            Some((context, has_run)) => {
                *has_run = true;
                Ok(context.clone())
            }
        }
    }
}

method!(IHttpEventProvider::SetErrorStatus as set_error_status(this: PreloadProvider, error: HRESULT), void, {
    let path = this.application.config_path();
    this.worker.tell(&format!("a module could not preload {path}: error {error:#010x}"));
});
method!(IGlobalApplicationPreloadProvider::CreateContext as create_context(
    this: PreloadProvider, context: *mut *mut IHttpContext) -> HRESULT, failed, {
    if context.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let url = format!("{}/", this.application.path().trim_end_matches('/'));
    let request = preload::request(&this.worker, &this.application, &url, "");
    let (made, result) = match &request {
        Some(request) => (request.interface.as_interface(), S_OK),
        // The worker stops.
        None => (null_mut(), hresult::of(ERROR_INVALID_STATE)),
    };
    this.requests.lock().extend(request.map(|request| (request, false)));
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(context, made) };
    result
});
method!(IGlobalApplicationPreloadProvider::ExecuteRequest as execute_request(
    this: PreloadProvider, context: *mut IHttpContext, user: *mut IHttpUser) -> HRESULT, failed, {
    // SAFETY: C++ gives a user that it has a reference of, or NULL.
    let user = unsafe { User::new(user) };
    match this.take(context) {
        Ok(request) => {
            preload::execute(&request, user);
            S_OK
        }
        Err(error) => error,
    }
});
method!(IGlobalApplicationPreloadProvider2::IsProcessRecycled as is_process_recycled(this: PreloadProvider) -> BOOL,
    || FALSE, { BOOL::from(this.recycled) });

static PRELOAD: Vtable<IGlobalApplicationPreloadProvider2> = Vtable::new(IGlobalApplicationPreloadProvider2Vtbl {
    base: IGlobalApplicationPreloadProviderVtbl {
        base: IHttpEventProviderVtbl { SetErrorStatus: set_error_status },
        CreateContext: create_context,
        ExecuteRequest: execute_request,
    },
    IsProcessRecycled: is_process_recycled,
});
