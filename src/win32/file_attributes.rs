//! Attributes and times of files.

use super::error::Win32Error;
use super::file::{File, Kind};
use super::file_open::WRITE_BITS;
use super::path::{not_found, split_name, without_slash};
use super::time;
use crate::abi::windows::*;
use std::ffi::OsStr;
use std::fs::{self, FileTimes, Metadata, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What is told about a file; times in ticks of 100 ns since 1601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub attributes: DWORD,
    pub creation: u64,
    pub access: u64,
    pub write: u64,
    pub change: u64,
    pub size: u64,
}

/// A tick has 100 nanoseconds.
const NANOSECONDS: u32 = 100;

/// The attributes that are the system's to keep but cannot be: FILE_ATTRIBUTE_HIDDEN is a dot in front.
const NOT_KEPT: DWORD = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;

fn ticks(seconds: i64, nanoseconds: i64) -> u64 {
    time::from_unix(seconds).unwrap_or(0) + (nanoseconds.unsigned_abs() / u64::from(NANOSECONDS))
}

fn ticks_of(moment: SystemTime) -> u64 {
    let (seconds, nanoseconds) = match moment.duration_since(UNIX_EPOCH) {
        Ok(after) => (after.as_secs() as i64, after.subsec_nanos()),
        Err(before) => (-(before.duration().as_secs() as i64), 0),
    };
    ticks(seconds, nanoseconds.into())
}

/// The moment of a time in ticks.
fn moment_of(ticks: u64) -> Option<SystemTime> {
    let seconds = time::to_unix(ticks);
    let rest = Duration::from_nanos(ticks % time::TICKS_PER_SECOND as u64 * u64::from(NANOSECONDS));
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let base = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
    base?.checked_add(rest)
}

impl Facts {
    /// What the system tells of a file. Of a link, `directory` says whether it leads to a directory.
    pub fn new(metadata: &Metadata, name: &OsStr, directory: bool) -> Self {
        let write = ticks(metadata.mtime(), metadata.mtime_nsec());
        let change = ticks(metadata.ctime(), metadata.ctime_nsec());
        let link = metadata.is_symlink();
        Self {
            attributes: attributes(metadata, name, directory),
            // A file system that does not keep it has at least this.
            creation: metadata.created().map_or(write.min(change), ticks_of),
            access: ticks(metadata.atime(), metadata.atime_nsec()),
            write,
            change,
            size: if metadata.is_dir() || link { 0 } else { metadata.len() },
        }
    }

    /// What a name stands for; of a link, the link itself.
    pub fn of_path(path: &Path) -> Result<Self, Win32Error> {
        let error = |error: std::io::Error| not_found(path, error.into());
        // A slash at the end asks for a directory.
        let metadata = fs::symlink_metadata(path).map_err(error)?;
        let directory = metadata.is_symlink() && path.is_dir();
        Ok(Self::new(&metadata, split_name(without_slash(path)).1, directory))
    }

    /// What an open file is.
    pub fn of_file(file: &File) -> Result<Self, Win32Error> {
        let path = file.path()?;
        let directory = file.mode().link && path.is_dir();
        Ok(Self::new(&file.metadata()?, split_name(&path).1, directory))
    }
}

fn attributes(metadata: &Metadata, name: &OsStr, directory: bool) -> DWORD {
    let mut attributes = 0;
    if metadata.is_dir() || directory {
        attributes |= FILE_ATTRIBUTE_DIRECTORY;
    }
    if metadata.is_symlink() {
        attributes |= FILE_ATTRIBUTE_REPARSE_POINT;
    } else if metadata.is_file() && metadata.mode() & WRITE_BITS == 0 {
        attributes |= FILE_ATTRIBUTE_READONLY;
    }
    let name = name.as_bytes();
    if name.starts_with(b".") && name != b"." && name != b".." {
        attributes |= FILE_ATTRIBUTE_HIDDEN;
    }
    if attributes == 0 { FILE_ATTRIBUTE_NORMAL } else { attributes }
}

/// The mode that a file with these attributes has; `None` where it stays.
fn new_mode(metadata: &Metadata, before: DWORD, wanted: DWORD) -> Result<Option<Permissions>, Win32Error> {
    if wanted & NOT_KEPT & !before != 0 {
        return Err(Win32Error(ERROR_NOT_SUPPORTED));
    }
    let read_only = wanted & FILE_ATTRIBUTE_READONLY != 0;
    if !metadata.is_file() {
        // Directories have other uses for these bits, links have none.
        return if read_only { Err(Win32Error(ERROR_NOT_SUPPORTED)) } else { Ok(None) };
    }
    if read_only == (before & FILE_ATTRIBUTE_READONLY != 0) {
        return Ok(None);
    }
    const OWNER_WRITES: u32 = 0o200;
    let mode = metadata.mode() & 0o7777;
    Ok(Some(Permissions::from_mode(if read_only { mode & !WRITE_BITS } else { mode | OWNER_WRITES })))
}

/// Sets FILE_ATTRIBUTE_READONLY. Hints are accepted; what would mean something and cannot be kept is not.
pub fn set_attributes(path: &Path, wanted: DWORD) -> Result<(), Win32Error> {
    let before = Facts::of_path(path)?.attributes;
    let metadata = fs::symlink_metadata(path)?;
    match new_mode(&metadata, before, wanted)? {
        Some(mode) => Ok(fs::set_permissions(path, mode)?),
        None => Ok(()),
    }
}

/// The times that a call sets; `None` leaves one as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub creation: Option<u64>,
    pub access: Option<u64>,
    pub write: Option<u64>,
}

impl Times {
    /// 0 and all bits set stand for no time.
    pub fn given(ticks: u64) -> Option<u64> {
        (ticks != 0 && ticks != u64::MAX).then_some(ticks)
    }
}

impl File {
    pub fn set_attributes(&self, wanted: DWORD) -> Result<(), Win32Error> {
        self.needs(FILE_WRITE_ATTRIBUTES)?;
        let before = Facts::of_file(self)?.attributes;
        match new_mode(&self.metadata()?, before, wanted)? {
            Some(mode) => Ok(self.file().set_permissions(mode)?),
            None => Ok(()),
        }
    }

    /// The system keeps the creation time for itself: alone it is refused, beside others left out.
    pub fn set_times(&self, times: Times) -> Result<(), Win32Error> {
        self.needs(FILE_WRITE_ATTRIBUTES)?;
        let moment = |ticks: u64| moment_of(ticks).ok_or(Win32Error(ERROR_INVALID_PARAMETER));
        let mut set = FileTimes::new();
        if let Some(ticks) = times.access {
            set = set.set_accessed(moment(ticks)?);
        }
        if let Some(ticks) = times.write {
            set = set.set_modified(moment(ticks)?);
        }
        if times.access.is_none() && times.write.is_none() {
            let refused = times.creation.is_some();
            return if refused { Err(Win32Error(ERROR_NOT_SUPPORTED)) } else { Ok(()) };
        }
        Ok(self.file().set_times(set)?)
    }

    /// The bytes that the file takes on the device.
    pub fn allocated(&self) -> Result<u64, Win32Error> {
        const BLOCK: u64 = 512;
        Ok(if self.kind() == Kind::Directory { 0 } else { self.metadata()?.blocks() * BLOCK })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_both_ways() {
        for ticks in [1, 116_444_736_000_000_000, 116_444_735_999_999_999, 133_000_000_000_000_001] {
            let moment = moment_of(ticks).unwrap();
            let back = match moment.duration_since(UNIX_EPOCH) {
                Ok(_) => ticks_of(moment),
                Err(_) => continue,
            };
            assert_eq!(back, ticks);
        }
    }
}
