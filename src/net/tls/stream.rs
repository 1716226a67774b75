//! A connection's bytes under TLS.
//!
//! rustls is behind a lock of its own, below the lock of the connection's state, so that whoever wants to
//! know whether the client is there can look at what has arrived without waiting for either.

use super::super::socket::{Moved, Socket};
use super::identity::{Hello, Identities, Identity};
use super::session::Session;
use crate::win32::sys::files;
use parking_lot::Mutex;
use rustls::ServerConnection;
use rustls::server::Acceptor;
use std::cell::RefCell;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::SocketAddr;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// So many bytes are encrypted before the socket takes some.
const OUT: usize = 64 << 10;

/// So many bytes are read ahead at most for whoever wants to know whether the client is there.
const AHEAD: usize = 64 << 10;

/// So many bytes of a client may say nothing before it is taken for one that wants to keep a thread busy. The
/// longest messages of a handshake, chains of certificates, are far from it.
const FRUITLESS: usize = 256 << 10;

/// A list of slices is no longer.
const SLICES: usize = 64;

pub struct Stream {
    socket: Socket,
    local: SocketAddr,
    identities: Arc<dyn Identities>,
    engine: Mutex<Engine>,
    /// What was agreed upon; none as long as the handshake goes on.
    session: OnceLock<Session>,
    /// The client has said that nothing more comes, or nothing of it can be understood any more.
    ended: AtomicBool,
    /// The end was said as TLS wants it, so that nobody else has cut the rest off.
    ended_properly: AtomicBool,
    /// Somebody other than the connection's owner has read bytes, of whose coming the socket tells no more.
    arrived: AtomicBool,
    /// Bytes on their way to the socket.
    unsent: AtomicUsize,
}

struct Engine {
    stage: Stage,
    /// Bytes that were received before anybody knew that they belong to the handshake.
    first: Vec<u8>,
    /// Bytes that were read ahead, from `start` on.
    ahead: Vec<u8>,
    start: usize,
    /// What rustls has given away and the socket has not taken, from `sent` on.
    out: Vec<u8>,
    sent: usize,
    end: Option<End>,
    /// Our side ends behind what is left.
    ending: bool,
}

enum Stage {
    /// Something else comes first.
    Before,
    /// The client's first message.
    Hello(Box<Acceptor>),
    Agreed(Box<ServerConnection>, Arc<Identity>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// With close_notify.
    Proper,
    /// The connection has ended and TLS has not.
    Cut,
    Broken,
}

/// What one look at the socket has brought.
enum Pulled {
    /// So many bytes, which may say something; whether the socket had no more.
    Bytes(usize, bool),
    Later,
    End,
}

thread_local! {
    /// Bytes of files on their way into records.
    static PIECE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Stream {
    /// Where something else comes before the handshake (`is_late`), `begin` says when it has.
    pub fn new(socket: Socket, local: SocketAddr, identities: Arc<dyn Identities>, is_late: bool) -> Self {
        let engine = Engine {
            stage: if is_late { Stage::Before } else { Stage::Hello(Box::default()) },
            first: Vec::new(),
            ahead: Vec::new(),
            start: 0,
            out: Vec::new(),
            sent: 0,
            end: None,
            ending: false,
        };
        Self {
            socket,
            local,
            identities,
            engine: Mutex::new(engine),
            session: OnceLock::new(),
            ended: AtomicBool::new(false),
            ended_properly: AtomicBool::new(false),
            arrived: AtomicBool::new(false),
            unsent: AtomicUsize::new(0),
        }
    }

    pub fn socket(&self) -> &Socket {
        &self.socket
    }

    /// What was agreed upon, when the handshake is over.
    pub fn session(&self) -> Option<&Session> {
        self.session.get()
    }

    /// The handshake begins, with bytes that have come already.
    pub fn begin(&self, first: &[u8]) {
        let mut engine = self.engine.lock();
        engine.first = first.to_vec();
        engine.stage = Stage::Hello(Box::default());
    }

    /// Fills the buffer as far as bytes are there.
    pub fn receive(&self, into: &mut [u8]) -> Moved {
        let mut engine = self.engine.lock();
        if let Stage::Before = engine.stage {
            return self.socket.receive(into);
        }
        let (mut filled, mut fruitless, mut drained) = (0, 0, false);
        loop {
            let count = engine.take(&mut into[filled..]);
            filled += count;
            if count > 0 {
                fruitless = 0;
            }
            if filled == into.len() {
                return Moved::Bytes(filled);
            }
            match engine.end {
                Some(_) if filled > 0 => return Moved::Bytes(filled),
                Some(End::Broken) => return Moved::Broken,
                Some(End::Proper | End::Cut) => return Moved::End,
                None => {}
            }
            if drained {
                return later(filled);
            }
            match self.pull(&mut engine) {
                Pulled::Bytes(count, last) => {
                    fruitless += count;
                    drained = last;
                    if fruitless > FRUITLESS {
                        self.end_with(&mut engine, End::Broken);
                    }
                }
                Pulled::Later => return later(filled),
                Pulled::End => {}
            }
        }
    }

    /// Whether a call of `receive` that did not fill its buffer has left nothing to be received.
    pub fn is_drained(&self) -> bool {
        !self.ended.load(Ordering::Relaxed)
    }

    /// Whether the client has ended its side so that nobody can have cut off the rest.
    pub fn ends_properly(&self) -> bool {
        self.ended_properly.load(Ordering::Relaxed)
    }

    /// Takes as much as may wait for the socket.
    pub fn send(&self, slices: &[IoSlice<'_>], more: bool) -> Moved {
        let mut engine = self.engine.lock();
        match self.flush_out(&mut engine, false) {
            Moved::Bytes(_) => {}
            other => return other,
        }
        self.encrypt(&mut engine, slices, more)
    }

    /// Takes bytes of a file; `End` is the end of the file.
    pub fn send_file(&self, file: BorrowedFd<'_>, place: u64, count: usize) -> Moved {
        let mut engine = self.engine.lock();
        match self.flush_out(&mut engine, false) {
            Moved::Bytes(_) => {}
            other => return other,
        }
        PIECE.with_borrow_mut(|piece| {
            let room = count.min(OUT);
            if piece.len() < room {
                piece.resize(room, 0);
            }
            match files::read_at(file, &mut piece[..room], place) {
                Ok(0) => Moved::End,
                Ok(got) => self.encrypt(&mut engine, &[IoSlice::new(&piece[..got])], got < count),
                Err(_) => Moved::Broken,
            }
        })
    }

    /// Has the socket take what waits for it: `Later` if it has no room for all of that.
    pub fn flush(&self) -> Moved {
        self.flush_out(&mut self.engine.lock(), false)
    }

    /// Bytes that wait for the socket.
    pub fn unsent(&self) -> usize {
        self.unsent.load(Ordering::Relaxed)
    }

    /// Nothing more will be sent: says so, and ends our side when that is with the kernel.
    pub fn end(&self) {
        let mut engine = self.engine.lock();
        if let Stage::Agreed(connection, _) = &mut engine.stage
            && !connection.is_handshaking()
        {
            connection.send_close_notify();
        }
        engine.ending = true;
        // What is broken has no end to be told.
        let _ = self.flush_out(&mut engine, false);
    }

    /// Whether the client is there, as the kernel and what has arrived say. Waits for nobody.
    pub fn is_connected(&self) -> bool {
        if self.ended.load(Ordering::SeqCst) || !self.socket.is_connected() {
            return false;
        }
        // Whoever has it sees what has arrived.
        let Some(mut engine) = self.engine.try_lock() else { return true };
        let mut pulled = 0;
        while engine.end.is_none() && engine.ahead.len() - engine.start < AHEAD && pulled < FRUITLESS {
            match self.pull(&mut engine) {
                Pulled::Bytes(count, _) => pulled += count,
                Pulled::End => pulled += 1,
                Pulled::Later => break,
            }
            engine.keep();
        }
        if pulled > 0 {
            self.arrived.store(true, Ordering::SeqCst);
        }
        engine.end.is_none()
    }

    /// Whether bytes were read since the last time of which the connection's owner has not heard.
    pub fn takes_arrival(&self) -> bool {
        self.arrived.load(Ordering::Relaxed) && self.arrived.swap(false, Ordering::SeqCst)
    }

    /// Reads once from the socket and has rustls look at it.
    fn pull(&self, engine: &mut Engine) -> Pulled {
        if engine.end.is_some() {
            return Pulled::End;
        }
        let Engine { stage, first, .. } = engine;
        let mut from = From { first, socket: &self.socket, moved: Moved::Later, asked: 0 };
        let read = match stage {
            Stage::Before => return Pulled::Later,
            Stage::Hello(acceptor) => acceptor.read_tls(&mut from),
            Stage::Agreed(connection, _) => connection.read_tls(&mut from),
        };
        let (moved, asked) = (from.moved, from.asked);
        match (read, moved) {
            (Ok(1..), Moved::Bytes(count)) => {
                if let Err(end) = self.look(engine) {
                    self.end_with(engine, end);
                }
                Pulled::Bytes(count, count < asked)
            }
            (Err(error), Moved::Later) if error.kind() == ErrorKind::WouldBlock => Pulled::Later,
            (Ok(0), Moved::End) => {
                self.end_with(engine, End::Cut);
                Pulled::End
            }
            // Broken, or a message that is longer than any may be.
            _ => {
                self.end_with(engine, End::Broken);
                Pulled::End
            }
        }
    }

    /// Has rustls look at what was read, and sends what it has to say to it.
    fn look(&self, engine: &mut Engine) -> Result<(), End> {
        if let Stage::Hello(acceptor) = &mut engine.stage {
            let accepted = match acceptor.accept() {
                Ok(None) => return Ok(()),
                Ok(Some(accepted)) => accepted,
                Err((_, mut alert)) => return Err(self.refuse(&mut alert)),
            };
            let hello = accepted.client_hello();
            let hello = Hello { local: self.local, name: hello.server_name(), schemes: hello.signature_schemes() };
            let Some(identity) = self.identities.find(hello) else {
                self.socket.abort();
                return Err(End::Broken);
            };
            let mut connection = match accepted.into_connection(identity.config.clone()) {
                Ok(connection) => connection,
                Err((_, mut alert)) => return Err(self.refuse(&mut alert)),
            };
            connection.set_buffer_limit(Some(OUT));
            engine.stage = Stage::Agreed(Box::new(connection), identity);
        }
        let Stage::Agreed(connection, identity) = &mut engine.stage else { return Err(End::Broken) };
        let looked = connection.process_new_packets();
        if self.session.get().is_none()
            && !connection.is_handshaking()
            && let Some(session) = Session::of(connection, identity)
        {
            // The lock is ours.
            let _ = self.session.set(session);
        }
        // An alert too.
        let flushed = self.flush_out(engine, false);
        match (looked, flushed) {
            (Err(_), _) | (_, Moved::Broken) => Err(End::Broken),
            (Ok(state), _) if state.peer_has_closed() => Err(End::Proper),
            _ => Ok(()),
        }
    }

    /// Says why there is no handshake, as far as there is room for it at once.
    fn refuse(&self, alert: &mut rustls::server::AcceptedAlert) -> End {
        let _ = alert.write_all(&mut To { socket: &self.socket, more: false });
        End::Broken
    }

    fn end_with(&self, engine: &mut Engine, end: End) {
        if engine.end.is_some() {
            return;
        }
        engine.end = Some(end);
        self.ended_properly.store(end == End::Proper, Ordering::Relaxed);
        self.ended.store(true, Ordering::SeqCst);
    }

    fn encrypt(&self, engine: &mut Engine, slices: &[IoSlice<'_>], more: bool) -> Moved {
        let Stage::Agreed(connection, _) = &mut engine.stage else { return Moved::Broken };
        let Ok(count) = connection.writer().write_vectored(slices) else { return Moved::Broken };
        match self.flush_out(engine, more) {
            Moved::Broken => Moved::Broken,
            _ => Moved::Bytes(count),
        }
    }

    fn flush_out(&self, engine: &mut Engine, more: bool) -> Moved {
        let flushed = self.try_flush(engine, more);
        if flushed == Moved::Bytes(0) && engine.ending {
            self.socket.end();
        }
        flushed
    }

    fn try_flush(&self, engine: &mut Engine, more: bool) -> Moved {
        while engine.sent < engine.out.len() {
            match self.socket.send(&[IoSlice::new(&engine.out[engine.sent..])], more) {
                Moved::Bytes(count) => engine.sent += count,
                other => {
                    self.unsent.store(engine.out.len() - engine.sent, Ordering::Relaxed);
                    return other;
                }
            }
        }
        if !engine.out.is_empty() {
            (engine.out, engine.sent) = (Vec::new(), 0);
            self.unsent.store(0, Ordering::Relaxed);
        }
        let Stage::Agreed(connection, _) = &mut engine.stage else { return Moved::Bytes(0) };
        while connection.wants_write() {
            match connection.write_tls(&mut To { socket: &self.socket, more }) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    // So it is known how much that is. Memory takes everything.
                    while connection.wants_write() && connection.write_tls(&mut engine.out).is_ok() {}
                    self.unsent.store(engine.out.len(), Ordering::Relaxed);
                    return Moved::Later;
                }
                Err(_) => return Moved::Broken,
            }
        }
        Moved::Bytes(0)
    }
}

impl Engine {
    /// Takes bytes that are there.
    fn take(&mut self, into: &mut [u8]) -> usize {
        let mut count = 0;
        if !self.ahead.is_empty() {
            let ahead = &self.ahead[self.start..];
            count = ahead.len().min(into.len());
            into[..count].copy_from_slice(&ahead[..count]);
            self.start += count;
            if self.start == self.ahead.len() {
                (self.ahead, self.start) = (Vec::new(), 0);
            }
        }
        if let Stage::Agreed(connection, _) = &mut self.stage {
            let mut reader = connection.reader();
            while count < into.len() {
                match reader.read(&mut into[count..]) {
                    Ok(more @ 1..) => count += more,
                    // Nothing now, or the end, of which others tell.
                    Ok(0) | Err(_) => break,
                }
            }
        }
        count
    }

    /// Keeps what was read, so that more can be.
    fn keep(&mut self) {
        let mut piece = [0; 4 << 10];
        if let Stage::Agreed(connection, _) = &mut self.stage {
            while let Ok(count @ 1..) = connection.reader().read(&mut piece) {
                self.ahead.extend_from_slice(&piece[..count]);
            }
        }
    }
}

fn later(filled: usize) -> Moved {
    if filled > 0 { Moved::Bytes(filled) } else { Moved::Later }
}

/// What rustls reads from: the socket.
struct From<'a> {
    /// What comes before what the socket has.
    first: &'a mut Vec<u8>,
    socket: &'a Socket,
    moved: Moved,
    asked: usize,
}

impl Read for From<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.asked = into.len();
        if self.first.is_empty() {
            self.moved = self.socket.receive(into);
        } else {
            // The socket may have more.
            self.asked = self.asked.min(self.first.len());
            into[..self.asked].copy_from_slice(&self.first[..self.asked]);
            self.first.drain(..self.asked);
            self.moved = Moved::Bytes(self.asked);
        }
        result(self.moved)
    }
}

/// The socket as rustls writes to it.
struct To<'a> {
    socket: &'a Socket,
    more: bool,
}

impl Write for To<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        result(self.socket.send(&[IoSlice::new(bytes)], self.more))
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        result(self.socket.send(&slices[..slices.len().min(SLICES)], self.more))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn result(moved: Moved) -> io::Result<usize> {
    match moved {
        Moved::Bytes(count) => Ok(count),
        Moved::End => Ok(0),
        Moved::Later => Err(ErrorKind::WouldBlock.into()),
        Moved::Broken => Err(ErrorKind::ConnectionReset.into()),
    }
}
