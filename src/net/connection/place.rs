//! Which port's threads look after a connection.

use super::super::home;
use super::{CONNECTIONS, Connection};
use crate::win32::completion_port::CompletionPort;
use crate::win32::poll_set::Token;
use slotmap::KeyData;
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Connection {
    /// Lets the threads of this port look after the connection.
    pub fn move_to(self: &Arc<Self>, port: &Arc<CompletionPort>) {
        if let Some(carrier) = self.transport.carrier() {
            // A session stays with the queue that had its first request.
            return carrier.go_to(port, |at| std::ptr::eq(at, Arc::as_ptr(home::port())));
        }
        if !self.is_at(port) {
            self.go_to(port, |_| true);
        }
    }

    /// Whether the threads of this port look after the connection.
    pub fn is_at(&self, port: &Arc<CompletionPort>) -> bool {
        self.transport.carrier().map_or(self, |carrier| carrier).port.load(Ordering::Relaxed)
            == Arc::as_ptr(port).addr()
    }

    /// Goes to another port if it is to leave the one where it is.
    pub(super) fn go_to(self: &Arc<Self>, port: &Arc<CompletionPort>, leaves: impl FnOnce(&CompletionPort) -> bool) {
        let mut place = self.place.lock();
        let Some((at, token)) = place.take_if(|(at, _)| leaves(at)) else { return };
        at.remove_source(self.transport.as_fd(), token);
        // A port that has ended leaves it at home.
        *place = self.add_to(port).or_else(|_| self.add_to(home::port())).ok();
        let lost = place.is_none();
        drop(place);
        if lost {
            // Nobody could look after it any more.
            self.abort();
        }
    }

    pub(super) fn place_at(self: &Arc<Self>, port: &Arc<CompletionPort>) -> io::Result<()> {
        let mut place = self.place.lock();
        *place = Some(self.add_to(port)?);
        Ok(())
    }

    pub(super) fn add_to(self: &Arc<Self>, port: &Arc<CompletionPort>) -> io::Result<(Arc<CompletionPort>, Token)> {
        let token = port.add_source(self.transport.as_fd(), self.clone())?;
        self.port.store(Arc::as_ptr(port).addr(), Ordering::Relaxed);
        Ok((port.clone(), token))
    }

    /// Has the set tell once more what the socket is ready for.
    pub fn look_again(&self) {
        self.transport.look_again();
        if let Some((port, token)) = &*self.place.lock() {
            port.watch_again(self.transport.as_fd(), *token);
        }
    }

    /// Nobody looks after the connection any more; the socket is closed with its last user.
    pub(super) fn leave(&self) {
        // A stream has no place.
        if self.carrier().is_none()
            && let Some((port, token)) = self.place.lock().take()
        {
            port.remove_source(self.transport.as_fd(), token);
        }
        self.transport.close();
        let slot = CONNECTIONS.lock().remove(KeyData::from_ffi(self.id).into());
        drop(slot);
    }
}
