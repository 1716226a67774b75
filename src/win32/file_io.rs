//! Reading, writing, positions and sizes.

use super::current;
use super::error::Win32Error;
use super::file::{File, Kind};
use super::overlapped::Operation;
use super::status::status_of;
use super::sys::files::{append, without_broken_pipe_signal};
use crate::abi::windows::*;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;

/// Where an operation with an OVERLAPPED takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    At(u64),
    /// Behind the last byte: all bits of the offset are set.
    End,
}

/// The offset that stands for the end of the file.
const END: u64 = u64::MAX;

impl From<u64> for Place {
    fn from(offset: u64) -> Self {
        if offset == END { Self::End } else { Self::At(offset) }
    }
}

/// Which way the bytes go. One caller's memory, for the time of a call.
pub enum Transfer<'a> {
    Read(&'a mut [u8]),
    Write(&'a [u8]),
}

impl Transfer<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Self::Read(buffer) => buffer.is_empty(),
            Self::Write(bytes) => bytes.is_empty(),
        }
    }
}

impl File {
    /// Whether the handle may do this at all.
    pub fn may(&self, transfer: &Transfer<'_>) -> Result<(), Win32Error> {
        match transfer {
            Transfer::Read(_) => self.needs(FILE_READ_DATA)?,
            Transfer::Write(_) => self.needs(FILE_WRITE_DATA | FILE_APPEND_DATA)?,
        }
        if self.kind() == Kind::Directory { Err(Win32Error(ERROR_INVALID_FUNCTION)) } else { Ok(()) }
    }

    /// At the file's own position, which moves. At the end of a file there are 0 bytes to read.
    pub fn transfer(&self, transfer: Transfer<'_>) -> Result<u32, Win32Error> {
        let empty = transfer.is_empty();
        let mut file = self.file();
        let call = || match transfer {
            Transfer::Read(buffer) => repeated(buffer.len(), self.kind(), |done| file.read(&mut buffer[done..])),
            Transfer::Write(bytes) => {
                self.quietly(|| repeated(bytes.len(), Kind::Disk, |done| file.write(&bytes[done..])))
            }
        };
        // A file answers soon; others may let the thread wait for whoever is at their other end.
        let count = if self.kind() == Kind::Disk { call()? } else { current::blocked(call)? };
        self.told(count, empty)
    }

    /// At a place of the caller's. At the end of a file there is nothing to read: ERROR_HANDLE_EOF.
    pub fn transfer_at(&self, transfer: Transfer<'_>, place: Place) -> Result<u32, Win32Error> {
        let at = match place {
            // What is no file has no places.
            _ if self.kind() != Kind::Disk => return self.transfer(transfer),
            Place::At(offset) => offset,
            Place::End => END,
        };
        let empty = transfer.is_empty();
        let reads = matches!(transfer, Transfer::Read(_));
        let file = self.file();
        let count = match transfer {
            Transfer::Read(buffer) => {
                repeated(buffer.len(), Kind::Disk, |done| file.read_at(&mut buffer[done..], at + done as u64))?
            }
            Transfer::Write(bytes) => repeated(bytes.len(), Kind::Disk, |done| match place {
                Place::At(offset) => file.write_at(&bytes[done..], offset + done as u64),
                Place::End => append(file.as_fd(), &bytes[done..], !self.mode().overlapped),
            })?,
        };
        if reads && count == 0 && !empty {
            return Err(Win32Error(ERROR_HANDLE_EOF));
        }
        if let (Place::At(offset), false) = (place, self.mode().overlapped) {
            // Of a file that is not overlapped the position goes along.
            let mut file = file;
            file.seek(SeekFrom::Start(offset + count as u64))?;
        }
        Ok(count as u32)
    }

    /// The same, told through an OVERLAPPED. It ends before the call does.
    pub fn overlapped(&self, transfer: Transfer<'_>, place: Place, operation: Operation) -> Result<u32, Win32Error> {
        let result = self.transfer_at(transfer, place);
        match result {
            Ok(bytes) => {
                operation.complete_inline(self.completions(), STATUS_SUCCESS, bytes);
                self.end();
            }
            Err(error) => operation.fail_inline(status_of(error.0)),
        }
        result
    }

    /// Tells of a lock through an OVERLAPPED, inside the call.
    pub fn tell_locked(&self, operation: Operation, status: NTSTATUS) {
        if status >= 0 {
            operation.complete_inline(self.completions(), status, 0);
            self.end();
        } else {
            operation.fail_inline(status);
        }
    }

    /// A pipe without a writer gives no bytes.
    fn told(&self, count: usize, empty: bool) -> Result<u32, Win32Error> {
        if count == 0 && !empty && self.kind() == Kind::Pipe {
            return Err(Win32Error(ERROR_BROKEN_PIPE));
        }
        Ok(count as u32)
    }

    fn quietly<R>(&self, write: impl FnOnce() -> R) -> R {
        if self.kind() == Kind::Pipe { without_broken_pipe_signal(write, |_| true) } else { write() }
    }

    /// Where the position would be after a move.
    pub fn peek(&self, distance: i64, from: DWORD) -> Result<i64, Win32Error> {
        match self.kind() {
            Kind::Disk => {}
            Kind::Directory => return Err(Win32Error(ERROR_INVALID_FUNCTION)),
            Kind::Character | Kind::Pipe => return Err(Win32Error(ERROR_SEEK_ON_DEVICE)),
        }
        let mut file = self.file();
        let base = match from {
            FILE_BEGIN => 0,
            FILE_CURRENT => file.stream_position()?,
            FILE_END => file.metadata()?.len(),
            _ => return Err(Win32Error(ERROR_INVALID_PARAMETER)),
        };
        let place = i64::try_from(base).ok().and_then(|base| base.checked_add(distance));
        match place {
            Some(place) if place >= 0 => Ok(place),
            Some(_) => Err(Win32Error(ERROR_NEGATIVE_SEEK)),
            None => Err(Win32Error(ERROR_INVALID_PARAMETER)),
        }
    }

    /// Moves the position; where it is then.
    pub fn seek(&self, distance: i64, from: DWORD) -> Result<i64, Win32Error> {
        let place = self.peek(distance, from)?;
        let mut file = self.file();
        file.seek(SeekFrom::Start(place.cast_unsigned()))?;
        Ok(place)
    }

    /// Cuts or lengthens the file to the position.
    pub fn set_end(&self) -> Result<(), Win32Error> {
        let mut file = self.file();
        let end = file.stream_position()?;
        self.set_length(end)
    }

    /// Cuts or lengthens the file.
    pub fn set_length(&self, length: u64) -> Result<(), Win32Error> {
        self.needs(FILE_WRITE_DATA)?;
        Ok(self.file().set_len(length)?)
    }

    /// Fills a buffer with what is at a place; the file's position stays where it is.
    pub fn read_part(&self, buffer: &mut [u8], place: u64) -> Result<(), Win32Error> {
        let length = buffer.len();
        let read = |done: usize| self.file().read_at(&mut buffer[done..], place + done as u64);
        if repeated(length, Kind::Disk, read)? < length { Err(Win32Error(ERROR_HANDLE_EOF)) } else { Ok(()) }
    }

    /// How many bytes the file has.
    pub fn length(&self) -> Result<u64, Win32Error> {
        match self.kind() {
            Kind::Disk => Ok(self.metadata()?.len()),
            Kind::Directory => Ok(0),
            _ => Err(Win32Error(ERROR_INVALID_FUNCTION)),
        }
    }

    /// Has the system bring everything to the device.
    pub fn flush(&self) -> Result<(), Win32Error> {
        self.needs(FILE_WRITE_DATA | FILE_APPEND_DATA)?;
        match self.kind() {
            Kind::Disk => Ok(self.file().sync_all()?),
            // There is nothing that waits to be written.
            _ => Ok(()),
        }
    }
}

/// Calls until all is done, the end is there, or, of what is no file, something is done.
fn repeated(length: usize, kind: Kind, mut call: impl FnMut(usize) -> io::Result<usize>) -> io::Result<usize> {
    let mut done = 0;
    while done < length {
        match call(done) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // What is done counts; the next call will fail.
            Err(_) if done > 0 => break,
            Err(error) => return Err(error),
        }
        if kind != Kind::Disk {
            break;
        }
    }
    Ok(done)
}
