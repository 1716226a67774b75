//! Where temporary files go, and what they are called.

use super::environment;
use super::error::Win32Error;
use super::path;
use super::time;
use crate::abi::windows::*;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A folder in front of a temporary name is no longer than this: MAX_PATH without the name.
const LONGEST_FOLDER: usize = 260 - 14;
/// Only the owner looks into temporary files, whatever the folder is.
const MODE: u32 = 0o600;

/// The folder for temporary files: of the first variable of TMP, TEMP and TMPDIR, or /tmp.
pub fn folder() -> Result<PathBuf, Win32Error> {
    let named =
        ["TMP", "TEMP", "TMPDIR"].iter().find_map(|name| environment::get(name).filter(|value| !value.is_empty()));
    path::full(&path::map(named.as_deref().unwrap_or("/tmp").as_bytes())?)
}

/// The name `PREuuuu.TMP` in a folder. With a number of 0 one is found that is free, and the file made.
pub fn temp_name(folder: &Path, prefix: &str, number: u32) -> Result<(PathBuf, u32), Win32Error> {
    if folder.as_os_str().len() > LONGEST_FOLDER {
        return Err(Win32Error(ERROR_BUFFER_OVERFLOW));
    }
    if prefix.contains(['/', '\\']) || prefix.bytes().any(path::is_in_no_name) {
        return Err(Win32Error(ERROR_INVALID_NAME));
    }
    let prefix: String = prefix.chars().take(3).collect();
    let name = |number: u32| folder.join(format!("{prefix}{number:X}.TMP"));
    let number = number & 0xFFFF;
    if number != 0 {
        return Ok((name(number), number));
    }
    if !folder.is_dir() {
        return Err(Win32Error(ERROR_DIRECTORY));
    }
    let first = time::performance_counter() as u32 & 0xFFFF;
    for step in 0..0xFFFF {
        let number = (first + step) % 0xFFFF + 1;
        match OpenOptions::new().write(true).create_new(true).mode(MODE).open(name(number)) {
            Ok(_) => return Ok((name(number), number)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Win32Error(ERROR_FILE_EXISTS))
}
