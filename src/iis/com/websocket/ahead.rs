//! What has come and no read has asked for yet.

use crate::net::websocket::{Fragment, WebSocket};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

/// All WebSockets of the process hold so much together; beyond it each has the least.
const MOST: usize = 32 << 20;

/// So much each may hold in any case, so that pings and the end are seen behind some data.
pub const LEAST: usize = 4 << 10;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// A part of a message.
#[derive(Clone, Copy, Debug)]
struct Part {
    bytes: usize,
    text: bool,
    last: bool,
}

/// Parts of messages in their order, with their bytes unmasked. The memory is there only while it is used.
#[derive(Debug, Default)]
pub struct Ahead {
    bytes: Vec<u8>,
    start: usize,
    parts: VecDeque<Part>,
    /// What is counted of it.
    counted: usize,
}

impl Ahead {
    /// How much it may take in, with a limit for what it holds. A message counts though it has no bytes.
    pub fn room(&self, limit: usize) -> usize {
        let limit = if HELD.load(Ordering::Relaxed) < MOST { limit.max(LEAST) } else { LEAST };
        limit.saturating_sub(self.bytes.len() - self.start + self.parts.len() * size_of::<Part>())
    }

    pub fn put(&mut self, bytes: &[u8], fragment: Fragment) {
        if self.start * 2 > self.bytes.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
        let Fragment { text, last, .. } = fragment;
        match self.parts.back_mut() {
            // Of one message, which has not ended.
            Some(part) if !part.last => (part.bytes, part.last) = (part.bytes + bytes.len(), last),
            _ => self.parts.push_back(Part { bytes: bytes.len(), text, last }),
        }
        self.count();
    }

    /// As much of the first part as there is room for.
    pub fn take(&mut self, into: &mut [u8]) -> Option<Fragment> {
        let part = self.parts.front_mut()?;
        let (text, count) = (part.text, part.bytes.min(into.len()));
        part.bytes -= count;
        let (last, whole) = (part.last && part.bytes == 0, part.bytes == 0);
        into[..count].copy_from_slice(&self.bytes[self.start..self.start + count]);
        self.start += count;
        if whole {
            self.parts.pop_front();
        }
        if self.parts.is_empty() {
            (self.bytes, self.parts, self.start) = Default::default();
        }
        self.count();
        Some(Fragment { bytes: count, text, last })
    }

    fn count(&mut self) {
        let now = self.bytes.capacity() + self.parts.capacity() * size_of::<Part>();
        if now >= self.counted {
            HELD.fetch_add(now - self.counted, Ordering::Relaxed);
        } else {
            HELD.fetch_sub(self.counted - now, Ordering::Relaxed);
        }
        self.counted = now;
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        HELD.fetch_sub(self.counted, Ordering::Relaxed);
    }
}

/// Takes in what has come behind the last read, as far as it is data; true where a close or a fault of the
/// peer's ends it.
pub fn take_in(machine: &mut WebSocket, mut input: &mut [u8], ahead: &mut Ahead) -> bool {
    use crate::net::websocket::Incoming;
    loop {
        let Ok(read) = machine.read_in_place(input) else { return true };
        let (taken, rest) = input.split_at_mut(read.consumed);
        match read.incoming {
            Incoming::More => return false,
            Incoming::Close => return true,
            Incoming::Fragment(fragment) => ahead.put(&taken[taken.len() - fragment.bytes..], fragment),
        }
        input = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::websocket::Role;

    fn fragment(bytes: &[u8], text: bool, last: bool) -> Fragment {
        Fragment { bytes: bytes.len(), text, last }
    }

    #[test]
    fn messages_come_out_as_they_went_in() {
        let mut ahead = Ahead::default();
        for (bytes, text, last) in
            [(&b"ab"[..], true, false), (b"c", true, true), (b"", false, true), (b"d", false, false)]
        {
            ahead.put(bytes, fragment(bytes, text, last));
        }
        let mut buffer = [0; 2];
        let mut next = || ahead.take(&mut buffer).map(|found| (buffer[..found.bytes].to_vec(), found.text, found.last));
        assert_eq!(next(), Some((b"ab".to_vec(), true, false)));
        assert_eq!(next(), Some((b"c".to_vec(), true, true)));
        assert_eq!(next(), Some((vec![], false, true)));
        assert_eq!(next(), Some((b"d".to_vec(), false, false)));
        assert_eq!(next(), None);
        // The message that has begun goes on.
        ahead.put(b"e", fragment(b"e", false, true));
        assert_eq!(ahead.take(&mut [0; 2]), Some(fragment(b"e", false, true)));
        assert_eq!(ahead.take(&mut [0; 2]), None);
    }

    #[test]
    fn small_parts_count_for_what_they_cost() {
        let mut ahead = Ahead::default();
        let mut count = 0;
        while ahead.room(LEAST) > 0 {
            ahead.put(b"", fragment(b"", false, true));
            count += 1;
        }
        assert!(count <= LEAST / size_of::<Part>() + 1, "{count}");
        // Of one message they are one.
        let mut ahead = Ahead::default();
        for _ in 0..1000 {
            ahead.put(b"x", fragment(b"x", false, false));
        }
        assert!(ahead.room(LEAST) > LEAST - 1100);
    }

    #[test]
    fn pings_behind_data_are_seen() {
        let mut machine = WebSocket::new(Role::Server);
        let mut ahead = Ahead::default();
        let mut input = *b"\x82\x82\0\0\0\0ab\x89\x81\0\0\0\0p\x82\x81\0\0\0\0c\x88\x80\0\0\0\0";
        assert!(take_in(&mut machine, &mut input, &mut ahead));
        assert_eq!(machine.due_pong().as_deref(), Some(&b"\x8a\x01p"[..]));
        assert!(machine.close_status().is_some());
        let mut buffer = [0; 9];
        assert_eq!(ahead.take(&mut buffer), Some(fragment(b"ab", false, true)));
        assert_eq!(ahead.take(&mut buffer), Some(fragment(b"c", false, true)));
    }
}
