//! Bytes of a session on their way to its socket.

use super::super::socket::Moved;
use super::super::transport::Transport;
use std::cell::Cell;
use std::io::IoSlice;

/// So many are gathered before the socket takes some.
const MOST: usize = 64 << 10;

thread_local! {
    /// Where they gather, for whichever session this thread has next: an idle one holds no memory for them.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

#[derive(Default)]
pub struct Out {
    bytes: Vec<u8>,
    sent: usize,
}

impl Out {
    /// Whether it may take them whole.
    pub fn has_room(&self, bytes: &[u8]) -> bool {
        self.bytes.len() + bytes.len() <= MOST
    }

    /// Takes as much as there is room for.
    pub fn put(&mut self, bytes: &[u8]) -> usize {
        if self.bytes.capacity() == 0 {
            self.bytes = SPARE.take();
        }
        let count = bytes.len().min(MOST.saturating_sub(self.bytes.len()));
        self.bytes.extend_from_slice(&bytes[..count]);
        count
    }

    /// Sends what is there: `Later` if there is no room for all of that. What was sent is counted.
    pub fn send(&mut self, transport: &Transport, written: &mut u64) -> Moved {
        while self.sent < self.bytes.len() {
            match transport.send(&[IoSlice::new(&self.bytes[self.sent..])], false) {
                Moved::Bytes(count) => {
                    self.sent += count;
                    *written += count as u64;
                }
                other => return other,
            }
        }
        self.clear();
        transport.flush()
    }

    /// Sends what is there with more behind it, of which so many bytes were taken: they need not be copied.
    pub fn send_with(&mut self, more: &[u8], transport: &Transport, written: &mut u64) -> Moved {
        loop {
            let rest = &self.bytes[self.sent..];
            let moved = transport.send(&[IoSlice::new(rest), IoSlice::new(more)], false);
            let Moved::Bytes(count) = moved else { return moved };
            *written += count as u64;
            match count.checked_sub(rest.len()) {
                None => self.sent += count,
                Some(taken) => {
                    self.clear();
                    return Moved::Bytes(taken);
                }
            }
        }
    }

    fn clear(&mut self) {
        if !self.bytes.is_empty() {
            let mut bytes = std::mem::take(self).bytes;
            bytes.clear();
            SPARE.set(bytes);
        }
    }
}
