//! HttpSendHttpResponse and HttpSendResponseEntityBody.

use super::authentication::override_for;
use super::cache::{self, Policy};
use super::framing::frame;
use super::logging::entry::Entry;
use super::logging::errors;
use super::logging::log_data::LogData;
use super::operation::{self, Answer, Ended, Style};
use super::queue::RequestQueue;
use super::ranges::{self, Wanted};
use super::request::{self, Request};
use super::response_head::{Terms, length_of, write};
use super::response_parts::{Body, Chunks, Parts};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::{Chunk, Failure, SendEnd, Stream};
use crate::net::http1::head::Version;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Flags of every send. BUFFER_DATA and ENABLE_NAGLING ask for less than is done anyway.
const COMMON: ULONG = HTTP_SEND_RESPONSE_FLAG_DISCONNECT
    | HTTP_SEND_RESPONSE_FLAG_MORE_DATA
    | HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA
    | HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING
    | HTTP_SEND_RESPONSE_FLAG_GOAWAY
    | HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING;

/// Flags of a send with a head.
const WITH_HEAD: ULONG = COMMON | HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES | HTTP_SEND_RESPONSE_FLAG_OPAQUE;

thread_local! {
    /// Where heads are written.
    static HEAD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What the flags of a send say.
#[derive(Clone, Copy)]
struct Flags(ULONG);

impl Flags {
    fn has(self, flag: ULONG) -> bool {
        self.0 & flag != 0
    }

    fn is_last(self) -> bool {
        !self.has(HTTP_SEND_RESPONSE_FLAG_MORE_DATA)
    }

    /// The combinations that are documented to be none.
    fn are_valid(self, known: ULONG) -> bool {
        let closes = self.has(HTTP_SEND_RESPONSE_FLAG_DISCONNECT);
        let opaque = self.has(HTTP_SEND_RESPONSE_FLAG_OPAQUE);
        let chunked = self.has(HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING);
        self.0 & !known == 0
            && (closes || !self.has(HTTP_SEND_RESPONSE_FLAG_GOAWAY))
            && (self.is_last() || !self.has(HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES))
            && (!opaque || !(self.is_last() || closes || chunked))
    }
}

fn ended(code: DWORD) -> Answer {
    Answer::Ended(Ended::with(code))
}

/// Sends the head of a response with the first part of its body, or all of it.
pub fn send_response(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    flags: ULONG,
    parts: &mut Parts<'_>,
    policy: Policy,
    log: Option<LogData>,
    style: Style<'_>,
) -> Answer {
    if !are_valid(Flags(flags), parts) {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let Some(request) = request::find(queue, id) else { return ended(ERROR_CONNECTION_INVALID) };
    respond(queue, &request, Flags(flags), parts, policy, log, style)
}

/// The same for a request of the queue that the caller has.
pub fn send_response_to(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    flags: ULONG,
    parts: &mut Parts<'_>,
    policy: Policy,
    log: Option<LogData>,
    style: Style<'_>,
) -> Answer {
    if !are_valid(Flags(flags), parts) {
        return ended(ERROR_INVALID_PARAMETER);
    }
    if !request.is_alive() || request.connection().is_gone() {
        return ended(ERROR_CONNECTION_INVALID);
    }
    respond(queue, request, Flags(flags), parts, policy, log, style)
}

fn are_valid(flags: Flags, parts: &Parts<'_>) -> bool {
    let chunked = flags.has(HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING);
    // A body that is complete needs no chunks, unless trailers stand behind it.
    flags.are_valid(WITH_HEAD) && !(chunked && flags.is_last() && parts.body.trailers.is_empty())
}

fn respond(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    flags: Flags,
    parts: &mut Parts<'_>,
    policy: Policy,
    log: Option<LogData>,
    style: Style<'_>,
) -> Answer {
    let chunked = flags.has(HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING);
    let trailed = !parts.body.trailers.is_empty();
    let verb = i32::from(request.head().verb);
    let opaque = flags.has(HTTP_SEND_RESPONSE_FLAG_OPAQUE);
    let own = parts.authentication.as_ref().filter(|_| parts.status == 401);
    let authentication = own.or_else(|| request.sender.as_ref().map(|sender| &*sender.settings));
    let terms = Terms {
        complete: flags.is_last(),
        is_head: verb == HttpVerbHEAD,
        close: flags.has(HTTP_SEND_RESPONSE_FLAG_DISCONNECT) || !request.keeps_alive(),
        // A client of version 1.0 gets a body that ends with the connection.
        chunked: chunked && request.head().version == Version::Http11,
        opaque,
        authentication: authentication.map(|settings| (settings, host_of(request))),
    };
    // A stream of HTTP/2 has room for trailers behind any body.
    let is_stream = request.connection().carrier().is_some();
    let misplaced = trailed && !((chunked || is_stream) && flags.is_last());
    if misplaced || (opaque && (request.has_body_left() || !request.connection().may_leave_http())) {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let ranged = if flags.has(HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES) && verb == HttpVerbGET {
        let field = |id: i32| request.field(id);
        ranges::apply(parts, Wanted { range: field(HttpHeaderRange), if_range: field(HttpHeaderIfRange) })
    } else {
        None
    };
    // Taken out, since the send may go on with the next request on this thread.
    let mut head = HEAD.with(RefCell::take);
    head.clear();
    let written = match write(parts, ranged.as_ref(), &terms, &mut head) {
        Ok(written) => written,
        Err(error) => return ended(error.0),
    };
    let bodyless = written.bodyless && !opaque;
    let framed = written.chunked;
    // Behind a length that is told there is no place for trailers.
    if trailed && terms.chunked && !(framed || written.bodyless) {
        return ended(ERROR_INVALID_PARAMETER);
    }
    {
        let mut state = request.response.lock();
        // With this lock, whoever drops requests whose responses have not begun makes sure of that.
        if !request.is_alive() {
            return ended(ERROR_CONNECTION_INVALID);
        }
        if std::mem::replace(&mut state.begun, true) {
            return ended(ERROR_INVALID_PARAMETER);
        }
        state.bodyless = bodyless;
        state.chunked = framed;
        state.declared = written.length;
    }
    let given = length_of(ranged.as_ref().map_or(&parts.body.chunks, |ranged| &ranged.chunks));
    request.sent.store(given, Ordering::Relaxed);
    if let Some(settings) = own {
        override_for(request.connection(), request.group, Arc::new(settings.clone()));
    }
    if let Some(bucket) = &parts.bucket {
        request.connection().add_bucket(bucket.clone());
    }
    // What one sender got is not for all.
    if terms.complete && !opaque && request.sender.is_none() {
        cache::keep(queue.shared(), request, parts, policy, log.as_ref());
    }
    let body = &mut parts.body;
    if let Some(ranged) = ranged {
        body.chunks = ranged.chunks;
    }
    if bodyless {
        *body = Body::default();
    }
    if is_stream && trailed {
        request.connection().set_trailers(&std::mem::take(&mut body.trailers));
    }
    if framed {
        body.chunks = frame(std::mem::take(body), flags.is_last(), &mut head);
    }
    join(&mut head, &mut body.chunks);
    let end = SendEnd { last: flags.is_last(), close: written.close, upgrade: opaque };
    let answer = send(queue, request, style, Part { head: &head, chunks: &body.chunks, last: end.last }, || end, log);
    HEAD.with(|place| place.replace(head));
    if flags.has(HTTP_SEND_RESPONSE_FLAG_GOAWAY) {
        request.connection().go_away();
    }
    answer
}

/// The host that was asked for, without its port.
fn host_of(request: &Request) -> &str {
    let host = request.url().host();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Bytes of a body that are copied behind the head, so that both are one piece: that costs less than to have
/// the kernel collect two.
const JOINED: u64 = 1 << 10;

fn join(head: &mut Vec<u8>, chunks: &mut Chunks) {
    let is_memory = |chunk: &Chunk| !matches!(chunk, Chunk::File { .. });
    if length_of(chunks) > JOINED || !chunks.iter().all(is_memory) {
        return;
    }
    for chunk in chunks.drain(..) {
        match chunk {
            Chunk::Memory(bytes) => head.extend_from_slice(bytes.as_slice()),
            Chunk::Own(bytes) => head.extend_from_slice(&bytes),
            Chunk::File { .. } => {}
        }
    }
}

/// Begins a response of which the caller writes the head itself, as part of the body.
pub fn begin_without_head(queue: &Arc<RequestQueue>, id: HTTP_REQUEST_ID) -> Result<(), DWORD> {
    let request = request::find(queue, id).ok_or(ERROR_CONNECTION_INVALID)?;
    let mut state = request.response.lock();
    if !request.is_alive() {
        return Err(ERROR_CONNECTION_INVALID);
    }
    if state.begun {
        return Err(ERROR_INVALID_PARAMETER);
    }
    (state.begun, state.headless) = (true, true);
    Ok(())
}

/// Sends more of a body.
pub fn send_body(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    flags: ULONG,
    mut body: Body,
    log: Option<LogData>,
    style: Style<'_>,
) -> Answer {
    let flags = Flags(flags);
    if !flags.are_valid(COMMON) {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let Some(request) = request::find(queue, id) else { return ended(ERROR_CONNECTION_INVALID) };
    let last = flags.is_last();
    let disconnects = flags.has(HTTP_SEND_RESPONSE_FLAG_DISCONNECT);
    let state = *request.response.lock();
    // Trailers stand behind a body in chunks, and only at its end.
    let is_stream = request.connection().carrier().is_some();
    let misplaced = !body.trailers.is_empty() && !(last && (state.chunked || state.bodyless || is_stream));
    if !state.begun || misplaced {
        return ended(ERROR_INVALID_PARAMETER);
    }
    if state.bodyless {
        body = Body::default();
    }
    let given = length_of(&body.chunks);
    let trailers = if is_stream { std::mem::take(&mut body.trailers) } else { Vec::new() };
    let mut head = Vec::new();
    if state.chunked {
        body.chunks = frame(std::mem::take(&mut body), last, &mut head);
    }
    // What is refused, since another send is under way, does not count.
    let end = || {
        if !trailers.is_empty() {
            request.connection().set_trailers(&trailers);
        }
        let sent = request.sent.fetch_add(given, Ordering::Relaxed) + given;
        // A client that was told another length cannot find the next response.
        let contradicts = last && !state.bodyless && state.declared.is_some_and(|declared| declared != sent);
        SendEnd { last, close: disconnects || contradicts, upgrade: false }
    };
    let answer = send(queue, &request, style, Part { head: &head, chunks: &body.chunks, last }, end, log);
    if flags.has(HTTP_SEND_RESPONSE_FLAG_GOAWAY) && answer != ended(ERROR_BAD_COMMAND) {
        request.connection().go_away();
    }
    answer
}

/// A part of a response, as it goes over the wire.
struct Part<'a> {
    head: &'a [u8],
    chunks: &'a Chunks,
    last: bool,
}

fn send(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    style: Style<'_>,
    part: Part<'_>,
    end: impl FnOnce() -> SendEnd,
    log: Option<LogData>,
) -> Answer {
    let Part { head, chunks, last } = part;
    // What is said before the last send is not written.
    let length = head.len() as u64 + length_of(chunks);
    let mut entry = log.filter(|_| last).and_then(|data| Entry::new(request, data, length));
    operation::run(queue, request.connection(), style, |completion| {
        // With the last send the id dies when it begins, whether it ends or not.
        let takes_id = || request::forget(request.id).is_some();
        let mut has_id = false;
        let begin = || {
            has_id = last && takes_id();
            (has_id || !last).then(end)
        };
        let progress = request.send(head, chunks, begin, || {
            let completion = match entry.take() {
                Some(entry) => entry.before(completion()),
                None => completion(),
            };
            if last { errors::watch_send(request, completion) } else { completion }
        });
        // Nothing has begun: it may be tried again.
        if matches!(progress, Err(Failure::Busy)) {
            return progress;
        }
        // Where the connection is gone nobody has asked. Somebody else may have the id, who tells of it.
        if last && !has_id && !takes_id() {
            return progress;
        }
        if last {
            errors::sent(request, progress.as_ref().err().copied());
        }
        if let Some(entry) = entry.take() {
            entry.write(progress.as_ref().err().copied());
        }
        if !last && request.log.is_some() && progress.is_ok() {
            request.response.lock().wire += length;
        }
        progress
    })
}

/// Uses the stream of bytes that a request's connection has become, for code of ours whose operations the queue need
/// not know; `f` gets the stream where the request is still there, and says how many bytes it sends.
pub fn with_stream<R>(request: &Request, f: impl FnOnce(Option<&mut Stream<'_>>) -> (R, u64)) -> R {
    let is_alive = request.is_alive();
    let (result, sent) = request.connection().with_stream(|stream| f(is_alive.then_some(stream)));
    if sent > 0 && request.log.is_some() {
        request.response.lock().wire += sent;
    }
    result
}
