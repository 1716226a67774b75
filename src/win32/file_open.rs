//! `CreateFile`: rights, sharing, dispositions and flags.

use super::error::Win32Error;
use super::file::{File, Kind, Mode, id_of};
use super::path::not_found;
use super::sharing;
use super::sys::files::{Advice, advise, set_blocking};
use crate::abi::windows::*;
use std::fs::{self, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

/// What the caller of `CreateFile` asks for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub access: DWORD,
    pub share: DWORD,
    pub disposition: DWORD,
    pub flags: DWORD,
}

/// A mode without a bit for writing is FILE_ATTRIBUTE_READONLY.
pub const WRITE_BITS: u32 = 0o222;

const READ_ONLY: u32 = 0o444;
const READ_WRITE: u32 = 0o666;

/// Opens or makes a file; whether it was there before.
pub fn open(path: &Path, request: Request) -> Result<(Arc<File>, bool), Win32Error> {
    check(&request)?;
    if request.access & MAXIMUM_ALLOWED == 0 {
        return Plan::new(request, specific(request.access)).run(path);
    }
    match Plan::new(request, FILE_ALL_ACCESS).run(path) {
        Err(Win32Error(ERROR_ACCESS_DENIED | ERROR_WRITE_PROTECT)) => {
            Plan::new(request, specific(request.access) | FILE_GENERIC_READ).run(path)
        }
        result => result,
    }
}

/// Both ends of a pipe: that which is read and that which is written.
pub fn pipe() -> Result<(Arc<File>, Arc<File>), Win32Error> {
    let (reader, writer) = io::pipe()?;
    let end = |end: OwnedFd, access| {
        let mode = Mode { access: access | SYNCHRONIZE | FILE_READ_ATTRIBUTES, ..Mode::default() };
        Arc::new(File::new(end.into(), Kind::Pipe, mode, None))
    };
    Ok((end(reader.into(), FILE_GENERIC_READ), end(writer.into(), FILE_GENERIC_WRITE)))
}

fn check(request: &Request) -> Result<(), Win32Error> {
    let everything = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    let truncates_without_right =
        request.disposition == TRUNCATE_EXISTING && request.access & (GENERIC_WRITE | GENERIC_ALL) == 0;
    if request.share & !everything != 0
        || !(CREATE_NEW..=TRUNCATE_EXISTING).contains(&request.disposition)
        || truncates_without_right
    {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    if request.flags & FILE_ATTRIBUTE_ENCRYPTED != 0 {
        return Err(Win32Error(ERROR_NOT_SUPPORTED));
    }
    Ok(())
}

/// Rights with the generic ones spelled out.
fn specific(access: DWORD) -> DWORD {
    let generic = [
        (GENERIC_READ, FILE_GENERIC_READ),
        (GENERIC_WRITE, FILE_GENERIC_WRITE),
        (GENERIC_EXECUTE, FILE_GENERIC_EXECUTE),
        (GENERIC_ALL, FILE_ALL_ACCESS),
    ];
    let own = access & !(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL | MAXIMUM_ALLOWED);
    generic.iter().filter(|(bit, _)| access & bit != 0).fold(own, |rights, (_, more)| rights | more)
}

/// A request with its rights worked out.
struct Plan {
    request: Request,
    access: DWORD,
    reads: bool,
    writes: bool,
    truncates: bool,
}

impl Plan {
    fn new(request: Request, access: DWORD) -> Self {
        let mut access = access | FILE_READ_ATTRIBUTES | SYNCHRONIZE;
        if request.flags & FILE_FLAG_DELETE_ON_CLOSE != 0 {
            access |= DELETE;
        }
        Self {
            request,
            access,
            reads: access & (FILE_READ_DATA | FILE_EXECUTE) != 0,
            writes: access & (FILE_WRITE_DATA | FILE_APPEND_DATA) != 0,
            truncates: matches!(request.disposition, CREATE_ALWAYS | TRUNCATE_EXISTING),
        }
    }

    fn has(&self, flag: DWORD) -> bool {
        self.request.flags & flag != 0
    }

    fn run(&self, path: &Path) -> Result<(Arc<File>, bool), Win32Error> {
        let error = |error: io::Error| not_found(path, Win32Error::from(error));
        if self.request.disposition == CREATE_NEW {
            let file = self.create(path).map_err(|failure| match failure.kind() {
                ErrorKind::AlreadyExists => Win32Error(ERROR_FILE_EXISTS),
                _ => error(failure),
            })?;
            return Ok((self.finish(file, false)?, false));
        }
        let creates = matches!(self.request.disposition, CREATE_ALWAYS | OPEN_ALWAYS);
        // Others may make or remove the file in between.
        for _ in 0..100 {
            match self.open_existing(path) {
                Ok((file, link)) => return Ok((self.finish_existing(file, link)?, true)),
                Err(failure) if creates && failure.kind() == ErrorKind::NotFound => {}
                Err(failure) => return Err(error(failure)),
            }
            match self.create(path) {
                Ok(file) => return Ok((self.finish(file, false)?, false)),
                Err(failure) if failure.kind() == ErrorKind::AlreadyExists => {}
                Err(failure) => return Err(error(failure)),
            }
        }
        // A link that leads to nothing.
        Err(Win32Error(ERROR_FILE_NOT_FOUND))
    }

    /// What `open` is told in any case.
    fn options(&self) -> OpenOptions {
        let mut options = OpenOptions::new();
        let appends = self.access & (FILE_WRITE_DATA | FILE_APPEND_DATA) == FILE_APPEND_DATA;
        if appends {
            options.append(true);
        } else if self.writes || self.truncates {
            options.write(true);
        }
        // Without rights to the bytes, a descriptor is still needed to look at the rest.
        options.read(self.reads || !(self.writes || self.truncates));
        // Opening must not wait for whoever is at the other end of a pipe.
        let mut flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        if self.has(FILE_FLAG_WRITE_THROUGH) {
            flags |= libc::O_DSYNC;
        }
        options.custom_flags(flags);
        options
    }

    fn create(&self, path: &Path) -> io::Result<fs::File> {
        let mode = if self.has(FILE_ATTRIBUTE_READONLY) { READ_ONLY } else { READ_WRITE };
        let mut options = self.options();
        if !self.writes {
            // The system makes files only for writers; the handle has its own rights.
            options.write(true);
        }
        options.create_new(true).mode(mode).open(path)
    }

    /// Opens what is there; whether that is a link itself.
    fn open_existing(&self, path: &Path) -> io::Result<(fs::File, bool)> {
        let named_only = |flags| OpenOptions::new().read(true).custom_flags(libc::O_PATH | flags).open(path);
        if self.has(FILE_FLAG_OPEN_REPARSE_POINT) && fs::symlink_metadata(path)?.is_symlink() {
            return Ok((named_only(libc::O_NOFOLLOW)?, true));
        }
        let file = match self.options().open(path) {
            // A directory has no bytes to write; the rights to it stand for other things.
            Err(error) if error.kind() == ErrorKind::IsADirectory && self.has(FILE_FLAG_BACKUP_SEMANTICS) => {
                fs::File::open(path)?
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied && !self.reads && !self.writes => named_only(0)?,
            result => result?,
        };
        Ok((file, false))
    }

    fn finish_existing(&self, file: fs::File, link: bool) -> Result<Arc<File>, Win32Error> {
        let metadata = file.metadata()?;
        let denied = if metadata.is_dir() {
            !self.has(FILE_FLAG_BACKUP_SEMANTICS) || self.truncates
        } else {
            // The super-user's rights do not end here, but the attribute's meaning does.
            let changes = self.writes || self.truncates || self.has(FILE_FLAG_DELETE_ON_CLOSE);
            metadata.is_file() && changes && metadata.permissions().mode() & WRITE_BITS == 0
        };
        if denied {
            return Err(Win32Error(ERROR_ACCESS_DENIED));
        }
        self.finish(file, link)
    }

    fn finish(&self, file: fs::File, link: bool) -> Result<Arc<File>, Win32Error> {
        let metadata = file.metadata()?;
        let opening = sharing::open(id_of(&metadata), self.access, self.request.share)?;
        let kind = Kind::of(&metadata);
        if self.truncates && metadata.is_file() {
            self.overwrite(&file, &metadata)?;
        }
        if kind != Kind::Disk && !link {
            // A descriptor for the name alone knows no modes, and needs none.
            let _ = set_blocking(file.as_fd());
        }
        if self.has(FILE_FLAG_RANDOM_ACCESS) {
            advise(file.as_fd(), Advice::Random);
        } else if self.has(FILE_FLAG_SEQUENTIAL_SCAN) {
            advise(file.as_fd(), Advice::Sequential);
        }
        let mode = Mode { access: self.access, overlapped: self.has(FILE_FLAG_OVERLAPPED), link };
        let file = File::new(file, kind, mode, opening);
        file.set_delete_at_end(self.has(FILE_FLAG_DELETE_ON_CLOSE));
        Ok(Arc::new(file))
    }

    fn overwrite(&self, file: &fs::File, metadata: &Metadata) -> Result<(), Win32Error> {
        if metadata.len() > 0 {
            file.set_len(0)?;
        }
        let mode = metadata.permissions().mode();
        if self.has(FILE_ATTRIBUTE_READONLY) && self.request.disposition == CREATE_ALWAYS && mode & WRITE_BITS != 0 {
            file.set_permissions(Permissions::from_mode(mode & !WRITE_BITS))?;
        }
        Ok(())
    }
}
