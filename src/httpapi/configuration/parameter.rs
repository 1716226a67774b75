//! Parameters of the HTTP service that Windows keeps in the registry, by their names there.

use crate::net::settings::Settings;

/// What `parameter` lines may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    MaxFieldLength,
    MaxRequestBytes,
    UrlSegmentMaxCount,
    UrlSegmentMaxLength,
    EnableNonUtf8,
    FavorUtf8,
    PercentUAllowed,
    AllowRestrictedChars,
    AllowUnEscapedRestrictedChars,
    AllowWeakHeaderNameSyntax,
    AllowWeakHeaderValueSyntax,
    AllowCaseInsensitiveVerbs,
    EnableHttp2Cleartext,
    UriEnableCache,
    DisableServerHeader,
}

use Parameter::*;

/// Each with its name, and the least and the most that the registry takes.
pub const ALL: [(Parameter, &str, u32, u32); 15] = [
    (MaxFieldLength, "MaxFieldLength", 64, 65_534),
    (MaxRequestBytes, "MaxRequestBytes", 256, 16_777_216),
    (UrlSegmentMaxCount, "UrlSegmentMaxCount", 0, 16_383),
    (UrlSegmentMaxLength, "UrlSegmentMaxLength", 0, 32_766),
    (EnableNonUtf8, "EnableNonUTF8", 0, 1),
    (FavorUtf8, "FavorUTF8", 0, 1),
    (PercentUAllowed, "PercentUAllowed", 0, 1),
    (AllowRestrictedChars, "AllowRestrictedChars", 0, 1),
    (AllowUnEscapedRestrictedChars, "AllowUnEscapedRestrictedChars", 0, 1),
    (AllowWeakHeaderNameSyntax, "AllowWeakHeaderNameSyntax", 0, 1),
    (AllowWeakHeaderValueSyntax, "AllowWeakHeaderValueSyntax", 0, 1),
    (AllowCaseInsensitiveVerbs, "AllowCaseInsensitiveVerbs", 0, 1),
    (EnableHttp2Cleartext, "EnableHttp2Cleartext", 0, 1),
    (UriEnableCache, "UriEnableCache", 0, 1),
    (DisableServerHeader, "DisableServerHeader", 0, 2),
];

impl Parameter {
    /// Names in the registry are the same in any letter case.
    pub fn of(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, known, ..)| known.eq_ignore_ascii_case(name)).map(|(parameter, ..)| *parameter)
    }

    pub fn name(self) -> &'static str {
        ALL.iter().find(|(parameter, ..)| *parameter == self).map_or("", |(_, name, ..)| name)
    }

    pub fn takes(self, value: u32) -> bool {
        ALL.iter().any(|(parameter, _, least, most)| *parameter == self && (*least..=*most).contains(&value))
    }

    /// Puts the value where listeners look; some are looked for elsewhere.
    pub fn apply(self, value: u32, settings: &mut Settings) {
        let (limits, urls, on) = (&mut settings.limits, &mut settings.url_limits, value != 0);
        match self {
            MaxFieldLength => limits.max_field_length = value as usize,
            MaxRequestBytes => limits.max_request_bytes = value as usize,
            UrlSegmentMaxCount => urls.segment_max_count = value,
            UrlSegmentMaxLength => urls.segment_max_length = value,
            EnableNonUtf8 => urls.enable_non_utf8 = on,
            FavorUtf8 => urls.favor_utf8 = on,
            PercentUAllowed => urls.percent_u_allowed = on,
            AllowRestrictedChars => urls.allow_restricted_chars = on,
            AllowUnEscapedRestrictedChars => {
                limits.allow_unescaped_restricted_chars = on;
                urls.allow_unescaped_restricted_chars = on;
            }
            AllowWeakHeaderNameSyntax => limits.allow_weak_header_name_syntax = on,
            AllowWeakHeaderValueSyntax => limits.allow_weak_header_value_syntax = on,
            AllowCaseInsensitiveVerbs => limits.allow_case_insensitive_verbs = on,
            EnableHttp2Cleartext => settings.http2_cleartext = on,
            UriEnableCache | DisableServerHeader => {}
        }
    }
}
