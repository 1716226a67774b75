//! Reading request heads.

use super::super::http1::body::Body as Framing;
use super::super::http1::date::Date;
use super::super::http1::head::{Parsed, Version};
use super::super::http1::refusal::Refusal;
#[cfg(feature = "http2")]
use super::super::http2::Begins;
use super::super::message::{Message, Request};
use super::super::proxy::Header;
use super::super::socket::Moved;
use super::super::trouble::{RequestLine, Trouble, Why};
use super::super::url::UrlError;
use super::body::Body;
use super::effects::Effects;
use super::state::{Phase, State};
use super::{Connection, Failure};
use crate::abi::http::{HttpVerbHEAD, HttpVerbOPTIONS};
use crate::win32::sys::clock::coarse_milliseconds;
use std::sync::Arc;

impl State {
    /// Reads and parses until a head is complete or nothing more is there.
    pub fn read_head(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        loop {
            if self.message.as_ref().is_some_and(|message| message.seen < message.filled)
                && !self.look_at_head(connection, effects)
            {
                return;
            }
            if !self.rest.is_empty() {
                let message = self.message.get_or_insert_with(Message::new);
                let count = copy(self.rest.as_slice(), message.room());
                message.filled += count;
                self.rest.consume(count);
            } else if self.readable {
                let message = self.message.get_or_insert_with(Message::new);
                let room = message.room();
                let size = room.len();
                match connection.transport.receive(room) {
                    Moved::Bytes(count) => {
                        message.filled += count;
                        // What was not filled has emptied the socket; news of more will come.
                        self.readable = !connection.transport.is_drained(count, size);
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
                let idle = self.message.is_none();
                if self.ended || (idle && connection.listener.is_stopping()) {
                    connection.transport.end();
                    self.lose(effects, Failure::Gone);
                }
                return;
            }
        }
    }

    /// Looks at what has come of a head; whether it goes on so.
    fn look_at_head(&mut self, connection: &Arc<Connection>, effects: &mut Effects) -> bool {
        if self.awaits_proxy {
            if !self.read_proxy_header(connection) {
                connection.transport.abort();
                self.lose(effects, Failure::Gone);
                return false;
            }
            if self.awaits_proxy || self.message.as_ref().is_none_or(|message| message.filled == 0) {
                return true;
            }
        }
        #[cfg(feature = "http2")]
        match self.begins_http2(connection) {
            Begins::No => {}
            Begins::Maybe => return true,
            Begins::Yes => {
                self.begin_session(connection);
                return false;
            }
        }
        match self.parse(connection) {
            Parsed::Incomplete => return true,
            Parsed::Complete => self.begin(connection, effects),
            Parsed::Refused(refusal) => {
                let seen = self.message.as_ref().map(|message| &message.bytes[..message.filled]);
                let (why, line) = (Why::Refused(refusal), seen.map(RequestLine::of));
                effects.trouble = Some(Box::new(Trouble { why, line }));
                self.refuse(connection, refusal, effects);
            }
        }
        false
    }

    /// Reads what a proxy says of the client; `false` if it is not what it has to be.
    fn read_proxy_header(&mut self, connection: &Connection) -> bool {
        let (Some(message), Some(proxies)) = (&mut self.message, &connection.settings().proxies) else { return true };
        match proxies.read(&message.bytes[..message.filled]) {
            Header::Incomplete => true,
            Header::Malformed => false,
            Header::Complete { length, client } => {
                if let Some(client) = client {
                    // There is one header.
                    let _ = connection.client.set(client);
                }
                message.bytes.copy_within(length..message.filled, 0);
                message.filled -= length;
                self.awaits_proxy = false;
                if connection.transport.begin(&message.bytes[..message.filled]) {
                    message.filled = 0;
                    self.readable = true;
                }
                true
            }
        }
    }

    fn parse(&mut self, connection: &Connection) -> Parsed {
        let Some(message) = &mut self.message else { return Parsed::Incomplete };
        let Message { bytes, filled, seen, began, head, url } = &mut **message;
        if *seen == 0 {
            *began = coarse_milliseconds();
        }
        let settings = connection.settings();
        self.is_head = false;
        let parsed = head.parse(&mut bytes[..*filled], *seen, &settings.limits);
        *seen = *filled;
        if !matches!(parsed, Parsed::Complete) {
            return parsed;
        }
        self.is_head = i32::from(head.verb) == HttpVerbHEAD;
        let (target, host) = (head.target.of(bytes), head.host.map(|host| host.of(bytes)));
        if target == b"*" && i32::from(head.verb) != HttpVerbOPTIONS {
            return Parsed::Refused(Refusal::Url);
        }
        match url.cook(connection.transport.is_secure(), target, host, connection.local, &settings.url_limits) {
            Ok(()) => Parsed::Complete,
            Err(error) => Parsed::Refused(error.into()),
        }
    }

    /// The head is complete: the request goes to the layer above.
    fn begin(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let Some(mut message) = self.message.take() else { return };
        let is_stream = connection.transport.carrier().is_some();
        let head = &message.head;
        // Where there is a rest already, it is what the last of these bytes came from.
        self.rest.put_back(&message.bytes[head.length as usize..message.filled]);
        self.body = match head.body {
            Framing::Chunked if is_stream => Body::of_stream(head.expects_continue),
            framing => Body::new(framing, head.expects_continue && head.version == Version::Http11),
        };
        // A stream has one request.
        self.keep_alive = head.keep_alive && !is_stream && !connection.listener.is_stopping();
        self.client_closes = head.close || is_stream;
        if is_stream {
            message.head.version = Version::Http2;
        }
        self.answered = false;
        self.phase = Phase::Request;
        self.requests = self.requests.wrapping_add(1);
        effects.request = Some(Request::new(message, connection.clone(), self.requests));
    }

    /// Answers with an error page and closes.
    pub fn refuse(&mut self, connection: &Arc<Connection>, refusal: Refusal, effects: &mut Effects) {
        match self.phase {
            Phase::Head => self.client_closes = false,
            Phase::Request if self.answered => {
                // The client has a part of another answer.
                connection.transport.abort();
                return self.lose(effects, Failure::Gone);
            }
            Phase::Request => {}
            Phase::Drain | Phase::Ending | Phase::Lingering | Phase::Session | Phase::Gone => return,
        }
        self.keep_alive = false;
        self.end_reading(effects);
        if let Some(message) = self.message.take() {
            message.recycle();
        }
        let mut page = Vec::new();
        let date = Date::now();
        match self.is_head {
            true => refusal.response_to_head(date.as_str(), &mut page),
            false => refusal.response(date.as_str(), &mut page),
        }
        self.phase = Phase::Ending;
        self.send_page(connection, page);
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
