//! Requests that an application may get, and their ids.

use super::authentication::Sender;
use super::logging::access_log::AccessLog;
use super::queue::RequestQueue;
use super::shared_queue::{SharedQueue, Terms};
use crate::abi::http::HTTP_URL_GROUP_ID;
use crate::net::message;
use parking_lot::Mutex;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// A request that is waiting in a queue or with the application.
pub struct Request {
    pub id: u64,
    /// The number of its queue.
    pub queue: u64,
    /// The value given with the URL that matched.
    pub context: u64,
    /// It was routed by the local address.
    pub ip_routed: bool,
    /// The number of the URL that matched.
    pub registration: u64,
    /// Who it is from, where the URL group wants to know.
    pub sender: Option<Sender>,
    /// The program is told of channel binding.
    pub tells_channel_bind: bool,
    pub group: HTTP_URL_GROUP_ID,
    /// The site of IIS; 0 where there is none.
    pub site: u32,
    /// The number of the handle's queue by which it was received, in full or as far as to know
    /// how long it is; 0 as long as nobody has.
    receiver: AtomicU64,
    /// The id names it no more.
    forgotten: AtomicBool,
    /// When it has been in the queue for too long, in milliseconds of the coarse clock.
    waits_until: AtomicU64,
    pub response: Mutex<ResponseState>,
    /// So many bytes of the response's body were given.
    pub sent: AtomicU64,
    /// Where a line is written when it has been answered.
    pub log: Option<Arc<AccessLog>>,
    /// The log of errors says already how it ends.
    pub noted: AtomicBool,
    wire: message::Request,
}

/// How far the response has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResponseState {
    pub begun: bool,
    /// Neither HEAD's nor a 304's body goes over the wire.
    pub bodyless: bool,
    /// What the application said the length would be.
    pub declared: Option<u64>,
    /// The library frames the body in chunks.
    pub chunked: bool,
    /// Bytes of head and body in the sends that have ended, where a log is to tell them.
    pub wire: u64,
    /// The caller writes the head itself.
    pub headless: bool,
}

static REQUESTS: LazyLock<Mutex<SlotMap<DefaultKey, Option<Arc<Request>>>>> = LazyLock::new(Mutex::default);

impl Request {
    /// Gives a request its id.
    pub fn enter(queue: &SharedQueue, terms: Terms, wire: message::Request) -> Arc<Self> {
        let mut requests = REQUESTS.lock();
        let key = requests.insert(None);
        let request = Arc::new(Self {
            id: key.data().as_ffi(),
            queue: queue.number,
            context: terms.context,
            ip_routed: terms.ip_routed,
            registration: terms.registration,
            sender: terms.sender,
            tells_channel_bind: terms.tells_channel_bind,
            group: terms.group,
            site: terms.site,
            receiver: AtomicU64::new(0),
            forgotten: AtomicBool::new(false),
            waits_until: AtomicU64::new(u64::MAX),
            response: Mutex::default(),
            sent: AtomicU64::new(0),
            log: terms.log.clone(),
            noted: AtomicBool::new(false),
            wire,
        });
        requests[key] = Some(request.clone());
        request
    }

    pub fn mark_received(&self, receiver: u64) {
        self.receiver.store(receiver, Ordering::Relaxed);
    }

    pub fn receiver(&self) -> u64 {
        self.receiver.load(Ordering::Relaxed)
    }

    pub fn wait_until(&self, time: u64) {
        self.waits_until.store(time, Ordering::Relaxed);
    }

    pub fn waits_until(&self) -> u64 {
        self.waits_until.load(Ordering::Relaxed)
    }

    /// The value of a known header.
    pub fn field(&self, id: i32) -> Option<&[u8]> {
        let field = self.head().fields.iter().find(|field| field.id.map(i32::from) == Some(id))?;
        Some(field.value.of(self.bytes()))
    }

    /// Whether the id still names the request.
    pub fn is_alive(&self) -> bool {
        !self.forgotten.load(Ordering::Acquire)
    }

    pub fn belongs_to(&self, queue: &SharedQueue) -> bool {
        self.queue == queue.number
    }
}

impl Deref for Request {
    type Target = message::Request;
    fn deref(&self) -> &message::Request {
        &self.wire
    }
}

/// The request with an id, of this queue. Every handle of the queue may use it.
pub fn find(queue: &Arc<RequestQueue>, id: u64) -> Option<Arc<Request>> {
    let request = REQUESTS.lock().get(KeyData::from_ffi(id).into()).cloned().flatten()?;
    // Those that wait for a disconnect are told of it before the id is taken back.
    (request.belongs_to(queue.shared()) && !request.connection().is_gone()).then_some(request)
}

/// The request with an id, of whatever queue.
pub fn get(id: u64) -> Option<Arc<Request>> {
    REQUESTS.lock().get(KeyData::from_ffi(id).into()).cloned().flatten()
}

/// The id names nothing any more.
pub fn forget(id: u64) -> Option<Arc<Request>> {
    let request = REQUESTS.lock().remove(KeyData::from_ffi(id).into()).flatten()?;
    request.forgotten.store(true, Ordering::Release);
    Some(request)
}

/// All requests of a queue.
pub fn all_of(queue: &Arc<SharedQueue>) -> Vec<Arc<Request>> {
    REQUESTS.lock().values().flatten().filter(|request| request.belongs_to(queue)).cloned().collect()
}
