//! Reading request heads.

use super::super::http1::date::Date;
use super::super::http1::head::{Parsed, Version};
use super::super::http1::limits::Limits;
use super::super::http1::refusal::Refusal;
use super::super::message::{Message, Request};
use super::super::socket::Moved;
use super::super::url::{UrlError, UrlLimits};
use super::body::Body;
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Connection, Failure};
use crate::abi::http::HttpVerbOPTIONS;
use std::sync::Arc;

impl State {
    /// Reads and parses until a head is complete or nothing more is there.
    pub fn read_head(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        loop {
            if !self.rest.is_empty() {
                let message = self.message.get_or_insert_with(Message::new);
                let count = copy(self.rest.as_slice(), message.room());
                message.filled += count;
                self.rest.consume(count);
            } else if self.readable {
                let message = self.message.get_or_insert_with(Message::new);
                let room = message.room();
                let size = room.len();
                match connection.socket.receive(room) {
                    Moved::Bytes(count) => {
                        message.filled += count;
                        // What was not filled has emptied the socket; news of more will come.
                        self.readable = count == size;
                    }
                    Moved::Later => self.readable = false,
                    Moved::End => {
                        (self.readable, self.ended) = (false, true);
                        effects.disconnected = true;
                    }
                    Moved::Broken => return self.lose(effects, Failure::Reset),
                }
            } else {
                // An idle connection holds no buffer.
                if let Some(message) = self.message.take_if(|message| message.filled == 0) {
                    message.recycle();
                }
                if self.ended {
                    self.lose(effects, Failure::Gone);
                }
                return;
            }
            if self.message.as_ref().is_some_and(|message| message.seen < message.filled) {
                match self.parse(connection) {
                    Parsed::Incomplete => {}
                    Parsed::Complete => return self.begin(connection, effects),
                    Parsed::Refused(refusal) => return self.refuse(connection, refusal, effects),
                }
            }
        }
    }

    fn parse(&mut self, connection: &Connection) -> Parsed {
        let Some(message) = &mut self.message else { return Parsed::Incomplete };
        let Message { bytes, filled, seen, head, url } = &mut **message;
        let limits = Limits::default();
        let parsed = head.parse(&mut bytes[..*filled], *seen, &limits);
        *seen = *filled;
        if !matches!(parsed, Parsed::Complete) {
            return parsed;
        }
        let (target, host) = (head.target.of(bytes), head.host.map(|host| host.of(bytes)));
        if target == b"*" && i32::from(head.verb) != HttpVerbOPTIONS {
            return Parsed::Refused(Refusal::Url);
        }
        match url.cook(false, target, host, connection.local, &UrlLimits::default()) {
            Ok(()) => Parsed::Complete,
            Err(error) => Parsed::Refused(error.into()),
        }
    }

    /// The head is complete: the request goes to the layer above.
    fn begin(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let Some(message) = self.message.take() else { return };
        let head = &message.head;
        self.rest.put(&message.bytes[head.length as usize..message.filled]);
        self.body = Body::new(head.body, head.expects_continue && head.version == Version::Http11);
        self.keep_alive = head.keep_alive;
        self.answered = false;
        self.phase = Phase::Request;
        effects.request = Some(Request::new(message, connection.clone()));
    }

    /// Answers with an error page and closes.
    pub fn refuse(&mut self, connection: &Arc<Connection>, refusal: Refusal, effects: &mut Effects) {
        if matches!(self.phase, Phase::Gone | Phase::Ending | Phase::Lingering) {
            return;
        }
        self.keep_alive = false;
        if let Some(message) = self.message.take() {
            message.recycle();
        }
        let mut page = Vec::new();
        refusal.response(Date::now().as_str(), &mut page);
        self.phase = Phase::Ending;
        self.send_page(page);
        self.go_on(connection, effects);
    }
}

fn copy(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
    count
}

impl From<UrlError> for Refusal {
    fn from(error: UrlError) -> Self {
        match error {
            UrlError::Invalid => Self::Url,
            UrlError::Hostname => Self::Hostname,
            UrlError::BadRequest => Self::BadRequest,
            UrlError::TooLong => Self::UrlLength,
        }
    }
}
