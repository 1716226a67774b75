//! What an idle connection costs: bookkeeping, and no buffer.
//!
//! A program of its own: it counts what the allocator is asked for. The clients are in another
//! process, since each side takes a descriptor.

use httpapi::net::connection::{Completion, Connection, SendEnd};
use httpapi::net::listener::Listener;
use httpapi::net::message::Request;
use httpapi::net::server::Server;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::time::{Duration, Instant};

static LIVE: AtomicIsize = AtomicIsize::new(0);

struct Counting;

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: the caller promises what the system's allocator wants.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const CONNECTIONS: usize = 10_000;
const MOST: usize = 1024;
const ADDRESS: &str = "PORTICO_TEST_ADDRESS";
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
const LONG: Duration = Duration::from_secs(60);

struct Hello;

impl Server for Hello {
    fn request(&self, request: Request) {
        let none = || -> Box<dyn Completion> { panic!("so few bytes are sent at once") };
        let end = SendEnd { last: true, ..SendEnd::default() };
        assert!(request.connection().send(ANSWER, &[], end, none).is_ok());
    }

    fn lost(&self, _: &Arc<Connection>, _: u64) {}
}

/// Run by the test below in another process.
#[test]
#[ignore = "the clients of another test"]
fn child_clients() {
    let address: SocketAddr = std::env::var(ADDRESS).expect("set by the parent").parse().expect("an address");
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = TcpStream::connect(address).expect("the server listens");
        client.set_read_timeout(Some(LONG)).expect("a socket");
        client.write_all(REQUEST).expect("a connection");
        client.read_exact(&mut [0; ANSWER.len()]).expect("an answer");
        clients.push(client);
    }
    println!("\nready");
    // Until the parent has looked.
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn an_idle_connection_takes_no_more_than_a_kilobyte() {
    let listener = Listener::open(SocketAddr::from(([127, 0, 0, 1], 0)), Arc::new(Hello)).expect("a port");
    let mut first = TcpStream::connect(listener.address()).expect("the server listens");
    first.write_all(REQUEST).expect("a connection");
    first.read_exact(&mut [0; ANSWER.len()]).expect("an answer");

    let before = LIVE.load(Ordering::Relaxed);
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "child_clients", "--ignored", "--nocapture"])
        .env(ADDRESS, listener.address().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    // Held to the end, since the child writes more.
    let mut output = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    assert!(output.by_ref().map_while(Result::ok).any(|line| line == "ready"), "the clients have failed");
    assert_eq!(listener.connections(), CONNECTIONS + 1);
    let each = (LIVE.load(Ordering::Relaxed) - before) as usize / CONNECTIONS;
    println!("{each} bytes for each idle connection, {} of them its object", size_of::<Connection>());
    assert!(each <= MOST, "{each} bytes for each idle connection");

    drop(child.stdin.take());
    assert!(child.wait().expect("a process").success());
    let until = Instant::now() + LONG;
    while listener.connections() > 1 {
        assert!(Instant::now() < until, "connections are left");
        std::thread::sleep(Duration::from_millis(1));
    }
}
