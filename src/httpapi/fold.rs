//! Text in which small and capital letters are one, for hosts and paths.

use super::punycode;
use crate::win32::compare::capital;

/// Longer text is folded in memory of its own; no segment and no host is, as a rule.
const ON_STACK: usize = 264;

/// A letter as Windows compares it. A letter beyond ASCII never becomes one of ASCII (`ı` is not `I`).
fn fold(letter: char) -> char {
    let capital = capital(letter);
    if capital.is_ascii() && !letter.is_ascii() { letter } else { capital }
}

pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// Calls with the folded text; ASCII of a usual length costs no memory.
pub(super) fn with_folded<R>(text: &str, call: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; ON_STACK];
    if text.is_ascii()
        && let Some(copy) = buffer.get_mut(..text.len())
    {
        copy.copy_from_slice(text.as_bytes());
        copy.make_ascii_uppercase();
        if let Ok(copy) = std::str::from_utf8(copy) {
            return call(copy);
        }
    }
    call(&folded(text))
}

/// Calls with the form of a host name in which names are compared: folded, IDN as DNS has it.
pub(super) fn with_host_key<R>(name: &str, call: impl FnOnce(&str) -> R) -> R {
    if name.is_ascii() { with_folded(name, call) } else { call(&folded(&punycode::host(name))) }
}
