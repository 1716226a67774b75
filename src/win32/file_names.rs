//! Names of files: removing, moving, linking; directories.

use super::error::Win32Error;
use super::file::{File, id_of};
use super::file_copy::{self, Progress};
use super::file_open::WRITE_BITS;
use super::path::{not_found, split_name, without_slash};
use super::sharing;
use super::sys::files::rename_new;
use crate::abi::windows::*;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn named(path: &Path) -> Result<Metadata, Win32Error> {
    fs::symlink_metadata(path).map_err(|error| not_found(path, error.into()))
}

fn is_read_only(metadata: &Metadata) -> bool {
    metadata.is_file() && metadata.permissions().mode() & WRITE_BITS == 0
}

fn leads_to_directory(path: &Path, metadata: &Metadata) -> bool {
    metadata.is_dir() || metadata.is_symlink() && path.is_dir()
}

/// Removes a file's name. Whoever has it open with FILE_SHARE_DELETE keeps the file without a name.
pub fn delete(path: &Path) -> Result<(), Win32Error> {
    let metadata = named(path)?;
    if leads_to_directory(path, &metadata) || is_read_only(&metadata) {
        return Err(Win32Error(ERROR_ACCESS_DENIED));
    }
    sharing::may_delete(id_of(&metadata))?;
    fs::remove_file(path).map_err(|error| not_found(path, error.into()))
}

pub fn create_directory(path: &Path) -> Result<(), Win32Error> {
    fs::create_dir(path).map_err(|error| match Win32Error::from(error) {
        // What is missing is on the way.
        Win32Error(ERROR_FILE_NOT_FOUND) => Win32Error(ERROR_PATH_NOT_FOUND),
        error => error,
    })
}

/// Removes an empty directory, or a link that leads to a directory.
pub fn remove_directory(path: &Path) -> Result<(), Win32Error> {
    let path = without_slash(path);
    let metadata = named(path)?;
    if !leads_to_directory(path, &metadata) {
        return Err(Win32Error(ERROR_DIRECTORY));
    }
    sharing::may_delete(id_of(&metadata))?;
    let removed = if metadata.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
    removed.map_err(|error| not_found(path, error.into()))
}

/// Renames, or copies and deletes where flags allow it and the names are of two file systems.
pub fn rename(from: &Path, to: &Path, flags: DWORD, progress: &mut Progress<'_>) -> Result<(), Win32Error> {
    if flags & MOVEFILE_DELAY_UNTIL_REBOOT != 0 {
        return Err(Win32Error(ERROR_NOT_SUPPORTED));
    }
    sharing::may_delete(id_of(&named(without_slash(from))?))?;
    rename_shared(from, to, flags, progress)
}

/// As `rename`, of a file that is open with DELETE: sharing was settled when it was opened.
pub fn rename_open(file: &File, to: &Path, flags: DWORD, progress: &mut Progress<'_>) -> Result<(), Win32Error> {
    rename_shared(&file.name()?, to, flags, progress)
}

/// Whether a file that is open with DELETE may be removed with its last handle.
pub fn may_remove(file: &File) -> Result<(), Win32Error> {
    let metadata = file.metadata()?;
    if is_read_only(&metadata) {
        return Err(Win32Error(ERROR_ACCESS_DENIED));
    }
    if metadata.is_dir() && fs::read_dir(file.name()?)?.next().is_some() {
        return Err(Win32Error(ERROR_DIR_NOT_EMPTY));
    }
    Ok(())
}

fn rename_shared(from: &Path, to: &Path, flags: DWORD, progress: &mut Progress<'_>) -> Result<(), Win32Error> {
    let (from, to) = (without_slash(from), without_slash(to));
    let source = named(from)?;
    let target = fs::symlink_metadata(to).ok();
    let replaces = flags & MOVEFILE_REPLACE_EXISTING != 0;
    if let Some(target) = &target
        && id_of(target) == id_of(&source)
        && from == to
    {
        return Ok(());
    }
    if let (Some(target), true) = (&target, replaces) {
        let taken = target.is_dir() || is_read_only(target) || sharing::may_delete(id_of(target)).is_err();
        if taken || source.is_dir() {
            return Err(Win32Error(ERROR_ACCESS_DENIED));
        }
    }
    let renamed = if replaces { fs::rename(from, to) } else { rename_without_replacing(from, to) };
    match renamed.map_err(Win32Error::from) {
        Ok(()) => {}
        Err(Win32Error(ERROR_NOT_SAME_DEVICE)) if flags & MOVEFILE_COPY_ALLOWED != 0 && source.is_file() => {
            let options = if replaces { 0 } else { COPY_FILE_FAIL_IF_EXISTS };
            file_copy::copy(from, to, options, progress).map_err(|error| match error {
                Win32Error(ERROR_FILE_EXISTS) => Win32Error(ERROR_ALREADY_EXISTS),
                error => error,
            })?;
            fs::remove_file(from)?;
        }
        // The source is there, so what is missing is on the way to the new name.
        Err(Win32Error(ERROR_FILE_NOT_FOUND)) => return Err(Win32Error(ERROR_PATH_NOT_FOUND)),
        Err(error) => return Err(error),
    }
    if flags & MOVEFILE_WRITE_THROUGH != 0 {
        let folder = split_name(to).0;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn rename_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    match rename_new(from, to) {
        // This file system cannot look and rename in one step.
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => match fs::symlink_metadata(to) {
            Ok(_) => Err(io::Error::from_raw_os_error(libc::EEXIST)),
            Err(_) => fs::rename(from, to),
        },
        result => result,
    }
}

/// One more name for a file.
pub fn link(new: &Path, existing: &Path) -> Result<(), Win32Error> {
    if named(existing)?.is_dir() {
        return Err(Win32Error(ERROR_ACCESS_DENIED));
    }
    fs::hard_link(existing, new).map_err(|error| match Win32Error::from(error) {
        Win32Error(ERROR_FILE_NOT_FOUND) => Win32Error(ERROR_PATH_NOT_FOUND),
        error => error,
    })
}

/// A link that leads to a path, whether something is there or not.
pub fn symbolic_link(new: &Path, target: &Path) -> Result<(), Win32Error> {
    std::os::unix::fs::symlink(target, new).map_err(|error| match Win32Error::from(error) {
        Win32Error(ERROR_FILE_NOT_FOUND) => Win32Error(ERROR_PATH_NOT_FOUND),
        error => error,
    })
}
