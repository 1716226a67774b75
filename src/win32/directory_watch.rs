//! Changes in a directory, and where wanted in all below it, from the system's events.
//!
//! A subdirectory is watched from the event that tells of it; what was made in it before that is
//! found by looking. A rename is two events, which may come apart: the second half is waited for a
//! little.

use super::sys::inotify::*;
use super::sys::poll::readable;
use crate::abi::windows::*;
use core::time::Duration;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::path::{Path, PathBuf};

/// One change: what happened, and to what, seen from the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub action: DWORD,
    pub path: PathBuf,
}

/// How long the second half of a rename is waited for.
const SECOND_HALF: Duration = Duration::from_millis(10);

pub struct Watch {
    inotify: Inotify,
    /// Kept open: paths go through its descriptor, wherever the directory is moved.
    root: fs::File,
    subtree: bool,
    filter: DWORD,
    /// The watched directories, seen from the root.
    folders: HashMap<i32, PathBuf>,
    /// Told of by looking; the event that tells of them again is left out.
    seen: HashSet<PathBuf>,
    found: Found,
}

/// What happened since it was asked last.
#[derive(Default)]
pub struct Found {
    pub records: Vec<Record>,
    /// Something was lost: whoever wants to know must look.
    pub lost: bool,
}

impl Watch {
    pub fn new(root: &fs::File, subtree: bool, filter: DWORD) -> io::Result<Self> {
        let mut watch = Self {
            inotify: Inotify::new()?,
            root: root.try_clone()?,
            subtree,
            filter,
            folders: HashMap::new(),
            seen: HashSet::new(),
            found: Found::default(),
        };
        let number = watch.inotify.add(&watch.place(Path::new("")), watch.mask(), true)?;
        watch.folders.insert(number, PathBuf::new());
        if subtree {
            watch.look_into(Path::new(""), false);
        }
        if std::mem::take(&mut watch.found.lost) {
            // Not all of it can be watched.
            return Err(io::Error::from_raw_os_error(libc::ENOSPC));
        }
        Ok(watch)
    }

    /// What happened since the last time.
    pub fn take(&mut self) -> Found {
        let mut events = Vec::new();
        loop {
            self.inotify.read(&mut events);
            if has_half_move(&events) && readable(&[self.inotify.as_fd()], Some(SECOND_HALF))[0] {
                self.inotify.read(&mut events);
            }
            if events.is_empty() {
                break;
            }
            self.translate(&mut events);
        }
        self.seen.clear();
        std::mem::take(&mut self.found)
    }

    fn place(&self, path: &Path) -> PathBuf {
        Path::new(&format!("/proc/self/fd/{}", self.root.as_raw_fd())).join(path)
    }

    fn mask(&self) -> u32 {
        let names = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
        let events = [
            (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME, names),
            (FILE_NOTIFY_CHANGE_ATTRIBUTES | FILE_NOTIFY_CHANGE_SECURITY, IN_ATTRIB),
            (FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE, IN_MODIFY),
            (FILE_NOTIFY_CHANGE_LAST_ACCESS, IN_ACCESS),
        ];
        // The tree has to be followed, whatever is told of it.
        let base = if self.subtree { names } else { IN_CREATE };
        events.iter().filter(|(bits, _)| self.filter & bits != 0).fold(base, |mask, (_, more)| mask | more)
    }

    /// Watches a directory below the root, and all below it; with `tells` what is in it is told of.
    fn adopt(&mut self, path: &Path, tells: bool) {
        match self.inotify.add(&self.place(path), self.mask(), false) {
            Ok(number) => {
                self.folders.insert(number, path.to_owned());
                self.look_into(path, tells);
            }
            // The limit of watches; all else is that it has gone again.
            Err(error) if error.raw_os_error() == Some(libc::ENOSPC) => self.found.lost = true,
            Err(_) => {}
        }
    }

    fn look_into(&mut self, path: &Path, tells: bool) {
        let Ok(entries) = fs::read_dir(self.place(path)) else { return };
        for entry in entries.flatten() {
            let path = path.join(entry.file_name());
            let directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if tells {
                self.seen.insert(path.clone());
                self.tell_name(FILE_ACTION_ADDED, &path, directory);
            }
            if directory {
                self.adopt(&path, tells);
            }
        }
    }

    fn tell(&mut self, action: DWORD, path: &Path) {
        let record = Record { action, path: path.to_owned() };
        // Many writes are one change.
        if action != FILE_ACTION_MODIFIED || self.found.records.last() != Some(&record) {
            self.found.records.push(record);
        }
    }

    fn tell_name(&mut self, action: DWORD, path: &Path, directory: bool) {
        let wanted = if directory { FILE_NOTIFY_CHANGE_DIR_NAME } else { FILE_NOTIFY_CHANGE_FILE_NAME };
        if self.filter & wanted != 0 {
            self.tell(action, path);
        }
    }

    fn translate(&mut self, events: &mut Vec<Event>) {
        let mut moved_to: HashMap<u32, PathBuf> = HashMap::new();
        for event in events.iter().filter(|event| event.mask & IN_MOVED_TO != 0) {
            if let Some(folder) = self.folders.get(&event.watch) {
                moved_to.insert(event.cookie, folder.join(&event.name));
            }
        }
        let mut moved = HashSet::new();
        for event in events.drain(..) {
            if event.mask & IN_Q_OVERFLOW != 0 {
                self.found.lost = true;
                continue;
            }
            if event.mask & IN_IGNORED != 0 {
                self.folders.remove(&event.watch);
                continue;
            }
            let Some(folder) = self.folders.get(&event.watch) else { continue };
            if event.name.is_empty() {
                // Told of by the directory that holds it, too.
                continue;
            }
            let path = folder.join(&event.name);
            let directory = event.mask & IN_ISDIR != 0;
            if event.mask & IN_MOVED_FROM != 0 {
                let target = moved_to.get(&event.cookie).cloned();
                if target.is_some() {
                    moved.insert(event.cookie);
                }
                self.moved_away(&path, target.as_deref(), directory);
            } else if event.mask & (IN_CREATE | IN_MOVED_TO) != 0 {
                let told = moved.contains(&event.cookie) || self.seen.remove(&path);
                if !told {
                    self.tell_name(FILE_ACTION_ADDED, &path, directory);
                    if directory && self.subtree {
                        self.adopt(&path, event.mask & IN_CREATE != 0);
                    }
                }
            } else if event.mask & IN_DELETE != 0 {
                self.seen.remove(&path);
                self.tell_name(FILE_ACTION_REMOVED, &path, directory);
            } else {
                self.tell(FILE_ACTION_MODIFIED, &path);
            }
        }
    }

    /// A name is gone; where it is known where to, something else has it now.
    fn moved_away(&mut self, from: &Path, to: Option<&Path>, directory: bool) {
        match to {
            Some(to) if to.parent() == from.parent() => {
                self.tell_name(FILE_ACTION_RENAMED_OLD_NAME, from, directory);
                self.tell_name(FILE_ACTION_RENAMED_NEW_NAME, to, directory);
            }
            Some(to) => {
                self.tell_name(FILE_ACTION_REMOVED, from, directory);
                self.tell_name(FILE_ACTION_ADDED, to, directory);
            }
            None => self.tell_name(FILE_ACTION_REMOVED, from, directory),
        }
        if !directory {
            return;
        }
        let inside: Vec<i32> =
            self.folders.iter().filter(|(_, path)| path.starts_with(from)).map(|(number, _)| *number).collect();
        for number in inside {
            let Some(path) = self.folders.remove(&number) else { continue };
            match (to, path.strip_prefix(from)) {
                (Some(to), Ok(rest)) if rest.as_os_str().is_empty() => drop(self.folders.insert(number, to.to_owned())),
                (Some(to), Ok(rest)) => drop(self.folders.insert(number, to.join(rest))),
                _ => self.inotify.remove(number),
            }
        }
    }
}

/// Whether something was moved away and it is not known yet where to.
fn has_half_move(events: &[Event]) -> bool {
    events.iter().any(|event| {
        let half = |other: &Event| other.mask & IN_MOVED_TO != 0 && other.cookie == event.cookie;
        event.mask & IN_MOVED_FROM != 0 && !events.iter().any(half)
    })
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inotify.as_fd()
    }
}
