//! Listening sockets.

use super::connection::{self, Connection};
use super::home;
use super::server::Server;
use super::settings::{KeepAlive, Settings};
use super::socket::Socket;
use crate::win32::alarm;
use crate::win32::completion_port::CompletionPort;
use crate::win32::poll_set::{Source, Token};
use crate::win32::sys::activation::inherited_sockets;
use crate::win32::sys::epoll::Readiness;
use parking_lot::{Condvar, Mutex};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// As many connections wait to be accepted as the system allows.
const BACKLOG: i32 = i32::MAX;

/// After this time the listener tries again where descriptors or memory were used up.
const PAUSE: Duration = Duration::from_millis(100);

/// So many connections are accepted before others have their turn.
const TURN: usize = 64;

pub struct Listener {
    address: SocketAddr,
    server: Arc<dyn Server>,
    settings: Arc<Settings>,
    /// None when it is closed.
    place: Mutex<Option<Place>>,
    /// It is going to try again after a pause.
    pausing: AtomicBool,
    /// Connections end behind their current request.
    stopping: AtomicBool,
    /// Connections that have not ended.
    open: Mutex<usize>,
    ended: Condvar,
    this: Weak<Listener>,
}

struct Place {
    /// Held by the thread that accepts, for as long as it does.
    socket: Arc<socket2::Socket>,
    port: Arc<CompletionPort>,
    token: Token,
}

impl Listener {
    /// Listens at an address with the usual settings.
    pub fn open(address: SocketAddr, server: Arc<dyn Server>) -> io::Result<Arc<Self>> {
        Self::open_with(address, server, Arc::default())
    }

    /// Listens at an address; the wildcard of IPv6 takes IPv4 too.
    pub fn open_with(address: SocketAddr, server: Arc<dyn Server>, settings: Arc<Settings>) -> io::Result<Arc<Self>> {
        Self::open_beside(&[], address, server, settings)
    }

    /// The same, while these others listen at other addresses of the port: a connection goes to the one whose address
    /// is the nearest.
    pub fn open_beside(
        others: &[Arc<Self>],
        address: SocketAddr,
        server: Arc<dyn Server>,
        settings: Arc<Settings>,
    ) -> io::Result<Arc<Self>> {
        let domain = socket2::Domain::for_address(address);
        let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None)?;
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            let dual = matches!(address.ip(), IpAddr::V6(ip) if ip.is_unspecified());
            socket.set_only_v6(!dual)?;
        }
        let socket = Arc::new(socket);
        let mut together: Vec<_> =
            others.iter().filter_map(|other| Some(other.place.lock().as_ref()?.socket.clone())).collect();
        let open = || {
            socket.bind(&address.into())?;
            Self::start(socket.clone(), server, settings)
        };
        if together.is_empty() {
            return open();
        }
        // A wildcard and one of its addresses go together when both sockets say so. They do for this moment alone:
        // the port is not for other programs, and nobody who waits at one of them is turned away.
        together.push(socket.clone());
        let share = |wanted| together.iter().try_for_each(|one| one.set_reuse_port(wanted));
        let opened = share(true).and_then(|()| open());
        let _ = share(false);
        opened
    }

    /// Listens at a socket that somebody else has bound, as one inherited from systemd.
    pub fn from_socket(socket: OwnedFd, server: Arc<dyn Server>, settings: Arc<Settings>) -> io::Result<Arc<Self>> {
        let socket = socket2::Socket::from(socket);
        if socket.r#type()? != socket2::Type::STREAM {
            return Err(ErrorKind::InvalidInput.into());
        }
        Self::start(Arc::new(socket), server, settings)
    }

    /// Listens at all sockets that whoever started this process has opened for it, as systemd does
    /// (LISTEN_FDS). They are there once; later calls get none.
    pub fn inherited(server: &Arc<dyn Server>, settings: &Arc<Settings>) -> io::Result<Vec<Arc<Self>>> {
        let sockets = inherited_sockets().into_iter();
        sockets.map(|socket| Self::from_socket(socket, server.clone(), settings.clone())).collect()
    }

    fn start(socket: Arc<socket2::Socket>, server: Arc<dyn Server>, settings: Arc<Settings>) -> io::Result<Arc<Self>> {
        let address = socket.local_addr()?.as_socket().ok_or(ErrorKind::Unsupported)?;
        socket.set_nonblocking(true)?;
        socket.set_cloexec(true)?;
        // These are inherited by every connection, so that none needs calls of its own.
        socket.set_tcp_nodelay(true)?;
        if let Some(KeepAlive { idle, interval, probes }) = settings.keep_alive {
            let keep_alive = socket2::TcpKeepalive::new().with_time(idle).with_interval(interval).with_retries(probes);
            socket.set_tcp_keepalive(&keep_alive)?;
        }
        if settings.user_timeout.is_some() {
            socket.set_tcp_user_timeout(settings.user_timeout)?;
        }
        socket.listen(BACKLOG)?;
        let listener = Arc::new_cyclic(|this| Self {
            address,
            server,
            settings,
            place: Mutex::new(None),
            pausing: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            open: Mutex::new(0),
            ended: Condvar::new(),
            this: this.clone(),
        });
        let mut place = listener.place.lock();
        *place = Some(listener.place_at(home::port(), socket)?);
        drop(place);
        Ok(listener)
    }

    /// Where it listens, with the port that the system chose.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn server(&self) -> &Arc<dyn Server> {
        &self.server
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Lets the threads of a port accept, where nobody else's do.
    pub fn adopt(&self, port: &Arc<CompletionPort>) {
        let mut place = self.place.lock();
        let Some(Place { socket, port: at, token }) = place.as_ref() else { return };
        if !Arc::ptr_eq(at, home::port()) || Arc::ptr_eq(at, port) || port.is_closed() {
            return;
        }
        at.remove_source(socket.as_fd(), *token);
        let socket = socket.clone();
        let new = self.place_at(port, socket.clone()).or_else(|_| self.place_at(home::port(), socket));
        *place = new.ok();
    }

    fn place_at(&self, port: &Arc<CompletionPort>, socket: Arc<socket2::Socket>) -> io::Result<Place> {
        let this = self.this.upgrade().ok_or(ErrorKind::NotConnected)?;
        let token = port.add_source(socket.as_fd(), this)?;
        Ok(Place { socket, port: port.clone(), token })
    }

    /// Accepts no more. Connections go on.
    pub fn close(&self) {
        let Some(Place { socket, port, token }) = self.place.lock().take() else { return };
        port.remove_source(socket.as_fd(), token);
        // It refuses at once, though a thread may hold it for a moment.
        let _ = socket.shutdown(std::net::Shutdown::Both);
    }

    /// Accepts no more, ends idle connections, and lets the others end behind what they are at.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.close();
        for connection in connection::all_of(self) {
            connection.end_if_idle();
        }
    }

    /// Whether connections end behind their current request.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Stops, waits until all connections have ended, and resets those that are left when the
    /// time is up; how many those were.
    pub fn stop_within(&self, time: Duration) -> usize {
        self.stop();
        let until = Instant::now() + time;
        let mut open = self.open.lock();
        while *open > 0 && !self.ended.wait_until(&mut open, until).timed_out() {}
        drop(open);
        let left = connection::all_of(self);
        left.iter().for_each(|connection| connection.abort());
        left.len()
    }

    /// How many connections have not ended.
    pub fn connections(&self) -> usize {
        *self.open.lock()
    }

    /// A connection has come.
    pub(super) fn entered(&self) {
        *self.open.lock() += 1;
    }

    /// A connection has ended.
    pub(super) fn left(&self) {
        let mut open = self.open.lock();
        *open -= 1;
        if *open == 0 {
            self.ended.notify_all();
        }
    }

    fn is_closed(&self) -> bool {
        self.place.lock().is_none()
    }

    fn accept_all(self: &Arc<Self>) {
        let held = self.place.lock().as_ref().map(|place| (place.socket.clone(), place.port.clone()));
        let Some((socket, port)) = held else { return };
        for _ in 0..TURN {
            match socket.accept4(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC) {
                Ok((socket, _)) => self.take(Socket::new(socket), &port),
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
        if let Some(place) = &*self.place.lock() {
            place.port.watch_again(place.socket.as_fd(), place.token);
        }
    }

    fn take(self: &Arc<Self>, socket: Socket, port: &Arc<CompletionPort>) {
        let Some(counted) = self.settings.connections.enter() else { return socket.abort() };
        // A connection that ended before it was looked at is none.
        let _ = Connection::open(socket, self, port, counted);
    }

    /// Descriptors or memory are used up: nobody tells when there are some again.
    fn accept_later(self: &Arc<Self>) {
        if self.is_closed() || self.pausing.swap(true, Ordering::SeqCst) {
            return;
        }
        let this = self.this.clone();
        let again = move || {
            if let Some(listener) = this.upgrade() {
                listener.pausing.store(false, Ordering::SeqCst);
                listener.accept_all();
            }
        };
        if alarm::set(Instant::now() + PAUSE, Arc::new(again)).is_err() {
            // Without the alarm's thread the next connection tries again.
            self.pausing.store(false, Ordering::SeqCst);
        }
    }
}

impl Source for Listener {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.accept_all();
    }

    fn abandoned(self: Arc<Self>) {
        let mut place = self.place.lock();
        // It may have moved on meanwhile.
        if let Some(Place { socket, port, token }) = place.take_if(|place| place.port.is_closed()) {
            port.remove_source(socket.as_fd(), token);
            // Without descriptors it is lost, as it was with the port.
            *place = self.place_at(home::port(), socket).ok();
        }
    }
}
