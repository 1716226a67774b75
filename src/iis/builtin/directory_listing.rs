//! DirectoryListingModule: what is in a folder, for those who may know.

use super::answer::{escaped_path, failed, handled, is_read, settings, unservable, wrong_verb};
use crate::abi::iis::{RQ_EXECUTE_REQUEST_HANDLER, SYSTEMTIME};
use crate::iis::configuration::views::{DirectoryBrowse, RequestFiltering};
use crate::iis::content;
use crate::iis::context::Context;
use crate::iis::error_page::escape;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use crate::win32::time;
use std::fmt::Write;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;

/// Bits of showFlags.
const DATE: u32 = 2;
const TIME: u32 = 4;
const SIZE: u32 = 8;
const EXTENSION: u32 = 16;
const LONG_DATE: u32 = 32;

pub struct DirectoryListing;

impl BuiltIn for DirectoryListing {
    fn registered(&self) -> Registered {
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let (settings, filtering) = match (settings::<DirectoryBrowse>(context), settings::<RequestFiltering>(context))
        {
            (Ok(settings), Ok(filtering)) => (settings, filtering),
            (Err(status), _) | (_, Err(status)) => return status,
        };
        let (url, path) = (context.url_path(), context.physical());
        match content::open(context, &url, &path) {
            Ok(found) if found.metadata.is_dir() => {}
            Ok(_) => return Status::Continue,
            Err(reason) => return unservable(context, &reason),
        }
        if !is_read(&context.verb()) {
            return wrong_verb(context);
        }
        if !settings.enabled {
            return failed(context, 403, 14);
        }
        let mut entries = match content::list(context, &url, &path) {
            Ok(entries) => entries,
            Err(reason) => return unservable(context, &reason),
        };
        entries.retain(|(name, _)| !filtering.hides(name));
        entries.sort_by_cached_key(|(name, _)| name.to_lowercase());
        let entries: Vec<Entry> = entries.into_iter().map(Entry::of).collect();
        let host = context.request.url().host;
        let page = page(&host, &url, &entries, settings.show_flags);
        let response = &context.response;
        let written = response
            .set_header("Content-Type", "text/html; charset=UTF-8")
            .and_then(|()| response.write(page.as_bytes()));
        if written.is_err() {
            response.clear();
            return failed(context, 500, 0);
        }
        handled(context)
    }
}

struct Entry {
    name: String,
    /// None is a folder.
    size: Option<u64>,
    modified: Option<SYSTEMTIME>,
}

impl Entry {
    fn of((name, metadata): (String, Metadata)) -> Self {
        let modified = time::from_unix(metadata.mtime()).and_then(time::fields_of);
        Self { name, size: metadata.is_file().then_some(metadata.len()), modified }
    }
}

fn page(host: &str, url: &str, entries: &[Entry], show: u32) -> String {
    let folder = if url.ends_with('/') { url.to_owned() } else { format!("{url}/") };
    let title = escape(&format!("{host} - {folder}"));
    let mut page = format!(
        "<!DOCTYPE html>\r\n<html><head><title>{title}</title></head>\r\n<body><h1>{title}</h1><hr>\r\n\r\n<pre>"
    );
    let inner = folder.trim_end_matches('/');
    if let Some(slash) = inner.rfind('/') {
        let parent = escape(&escaped_path(&inner[..=slash]));
        let _ = write!(page, "<a href=\"{parent}\">[To Parent Directory]</a><br><br>\r\n");
    }
    for entry in entries {
        // A String takes whatever it is given.
        let _ = line(&mut page, &folder, entry, show);
    }
    page + "</pre><hr></body></html>\r\n"
}

fn line(page: &mut String, folder: &str, entry: &Entry, show: u32) -> std::fmt::Result {
    if show & (DATE | LONG_DATE | TIME) != 0 {
        let (mut date, mut hour) = (String::new(), String::new());
        if let Some(modified) = &entry.modified {
            if show & LONG_DATE != 0 {
                date = long_date(modified);
            } else if show & DATE != 0 {
                date = format!("{}/{}/{:04}", modified.wMonth, modified.wDay, modified.wYear);
            }
            if show & TIME != 0 {
                let half = if modified.wHour < 12 { "AM" } else { "PM" };
                hour = format!("{}:{:02} {half}", (modified.wHour + 11) % 12 + 1, modified.wMinute);
            }
        }
        let width = if show & LONG_DATE != 0 { 30 } else { 10 };
        let width = if show & (DATE | LONG_DATE) != 0 { width } else { 0 };
        let hour_width = if show & TIME != 0 { 9 } else { 0 };
        write!(page, "{date:>width$}{hour:>hour_width$} ")?;
    }
    match entry.size {
        None => page.push_str("       &lt;dir&gt; "),
        Some(size) if show & SIZE != 0 => write!(page, "{size:>12} ")?,
        Some(_) => page.push_str("             "),
    }
    let is_folder = entry.size.is_none();
    let shown = if show & EXTENSION != 0 || is_folder { &*entry.name } else { without_extension(&entry.name) };
    let slash = if is_folder { "/" } else { "" };
    let link = escape(&escaped_path(&format!("{folder}{}{slash}", entry.name)));
    write!(page, "<a href=\"{link}\">{}</a><br>\r\n", escape(shown))
}

fn without_extension(name: &str) -> &str {
    name.rfind('.').filter(|dot| *dot > 0).map_or(name, |dot| &name[..dot])
}

fn long_date(time: &SYSTEMTIME) -> String {
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let of = |names: &[&'static str], at: u16| names.get(usize::from(at)).copied().unwrap_or_default();
    let (day, month) = (of(&DAYS, time.wDayOfWeek), of(&MONTHS, time.wMonth.wrapping_sub(1)));
    format!("{day}, {month} {}, {}", time.wDay, time.wYear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, size: Option<u64>) -> Entry {
        // Sun, 06 Nov 1994 15:49:37 GMT
        Entry { name: name.to_owned(), size, modified: time::from_unix(784_136_977).and_then(time::fields_of) }
    }

    #[test]
    fn names_are_text_and_links_are_urls() {
        let page = page("h:80", "/a&b/", &[entry("<x> \"1\".t&t", Some(5)), entry("d", None)], 30);
        for part in [
            "<title>h:80 - /a&amp;b/</title>",
            "<a href=\"/\">[To Parent Directory]</a>",
            " 11/6/1994  3:49 PM            5 <a href=\"/a&amp;b/%3Cx%3E%20%221%22.t&amp;t\">&lt;x&gt; &quot;1&quot;.t&amp;t</a><br>",
            " 11/6/1994  3:49 PM        &lt;dir&gt; <a href=\"/a&amp;b/d/\">d</a><br>",
        ] {
            assert!(page.contains(part), "{part}\nis not in\n{page}");
        }
    }

    #[test]
    fn flags_say_what_is_shown() {
        let all = [entry("one.txt", Some(5)), entry(".x", Some(1)), entry("v1.0", None)];
        let lines = |show| page("h", "/", &all, show);
        let plain = lines(0);
        assert!(!plain.contains("To Parent") && !plain.contains("1994") && !plain.contains(" 5 "), "{plain}");
        assert!(plain.contains(">one</a>") && plain.contains("/one.txt\"") && plain.contains(">v1.0</a>"), "{plain}");
        assert!(lines(LONG_DATE).contains("Sunday, November 6, 1994"));
        assert!(lines(TIME).contains("3:49 PM") && !lines(TIME).contains("1994"));
        assert!(lines(EXTENSION).contains(">one.txt</a>"));
    }
}
