//! Environment variables, the command line and the current directory.
//!
//! They are the process's own, which the C library keeps: a program that calls `getenv` in one
//! thread while another changes a variable has the C library's race.

use super::compare::capital;
use super::error::Win32Error;
use crate::abi::windows::*;
use std::ffi::OsString;
use std::io;
use std::path::Path;

/// The most characters that a name or a value may have.
const LONGEST: usize = 32767;

fn same_name(first: &str, second: &str) -> bool {
    first.chars().map(capital).eq(second.chars().map(capital))
}

/// The variable as the process has it: of this name, or else of one with other capitals.
fn find(name: &str) -> Option<(OsString, OsString)> {
    if let Some(value) = std::env::var_os(name) {
        return Some((name.into(), value));
    }
    std::env::vars_os().find(|(other, _)| other.to_str().is_some_and(|other| same_name(other, name)))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('=')
}

/// The value of a variable.
pub fn get(name: &str) -> Option<String> {
    if !is_name(name) {
        return None;
    }
    find(name).map(|(_, value)| value.to_string_lossy().into_owned())
}

/// Sets a variable, or with no value removes it.
pub fn set(name: &str, value: Option<&str>) -> Result<(), Win32Error> {
    let long = |text: &str| text.chars().count() > LONGEST;
    if !is_name(name) || long(name) || value.is_some_and(long) {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let known = find(name).map(|(known, _)| known);
    match (known, value) {
        // SAFETY: what a change means to threads that read by the C library is the caller's concern.
        (known, Some(value)) => unsafe { std::env::set_var(known.unwrap_or_else(|| name.into()), value) },
        // SAFETY: as above.
        (Some(known), None) => unsafe { std::env::remove_var(known) },
        (None, None) => return Err(Win32Error(ERROR_ENVVAR_NOT_FOUND)),
    }
    Ok(())
}

/// All variables as `NAME=value`.
pub fn all() -> Vec<String> {
    let mut all: Vec<String> = std::env::vars_os()
        .map(|(name, value)| format!("{}={}", name.to_string_lossy(), value.to_string_lossy()))
        .collect();
    all.sort_by_key(|line| line.split('=').next().unwrap_or_default().chars().map(capital).collect::<String>());
    all
}

/// Puts values in the places of `%NAME%`; what has no value stays as it is.
pub fn expand(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        expanded += before;
        let Some((name, next)) = behind.split_once('%') else {
            expanded.push('%');
            rest = behind;
            break;
        };
        match get(name) {
            Some(value) => expanded += &value,
            None => expanded += &format!("%{name}%"),
        }
        rest = next;
    }
    expanded + rest
}

/// The command line as one text, quoted so that Windows' rules take it apart again.
pub fn command_line() -> String {
    let quoted: Vec<String> = std::env::args_os().map(|argument| quote(&argument.to_string_lossy())).collect();
    quoted.join(" ")
}

/// Backslashes count as themselves but before a quotation mark.
fn quote(argument: &str) -> String {
    if !argument.is_empty() && !argument.contains([' ', '\t', '\n', '\x0B', '"']) {
        return argument.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for letter in argument.chars() {
        match letter {
            '\\' => backslashes += 1,
            '"' => {
                quoted += &"\\".repeat(backslashes + 1);
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(letter);
    }
    quoted + &"\\".repeat(backslashes) + "\""
}

pub fn current_directory() -> Result<String, Win32Error> {
    let path = std::env::current_dir().map_err(|_| Win32Error(ERROR_PATH_NOT_FOUND))?;
    Ok(path.to_string_lossy().into_owned())
}

/// The path follows the rule of all paths.
pub fn set_current_directory(path: &str) -> Result<(), Win32Error> {
    if path.is_empty() {
        return Err(Win32Error(ERROR_INVALID_NAME));
    }
    let path = super::path::map(path.as_bytes())?;
    std::env::set_current_dir(&path).map_err(|error| Win32Error(directory_error(&path, &error)))
}

fn directory_error(path: &Path, error: &io::Error) -> DWORD {
    let has_parent = || path.parent().is_none_or(|parent| parent.as_os_str().is_empty() || parent.is_dir());
    match error.kind() {
        io::ErrorKind::NotFound if has_parent() => ERROR_FILE_NOT_FOUND,
        io::ErrorKind::NotADirectory if path.exists() => ERROR_DIRECTORY,
        io::ErrorKind::PermissionDenied => ERROR_ACCESS_DENIED,
        io::ErrorKind::InvalidFilename => ERROR_FILENAME_EXCED_RANGE,
        _ => ERROR_PATH_NOT_FOUND,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_they_must_be() {
        for (argument, quoted) in [
            ("plain", "plain"),
            ("", "\"\""),
            ("two words", "\"two words\""),
            (r"C:\dir\", r"C:\dir\"),
            (r"C:\my dir\", r#""C:\my dir\\""#),
            (r#"say "hi""#, r#""say \"hi\"""#),
            (r#"\" x"#, r#""\\\" x""#),
        ] {
            assert_eq!(quote(argument), quoted);
        }
    }
}
