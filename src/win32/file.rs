//! Files as objects: what `CreateFile` makes.

use super::completion_port::{Binding, SKIP_SET_EVENT_ON_HANDLE};
use super::directory_changes::Changes;
use super::error::Win32Error;
use super::file_lock::Locks;
use super::object::Object;
use super::sharing::{FileId, Opening};
use super::waitable::{Signal, Waitable};
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::fs::{self, Metadata};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a file is, as far as reading and writing care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Disk,
    Directory,
    Character,
    Pipe,
}

impl Kind {
    pub fn of(metadata: &Metadata) -> Self {
        let kind = metadata.file_type();
        if kind.is_dir() {
            Self::Directory
        } else if kind.is_fifo() || kind.is_socket() {
            Self::Pipe
        } else if kind.is_char_device() {
            Self::Character
        } else {
            Self::Disk
        }
    }
}

/// How a file was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    /// The rights, none of them generic.
    pub access: DWORD,
    /// FILE_FLAG_OVERLAPPED
    pub overlapped: bool,
    /// The link itself: FILE_FLAG_OPEN_REPARSE_POINT.
    pub link: bool,
}

pub struct File {
    file: fs::File,
    kind: Kind,
    mode: Mode,
    /// Set when an operation has ended.
    signal: Waitable,
    binding: Binding,
    /// Its place among those that have the file open; gone with the last handle.
    opening: Mutex<Option<Opening>>,
    handles: AtomicUsize,
    delete_at_end: AtomicBool,
    pub(super) changes: Changes,
    pub(super) locks: Locks,
}

impl File {
    pub(super) fn new(file: fs::File, kind: Kind, mode: Mode, opening: Option<Opening>) -> Self {
        Self {
            file,
            kind,
            mode,
            signal: Waitable::new(Signal::Event { manual: true, set: false }),
            binding: Binding::default(),
            opening: Mutex::new(opening),
            handles: AtomicUsize::new(0),
            delete_at_end: AtomicBool::new(false),
            changes: Changes::default(),
            locks: Locks::default(),
        }
    }

    pub(super) fn file(&self) -> &fs::File {
        &self.file
    }

    pub(super) fn completions(&self) -> &Binding {
        &self.binding
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the handle may read the file's bytes.
    pub fn is_readable(&self) -> bool {
        self.mode.access & FILE_READ_DATA != 0
    }

    /// Whether the handle may write the file's bytes somewhere.
    pub fn is_writable(&self) -> bool {
        self.mode.access & (FILE_WRITE_DATA | FILE_APPEND_DATA) != 0
    }

    /// ERROR_ACCESS_DENIED unless the handle has one of the rights.
    pub fn needs(&self, rights: DWORD) -> Result<(), Win32Error> {
        if self.mode.access & rights != 0 { Ok(()) } else { Err(Win32Error(ERROR_ACCESS_DENIED)) }
    }

    /// Whether packets of a completion port tell the ends of its operations.
    pub fn has_port(&self) -> bool {
        self.binding.port().is_some()
    }

    pub fn metadata(&self) -> Result<Metadata, Win32Error> {
        Ok(self.file.metadata()?)
    }

    /// Where the file is now, also after it was renamed.
    pub fn path(&self) -> Result<PathBuf, Win32Error> {
        Ok(fs::read_link(format!("/proc/self/fd/{}", self.file.as_raw_fd()))?)
    }

    /// The same, of a file that still has a name.
    pub fn name(&self) -> Result<PathBuf, Win32Error> {
        if self.metadata()?.nlink() == 0 { Err(Win32Error(ERROR_FILE_NOT_FOUND)) } else { self.path() }
    }

    /// Has the file removed with its last handle, or not.
    pub fn set_delete_at_end(&self, delete: bool) {
        self.delete_at_end.store(delete, Ordering::Relaxed);
    }

    pub fn is_delete_at_end(&self) -> bool {
        self.delete_at_end.load(Ordering::Relaxed)
    }

    /// An operation has begun that ends later: whoever waits for the handle waits for its end.
    pub(super) fn begin(&self) {
        self.signal.change(|signal| signal.put(false));
    }

    /// An operation has ended.
    pub fn end(&self) {
        if !self.binding.has_mode(SKIP_SET_EVENT_ON_HANDLE) {
            self.signal.change(|signal| signal.put(true));
        }
    }

    fn close(&self) {
        self.end_changes();
        self.unlock_all();
        if self.delete_at_end.swap(false, Ordering::Relaxed) {
            self.remove();
        }
        // Others may have it only when it is gone.
        let opening = self.opening.lock().take();
        drop(opening);
    }

    /// Removes the name under which the file is known, unless that names another one by now.
    fn remove(&self) {
        let Ok(path) = self.path() else { return };
        let Ok(own) = self.file.metadata() else { return };
        if fs::symlink_metadata(&path).is_ok_and(|named| id_of(&named) == id_of(&own)) {
            // As on Windows nobody is told when this fails.
            let _ = if own.is_dir() { fs::remove_dir(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// The file by device and inode.
pub fn id_of(metadata: &Metadata) -> FileId {
    (metadata.dev(), metadata.ino())
}

/// The descriptor, for calls such as sendfile. It is open as long as the object is there.
impl AsFd for File {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl Object for File {
    fn waitable(&self) -> Option<&Waitable> {
        Some(&self.signal)
    }

    /// Only what was opened for overlapped operations can have a port.
    fn binding(&self) -> Option<&Binding> {
        self.mode.overlapped.then_some(&self.binding)
    }

    fn cancel_io(&self, overlapped: Option<usize>, thread: Option<u32>) -> usize {
        self.cancel_changes(overlapped, thread)
    }

    fn handle_opened(&self) {
        self.handles.fetch_add(1, Ordering::Relaxed);
    }

    fn handle_closed(&self) {
        if self.handles.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::file_open::{Request, open};
    use super::super::handle_table::HANDLES;
    use super::*;
    use std::os::unix::fs::FileExt;

    /// What layers above do with a handle that a program has given them.
    #[test]
    fn a_handle_gives_the_descriptor_and_the_rights() {
        let path = std::env::temp_dir().join(format!("portico-file-{}", std::process::id()));
        let flags = FILE_FLAG_DELETE_ON_CLOSE;
        let request = Request { access: GENERIC_READ | GENERIC_WRITE, share: 7, disposition: CREATE_NEW, flags };
        let (file, existed) = open(&path, request).unwrap();
        assert!(!existed);
        let handle = HANDLES.insert(file).unwrap();
        let file = HANDLES.get_as::<File>(handle).unwrap();
        assert!(file.is_readable() && file.is_writable() && file.kind() == Kind::Disk);
        let same: fs::File = file.as_fd().try_clone_to_owned().unwrap().into();
        same.write_all_at(b"12345", 0).unwrap();
        assert_eq!(file.length(), Ok(5));
        let reader = open(&path, Request { access: GENERIC_READ, disposition: OPEN_EXISTING, flags: 0, ..request });
        assert!(!reader.unwrap().0.is_writable());
        assert!(HANDLES.close(handle).is_ok());
        // Without a name and without a place among those that share it, but open.
        assert!(!path.exists() && file.name() == Err(Win32Error(ERROR_FILE_NOT_FOUND)));
        assert_eq!(file.length(), Ok(5));
    }
}
