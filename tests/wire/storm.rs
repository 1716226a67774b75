//! Many connections at once: what is left behind, and what gets lost when ports come and go.

use super::client::Client;
use super::listeners::{run_child, wait_until};
use super::server::*;
use httpapi::net::connection;
use httpapi::net::listener::Listener;
use httpapi::net::message::Request;
use httpapi::net::server::Server;
use httpapi::net::settings::Settings;
use httpapi::win32::completion_port::{CompletionPort, Packet};
use parking_lot::{Mutex, RwLock};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// xorshift: the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn count_in(folder: &str) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

const SCRIPTS: [&[u8]; 5] = [
    b"GET / HTTP/1.1\r\nHost: h:80\r\n\r\nGET / HTTP/1.1\r\nHost: h:80\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 20\r\n\r\n01234567890123456789",
    b"POST / HTTP/1.1\r\nHost: h:80\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"POST /early HTTP/1.1\r\nHost: h:80\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n",
    b"POST /close HTTP/1.1\r\nHost: h:80\r\nContent-Length: 20\r\n\r\nG(T",
];

/// Run by the test below, alone in its process: it counts all there is.
#[test]
#[ignore = "counts the descriptors and threads of its process"]
fn child_many_come_and_go() {
    const COUNT: usize = 10_000;
    let server = TestServer::start(mirror);
    // Whatever is made once is made now.
    for script in SCRIPTS {
        let mut client = Client::connect(server.address());
        client.send(script);
        client.read(1);
    }
    wait_until(|| connection::count() == 0);
    let threads = count_in("/proc/self/task");
    let files = count_in("/proc/self/fd");
    std::thread::scope(|scope| {
        for seed in 1..=4 {
            let address = server.address();
            scope.spawn(move || {
                let mut random = Random(seed << 32 | 0x9e37_79b9);
                let mut held = VecDeque::new();
                for _ in 0..COUNT / 4 {
                    let mut client = Client::connect(address);
                    let script = SCRIPTS[random.below(SCRIPTS.len())];
                    client.send(&script[..random.below(script.len() + 1)]);
                    if random.below(4) == 0 {
                        client.0.set_read_timeout(Some(Duration::from_millis(2))).expect("a socket");
                        client.read(1 + random.below(20));
                    } else if random.below(3) == 0 {
                        client.half_close();
                    }
                    held.push_back(client);
                    if held.len() > 100 {
                        let client = held.remove(random.below(100)).expect("a client");
                        if random.below(2) == 0 { client.reset() } else { drop(client) }
                    }
                }
            });
        }
    });
    wait_until(|| connection::count() == 0 && server.listener.connections() == 0);
    wait_until(|| count_in("/proc/self/fd") <= files);
    wait_until(|| count_in("/proc/self/task") <= threads);
    wait_until(|| server.listener.settings().connections.open() == 0);
    let mut client = Client::connect(server.address());
    client.send(SCRIPTS[1]);
    assert_eq!(client.read(15), "HTTP/1.1 200 OK");
}

#[test]
fn nothing_is_left_of_connections_that_end_anywhere() {
    run_child("storm::child_many_come_and_go");
}

/// A queue with a port: both may end at any time, and another takes their place.
struct Queue {
    port: Arc<CompletionPort>,
    ready: Mutex<VecDeque<Request>>,
    closed: AtomicBool,
}

/// Routes requests to the queue of the moment.
struct Router {
    queues: RwLock<Vec<Arc<Queue>>>,
    next: AtomicUsize,
    brought: AtomicUsize,
    answered: AtomicUsize,
    dropped: AtomicUsize,
}

impl Queue {
    fn new() -> Arc<Self> {
        let port = Arc::new(CompletionPort::new(u32::MAX));
        Arc::new(Self { port, ready: Mutex::default(), closed: AtomicBool::new(false) })
    }

    /// What waits is dropped, as a queue does that is closed.
    fn close(&self, router: &Router) {
        let left = {
            let mut ready = self.ready.lock();
            self.closed.store(true, Ordering::SeqCst);
            std::mem::take(&mut *ready)
        };
        for request in left {
            router.drop_request(&request);
        }
        self.port.close();
    }
}

impl Router {
    fn drop_request(&self, request: &Request) {
        self.dropped.fetch_add(1, Ordering::SeqCst);
        request.connection().abort();
    }

    fn answer(&self, request: &Request) {
        self.answered.fetch_add(1, Ordering::SeqCst);
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        // The client may have gone.
        let _ = send(request.connection(), head, b"ok", last(false));
    }
}

impl Server for Router {
    fn request(&self, request: Request) {
        self.brought.fetch_add(1, Ordering::SeqCst);
        let queue = {
            let queues = self.queues.read();
            queues[self.next.fetch_add(1, Ordering::Relaxed) % queues.len()].clone()
        };
        request.connection().move_to(&queue.port);
        request.connection().listener().adopt(&queue.port);
        let mut ready = queue.ready.lock();
        if queue.closed.load(Ordering::SeqCst) {
            drop(ready);
            return self.drop_request(&request);
        }
        ready.push_back(request);
        drop(ready);
        queue.port.post(Packet { key: 0, overlapped: 0, bytes: 0, status: 0 });
    }

    fn lost(&self, _: &Arc<connection::Connection>, _: u64) {}
}

/// Takes requests of a queue, waiting at its port or, as a program does that waits for an event,
/// not at all.
fn serve(router: &Router, queue: &Queue, waits: bool) {
    loop {
        if waits {
            if queue.port.get(u32::MAX, false).is_err() {
                return;
            }
        } else if queue.closed.load(Ordering::SeqCst) {
            return;
        } else {
            std::thread::sleep(Duration::from_micros(200));
        }
        loop {
            let request = queue.ready.lock().pop_front();
            match request {
                Some(request) => router.answer(&request),
                None => break,
            }
        }
    }
}

#[test]
fn nothing_is_lost_when_ports_close_under_load() {
    const TIME: Duration = Duration::from_secs(4);
    let router = Arc::new(Router {
        queues: RwLock::new(vec![Queue::new(), Queue::new(), Queue::new()]),
        next: AtomicUsize::new(0),
        brought: AtomicUsize::new(0),
        answered: AtomicUsize::new(0),
        dropped: AtomicUsize::new(0),
    });
    let listener = Listener::open_with(
        SocketAddr::from(([127, 0, 0, 1], 0)),
        router.clone(),
        super::layer::worn(Settings::default()).into(),
    )
    .expect("a port of the system");
    let until = Instant::now() + TIME;
    let (got, cut) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        // Of each queue's threads some wait at the port; the last queue has none that do.
        let start = |queue: &Arc<Queue>, place: usize| {
            for thread in 0..2 {
                let (router, queue) = (router.clone(), queue.clone());
                scope.spawn(move || serve(&router, &queue, place != 2 && (place == 0 || thread == 0)));
            }
        };
        let first: Vec<_> = router.queues.read().clone();
        first.iter().enumerate().for_each(|(place, queue)| start(queue, place));
        for seed in 1..=6_u64 {
            let (got, cut, address) = (&got, &cut, listener.address());
            scope.spawn(move || {
                let mut random = Random(seed << 32 | 0x9e37_79b9);
                while Instant::now() < until {
                    let mut client = Client::connect(address);
                    for _ in 0..random.below(40) {
                        let count = 1 + random.below(3);
                        let request = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(count);
                        let place = random.below(request.len());
                        client.send(&request[..place]);
                        if random.below(3) == 0 {
                            std::thread::yield_now();
                        }
                        client.send(&request[place..]);
                        // All of it, or an end: never nothing.
                        let answers = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".repeat(count);
                        let begin = Instant::now();
                        let text = client.read(answers.len());
                        assert!(begin.elapsed() < Duration::from_secs(9), "a request was forgotten");
                        if text != answers {
                            assert!(answers.starts_with(&text));
                            cut.fetch_add(1, Ordering::Relaxed);
                            break;
                        }
                        got.fetch_add(count, Ordering::Relaxed);
                    }
                    if random.below(3) == 0 {
                        client.reset();
                    }
                }
            });
        }
        // Meanwhile queues end, and others come.
        let mut random = Random(7);
        while Instant::now() < until {
            std::thread::sleep(Duration::from_millis(random.below(20) as u64));
            let place = random.below(3);
            let queue = Queue::new();
            start(&queue, place);
            let old = std::mem::replace(&mut router.queues.write()[place], queue);
            old.close(&router);
        }
        // Until the last client has gone somebody serves.
        let end = Instant::now() + LONG;
        while listener.connections() > 0 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
        router.queues.read().iter().for_each(|queue| queue.close(&router));
    });
    let count = |count: &AtomicUsize| count.load(Ordering::SeqCst);
    assert_eq!(count(&router.brought), count(&router.answered) + count(&router.dropped), "each one once");
    assert!(
        count(&got) > 1000 && count(&got) <= count(&router.answered),
        "{got:?} {router:?}",
        router = count(&router.answered)
    );
    assert!(count(&cut) > 0, "no queue ended under load");
    listener.stop_within(Duration::ZERO);
    assert_eq!(listener.connections(), 0);
}
