//! Listening sockets.

use super::connection::Connection;
use super::home;
use super::server::Server;
use super::socket::Socket;
use crate::win32::alarm;
use crate::win32::completion_port::CompletionPort;
use crate::win32::poll_set::{Source, Token};
use crate::win32::sys::epoll::Readiness;
use parking_lot::Mutex;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// As many connections wait to be accepted as the system allows.
const BACKLOG: i32 = i32::MAX;

/// After this time the listener tries again where descriptors or memory were used up.
const PAUSE: Duration = Duration::from_millis(100);

pub struct Listener {
    socket: socket2::Socket,
    address: SocketAddr,
    server: Arc<dyn Server>,
    place: Mutex<Option<(Arc<CompletionPort>, Token)>>,
    this: Weak<Listener>,
}

impl Listener {
    /// Listens at an address; the wildcard of IPv6 takes IPv4 too.
    pub fn open(address: SocketAddr, server: Arc<dyn Server>) -> io::Result<Arc<Self>> {
        let domain = socket2::Domain::for_address(address);
        let socket = socket2::Socket::new(domain, socket2::Type::STREAM.nonblocking().cloexec(), None)?;
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            let dual = matches!(address.ip(), IpAddr::V6(ip) if ip.is_unspecified());
            socket.set_only_v6(!dual)?;
        }
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        // Inherited by every connection, so that none needs a call of its own.
        socket.set_tcp_nodelay(true)?;
        let address = socket.local_addr()?.as_socket().ok_or(ErrorKind::Unsupported)?;
        let listener =
            Arc::new_cyclic(|this| Self { socket, address, server, place: Mutex::new(None), this: this.clone() });
        listener.place_at(home::port())?;
        Ok(listener)
    }

    /// Where it listens, with the port that the system chose.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn server(&self) -> &Arc<dyn Server> {
        &self.server
    }

    /// Lets the threads of a port accept, where nobody else's do.
    pub fn adopt(&self, port: &Arc<CompletionPort>) {
        let mut place = self.place.lock();
        let Some((at, token)) = place.as_ref() else { return };
        if !Arc::ptr_eq(at, home::port()) || Arc::ptr_eq(at, port) {
            return;
        }
        if let Some(this) = self.this.upgrade()
            && let Ok(new) = port.add_source(self.socket.as_fd(), this)
        {
            at.remove_source(self.socket.as_fd(), *token);
            *place = Some((port.clone(), new));
        }
    }

    fn place_at(&self, port: &Arc<CompletionPort>) -> io::Result<()> {
        let Some(this) = self.this.upgrade() else { return Ok(()) };
        let mut place = self.place.lock();
        *place = Some((port.clone(), port.add_source(self.socket.as_fd(), this)?));
        Ok(())
    }

    /// Accepts no more.
    pub fn close(&self) {
        if let Some((port, token)) = self.place.lock().take() {
            port.remove_source(self.socket.as_fd(), token);
        }
        // A listening socket refuses at once, though a thread may hold it for a moment.
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
    }

    fn is_closed(&self) -> bool {
        self.place.lock().is_none()
    }

    fn accept_all(self: &Arc<Self>) {
        while !self.is_closed() {
            match self.socket.accept4(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC) {
                Ok((socket, _)) => {
                    let port = self.place.lock().as_ref().map(|(port, _)| port.clone());
                    let Some(port) = port else { return };
                    // A connection that ended before it was looked at is none.
                    let _ = Connection::open(Socket::new(socket), self, &port);
                }
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return,
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                    _ => match error.raw_os_error() {
                        // Errors of the network that belong to the one connection.
                        Some(
                            libc::ENETDOWN
                            | libc::EPROTO
                            | libc::ENOPROTOOPT
                            | libc::EHOSTDOWN
                            | libc::EHOSTUNREACH
                            | libc::EOPNOTSUPP
                            | libc::ENETUNREACH
                            | libc::EPERM,
                        ) => {}
                        _ => return self.accept_later(),
                    },
                },
            }
        }
    }

    /// Descriptors or memory are used up: nobody tells when there are some again.
    fn accept_later(self: &Arc<Self>) {
        let this = self.this.clone();
        let again = move || {
            if let Some(listener) = this.upgrade() {
                listener.accept_all();
            }
        };
        // Without the alarm's thread the next connection tries again.
        let _ = alarm::set(Instant::now() + PAUSE, Arc::new(again));
    }
}

impl Source for Listener {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.accept_all();
    }

    fn abandoned(self: Arc<Self>) {
        if !self.is_closed() {
            // Without descriptors it is lost, as it was with the port.
            let _ = self.place_at(home::port());
        }
    }
}
