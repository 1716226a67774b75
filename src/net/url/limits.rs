//! What a URL may look like, and what is said of one that does not.

/// Why a request has no canonical URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// 400 Bad Request - Invalid URL.
    Invalid,
    /// 400 Bad Request - Invalid Hostname.
    Hostname,
    /// 400 Bad Request, with nothing more to say.
    BadRequest,
    /// 414 Request URL Too Long.
    TooLong,
}

/// The registry values that rule request targets; the names are Windows'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlLimits {
    /// UrlSegmentMaxCount: segments of a path; 0 for any number.
    pub segment_max_count: u32,
    /// UrlSegmentMaxLength: UTF-16 units of a decoded segment; 0 for any number.
    pub segment_max_length: u32,
    /// EnableNonUTF8: escapes that are no UTF-8 are taken as bytes of Windows 1252.
    pub enable_non_utf8: bool,
    /// FavorUTF8: UTF-8 is tried first and not last.
    pub favor_utf8: bool,
    /// PercentUAllowed: `%uXXXX` stands for a UTF-16 unit.
    pub percent_u_allowed: bool,
    /// AllowRestrictedChars: escapes may stand for control characters (U+0001–1F, U+007F–9F).
    pub allow_restricted_chars: bool,
    /// AllowUnEscapedRestrictedChars: control characters may stand in the target as they are.
    pub allow_unescaped_restricted_chars: bool,
}

impl Default for UrlLimits {
    fn default() -> UrlLimits {
        UrlLimits {
            segment_max_count: 255,
            segment_max_length: 260,
            enable_non_utf8: true,
            favor_utf8: true,
            percent_u_allowed: true,
            allow_restricted_chars: false,
            allow_unescaped_restricted_chars: false,
        }
    }
}
