//! LockFile: parts of a file that a handle has for itself.
//!
//! They are the system's locks of the open file, so that other processes know of them. They keep
//! out who asks for a lock, not who reads or writes without one.

use super::current;
use super::error::Win32Error;
use super::file::{File, Kind};
use super::sys::locks::{Lock, lock};
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::io::ErrorKind;
use std::os::fd::AsFd;

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    start: u64,
    length: u64,
}

impl Part {
    pub fn new(start: u64, length: u64) -> Result<Self, Win32Error> {
        if length == 0 || start.checked_add(length - 1).is_none() || i64::try_from(start).is_err() {
            return Err(Win32Error(ERROR_INVALID_LOCK_RANGE));
        }
        Ok(Self { start, length })
    }

    fn overlaps(&self, other: &Self) -> bool {
        let last = |part: &Self| part.start + (part.length - 1);
        self.start <= last(other) && other.start <= last(self)
    }

    /// Start and length as the system counts; 0 is without end.
    fn numbers(&self) -> (i64, i64) {
        let start = self.start.cast_signed();
        let length = i64::try_from(self.length).ok().filter(|length| start.checked_add(*length).is_some());
        (start, length.unwrap_or(0))
    }
}

/// The locks that a file has by its handles.
#[derive(Default)]
pub struct Locks(Mutex<Vec<(Part, bool)>>);

impl File {
    /// Locks a part, waiting for it or not. ERROR_LOCK_VIOLATION where somebody has it.
    pub fn lock(&self, part: Part, exclusive: bool, waits: bool) -> Result<(), Win32Error> {
        // The system lets only those lock that could do what they keep others from.
        self.needs(if exclusive { FILE_WRITE_DATA | FILE_APPEND_DATA } else { FILE_READ_DATA })?;
        if self.kind() != Kind::Disk {
            return Err(Win32Error(ERROR_INVALID_FUNCTION));
        }
        let taken = |(own, other): &(Part, bool)| part.overlaps(own) && (exclusive || *other);
        if self.locks.0.lock().iter().any(taken) {
            // Waiting for oneself would never end.
            return Err(Win32Error(ERROR_LOCK_VIOLATION));
        }
        let kind = if exclusive { Lock::Exclusive } else { Lock::Shared };
        let (start, length) = part.numbers();
        let locked = if waits {
            current::blocked(|| lock(self.as_fd(), kind, start, length, true))
        } else {
            lock(self.as_fd(), kind, start, length, false)
        };
        locked.map_err(|error| match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::PermissionDenied => Win32Error(ERROR_LOCK_VIOLATION),
            _ => error.into(),
        })?;
        self.locks.0.lock().push((part, exclusive));
        Ok(())
    }

    /// Unlocks a part that was locked as this one.
    pub fn unlock(&self, part: Part) -> Result<(), Win32Error> {
        let mut locks = self.locks.0.lock();
        let at = locks.iter().position(|(own, _)| *own == part).ok_or(Win32Error(ERROR_NOT_LOCKED))?;
        locks.remove(at);
        let (start, length) = part.numbers();
        lock(self.as_fd(), Lock::None, start, length, false)?;
        // Shared locks may lie upon each other, which the system has as one.
        for (own, _) in locks.iter().filter(|(own, _)| own.overlaps(&part)) {
            let (start, length) = own.numbers();
            lock(self.as_fd(), Lock::Shared, start, length, false)?;
        }
        Ok(())
    }

    /// The last handle is closed.
    pub(super) fn unlock_all(&self) {
        let mut locks = self.locks.0.lock();
        if !locks.is_empty() {
            locks.clear();
            // What cannot be unlocked goes with the descriptor.
            let _ = lock(self.as_fd(), Lock::None, 0, 0, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_limits() {
        assert!(Part::new(0, 0).is_err() && Part::new(1, u64::MAX).is_ok() && Part::new(2, u64::MAX).is_err());
        assert_eq!(Part::new(0, u64::MAX).unwrap().numbers(), (0, 0));
        assert_eq!(Part::new(5, 6).unwrap().numbers(), (5, 6));
        let part = |start, length| Part::new(start, length).unwrap();
        assert!(part(5, 5).overlaps(&part(9, 1)) && !part(5, 5).overlaps(&part(10, 1)));
        assert!(part(0, u64::MAX).overlaps(&part(1 << 62, 1)));
    }
}
