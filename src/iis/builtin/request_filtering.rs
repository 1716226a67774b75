//! RequestFilteringModule: requests that no module is to see.

use super::answer::{refused, settings};
use crate::abi::iis::{HttpHeaderContentLength, RQ_BEGIN_REQUEST, RQ_SEND_RESPONSE};
use crate::iis::configuration::views::{FilteringRule, RequestFiltering as Settings, is_same};
use crate::iis::content::plain_name;
use crate::iis::context::{Context, text};
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::sync::Arc;

/// Sub-statuses of 404.
const URL_SEQUENCE: u16 = 5;
const VERB: u16 = 6;
const EXTENSION: u16 = 7;
const HIDDEN_SEGMENT: u16 = 8;
const HEADER_LENGTH: u16 = 10;
const DOUBLE_ESCAPE: u16 = 11;
const HIGH_BIT: u16 = 12;
const CONTENT_LENGTH: u16 = 13;
const URL_LENGTH: u16 = 14;
const QUERY_LENGTH: u16 = 15;
const QUERY_SEQUENCE: u16 = 18;
const RULE: u16 = 19;

pub struct RequestFiltering;

impl BuiltIn for RequestFiltering {
    fn registered(&self) -> Registered {
        Registered { events: RQ_BEGIN_REQUEST | RQ_SEND_RESPONSE, ..Registered::default() }
    }

    fn is_concerned(&self, context: &Context, _: Event) -> bool {
        context.configuration().read::<Settings>().is_ok_and(|settings| settings.remove_server_header)
    }

    fn notify(&self, context: &Arc<Context>, event: Event, _: bool) -> Status {
        if event == Event::SendResponse {
            context.response.delete_header("Server");
            return Status::Continue;
        }
        let settings = match settings::<Settings>(context) {
            Ok(settings) => settings,
            Err(status) => return status,
        };
        let (path, query, verb) = (context.request.path(), context.request.query(), context.verb());
        let raw = context.request.raw_url();
        let headers = if settings.header_limits.is_empty() && settings.rules.is_empty() {
            // Nobody asks for another one.
            let length = context.request.peek(HttpHeaderContentLength);
            length.map(|value| (&b"Content-Length"[..], value)).into_iter().collect()
        } else {
            context.request.all_headers()
        };
        let asked = Asked { verb: &verb, raw, path: &path, query: &query, headers: &headers };
        match refusal(settings, &asked) {
            Some(sub_status) => refused(context, 404, sub_status),
            None => {
                // A body in chunks says its length by its end.
                context.request.limit_body(settings.max_allowed_content_length.into());
                Status::Continue
            }
        }
    }
}

/// What is looked at.
struct Asked<'a> {
    verb: &'a str,
    /// The URL's path and query as they came.
    raw: &'a [u8],
    /// Decoded and canonical.
    path: &'a str,
    query: &'a str,
    headers: &'a [(&'a [u8], &'a [u8])],
}

impl Asked<'_> {
    fn values<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s [u8]> {
        let same = move |header: &&(&[u8], &[u8])| header.0.eq_ignore_ascii_case(name.as_bytes());
        self.headers.iter().filter(same).map(|(_, value)| *value)
    }
}

/// The sub-status that a request is refused with; none for one that may go on.
fn refusal(settings: &Settings, asked: &Asked<'_>) -> Option<u16> {
    if !settings.verbs.allows(asked.verb) {
        return Some(VERB);
    }
    let length = asked.values("Content-Length").next();
    let length = length.and_then(|text| core::str::from_utf8(text).ok()?.trim().parse::<u64>().ok());
    if length.is_some_and(|length| length > settings.max_allowed_content_length.into()) {
        return Some(CONTENT_LENGTH);
    }
    // Most URLs are short enough with their queries.
    if is_longer(asked.raw, settings.max_url) {
        let raw_path = asked.raw.split(|byte| *byte == b'?').next().unwrap_or_default();
        if is_longer(raw_path, settings.max_url) {
            return Some(URL_LENGTH);
        }
    }
    if is_longer(asked.query.as_bytes(), settings.max_query_string) {
        return Some(QUERY_LENGTH);
    }
    let limits = settings.header_limits.iter();
    let mut too_long = limits.filter(|(name, most)| asked.values(name).any(|value| value.len() > *most as usize));
    if too_long.next().is_some() {
        return Some(HEADER_LENGTH);
    }
    let allowed = settings.always_allowed_urls.iter().any(|url| is_same(url, asked.path));
    if !allowed && let Some(sub_status) = path_refusal(settings, asked) {
        return Some(sub_status);
    }
    if settings.deny_query_string_sequences.is_empty() && settings.rules.is_empty() {
        return None;
    }
    let queries = [Some(asked.query.to_owned()), settings.unescape_query_string.then(|| unescaped(asked.query))];
    let queries: Vec<String> = queries.into_iter().flatten().collect();
    let allowed = settings.always_allowed_query_strings.iter().any(|query| is_same(query, asked.query));
    let denied = |sequence: &Arc<str>| queries.iter().any(|query| contains(query, sequence));
    if !allowed && settings.deny_query_string_sequences.iter().any(denied) {
        return Some(QUERY_SEQUENCE);
    }
    settings.rules.iter().any(|rule| is_denied(rule, asked, &queries)).then_some(RULE)
}

/// What bytes of a path call for a closer look: signs that may be escapes still, bytes that are no ASCII, and
/// those without which a segment is what it is called and has no extension.
const SIGN: u8 = 1;
const HIGH: u8 = 2;
const NAMING: u8 = 4;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            b'+' | b'%' => SIGN,
            b':' | b'.' | b' ' => NAMING,
            0x80.. => HIGH,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

fn path_refusal(settings: &Settings, asked: &Asked<'_>) -> Option<u16> {
    let path = asked.path;
    if settings.deny_url_sequences.iter().any(|sequence| contains(path, sequence)) {
        return Some(URL_SEQUENCE);
    }
    let kinds = path.bytes().fold(0, |kinds, byte| kinds | KINDS[usize::from(byte)]);
    let has = |kind: u8| kinds & kind != 0;
    if has(SIGN) && !settings.allow_double_escaping && is_escaped_still(path) {
        return Some(DOUBLE_ESCAPE);
    }
    if has(HIGH) && !settings.allow_high_bit_characters {
        return Some(HIGH_BIT);
    }
    if !settings.file_extensions.allows(if has(NAMING) { extension(path) } else { NONE }) {
        return Some(EXTENSION);
    }
    let is_hidden = |segment: &str| {
        let name = plain_name(segment);
        name.len() != segment.len() && settings.hides(name)
    };
    let hidden = settings.hides(path) || has(NAMING) && path.split('/').any(is_hidden);
    hidden.then_some(HIDDEN_SEGMENT)
}

fn is_longer(text: &[u8], most: u32) -> bool {
    u32::try_from(text.len()).map_or(true, |length| length > most)
}

/// The extension of what has none.
const NONE: &str = ".";

/// Of the last part of a path, with its dot.
fn extension(path: &str) -> &str {
    let name = plain_name(last_segment(path));
    name.bytes().rposition(|byte| byte == b'.').map_or(NONE, |dot| &name[dot..])
}

fn last_segment(path: &str) -> &str {
    path.bytes().rposition(|byte| byte == b'/').map_or(path, |slash| &path[slash + 1..])
}

/// Whether decoding once more would give another path; a plus sign may stand for a space.
fn is_escaped_still(path: &str) -> bool {
    let bytes = path.as_bytes();
    let mut signs = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'+' | b'%'));
    signs.any(|(at, byte)| *byte == b'+' || escape_at(&bytes[at..]).is_some())
}

/// The byte of an escape at the beginning; what `%u` stands for is of no matter.
fn escape_at(text: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match text {
        [b'%', b'u' | b'U', digits @ ..] => {
            (digits.len() >= 4 && digits[..4].iter().all(|byte| digit(byte).is_some())).then_some(b'?')
        }
        [b'%', high, low, ..] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    }
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        match (first, escape_at(rest)) {
            (_, Some(byte)) if !matches!(behind.first(), Some(b'u' | b'U')) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = behind;
            }
            (first, _) => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// In any letter case; nothing contains what is empty.
fn contains(text: &str, sequence: &str) -> bool {
    !sequence.is_empty() && text.to_lowercase().contains(&sequence.to_lowercase())
}

fn is_denied(rule: &FilteringRule, asked: &Asked<'_>, queries: &[String]) -> bool {
    if !rule.applies_to.is_empty() && !rule.applies_to.iter().any(|own| is_same(own, extension(asked.path))) {
        return false;
    }
    let raw = text(asked.raw);
    let mut texts: Vec<&str> = Vec::new();
    let values: Vec<_> =
        rule.scan_headers.iter().flat_map(|name| asked.values(name)).map(String::from_utf8_lossy).collect();
    texts.extend(values.iter().map(|value| &**value));
    if rule.scan_url {
        texts.push(asked.path);
    }
    if rule.scan_query_string {
        texts.extend(queries.iter().map(|query| &**query));
    }
    if rule.scan_all_raw {
        texts.push(&raw);
    }
    let mut signs = asked.raw.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    let percent = rule.deny_unescaped_percent
        && (rule.scan_url || rule.scan_all_raw)
        && signs.any(|(at, _)| escape_at(&asked.raw[at..]).is_none());
    percent || rule.deny_strings.iter().any(|denied| texts.iter().any(|text| contains(text, denied)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iis::configuration::views::{Allowed, Hidden};

    fn settings() -> Settings {
        let allowed = |names: &[(&str, bool)]| {
            Allowed::new(true, names.iter().map(|(name, allowed)| ((*name).into(), *allowed)).collect())
        };
        Settings {
            allow_double_escaping: false,
            allow_high_bit_characters: true,
            unescape_query_string: true,
            remove_server_header: false,
            max_allowed_content_length: 1000,
            max_url: 30,
            max_query_string: 20,
            header_limits: vec![("X-Long".into(), 5)],
            file_extensions: allowed(&[(".config", false)]),
            verbs: allowed(&[("DELETE", false)]),
            hidden_segments: Hidden::new(vec!["bin".into(), "web.config".into()]),
            deny_url_sequences: vec!["..".into()],
            always_allowed_urls: vec!["/bin/ok.config".into()],
            deny_query_string_sequences: vec!["<script".into()],
            always_allowed_query_strings: vec!["x=<script".into()],
            rules: Vec::new(),
        }
    }

    fn ask(settings: &Settings, verb: &str, path: &str, query: &str, headers: &[(&[u8], &[u8])]) -> Option<u16> {
        let raw = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        refusal(settings, &Asked { verb, raw: raw.as_bytes(), path, query, headers })
    }

    #[test]
    fn each_rule_has_its_sub_status() {
        let settings = settings();
        let get = |path: &str, query: &str| ask(&settings, "GET", path, query, &[]);
        assert_eq!(get("/a/b.htm", "x=1"), None);
        assert_eq!(ask(&settings, "delete", "/", "", &[]), Some(VERB));
        let with = |name: &str, value: &str| ask(&settings, "GET", "/", "", &[(name.as_bytes(), value.as_bytes())]);
        assert_eq!(with("content-length", "1000"), None);
        assert_eq!(with("content-length", "1001"), Some(CONTENT_LENGTH));
        assert_eq!(with("x-long", "12345"), None);
        assert_eq!(with("x-long", "123456"), Some(HEADER_LENGTH));
        assert_eq!(get(&format!("/{}", "a".repeat(29)), ""), None);
        assert_eq!(get(&format!("/{}", "a".repeat(30)), ""), Some(URL_LENGTH));
        assert_eq!(get("/", &"q".repeat(20)), None);
        assert_eq!(get("/", &"q".repeat(21)), Some(QUERY_LENGTH));
        assert_eq!(get("/a..b", ""), Some(URL_SEQUENCE));
        for path in ["/a%2e", "/%252e", "/a+b", "/%u002e"] {
            assert_eq!(get(path, ""), Some(DOUBLE_ESCAPE), "{path}");
        }
        for path in ["/100%", "/100%.htm", "/%zz", "/%u12"] {
            assert_eq!(get(path, ""), None, "{path}");
        }
        for path in ["/x.config", "/x.CONFIG", "/x.config.", "/x.config::$DATA"] {
            assert_eq!(get(path, ""), Some(EXTENSION), "{path}");
        }
        for path in ["/bin/x", "/a/BIN/x", "/bin", "/bin. /x", "/bin:y/x"] {
            assert_eq!(get(path, ""), Some(HIDDEN_SEGMENT), "{path}");
        }
        assert_eq!(get("/binary/x", ""), None);
        assert_eq!(get("/BIN/ok.config", ""), None);
        assert_eq!(get("/", "a=<SCRIPT"), Some(QUERY_SEQUENCE));
        assert_eq!(get("/", "a=%3Cscript"), Some(QUERY_SEQUENCE));
        assert_eq!(get("/", "x=<script"), None);
    }

    #[test]
    fn names_that_are_not_listed() {
        let mut settings = settings();
        let only = |names: &[&str]| Allowed::new(false, names.iter().map(|name| ((*name).into(), true)).collect());
        settings.file_extensions = only(&[".htm"]);
        assert_eq!(ask(&settings, "GET", "/x.htm", "", &[]), None);
        assert_eq!(ask(&settings, "GET", "/x.html", "", &[]), Some(EXTENSION));
        assert_eq!(ask(&settings, "GET", "/x", "", &[]), Some(EXTENSION));
        settings.file_extensions = only(&[".htm", "."]);
        assert_eq!(ask(&settings, "GET", "/x", "", &[]), None);
        settings.allow_high_bit_characters = false;
        assert_eq!(ask(&settings, "GET", "/ä", "", &[]), Some(HIGH_BIT));
    }

    #[test]
    fn rules_scan_what_they_say() {
        let mut settings = settings();
        let rule = |scan_url, scan_query_string| FilteringRule {
            name: "r".into(),
            scan_url,
            scan_query_string,
            scan_all_raw: false,
            deny_unescaped_percent: true,
            scan_headers: vec!["X-Agent".into()],
            applies_to: vec![".htm".into()],
            deny_strings: vec!["--".into()],
        };
        settings.rules = vec![rule(true, false)];
        let get = |settings: &Settings, path: &str, query: &str| ask(settings, "GET", path, query, &[]);
        assert_eq!(get(&settings, "/a--b.htm", ""), Some(RULE));
        assert_eq!(get(&settings, "/a--b.txt", ""), None);
        assert_eq!(get(&settings, "/a.htm", "--"), None);
        assert_eq!(get(&settings, "/a%.htm", ""), Some(RULE));
        assert_eq!(ask(&settings, "GET", "/a.htm", "", &[(b"x-agent", b"x--")]), Some(RULE));
        settings.rules = vec![rule(false, true)];
        assert_eq!(get(&settings, "/a.htm", "%2D-"), Some(RULE));
        assert_eq!(get(&settings, "/a--b.htm", ""), None);
    }
}
