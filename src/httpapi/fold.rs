//! Text in which small and capital letters are one, for hosts and paths.

use super::punycode;
use crate::win32::compare::capital;
use crate::win32::text::utf8;

/// What most segments and hosts fit into: clearing more costs more than the rest of a look-up.
const SHORT: usize = 48;
/// Longer text is folded in memory of its own; no segment and no host is, as a rule.
const LONG: usize = 264;

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
    if !text.is_ascii() {
        call(&folded(text))
    } else if text.len() <= SHORT {
        with_capitals::<SHORT, R>(text, call)
    } else {
        with_capitals::<LONG, R>(text, call)
    }
}

/// ASCII in capitals, on the stack if it has the room.
fn with_capitals<const ROOM: usize, R>(text: &str, call: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; ROOM];
    if let Some(copy) = buffer.get_mut(..text.len()) {
        copy.copy_from_slice(text.as_bytes());
        copy.make_ascii_uppercase();
        if let Some(copy) = utf8(copy) {
            return call(copy);
        }
    }
    call(&text.to_ascii_uppercase())
}

/// Calls with the form of a host name in which names are compared: folded, IDN as DNS has it.
pub(super) fn with_host_key<R>(name: &str, call: impl FnOnce(&str) -> R) -> R {
    if name.is_ascii() { with_folded(name, call) } else { call(&folded(&punycode::host(name))) }
}
