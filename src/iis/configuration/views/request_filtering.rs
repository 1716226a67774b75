//! `system.webServer/security/requestFiltering`: what is refused before a module sees it.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct RequestFiltering {
    pub allow_double_escaping: bool,
    pub allow_high_bit_characters: bool,
    pub unescape_query_string: bool,
    pub remove_server_header: bool,
    pub max_allowed_content_length: u32,
    pub max_url: u32,
    pub max_query_string: u32,
    /// Names of headers and how long their values may be.
    pub header_limits: Vec<(Arc<str>, u32)>,
    pub file_extensions: Allowed,
    pub verbs: Allowed,
    pub hidden_segments: Vec<Arc<str>>,
    pub deny_url_sequences: Vec<Arc<str>>,
    pub always_allowed_urls: Vec<Arc<str>>,
    pub deny_query_string_sequences: Vec<Arc<str>>,
    pub always_allowed_query_strings: Vec<Arc<str>>,
    pub rules: Vec<FilteringRule>,
}

/// Names that are allowed or not, and what holds for others.
#[derive(Debug)]
pub struct Allowed {
    pub unlisted: bool,
    pub names: Vec<(Arc<str>, bool)>,
}

#[derive(Debug)]
pub struct FilteringRule {
    pub name: Arc<str>,
    pub scan_url: bool,
    pub scan_query_string: bool,
    pub scan_all_raw: bool,
    pub deny_unescaped_percent: bool,
    pub scan_headers: Vec<Arc<str>>,
    /// Extensions; all if there are none.
    pub applies_to: Vec<Arc<str>>,
    pub deny_strings: Vec<Arc<str>>,
}

fn texts(element: &Element, child: &str, attribute: &str) -> Vec<Arc<str>> {
    let items = element.child(child).map_or(&[][..], |child| child.items());
    items.iter().map(|item| item.string(attribute)).collect()
}

impl Allowed {
    fn read(section: &Element, child: &str, attribute: &str) -> Self {
        let child = section.child(child);
        let items = child.map_or(&[][..], |child| child.items());
        Self {
            unlisted: child.is_none_or(|child| child.bool("allowUnlisted")),
            names: items.iter().map(|item| (item.string(attribute), item.bool("allowed"))).collect(),
        }
    }

    /// In any letter case.
    pub fn allows(&self, name: &str) -> bool {
        let listed = self.names.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(name));
        listed.map_or(self.unlisted, |(_, allowed)| *allowed)
    }
}

impl View for RequestFiltering {
    const SECTION: &'static str = "system.webServer/security/requestFiltering";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let limits = section.child("requestLimits");
        let limit = |name| limits.map_or(u32::MAX, |limits| limits.uint(name));
        let headers = limits.and_then(|limits| limits.child("headerLimits")).map_or(&[][..], |headers| headers.items());
        let rules = section.child("filteringRules").map_or(&[][..], |rules| rules.items());
        Ok(Self {
            allow_double_escaping: section.bool("allowDoubleEscaping"),
            allow_high_bit_characters: section.bool("allowHighBitCharacters"),
            unescape_query_string: section.bool("unescapeQueryString"),
            remove_server_header: section.bool("removeServerHeader"),
            max_allowed_content_length: limit("maxAllowedContentLength"),
            max_url: limit("maxUrl"),
            max_query_string: limit("maxQueryString"),
            header_limits: headers.iter().map(|item| (item.string("header"), item.uint("sizeLimit"))).collect(),
            file_extensions: Allowed::read(section, "fileExtensions", "fileExtension"),
            verbs: Allowed::read(section, "verbs", "verb"),
            hidden_segments: texts(section, "hiddenSegments", "segment"),
            deny_url_sequences: texts(section, "denyUrlSequences", "sequence"),
            always_allowed_urls: texts(section, "alwaysAllowedUrls", "url"),
            deny_query_string_sequences: texts(section, "denyQueryStringSequences", "sequence"),
            always_allowed_query_strings: texts(section, "alwaysAllowedQueryStrings", "queryString"),
            rules: rules.iter().map(|item| FilteringRule::read(item)).collect(),
        })
    }
}

/// In any letter case.
pub fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

impl FilteringRule {
    fn read(item: &Element) -> Self {
        Self {
            name: item.string("name"),
            scan_url: item.bool("scanUrl"),
            scan_query_string: item.bool("scanQueryString"),
            scan_all_raw: item.bool("scanAllRaw"),
            deny_unescaped_percent: item.bool("denyUnescapedPercent"),
            scan_headers: texts(item, "scanHeaders", "requestHeader"),
            applies_to: texts(item, "appliesTo", "fileExtension"),
            deny_strings: texts(item, "denyStrings", "string"),
        }
    }
}

impl RequestFiltering {
    /// Whether a segment of the path is one that is never served, in any letter case.
    pub fn hides(&self, path: &str) -> bool {
        let own = || self.hidden_segments.iter();
        if path.is_ascii() && own().all(|own| own.is_ascii()) {
            let mut segments = path.as_bytes().split(|byte| *byte == b'/');
            return segments.any(|segment| own().any(|own| own.as_bytes().eq_ignore_ascii_case(segment)));
        }
        path.split('/').any(|segment| own().any(|own| is_same(own, segment)))
    }
}
