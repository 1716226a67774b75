//! Server variables: what modules ask for by name, and may set.

mod computed;
mod tls;

use super::com::hresult;
use super::com::memory::WideText;
use super::context::Context;
use super::rarely::Rarely;
use crate::abi::iis::*;
use crate::net::http1::known;
use computed::compute;
use std::borrow::Cow;
use std::sync::Arc;

/// Those that modules have set or removed, in the order in which they did so first.
#[derive(Default)]
pub struct ServerVariables(Rarely<Set>);

#[derive(Default)]
struct Set {
    changes: u32,
    variables: Vec<Variable>,
}

#[derive(Clone)]
pub struct Variable {
    pub name: Arc<str>,
    /// None for one that was removed.
    pub value: Option<(Arc<str>, WideText)>,
}

/// A value in the encoding in which it came.
pub type Value<'a> = Cow<'a, [u8]>;

/// The text of a value: what is no UTF-8 is taken byte by byte, so that none is lost.
pub fn text_of(value: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(value) {
        Ok(text) => text.into(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}

/// The header that a variable's name stands for, in capitals with `_` for `-`.
fn header_name(variable: &str) -> Option<String> {
    let begin = variable.get(..5).filter(|begin| begin.eq_ignore_ascii_case("HTTP_"))?;
    let name = &variable[begin.len()..];
    let is_variable = name.is_empty() || ["METHOD", "URL", "VERSION"].iter().any(|own| own.eq_ignore_ascii_case(name));
    (!is_variable).then(|| name.replace('_', "-"))
}

/// A header's name as a variable's, without the beginning.
fn folded(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_")
}

impl ServerVariables {
    /// Sets what another request has set; whoever does this keeps the other one alive.
    pub fn imitate(&self, other: &ServerVariables) {
        let (_, variables) = other.all();
        let mut set = self.0.lock();
        set.changes += 1;
        set.variables = variables;
    }

    fn get(&self, name: &str) -> Option<(Arc<str>, WideText)> {
        let set = self.0.get()?;
        let variable = set.variables.iter().find(|variable| variable.name.eq_ignore_ascii_case(name))?;
        variable.value.clone()
    }

    fn set(&self, name: &str, value: Option<(Arc<str>, WideText)>) {
        let mut set = self.0.lock();
        match set.variables.iter_mut().find(|variable| variable.name.eq_ignore_ascii_case(name)) {
            Some(variable) => variable.value = value,
            None if value.is_some() => set.variables.push(Variable { name: name.into(), value }),
            // It was not there.
            None => return,
        }
        set.changes += 1;
    }

    /// All that were set or removed, and how often there was a change.
    pub fn all(&self) -> (u32, Vec<Variable>) {
        self.0.get().map_or_else(Default::default, |set| (set.changes, set.variables.clone()))
    }
}

impl Context {
    /// The value of a variable; `None` for one that nobody knows.
    pub fn server_variable(&self, name: &str) -> Option<Value<'_>> {
        if let Some((value, _)) = self.variables.get(name) {
            return Some(value.as_bytes().to_vec().into());
        }
        match header_name(name) {
            Some(header) => self.header_of_variable(&header).map(|(_, value)| value.to_vec().into()),
            None => compute(self, &name.to_ascii_uppercase()),
        }
    }

    /// The header that a variable's name stands for: `-` and `_` are the same in it.
    fn header_of_variable<'a>(&'a self, name: &'a str) -> Option<(&'a [u8], &'a [u8])> {
        // Where the client has spelled it so, as most do.
        if let Some(value) = self.request.header(name.as_bytes()) {
            return Some((name.as_bytes(), value));
        }
        let wanted = folded(name);
        self.request.all_headers().into_iter().find(|(name, _)| folded(&text_of(name)) == wanted)
    }

    /// Sets a variable, or removes what was set.
    pub fn set_server_variable(&self, name: &str, value: Option<&str>) -> HRESULT {
        if let Some(header) = header_name(name) {
            let found = self.header_of_variable(&header).map(|(name, _)| text_of(name).into_owned());
            let name = found.or_else(|| known_name(&header)).unwrap_or(header);
            return match value {
                Some(value) => self.request.set_header(name.as_bytes(), value.as_bytes(), true),
                None => self.request.delete_header(name.as_bytes()),
            };
        }
        let value = match value.map(|value| (value, self.memory.wide_text(value))) {
            Some((_, None)) => return hresult::of(ERROR_NOT_ENOUGH_MEMORY),
            Some((text, Some(wide))) => Some((text.into(), wide)),
            None => None,
        };
        self.variables.set(name, value);
        hresult::S_OK
    }

    /// Takes a variable over from the request that this one is a child of; whether it was there.
    pub fn inherit_server_variable(&self, name: &str) -> Option<HRESULT> {
        let parent = self.parent()?;
        let value = parent.server_variable(name)?;
        Some(self.set_server_variable(name, Some(&text_of(&value))))
    }
}

/// The known header that is spelled like this but for `-` and `_`.
fn known_name(name: &str) -> Option<String> {
    known::request_id(name.as_bytes()).and_then(known::request_name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_variables_and_some_variables_are_no_headers() {
        assert_eq!(header_name("HTTP_USER_AGENT").as_deref(), Some("USER-AGENT"));
        assert_eq!(header_name("http_x").as_deref(), Some("x"));
        for name in ["HTTP_METHOD", "http_url", "HTTP_VERSION", "HTTP_", "HTTPS", "URL", ""] {
            assert_eq!(header_name(name), None, "{name}");
        }
        assert_eq!(known_name("USER-AGENT").as_deref(), Some("User-Agent"));
        assert_eq!(known_name("X-OWN"), None);
    }

    #[test]
    fn no_byte_of_a_value_is_lost() {
        assert_eq!(text_of("ä".as_bytes()), "ä");
        assert_eq!(text_of(b"\xe4"), "ä");
    }
}
