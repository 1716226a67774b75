//! Files as the server hands them out: what they are, and small ones with their content.

use super::com::file_info::{self, FileObject};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::file::File;
use crate::win32::file_attributes::Facts;
use crate::win32::file_open::{self, Request};
use crate::win32::sys::clock;
use crate::win32::time;
use parking_lot::Mutex;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// The content of files up to this size is kept with them.
const KEPT: u64 = 256 << 10;

/// So many files are kept, with so much content in all.
const MOST: usize = 4096;
const ROOM: u64 = 64 << 20;

/// For so many milliseconds it is not looked at again where a path leads.
const MOMENT: u64 = 1000;

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

/// One state of a file.
pub struct FileInfo {
    path: PathBuf,
    stamp: Stamp,
    facts: Facts,
    etag: String,
    last_modified: String,
    /// The content, or the file itself, to be read at places.
    content: Content,
    /// The folder that it was found to be below, where links lead to, and when.
    below: Mutex<Option<(PathBuf, u64)>>,
}

pub enum Content {
    Kept(Arc<[u8]>),
    Open(Arc<File>),
}

impl FileInfo {
    /// Opens a file. A directory is none.
    pub fn open(path: &Path) -> Result<Self, Win32Error> {
        let share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
        let request = Request { access: GENERIC_READ, share, disposition: OPEN_EXISTING, flags: 0 };
        let (file, _) = file_open::open(path, request)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(Win32Error(ERROR_ACCESS_DENIED));
        }
        let stamp = Stamp::of(&metadata);
        let facts = Facts::of_file(&file)?;
        let content = if stamp.size <= KEPT {
            let mut bytes = vec![0; stamp.size as usize];
            file.read_part(&mut bytes, 0)?;
            Content::Kept(bytes.into())
        } else {
            Content::Open(file)
        };
        let seconds = u64::try_from(stamp.modified.0).unwrap_or(0);
        Ok(Self {
            path: path.to_owned(),
            stamp,
            // As IIS writes it: the time in ticks and a counter of changes, which is always 0.
            etag: format!("\"{:x}:0\"", facts.write),
            last_modified: httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)),
            facts,
            content,
            below: Mutex::default(),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn size(&self) -> u64 {
        self.stamp.size
    }

    pub fn attributes(&self) -> DWORD {
        self.facts.attributes
    }

    /// With its quotes.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// As HTTP writes it.
    pub fn last_modified(&self) -> &str {
        &self.last_modified
    }

    /// In whole seconds since 1970.
    pub fn modified_seconds(&self) -> i64 {
        self.stamp.modified.0
    }

    pub fn modified(&self) -> FILETIME {
        time::to_file_time(self.facts.write)
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Whether this is the state that was found elsewhere.
    pub fn is(&self, metadata: &Metadata) -> bool {
        Stamp::of(metadata) == self.stamp
    }

    /// Its path leads below this folder, as far as anybody knows now.
    pub fn found_below(&self, folder: &Path) {
        *self.below.lock() = Some((folder.to_owned(), clock::coarse_milliseconds()));
    }

    /// Whether that was found so a moment ago.
    pub fn is_known_below(&self, folder: &Path) -> bool {
        let below = self.below.lock();
        below
            .as_ref()
            .is_some_and(|(known, when)| known == folder && clock::coarse_milliseconds().saturating_sub(*when) < MOMENT)
    }

    /// Whether the file is another one now, or gone.
    pub fn has_changed(&self) -> bool {
        std::fs::metadata(&self.path).map_or(true, |metadata| Stamp::of(&metadata) != self.stamp)
    }

    fn kept_size(&self) -> u64 {
        match &self.content {
            Content::Kept(bytes) => bytes.len() as u64,
            Content::Open(_) => 0,
        }
    }
}

struct Entry {
    file: Arc<FileInfo>,
    /// What modules know it by, from when one has asked.
    record: Option<Arc<FileObject>>,
    used: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some(record) = &self.record {
            record.flush();
        }
    }
}

#[derive(Default)]
struct Files {
    /// By `key_of` their paths.
    entries: HashMap<OsString, Entry>,
    size: u64,
    clock: u64,
}

/// One text for all spellings of a path, since a text is found sooner than a path's names are.
fn key_of(path: &Path) -> Cow<'_, OsStr> {
    let text = path.as_os_str();
    let bytes = text.as_bytes();
    let is_plain = !bytes.ends_with(b"/") && !bytes.windows(2).any(|pair| matches!(pair, b"//" | b"/."));
    if is_plain { text.into() } else { path.components().collect::<PathBuf>().into_os_string().into() }
}

/// The files that were asked for last. Each is looked at again whenever it is asked for, so that
/// what is handed out is what is there.
#[derive(Default)]
pub struct FileCache(Mutex<Files>);

impl FileCache {
    /// The file where it is known and still as it was.
    pub fn known(&self, path: &Path) -> Option<Arc<FileInfo>> {
        let known = self.0.lock().find(path);
        known.filter(|file| !file.has_changed())
    }

    /// The file as it is now.
    pub fn get(&self, path: &Path) -> Result<Arc<FileInfo>, Win32Error> {
        if let Some(file) = self.known(path) {
            return Ok(file);
        }
        // What goes takes along what modules have stored with it: their code runs without the lock.
        match FileInfo::open(path).map(Arc::new) {
            Ok(file) => {
                let mut files = self.0.lock();
                // Another thread may have been faster.
                if let Some(known) = files.find(path).filter(|known| known.stamp == file.stamp) {
                    return Ok(known);
                }
                let gone = files.keep(&file);
                drop(files);
                drop(gone);
                Ok(file)
            }
            Err(error) => {
                let gone = self.0.lock().remove(&key_of(path));
                drop(gone);
                Err(error)
            }
        }
    }

    /// The record of the file as it is now: the same one for as long as the file is kept and nobody has flushed it.
    pub fn record(&self, path: &Path) -> Result<Arc<FileObject>, Win32Error> {
        let file = self.get(path)?;
        let mut files = self.0.lock();
        let entry = files.entries.get_mut(&*key_of(path)).filter(|entry| Arc::ptr_eq(&entry.file, &file));
        let Some(entry) = entry else { return Ok(file_info::record(file)) };
        if let Some(record) = entry.record.as_ref().filter(|record| !record.is_flushed()) {
            return Ok(record.clone());
        }
        let record = file_info::record(file);
        let before = entry.record.replace(record.clone());
        drop(files);
        drop(before);
        Ok(record)
    }

    /// Nothing is kept any more, and what modules have stored goes, whoever still has a record.
    pub fn clean_up(&self) {
        let files = std::mem::take(&mut *self.0.lock());
        files.entries.values().filter_map(|entry| entry.record.as_ref()).for_each(|record| record.empty());
    }
}

impl Files {
    fn find(&mut self, path: &Path) -> Option<Arc<FileInfo>> {
        self.clock += 1;
        let entry = self.entries.get_mut(&*key_of(path))?;
        entry.used = self.clock;
        Some(entry.file.clone())
    }

    /// Keeps a file; what has to go for it.
    fn keep(&mut self, file: &Arc<FileInfo>) -> Vec<Entry> {
        let key = key_of(file.path());
        let mut gone: Vec<_> = self.remove(&key).into_iter().collect();
        while self.entries.len() >= MOST || (self.size + file.kept_size() > ROOM && !self.entries.is_empty()) {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
            match oldest {
                Some(key) => gone.extend(self.remove(&key)),
                None => break,
            }
        }
        self.size += file.kept_size();
        self.entries.insert(key.into_owned(), Entry { file: file.clone(), record: None, used: self.clock });
        gone
    }

    fn remove(&mut self, key: &OsStr) -> Option<Entry> {
        let entry = self.entries.remove(key)?;
        self.size -= entry.file.kept_size();
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_path_has_one_key_in_every_spelling() {
        for path in ["/a/b", "/a//b", "/a/./b", "/a/b/", "/a/b/."] {
            assert_eq!(*key_of(Path::new(path)), *"/a/b", "{path}");
        }
        for path in ["/a/../b", "/a/.b", "/a/b.", "/"] {
            assert_eq!(*key_of(Path::new(path)), *path, "{path}");
        }
    }

    #[test]
    fn a_file_is_what_is_there_now() {
        let folder = std::env::temp_dir().join(format!("portico-file-cache-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.txt");
        fs::write(&path, "one").unwrap();
        let cache = FileCache::default();
        let first = cache.get(&path).unwrap();
        assert!(Arc::ptr_eq(&first, &cache.get(&path).unwrap()));
        assert!(matches!(first.content(), Content::Kept(bytes) if **bytes == *b"one"));
        let record = cache.record(&path).unwrap();
        assert!(Arc::ptr_eq(&record, &cache.record(&path).unwrap()) && !record.is_flushed());
        record.flush();
        let again = cache.record(&path).unwrap();
        assert!(!Arc::ptr_eq(&record, &again));
        fs::write(&path, "other").unwrap();
        let second = cache.get(&path).unwrap();
        assert!(again.is_flushed() && !Arc::ptr_eq(&again, &cache.record(&path).unwrap()));
        assert_eq!(second.size(), 5);
        assert!(first.has_changed() && !second.has_changed());
        fs::remove_file(&path).unwrap();
        assert_eq!(cache.get(&path).err(), Some(Win32Error(ERROR_FILE_NOT_FOUND)));
        fs::write(&path, vec![7; KEPT as usize + 1]).unwrap();
        assert!(matches!(cache.get(&path).unwrap().content(), Content::Open(_)));
        assert!(cache.get(&folder).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
