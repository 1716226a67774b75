//! A stream in the place of a connection's socket.

use super::super::connection::Connection;
use super::super::socket::Moved;
use super::response;
use super::shared::{Shared, StreamWaker};
use crate::win32::sys::epoll::Readiness;
use crate::win32::sys::files;
use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream, SendStream};
use http::HeaderMap;
use parking_lot::Mutex;
use std::io::IoSlice;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};

/// So much of a response is copied at once.
const PIECE: usize = 64 << 10;

pub struct Stream {
    /// Its number in the session.
    id: u32,
    /// The session's connection.
    carrier: Arc<Connection>,
    shared: Arc<Shared>,
    wakes: Arc<StreamWaker>,
    waker: Waker,
    /// None when it has ended.
    ends: Mutex<Option<Ends>>,
    /// The client or the session has ended it.
    reset: AtomicBool,
    /// What a reset of ours says.
    error: AtomicU32,
    tunnel: bool,
}

/// The two ends of a stream.
struct Ends {
    receive: RecvStream,
    /// What has come and was not taken.
    data: Bytes,
    /// There will be no more.
    received: bool,
    respond: SendResponse<Bytes>,
    /// There since the head has been sent.
    send: Option<SendStream<Bytes>>,
    /// A head that has not come whole.
    head: Vec<u8>,
    /// So many bytes end our side, as far as that is known.
    left: Option<u64>,
    trailers: Option<HeaderMap>,
    ended: bool,
}

impl Stream {
    pub fn new(
        carrier: &Arc<Connection>,
        shared: &Arc<Shared>,
        receive: RecvStream,
        respond: SendResponse<Bytes>,
        tunnel: bool,
    ) -> Self {
        shared.entered();
        let wakes = StreamWaker::new(shared.clone());
        let id = receive.stream_id().as_u32();
        let (data, received, send, head) = (Bytes::new(), false, None, Vec::new());
        let ends = Ends { receive, data, received, respond, send, head, left: None, trailers: None, ended: false };
        Self {
            id,
            carrier: carrier.clone(),
            shared: shared.clone(),
            waker: wakes.clone().into(),
            wakes,
            ends: Mutex::new(Some(ends)),
            reset: AtomicBool::new(false),
            error: AtomicU32::new(Reason::CANCEL.into()),
            tunnel,
        }
    }

    pub fn id(&self) -> u32 {
        self.id
    }

    pub fn carrier(&self) -> &Arc<Connection> {
        &self.carrier
    }

    /// Whether the client may make a stream of bytes of it.
    pub fn is_tunnel(&self) -> bool {
        self.tunnel
    }

    /// Whose transport it is.
    pub fn belongs_to(&self, stream: &Arc<Connection>) {
        self.wakes.name(Arc::downgrade(stream));
    }

    /// Has the stream told what it is ready for.
    pub fn wake(&self) {
        self.waker.wake_by_ref();
    }

    /// What it may be ready for. Whatever comes later wakes it again.
    pub fn readiness(&self) -> Readiness {
        self.wakes.take();
        let mut ends = self.ends.lock();
        let Some(ends) = &mut *ends else { return Readiness(0) };
        let mut context = Context::from_waker(&self.waker);
        let reset = match &mut ends.send {
            Some(send) => send.poll_reset(&mut context).is_ready(),
            None => ends.respond.poll_reset(&mut context).is_ready(),
        };
        // As of a socket, what comes next is told though nobody has tried to receive it.
        if ends.data.is_empty() && !ends.received {
            match ends.receive.poll_data(&mut context) {
                Poll::Ready(Some(Ok(data))) => ends.data = data,
                Poll::Ready(None) => ends.received = true,
                Poll::Ready(Some(Err(_))) | Poll::Pending => {}
            }
        }
        let both = (libc::EPOLLIN | libc::EPOLLOUT) as u32;
        if reset {
            self.reset.store(true, Ordering::SeqCst);
        }
        Readiness(if reset { both | libc::EPOLLERR as u32 } else { both })
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
        let mut ends = self.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
        let mut context = Context::from_waker(&self.waker);
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
        let ends = self.ends.lock();
        ends.as_ref().is_some_and(|ends| ends.data.is_empty() && (ends.received || ends.receive.is_end_stream()))
    }

    /// The next so many bytes are the last ones.
    pub fn expect_end(&self, length: u64) {
        if let Some(ends) = &mut *self.ends.lock() {
            ends.left = Some(length);
        }
    }

    /// These lines stand behind the body.
    pub fn set_trailers(&self, lines: &[u8]) {
        if let Some(ends) = &mut *self.ends.lock() {
            ends.trailers = response::read_trailers(lines).filter(|trailers| !trailers.is_empty());
        }
    }

    pub fn send(&self, slices: &[IoSlice<'_>]) -> Moved {
        let mut ends = self.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
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
        match ends.room(length, &self.waker) {
            Room::None if sent == 0 => Moved::Later,
            Room::None => Moved::Bytes(sent),
            Room::Broken => Moved::Broken,
            Room::Bytes(room) => {
                let mut data = Vec::with_capacity(room);
                for piece in pieces {
                    data.extend_from_slice(&piece[..piece.len().min(room - data.len())]);
                }
                if ends.send_data(data) { Moved::Bytes(sent + room) } else { Moved::Broken }
            }
        }
    }

    /// Sends bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        let mut ends = self.ends.lock();
        let Some(ends) = &mut *ends else { return Moved::Broken };
        let room = match ends.room(count, &self.waker) {
            Room::None => return Moved::Later,
            Room::Broken => return Moved::Broken,
            Room::Bytes(room) => room,
        };
        let mut data = Vec::new();
        match files::append_at(file, &mut data, room, place) {
            Ok(0) => Moved::End,
            Ok(count) => {
                if ends.send_data(data) {
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
        if let Some(ends) = &mut *self.ends.lock() {
            ends.end();
        }
    }

    /// The session ends behind its streams.
    pub fn go_away(&self) {
        self.shared.go_away();
        self.carrier.poll_session();
    }

    /// Has the stream told once more, when others have had their turn.
    pub fn look_again(&self) {
        self.wake();
        self.carrier.look_again();
    }

    /// What a reset is to tell the client.
    pub fn set_error(&self, code: u32) {
        self.error.store(code, Ordering::Relaxed);
    }

    /// The client is to see a reset.
    pub fn abort(&self) {
        let reason = Reason::from(self.error.load(Ordering::Relaxed));
        if let Some(ends) = &mut *self.ends.lock() {
            match &mut ends.send {
                Some(send) => send.send_reset(reason),
                None => ends.respond.send_reset(reason),
            }
        }
    }

    /// Nobody sends or receives any more. What was sent goes out still, with what comes of other requests that this
    /// thread takes next, if there are any.
    pub fn close(&self) {
        let ends = self.ends.lock().take();
        if ends.is_some() {
            drop(ends);
            self.shared.left();
        }
        if self.shared.has_news() && !self.carrier.leave_session() {
            self.carrier.poll_session();
        }
    }

    /// Has the session send what the stream has given it.
    pub fn flush(&self) {
        if self.shared.has_news() {
            self.carrier.poll_session();
        }
    }
}

enum Room {
    None,
    Bytes(usize),
    Broken,
}

impl Ends {
    fn take(&mut self, into: &mut [u8]) -> usize {
        let count = self.data.len().min(into.len());
        into[..count].copy_from_slice(&self.data.split_to(count));
        // What was received may be released.
        let _ = self.receive.flow_control().release_capacity(count);
        count
    }

    /// Takes bytes of a head, and sends it when it is whole; how many belong to it.
    fn send_head(&mut self, bytes: &[u8], tunnel: bool) -> Option<usize> {
        let before = self.head.len();
        self.head.extend_from_slice(bytes);
        // The empty line may have come in two parts.
        let from = before.saturating_sub(3);
        let Some(length) = response::length(&self.head[from..]).map(|length| from + length) else {
            self.spend(bytes.len());
            return Some(bytes.len());
        };
        let is_switch = self.head.starts_with(b"HTTP/1.1 101");
        let response = response::read(&self.head[..length], tunnel)?;
        self.head = Vec::new();
        let count = length - before;
        self.spend(count);
        if response.status().is_informational() {
            self.respond.send_informational(response).ok()?;
            return Some(count);
        }
        if tunnel && !is_switch && response.status().is_success() {
            // To the client that would be the handshake's success. In HTTP/1.1 it may be told what this is.
            self.respond.send_reset(Reason::HTTP_1_1_REQUIRED);
            return None;
        }
        let trailers = self.trailers.is_some();
        let ends = self.left == Some(0);
        self.send = Some(self.respond.send_response(response, ends && !trailers).ok()?);
        self.ended = ends && !trailers;
        if ends && trailers {
            self.end();
        }
        Some(count)
    }

    fn spend(&mut self, count: usize) {
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(count as u64);
        }
    }

    /// How much of so many bytes may be sent now.
    fn room(&mut self, wanted: usize, waker: &Waker) -> Room {
        let Some(send) = self.send.as_mut().filter(|_| !self.ended) else { return Room::Broken };
        send.reserve_capacity(wanted.min(PIECE));
        let mut room = send.capacity();
        while room == 0 {
            match send.poll_capacity(&mut Context::from_waker(waker)) {
                Poll::Ready(Some(Ok(more))) => room = more,
                Poll::Ready(_) => return Room::Broken,
                Poll::Pending => return Room::None,
            }
        }
        Room::Bytes(room.min(wanted))
    }

    fn send_data(&mut self, data: Vec<u8>) -> bool {
        self.spend(data.len());
        let ends = self.left == Some(0);
        let last = ends && self.trailers.is_none();
        let Some(send) = &mut self.send else { return false };
        if send.send_data(data.into(), last).is_err() {
            return false;
        }
        self.ended = last;
        if ends && !last {
            self.end();
        }
        true
    }

    fn end(&mut self) {
        let Some(send) = self.send.as_mut().filter(|_| !self.ended) else { return };
        self.ended = true;
        // Whoever has reset it meanwhile needs no end.
        let _ = match self.trailers.take() {
            Some(trailers) => send.send_trailers(trailers),
            None => send.send_data(Bytes::new(), true),
        };
    }
}
