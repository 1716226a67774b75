//! The life of a connection.
//!
//! Its state stands behind a lock that is held for system calls that do not block,
//! never for a call to anybody else (but the reader of a stream and whoever begins a send, who call nobody):
//! what follows from a change is collected in `Effects` and done when the lock is
//! free. A thread that brings news of the socket and finds the lock taken leaves the
//! news behind; whoever has the lock looks for them before it does what follows, which
//! may take long.

mod body;
mod changes;
mod delivery;
mod effects;
mod heads;
mod operation;
mod place;
mod requests;
mod sending;
#[cfg(feature = "http2")]
mod session;
mod state;
mod stream;
mod waits;

use super::home;
use super::http1::refusal::Refusal;
use super::listener::Listener;
use super::settings::{Counted, Settings, Timeouts};
use super::socket::Socket;
use super::throttle::{Bucket, Throttle};
use super::timers::Deadline;
#[cfg(feature = "tls")]
use super::tls::{self, Session};
use super::transport::Transport;
use super::watchers::Watchers;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::completion_port::CompletionPort;
use crate::win32::poll_set::Token;
use crate::win32::sys::clock;
use crate::win32::sys::epoll::Readiness;
pub use operation::{Chunk, Completion, Failure, Progress, SendEnd, Transferred};
use parking_lot::Mutex;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use state::{Phase, State};
use std::any::Any;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;
pub use stream::{Stream, StreamReader, Taken};

pub struct Connection {
    transport: Transport,
    id: u64,
    local: SocketAddr,
    remote: SocketAddr,
    /// Who the client is, as a proxy says.
    client: OnceLock<SocketAddr>,
    listener: Arc<Listener>,
    state: Mutex<State>,
    /// News of the socket that nobody has looked at yet.
    news: AtomicU32,
    watchers: Watchers,
    deadline: Deadline,
    /// The address of the timeouts that hold, to be compared without the lock; 0 for the listener's.
    timeouts: AtomicUsize,
    /// The address of what limits its sends, likewise; 0 for nothing.
    throttle: AtomicUsize,
    /// The program has set how long it may be idle, in seconds; 0 if not.
    idle_timeout: AtomicU16,
    /// The connection is a stream of bytes, as a response has said.
    left_http: AtomicBool,
    opened: u64,
    gone: AtomicBool,
    /// What the layer above calls the current request.
    tag: AtomicU64,
    /// What a layer above keeps with the connection.
    attachment: OnceLock<Arc<dyn Any + Send + Sync>>,
    place: Mutex<Option<(Arc<CompletionPort>, Token)>>,
    /// The address of the port there, to be compared without the lock.
    port: AtomicUsize,
    /// What it shares with its streams, if it speaks HTTP/2.
    #[cfg(feature = "http2")]
    session: OnceLock<Arc<super::http2::Shared>>,
    /// A stream is none that counts.
    _counted: Option<Counted>,
}

static CONNECTIONS: LazyLock<Mutex<SlotMap<DefaultKey, Arc<Connection>>>> = LazyLock::new(Mutex::default);

/// How many connections there are.
pub fn count() -> usize {
    CONNECTIONS.lock().len()
}

/// All connections of a listener.
pub(super) fn all_of(listener: &Listener) -> Vec<Arc<Connection>> {
    let connections = CONNECTIONS.lock();
    let all = connections.values();
    all.filter(|connection| std::ptr::eq(Arc::as_ptr(&connection.listener), listener)).cloned().collect()
}

/// The connection with an id.
pub fn find(id: u64) -> Option<Arc<Connection>> {
    CONNECTIONS.lock().get(KeyData::from_ffi(id).into()).cloned()
}

/// A socket with the layer that its listener asks for, before which a proxy may have something to say.
fn carried(socket: Socket, _local: SocketAddr, _settings: &Settings, _is_late: bool) -> Transport {
    #[cfg(feature = "tls")]
    if let Some(identities) = &_settings.tls {
        return Transport::Tls(Box::new(tls::Stream::new(socket, _local, identities.clone(), _is_late)));
    }
    Transport::Plain(socket)
}

impl Connection {
    /// Takes a socket that a listener has accepted.
    pub(super) fn open(
        socket: Socket,
        listener: &Arc<Listener>,
        port: &Arc<CompletionPort>,
        counted: Counted,
    ) -> io::Result<()> {
        let (local, remote) = (socket.local()?, socket.remote()?);
        let proxies = listener.settings().proxies.as_ref();
        let awaits_proxy = proxies.is_some_and(|proxies| proxies.has(remote.ip()));
        let connection = {
            let transport = carried(socket, local, listener.settings(), awaits_proxy);
            let state = || State { awaits_proxy, ..State::default() };
            Self::enter(|_| transport, (local, remote), listener, Some(counted), state)
        };
        connection.change(|_, _| {});
        // Where nobody can look after it, it is of no use.
        connection.place_at(port).or_else(|_| connection.place_at(home::port())).inspect_err(|_| connection.abort())
    }

    /// Gives a connection its id, which its transport may want to know. The state is made where it is to be: it is large.
    /// Both are made with the connections' lock, which those take whom `h2` wakes: nothing is asked of `h2` there.
    fn enter(
        transport: impl FnOnce(u64) -> Transport,
        (local, remote): (SocketAddr, SocketAddr),
        listener: &Arc<Listener>,
        counted: Option<Counted>,
        state: impl FnOnce() -> State,
    ) -> Arc<Self> {
        // Before anybody finds it who waits for the last one to leave.
        listener.entered();
        let mut connections = CONNECTIONS.lock();
        let key = connections.insert_with_key(|key| {
            let id = key.data().as_ffi();
            Arc::new(Self {
                transport: transport(id),
                id,
                local,
                remote,
                client: OnceLock::new(),
                listener: listener.clone(),
                state: Mutex::new(state()),
                news: AtomicU32::new(0),
                watchers: Watchers::default(),
                deadline: Deadline::default(),
                timeouts: AtomicUsize::new(0),
                throttle: AtomicUsize::new(0),
                idle_timeout: AtomicU16::new(0),
                left_http: AtomicBool::new(false),
                opened: clock::coarse_milliseconds(),
                gone: AtomicBool::new(false),
                tag: AtomicU64::new(0),
                attachment: OnceLock::new(),
                place: Mutex::default(),
                port: AtomicUsize::new(0),
                #[cfg(feature = "http2")]
                session: OnceLock::new(),
                _counted: counted,
            })
        });
        connections[key].clone()
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// The client's address, by what a proxy says of it where there is one.
    pub fn remote(&self) -> SocketAddr {
        self.client.get().copied().unwrap_or(self.remote)
    }

    /// What a layer above keeps with the connection; the first one to ask makes it.
    pub fn attachment(&self, make: impl FnOnce() -> Arc<dyn Any + Send + Sync>) -> &Arc<dyn Any + Send + Sync> {
        self.attachment.get_or_init(make)
    }

    pub(in crate::net) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub fn listener(&self) -> &Arc<Listener> {
        &self.listener
    }

    pub(super) fn settings(&self) -> &Settings {
        self.listener.settings()
    }

    /// Other times than the listener's hold from now on.
    pub fn set_timeouts(self: &Arc<Self>, timeouts: impl Into<Arc<Timeouts>>) {
        self.use_timeouts(Some(timeouts.into()).as_ref());
    }

    /// These times hold from now on; without any, the listener's. Those that hold already cost nothing.
    pub fn use_timeouts(self: &Arc<Self>, timeouts: Option<&Arc<Timeouts>>) {
        // How long a session may be idle is settled by its streams.
        if let Some(carrier) = self.carrier() {
            carrier.use_timeouts(timeouts);
        }
        let address = timeouts.map_or(0, |timeouts| Arc::as_ptr(timeouts).addr());
        // A look first: most of the time it is so already, and a look costs nothing.
        if self.timeouts.load(Ordering::Relaxed) != address && self.timeouts.swap(address, Ordering::Relaxed) != address
        {
            self.change(|state, _| state.set_timeouts(timeouts.cloned()));
        }
    }

    /// What is sent from now on is limited so.
    pub fn use_throttle(self: &Arc<Self>, throttle: Option<&Arc<Throttle>>) {
        let address = throttle.map_or(0, |throttle| Arc::as_ptr(throttle).addr());
        if self.throttle.load(Ordering::Relaxed) != address && self.throttle.swap(address, Ordering::Relaxed) != address
        {
            self.change(|state, _| state.throttle = throttle.cloned());
        }
    }

    /// What is sent until somebody says what holds then comes from this bucket, too.
    pub fn add_bucket(self: &Arc<Self>, bucket: Arc<Bucket>) {
        self.change(|state, _| {
            let throttle = Arc::new(state.throttle.as_deref().unwrap_or(&Throttle::default()).with(bucket));
            self.throttle.store(Arc::as_ptr(&throttle).addr(), Ordering::Relaxed);
            state.throttle = Some(throttle);
        });
    }

    /// Whether the client is there, as the kernel says now.
    pub fn is_connected(self: &Arc<Self>) -> bool {
        if self.is_gone() || self.watchers.have_fired() {
            return false;
        }
        let connected = self.is_peer_there();
        self.look_at_news();
        connected
    }

    /// Whether the peer is there. What was read to know it becomes news.
    fn is_peer_there(&self) -> bool {
        let there = self.transport.is_connected();
        if self.transport.takes_arrival() {
            self.news.fetch_or(Readiness::READABLE.0, Ordering::SeqCst);
        }
        there
    }

    /// Whether what goes over the wire is for the two ends alone.
    pub fn is_secure(&self) -> bool {
        self.transport.is_secure()
    }

    /// What the handshake has agreed upon.
    #[cfg(feature = "tls")]
    pub fn session(&self) -> Option<&Session> {
        self.transport.session()
    }

    /// Whether nothing can be sent any more.
    pub fn is_gone(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    /// What the layer above calls the request that came last; it is told with `lost`.
    pub fn set_tag(&self, tag: u64) {
        self.tag.store(tag, Ordering::SeqCst);
    }

    /// Has somebody told when the client or the connection is gone.
    pub fn watch(self: &Arc<Self>, waiter: Box<dyn Completion>) -> Result<(), Box<dyn Completion>> {
        self.watchers.add(waiter)?;
        // An end that nobody has been told of yet, as when its news are on their way.
        if !self.is_peer_there() {
            // As if the set had told of it: what is lost is known as lost before anybody hears of it.
            let ended = self.transport.what_has_ended();
            if ended.is_broken() {
                self.gone.store(true, Ordering::SeqCst);
            }
            self.news.fetch_or(ended.0, Ordering::SeqCst);
            self.look_at_news();
            self.watchers.fire();
        } else {
            self.change(|state, effects| state.read_ahead(self, effects));
        }
        Ok(())
    }

    /// Takes waits for the end out, for whoever tells them another thing.
    pub fn take_watchers(&self, which: &dyn Fn(&dyn Completion) -> bool) -> Vec<Box<dyn Completion>> {
        self.watchers.remove(which)
    }

    /// Cancels operations; how many there were.
    pub fn cancel_operations(self: &Arc<Self>, which: &dyn Fn(&dyn Completion) -> bool) -> usize {
        let mut cancelled = self.watchers.remove(which);
        let (found, aborts) = self.change(|state, effects| state.cancel(which, effects));
        cancelled.extend(found);
        let count = cancelled.len();
        if aborts {
            self.abort();
        }
        for completion in cancelled {
            completion.complete(Err(Failure::Cancelled));
        }
        count
    }

    /// Reads of the current request's body, of whose bytes some may have come.
    pub fn receive_body(
        self: &Arc<Self>,
        into: CallerBuffer,
        fill: bool,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.change(|state, effects| state.receive(self, into, fill, completion, effects))
    }

    /// How much of the current request's body was not read yet, where its framing says so.
    pub fn body_left(self: &Arc<Self>) -> Option<u64> {
        self.ask(State::body_left)
    }

    /// Whether a response has begun that makes the connection a stream of bytes.
    pub fn has_left_http(&self) -> bool {
        self.left_http.load(Ordering::SeqCst)
    }

    /// Whether another request may follow the current one.
    pub fn keeps_alive(self: &Arc<Self>) -> bool {
        self.ask(State::keeps_alive) && !self.listener.is_stopping()
    }

    /// Sends a part of the current response. `head` is copied where it cannot be sent at once.
    pub fn send(
        self: &Arc<Self>,
        head: &[u8],
        chunks: &[Chunk],
        end: SendEnd,
        completion: impl FnOnce() -> Box<dyn Completion>,
    ) -> Result<Progress, Failure> {
        self.change(|state, effects| {
            state.answers = 0;
            state.send(self, head, chunks, || Some(end), || Some(completion()), effects)
        })
    }

    /// Answers the current request in the layer above's place: nobody waits for the end.
    pub fn answer(self: &Arc<Self>, head: &[u8], chunks: &[Chunk], end: SendEnd) {
        self.change(|state, effects| {
            state.answers += 1;
            // Whoever is gone needs no answer.
            let _ = state.send(self, head, chunks, || Some(end), || None, effects);
        });
    }

    /// Answers the current request with an error page, and closes. An answer that has begun
    /// cannot be taken back; the connection is reset then.
    pub fn refuse(self: &Arc<Self>, refusal: Refusal) {
        self.change(|state, effects| {
            if state.phase == Phase::Request {
                state.refuse(self, refusal, effects);
            }
        });
    }

    /// Ends the connection if it is between requests; one that has a request under way ends
    /// behind it, because its listener stops.
    pub(super) fn end_if_idle(self: &Arc<Self>) {
        self.change(|state, effects| state.go_on(self, effects));
    }

    /// Ends the connection at once; the client sees a reset.
    pub fn abort(self: &Arc<Self>) {
        self.change(|state, effects| {
            self.transport.abort();
            state.lose(effects, Failure::Gone);
        });
    }

    /// The connection that carries it, if it is a stream of HTTP/2.
    pub fn carrier(&self) -> Option<&Arc<Self>> {
        self.transport.carrier()
    }

    /// Its number in the session, if it is a stream of HTTP/2.
    pub fn stream_id(&self) -> Option<u32> {
        self.transport.stream_id()
    }

    /// Whether it can become a stream of bytes: what HTTP/2 has is one only where the client asked for it.
    pub fn may_leave_http(&self) -> bool {
        self.transport.may_become_raw()
    }

    /// These lines stand behind the body of the current response, which its next last send ends. For streams alone.
    pub fn set_trailers(&self, lines: &[u8]) {
        self.transport.set_trailers(lines);
    }

    /// What a reset is to tell the client, where it can.
    pub fn set_stream_error(&self, code: u32) {
        self.transport.set_error(code);
    }

    /// The session that carries the stream ends behind the requests that it has.
    pub fn go_away(&self) {
        self.transport.go_away();
    }

    /// Whatever its timeouts say, the connection may be idle for so many seconds; 0 leaves it to them.
    pub fn set_idle_timeout(&self, seconds: u16) {
        self.carrier().map_or(self, |carrier| carrier).idle_timeout.store(seconds, Ordering::Relaxed);
    }

    /// How long the connection may be idle.
    pub fn idle_timeout(self: &Arc<Self>) -> Duration {
        let idle = self.carrier().unwrap_or(self);
        idle.change(|state, _| state.idle_time(idle))
    }

    /// How long the connection has been there.
    pub fn age(&self) -> Duration {
        Duration::from_millis(clock::coarse_milliseconds().saturating_sub(self.opened))
    }

    pub fn tcp_info(&self) -> io::Result<libc::tcp_info> {
        self.transport.tcp_info()
    }

    pub fn dscp(&self) -> io::Result<u8> {
        self.transport.dscp()
    }

    pub fn set_dscp(&self, class: u8) -> io::Result<()> {
        self.transport.set_dscp(class)
    }

    /// Whether it carries streams.
    fn has_streams(&self) -> bool {
        #[cfg(feature = "http2")]
        return self.session.get().is_some_and(|session| session.has_streams());
        #[cfg(not(feature = "http2"))]
        return false;
    }

    pub(super) fn deadline(&self) -> &Deadline {
        &self.deadline
    }

    /// The deadline has passed.
    pub(super) fn time_is_up(self: &Arc<Self>) {
        self.change(|state, effects| state.time_is_up(self, effects));
    }
}
