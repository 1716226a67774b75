//! URL groups: URLs with the queue that their requests go to.

use super::authentication::Authentication;
use super::bandwidth;
use super::connection_limit;
use super::logging::access_log::AccessLog;
use super::logging::errors::{self, Meant};
use super::queue::{RequestQueue, Version};
use super::service;
use super::session::ServerSession;
use super::settings::{INVALID, Level, NOT_SUPPORTED, Property, Question, Settings, flags};
use super::shared_queue::SharedQueue;
use super::timeouts::{self, Kept, Timeouts};
use crate::abi::http::*;
use crate::abi::windows::ULONG;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::net::message::Request;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

pub struct UrlGroup {
    /// 0 for the one that a queue of version 1 has.
    id: HTTP_URL_GROUP_ID,
    session: Option<Arc<ServerSession>>,
    settings: Settings,
    times: Kept,
    throttle: bandwidth::Kept,
    queue: Mutex<Weak<SharedQueue>>,
    urls: Mutex<Vec<String>>,
    /// HTTP_LIMIT_INFINITE where there is none.
    max_connections: AtomicU32,
    limits_connections: AtomicBool,
    /// 0 where there is none.
    site: AtomicU32,
    closed: AtomicBool,
}

impl UrlGroup {
    /// A group whose requests go to this queue.
    pub fn of(queue: Weak<SharedQueue>) -> Self {
        Self::new(0, None, queue)
    }

    pub(super) fn in_session(id: HTTP_URL_GROUP_ID, session: Arc<ServerSession>) -> Self {
        Self::new(id, Some(session), Weak::new())
    }

    fn new(id: HTTP_URL_GROUP_ID, session: Option<Arc<ServerSession>>, queue: Weak<SharedQueue>) -> Self {
        Self {
            id,
            session,
            settings: Settings::of(Level::Group),
            times: Kept::default(),
            throttle: bandwidth::Kept::default(),
            queue: Mutex::new(queue),
            urls: Mutex::default(),
            max_connections: AtomicU32::new(HTTP_LIMIT_INFINITE),
            limits_connections: AtomicBool::new(false),
            site: AtomicU32::new(0),
            closed: AtomicBool::new(false),
        }
    }

    pub fn id(&self) -> HTTP_URL_GROUP_ID {
        self.id
    }

    /// The site of IIS that the group is for; the log of errors tells it.
    pub fn set_site(&self, site: u32) {
        self.site.store(site, Ordering::Relaxed);
    }

    pub(super) fn site(&self) -> u32 {
        self.site.load(Ordering::Relaxed)
    }

    pub(super) fn is_of(&self, session: &Arc<ServerSession>) -> bool {
        self.session.as_ref().is_some_and(|own| Arc::ptr_eq(own, session))
    }

    pub fn bind(&self, queue: Option<&RequestQueue>) {
        *self.queue.lock() = queue.map(|queue| Arc::downgrade(queue.shared())).unwrap_or_default();
    }

    /// The queue, if the group is bound to one that is still there.
    pub fn queue(&self) -> Option<Arc<SharedQueue>> {
        self.queue.lock().upgrade()
    }

    pub fn urls(&self) -> Vec<String> {
        self.urls.lock().clone()
    }

    pub(super) fn note(&self, url: &str) {
        self.urls.lock().push(url.to_owned());
    }

    pub(super) fn forget(&self, url: &str) {
        self.urls.lock().retain(|known| known != url);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// The group's id names it no more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        service::remove_urls(self);
        self.bind(None);
        connection_limit::forget(self.id);
        self.settings.logging().close();
    }

    pub fn set(&self, property: Property) -> Result<(), Win32Error> {
        match property {
            Property::Binding(Some(queue)) if queue.version == Version::One => return Err(INVALID),
            Property::Binding(queue) => self.bind(queue.as_deref()),
            Property::ConnectionLimit(info) => {
                let present = info.Flags.present();
                let most = if present { info.MaxConnections } else { HTTP_LIMIT_INFINITE };
                self.max_connections.store(most, Ordering::Relaxed);
                self.limits_connections.store(present, Ordering::Relaxed);
            }
            // Addresses share the port with other hosts in any case, and nothing comes through a NAT
            // that needs to be told from other connections.
            Property::ListenEndpoint(_) => {}
            Property::ProtectionLevel(info) => match info.Level {
                HttpProtectionLevelUnrestricted | HttpProtectionLevelEdgeRestricted => {}
                HttpProtectionLevelRestricted => return Err(NOT_SUPPORTED),
                _ => return Err(INVALID),
            },
            Property::Delegation(info) if !info.Flags.present() => {}
            Property::FastForwarding(info) if !info.Flags.present() || info.EnableFastForwarding == 0 => {}
            Property::RequestInfo(info) if !info.Flags.present() || info.RequestInfoFlags == 0 => {}
            Property::Delegation(_) | Property::FastForwarding(_) | Property::RequestInfo(_) => {
                return Err(NOT_SUPPORTED);
            }
            property => return self.settings.set(property),
        }
        Ok(())
    }

    pub fn query(&self, question: Question) -> Result<Property, Win32Error> {
        if question == (Question { property: HttpServerQosProperty, qos: HttpQosSettingTypeConnectionLimit }) {
            return Ok(Property::ConnectionLimit(HTTP_CONNECTION_LIMIT_INFO {
                Flags: flags(self.limits_connections.load(Ordering::Relaxed)),
                MaxConnections: self.max_connections.load(Ordering::Relaxed),
            }));
        }
        self.settings.query(question)
    }

    fn session_timeouts(&self) -> Option<&Timeouts> {
        self.session.as_ref().map(|session| session.settings.timeouts())
    }

    /// What is said of authentication: here, else in the session.
    pub(super) fn authentication(&self) -> Option<Arc<Authentication>> {
        self.settings.authentication().or_else(|| self.session.as_ref()?.settings.authentication())
    }

    /// Whether requests are to tell of channel binding.
    pub(super) fn tells_channel_bind(&self) -> bool {
        const TOLD: ULONG = HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN | HTTP_CHANNEL_BIND_CLIENT_SERVICE;
        let own = self.settings.channel_bind_flags();
        let flags = own.or_else(|| self.session.as_ref()?.settings.channel_bind_flags());
        flags.is_some_and(|flags| flags & TOLD != 0)
    }

    /// Where a line is written for each request: the group's own log, or else the session's.
    pub(super) fn log(&self) -> Option<Arc<AccessLog>> {
        let session = || self.session.as_ref().and_then(|session| session.settings.logging().get());
        self.settings.logging().get().or_else(session)
    }

    /// How long requests may wait in the queue.
    pub(super) fn patience(&self) -> Option<Duration> {
        timeouts::patience_of(self.settings.timeouts(), self.session_timeouts())
    }

    /// Answers with a page in any case.
    fn refuse(&self, request: &Request, why: Unavailable) {
        let refusal = Refusal::ServiceUnavailable(why);
        errors::refused(request, refusal, Meant { site: self.site(), ..Meant::default() });
        request.connection().refuse(refusal);
    }

    /// The queue for a request, or nothing, after the client was
    /// told so.
    pub(super) fn admit(&self, request: &Request) -> Option<Arc<SharedQueue>> {
        let connection = request.connection();
        let times = self.times.get(self.settings.timeouts(), self.session_timeouts());
        connection.use_timeouts(times.as_ref());
        let of_session = self.session.as_ref().map(|session| session.settings.bandwidth());
        connection.use_throttle(self.throttle.get(self.settings.bandwidth(), of_session).as_ref());
        if !connection_limit::admit(self.id, self.max_connections.load(Ordering::Relaxed), connection) {
            self.refuse(request, Unavailable::ConnLimit);
            return None;
        }
        let Some(queue) = self.queue() else {
            self.refuse(request, Unavailable::AppOffline);
            return None;
        };
        let active = self.settings.is_active() && self.session.as_ref().is_none_or(|own| own.settings.is_active());
        if !active {
            queue.refuse(request, Unavailable::Disabled, self.site());
            return None;
        }
        Some(queue)
    }
}
