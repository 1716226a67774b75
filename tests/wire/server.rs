//! A server of the kind that the layer above `net` is: requests go into a queue, and threads
//! that wait at a completion port take and answer them.

use super::layer::{spelled, worn};
use httpapi::net::connection::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use httpapi::net::http1::refusal::Refusal;
use httpapi::net::listener::Listener;
use httpapi::net::message::Request;
use httpapi::net::server::Server;
use httpapi::net::settings::Settings;
use httpapi::net::trouble::Trouble;
use httpapi::win32::caller_memory::{CallerBuffer, CallerBytes};
use httpapi::win32::completion_port::{CompletionPort, Packet};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nothing that a test waits for takes longer, even on a machine that is busy otherwise.
pub const LONG: Duration = Duration::from_secs(30);

pub type Outcome = Result<Transferred, Failure>;

/// What a server does with a request.
pub type Handler = dyn Fn(&Exchange) + Send + Sync;

pub struct TestServer {
    pub listener: Arc<Listener>,
    pub app: Arc<App>,
    threads: Vec<JoinHandle<()>>,
}

pub struct App {
    port: Arc<CompletionPort>,
    ready: Mutex<VecDeque<Request>>,
    handler: Box<Handler>,
    /// What happened, in order.
    log: Mutex<Vec<String>>,
    /// What the connections have refused and ended by themselves: reason, method and target.
    troubles: Mutex<Vec<String>>,
    logged: Condvar,
    this: Weak<App>,
}

/// A request with what can be done with it.
pub struct Exchange<'a> {
    pub request: &'a Request,
    pub app: &'a Arc<App>,
}

impl TestServer {
    pub fn start(handler: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        Self::with(Settings::default(), 2, handler)
    }

    /// `threads` wait at the port; where there are none, requests are answered by the thread that reads them.
    pub fn with(settings: Settings, threads: usize, handler: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        let app = App::new(handler);
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener =
            Listener::open_with(loopback, app.clone(), Arc::new(worn(settings))).expect("a port of the system");
        Self::over(listener, app, threads)
    }

    pub fn over(listener: Arc<Listener>, app: Arc<App>, threads: usize) -> Self {
        let threads = (0..threads).map(|_| app.spawn()).collect();
        Self { listener, app, threads }
    }

    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.listener.stop_within(Duration::ZERO);
        self.app.port.close();
        for thread in self.threads.drain(..) {
            assert!(thread.join().is_ok() || std::thread::panicking(), "a handler has failed");
        }
    }
}

impl App {
    pub fn new(handler: impl Fn(&Exchange) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            port: Arc::new(CompletionPort::new(u32::MAX)),
            ready: Mutex::default(),
            handler: Box::new(handler),
            log: Mutex::default(),
            troubles: Mutex::default(),
            logged: Condvar::new(),
            this: this.clone(),
        })
    }

    fn spawn(self: &Arc<Self>) -> JoinHandle<()> {
        let app = self.clone();
        std::thread::spawn(move || {
            while app.port.get(u32::MAX, false).is_ok() {
                let request = app.ready.lock().pop_front().expect("a request for each packet");
                (app.handler)(&Exchange { request: &request, app: &app });
            }
        })
    }

    pub fn note(&self, what: impl Into<String>) {
        self.log.lock().push(what.into());
        self.logged.notify_all();
    }

    pub fn log(&self) -> Vec<String> {
        self.log.lock().clone()
    }

    /// Complete as far as connections are concerned that are lost.
    pub fn troubles(&self) -> Vec<String> {
        let mut troubles = self.troubles.lock().clone();
        troubles.sort();
        troubles
    }

    /// Waits until so many things have happened.
    pub fn wait_for(&self, count: usize) -> Vec<String> {
        let until = Instant::now() + LONG;
        let mut log = self.log.lock();
        while log.len() < count {
            assert!(!self.logged.wait_until(&mut log, until).timed_out(), "only these things happened: {log:?}");
        }
        log.clone()
    }
}

impl Server for App {
    fn request(&self, request: Request) {
        let Some(this) = self.this.upgrade() else { return };
        let connection = request.connection().clone();
        connection.set_tag(connection.id());
        let inline = request.url().path().starts_with("/inline");
        if inline {
            return (self.handler)(&Exchange { request: &request, app: &this });
        }
        connection.move_to(&self.port);
        connection.listener().adopt(&self.port);
        self.ready.lock().push_back(request);
        self.port.post(Packet { key: 0, overlapped: 0, bytes: 0, status: 0 });
    }

    fn lost(&self, _: &Arc<Connection>, tag: u64) {
        self.note(if tag == 0 { "lost idle" } else { "lost" });
    }

    fn failed(&self, _: &Arc<Connection>, _: u64, trouble: &Trouble) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let line = trouble
            .line
            .as_ref()
            .map_or_else(String::new, |line| format!(" {} {}", text(&line.method), text(&line.target)));
        self.troubles.lock().push(format!("{}{line}", trouble.why.reason()));
    }
}

/// Tells a channel, and lives on in a buffer of its own.
pub struct Told {
    tell: Sender<Outcome>,
    number: usize,
}

impl Completion for Told {
    fn complete(self: Box<Self>, result: Outcome) {
        // Whoever does not listen any more needs no answer.
        let _ = self.tell.send(result);
    }

    fn overlapped(&self) -> usize {
        self.number
    }
}

/// Writes its name into the log of the server.
pub struct Noted {
    pub app: Arc<App>,
    pub name: &'static str,
    pub number: usize,
}

impl Completion for Noted {
    fn complete(self: Box<Self>, result: Outcome) {
        self.app.note(format!("{} {result:?}", self.name));
    }

    fn overlapped(&self) -> usize {
        self.number
    }
}

/// Memory that an operation may use for as long as it likes.
pub fn buffer(length: usize) -> (CallerBuffer, *mut u8) {
    let memory = vec![0_u8; length].leak().as_mut_ptr();
    // SAFETY: the memory is never freed, and looked at only when the operation has ended.
    (unsafe { CallerBuffer::new(memory, length) }, memory)
}

pub fn bytes(text: &[u8]) -> Chunk {
    // SAFETY: the callers keep the text until the operation has ended.
    Chunk::Memory(unsafe { CallerBytes::new(text.as_ptr(), text.len()) })
}

/// Runs an operation and waits for its end.
pub fn blocking(start: impl FnOnce(Box<dyn FnOnce() -> Box<dyn Completion>>) -> Result<Progress, Failure>) -> Outcome {
    let (tell, told): (_, Receiver<Outcome>) = mpsc::channel();
    match start(Box::new(move || Box::new(Told { tell, number: 1 })))? {
        Progress::Done(transferred) => Ok(transferred),
        Progress::Pending => told.recv_timeout(LONG).expect("every operation ends"),
    }
}

pub fn read(connection: &Arc<Connection>, into: &mut [u8], fill: bool) -> Outcome {
    // SAFETY: the call waits for the end of the operation.
    let buffer = unsafe { CallerBuffer::new(into.as_mut_ptr(), into.len()) };
    blocking(|completion| connection.receive_body(buffer, fill, completion))
}

pub fn send(connection: &Arc<Connection>, head: &[u8], body: &[u8], end: SendEnd) -> Outcome {
    let chunks = [bytes(body)];
    blocking(|completion| connection.send(head, &chunks, end, completion))
}

/// The last send of an answer.
pub fn last(close: bool) -> SendEnd {
    SendEnd { last: true, close, ..SendEnd::default() }
}

impl Exchange<'_> {
    pub fn connection(&self) -> &Arc<Connection> {
        self.request.connection()
    }

    pub fn path(&self) -> &str {
        self.request.url().path()
    }

    /// All of the body.
    pub fn body(&self) -> Result<Vec<u8>, Failure> {
        let (mut body, mut piece) = (Vec::new(), [0; 37]);
        loop {
            match read(self.connection(), &mut piece, false)? {
                Transferred::Bytes(count) => body.extend_from_slice(&piece[..count]),
                Transferred::End => return Ok(body),
                Transferred::Waiting(_) => panic!("no read of nothing was asked for"),
            }
        }
    }

    /// A whole answer. The connection closes where the client or `close` wants it.
    pub fn answer(&self, status: &str, body: &[u8], close: bool) -> Outcome {
        let close = close || !self.connection().keeps_alive();
        let closing = if close { "Connection: close\r\n" } else { "" };
        let head = format!("HTTP/1.1 {status}\r\n{closing}Content-Length: {}\r\n\r\n", body.len());
        let bodyless = i32::from(self.request.head().verb) == httpapi::abi::http::HttpVerbHEAD;
        send(self.connection(), head.as_bytes(), if bodyless { b"" } else { body }, last(close))
    }
}

/// Says what came, by the request's path:
/// `/early` answers before the body is read, `/close` closes, `/404` refuses, `/none` has no body,
/// everything else reads the body and says what it was.
pub fn mirror(exchange: &Exchange) {
    let head = exchange.request.head();
    let bytes = exchange.request.bytes();
    match exchange.path() {
        "/early" => {
            let _ = exchange.answer("200 OK", b"early", false);
        }
        "/close" => {
            let _ = exchange.answer("200 OK", b"bye", true);
        }
        "/404" => exchange.connection().refuse(Refusal::NotFound),
        "/none" => {
            let head = b"HTTP/1.1 204 No Content\r\n\r\n";
            let close = !exchange.connection().keeps_alive();
            let _ = send(exchange.connection(), head, b"", last(close));
        }
        _ => {
            let Ok(body) = exchange.body() else {
                // It is gone, or has been told what is wrong; or else its client has ended within the body.
                let _ = exchange.answer("400 Bad Request", b"", true);
                return;
            };
            let text = format!(
                "{} {} {}",
                head.method.of(bytes).escape_ascii(),
                spelled(exchange.request.url().full()),
                body.escape_ascii()
            );
            let _ = exchange.answer("200 OK", text.as_bytes(), false);
        }
    }
}

/// What `mirror` answers.
pub fn mirrored(text: &str, close: bool) -> String {
    let closing = if close { "Connection: close\r\n" } else { "" };
    format!("HTTP/1.1 200 OK\r\n{closing}Content-Length: {}\r\n\r\n{text}", text.len())
}
