//! `net-hello PORT THREADS FOLDER`: the site by a handler that runs on the thread that read the request.

use httpapi::abi::windows::{FILE_SHARE_READ, GENERIC_READ, OPEN_EXISTING};
use httpapi::net::connection::{Chunk, Completion, Connection, Failure, Progress, SendEnd, Transferred};
use httpapi::net::http1::date::Date;
use httpapi::net::listener::Listener;
use httpapi::net::message::Request;
use httpapi::net::server::Server;
use httpapi::win32::caller_memory::{CallerBuffer, CallerBytes};
use httpapi::win32::completion_port::CompletionPort;
use httpapi::win32::file_open;
use std::cell::RefCell;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

type Failed = Box<dyn std::error::Error>;

/// Bytes of a body that are read at once, as by the other servers.
const PIECE: usize = 64 << 10;

static SIXTEEN: [u8; 16 << 10] = [b'x'; 16 << 10];
static MEGABYTE: [u8; 1 << 20] = [b'x'; 1 << 20];

struct Site {
    hello: Chunk,
    /// Bodies by their paths.
    others: [(&'static str, Chunk); 4],
}

impl Site {
    fn new(folder: &Path) -> Result<Self, Failed> {
        Ok(Self {
            hello: memory(b"Hello, World!"),
            others: [
                ("/memory/16k", memory(&SIXTEEN)),
                ("/memory/1m", memory(&MEGABYTE)),
                ("/file/16k", file(&folder.join("file/16k"), 16 << 10)?),
                ("/file/1m", file(&folder.join("file/1m"), 1 << 20)?),
            ],
        })
    }

    fn body(&self, path: &str) -> &Chunk {
        self.others.iter().find(|(of, _)| *of == path).map_or(&self.hello, |(_, body)| body)
    }
}

fn memory(bytes: &'static [u8]) -> Chunk {
    // SAFETY: the bytes are there for ever.
    Chunk::Memory(unsafe { CallerBytes::new(bytes.as_ptr(), bytes.len()) })
}

fn file(path: &Path, length: u64) -> Result<Chunk, Failed> {
    let request = file_open::Request {
        access: GENERIC_READ,
        share: FILE_SHARE_READ,
        disposition: OPEN_EXISTING,
        flags: 0,
    };
    let (file, _) = file_open::open(path, request).map_err(|error| format!("{}: {error:?}", path.display()))?;
    Ok(Chunk::File { file, place: 0, length })
}

thread_local! {
    static HEAD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn answer(connection: &Arc<Connection>, body: &Chunk) {
    let mut head = HEAD.take();
    head.clear();
    head.extend_from_slice(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: portico\r\nDate: ");
    head.extend_from_slice(Date::now().as_bytes());
    // Memory takes all bytes.
    let _ = write!(head, "\r\nContent-Length: {}\r\n\r\n", body.len());
    let end = SendEnd { last: true, ..SendEnd::default() };
    match body {
        Chunk::Memory(bytes) if bytes.len() <= 1024 => {
            head.extend_from_slice(bytes.as_slice());
            connection.answer(&head, &[], end);
        }
        body => connection.answer(&head, std::slice::from_ref(body), end),
    }
    HEAD.set(head);
}

/// Reads a body to its end, then answers.
struct Post {
    site: Arc<Site>,
    connection: Arc<Connection>,
    piece: Box<[u8]>,
}

impl Post {
    fn go_on(mut self: Box<Self>) {
        loop {
            let connection = self.connection.clone();
            // SAFETY: the piece goes with the operation until that has ended.
            let into = unsafe { CallerBuffer::new(self.piece.as_mut_ptr(), self.piece.len()) };
            let mut waiting = Some(self);
            let progress = connection.receive_body(into, false, || waiting.take().expect("it is asked for once"));
            match (progress, waiting) {
                (Ok(Progress::Done(Transferred::Bytes(_))), Some(post)) => self = post,
                (Ok(Progress::Done(_)), Some(post)) => return answer(&post.connection, &post.site.hello),
                // It waits for more, or the client has left.
                _ => return,
            }
        }
    }
}

impl Completion for Post {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        match result {
            Ok(Transferred::Bytes(_)) => self.go_on(),
            Ok(_) => answer(&self.connection, &self.site.hello),
            Err(_) => {}
        }
    }

    fn overlapped(&self) -> usize {
        0
    }
}

struct Handler(Arc<Site>);

impl Server for Handler {
    fn request(&self, request: Request) {
        if request.has_body_left() {
            let (site, connection) = (self.0.clone(), request.connection().clone());
            return Box::new(Post { site, connection, piece: vec![0; PIECE].into() }).go_on();
        }
        answer(request.connection(), self.0.body(request.url().path()));
    }

    fn lost(&self, _connection: &Arc<Connection>, _tag: u64) {}
}

fn main() -> Result<(), Failed> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [port, threads, folder] = arguments.as_slice() else { return Err("usage: net-hello PORT THREADS FOLDER".into()) };
    let handler = Handler(Arc::new(Site::new(Path::new(folder))?));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?));
    let listener = Listener::open(address, Arc::new(handler))?;
    let port = Arc::new(CompletionPort::new(u32::MAX));
    listener.adopt(&port);
    let serve = |port: Arc<CompletionPort>| move || while port.get(u32::MAX, false).is_ok() {};
    for _ in 1..threads.parse::<usize>()? {
        std::thread::spawn(serve(port.clone()));
    }
    serve(port)();
    Ok(())
}
