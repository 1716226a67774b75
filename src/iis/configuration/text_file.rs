//! Files of the configuration: their text, and whether they are still the same.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What changes when a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

/// A file that a configuration was made of, or a place where there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub path: PathBuf,
    pub stamp: Option<Stamp>,
}

impl Seen {
    pub fn now(path: &Path) -> Self {
        Self { path: path.to_owned(), stamp: stamp(path) }
    }

    pub fn is_current(&self) -> bool {
        stamp(&self.path) == self.stamp
    }
}

pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| Stamp::from(&metadata))
}

/// The text of a file of at most so many bytes: UTF-8, or UTF-16 with its mark at the start.
pub fn read(path: &Path, most: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    // A pipe would let the caller wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it has more than {} KB", most / 1024)));
    }
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map_err(|_| io::Error::other("it is not UTF-16"))
    };
    match bytes {
        _ if bytes.starts_with(&[0xFF, 0xFE]) => wide(u16::from_le_bytes),
        _ if bytes.starts_with(&[0xFE, 0xFF]) => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_their_encodings() {
        assert_eq!(decode(vec![0xFF, 0xFE, b'<', 0, 0xE4, 0]).unwrap(), "<ä");
        assert_eq!(decode(vec![0xFE, 0xFF, 0, b'<']).unwrap(), "<");
        assert_eq!(decode("ä".into()).unwrap(), "ä");
        assert!(decode(vec![0xE4]).is_err());
        assert!(decode(vec![0xFF, 0xFE, 0, 0xD8]).is_err());
    }
}
