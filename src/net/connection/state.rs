//! Where a connection stands.

use super::super::message::Message;
use super::super::settings::Timeouts;
use super::super::socket::Moved;
use super::super::throttle::Throttle;
use super::body::{Body, Reading};
use super::effects::Effects;
use super::sending::Sending;
use super::waits::Wait;
use super::{Completion, Connection, Failure, StreamReader};
use crate::win32::sys::epoll::Readiness;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// Between requests, or within a head.
    #[default]
    Head,
    /// A request is with the layer above.
    Request,
    /// The response is complete; what is left of the request's body is thrown away.
    Drain,
    /// The last bytes are on their way; then our side ends.
    Ending,
    /// Our side has ended; the client may still send what nobody reads.
    Lingering,
    /// It speaks HTTP/2.
    #[cfg_attr(not(feature = "http2"), expect(dead_code, reason = "nobody begins one"))]
    Session,
    Gone,
}

#[derive(Default)]
pub(super) struct State {
    pub phase: Phase,
    /// The head that is being read.
    pub message: Option<Box<Message>>,
    /// Bytes that came behind the head.
    pub rest: Rest,
    pub body: Body,
    /// So many requests have begun: the number of the current one.
    pub requests: u32,
    pub reading: Option<Reading>,
    /// Who reads the bytes of a connection that has left HTTP.
    pub stream: Option<Arc<dyn StreamReader>>,
    pub sending: Option<Sending>,
    /// The current response has begun.
    pub answered: bool,
    /// So many requests were answered without the application since the last news.
    pub answers: u32,
    /// Whether another request may follow.
    pub keep_alive: bool,
    /// The client has said that it will send nothing behind the current request.
    pub client_closes: bool,
    /// The current request is a HEAD: no answer to it has a body.
    pub is_head: bool,
    /// The header of the PROXY protocol has to come first.
    pub awaits_proxy: bool,
    /// The socket may have bytes.
    pub readable: bool,
    /// The socket may have room. It has at first.
    pub unwritable: bool,
    /// The client will send nothing more.
    pub ended: bool,
    /// What the connection waits for no longer than it may.
    pub wait: Option<Wait>,
    /// Something of the body has come since.
    pub moved: bool,
    /// How long it waits, where it is not as the listener says.
    pub timeouts: Option<Arc<Timeouts>>,
    /// How fast may be sent, where that is limited.
    pub throttle: Option<Arc<Throttle>>,
    /// Nothing is sent until an alarm goes off.
    pub held_back: bool,
    /// Bytes that were sent in the life of the connection.
    pub written: u64,
    /// So many of them have to have arrived when the time for a send is up.
    pub send_goal: u64,
    #[cfg(feature = "http2")]
    pub session: Option<Box<super::super::http2::Session>>,
}

/// Bytes that were received and not yet used.
#[derive(Default)]
pub(super) struct Rest {
    bytes: Vec<u8>,
    start: usize,
}

impl Rest {
    pub fn is_empty(&self) -> bool {
        self.start == self.bytes.len()
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    pub fn put(&mut self, bytes: &[u8]) {
        // What is used makes room, or it would pile up as long as some is left.
        if self.start * 2 > self.bytes.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Puts bytes in front of the others.
    pub fn put_back(&mut self, bytes: &[u8]) {
        match self.start.checked_sub(bytes.len()) {
            Some(start) => {
                self.bytes[start..self.start].copy_from_slice(bytes);
                self.start = start;
            }
            None => {
                self.bytes.splice(..self.start, bytes.iter().copied());
                self.start = 0;
            }
        }
    }

    /// The first bytes are used. Where none are left the memory goes.
    pub fn consume(&mut self, count: usize) {
        self.start += count;
        if self.is_empty() {
            *self = Self::default();
        }
    }
}

impl State {
    /// The socket has news.
    pub fn look(&mut self, connection: &Arc<Connection>, news: Readiness, effects: &mut Effects) {
        if self.phase == Phase::Gone {
            return;
        }
        self.answers = 0;
        self.readable |= news.is_readable();
        self.unwritable &= !news.is_writable();
        if news.is_read_closed() {
            self.ended = true;
            effects.disconnected = true;
        }
        if news.is_broken() {
            return self.lose(effects, Failure::Reset);
        }
        // What a layer has to say by itself goes out whatever the connection is at.
        match connection.transport.flush() {
            Moved::Later => self.unwritable = true,
            Moved::Broken => return self.lose(effects, Failure::Reset),
            Moved::Bytes(_) | Moved::End => {}
        }
        self.go_on(connection, effects);
    }

    /// Does what can be done without waiting.
    pub fn go_on(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        loop {
            let before = self.phase;
            match before {
                Phase::Head => self.read_head(connection, effects),
                Phase::Request => {
                    self.send_more(connection, effects);
                    if self.phase == Phase::Request {
                        self.read_more(connection, effects);
                        self.read_ahead(connection, effects);
                    }
                }
                Phase::Drain => self.drain(connection, effects),
                Phase::Ending => self.send_more(connection, effects),
                Phase::Lingering => self.linger(connection, effects),
                #[cfg(feature = "http2")]
                Phase::Session => self.drive(connection, effects),
                #[cfg(not(feature = "http2"))]
                Phase::Session => return,
                Phase::Gone => return,
            }
            if self.phase == before {
                return;
            }
        }
    }

    pub fn keeps_alive(&self) -> bool {
        // A client that waits to be asked for the body may or may not send it.
        self.keep_alive && !self.body.may_not_come()
    }

    /// The response is complete and sent: the next request, or the end.
    pub fn end_response(&mut self, effects: &mut Effects) {
        // A read that waits still would find the body of the next request.
        self.end_reading(effects);
        self.phase = if self.keep_alive { Phase::Drain } else { Phase::Ending };
    }

    /// Nobody gets more of the current body.
    pub fn end_reading(&mut self, effects: &mut Effects) {
        self.end_stream(effects, Failure::Gone);
        if let Some(reading) = self.reading.take() {
            effects.complete(reading.completion, Err(Failure::Gone));
        }
    }

    /// The connection is gone, and with it what was under way.
    pub fn lose(&mut self, effects: &mut Effects, failure: Failure) {
        if self.phase == Phase::Gone {
            return;
        }
        self.phase = Phase::Gone;
        effects.lost = true;
        self.end_stream(effects, failure);
        if let Some(reading) = self.reading.take() {
            effects.complete(reading.completion, Err(failure));
        }
        if let Some(sending) = self.sending.take()
            && let Some(completion) = sending.completion
        {
            effects.complete(completion, Err(failure));
        }
        self.message = None;
        self.rest = Rest::default();
        #[cfg(feature = "http2")]
        drop(self.session.take());
    }

    /// Takes operations out; whether the connection cannot go on without one.
    pub fn cancel(
        &mut self,
        which: &dyn Fn(&dyn Completion) -> bool,
        _effects: &mut Effects,
    ) -> (Vec<Box<dyn Completion>>, bool) {
        let mut found = Vec::new();
        if let Some(mut reading) = self.reading.take_if(|reading| which(reading.completion.as_ref())) {
            self.body.keep(&mut reading);
            found.push(reading.completion);
        }
        let is_send = |sending: &mut Sending| sending.completion.as_deref().is_some_and(which);
        let sending = self.sending.take_if(is_send).and_then(|sending| sending.completion);
        let aborts = sending.is_some();
        found.extend(sending);
        (found, aborts)
    }
}
