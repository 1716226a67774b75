//! A stream in the place of a connection's socket.

use super::super::connection::Connection;
use super::super::socket::Moved;
use super::core::Core;
use super::ends::{Ends, Room};
use super::response;
use super::shared::Shared;
use crate::win32::sys::epoll::Readiness;
use crate::win32::sys::files;
use h2::Reason;
use std::io::IoSlice;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, Wake};

pub struct Stream {
    /// Its number in the session.
    id: u32,
    /// The session's connection.
    carrier: Arc<Connection>,
    core: Arc<Core>,
    /// The client or the session has ended it.
    reset: AtomicBool,
    /// What a reset of ours says.
    error: AtomicU32,
    /// So many bytes from here on end our side; `NONE` where nobody has said so since the last ones.
    expected: AtomicU64,
    /// Our side has ended.
    ended: AtomicBool,
    tunnel: bool,
}

const NONE: u64 = u64::MAX;

impl Stream {
    /// The stream that is the connection with this id.
    pub fn new(connection: u64, carrier: &Arc<Connection>, shared: &Arc<Shared>, ends: Ends, tunnel: bool) -> Self {
        shared.entered();
        Self {
            id: ends.number,
            carrier: carrier.clone(),
            core: Core::new(connection, shared.clone(), ends),
            reset: AtomicBool::new(false),
            error: AtomicU32::new(Reason::CANCEL.into()),
            expected: AtomicU64::new(NONE),
            ended: AtomicBool::new(false),
            tunnel,
        }
    }

    /// Its number in the session, also when it has ended.
    pub fn id(&self) -> u32 {
        self.id
    }

    pub fn carrier(&self) -> &Arc<Connection> {
        &self.carrier
    }

    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// Whether the client may make a stream of bytes of it.
    pub fn is_tunnel(&self) -> bool {
        self.tunnel
    }

    /// What it may be ready for; nothing when it has ended. Whatever comes later wakes it again.
    pub fn readiness(&self) -> Option<Readiness> {
        self.core.take_wake();
        let both = (libc::EPOLLIN | libc::EPOLLOUT) as u32;
        if !self.core.watches() {
            return Some(Readiness(both));
        }
        let mut ends = self.core.ends.lock();
        let ends = ends.as_mut()?;
        let waker = self.core.waker();
        let mut context = Context::from_waker(&waker);
        let reset = ends.poll_reset(&mut context).is_ready();
        // As of a socket, what comes next is told though nobody has tried to receive it.
        if ends.data.is_empty() && !ends.received {
            match ends.receive.poll_data(&mut context) {
                Poll::Ready(Some(Ok(data))) => ends.data = data,
                Poll::Ready(None) => ends.received = true,
                Poll::Ready(Some(Err(_))) | Poll::Pending => {}
            }
        }
        if reset {
            self.reset.store(true, Ordering::SeqCst);
        }
        Some(Readiness(if reset { both | libc::EPOLLERR as u32 } else { both }))
    }

    /// Whether the client has neither reset the stream nor gone.
    pub fn is_connected(&self) -> bool {
        self.carrier.look_at_session();
        !self.reset.load(Ordering::SeqCst) && self.carrier.is_connected()
    }

    /// All of it where it is reset or its client has gone, for no stream outlasts its session.
    pub fn what_has_ended(&self) -> Readiness {
        let is_lost = self.reset.load(Ordering::SeqCst) || !self.carrier.is_connected();
        Readiness(if is_lost { libc::EPOLLERR as u32 } else { 0 })
    }

    pub fn receive(&self, into: &mut [u8]) -> Moved {
        let mut ends = self.core.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
        let waker = self.core.waker();
        let mut context = Context::from_waker(&waker);
        let mut filled = 0;
        while filled < into.len() {
            if !ends.data.is_empty() {
                filled += ends.take(&mut into[filled..]);
                continue;
            }
            match ends.receive.poll_data(&mut context) {
                Poll::Ready(Some(Ok(data))) => ends.data = data,
                Poll::Ready(Some(Err(_))) if filled == 0 => return Moved::Broken,
                // It is met again behind what came before it.
                Poll::Ready(Some(Err(_))) => break,
                Poll::Ready(None) => {
                    ends.received = true;
                    break;
                }
                Poll::Pending => break,
            }
        }
        match filled {
            0 if ends.received && self.tunnel => Moved::End,
            0 => Moved::Later,
            _ => Moved::Bytes(filled),
        }
    }

    /// Whether all of the client's side has been taken.
    pub fn is_received(&self) -> bool {
        let ends = self.core.ends.lock();
        ends.as_ref().is_some_and(|ends| ends.data.is_empty() && (ends.received || ends.receive.is_end_stream()))
    }

    /// The next so many bytes are the last ones. As all that sends, it is called under the connection's lock.
    pub fn expect_end(&self, length: u64) {
        self.expected.store(length, Ordering::Relaxed);
    }

    fn begin_send(&self, ends: &mut Ends) {
        let expected = self.expected.load(Ordering::Relaxed);
        if expected != NONE {
            self.expected.store(NONE, Ordering::Relaxed);
            ends.left = Some(expected);
        }
    }

    fn send_data(&self, ends: &mut Ends, data: Vec<u8>) -> bool {
        let is_sent = ends.send_data(data);
        self.ended.store(ends.ended, Ordering::Relaxed);
        is_sent
    }

    /// These lines stand behind the body.
    pub fn set_trailers(&self, lines: &[u8]) {
        if let Some(ends) = &mut *self.core.ends.lock() {
            ends.trailers = response::read_trailers(lines).filter(|trailers| !trailers.is_empty()).map(Box::new);
        }
    }

    pub fn send(&self, slices: &[IoSlice<'_>]) -> Moved {
        let mut ends = self.core.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
        self.begin_send(ends);
        let mut sent = 0;
        let mut rest = slices.iter().map(|slice| &**slice);
        let mut first: &[u8] = &[];
        while ends.send.is_none() {
            if first.is_empty() {
                match rest.next() {
                    Some(slice) => first = slice,
                    None => return Moved::Bytes(sent),
                }
                continue;
            }
            match ends.send_head(first, self.tunnel) {
                Some(count) => {
                    sent += count;
                    first = &first[count..];
                }
                None => return Moved::Broken,
            }
        }
        let pieces: smallvec::SmallVec<[&[u8]; 16]> =
            std::iter::once(first).chain(rest).filter(|piece| !piece.is_empty()).collect();
        let length = pieces.iter().map(|piece| piece.len()).sum();
        if length == 0 {
            return Moved::Bytes(sent);
        }
        match ends.room(length, || self.core.waker()) {
            Room::None if sent == 0 => Moved::Later,
            Room::None => Moved::Bytes(sent),
            Room::Broken => Moved::Broken,
            Room::Bytes(room) => {
                let mut data = Vec::with_capacity(room);
                for piece in pieces {
                    data.extend_from_slice(&piece[..piece.len().min(room - data.len())]);
                }
                if self.send_data(ends, data) { Moved::Bytes(sent + room) } else { Moved::Broken }
            }
        }
    }

    /// Sends bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        let mut ends = self.core.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
        self.begin_send(ends);
        let room = match ends.room(count, || self.core.waker()) {
            Room::None => return Moved::Later,
            Room::Broken => return Moved::Broken,
            Room::Bytes(room) => room,
        };
        let mut data = Vec::new();
        match files::append_at(file, &mut data, room, place) {
            Ok(0) => Moved::End,
            Ok(count) => {
                if self.send_data(ends, data) {
                    Moved::Bytes(count)
                } else {
                    Moved::Broken
                }
            }
            Err(_) => Moved::Broken,
        }
    }

    /// Our side ends, if it has not yet.
    pub fn end(&self) {
        if self.ended.load(Ordering::Relaxed) {
            return;
        }
        if let Some(ends) = &mut *self.core.ends.lock() {
            ends.end();
        }
    }

    /// The session ends behind its streams.
    pub fn go_away(&self) {
        self.core.shared.go_away();
        self.carrier.poll_session();
    }

    /// Has the stream told once more, when others have had their turn.
    pub fn look_again(&self) {
        self.core.wake_by_ref();
        self.carrier.look_again();
    }

    /// What a reset is to tell the client.
    pub fn set_error(&self, code: u32) {
        self.error.store(code, Ordering::Relaxed);
    }

    /// The client is to see a reset.
    pub fn abort(&self) {
        let reason = Reason::from(self.error.load(Ordering::Relaxed));
        if let Some(ends) = &mut *self.core.ends.lock() {
            ends.send_reset(reason);
        }
    }

    /// Nobody sends or receives any more. What was sent goes out still, with what comes of other requests that this
    /// thread takes next, if there are any.
    pub fn close(&self) {
        if let Some(ends) = self.core.end() {
            drop(ends);
            self.core.shared.left();
        }
        if self.core.shared.has_news() && !self.carrier.leave_session() {
            self.carrier.poll_session();
        }
    }

    /// Has the session send what the stream has given it.
    pub fn flush(&self) {
        if self.core.shared.has_news() {
            self.carrier.poll_session();
        }
    }
}
