//! The file of the service configuration: where it is, and how it is read and written.
//!
//! Writers lock a file beside it, so that none undoes what another one does, and put the new text
//! in place by renaming: whoever reads sees one whole text or the other.

use super::document::Document;
use crate::abi::windows::*;
use crate::httpapi::told::tell;
use crate::win32::error::Win32Error;
use crate::win32::sys::user;
use parking_lot::Mutex;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What tells one state of the file from another.
pub type Stamp = (u64, u64, u64, i64, i64);

pub fn stamp_of(file: &fs::Metadata) -> Stamp {
    (file.dev(), file.ino(), file.size(), file.mtime_nsec() + file.mtime() * 1_000_000_000, file.ctime_nsec())
}

struct Cached {
    path: PathBuf,
    stamp: Stamp,
    document: Arc<Document>,
}

static CACHED: Mutex<Option<Cached>> = Mutex::new(None);

/// A path in the environment, where whoever started the program may say so.
fn variable(name: &str) -> Option<PathBuf> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    (!user::is_privileged_by_file()).then(|| value.into())
}

/// $PORTICO_PASSWORDS, or `passwords` beside the service configuration.
pub fn password_file() -> Option<PathBuf> {
    variable("PORTICO_PASSWORDS").or_else(|| Some(path()?.with_file_name("passwords")))
}

/// $PORTICO_CERTIFICATES, or `certificates` beside the service configuration.
#[cfg(feature = "tls")]
pub fn certificate_folder() -> Option<PathBuf> {
    variable("PORTICO_CERTIFICATES").or_else(|| Some(path()?.with_file_name("certificates")))
}

/// $PORTICO_CONFIG, or the machine's file for the super-user, or the user's own.
pub fn path() -> Option<PathBuf> {
    if let Some(path) = variable("PORTICO_CONFIG") {
        return Some(path);
    }
    if user::effective() == 0 {
        return Some("/etc/portico/service.conf".into());
    }
    // The first is to be ignored where it is relative.
    let folder = variable("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
    Some(folder.or_else(|| Some(variable("HOME")?.join(".config")))?.join("portico/service.conf"))
}

/// What is set now; the file is read again when it has changed.
pub fn current() -> Result<Arc<Document>, Win32Error> {
    let Some(path) = path() else { return Ok(Arc::default()) };
    let mut cached = CACHED.lock();
    match load(&path, cached.as_ref().filter(|cached| cached.path == path)) {
        Ok(new) => {
            let document = new.document.clone();
            *cached = Some(new);
            Ok(document)
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            *cached = None;
            Ok(Arc::default())
        }
        Err(error) => {
            tell(format!("{}: {error}", path.display()), "");
            Err(code(&error))
        }
    }
}

/// Changes the file.
pub fn change(change: impl FnOnce(&mut Document) -> Result<(), Win32Error>) -> Result<(), Win32Error> {
    let path = path().ok_or(Win32Error(ERROR_ACCESS_DENIED))?;
    // Where the file is a link, what it leads to is written.
    let path = fs::canonicalize(&path).unwrap_or(path);
    // The lock ends with the file.
    let _lock = lock(&path).map_err(|error| code(&error))?;
    let mut document = match fs::read(&path) {
        Ok(text) => Document::parse(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => Document::default(),
        Err(error) => return Err(code(&error)),
    };
    change(&mut document)?;
    let written = write(&path, &document.text()).map_err(|error| code(&error));
    // Two changes may be too near to be told apart.
    *CACHED.lock() = None;
    written
}

/// A file that may not be written is a denial, whatever the reason.
fn code(error: &io::Error) -> Win32Error {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Win32Error(ERROR_ACCESS_DENIED),
        _ => Win32Error(crate::win32::system_error::win32_of(error)),
    }
}

fn load(path: &Path, cached: Option<&Cached>) -> io::Result<Cached> {
    let file = fs::metadata(path)?;
    if !file.is_file() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let stamp = stamp_of(&file);
    let document = match cached.filter(|cached| cached.stamp == stamp) {
        Some(cached) => cached.document.clone(),
        None => {
            let document = Document::parse(&fs::read(path)?);
            for mistake in document.mistakes() {
                let what = format!("{}: {}", mistake.reason, String::from_utf8_lossy(&mistake.text).trim());
                tell(what, &format!("{}:{}: ", path.display(), mistake.line));
            }
            Arc::new(document)
        }
    };
    Ok(Cached { path: path.to_owned(), stamp, document })
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

fn lock(path: &Path) -> io::Result<File> {
    match OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(beside(path, ".lock"))?;
    lock.lock()?;
    Ok(lock)
}

fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    // Somebody may have died while they wrote; under the lock nobody writes now.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(&new)?;
        if let Ok(old) = fs::metadata(path) {
            if old.uid() != user::effective() {
                fchown(&file, Some(old.uid()), Some(old.gid()))?;
            }
            file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))?;
        }
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&new, path)
    })();
    if written.is_err() {
        // It is of no use any more.
        let _ = fs::remove_file(&new);
    }
    written
}
