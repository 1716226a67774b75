//! CustomErrorModule: the bodies of errors.

use super::answer::escaped_path;
use crate::abi::iis::{
    CLONE_FLAG_BASICS, CLONE_FLAG_HEADERS, EXECUTE_FLAG_BUFFER_RESPONSE, EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
    RQ_SEND_RESPONSE,
};
use crate::iis::child;
use crate::iis::configuration::views::{
    ErrorMode, ErrorPage, ExistingResponse, HttpErrors, ResponseMode, StaticContent,
};
use crate::iis::content;
use crate::iis::context::Context;
use crate::iis::error_page;
use crate::iis::event::{Event, Status};
use crate::iis::file_cache::{Content, FileInfo};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::path::Path;
use std::sync::Arc;

pub struct CustomError;

impl BuiltIn for CustomError {
    fn registered(&self) -> Registered {
        Registered { events: RQ_SEND_RESPONSE, ..Registered::default() }
    }

    fn is_concerned(&self, context: &Context, _: Event) -> bool {
        context.response.status() >= 400
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let response = &context.response;
        // Of a response that is sent in parts, the first ones are the module's that has made it.
        let is_whole = response.current_send().is_some_and(|send| send.headers && send.last);
        let wants_none = context.child().is_some_and(|child| child.has(EXECUTE_FLAG_DISABLE_CUSTOM_ERROR));
        // A child's response has its page when it becomes its parent's.
        if is_whole && !wants_none && !response.has_error_page() {
            fill(context);
            response.set_has_error_page();
        }
        Status::Continue
    }
}

fn fill(context: &Arc<Context>) {
    let response = &context.response;
    let is_local = error_page::is_local(context);
    // Where the configuration is at fault, what it would say by default holds.
    let settings = context.configuration().read::<HttpErrors>().ok();
    let (mode, existing) =
        settings.as_ref().map_or((ErrorMode::DetailedLocalOnly, ExistingResponse::Auto), |settings| {
            (settings.mode, settings.existing_response)
        });
    let is_detailed = match mode {
        ErrorMode::DetailedLocalOnly => is_local,
        ErrorMode::Custom => false,
        ErrorMode::Detailed => true,
    };
    let said = Said { has_body: response.has_body(), skips: response.skips_custom_errors(), is_detailed };
    if said.stays(existing) {
        return;
    }
    response.drop_body();
    response.delete_header("Content-Encoding");
    response.delete_header("Content-Length");
    if is_detailed || !settings.is_some_and(|settings| answer(context, settings)) {
        error_page::fill(context, is_detailed);
    }
}

/// What the response is already.
#[derive(Clone, Copy)]
struct Said {
    has_body: bool,
    /// fTrySkipCustomErrors.
    skips: bool,
    is_detailed: bool,
}

impl Said {
    fn stays(self, existing: ExistingResponse) -> bool {
        match existing {
            ExistingResponse::Replace => false,
            ExistingResponse::PassThrough => self.has_body || self.skips,
            // Whoever gets the details is to see what the module has to say.
            ExistingResponse::Auto => self.skips || self.has_body && self.is_detailed,
        }
    }
}

/// Answers with what is configured for the status; false where there is nothing, or it cannot be had.
fn answer(context: &Arc<Context>, settings: &HttpErrors) -> bool {
    let response = &context.response;
    let page = settings.page(response.status().into(), response.sub_status().into());
    let Some(page) = page else {
        let path = &settings.default_path;
        return !path.is_empty()
            && match settings.default_response_mode {
                ResponseMode::File => send_file(context, Path::new(&**path), None),
                ResponseMode::ExecuteUrl => execute(context, path),
                ResponseMode::Redirect => redirect(context, path),
            };
    };
    match page.mode {
        ResponseMode::File => send_page(context, page),
        ResponseMode::ExecuteUrl => execute(context, &page.path),
        ResponseMode::Redirect => redirect(context, &page.path),
    }
}

fn send_page(context: &Context, page: &ErrorPage) -> bool {
    let path = page.path.replace('\\', "/");
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    if page.prefix_language_file_path.is_empty() && !path.starts_with('/') && !is_drive {
        let root = context.application.site_root();
        return send_file(context, &root.join(path), Some(root));
    }
    if !page.is_trusted {
        context.worker.tell(&format!(
            "httpErrors: {} is not below the site's root, which a web.config alone cannot ask for",
            page.path
        ));
        return false;
    }
    let wanted = context.request.header(b"Accept-Language").map(languages).unwrap_or_default();
    let translated = |language: &String| page.in_language(language).is_some_and(|file| send_file(context, &file, None));
    wanted.iter().any(translated) || send_file(context, &page.file, None)
}

/// The languages that a client wants, the dearest first, as folders are named: `de`, `de-DE`, `zh-Hant-TW`.
/// English comes by itself.
fn languages(accepted: &[u8]) -> Vec<String> {
    const MOST: usize = 8;
    let mut wanted: Vec<(u32, String)> = Vec::new();
    for item in String::from_utf8_lossy(accepted).split(',') {
        let mut parts = item.split(';').map(str::trim);
        let Some(tag) = parts.next().and_then(folder_of) else { continue };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |quality| quality.parse().ok());
        match quality {
            Some(quality @ 0.001..=1.0) if wanted.len() < MOST => wanted.push(((quality * 1000.0_f32) as u32, tag)),
            _ => {}
        }
    }
    wanted.sort_by_key(|(quality, _)| core::cmp::Reverse(*quality));
    // What is behind it is not wanted more than the default.
    wanted.into_iter().map(|(_, tag)| tag).take_while(|tag| tag != "en-US").collect()
}

/// The folder of a language's tag; none for what is no tag, so that nothing leads out of the folder.
fn folder_of(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-');
    let is_good =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut folder = subtags.next().filter(|first| is_good(first))?.to_ascii_lowercase();
    for subtag in subtags {
        if !is_good(subtag) {
            return None;
        }
        folder.push('-');
        match subtag.len() {
            2 => folder.push_str(&subtag.to_ascii_uppercase()),
            4 => {
                folder.push_str(&subtag[..1].to_ascii_uppercase());
                folder.push_str(&subtag[1..].to_ascii_lowercase());
            }
            _ => folder.push_str(subtag),
        }
    }
    Some(folder)
}

/// Sends a file, which has to be below the root if there is one.
fn send_file(context: &Context, path: &Path, root: Option<&Path>) -> bool {
    let opened = root.map(|root| content::open_below(root, path));
    let Ok(file) = context.worker.file(path, true) else { return false };
    match opened {
        Some(Ok(opened)) if !file.is(&opened.metadata) => return false,
        Some(Err(_)) => return false,
        _ => {}
    }
    let kinds = context.configuration().read::<StaticContent>();
    let kind = kinds.ok().and_then(|kinds| kinds.mime_type(&path.to_string_lossy()).cloned());
    let response = &context.response;
    let written = response
        .set_header("Content-Type", kind.as_deref().unwrap_or("text/html"))
        .and_then(|()| write(context, &file));
    if written.is_err() {
        response.drop_body();
    }
    written.is_ok()
}

fn write(context: &Context, file: &FileInfo) -> Result<(), i32> {
    match file.content() {
        Content::Kept(bytes) => context.response.write(bytes),
        Content::Open(open) => context.response.write_file(open, 0, file.size()),
    }
}

/// Answers with what another URL of the site gives, status and all.
fn execute(context: &Arc<Context>, path: &str) -> bool {
    let url = context.request.url();
    let scheme = if context.request.is_secure() { "https" } else { "http" };
    let status = context.response.status();
    let asked = format!("{scheme}://{}{}{}", url.host, escaped_path(&url.path), url.query);
    let target = if path.contains('?') { path.to_owned() } else { format!("{path}?{status};{asked}") };
    if !path.starts_with('/') {
        return false;
    }
    let Ok(clone) = child::clone(context, CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS) else { return false };
    let is_set = clone.request.set_url(&target, true) >= 0;
    // Whatever was sent was for another URL.
    let is_get = context.verb() == "HEAD" || clone.request.set_method(b"GET") >= 0;
    // The parent is about to be sent: it takes all at once.
    let flags = EXECUTE_FLAG_BUFFER_RESPONSE | EXECUTE_FLAG_DISABLE_CUSTOM_ERROR;
    let executed = is_set && is_get && child::execute_and_wait(&clone, flags).is_ok();
    child::release(&clone);
    executed && (context.response.has_body() || context.response.status() < 400)
}

fn redirect(context: &Context, path: &str) -> bool {
    context.response.redirect(path, true, false).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_the_order_of_the_client() {
        for (accepted, folders) in [
            ("de-de, de;q=0.9, fr;q=0.95", &["de-DE", "fr", "de"][..]),
            ("ZH-hant-tw", &["zh-Hant-TW"]),
            ("en-us, de;q=0.5", &[]),
            ("fr;q=0.2, en-US;q=0.8", &[]),
            ("fr;q=0, it;q=x, *, ../../etc, a/b, -, es", &["es"]),
            ("", &[]),
        ] {
            assert_eq!(languages(accepted.as_bytes()), folders, "{accepted}");
        }
    }

    #[test]
    fn what_a_module_has_said_stays_or_goes() {
        let said = |has_body, skips, is_detailed| Said { has_body, skips, is_detailed };
        for (existing, said, stays) in [
            (ExistingResponse::Auto, said(false, false, true), false),
            (ExistingResponse::Auto, said(true, false, true), true),
            (ExistingResponse::Auto, said(true, false, false), false),
            (ExistingResponse::Auto, said(true, true, false), true),
            (ExistingResponse::Auto, said(false, true, false), true),
            (ExistingResponse::Replace, said(true, true, true), false),
            (ExistingResponse::PassThrough, said(true, false, false), true),
            (ExistingResponse::PassThrough, said(false, false, false), false),
        ] {
            assert_eq!(said.stays(existing), stays);
        }
    }
}
