//! StaticFileModule: files as they are.

use super::answer::{self, escaped_path, failed, handled, is_read, settings, unservable, wrong_verb};
use super::conditions::{Conditions, State, Verdict};
use crate::abi::iis::{
    E_FAIL, HRESULT, HttpHeaderAcceptRanges, HttpHeaderEtag, HttpHeaderIfMatch, HttpHeaderIfModifiedSince,
    HttpHeaderIfNoneMatch, HttpHeaderIfRange, HttpHeaderIfUnmodifiedSince, HttpHeaderLastModified, HttpHeaderRange,
    RQ_EXECUTE_REQUEST_HANDLER,
};
use crate::httpapi::ranges::{self, Multipart, Selection};
use crate::iis::configuration::views::{CacheControlMode, ClientCache, StaticContent};
use crate::iis::content::{self, Content, Unservable};
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::file_cache::{Content as Kept, FileInfo};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use crate::win32::error::Win32Error;
use smallvec::SmallVec;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// The longest time that caches know, for one without an end.
const FOR_EVER: u64 = 1 << 31;

pub struct StaticFile;

impl BuiltIn for StaticFile {
    fn registered(&self) -> Registered {
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let (url, path, verb) = (context.url_path(), context.physical(), context.verb());
        let root = content::root_of(context, &url, &path);
        let is_plain = is_read(&verb) && !url.ends_with('/');
        let found = match is_plain.then(|| content::known(context, root, &path)).flatten() {
            Some(file) => Found::Known(file),
            None => match open(context, &url, &path, &verb) {
                Ok(content) => Found::Opened(content),
                Err(status) => return status,
            },
        };
        let settings = match settings::<StaticContent>(context) {
            Ok(settings) => settings,
            Err(status) => return status,
        };
        let Some(kind) = settings.mime_type(&url) else {
            // What has no type is nobody's business.
            return failed(context, 404, 3);
        };
        let file = match found {
            Found::Known(file) => file,
            Found::Opened(content) => match read(context, root, &path, &content) {
                Ok(file) => file,
                Err(status) => return status,
            },
        };
        match send(context, &file, kind, &settings.client_cache, verb == "HEAD") {
            Ok(()) => handled(context),
            Err(error) => {
                context.response.clear();
                let status = failed(context, 500, 0);
                context.response.set_status_error(error);
                status
            }
        }
    }
}

enum Found {
    Known(Arc<FileInfo>),
    Opened(Content),
}

/// Opens a file that is to be sent; else what the request's answer is.
fn open(context: &Context, url: &str, path: &Path, verb: &str) -> Result<Content, Status> {
    let found = content::open(context, url, path).map_err(|reason| unservable(context, &reason))?;
    if found.metadata.is_dir() {
        // A folder with its slash is the next module's.
        let is_asked = !url.ends_with('/') && is_read(verb);
        return Err(if is_asked { with_slash(context, url) } else { Status::Continue });
    }
    if url.ends_with('/') {
        // A file is none: what the links of its page are relative to would be wrong.
        return Err(unservable(context, &Unservable::Missing));
    }
    if is_read(verb) { Ok(found) } else { Err(wrong_verb(context)) }
}

/// The file that was opened, as the server keeps it.
fn read(context: &Context, root: &Path, path: &Path, opened: &Content) -> Result<Arc<FileInfo>, Status> {
    // By its path it might be another one by now, at a place where nobody has looked.
    match context.worker.file(path, true) {
        Ok(file) if file.is(&opened.metadata) => {
            file.found_below(root);
            Ok(file)
        }
        Ok(_) => Err(unservable(context, &Unservable::Missing)),
        Err(Win32Error(code)) => {
            context.worker.tell(&format!("{}: error {code}", path.display()));
            Err(failed(context, 500, 0))
        }
    }
}

/// A folder's URL ends with a slash, or the links of its page would lead elsewhere.
fn with_slash(context: &Context, url: &str) -> Status {
    context.response.set_status(301, "Moved Permanently", 0);
    match context.response.redirect(&format!("{}/", escaped_path(url)), false, true) {
        Ok(()) => handled(context),
        Err(_) => answer::failed(context, 500, 0),
    }
}

fn send(context: &Context, file: &FileInfo, kind: &str, cache: &ClientCache, is_head: bool) -> Result<(), HRESULT> {
    let (request, response) = (&context.request, &context.response);
    let conditions = Conditions {
        if_match: request.peek(HttpHeaderIfMatch),
        if_none_match: request.peek(HttpHeaderIfNoneMatch),
        if_modified_since: request.peek(HttpHeaderIfModifiedSince),
        if_unmodified_since: request.peek(HttpHeaderIfUnmodifiedSince),
        if_range: request.peek(HttpHeaderIfRange),
    };
    let etag = cache.set_etag.then(|| file.etag());
    let with_ranges = match conditions.judge(State { etag, modified: file.modified_seconds() }) {
        Verdict::Failed => {
            response.set_status(412, "Precondition Failed", 0);
            return Ok(());
        }
        verdict => {
            let always = [(HttpHeaderLastModified, file.last_modified()), (HttpHeaderAcceptRanges, "bytes")];
            let headers: SmallVec<[_; 3]> = etag.map(|etag| (HttpHeaderEtag, etag)).into_iter().chain(always).collect();
            response.set_known_headers(&headers)?;
            tell_caches(context, cache)?;
            if verdict == Verdict::NotModified {
                response.set_status(304, "Not Modified", 0);
                return Ok(());
            }
            verdict == Verdict::Content(true)
        }
    };
    let total = file.size();
    // Ranges are of a GET alone.
    let wanted = request.peek(HttpHeaderRange).filter(|_| with_ranges && !is_head);
    let selection = wanted.map_or(Selection::Whole, |range| ranges::select(range, total));
    if is_head {
        response.set_header("Content-Type", kind)?;
        return response.set_header("Content-Length", &total.to_string());
    }
    match selection {
        Selection::Nothing => {
            response.set_status(416, "Range Not Satisfiable", 0);
            response.set_header("Content-Range", &ranges::unsatisfied(total))
        }
        // An empty file is an answer, too.
        Selection::Whole => match file.content() {
            Kept::Kept(bytes) => response.set_content(kind, bytes),
            Kept::Open(_) => {
                response.set_content(kind, &[])?;
                write(context, file, 0..total)
            }
        },
        Selection::One(range) => {
            response.set_status(206, "Partial Content", 0);
            response.set_header("Content-Type", kind)?;
            response.set_header("Content-Range", &ranges::content_range(&range, total))?;
            write(context, file, range)
        }
        Selection::Several(parts) => {
            response.set_status(206, "Partial Content", 0);
            let frame = Multipart::new(kind.as_bytes(), total);
            response.set_header("Content-Type", &frame.content_type())?;
            for part in parts {
                response.write(&frame.head(&part))?;
                write(context, file, part)?;
            }
            response.write(&frame.end())
        }
    }
}

fn write(context: &Context, file: &FileInfo, range: Range<u64>) -> Result<(), HRESULT> {
    match file.content() {
        _ if range.is_empty() => Ok(()),
        Kept::Kept(bytes) => {
            let place = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
            let part = place.and_then(|(start, end)| bytes.get(start..end)).ok_or(E_FAIL)?;
            context.response.write(part)
        }
        Kept::Open(file) => context.response.write_file(file, range.start, range.end - range.start),
    }
}

/// clientCache: how long clients may keep the file.
fn tell_caches(context: &Context, cache: &ClientCache) -> Result<(), HRESULT> {
    let response = &context.response;
    let control = match cache.mode {
        CacheControlMode::NoControl => String::new(),
        CacheControlMode::DisableCache => "no-cache".to_owned(),
        CacheControlMode::UseMaxAge => {
            format!("max-age={}", cache.max_age.map_or(FOR_EVER, |age| age.as_secs().min(FOR_EVER)))
        }
        CacheControlMode::UseExpires => {
            if !cache.expires.is_empty() {
                response.set_header("Expires", &cache.expires)?;
            }
            String::new()
        }
    };
    let parts: Vec<&str> = [&*control, &*cache.custom].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { Ok(()) } else { response.set_header("Cache-Control", &parts.join(",")) }
}
