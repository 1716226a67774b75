//! The bytes of a session, as `h2` wants to read and write them.

use super::super::connection::Connection;
use super::super::socket::Moved;
use super::meter::Meter;
use super::shared::Shared;
use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// So many bytes are read at once.
const READ: usize = 16 << 10;

thread_local! {
    /// Where they are read: the room that `h2` has for them would have to be made zeros every time.
    static PIECE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Nobody is woken by it: the set tells when the socket is ready again.
pub struct Io {
    /// The connection that owns the session, which goes before the connection does.
    carrier: Arc<Connection>,
    shared: Arc<Shared>,
    /// What was read before it was known what it is.
    first: Vec<u8>,
    meter: Meter,
}

impl Io {
    pub fn new(carrier: Arc<Connection>, shared: Arc<Shared>, first: Vec<u8>) -> Self {
        Self { carrier, shared, first, meter: Meter::default() }
    }

    /// Counts what has come; whether it may go on so.
    fn count(&mut self, bytes: &[u8]) -> bool {
        let ok = self.meter.count(bytes, self.shared.written());
        let (heads, mixed) = self.meter.take_seen();
        self.shared.see(heads, mixed);
        if !ok {
            self.shared.flooded.store(true, Ordering::Relaxed);
            // Polled once more, to say so.
            self.shared.want();
        }
        ok
    }
}

impl AsyncRead for Io {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.shared.flooded.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        if !self.first.is_empty() {
            let count = self.first.len().min(into.remaining());
            let taken: Vec<u8> = self.first.drain(..count).collect();
            into.put_slice(&taken);
            self.count(&taken);
            return Poll::Ready(Ok(()));
        }
        let budget = self.shared.budget.load(Ordering::Relaxed);
        if budget == 0 || !self.shared.readable.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        PIECE.with_borrow_mut(|piece| {
            let size = into.remaining().min(READ);
            piece.resize(READ, 0);
            match self.carrier.transport().receive(&mut piece[..size]) {
                Moved::Bytes(count) => {
                    self.shared.budget.store(budget.saturating_sub(count), Ordering::Relaxed);
                    // What was not filled has emptied the socket; news of more will come.
                    let is_drained = self.carrier.transport().is_drained(count, size);
                    self.shared.readable.store(!is_drained, Ordering::Relaxed);
                    if !self.count(&piece[..count]) {
                        return Poll::Pending;
                    }
                    into.put_slice(&piece[..count]);
                    Poll::Ready(Ok(()))
                }
                Moved::Later => {
                    self.shared.readable.store(false, Ordering::Relaxed);
                    Poll::Pending
                }
                Moved::End => Poll::Ready(Ok(())),
                Moved::Broken => Poll::Ready(Err(ErrorKind::ConnectionReset.into())),
            }
        })
    }
}

/// What is written waits for the end of the session's turn, so that the frames of many streams go out at once.
impl AsyncWrite for Io {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(count) = self.shared.gather(bytes) {
            return Poll::Ready(Ok(count));
        }
        match self.shared.send_behind(bytes, self.carrier.transport()) {
            Moved::Later => Poll::Pending,
            Moved::Bytes(count) => Poll::Ready(Ok(count)),
            Moved::End | Moved::Broken => Poll::Ready(Err(ErrorKind::ConnectionReset.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// The connection ends its side itself, behind what is left.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.shared.send_out(self.carrier.transport()) {
            Moved::Later => Poll::Pending,
            Moved::Broken => Poll::Ready(Err(ErrorKind::ConnectionReset.into())),
            Moved::Bytes(_) | Moved::End => Poll::Ready(Ok(())),
        }
    }
}
