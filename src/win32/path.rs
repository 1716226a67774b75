//! Windows' paths as the system's, by one rule. docs/porting.md tells it to users.
//!
//! 1. `\` is `/`.
//! 2. `X:` is the folder that the variable `PORTICO_DRIVE_X` names, or else `/`. A path behind it
//!    without a slash is relative to the current directory.
//! 3. `\\?\` and `\\.\` in front are dropped. Behind `\\?\` names are taken as they are; elsewhere
//!    `"<>|?*` and control characters are in no name, `.` and `..` are worked out on the text.
//! 4. `\\server\share` names another machine, which cannot be reached. `NUL`, `CON`, `CONIN$` and
//!    `CONOUT$` are the devices.
//! 5. Letters are the same letter only in the same case. Dots and spaces at the end of a name stay.
//!
//! `%NAME%` is no part of it: file calls do not expand it, as on Windows, and whoever reads
//! configuration goes through `expanded`.

use super::environment;
use super::error::Win32Error;
use crate::abi::windows::*;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// The longest path that the system takes, with its NUL.
const LONGEST: usize = 4096;
/// What says in front of a path that its names are taken as they are.
const LITERAL: &[u8] = b"//?/";
const DEVICE: &[u8] = b"//./";

/// The system's path for one of a Windows program.
pub fn map(text: &[u8]) -> Result<PathBuf, Win32Error> {
    map_with(text, &environment_drive)
}

/// As `map`, also with the signs that stand in patterns and in no name.
pub fn map_pattern(text: &[u8]) -> Result<PathBuf, Win32Error> {
    mapped(text, &environment_drive).map(|(path, _)| path)
}

fn environment_drive(letter: u8) -> Option<String> {
    std::env::var(format!("PORTICO_DRIVE_{}", char::from(letter))).ok()
}

/// As `map`, after `%NAME%` has been replaced by the variable's value.
pub fn expanded(text: &str) -> Result<PathBuf, Win32Error> {
    map(environment::expand(text).as_bytes())
}

/// The path as an absolute one; nothing has to be there.
pub fn full(path: &Path) -> Result<PathBuf, Win32Error> {
    if path.is_absolute() {
        return Ok(path.to_owned());
    }
    let current = std::env::current_dir().map_err(|_| Win32Error(ERROR_PATH_NOT_FOUND))?;
    Ok(without_dots(current.join(path).as_os_str().as_bytes()))
}

fn map_with(text: &[u8], drive: &dyn Fn(u8) -> Option<String>) -> Result<PathBuf, Win32Error> {
    let (path, literal) = mapped(text, drive)?;
    if !literal && path.as_os_str().as_bytes().iter().any(|byte| is_in_no_name(*byte)) {
        return Err(Win32Error(ERROR_INVALID_NAME));
    }
    Ok(path)
}

/// Whether a name may not hold this byte.
pub fn is_in_no_name(byte: u8) -> bool {
    byte < b' ' || b"\"<>|?*".contains(&byte)
}

/// The path, and whether its names are taken as they are.
fn mapped(text: &[u8], drive: &dyn Fn(u8) -> Option<String>) -> Result<(PathBuf, bool), Win32Error> {
    if text.is_empty() {
        return Err(Win32Error(ERROR_PATH_NOT_FOUND));
    }
    // Two slashes in front are the system's own root; two backslashes are a server or a device.
    let elsewhere = text.starts_with(b"\\\\");
    let text: Vec<u8> = text.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
    let literal = text.starts_with(LITERAL);
    let device = text.starts_with(DEVICE);
    let rest = if literal || device { &text[LITERAL.len()..] } else { &text[..] };
    if (literal || device) && rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"UNC/")) {
        return Err(Win32Error(ERROR_BAD_NETPATH));
    }
    if elsewhere && !literal && !device {
        return Err(Win32Error(ERROR_BAD_NETPATH));
    }
    if let Some(path) = if literal { None } else { device_of(rest) } {
        return Ok((path.into(), true));
    }
    let (root, names) = split_drive(rest, drive);
    if device && root.is_none() {
        // Pipes, disks and the like.
        return Err(Win32Error(ERROR_FILE_NOT_FOUND));
    }
    if literal {
        check_literal(names)?;
    }
    // The dots first: no path leaves its drive.
    let names = if literal { names.to_vec() } else { without_dots(names).into_os_string().into_vec() };
    let mut whole = root.unwrap_or_default();
    whole.extend(names);
    if whole.len() >= LONGEST {
        return Err(Win32Error(ERROR_FILENAME_EXCED_RANGE));
    }
    Ok((OsString::from_vec(whole).into(), literal))
}

/// The letter's folder, without a slash at its end, and what is behind the colon.
fn split_drive<'a>(text: &'a [u8], drive: &dyn Fn(u8) -> Option<String>) -> (Option<Vec<u8>>, &'a [u8]) {
    let [letter, b':', names @ ..] = text else { return (None, text) };
    if !letter.is_ascii_alphabetic() {
        return (None, text);
    }
    if !names.starts_with(b"/") && !names.is_empty() {
        return (Some(Vec::new()), names);
    }
    let mut root = drive(letter.to_ascii_uppercase()).unwrap_or_default().into_bytes();
    while root.last() == Some(&b'/') {
        root.pop();
    }
    // A bare `C:` is the current directory of the drive.
    (Some(if names.is_empty() { Vec::new() } else { root }), names)
}

fn device_of(name: &[u8]) -> Option<&'static str> {
    let name = name.strip_suffix(b":").unwrap_or(name);
    let devices: [(&[u8], &str); 4] =
        [(b"NUL", "/dev/null"), (b"CON", "/dev/tty"), (b"CONIN$", "/dev/tty"), (b"CONOUT$", "/dev/tty")];
    devices.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, path)| *path)
}

fn check_literal(names: &[u8]) -> Result<(), Win32Error> {
    let dots = |name: &[u8]| name == b"." || name == b"..";
    if names.contains(&0) || names.split(|byte| *byte == b'/').any(dots) {
        return Err(Win32Error(ERROR_INVALID_NAME));
    }
    Ok(())
}

/// The path with `.` and `..` worked out as Windows does it, on the text alone: no link is asked.
/// A slash at the end stays.
fn without_dots(text: &[u8]) -> PathBuf {
    let absolute = text.starts_with(b"/");
    let mut names: Vec<&[u8]> = Vec::new();
    for name in text.split(|byte| *byte == b'/') {
        match name {
            b"" | b"." => {}
            b".." => match names.last() {
                Some(last) if *last != b".." => drop(names.pop()),
                _ if absolute => {}
                _ => names.push(name),
            },
            name => names.push(name),
        }
    }
    let mut path = if absolute { b"/".to_vec() } else { Vec::new() };
    path.extend(names.join(&b'/'));
    if path.is_empty() {
        path.push(b'.');
    }
    if text.ends_with(b"/") && !path.ends_with(b"/") {
        path.push(b'/');
    }
    OsString::from_vec(path).into()
}

/// The name at the end of a path and the folder before it; none behind a slash.
pub fn split_name(path: &Path) -> (&Path, &OsStr) {
    let bytes = path.as_os_str().as_bytes();
    let at = bytes.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    (Path::new(OsStr::from_bytes(&bytes[..at])), OsStr::from_bytes(&bytes[at..]))
}

/// ERROR_PATH_NOT_FOUND in place of ERROR_FILE_NOT_FOUND where the folder is missing, too.
pub fn not_found(path: &Path, error: Win32Error) -> Win32Error {
    let folder = split_name(without_slash(path)).0;
    if error.0 != ERROR_FILE_NOT_FOUND || folder.as_os_str().is_empty() || folder.is_dir() {
        return error;
    }
    Win32Error(ERROR_PATH_NOT_FOUND)
}

/// The path without slashes at its end.
pub fn without_slash(path: &Path) -> &Path {
    let bytes = path.as_os_str().as_bytes();
    // The root is nothing but its slash.
    let end = bytes.iter().rposition(|byte| *byte != b'/').map_or(1, |at| at + 1).min(bytes.len());
    Path::new(OsStr::from_bytes(&bytes[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(text: &str) -> Result<String, DWORD> {
        let drive = |letter: u8| (letter == b'D').then(|| "/srv/data/".to_owned());
        let path = map_with(text.as_bytes(), &drive).map_err(|error| error.0)?;
        Ok(path.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_rule_holds() {
        for (text, path) in [
            (r"C:\inetpub\wwwroot", "/inetpub/wwwroot"),
            ("c:/x", "/x"),
            (r"C:\", "/"),
            ("C:", "."),
            (r"C:sub\x", "sub/x"),
            (r"D:\x", "/srv/data/x"),
            (r"d:\", "/srv/data/"),
            (r"D:\..\..\etc", "/srv/data/etc"),
            (r"dir\file.txt", "dir/file.txt"),
            (r".\a\.\b\", "a/b/"),
            (r"a\..\..\b", "../b"),
            (r"\..\..\etc", "/etc"),
            ("/usr//share", "/usr/share"),
            ("//tmp/x", "/tmp/x"),
            (r"\\?\C:\what?\x", "/what?/x"),
            (r"\\.\C:\x", "/x"),
            ("NUL", "/dev/null"),
            ("nul:", "/dev/null"),
            (r"\\.\NUL", "/dev/null"),
            (r"\\?\NUL", "NUL"),
            ("name. ", "name. "),
            ("%TEMP%", "%TEMP%"),
            ("12:30.log", "12:30.log"),
        ] {
            assert_eq!(mapped(text).as_deref(), Ok(path), "{text}");
        }
        for (text, code) in [
            ("", ERROR_PATH_NOT_FOUND),
            (r"\\server\share\x", ERROR_BAD_NETPATH),
            (r"\\?\UNC\server\share", ERROR_BAD_NETPATH),
            (r"\\?\C:\a\..\b", ERROR_INVALID_NAME),
            (r"\\.\pipe\name", ERROR_FILE_NOT_FOUND),
            ("a*", ERROR_INVALID_NAME),
            ("a\tb", ERROR_INVALID_NAME),
            (&"x".repeat(5000), ERROR_FILENAME_EXCED_RANGE),
        ] {
            assert_eq!(mapped(text), Err(code), "{text}");
        }
    }

    #[test]
    fn a_name_ends_a_path() {
        assert_eq!(split_name(Path::new("a/b.c")), (Path::new("a/"), OsStr::new("b.c")));
        assert_eq!(split_name(Path::new("b.c")), (Path::new(""), OsStr::new("b.c")));
        assert_eq!(split_name(Path::new("a/")), (Path::new("a/"), OsStr::new("")));
    }
}
