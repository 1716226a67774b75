//! Reading request bodies, as far as somebody wants them.

use super::super::http1::body::Body as Framing;
use super::super::http1::chunked::Decoder;
use super::super::http1::refusal::Refusal;
use super::super::socket::Moved;
use super::super::trouble::{Trouble, Why};
use super::effects::Effects;
use super::state::{Phase, Rest, State};
use super::{Completion, Connection, Failure, Progress, Transferred};
use crate::win32::caller_memory::CallerBuffer;
use std::io::{IoSlice, IoSliceMut};
use std::sync::Arc;

/// So much is read at once of what has to be decoded or is thrown away.
const PIECE: usize = 8 << 10;

/// So much is read ahead at most.
const AHEAD: usize = 64 << 10;

/// So many pieces are thrown away before others have their turn.
const TURN: usize = 32;

/// What is left of a body.
#[derive(Default)]
enum Left {
    #[default]
    Nothing,
    Length(u64),
    Chunked(Decoder),
    /// Whatever comes until the client ends its side: the connection has left HTTP.
    Raw,
    /// Likewise, and that is the end of the body.
    Stream,
    /// The client ended its side before the end.
    Cut,
    /// Its framing is broken.
    Broken(Refusal),
}

#[derive(Default)]
pub(super) struct Body {
    left: Left,
    /// The client waits for an interim response before it sends the body.
    wants_continue: bool,
    /// So many bytes were taken, with what frames them.
    taken: u64,
    /// What a read had got that was cancelled before it had enough: the next one gets it.
    kept: Rest,
}

/// A read that waits for more.
pub(super) struct Reading {
    into: CallerBuffer,
    filled: usize,
    fill: bool,
    pub completion: Box<dyn Completion>,
}

/// How far one step came.
enum Step {
    Done(Transferred),
    Wait,
    Failed(Failure),
    /// The body's framing is broken; nothing behind it can be understood.
    Broken(Refusal),
}

enum Taken {
    Bytes(usize),
    End,
    Later,
    Cut,
    Reset,
    Broken(Refusal),
}

impl Body {
    pub fn new(framing: Framing, wants_continue: bool) -> Self {
        let left = match framing {
            Framing::None | Framing::Length(0) => Left::Nothing,
            Framing::Length(length) => Left::Length(length),
            Framing::Chunked => Left::Chunked(Decoder::default()),
        };
        let wants_continue = wants_continue && !matches!(left, Left::Nothing);
        Self { left, wants_continue, ..Self::default() }
    }

    /// All that comes of a stream.
    pub fn of_stream(wants_continue: bool) -> Self {
        Self { left: Left::Stream, wants_continue, ..Self::default() }
    }

    /// All that comes from here on.
    pub fn raw() -> Self {
        Self { left: Left::Raw, ..Self::default() }
    }

    pub fn is_raw(&self) -> bool {
        matches!(self.left, Left::Raw)
    }

    pub fn has_ended(&self) -> bool {
        matches!(self.left, Left::Nothing) && self.kept.is_empty()
    }

    /// Takes back what a read had got that ends without it.
    pub fn keep(&mut self, reading: &mut Reading) {
        self.kept.put(&reading.into.as_mut_slice()[..reading.filled]);
    }

    /// Whether the client may never send the body, since nobody has asked it to.
    pub fn may_not_come(&self) -> bool {
        self.wants_continue
    }
}

impl State {
    pub fn receive(
        &mut self,
        connection: &Arc<Connection>,
        mut into: CallerBuffer,
        fill: bool,
        completion: impl FnOnce() -> Box<dyn Completion>,
        effects: &mut Effects,
    ) -> Result<Progress, Failure> {
        if self.phase != Phase::Request {
            return Err(Failure::Gone);
        }
        if self.reading.is_some() {
            return Err(Failure::Busy);
        }
        let mut filled = 0;
        match self.step(connection, into.as_mut_slice(), &mut filled, fill) {
            Step::Done(transferred) => Ok(Progress::Done(transferred)),
            Step::Wait => {
                self.reading = Some(Reading { into, filled, fill, completion: completion() });
                self.ask_for_body(connection);
                Ok(Progress::Pending)
            }
            Step::Failed(failure) => {
                if failure == Failure::Reset {
                    self.lose(effects, failure);
                }
                // Who watches is told before the caller is.
                effects.disconnected |= self.ended;
                Err(failure)
            }
            Step::Broken(refusal) => {
                effects.trouble = Some(Box::new(Trouble { why: Why::Refused(refusal), line: None }));
                self.refuse(connection, refusal, effects);
                Err(Failure::Gone)
            }
        }
    }

    /// Fills the buffer as far as bytes are there.
    pub fn receive_now(&mut self, connection: &Arc<Connection>, into: &mut [u8]) -> Option<Transferred> {
        let mut filled = 0;
        while filled < into.len()
            && let Taken::Bytes(count) = self.take_body(connection, &mut into[filled..])
        {
            filled += count;
        }
        (filled > 0).then_some(Transferred::Bytes(filled))
    }

    /// Takes bytes of the stream that the connection has become; `into` is not empty.
    pub fn take_raw_stream(
        &mut self,
        connection: &Arc<Connection>,
        into: &mut [u8],
        effects: &mut Effects,
    ) -> super::Taken {
        if self.phase != Phase::Request {
            return super::Taken::Failed(Failure::Gone);
        }
        let taken = self.take_body(connection, into);
        self.taken_of_stream(taken, effects)
    }

    /// The same into one place behind the other, by one call of the system; `None` where that cannot be.
    pub fn take_raw_parts(
        &mut self,
        connection: &Connection,
        parts: &mut [IoSliceMut<'_>],
        effects: &mut Effects,
    ) -> Option<super::Taken> {
        let is_direct = self.body.is_raw() && self.body.kept.is_empty() && self.rest.is_empty();
        let socket = connection.transport.plain().filter(|_| is_direct && self.phase == Phase::Request)?;
        let room = parts.iter().map(|part| part.len()).sum();
        let taken = self.receive_by(connection, room, || socket.receive_parts(parts));
        let taken = self.end_raw(connection, taken);
        Some(self.taken_of_stream(taken, effects))
    }

    fn taken_of_stream(&mut self, taken: Taken, effects: &mut Effects) -> super::Taken {
        let taken = match taken {
            Taken::Bytes(count) => {
                let more = self.readable || self.ended || !self.rest.is_empty();
                super::Taken::Bytes { count, more }
            }
            Taken::Later => super::Taken::Nothing,
            Taken::End => super::Taken::End,
            Taken::Cut | Taken::Broken(_) => super::Taken::Failed(Failure::Gone),
            Taken::Reset => {
                self.lose(effects, Failure::Reset);
                super::Taken::Failed(Failure::Reset)
            }
        };
        // Who watches is told before the caller is.
        effects.disconnected |= self.ended;
        taken
    }

    pub fn has_body_left(&self) -> bool {
        !self.body.has_ended()
    }

    pub fn body_received(&self) -> u64 {
        self.body.taken
    }

    /// How much is left, where the framing says so.
    pub fn body_left(&self) -> Option<u64> {
        let kept = self.body.kept.as_slice().len() as u64;
        match self.body.left {
            Left::Nothing => Some(kept),
            Left::Length(left) => Some(left + kept),
            Left::Chunked(_) | Left::Raw | Left::Stream | Left::Cut | Left::Broken(_) => None,
        }
    }

    /// Goes on with the read that waits.
    pub fn read_more(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        if self.has_stream_news() {
            self.call_reader(connection, effects);
        }
        let Some(mut reading) = self.reading.take() else { return };
        let step = self.step(connection, reading.into.as_mut_slice(), &mut reading.filled, reading.fill);
        let result = match step {
            Step::Wait => {
                self.reading = Some(reading);
                return self.ask_for_body(connection);
            }
            Step::Done(transferred) => Ok(transferred),
            Step::Failed(failure) => {
                effects.disconnected |= self.ended;
                Err(failure)
            }
            Step::Broken(refusal) => {
                effects.trouble = Some(Box::new(Trouble { why: Why::Refused(refusal), line: None }));
                self.refuse(connection, refusal, effects);
                Err(Failure::Gone)
            }
        };
        effects.complete(reading.completion, result);
        if result == Err(Failure::Reset) {
            self.lose(effects, Failure::Reset);
        }
    }

    /// Where somebody waits for the client's end, reads some of what nobody wants yet: an end
    /// behind a full window would not be seen.
    pub fn read_ahead(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        // A stream that is reset is told so whatever is unread; one with a reader reads ahead by itself.
        let sees = self.stream.is_some() || (connection.transport.sees_ends() && !self.body.is_raw());
        if self.phase != Phase::Request || sees || !connection.watchers.are_any() {
            return;
        }
        while self.readable && self.rest.as_slice().len() < AHEAD {
            let mut piece = [0; PIECE];
            match connection.transport.receive(&mut piece) {
                Moved::Bytes(count) => {
                    self.readable = !connection.transport.is_drained(count, PIECE);
                    self.rest.put(&piece[..count]);
                }
                Moved::Later => self.readable = false,
                Moved::End => {
                    (self.readable, self.ended) = (false, true);
                    effects.disconnected = true;
                }
                Moved::Broken => return self.lose(effects, Failure::Reset),
            }
        }
    }

    /// Throws the rest of a body away; then the next head may come.
    pub fn drain(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        if self.body.has_ended() {
            self.phase = Phase::Head;
            return;
        }
        if self.is_nothing_there() {
            return;
        }
        let mut piece = [0; PIECE];
        for _ in 0..TURN {
            match self.take_body(connection, &mut piece) {
                Taken::Bytes(_) => {}
                Taken::End => {
                    self.phase = Phase::Head;
                    return;
                }
                Taken::Later => return,
                Taken::Cut | Taken::Reset => return self.lose(effects, Failure::Gone),
                // The response is on its way, and may not be lost by a reset.
                Taken::Broken(_) => {
                    self.keep_alive = false;
                    self.phase = Phase::Ending;
                    return;
                }
            }
        }
        effects.again = true;
    }

    /// Our side has ended: waits for the client's end, so that what we sent last is not lost
    /// by a reset that answers bytes nobody has read.
    pub fn linger(&mut self, connection: &Arc<Connection>, effects: &mut Effects) {
        if !self.readable {
            return;
        }
        let mut piece = [0; PIECE];
        for _ in 0..TURN {
            if !self.readable {
                return;
            }
            match connection.transport.receive(&mut piece) {
                Moved::Bytes(_) => {}
                Moved::Later => self.readable = false,
                Moved::End | Moved::Broken => return self.lose(effects, Failure::Gone),
            }
        }
        effects.again = true;
    }

    /// Asks for a body that the client holds back, once.
    fn ask_for_body(&mut self, connection: &Connection) {
        if self.body.wants_continue && !self.answered && self.sending.is_none() && !self.unwritable {
            let ask = b"HTTP/1.1 100 Continue\r\n\r\n";
            match connection.transport.send(&[IoSlice::new(ask)], false) {
                // What does not fit now is asked when there is room. A part of so few bytes is never sent.
                Moved::Later => self.unwritable = true,
                _ => self.body.wants_continue = false,
            }
        }
    }

    fn step(&mut self, connection: &Connection, into: &mut [u8], filled: &mut usize, fill: bool) -> Step {
        if into.is_empty() {
            return self.look_for_body(connection);
        }
        loop {
            match self.take_body(connection, &mut into[*filled..]) {
                Taken::Bytes(count) => {
                    *filled += count;
                    if !fill || *filled == into.len() {
                        return Step::Done(Transferred::Bytes(*filled));
                    }
                }
                Taken::End if *filled == 0 => return Step::Done(Transferred::End),
                Taken::End => return Step::Done(Transferred::Bytes(*filled)),
                Taken::Later => return Step::Wait,
                Taken::Cut => return Step::Failed(Failure::Gone),
                Taken::Reset => return Step::Failed(Failure::Reset),
                Taken::Broken(refusal) => return Step::Broken(refusal),
            }
        }
    }

    /// A read of nothing: whether there is something.
    fn look_for_body(&mut self, connection: &Connection) -> Step {
        if !self.body.kept.is_empty() {
            return Step::Done(Transferred::Waiting(1));
        }
        match self.left_of_body() {
            Left::Nothing => return Step::Done(Transferred::End),
            Left::Cut => return Step::Failed(Failure::Gone),
            Left::Broken(refusal) => return Step::Broken(*refusal),
            _ => {}
        }
        if self.rest.is_empty() && matches!(self.body.left, Left::Stream) && connection.transport.is_received() {
            self.body.left = Left::Nothing;
            return Step::Done(Transferred::End);
        }
        if self.rest.is_empty() && self.readable {
            match self.receive_piece(connection) {
                Taken::Reset => return Step::Failed(Failure::Reset),
                Taken::Cut => return Step::Failed(Failure::Gone),
                _ => {}
            }
        }
        if self.rest.is_empty() { Step::Wait } else { Step::Done(Transferred::Waiting(1)) }
    }

    /// Whether a look at the socket would find nothing of a body that is still to come.
    fn is_nothing_there(&self) -> bool {
        let comes_by_socket = matches!(self.body.left, Left::Length(_) | Left::Chunked(_) | Left::Raw);
        comes_by_socket && !self.readable && !self.ended && self.rest.is_empty()
    }

    fn left_of_body(&self) -> &Left {
        &self.body.left
    }

    /// Takes bytes of the body that are there; `into` is not empty.
    fn take_body(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        if !self.body.kept.is_empty() {
            return Taken::Bytes(copy_from(&mut self.body.kept, into));
        }
        match &mut self.body.left {
            Left::Nothing => Taken::End,
            Left::Cut => Taken::Cut,
            Left::Broken(refusal) => Taken::Broken(*refusal),
            Left::Length(_) => self.take_plain(connection, into),
            Left::Raw => self.take_raw(connection, into),
            Left::Stream => self.take_stream(connection, into),
            Left::Chunked(_) => self.take_chunked(connection, into),
        }
    }

    fn take_plain(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        let Left::Length(left) = self.body.left else { return Taken::End };
        let most = into.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let mut count = copy_from(&mut self.rest, &mut into[..most]);
        // With what came behind the head comes what has come since.
        if count == 0 || (count < most && self.readable) {
            match self.receive_into(connection, &mut into[count..most]) {
                Taken::Bytes(more) => count += more,
                // An end is found again by the next call.
                _ if count > 0 => {}
                end => return end,
            }
        }
        self.body.wants_continue = false;
        self.body.taken += count as u64;
        let left = left - count as u64;
        self.body.left = if left == 0 { Left::Nothing } else { Left::Length(left) };
        Taken::Bytes(count)
    }

    fn take_raw(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        if !self.rest.is_empty() {
            return Taken::Bytes(copy_from(&mut self.rest, into));
        }
        let taken = self.receive_into(connection, into);
        self.end_raw(connection, taken)
    }

    /// Where the client's end is that of the stream.
    fn end_raw(&mut self, connection: &Connection, taken: Taken) -> Taken {
        match taken {
            Taken::Cut if connection.transport.ends_properly() => {
                self.body.left = Left::Nothing;
                Taken::End
            }
            taken => taken,
        }
    }

    fn take_stream(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        let taken = match self.rest.is_empty() {
            true => self.receive_into(connection, into),
            false => Taken::Bytes(copy_from(&mut self.rest, into)),
        };
        if let Taken::Bytes(count) = taken {
            self.body.wants_continue = false;
            self.body.taken += count as u64;
        }
        if self.rest.is_empty() && connection.transport.is_received() {
            self.body.left = Left::Nothing;
            if matches!(taken, Taken::Later) {
                return Taken::End;
            }
        }
        taken
    }

    fn take_chunked(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        loop {
            let Left::Chunked(decoder) = &mut self.body.left else { return Taken::End };
            if self.rest.is_empty() {
                match self.receive_piece(connection) {
                    Taken::Bytes(_) => continue,
                    other => return other,
                }
            }
            let progress = match decoder.decode(self.rest.as_slice(), into) {
                Ok(progress) => progress,
                Err(refusal) => {
                    // The decoder is of no further use: what it has taken already it would take again.
                    self.body.left = Left::Broken(refusal);
                    return Taken::Broken(refusal);
                }
            };
            let done = decoder.is_done();
            self.rest.consume(progress.consumed);
            self.body.taken += progress.consumed as u64;
            self.body.wants_continue = false;
            if done {
                self.body.left = Left::Nothing;
            }
            if progress.written > 0 {
                return Taken::Bytes(progress.written);
            }
        }
    }

    /// Receives bytes that are to be looked at before they are handed on.
    fn receive_piece(&mut self, connection: &Connection) -> Taken {
        if !self.readable {
            return self.receive_into(connection, &mut []);
        }
        let mut piece = [0; PIECE];
        let taken = self.receive_into(connection, &mut piece);
        if let Taken::Bytes(count) = taken {
            self.rest.put(&piece[..count]);
        }
        taken
    }

    fn receive_into(&mut self, connection: &Connection, into: &mut [u8]) -> Taken {
        self.receive_by(connection, into.len(), || connection.transport.receive(into))
    }

    fn receive_by(&mut self, connection: &Connection, room: usize, receive: impl FnOnce() -> Moved) -> Taken {
        if !self.readable {
            return if self.ended { self.cut() } else { Taken::Later };
        }
        match receive() {
            Moved::Bytes(count) => {
                self.readable = !connection.transport.is_drained(count, room);
                self.moved = true;
                Taken::Bytes(count)
            }
            Moved::Later => {
                self.readable = false;
                if self.ended { self.cut() } else { Taken::Later }
            }
            Moved::End => {
                self.readable = false;
                self.cut()
            }
            Moved::Broken => Taken::Reset,
        }
    }

    /// The client has ended its side within the body.
    fn cut(&mut self) -> Taken {
        self.ended = true;
        self.keep_alive = false;
        self.body.left = Left::Cut;
        Taken::Cut
    }
}

fn copy_from(rest: &mut Rest, into: &mut [u8]) -> usize {
    let count = rest.as_slice().len().min(into.len());
    into[..count].copy_from_slice(&rest.as_slice()[..count]);
    rest.consume(count);
    count
}
