//! What a request may be, by HTTP.SYS's registry values.

/// Lengths that land in a USHORT of the API stay below its last value, whatever the limits say.
pub const MAX_USHORT_LENGTH: usize = 65_534;

/// The largest MaxRequestBytes that the registry takes.
const MAX_REQUEST_BYTES: usize = 16_777_216;

/// The longest verb that is taken: as much as the HTTPERR log would keep of one.
pub const MAX_VERB_LENGTH: usize = 255;

/// Registry values of HTTP.SYS (`Services\HTTP\Parameters`) that bear on a request's head.
#[derive(Clone, Debug)]
pub struct Limits {
    /// MaxFieldLength: bytes of one field's name and value, or of the target.
    pub max_field_length: usize,
    /// MaxRequestBytes: bytes of the request line and all fields, line ends included.
    pub max_request_bytes: usize,
    /// Fields of one request. HTTP.SYS's own default is not documented; cheap fields are
    /// the lever of attacks, and no browser sends a quarter of this.
    pub max_headers: usize,
    /// AllowWeakHeaderNameSyntax: any visible byte but the colon in a field's name.
    pub allow_weak_header_name_syntax: bool,
    /// AllowWeakHeaderValueSyntax: control characters in values, but never NUL, CR or LF.
    pub allow_weak_header_value_syntax: bool,
    /// AllowCaseInsensitiveVerbs: `get` is GET.
    pub allow_case_insensitive_verbs: bool,
    /// AllowUnEscapedRestrictedChars: raw control characters in the target, but never NUL, CR or LF.
    pub allow_unescaped_restricted_chars: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_field_length: 16_384,
            max_request_bytes: 16_384,
            max_headers: 200,
            allow_weak_header_name_syntax: false,
            allow_weak_header_value_syntax: false,
            allow_case_insensitive_verbs: false,
            allow_unescaped_restricted_chars: false,
        }
    }
}

impl Limits {
    /// MaxFieldLength, never more than a USHORT can tell.
    pub fn field_length(&self) -> usize {
        self.max_field_length.min(MAX_USHORT_LENGTH)
    }

    /// MaxRequestBytes, never more than the registry would take.
    pub fn request_bytes(&self) -> usize {
        self.max_request_bytes.min(MAX_REQUEST_BYTES)
    }

    /// The count of fields, never more than a USHORT can tell.
    pub fn headers(&self) -> usize {
        self.max_headers.min(MAX_USHORT_LENGTH)
    }
}
