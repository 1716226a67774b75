//! The handshake: what a server asks of a request's headers, and a client of a response's.

use std::fmt;
use tungstenite::handshake::{client::generate_key, derive_accept_key};

/// The one version there is.
pub const VERSION: &str = "13";

/// The name and the value of a header.
pub type Field<'a> = (&'a [u8], &'a [u8]);

/// What is wrong with a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `Upgrade` does not name websocket, or `Connection` not the upgrade.
    NoUpgrade,
    /// Another version than 13, or none: the answer names ours.
    Version,
    /// `Sec-WebSocket-Key` is not there once, with 16 bytes in base64.
    Key,
    /// `Sec-WebSocket-Protocol` is no list of tokens.
    Protocols,
    /// `Sec-WebSocket-Accept` is not the answer to the key.
    Accept,
    /// The server chose a protocol or an extension that it was not offered.
    NotOffered,
}

impl Refusal {
    /// The status with which a server answers, and a header of that answer.
    pub fn answer(self) -> (u16, Option<(&'static str, &'static str)>) {
        match self {
            Self::Version => (426, Some(("Sec-WebSocket-Version", VERSION))),
            _ => (400, None),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoUpgrade => "the headers do not ask for a WebSocket",
            Self::Version => "the version is not 13",
            Self::Key => "Sec-WebSocket-Key is not 16 bytes in base64",
            Self::Protocols => "Sec-WebSocket-Protocol is no list of tokens",
            Self::Accept => "Sec-WebSocket-Accept is not the answer to the key",
            Self::NotOffered => "a protocol or an extension that was not offered",
        })
    }
}

impl std::error::Error for Refusal {}

/// A request for a WebSocket that is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The value of `Sec-WebSocket-Accept` to answer with.
    pub accept: String,
    /// Subprotocols, what the client likes most first.
    pub protocols: Vec<&'a str>,
}

impl Offer<'_> {
    /// The subprotocol that the client likes most of those that the server has.
    pub fn select<'s>(&self, supported: &[&'s str]) -> Option<&'s str> {
        self.protocols.iter().find_map(|offered| supported.iter().find(|name| *name == offered).copied())
    }
}

/// Checks the headers of a request. That it is a GET of HTTP/1.1 without a body is for the caller to know.
pub fn check_request<'a>(fields: &[Field<'a>]) -> Result<Offer<'a>, Refusal> {
    if !asks_for_upgrade(fields) {
        return Err(Refusal::NoUpgrade);
    }
    if single(fields, "Sec-WebSocket-Version") != Some(VERSION.as_bytes()) {
        return Err(Refusal::Version);
    }
    let key = single(fields, "Sec-WebSocket-Key").filter(|key| is_key(key)).ok_or(Refusal::Key)?;
    let mut protocols = Vec::new();
    for name in elements(fields, "Sec-WebSocket-Protocol") {
        if !is_token(name) {
            return Err(Refusal::Protocols);
        }
        protocols.push(str::from_utf8(name).map_err(|_| Refusal::Protocols)?);
    }
    Ok(Offer { accept: derive_accept_key(key), protocols })
}

/// A key for a client's request.
pub fn new_key() -> String {
    generate_key()
}

/// What the server chose of what it was offered, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub protocol: Option<usize>,
    pub extensions: Vec<usize>,
}

/// Checks the headers of a response with status 101 to a request with that key.
pub fn check_response(
    fields: &[Field<'_>],
    key: &str,
    protocols: &[String],
    extensions: &[String],
) -> Result<Choice, Refusal> {
    if !asks_for_upgrade(fields) {
        return Err(Refusal::NoUpgrade);
    }
    if single(fields, "Sec-WebSocket-Accept") != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
        return Err(Refusal::Accept);
    }
    let mut choice = Choice::default();
    if values(fields, "Sec-WebSocket-Protocol").next().is_some() {
        let chosen = single(fields, "Sec-WebSocket-Protocol").ok_or(Refusal::NotOffered)?;
        let index = protocols.iter().position(|offered| offered.as_bytes() == chosen);
        choice.protocol = Some(index.ok_or(Refusal::NotOffered)?);
    }
    for chosen in elements(fields, "Sec-WebSocket-Extensions") {
        // With parameters, which are the extension's business.
        let name = extension_name(chosen);
        let index = extensions.iter().position(|offered| extension_name(offered.as_bytes()) == name);
        choice.extensions.push(index.ok_or(Refusal::NotOffered)?);
    }
    Ok(choice)
}

fn extension_name(extension: &[u8]) -> &[u8] {
    extension.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii()
}

/// Whether a request offers this extension.
pub fn offers_extension(fields: &[Field<'_>], chosen: &[u8]) -> bool {
    let name = extension_name(chosen);
    elements(fields, "Sec-WebSocket-Extensions").any(|offered| extension_name(offered) == name)
}

/// Whether a list of that name has this element, in any case of letters.
pub fn has_element(fields: &[Field<'_>], name: &str, wanted: &[u8]) -> bool {
    elements(fields, name).any(|element| element.eq_ignore_ascii_case(wanted))
}

fn asks_for_upgrade(fields: &[Field<'_>]) -> bool {
    has_element(fields, "Upgrade", b"websocket") && has_element(fields, "Connection", b"upgrade")
}

fn values<'f, 'a: 'f>(fields: &'f [Field<'a>], name: &'f str) -> impl Iterator<Item = &'a [u8]> + 'f {
    let named = fields.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name.as_bytes()));
    named.map(|(_, value)| value.trim_ascii())
}

/// The value of a header that is there once.
fn single<'a>(fields: &[Field<'a>], name: &str) -> Option<&'a [u8]> {
    let mut values = values(fields, name);
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// What the lists of that name hold, over all their headers; empty elements count for nothing.
fn elements<'f, 'a: 'f>(fields: &'f [Field<'a>], name: &'f str) -> impl Iterator<Item = &'a [u8]> + 'f {
    let elements = values(fields, name).flat_map(|value| value.split(|byte| *byte == b','));
    elements.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}

/// 16 bytes are 22 digits and two signs that fill up.
fn is_key(key: &[u8]) -> bool {
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.len() == 24 && key.ends_with(b"==") && key[..22].iter().all(digit)
}

pub fn is_token(text: &[u8]) -> bool {
    let sign = |byte: &u8| b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(|byte| byte.is_ascii_alphanumeric() || sign(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[(&str, &str)] = &[
        ("Host", "server.example.com"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Version", "13"),
    ];

    fn with<'a>(base: &[(&'a str, &'a str)], name: &'a str, value: Option<&'a str>) -> Vec<Field<'a>> {
        let kept = base.iter().filter(|(found, _)| *found != name).copied();
        kept.chain(value.map(|value| (name, value))).map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect()
    }

    fn plus<'a>(base: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<Field<'a>> {
        let all = base.iter().copied().chain([(name, value)]);
        all.map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect()
    }

    #[test]
    fn the_example_of_the_standard() {
        let offer = check_request(&plus(REQUEST, "Sec-WebSocket-Protocol", "chat, superchat")).unwrap();
        assert_eq!(offer.accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(offer.protocols, ["chat", "superchat"]);
        assert_eq!(offer.select(&["superchat", "chat"]), Some("chat"));
        assert_eq!(offer.select(&["superchat", "v2"]), Some("superchat"));
        assert_eq!(offer.select(&["Chat"]), None);
        assert_eq!(offer.select(&[]), None);
    }

    #[test]
    fn what_is_asked_of_a_request() {
        let cases: &[(&str, Option<&str>, Option<Refusal>)] = &[
            ("Upgrade", None, Some(Refusal::NoUpgrade)),
            ("Upgrade", Some("WebSocket"), None),
            ("Upgrade", Some("h2c, websocket"), None),
            ("Upgrade", Some("websocket2"), Some(Refusal::NoUpgrade)),
            ("Upgrade", Some("web socket"), Some(Refusal::NoUpgrade)),
            ("Connection", None, Some(Refusal::NoUpgrade)),
            ("Connection", Some("keep-alive, Upgrade"), None),
            ("Connection", Some("UPGRADE,"), None),
            ("Connection", Some("keep-alive"), Some(Refusal::NoUpgrade)),
            ("Sec-WebSocket-Version", None, Some(Refusal::Version)),
            ("Sec-WebSocket-Version", Some("8"), Some(Refusal::Version)),
            ("Sec-WebSocket-Version", Some("13, 8"), Some(Refusal::Version)),
            ("Sec-WebSocket-Version", Some("013"), Some(Refusal::Version)),
            ("Sec-WebSocket-Version", Some(" 13 "), None),
            ("Sec-WebSocket-Key", None, Some(Refusal::Key)),
            ("Sec-WebSocket-Key", Some(""), Some(Refusal::Key)),
            ("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZQ="), Some(Refusal::Key)),
            ("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZQAA"), Some(Refusal::Key)),
            ("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZ-=="), Some(Refusal::Key)),
            ("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZQAAAA=="), Some(Refusal::Key)),
            ("Sec-WebSocket-Protocol", Some("chat, "), None),
            ("Sec-WebSocket-Protocol", Some("a b"), Some(Refusal::Protocols)),
            ("Sec-WebSocket-Protocol", Some("a, \"b\""), Some(Refusal::Protocols)),
            ("Sec-WebSocket-Protocol", Some("é"), Some(Refusal::Protocols)),
            // What we do not have is not accepted, and no fault.
            ("Sec-WebSocket-Extensions", Some("permessage-deflate; client_max_window_bits"), None),
        ];
        for (name, value, wanted) in cases {
            assert_eq!(check_request(&with(REQUEST, name, *value)).err(), *wanted, "{name}: {value:?}");
        }
        // Twice is not once, and lists may come in several headers, in any case of letters.
        let twice = plus(REQUEST, "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(check_request(&twice), Err(Refusal::Key));
        assert_eq!(check_request(&plus(REQUEST, "SEC-WEBSOCKET-VERSION", "13")), Err(Refusal::Version));
        let mut lists = plus(REQUEST, "sec-websocket-protocol", "b");
        lists.push((b"Sec-WebSocket-Protocol", b"c,a"));
        assert_eq!(check_request(&lists).unwrap().protocols, ["b", "c", "a"]);
        assert_eq!(Refusal::Version.answer(), (426, Some(("Sec-WebSocket-Version", "13"))));
        assert_eq!(Refusal::Key.answer(), (400, None));
    }

    #[test]
    fn what_is_asked_of_a_response() {
        let key = "dGhlIHNhbXBsZSBub25jZQ==";
        let response = [
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ];
        let protocols = ["chat".to_owned(), "v2".to_owned()];
        let extensions = ["x-one; a=1".to_owned()];
        let check = |fields: &[Field<'_>]| check_response(fields, key, &protocols, &extensions);
        let cases: &[(&str, Option<&str>, Option<Refusal>)] = &[
            ("Upgrade", None, Some(Refusal::NoUpgrade)),
            ("Connection", Some("close"), Some(Refusal::NoUpgrade)),
            ("Sec-WebSocket-Accept", None, Some(Refusal::Accept)),
            ("Sec-WebSocket-Accept", Some("S3pPLMBiTxaQ9kYGzzhZRbK+xOo="), Some(Refusal::Accept)),
            ("Sec-WebSocket-Protocol", Some("chat"), None),
            ("Sec-WebSocket-Protocol", Some("chat, v2"), Some(Refusal::NotOffered)),
            ("Sec-WebSocket-Protocol", Some("v3"), Some(Refusal::NotOffered)),
            ("Sec-WebSocket-Extensions", Some("x-one"), None),
            ("Sec-WebSocket-Extensions", Some("permessage-deflate"), Some(Refusal::NotOffered)),
        ];
        for (name, value, wanted) in cases {
            assert_eq!(check(&with(&response, name, *value)).err(), *wanted, "{name}: {value:?}");
        }
        let mut both = plus(&response, "Sec-WebSocket-Protocol", "v2");
        assert_eq!(check(&both), Ok(Choice { protocol: Some(1), extensions: vec![] }));
        both.push((b"Sec-WebSocket-Protocol", b"chat"));
        assert_eq!(check(&both), Err(Refusal::NotOffered));
        let extended = plus(&response, "Sec-WebSocket-Extensions", "x-one ; b");
        assert_eq!(check(&extended), Ok(Choice { protocol: None, extensions: vec![0] }));
    }

    #[test]
    fn keys_are_sixteen_bytes_and_new() {
        assert!(is_key(new_key().as_bytes()));
        assert_ne!(new_key(), new_key());
    }
}
