//! A connection that speaks HTTP/2: it carries a session, whose streams are connections of their own.

use super::super::http2::{Begins, Ends, Next, Session, Shared, Stream, Streams, begins, request};
use super::super::message::Message;
use super::super::socket::Moved;
use super::super::transport::Transport;
use super::effects::Effects;
use super::state::{Phase, Rest, State};
use super::{Connection, Failure};
use crate::win32::poll_set::Source;
use crate::win32::sys::epoll::Readiness;
use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use http::Request;
use std::cell::Cell;
use std::sync::Arc;

/// News that are none of the socket: the session is to be polled. No bit of epoll's.
const POLL: Readiness = Readiness(1 << 26);
/// The socket may have something, too.
const POLL_SOCKET: Readiness = Readiness(POLL.0 | libc::EPOLLIN as u32);

/// So many rounds of news a thread tells streams before others have their turn.
const ROUNDS: usize = 32;

thread_local! {
    /// The session whose streams this thread is telling their news; 0 for none.
    static TELLING: Cell<u64> = const { Cell::new(0) };
}

impl State {
    /// What the first bytes of a connection say of the protocol. Nothing was sent before the first answer.
    pub fn begins_http2(&self, connection: &Connection) -> Begins {
        match &self.message {
            Some(message) if self.written == 0 && connection.may_begin_http2() => {
                match begins(&message.bytes[..message.filled]) {
                    // Whoever has agreed on HTTP/2 and says something else is told so by the session.
                    Begins::No if connection.has_agreed_on_http2() => Begins::Yes,
                    begins => begins,
                }
            }
            _ => Begins::No,
        }
    }

    /// From here on the connection is a session. What was read of it belongs to that.
    pub fn begin_session(&mut self, connection: &Arc<Connection>) {
        let mut first = Vec::new();
        if let Some(message) = self.message.take() {
            first.extend_from_slice(&message.bytes[..message.filled]);
            message.recycle();
        }
        first.extend_from_slice(self.rest.as_slice());
        self.rest = Rest::default();
        let shared = connection.session.get_or_init(Arc::default);
        self.session = Some(Box::new(Session::new(connection.clone(), shared, first)));
        self.phase = Phase::Session;
    }

    /// Has the session read and write what it can without waiting.
    pub fn drive(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        let (Some(mut session), Some(shared)) = (self.session.take(), connection.session.get()) else { return };
        if connection.listener.is_stopping() {
            shared.go_away();
        }
        session.begin_turn(self.readable, !self.unwritable);
        let mut opened = Streams::new();
        let over = loop {
            match session.step() {
                Next::Stream(request, respond) => {
                    opened.extend(connection.open_stream(request, respond, &mut session, shared));
                    if session.has_more() {
                        continue;
                    }
                }
                Next::Later => {}
                Next::Over => break true,
            }
            break shared.send_out(&connection.transport) == Moved::Broken;
        };
        if !opened.is_empty() {
            shared.tell(opened);
        }
        let (readable, writable) = session.end_turn();
        (self.readable, self.unwritable) = (readable, !writable);
        self.written = shared.written();
        if over {
            // Streams that are left hear of it.
            drop(session);
            self.phase = Phase::Ending;
        } else if self.ended && !readable {
            // The client is gone, and what it has sent before is read.
            drop(session);
            self.lose(effects, Failure::Reset);
        } else {
            effects.again |= readable && shared.has_had_its_turn();
            self.session = Some(session);
        }
    }

    /// The session ends at once, and tells the client as far as there is room.
    pub fn end_session(&mut self) {
        if let Some(mut session) = self.session.take() {
            session.begin_turn(false, !self.unwritable);
            session.say_goodbye();
        }
    }
}

impl Connection {
    /// Whether a client may speak HTTP/2: under TLS both have agreed on it.
    fn may_begin_http2(&self) -> bool {
        match &self.transport {
            Transport::Plain(_) => self.settings().http2_cleartext,
            _ => self.has_agreed_on_http2(),
        }
    }

    fn has_agreed_on_http2(&self) -> bool {
        match &self.transport {
            #[cfg(feature = "tls")]
            Transport::Tls(stream) => {
                stream.session().is_some_and(|session| session.protocol.as_deref() == Some(b"h2"))
            }
            _ => false,
        }
    }

    /// A client has opened a stream, which is told when the session's lock is free.
    fn open_stream(
        self: &Arc<Self>,
        request: Request<RecvStream>,
        mut respond: SendResponse<Bytes>,
        session: &mut Session,
        shared: &Arc<Shared>,
    ) -> Option<Arc<Self>> {
        let (parts, receive) = request.into_parts();
        let mut message = Message::new();
        let has_body = !receive.is_end_stream();
        let Message { bytes, filled, head, .. } = &mut *message;
        let tunnel = match request::write(&parts, has_body, &self.settings().limits, bytes, head) {
            Ok(written) => {
                *filled = written.length;
                written.tunnel
            }
            Err(reason) => {
                message.recycle();
                respond.send_reset(reason);
                return None;
            }
        };
        let state = || State { client_closes: true, message: Some(message), ..State::default() };
        // Before the connections' lock is taken: with its own, which this asks for, `h2` wakes those that look for one.
        let ends = Ends::new(receive, !has_body, respond);
        let transport = |id| Transport::Stream(Stream::new(id, self, shared, ends, tunnel));
        let connection = Self::enter(transport, (self.local, self.remote), &self.listener, None, state);
        if let Some(client) = self.client.get() {
            // It is new.
            let _ = connection.client.set(*client);
        }
        if let Transport::Stream(stream) = &connection.transport
            && !has_body
        {
            session.has_begun(stream.core().clone());
        }
        Some(connection)
    }

    /// Leaves it to the port to have the session polled, if this thread comes back there for other packets first;
    /// whether it does.
    pub(in crate::net) fn leave_session(self: &Arc<Self>) -> bool {
        let Some(session) = self.session.get().filter(|_| TELLING.get() != self.id) else { return false };
        if session.is_left() {
            return true;
        }
        let place = self.place.lock();
        let event = || session.leave().then(|| (self.clone() as Arc<dyn Source>, POLL));
        place.as_ref().is_some_and(|(port, _)| port.leave_event(event))
    }

    /// Whether what was left to the port to do has been done meanwhile.
    pub(super) fn is_polled_for_nothing(&self, readiness: Readiness) -> bool {
        readiness == POLL && self.session.get().is_some_and(|session| !session.has_come())
    }

    /// Has the session polled, unless this thread is about to do so anyway.
    pub(in crate::net) fn poll_session(self: &Arc<Self>) {
        if TELLING.get() != self.id {
            self.clone().ready(POLL);
        }
    }

    /// The same, and looks whether something has come.
    pub(in crate::net) fn look_at_session(self: &Arc<Self>) {
        if TELLING.get() != self.id {
            self.clone().ready(POLL_SOCKET);
        }
    }

    /// Tells streams what is new for them, and has the session send what comes of it. Runs without a lock.
    pub(super) fn tell_streams(self: &Arc<Self>) {
        let Some(session) = self.session.get() else { return };
        if TELLING.get() == self.id || !session.has_news() {
            return;
        }
        let _outer = Outer(TELLING.replace(self.id));
        for _ in 0..ROUNDS {
            for stream in session.take_woken() {
                stream.tell();
            }
            if session.wants() {
                self.clone().ready(POLL);
            }
            if !session.has_news() {
                return;
            }
        }
        self.look_again();
    }

    fn tell(self: Arc<Self>) {
        if let Transport::Stream(stream) = &self.transport
            && let Some(readiness) = stream.readiness()
        {
            self.ready(readiness);
        }
    }
}

/// What the thread was doing before; so again though somebody panics.
struct Outer(u64);

impl Drop for Outer {
    fn drop(&mut self) {
        TELLING.set(self.0);
    }
}
