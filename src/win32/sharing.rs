//! Who has a file open, and what each of them lets others do. Known in this process alone.

use super::error::Win32Error;
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::collections::HashMap;

/// A file, by device and inode.
pub type FileId = (u64, u64);

/// The rights that sharing is about.
const READS: DWORD = FILE_READ_DATA | FILE_EXECUTE;
const WRITES: DWORD = FILE_WRITE_DATA | FILE_APPEND_DATA;

struct Entry {
    number: u64,
    /// In the bits of FILE_SHARE_…: what it does, and what others may.
    uses: DWORD,
    allows: DWORD,
}

#[derive(Default)]
struct Table {
    open: Option<HashMap<FileId, Vec<Entry>>>,
    next: u64,
}

static TABLE: Mutex<Table> = Mutex::new(Table { open: None, next: 0 });

/// One opening of a file; dropped, it stands in nobody's way.
pub struct Opening {
    file: FileId,
    number: u64,
}

fn uses_of(access: DWORD) -> DWORD {
    let bit = |rights: DWORD, share: DWORD| if access & rights != 0 { share } else { 0 };
    bit(READS, FILE_SHARE_READ) | bit(WRITES, FILE_SHARE_WRITE) | bit(DELETE, FILE_SHARE_DELETE)
}

fn conflicts(entries: &[Entry], uses: DWORD, allows: DWORD) -> bool {
    entries.iter().any(|entry| uses & !entry.allows != 0 || entry.uses & !allows != 0)
}

/// Opens a file with these rights, sharing as `allows` says.
pub fn open(file: FileId, access: DWORD, allows: DWORD) -> Result<Option<Opening>, Win32Error> {
    let uses = uses_of(access);
    if uses == 0 {
        // Whoever only looks at attributes is in nobody's way.
        return Ok(None);
    }
    let mut table = TABLE.lock();
    table.next += 1;
    let number = table.next;
    let entries = table.open.get_or_insert_default().entry(file).or_default();
    if conflicts(entries, uses, allows) {
        return Err(Win32Error(ERROR_SHARING_VIOLATION));
    }
    entries.push(Entry { number, uses, allows });
    Ok(Some(Opening { file, number }))
}

/// Whether a file may be removed or renamed now.
pub fn may_delete(file: FileId) -> Result<(), Win32Error> {
    let table = TABLE.lock();
    let entries = table.open.as_ref().and_then(|open| open.get(&file)).map_or(&[][..], Vec::as_slice);
    let everything = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    if conflicts(entries, FILE_SHARE_DELETE, everything) { Err(Win32Error(ERROR_SHARING_VIOLATION)) } else { Ok(()) }
}

impl Drop for Opening {
    fn drop(&mut self) {
        let mut table = TABLE.lock();
        let Some(open) = &mut table.open else { return };
        if let Some(entries) = open.get_mut(&self.file) {
            entries.retain(|entry| entry.number != self.number);
            if entries.is_empty() {
                open.remove(&self.file);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = (u64::MAX, 1);

    #[test]
    fn both_sides_have_to_agree() {
        let reader = open(FILE, FILE_READ_DATA, FILE_SHARE_READ).unwrap();
        assert!(open(FILE, FILE_WRITE_DATA, 7).is_err(), "the reader does not share writing");
        assert!(open(FILE, FILE_READ_DATA, 0).is_err(), "the second does not share reading");
        assert!(open(FILE, FILE_READ_ATTRIBUTES, 0).unwrap().is_none());
        let second = open(FILE, FILE_READ_DATA, FILE_SHARE_READ).unwrap();
        assert!(may_delete(FILE).is_err());
        drop((reader, second));
        assert!(may_delete(FILE).is_ok());
        drop(open(FILE, FILE_WRITE_DATA | DELETE, 0).unwrap());
    }
}
