//! The two ends of a stream, as `h2` has them.

use super::response;
use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream, SendStream};
use http::HeaderMap;
use std::task::{Context, Poll, Waker};

/// So much of a response is copied at once.
const PIECE: usize = 64 << 10;

pub struct Ends {
    /// The number of the stream in its session.
    pub number: u32,
    pub receive: RecvStream,
    /// What has come and was not taken.
    pub data: Bytes,
    /// There will be no more.
    pub received: bool,
    pub respond: SendResponse<Bytes>,
    /// There since the head has been sent.
    pub send: Option<SendStream<Bytes>>,
    /// A head that has not come whole.
    head: Vec<u8>,
    /// So many bytes end our side, as far as that is known.
    pub left: Option<u64>,
    pub trailers: Option<Box<HeaderMap>>,
    pub ended: bool,
}

pub enum Room {
    None,
    Bytes(usize),
    Broken,
}

impl Ends {
    pub fn new(receive: RecvStream, received: bool, respond: SendResponse<Bytes>) -> Self {
        Self {
            number: receive.stream_id().as_u32(),
            receive,
            data: Bytes::new(),
            received,
            respond,
            send: None,
            head: Vec::new(),
            left: None,
            trailers: None,
            ended: false,
        }
    }

    pub fn poll_reset(&mut self, context: &mut Context<'_>) -> Poll<Result<Reason, h2::Error>> {
        match &mut self.send {
            Some(send) => send.poll_reset(context),
            None => self.respond.poll_reset(context),
        }
    }

    pub fn send_reset(&mut self, reason: Reason) {
        match &mut self.send {
            Some(send) => send.send_reset(reason),
            None => self.respond.send_reset(reason),
        }
    }

    pub fn take(&mut self, into: &mut [u8]) -> usize {
        let count = self.data.len().min(into.len());
        into[..count].copy_from_slice(&self.data.split_to(count));
        // What was received may be released.
        let _ = self.receive.flow_control().release_capacity(count);
        count
    }

    /// Takes bytes of a head, and sends it when it is whole; how many belong to it.
    pub fn send_head(&mut self, bytes: &[u8], tunnel: bool) -> Option<usize> {
        let whole = if self.head.is_empty() { response::read(bytes, tunnel).ok()? } else { None };
        let (count, is_switch, response) = if let Some((response, length)) = whole {
            (length, is_switch(bytes), response)
        } else {
            let before = self.head.len();
            self.head.extend_from_slice(bytes);
            // The empty line may have come in two parts.
            let from = before.saturating_sub(3);
            let Some(length) = response::length(&self.head[from..]).map(|length| from + length) else {
                self.spend(bytes.len());
                return Some(bytes.len());
            };
            let head = std::mem::take(&mut self.head);
            let (response, _) = response::read(&head, tunnel).ok()??;
            (length - before, is_switch(&head), response)
        };
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

    /// How much of so many bytes may be sent now; room that comes later wakes whoever is asked for.
    pub fn room(&mut self, wanted: usize, waker: impl FnOnce() -> Waker) -> Room {
        let Some(send) = self.send.as_mut().filter(|_| !self.ended) else { return Room::Broken };
        send.reserve_capacity(wanted.min(PIECE));
        let mut room = send.capacity();
        if room == 0 {
            let waker = waker();
            while room == 0 {
                match send.poll_capacity(&mut Context::from_waker(&waker)) {
                    Poll::Ready(Some(Ok(more))) => room = more,
                    Poll::Ready(_) => return Room::Broken,
                    Poll::Pending => return Room::None,
                }
            }
        }
        Room::Bytes(room.min(wanted))
    }

    pub fn send_data(&mut self, data: Vec<u8>) -> bool {
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

    pub fn end(&mut self) {
        let Some(send) = self.send.as_mut().filter(|_| !self.ended) else { return };
        self.ended = true;
        // Whoever has reset it meanwhile needs no end.
        let _ = match self.trailers.take() {
            Some(trailers) => send.send_trailers(*trailers),
            None => send.send_data(Bytes::new(), true),
        };
    }
}

fn is_switch(head: &[u8]) -> bool {
    head.starts_with(b"HTTP/1.1 101")
}
