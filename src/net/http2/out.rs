//! Bytes of a session on their way to its socket.

use super::super::socket::Moved;
use super::super::transport::Transport;
use std::io::IoSlice;

/// So many are gathered before the socket takes some.
const MOST: usize = 64 << 10;

#[derive(Default)]
pub struct Out {
    bytes: Vec<u8>,
    sent: usize,
}

impl Out {
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= MOST
    }

    /// Takes as much as there is room for.
    pub fn put(&mut self, bytes: &[u8]) -> usize {
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
        // An idle session holds no memory for it.
        *self = Self::default();
        transport.flush()
    }
}
