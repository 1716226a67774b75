//! Sending: at once on the caller's thread, the rest when there is room.

use super::super::socket::Moved;
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use std::io::IoSlice;
use std::sync::Arc;

/// So many pieces go into one call.
const PIECES: usize = 16;

/// What could not be sent at once.
pub(super) struct Sending {
    head: Vec<u8>,
    chunks: Vec<Chunk>,
    sent: usize,
    end: SendEnd,
    /// None where nobody waits for it: a page of our own.
    pub completion: Option<Box<dyn Completion>>,
}

enum Written {
    All,
    Later,
    Broken,
}

impl State {
    pub fn send(
        &mut self,
        connection: &Arc<Connection>,
        head: &[u8],
        chunks: &[Chunk],
        end: SendEnd,
        completion: impl FnOnce() -> Box<dyn Completion>,
        effects: &mut Effects,
    ) -> Result<Progress, Failure> {
        if self.phase != Phase::Request {
            return Err(Failure::Gone);
        }
        if self.sending.is_some() {
            return Err(Failure::Busy);
        }
        self.answered = true;
        if end.close || self.body.may_not_come() {
            self.keep_alive = false;
        }
        let mut sent = 0;
        match self.write(connection, head, chunks, &mut sent) {
            Written::All => {
                if end.last {
                    self.end_response();
                    self.go_on(connection, effects);
                }
                Ok(Progress::Done(Transferred::Bytes(sent)))
            }
            Written::Later => {
                let (head, chunks) = (head.to_vec(), chunks.to_vec());
                self.sending = Some(Sending { head, chunks, sent, end, completion: Some(completion()) });
                Ok(Progress::Pending)
            }
            Written::Broken => {
                self.lose(effects, Failure::Reset);
                Err(Failure::Reset)
            }
        }
    }

    /// Sends a page of our own, in the phase `Ending`, behind what is under way.
    pub fn send_page(&mut self, page: Vec<u8>) {
        let end = SendEnd { last: true, close: true };
        self.sending = Some(Sending { head: page, chunks: Vec::new(), sent: 0, end, completion: None });
    }

    /// How much is left of the send that waits.
    pub fn left_to_send(&self) -> u64 {
        self.sending.as_ref().map_or(0, |sending| {
            let all = sending.head.len() as u64 + sending.chunks.iter().map(Chunk::len).sum::<u64>();
            all - sending.sent as u64
        })
    }

    /// Sends as much as there is room for, and in the phase `Ending` the end of our side.
    pub fn send_more(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        if let Some(mut sending) = self.sending.take() {
            let written = self.write(connection, &sending.head, &sending.chunks, &mut sending.sent);
            match written {
                Written::Later => {
                    self.sending = Some(sending);
                    return;
                }
                Written::Broken => {
                    if let Some(completion) = sending.completion {
                        effects.complete(completion, Err(Failure::Reset));
                    }
                    return self.lose(effects, Failure::Reset);
                }
                Written::All => {
                    if let Some(completion) = sending.completion {
                        effects.complete(completion, Ok(Transferred::Bytes(sending.sent)));
                    }
                    if sending.end.last && self.phase == Phase::Request {
                        return self.end_response();
                    }
                }
            }
        }
        if self.phase == Phase::Ending {
            self.end(connection, effects);
        }
    }

    /// The last bytes are with the kernel: our side ends.
    fn end(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let unread = self.readable || !self.rest.is_empty() || !self.body.has_ended();
        connection.socket.end();
        if self.ended || !unread {
            return self.lose(effects, Failure::Gone);
        }
        self.rest = Default::default();
        effects.disconnected = true;
        self.phase = Phase::Lingering;
    }

    fn write(&mut self, connection: &Connection, head: &[u8], chunks: &[Chunk], sent: &mut usize) -> Written {
        loop {
            if self.unwritable {
                return Written::Later;
            }
            let mut slices = [IoSlice::new(&[]); PIECES];
            let count = slices_of(head, chunks, *sent, &mut slices);
            if count == 0 {
                return Written::All;
            }
            match connection.socket.send(&slices[..count]) {
                Moved::Bytes(count) => *sent += count,
                Moved::Later => self.unwritable = true,
                Moved::End | Moved::Broken => return Written::Broken,
            }
        }
    }
}

/// What is left of head and chunks behind the first `skip` bytes; how many pieces that are.
fn slices_of<'a>(head: &'a [u8], chunks: &'a [Chunk], mut skip: usize, slices: &mut [IoSlice<'a>; PIECES]) -> usize {
    let mut count = 0;
    let all = std::iter::once(head).chain(chunks.iter().map(|chunk| match chunk {
        Chunk::Memory(bytes) => bytes.as_slice(),
    }));
    for bytes in all {
        let skipped = skip.min(bytes.len());
        skip -= skipped;
        if skipped < bytes.len() && count < PIECES {
            slices[count] = IoSlice::new(&bytes[skipped..]);
            count += 1;
        }
    }
    count
}
