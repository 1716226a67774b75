//! Basic: a name and a password, which every request has with it.

use crate::abi::http::HttpHeaderAuthorization;
use crate::httpapi::told::tell;
use crate::net::message::Request;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use std::fmt;

/// Longer names and passwords are nobody's, as on Windows; work goes by their length.
const MOST: usize = 256;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A name and a password. A domain is part of the name.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: Vec<u8>,
}

impl Credentials {
    pub fn new(user: impl Into<String>, password: impl Into<Vec<u8>>) -> Self {
        Self { user: user.into(), password: password.into() }
    }

    pub fn user(&self) -> &str {
        &self.user
    }

    pub fn password(&self) -> &[u8] {
        &self.password
    }

    /// Whether they may be somebody's.
    pub fn are_plausible(&self) -> bool {
        !self.user.is_empty() && self.user.len() <= MOST && self.password.len() <= MOST && !self.password.contains(&0)
    }
}

/// A password is in no log.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// What a request has to say of its sender.
#[derive(Debug, PartialEq, Eq)]
pub enum Authorization {
    /// Nothing, or something in a scheme that is the program's business.
    None,
    Malformed,
    Basic(Credentials),
}

pub fn read(request: &Request) -> Authorization {
    let fields = &request.head().fields;
    let mut values = fields.iter().filter(|field| field.id.map(i32::from) == Some(HttpHeaderAuthorization));
    match (values.next(), values.next()) {
        (None, _) => Authorization::None,
        (Some(field), None) => parse(field.value.of(request.bytes())),
        (Some(_), Some(_)) => Authorization::Malformed,
    }
}

/// What the value of an Authorization header says.
pub fn parse(value: &[u8]) -> Authorization {
    let value = value.trim_ascii();
    let end = value.iter().position(|byte| *byte == b' ').unwrap_or(value.len());
    let (scheme, rest) = value.split_at(end);
    if !scheme.eq_ignore_ascii_case(b"Basic") {
        return if value.is_empty() { Authorization::Malformed } else { Authorization::None };
    }
    decode(rest.trim_ascii()).map_or(Authorization::Malformed, Authorization::Basic)
}

fn decode(text: &[u8]) -> Option<Credentials> {
    let bytes = BASE64.decode(text).ok()?;
    let colon = bytes.iter().position(|byte| *byte == b':')?;
    // Names are UTF-8. Those who write them in another way are nobody, but have written well.
    let user = String::from_utf8_lossy(&bytes[..colon]).into_owned();
    (!user.chars().any(char::is_control)).then(|| Credentials { user, password: bytes[colon + 1..].to_vec() })
}

/// Whoever listens on the way knows the password.
pub fn warn() {
    static TOLD: std::sync::Once = std::sync::Once::new();
    TOLD.call_once(|| tell("Basic authentication without TLS: passwords are sent in the clear".to_owned(), ""));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_passwords() {
        let basic = |user: &str, password: &[u8]| Authorization::Basic(Credentials::new(user, password));
        for (value, wanted) in [
            ("Basic dXNlcjpwYXNz", basic("user", b"pass")),
            ("bASIC   dXNlcjpwYXNz", basic("user", b"pass")),
            ("Basic dXNlcjpwYTpzcw==", basic("user", b"pa:ss")),
            ("Basic dXNlcjpwYTpzcw", basic("user", b"pa:ss")),
            ("Basic Og==", basic("", b"")),
            ("Basic REVcdcO8Og==", basic("DE\\u\u{fc}", b"")),
            ("Basic", Authorization::Malformed),
            ("Basic ", Authorization::Malformed),
            ("Basic dXNlcg==", Authorization::Malformed),
            ("Basic dXNl cjpwYXNz", Authorization::Malformed),
            ("Basic !", Authorization::Malformed),
            ("Basic YQpiOmM=", Authorization::Malformed),
            ("", Authorization::Malformed),
            ("Bearer abc", Authorization::None),
            ("Basically dXNlcjpwYXNz", Authorization::None),
            ("Negotiate YII=", Authorization::None),
        ] {
            assert_eq!(parse(value.as_bytes()), wanted, "{value}");
        }
    }

    #[test]
    fn what_nobody_has() {
        assert!(Credentials::new("a", "b").are_plausible() && Credentials::new("a", "").are_plausible());
        assert!(!Credentials::new("", "b").are_plausible() && !Credentials::new("a", "b\0c").are_plausible());
        assert!(!Credentials::new("a", "b".repeat(257)).are_plausible());
        assert!(!format!("{:?}", Credentials::new("a", "secret")).contains("secret"));
    }
}
