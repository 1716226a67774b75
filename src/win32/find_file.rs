//! Searching directories by a pattern.

use super::error::Win32Error;
use super::file_attributes::Facts;
use super::object::Object;
use super::path::{split_name, without_slash};
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::ffi::{OsStr, OsString};
use std::fs::{self, ReadDir};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// One thing found.
pub struct Found {
    pub name: OsString,
    pub facts: Facts,
}

/// A search that goes on.
pub struct Search {
    folder: PathBuf,
    pattern: Vec<u8>,
    directories_only: bool,
    state: Mutex<State>,
}

struct State {
    /// Those that the system does not list: the last one comes first.
    first: Vec<OsString>,
    entries: Option<ReadDir>,
}

impl Object for Search {}

impl Search {
    /// Begins a search, with the first thing found.
    pub fn begin(path: &Path, directories_only: bool) -> Result<(Self, Found), Win32Error> {
        let (folder, pattern) = split_name(path);
        if pattern.is_empty() {
            return Err(Win32Error(ERROR_FILE_NOT_FOUND));
        }
        if is_pattern(folder.as_os_str()) {
            return Err(Win32Error(ERROR_INVALID_NAME));
        }
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
        let missing = |error: std::io::Error| match Win32Error::from(error) {
            Win32Error(ERROR_FILE_NOT_FOUND) => Win32Error(ERROR_PATH_NOT_FOUND),
            error => error,
        };
        let state = if is_pattern(pattern) {
            let entries = fs::read_dir(&folder).map_err(missing)?;
            // A root has no entries of its own.
            let dots = if without_slash(&folder) == Path::new("/") { &[][..] } else { &["..", "."][..] };
            State { first: dots.iter().map(OsString::from).collect(), entries: Some(entries) }
        } else {
            if !folder.is_dir() {
                return Err(Win32Error(ERROR_PATH_NOT_FOUND));
            }
            State { first: vec![pattern.to_owned()], entries: None }
        };
        let pattern = pattern.as_bytes().to_vec();
        let search = Self { folder, pattern, directories_only, state: Mutex::new(state) };
        let found = search.next().map_err(|error| match error {
            Win32Error(ERROR_NO_MORE_FILES) => Win32Error(ERROR_FILE_NOT_FOUND),
            error => error,
        })?;
        Ok((search, found))
    }

    /// The next thing found; ERROR_NO_MORE_FILES at the end.
    pub fn next(&self) -> Result<Found, Win32Error> {
        let mut state = self.state.lock();
        loop {
            let name = match state.first.pop() {
                Some(name) => name,
                None => match state.entries.as_mut().and_then(Iterator::next) {
                    None => return Err(Win32Error(ERROR_NO_MORE_FILES)),
                    Some(entry) => entry?.file_name(),
                },
            };
            // Whoever looks for a name finds that name; it is no pattern.
            if state.entries.is_some() && !matches(&self.pattern, name.as_bytes()) {
                continue;
            }
            match Facts::of_path(&self.folder.join(&name)) {
                Ok(facts) if self.directories_only && facts.attributes & FILE_ATTRIBUTE_DIRECTORY == 0 => {}
                Ok(facts) => return Ok(Found { name, facts }),
                // It has gone since, or never was.
                Err(Win32Error(ERROR_FILE_NOT_FOUND | ERROR_PATH_NOT_FOUND)) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn is_pattern(name: &OsStr) -> bool {
    name.as_bytes().iter().any(|byte| matches!(byte, b'*' | b'?'))
}

/// Whether a name fits: `*` is any text, `?` one letter or, before a dot or the end, none. `*.*` is
/// everything, `x.*` is also `x`, and a dot at the end asks for names without one.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    if pattern == b"*.*" {
        return true;
    }
    if let Some(stem) = pattern.strip_suffix(b".")
        && stem.ends_with(b"*")
    {
        return !name.contains(&b'.') && fits(stem, name);
    }
    fits(pattern, name) || pattern.strip_suffix(b".*").is_some_and(|stem| !name.contains(&b'.') && fits(stem, name))
}

/// The length of the letter in front, which may have several bytes.
fn letter(text: &[u8]) -> usize {
    1 + text[1..].iter().take_while(|byte| **byte & 0xC0 == 0x80).count()
}

fn fits(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut here) = (0, 0);
    // Where the last star stands, and how much it has taken.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let same = match (pattern.get(at), name.get(here)) {
            (Some(b'*'), _) => {
                star = Some((at, here));
                at += 1;
                continue;
            }
            (None, None) => return true,
            (Some(b'?'), None | Some(b'.')) => {
                at += 1;
                continue;
            }
            (Some(b'?'), Some(_)) => {
                at += 1;
                here += letter(&name[here..]);
                continue;
            }
            (Some(wanted), Some(found)) => wanted == found,
            _ => false,
        };
        if same {
            at += 1;
            here += 1;
            continue;
        }
        match star {
            Some((place, taken)) if taken < name.len() => {
                star = Some((place, taken + 1));
                at = place + 1;
                here = taken + 1;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_they_do_on_windows() {
        for (pattern, name, fit) in [
            ("*", "any.thing", true),
            ("*.*", "without", true),
            ("*.txt", "a.txt", true),
            ("*.txt", "a.TXT", false),
            ("*.txt", "a.txt.bak", false),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abcdef", false),
            ("a?c", "abc", true),
            ("a?c", "a\u{e4}c", true),
            ("a?c", "ac", false),
            ("a??", "a", true),
            ("a??.txt", "ab.txt", true),
            ("x.*", "x", true),
            ("x.*", "x.y", true),
            ("x.*", "xy", false),
            ("*.", "noext", true),
            ("*.", "with.ext", false),
            ("**b", "aab", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), fit, "{pattern} {name}");
        }
    }
}
