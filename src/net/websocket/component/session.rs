//! A session: the handshake, then the two queues.

use super::incoming::Incoming;
use super::memory::Memory;
use super::outgoing::{Content, Outgoing};
use super::properties::Properties;
use super::{Action, Error};
use crate::abi::websocket::WEB_SOCKET_BUFFER_TYPE;
use crate::net::websocket::handshake::{self, Choice, Field};
use crate::net::websocket::{Role, WebSocket};
use crate::win32::caller_memory::CallerBuffer;

/// What a client has asked for.
#[derive(Debug)]
struct Request {
    key: String,
    protocols: Vec<String>,
    extensions: Vec<String>,
}

#[derive(Debug)]
enum Stage {
    New,
    /// A server has answered: the first call of the session ends the handshake, too.
    Answered,
    Asked(Request),
    Open,
}

/// The queues that are asked for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queues {
    pub send: bool,
    pub receive: bool,
}

/// A header to be sent.
pub type Header = (&'static str, String);

#[derive(Debug)]
pub struct Session {
    role: Role,
    stage: Stage,
    socket: WebSocket,
    memory: Memory,
    outgoing: Outgoing,
    incoming: Incoming,
}

impl Session {
    pub fn new(role: Role, properties: &Properties, memory: Memory) -> Self {
        let mut socket = WebSocket::new(role);
        if !properties.masking {
            socket.without_masks();
        }
        if !properties.verifies_utf8 {
            socket.trust_text();
        }
        Self { role, stage: Stage::New, socket, memory, outgoing: Outgoing::new(), incoming: Incoming::new() }
    }

    /// Checks a request's headers and answers with those to add to the response.
    pub fn begin_server_handshake(
        &mut self,
        protocol: Option<&str>,
        extensions: &[String],
        fields: &[Field<'_>],
    ) -> Result<Vec<Header>, Error> {
        self.is_new(Role::Server)?;
        let offer = handshake::check_request(fields).map_err(|_| Error::Format)?;
        if protocol.is_some_and(|protocol| !offer.protocols.contains(&protocol)) {
            return Err(Error::Argument);
        }
        if extensions.iter().any(|chosen| !handshake::offers_extension(fields, chosen.as_bytes())) {
            return Err(Error::Argument);
        }
        let mut headers = upgrade();
        headers.push(("Sec-WebSocket-Accept", offer.accept));
        headers.extend(protocol.map(|protocol| ("Sec-WebSocket-Protocol", protocol.to_owned())));
        if !extensions.is_empty() {
            headers.push(("Sec-WebSocket-Extensions", extensions.join(", ")));
        }
        self.stage = Stage::Answered;
        Ok(headers)
    }

    pub fn end_server_handshake(&mut self) -> Result<(), Error> {
        match self.stage {
            Stage::Answered => {
                self.stage = Stage::Open;
                Ok(())
            }
            _ => Err(Error::Operation),
        }
    }

    /// The headers to add to the request, which has `fields` already.
    pub fn begin_client_handshake(
        &mut self,
        protocols: Vec<String>,
        extensions: Vec<String>,
        fields: &[Field<'_>],
    ) -> Result<Vec<Header>, Error> {
        self.is_new(Role::Client)?;
        let ours = |name: &[u8]| name.len() > 14 && name[..14].eq_ignore_ascii_case(b"Sec-WebSocket-");
        let tokens = protocols.iter().all(|name| handshake::is_token(name.as_bytes()));
        let visible =
            extensions.iter().all(|text| !text.is_empty() && text.bytes().all(|byte| (32..127).contains(&byte)));
        if !tokens || !visible || fields.iter().any(|(name, _)| ours(name)) {
            return Err(Error::Argument);
        }
        let key = handshake::new_key();
        // What the caller has asked for itself is not asked for twice.
        let mut headers = upgrade();
        headers.retain(|(name, value)| !handshake::has_element(fields, name, value.as_bytes()));
        headers.push(("Sec-WebSocket-Version", handshake::VERSION.to_owned()));
        headers.push(("Sec-WebSocket-Key", key.clone()));
        if !protocols.is_empty() {
            headers.push(("Sec-WebSocket-Protocol", protocols.join(", ")));
        }
        if !extensions.is_empty() {
            headers.push(("Sec-WebSocket-Extensions", extensions.join(", ")));
        }
        self.stage = Stage::Asked(Request { key, protocols, extensions });
        Ok(headers)
    }

    /// Checks the headers of the response with status 101; `accept` may refuse what was chosen.
    pub fn end_client_handshake(
        &mut self,
        fields: &[Field<'_>],
        accept: impl FnOnce(&Choice) -> Result<(), Error>,
    ) -> Result<Choice, Error> {
        let Stage::Asked(request) = &self.stage else { return Err(Error::Operation) };
        let choice = handshake::check_response(fields, &request.key, &request.protocols, &request.extensions);
        let choice = choice.map_err(|_| Error::Format)?;
        accept(&choice)?;
        self.stage = Stage::Open;
        Ok(choice)
    }

    pub fn send(
        &mut self,
        kind: WEB_SOCKET_BUFFER_TYPE,
        content: Content<'_>,
        application: usize,
    ) -> Result<(), Error> {
        self.open()?;
        self.outgoing.begin(&mut self.socket, kind, content, application)
    }

    pub fn receive(&mut self, buffer: Option<CallerBuffer>, application: usize) -> Result<(), Error> {
        self.open()?;
        self.incoming.begin(buffer, application)
    }

    /// What to do next, sending first; `room` is for how many buffers, and not 0.
    pub fn next_action(&mut self, queues: Queues, room: usize) -> Result<Option<Action>, Error> {
        self.open()?;
        let (socket, memory) = (&mut self.socket, &mut self.memory);
        if queues.send
            && let Some(action) = self.outgoing.next(socket, memory, room)
        {
            return Ok(Some(action));
        }
        let yields = queues.send && self.outgoing.is_idle();
        if queues.receive
            && let Some(action) = self.incoming.next(socket, memory, yields)?
        {
            return Ok(Some(action));
        }
        // What was read may have been a ping.
        Ok(if yields { self.outgoing.next(socket, memory, room) } else { None })
    }

    pub fn complete_action(&mut self, ticket: usize, transferred: usize) {
        self.outgoing.complete(ticket, transferred);
        self.incoming.complete(ticket, transferred, &mut self.socket, &self.memory);
    }

    /// Nothing is sent or received any more; operations end without data. Before the handshake has ended it
    /// changes nothing.
    pub fn abort(&mut self) {
        if matches!(self.stage, Stage::Open) {
            self.outgoing.abort();
            self.incoming.abort();
        }
    }

    fn is_new(&self, role: Role) -> Result<(), Error> {
        match self.stage {
            Stage::New if self.role == role => Ok(()),
            _ => Err(Error::Operation),
        }
    }

    fn open(&mut self) -> Result<(), Error> {
        match self.stage {
            Stage::Open => Ok(()),
            Stage::Answered => self.end_server_handshake(),
            Stage::New | Stage::Asked(_) => Err(Error::Operation),
        }
    }
}

fn upgrade() -> Vec<Header> {
    vec![("Upgrade", "websocket".to_owned()), ("Connection", "Upgrade".to_owned())]
}
