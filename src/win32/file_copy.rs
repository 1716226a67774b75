//! Copying files.

use super::error::Win32Error;
use super::file::id_of;
use super::file_open::{self, Request};
use crate::abi::windows::*;
use std::fs::{self, FileTimes};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// Told after each piece: how many bytes there are, and how many are copied. It answers PROGRESS_….
pub type Progress<'a> = dyn FnMut(u64, u64) -> DWORD + 'a;

/// As much is copied between two looks at whether to go on.
const PIECE: usize = 1 << 20;

/// Copies a file with its mode and its time of writing.
pub fn copy(from: &Path, to: &Path, flags: DWORD, progress: &mut Progress<'_>) -> Result<(), Win32Error> {
    let disposition = if flags & COPY_FILE_FAIL_IF_EXISTS != 0 { CREATE_NEW } else { CREATE_ALWAYS };
    let read = Request {
        access: GENERIC_READ,
        share: FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        disposition: OPEN_EXISTING,
        flags: FILE_FLAG_SEQUENTIAL_SCAN,
    };
    let write = Request { access: GENERIC_WRITE, share: FILE_SHARE_READ, disposition, flags: 0 };
    let (source, _) = file_open::open(from, read)?;
    if fs::metadata(to).is_ok_and(|target| source.metadata().is_ok_and(|source| id_of(&source) == id_of(&target))) {
        // Opening it for the copy would empty it.
        let exists = disposition == CREATE_NEW;
        return Err(Win32Error(if exists { ERROR_FILE_EXISTS } else { ERROR_SHARING_VIOLATION }));
    }
    let (target, _) = file_open::open(to, write)?;
    let copied = (|| {
        let metadata = source.metadata()?;
        pieces(source.file(), target.file(), metadata.len(), progress)?;
        if metadata.is_file() {
            let modified = metadata.modified()?;
            target.file().set_permissions(metadata.permissions())?;
            target.file().set_times(FileTimes::new().set_modified(modified))?;
        }
        Ok(())
    })();
    if let Err(Failure { keep: false, .. }) = &copied
        && target.metadata().is_ok_and(|metadata| metadata.is_file())
    {
        // A part of a file is no copy. That there is one is told in any case.
        let _ = fs::remove_file(to);
    }
    copied.map_err(|failure| failure.error)
}

struct Failure {
    error: Win32Error,
    /// What was copied stays.
    keep: bool,
}

impl<E: Into<Win32Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: error.into(), keep: false }
    }
}

fn pieces(mut source: &fs::File, mut target: &fs::File, size: u64, progress: &mut Progress<'_>) -> Result<(), Failure> {
    let mut buffer = vec![0; PIECE];
    let mut done = 0;
    loop {
        match progress(size, done) {
            PROGRESS_CANCEL => return Err(Win32Error(ERROR_REQUEST_ABORTED).into()),
            PROGRESS_STOP => return Err(Failure { error: Win32Error(ERROR_REQUEST_ABORTED), keep: true }),
            _ => {}
        }
        let count = match source.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        target.write_all(&buffer[..count])?;
        done += count as u64;
    }
}
