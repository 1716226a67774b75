//! The HTTP service of the process: who listens where, and which queue gets a request.

use super::authentication::{self, identify};
use super::cache;
use super::configuration::{self, Reservations};
use super::connection_limit;
use super::listening::{Place, Ports};
use super::logging::errors;
use super::namespace::{AddError, Namespace, Route};
use super::shared_queue::{SharedQueue, Terms};
use super::url_group::UrlGroup;
use super::url_prefix::{Endpoint, UrlPrefix};
use crate::abi::windows::*;
use crate::net::connection::Connection;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::net::message::Request;
use crate::net::server::Server;
use crate::net::trouble::Trouble;
use crate::win32::error::Win32Error;
use parking_lot::{Mutex, RwLock};
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// What a URL was added with.
#[derive(Clone)]
pub struct Registration {
    pub group: Arc<UrlGroup>,
    pub context: u64,
    /// Names it among all that there have been.
    pub number: u64,
    endpoint: Endpoint,
}

static URLS: LazyLock<RwLock<Namespace<Registration>>> = LazyLock::new(RwLock::default);
/// The reservations that URLS has.
static RESERVED: LazyLock<Mutex<Reservations>> = LazyLock::new(Mutex::default);
static NUMBERS: AtomicU64 = AtomicU64::new(1);
static PORTS: Mutex<Ports> = Mutex::new(Ports::new());
static SERVICE: LazyLock<Arc<dyn Server>> = LazyLock::new(|| Arc::new(Service));

/// Adds a URL whose requests go to the group's queue.
pub fn add_url(url: &str, group: &Arc<UrlGroup>, context: u64) -> Result<(), Win32Error> {
    add_url_at(url, Place::default(), group, context)
}

/// The same, listening as the caller says.
pub fn add_url_at(url: &str, place: Place, group: &Arc<UrlGroup>, context: u64) -> Result<(), Win32Error> {
    let prefix = UrlPrefix::parse(url).map_err(|_| Win32Error(ERROR_INVALID_PARAMETER))?;
    if !configuration::may_register(&reservations_changed()?, &prefix) {
        return Err(Win32Error(ERROR_ACCESS_DENIED));
    }
    let own = prefix.endpoint();
    let endpoint = Endpoint { scope: place.scope.unwrap_or(own.scope), ..own };
    // One lock for both, so that a URL is there only while its endpoint is.
    let mut ports = PORTS.lock();
    // Whoever closes it takes its URLs away with this lock.
    if group.is_closed() {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
    let registration = Registration { group: group.clone(), context, number, endpoint };
    URLS.write().add_at(&prefix, endpoint.scope, registration).map_err(|error| match error {
        AddError::AlreadyExists => Win32Error(ERROR_ALREADY_EXISTS),
        AddError::OtherScheme => Win32Error(ERROR_SHARING_VIOLATION),
    })?;
    if let Err(error) = ports.enter(endpoint, place, &SERVICE) {
        // It was just added.
        let _ = URLS.write().remove(url);
        return Err(Win32Error(match error.kind() {
            ErrorKind::AddrInUse => ERROR_SHARING_VIOLATION,
            ErrorKind::PermissionDenied => ERROR_ACCESS_DENIED,
            ErrorKind::AddrNotAvailable | ErrorKind::InvalidInput => ERROR_INVALID_PARAMETER,
            ErrorKind::Unsupported => ERROR_NOT_SUPPORTED,
            _ => ERROR_NO_SYSTEM_RESOURCES,
        }));
    }
    group.note(url);
    Ok(())
}

/// Takes the reservations over that there are now. What other programs change is seen when a URL is added.
pub fn reservations_changed() -> Result<Reservations, Win32Error> {
    let mut reserved = RESERVED.lock();
    let now = configuration::reservations()?;
    if !reserved.are_those_of(&now) {
        URLS.write().reserve(now.urls());
        *reserved = now.clone();
    }
    Ok(now)
}

/// Removes a URL that was added to the group with the identical text.
pub fn remove_url(url: &str, group: &UrlGroup) -> Result<(), Win32Error> {
    let mut ports = PORTS.lock();
    let removed = {
        let mut urls = URLS.write();
        let ours = urls.get(url).is_ok_and(|registration| std::ptr::eq(Arc::as_ptr(&registration.group), group));
        if ours { urls.remove(url).ok() } else { None }
    };
    let registration = removed.ok_or(Win32Error(ERROR_FILE_NOT_FOUND))?;
    group.forget(url);
    if let Some(queue) = group.queue() {
        queue.cache().forget(registration.number);
    }
    ports.leave(registration.endpoint);
    Ok(())
}

/// Removes all URLs of a group.
pub fn remove_urls(group: &UrlGroup) {
    // Whoever was adding one to a group that is closed now has done so.
    drop(PORTS.lock());
    for url in group.urls() {
        // Somebody else may have removed it meanwhile.
        let _ = remove_url(&url, group);
    }
}

/// The group in which a URL was registered with this text.
pub fn group_of(url: &str) -> Option<Arc<UrlGroup>> {
    URLS.read().get(url).ok().map(|registration| registration.group.clone())
}

/// The number of a URL of this queue at or above the one that is named here.
pub fn owner(queue: &Arc<SharedQueue>, url: &UrlPrefix) -> Option<u64> {
    let urls = URLS.read();
    let is_bound = |one: &&Registration| one.group.queue().is_some_and(|bound| Arc::ptr_eq(&bound, queue));
    urls.above(url).find(is_bound).map(|registration| registration.number)
}

struct Service;

impl Server for Service {
    fn request(&self, request: Request) {
        if let Err(refusal) = fits(&request) {
            return errors::refuse(&request, refusal);
        }
        let (url, connection) = (request.url(), request.connection());
        let routed = match URLS.read().route(connection.is_secure(), connection.local(), url.host(), url.path()) {
            Route::Found { value, ip_routed } => Ok((value.group.clone(), value.context, value.number, ip_routed)),
            Route::Reserved => Err(Refusal::ServiceUnavailable(Unavailable::AppOffline)),
            Route::NoHost => Err(Refusal::Hostname),
            Route::NoPath => Err(Refusal::NotFound),
        };
        match routed {
            Ok((group, context, registration, ip_routed)) => {
                let Some(queue) = group.admit(&request) else { return };
                let log = group.log();
                let mut terms = Terms {
                    context,
                    registration,
                    ip_routed,
                    patience: group.patience(),
                    sender: None,
                    tells_channel_bind: group.tells_channel_bind(),
                    group: group.id(),
                    site: group.site(),
                    log,
                };
                if let Some(settings) = authentication::in_force(&group, request.connection()) {
                    return identify(settings, request, move |request, sender| {
                        terms.sender = Some(sender);
                        queue.deliver(request, terms);
                    });
                }
                if let Some(request) = cache::answer(&queue, registration, ip_routed, terms.log.as_ref(), request) {
                    queue.deliver(request, terms);
                }
            }
            Err(refusal) => errors::refuse(&request, refusal),
        }
    }

    fn lost(&self, connection: &Arc<Connection>, tag: u64) {
        connection_limit::leave(connection.id());
        authentication::left(connection.id());
        if tag != 0
            && let Some(request) = super::request::forget(tag)
        {
            errors::dropped(&request);
        }
    }

    fn failed(&self, connection: &Arc<Connection>, tag: u64, trouble: &Trouble) {
        errors::failed(connection, tag, trouble);
    }
}

/// Every length of the request fits into the 16 bits that HTTP_REQUEST has for it.
fn fits(request: &Request) -> Result<(), Refusal> {
    const MOST: usize = USHORT::MAX as usize - 1;
    let units = request.url().wide_length(request.url().full());
    if units * size_of::<WCHAR>() > MOST {
        return Err(Refusal::UrlLength);
    }
    // What is joined is no longer than the whole head.
    if request.bytes().len() <= MOST {
        return Ok(());
    }
    let (bytes, fields) = (request.bytes(), &request.head().fields);
    let fit = fields.iter().filter(|field| !field.repeats).all(|first| {
        let name = first.name.of(bytes);
        let same = fields.iter().filter(|field| field.name.of(bytes).eq_ignore_ascii_case(name));
        same.map(|field| field.value.len() + 2).sum::<usize>() <= MOST
    });
    if fit && fields.len() <= MOST { Ok(()) } else { Err(Refusal::RequestLength) }
}
