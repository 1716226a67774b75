//! Answering requests with what was kept, on the thread that read them.

use super::super::logging::access_log::AccessLog;
use super::super::logging::entry::Entry;
use super::super::logging::log_data::{LogData, Numbers, TEXTS, Text};
use super::super::ranges::{self, Wanted};
use super::super::response_head::{Terms, length_of, write};
use super::super::response_parts::Body;
use super::super::shared_queue::SharedQueue;
use super::responses::{Kept, date, has, is_plain, values};
use super::url::response_key;
use crate::abi::http::*;
use crate::net::connection::SendEnd;
use crate::net::message::Request;
use crate::win32::sys::clock::coarse_milliseconds;
use std::sync::Arc;

/// Answers a request that was routed to a URL of the queue, or gives it back for the application.
pub fn answer(
    queue: &SharedQueue,
    registration: u64,
    ip_routed: bool,
    log: Option<&Arc<AccessLog>>,
    request: Request,
) -> Option<Request> {
    let cache = queue.cache();
    if cache.responses.is_empty() {
        return Some(request);
    }
    let verb = i32::from(request.head().verb);
    if !matches!(verb, HttpVerbGET | HttpVerbHEAD) || !is_plain(&request) || !queue.settings.is_active() {
        return Some(request);
    }
    let connection = request.connection().clone();
    let key = response_key(request.url().full(), ip_routed.then(|| connection.local().ip()));
    // What another URL of the application has given is not this one's.
    let found = cache.responses.get(&key, coarse_milliseconds()).filter(|item| item.registration == registration);
    drop(key);
    let Some(item) = found.filter(|item| item.value.suits(&request)) else { return Some(request) };
    let kept = &item.value;

    let unchanged = is_unchanged(kept, &request);
    let mut parts = if unchanged { kept.unchanged() } else { kept.parts() };
    let ranged = if verb == HttpVerbGET && !unchanged { ranges::apply(&parts, wanted(&request)) } else { None };
    let terms = Terms {
        complete: true,
        is_head: verb == HttpVerbHEAD,
        close: !request.keeps_alive(),
        chunked: false,
        opaque: false,
        authentication: None,
    };
    let mut head = Vec::with_capacity(512);
    let Ok(written) = write(&parts, ranged.as_ref(), &terms, &mut head) else { return Some(request) };
    let ranged_status = ranged.as_ref().map(|ranged| ranged.status);
    if let Some(ranged) = ranged {
        parts.body.chunks = ranged.chunks;
    }
    if written.bodyless {
        parts.body = Body::default();
    }
    let entry = log.zip(kept.log.as_ref()).map(|(log, data)| {
        let length = head.len() as u64 + length_of(&parts.body.chunks);
        let status = if unchanged { 304 } else { ranged_status.unwrap_or(data.numbers.status) };
        Entry::of_answer(log.clone(), &request, log_data(data, &request, status), length)
    });
    // Its memory is for the next one.
    drop(request);
    // Nobody learns whether the client gets it.
    if let Some(entry) = entry {
        entry.write(None);
    }
    connection.answer(&head, &parts.body.chunks, SendEnd { last: true, close: written.close, upgrade: false });
    None
}

/// What the log says: of the response as the application has said it, of this client as the request does.
fn log_data(kept: &LogData, request: &Request, status: u16) -> LogData {
    let field = |id| values(request, id).next().unwrap_or_default();
    let client = request.connection().remote().ip().to_canonical().to_string();
    let texts = TEXTS.map(|text| match text {
        Text::UserName => b"",
        Text::ClientIp => client.as_bytes(),
        Text::Method => request.head().method.of(request.bytes()),
        Text::Host => field(HttpHeaderHost),
        Text::UserAgent => field(HttpHeaderUserAgent),
        Text::Cookie => field(HttpHeaderCookie),
        Text::Referrer => field(HttpHeaderReferer),
        _ => kept.text(text),
    });
    LogData::of(texts, Numbers { status, ..kept.numbers })
}

/// The ranges that are asked for. Of several lines none counts.
fn wanted(request: &Request) -> Wanted<'_> {
    let only = |id| {
        let mut all = values(request, id);
        all.next().filter(|_| all.next().is_none())
    };
    let if_range = only(HttpHeaderIfRange);
    let contradicts = if_range.is_none() && has(request, HttpHeaderIfRange);
    Wanted { range: only(HttpHeaderRange).filter(|_| !contradicts), if_range }
}

/// Whether the client says that it has the response.
fn is_unchanged(kept: &Kept, request: &Request) -> bool {
    if kept.status != 200 {
        return false;
    }
    if has(request, HttpHeaderIfNoneMatch) {
        // It says more than a date.
        let tag = kept.header("ETag");
        return values(request, HttpHeaderIfNoneMatch).any(|list| names(list, tag));
    }
    let mut since = values(request, HttpHeaderIfModifiedSince);
    let (Some(since), None) = (since.next(), since.next()) else { return false };
    match (kept.header("Last-Modified").and_then(date), date(since)) {
        (Some(modified), Some(since)) => modified <= since,
        _ => false,
    }
}

/// Whether a list of tags names this one; weak ones are as good.
fn names(list: &[u8], tag: Option<&[u8]>) -> bool {
    let mut list = list.trim_ascii();
    if list == b"*" {
        return true;
    }
    let Some(tag) = tag else { return false };
    if list == tag {
        return true;
    }
    let strong = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    let tag = strong(tag);
    // A tag may hold commas; it ends with its quotation mark.
    loop {
        list = list.trim_ascii_start();
        list = list.strip_prefix(b"W/").unwrap_or(list);
        let Some(rest) = list.strip_prefix(b"\"") else { return false };
        let Some(end) = rest.iter().position(|byte| *byte == b'"') else { return false };
        if list[..end + 2] == tag[..] {
            return true;
        }
        list = rest[end + 1..].trim_ascii_start();
        match list.strip_prefix(b",") {
            Some(next) => list = next,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_tags() {
        for (list, tag, named) in [
            ("\"a\"", Some("\"a\""), true),
            ("W/\"a\"", Some("\"a\""), true),
            ("\"a\"", Some("W/\"a\""), true),
            ("\"b\", W/\"a\"", Some("\"a\""), true),
            ("\"b\" ,\"a\"", Some("\"a\""), true),
            ("\"b,a\", \"a\"", Some("\"a\""), true),
            ("\"b\", \"c\"", Some("\"a\""), false),
            ("\"b,\"a\"", Some("\"a\""), false),
            ("a", Some("\"a\""), false),
            ("a", Some("a"), true),
            ("*", Some("\"a\""), true),
            ("*", None, true),
            ("\"a\"", None, false),
            ("", Some("\"a\""), false),
            (",", Some("\"a\""), false),
            ("\"", Some("\"a\""), false),
            ("\"a", Some("\"a\""), false),
        ] {
            assert_eq!(names(list.as_bytes(), tag.map(str::as_bytes)), named, "{list} {tag:?}");
        }
    }
}
