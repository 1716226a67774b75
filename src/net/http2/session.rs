//! A session: `h2`, polled by hand.

use super::super::connection::Connection;
use super::core::Core;
use super::io::Io;
use super::shared::Shared;
use bytes::Bytes;
use h2::server::{Builder, Connection as Machine, Handshake, SendResponse};
use h2::{Reason, RecvStream};
use http::Request;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

/// Streams that a client may have open at a time.
const STREAMS: u32 = 100;
/// What a client may send of one body that nobody has read, and of all. Each stream has its part, so that bodies
/// that wait for their turn keep none from going on that is being read.
const STREAM_WINDOW: u32 = 64 << 10;
const WINDOW: u32 = STREAMS * STREAM_WINDOW;
/// What one response may have on its way to the socket.
const SEND_BUFFER: usize = 128 << 10;
/// The fields of one request, each with 32 bytes on top (RFC 9113, 6.5.2).
const HEADER_LIST: u32 = 64 << 10;
/// Streams that a client resets before anybody has seen them, and those that it makes us reset.
const UNSEEN_RESETS: usize = 100;
const OUR_RESETS: usize = 100;

pub struct Session {
    shared: Arc<Shared>,
    waker: Waker,
    stage: Stage,
    /// Streams that `h2` wakes for no reset yet.
    unwatched: Vec<Arc<Core>>,
}

enum Stage {
    Shaking(Box<Handshake<Io, Bytes>>),
    Running(Box<Machine<Io, Bytes>>),
    Over,
}

/// What a look at the session gave.
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it comes")]
pub enum Next {
    Stream(Request<RecvStream>, SendResponse<Bytes>),
    /// Nothing more now.
    Later,
    /// It has said all it has to say.
    Over,
}

impl Session {
    /// Takes over what a connection receives, of which the first bytes have been read.
    pub fn new(carrier: Arc<Connection>, shared: &Arc<Shared>, first: Vec<u8>) -> Self {
        let io = Io::new(carrier, shared.clone(), first);
        let handshake = Builder::new()
            .max_concurrent_streams(STREAMS)
            .initial_window_size(STREAM_WINDOW)
            .initial_connection_window_size(WINDOW)
            .max_send_buffer_size(SEND_BUFFER)
            .max_header_list_size(HEADER_LIST)
            .max_pending_accept_reset_streams(UNSEEN_RESETS)
            .max_local_error_reset_streams(Some(OUR_RESETS))
            .enable_connect_protocol()
            .handshake(io);
        let waker = Waker::from(shared.clone());
        Self { shared: shared.clone(), waker, stage: Stage::Shaking(Box::new(handshake)), unwatched: Vec::new() }
    }

    /// Reads and writes until a stream has come or nothing more can be done without waiting.
    pub fn step(&mut self) -> Next {
        loop {
            self.shared.take_wanted();
            let mut context = Context::from_waker(&self.waker);
            let polled = match &mut self.stage {
                Stage::Shaking(handshake) => match Pin::new(&mut **handshake).poll(&mut context) {
                    Poll::Ready(Ok(machine)) => {
                        self.stage = Stage::Running(Box::new(machine));
                        continue;
                    }
                    Poll::Ready(Err(_)) => Poll::Ready(None),
                    Poll::Pending => Poll::Pending,
                },
                Stage::Running(machine) => {
                    if self.shared.flooded.load(Ordering::Relaxed) {
                        machine.abrupt_shutdown(Reason::ENHANCE_YOUR_CALM);
                    } else if self.shared.goes_away() {
                        machine.graceful_shutdown();
                    }
                    machine.poll_accept(&mut context)
                }
                Stage::Over => Poll::Ready(None),
            };
            match polled {
                Poll::Ready(Some(Ok((request, respond)))) => {
                    self.shared.take_head();
                    return Next::Stream(request, respond);
                }
                Poll::Ready(Some(Err(_)) | None) => {
                    self.stage = Stage::Over;
                    return Next::Over;
                }
                // It may have woken itself meanwhile.
                Poll::Pending if self.shared.wants() => {}
                Poll::Pending => return Next::Later,
            }
        }
    }

    /// Whether another step may give something: `h2` has read what has come, and not made a stream of all heads.
    pub fn has_more(&self) -> bool {
        self.shared.has_heads() || self.shared.wants()
    }

    /// A stream has begun. Its resets wake it from the next turn on, when `h2` reads again: most are answered by then.
    pub fn has_begun(&mut self, stream: Arc<Core>) {
        self.unwatched.push(stream);
    }

    /// The session is going to be polled.
    pub fn begin_turn(&mut self, readable: bool, writable: bool) {
        self.watch();
        self.shared.begin_turn(readable, writable);
    }

    /// `h2` has read and written what it could; what its socket is ready for.
    pub fn end_turn(&mut self) -> (bool, bool) {
        // What came behind a head may have been a reset.
        if self.shared.take_mixed() {
            self.watch();
        }
        self.shared.end_turn()
    }

    fn watch(&mut self) {
        for stream in self.unwatched.drain(..) {
            // One that has ended needs none.
            if !stream.watches() {
                stream.watch();
            }
        }
    }

    /// Says at once that there will be no more, as far as there is room to say it.
    pub fn say_goodbye(&mut self) {
        if let Stage::Running(machine) = &mut self.stage {
            machine.abrupt_shutdown(Reason::NO_ERROR);
            while let Next::Stream(..) = self.step() {}
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Streams that are left hear of it.
        self.stage = Stage::Over;
        self.watch();
    }
}
