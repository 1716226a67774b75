//! Sending: at once on the caller's thread, the rest when there is room.

use super::super::socket::Moved;
use super::body::Body;
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use crate::win32::alarm;
use crate::win32::file::File;
use std::io::IoSlice;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// So many pieces go into one call.
const PIECES: usize = 16;

/// So many bytes of a file go into one call, so that nobody who waits for the connection waits for long.
const FILE_PIECE: usize = 1 << 20;

/// So many requests in a row are answered without the application before others have their turn.
const TURN: u32 = 32;

/// What could not be sent at once.
pub(super) struct Sending {
    head: Vec<u8>,
    chunks: Vec<Chunk>,
    sent: u64,
    end: SendEnd,
    /// None where nobody waits for it: a page or an answer of our own.
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
        begin: impl FnOnce() -> Option<SendEnd>,
        completion: impl FnOnce() -> Option<Box<dyn Completion>>,
        effects: &mut Effects,
    ) -> Result<Progress, Failure> {
        if self.phase != Phase::Request {
            return Err(Failure::Gone);
        }
        if self.sending.is_some() {
            return Err(Failure::Busy);
        }
        let Some(end) = begin() else { return Err(Failure::Gone) };
        self.answered = true;
        if end.close || self.body.may_not_come() {
            self.keep_alive = false;
        }
        if end.upgrade {
            connection.left_http.store(true, Ordering::SeqCst);
            self.body = Body::raw();
            // Behind a stream of bytes comes no other request.
            self.keep_alive = false;
        }
        if end.last {
            connection.transport.expect_end(head.len() as u64 + chunks.iter().map(Chunk::len).sum::<u64>());
        }
        let mut sent = 0;
        match self.write(connection, head, chunks, &mut sent) {
            Written::All => {
                if end.last {
                    self.end_response(effects);
                    if self.answers < TURN || self.phase != Phase::Drain {
                        self.go_on(connection, effects);
                    } else {
                        effects.again = true;
                    }
                }
                Ok(Progress::Done(Transferred::Bytes(sent as usize)))
            }
            Written::Later => {
                let (head, chunks) = (head.to_vec(), chunks.to_vec());
                self.sending = Some(Sending { head, chunks, sent, end, completion: completion() });
                Ok(Progress::Pending)
            }
            Written::Broken => {
                self.lose(effects, Failure::Reset);
                Err(Failure::Reset)
            }
        }
    }

    /// Sends a page of our own, in the phase `Ending`, behind what is under way.
    pub fn send_page(&mut self, connection: &Connection, page: Vec<u8>) {
        // Behind what is under way comes nothing in a stream: a page is the whole answer.
        connection.transport.expect_end(page.len() as u64);
        let end = SendEnd { last: true, close: true, upgrade: false };
        self.sending = Some(Sending { head: page, chunks: Vec::new(), sent: 0, end, completion: None });
    }

    /// How much is left of the send that waits.
    pub fn left_to_send(&self) -> u64 {
        self.sending.as_ref().map_or(0, |sending| {
            let all = sending.head.len() as u64 + sending.chunks.iter().map(Chunk::len).sum::<u64>();
            all - sending.sent
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
                        effects.complete(completion, Ok(Transferred::Bytes(sending.sent as usize)));
                    }
                    if sending.end.last && self.phase == Phase::Request {
                        return self.end_response(effects);
                    }
                }
            }
        }
        if self.phase == Phase::Ending {
            self.end(connection, effects);
        }
    }

    /// Nothing is sent for this time. Without a thread for the alarm nobody is held back.
    fn hold_back(&mut self, connection: &Arc<Connection>, time: Duration) -> bool {
        let id = connection.id;
        let go_on = move || {
            let Some(connection) = super::find(id) else { return };
            connection.change(|state, effects| {
                state.held_back = false;
                // Not on the thread of the alarms: whoever waits at the set goes on.
                effects.again = true;
            });
        };
        self.held_back = alarm::set(Instant::now() + time, Arc::new(go_on)).is_ok();
        self.held_back
    }

    /// The last bytes are with the kernel: our side ends.
    fn end(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let unread = self.readable || !self.rest.is_empty() || !self.body.has_ended();
        connection.transport.end();
        // What a client sends meanwhile that does not know of the end would reset what we sent.
        // So would what has come and was not read, also of one that has ended its side.
        // A stream has no client whose bytes would cross it.
        let nothing_comes = if self.ended { !self.readable } else { self.client_closes && !unread };
        if nothing_comes || connection.transport.carrier().is_some() {
            return self.lose(effects, Failure::Gone);
        }
        self.rest = Default::default();
        effects.disconnected = true;
        self.phase = Phase::Lingering;
    }

    fn write(&mut self, connection: &Arc<Connection>, head: &[u8], chunks: &[Chunk], sent: &mut u64) -> Written {
        let mut slices = [IoSlice::new(&[]); PIECES];
        loop {
            if self.unwritable || self.held_back {
                return Written::Later;
            }
            let room = match self.throttle.as_ref().map(|throttle| throttle.room()) {
                None => usize::MAX,
                Some(Ok(room)) => room,
                Some(Err(_)) if is_sent(head, chunks, *sent) => 0,
                Some(Err(time)) if self.hold_back(connection, time) => return Written::Later,
                Some(Err(_)) => usize::MAX,
            };
            let moved = match piece_at(head, chunks, *sent, room, &mut slices) {
                Piece::None => match connection.transport.flush() {
                    Moved::Bytes(_) => return Written::All,
                    other => other,
                },
                Piece::Memory { count, more } => connection.transport.send(&slices[..count], more),
                Piece::File { file, place, length } => {
                    let most = usize::try_from(length).unwrap_or(usize::MAX).min(FILE_PIECE).min(room);
                    connection.transport.send_file(file.as_fd(), place, most)
                }
            };
            match moved {
                Moved::Bytes(count) => {
                    *sent += count as u64;
                    self.written += count as u64;
                    if let Some(throttle) = &self.throttle {
                        throttle.spend(count);
                    }
                }
                Moved::Later => self.unwritable = true,
                // A file that has become shorter leaves the client without the rest.
                Moved::End | Moved::Broken => return Written::Broken,
            }
        }
    }
}

/// What is to be sent next.
enum Piece<'a> {
    None,
    /// So many slices, behind which more follows at once.
    Memory {
        count: usize,
        more: bool,
    },
    File {
        file: &'a File,
        place: u64,
        length: u64,
    },
}

fn is_sent(head: &[u8], chunks: &[Chunk], sent: u64) -> bool {
    sent >= head.len() as u64 + chunks.iter().map(Chunk::len).sum::<u64>()
}

/// What is left of head and chunks behind the first `skip` bytes, as far as one call can send it and
/// there is room; files are for the caller to cut.
fn piece_at<'a>(
    head: &'a [u8],
    chunks: &'a [Chunk],
    mut skip: u64,
    mut room: usize,
    slices: &mut [IoSlice<'a>; PIECES],
) -> Piece<'a> {
    let mut count = 0;
    let mut put = |bytes: &'a [u8], skip: &mut u64, count: &mut usize| {
        let skipped = bytes.len().min(usize::try_from(*skip).unwrap_or(usize::MAX));
        *skip -= skipped as u64;
        let length = room.min(bytes.len() - skipped);
        if length > 0 {
            slices[*count] = IoSlice::new(&bytes[skipped..skipped + length]);
            *count += 1;
            room -= length;
        }
        // Whether more fits behind it.
        skipped + length == bytes.len()
    };
    if !put(head, &mut skip, &mut count) {
        return Piece::Memory { count, more: false };
    }
    for chunk in chunks {
        if count == PIECES {
            return Piece::Memory { count, more: true };
        }
        let whole = match chunk {
            Chunk::Memory(bytes) => put(bytes.as_slice(), &mut skip, &mut count),
            Chunk::Own(bytes) => put(bytes, &mut skip, &mut count),
            Chunk::File { length, .. } if *length <= skip => {
                skip -= length;
                true
            }
            Chunk::File { .. } if count > 0 => return Piece::Memory { count, more: true },
            Chunk::File { file, place, length } => {
                return Piece::File { file, place: place + skip, length: length - skip };
            }
        };
        if !whole {
            return Piece::Memory { count, more: false };
        }
    }
    if count == 0 { Piece::None } else { Piece::Memory { count, more: false } }
}
