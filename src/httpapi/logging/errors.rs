//! The log of errors (HTTPERR): requests that the library refuses, and connections that end too soon.
//! There is none unless the service configuration names a folder.

use super::error_line::{Error, header, line};
use super::files::Files;
use super::log::Log;
use super::period::{Names, Rollover};
use crate::httpapi::queue_names;
use crate::httpapi::request::{self, Request};
use crate::net::connection::{Completion, Connection, Failure, Transferred};
use crate::net::http1::refusal::Refusal;
use crate::net::message;
use crate::net::trouble::{RequestLine, Trouble};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// How the log is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub directory: PathBuf,
    pub rollover: Rollover,
}

static ON: AtomicBool = AtomicBool::new(false);
static LOG: Mutex<Option<(Settings, Arc<Log>)>> = Mutex::new(None);

const NAMES: Names = Names { time: "ht", size: "httperr", utf8: false, mark: "" };

/// Keeps the log like this from now on.
pub fn configure(settings: Option<Settings>) {
    let before = {
        let mut log = LOG.lock();
        if log.as_ref().map(|(own, _)| own) == settings.as_ref() {
            return;
        }
        ON.store(settings.is_some(), Ordering::Relaxed);
        let new = settings.map(|settings| {
            let files = Files::new(settings.directory.clone(), NAMES, settings.rollover, Box::new(header));
            (settings, Log::new(files, false))
        });
        std::mem::replace(&mut *log, new)
    };
    if let Some((_, before)) = before {
        before.close();
    }
}

fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// Answers a request with an error page.
pub fn refuse(request: &message::Request, refusal: Refusal) {
    refused(request, refusal, Meant::default());
    request.connection().refuse(refusal);
}

/// Whom a request was for, as far as that is known.
#[derive(Clone, Copy, Default)]
pub struct Meant<'a> {
    pub queue: &'a str,
    /// That of IIS; 0 where there is none.
    pub site: u32,
}

/// A request is refused.
pub fn refused(request: &message::Request, refusal: Refusal, meant: Meant) {
    if is_on() {
        put_request(request, Some(refusal.status()), refusal.reason(), meant);
    }
}

/// The connection of a request has gone before the response was complete.
pub fn dropped(request: &Request) {
    if is_on() && !request.noted.load(Ordering::Relaxed) {
        let received = request.receiver() != 0;
        let queue = queue_names::of(request.queue);
        let meant = Meant { queue: &queue, site: request.site };
        put_request(request, None, if received { "Connection_Dropped" } else { "Client_Reset" }, meant);
    }
}

/// Requests whose ids are gone with their last send, which goes on; by those ids.
static SENDING: LazyLock<Mutex<HashMap<u64, Arc<Request>>>> = LazyLock::new(Mutex::default);

/// Has it told when the last send of a response fails that goes on from here.
pub fn watch_send(request: &Arc<Request>, then: Box<dyn Completion>) -> Box<dyn Completion> {
    if !is_on() {
        return then;
    }
    SENDING.lock().insert(request.id, request.clone());
    Box::new(LastSend { request: request.clone(), then })
}

/// The last send of a response has ended.
pub fn sent(request: &Request, failure: Option<Failure>) {
    if matches!(failure, Some(Failure::Reset | Failure::Gone)) {
        dropped(request);
    }
}

struct LastSend {
    request: Arc<Request>,
    then: Box<dyn Completion>,
}

impl Completion for LastSend {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        SENDING.lock().remove(&self.request.id);
        sent(&self.request, result.err());
        self.then.complete(result);
    }

    fn overlapped(&self) -> usize {
        self.then.overlapped()
    }
}

/// Whoever had the request has closed the queue without an answer.
pub fn abandoned(request: &Request, queue: &str) {
    if is_on() {
        put_request(request, None, "Connection_Abandoned_By_ReqQueue", Meant { queue, site: request.site });
    }
}

/// A connection has refused a request or ends, by itself.
pub fn failed(connection: &Connection, tag: u64, trouble: &Trouble) {
    if !is_on() {
        return;
    }
    let (status, reason) = (trouble.why.status(), trouble.why.reason());
    let find = || request::get(tag).or_else(|| SENDING.lock().get(&tag).cloned());
    let current = if trouble.line.is_none() && tag != 0 { find() } else { None };
    match (current, &trouble.line) {
        (Some(request), _) => {
            // Its end is told with this.
            request.noted.store(true, Ordering::Relaxed);
            let queue = queue_names::of(request.queue);
            put_request(&request, status, reason, Meant { queue: &queue, site: request.site });
        }
        (None, line) => {
            let nothing = RequestLine::default();
            let RequestLine { method, target, version } = line.as_ref().unwrap_or(&nothing);
            put(connection, |ends| Error { version: *version, method, uri: target, status, reason, ..ends });
        }
    }
}

fn put_request(request: &message::Request, status: Option<u16>, reason: &str, meant: Meant) {
    let Meant { queue, site } = meant;
    let (head, url) = (request.head(), request.url());
    let mut uri = url.path().to_owned();
    if let Some(query) = url.query() {
        uri = uri + "?" + query.strip_prefix('?').unwrap_or(query);
    }
    let (method, version) = (head.method.of(request.bytes()), Some(head.version));
    let uri = uri.as_bytes();
    put(request.connection(), |ends| Error { version, method, uri, status, site, reason, queue, ..ends });
}

/// Writes a line, which `fill` completes.
fn put<'a>(connection: &Connection, fill: impl FnOnce(Error<'a>) -> Error<'a>) {
    let Some(log) = LOG.lock().as_ref().map(|(_, log)| log.clone()) else { return };
    let (client, server) = (connection.remote(), connection.local());
    let nothing =
        Error { client, server, version: None, method: b"", uri: b"", status: None, site: 0, reason: "", queue: "" };
    let error = fill(nothing);
    log.add(|moment, out| line(&error, moment, out));
}
