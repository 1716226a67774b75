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
    pub hidden_segments: Hidden,
    pub deny_url_sequences: Vec<Arc<str>>,
    pub always_allowed_urls: Vec<Arc<str>>,
    pub deny_query_string_sequences: Vec<Arc<str>>,
    pub always_allowed_query_strings: Vec<Arc<str>>,
    pub rules: Vec<FilteringRule>,
}

/// Names that are allowed or not, and what holds for others.
#[derive(Debug)]
pub struct Allowed {
    unlisted: bool,
    names: Vec<(Arc<str>, bool)>,
    looks: Looks,
}

/// Segments of paths that are never served.
#[derive(Debug)]
pub struct Hidden {
    segments: Vec<Arc<str>>,
    looks: Looks,
    is_ascii: bool,
}

/// What names have in common, so that most texts are seen not to be any of them: for each length, from 15 on
/// for all together, the last letters in either case.
#[derive(Debug, Default)]
struct Looks([u32; 16]);

impl Looks {
    fn of<'a>(names: impl Iterator<Item = &'a Arc<str>>) -> Self {
        let mut looks = Self::default();
        for name in names {
            let (length, bit) = Self::place(name.as_bytes());
            looks.0[length] |= bit;
        }
        looks
    }

    fn place(text: &[u8]) -> (usize, u32) {
        (text.len().min(15), 1 << (text.last().map_or(0, |last| last & 31)))
    }

    /// Whether a text may be one of the names.
    fn may_have(&self, text: &[u8]) -> bool {
        let (length, bit) = Self::place(text);
        self.0[length] & bit != 0
    }
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
    pub fn new(unlisted: bool, names: Vec<(Arc<str>, bool)>) -> Self {
        let looks = Looks::of(names.iter().map(|(name, _)| name));
        Self { unlisted, names, looks }
    }

    fn read(section: &Element, child: &str, attribute: &str) -> Self {
        let child = section.child(child);
        let items = child.map_or(&[][..], |child| child.items());
        Self::new(
            child.is_none_or(|child| child.bool("allowUnlisted")),
            items.iter().map(|item| (item.string(attribute), item.bool("allowed"))).collect(),
        )
    }

    /// In any letter case.
    pub fn allows(&self, name: &str) -> bool {
        if !self.looks.may_have(name.as_bytes()) {
            return self.unlisted;
        }
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
            hidden_segments: Hidden::new(texts(section, "hiddenSegments", "segment")),
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

impl Hidden {
    pub fn new(segments: Vec<Arc<str>>) -> Self {
        let is_ascii = segments.iter().all(|own| own.is_ascii());
        Self { looks: Looks::of(segments.iter()), segments, is_ascii }
    }
}

impl RequestFiltering {
    /// Whether a segment of the path is one that is never served, in any letter case.
    pub fn hides(&self, path: &str) -> bool {
        let Hidden { segments, looks, is_ascii } = &self.hidden_segments;
        if *is_ascii && path.is_ascii() {
            let is_own = |segment: &[u8]| segments.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(segment));
            let mut parts = path.as_bytes().split(|byte| *byte == b'/');
            return parts.any(|segment| looks.may_have(segment) && is_own(segment));
        }
        path.split('/').any(|segment| segments.iter().any(|own| is_same(own, segment)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_letter_case() {
        let names = [".cs", ".config", "GET", "", "a name of more than fifteen bytes", ".ä"];
        let allowed = Allowed::new(true, names.iter().map(|name| ((*name).into(), false)).collect());
        for name in [".cs", ".CS", ".Config", "get", "", "A NAME of more than fifteen BYTES", ".ä"] {
            assert!(!allowed.allows(name), "{name}");
        }
        for name in [".ds", ".c", ".config.", "PUT", "another name of more than fifteen bytes", ".Ä", "."] {
            assert!(allowed.allows(name), "{name}");
        }
        assert!(!Allowed::new(false, Vec::new()).allows("GET"));
    }
}
