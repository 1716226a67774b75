//! Listening sockets: closing, limits, inherited ones, and what happens when descriptors are used up.

use super::client::*;
use super::layer::worn;
use super::server::*;
use httpapi::net::listener::Listener;
use httpapi::net::settings::{ConnectionLimit, Settings};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The settings of all listeners here that have no others.
fn usual() -> Arc<Settings> {
    Arc::new(worn(Settings::default()))
}

/// The name of a test, which depends on what these tests are a part of.
pub fn in_this_program(name: &str) -> String {
    let own = module_path!().split_once("::").map_or("", |(_, own)| own);
    format!("{}{name}", own.strip_suffix("listeners").unwrap_or(own))
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: h:80\r\n\r\n";

fn answered(client: &mut Client) -> bool {
    let answer = mirrored("GET http://h:80/ ", false);
    client.send(GET) && client.read(answer.len()) == answer
}

#[test]
fn a_closed_listener_lets_its_connections_go_on_and_its_port_go() {
    let server = TestServer::start(mirror);
    let mut client = Client::connect(server.address());
    assert!(answered(&mut client));
    server.listener.close();
    server.listener.close();
    assert!(TcpStream::connect(server.address()).is_err());
    assert!(answered(&mut client));
    let again = Listener::open_with(server.address(), server.app.clone(), usual()).expect("the port is free");
    assert!(answered(&mut Client::connect(again.address())));
    again.stop_within(Duration::ZERO);
}

#[test]
fn anybody_may_have_the_port_of_a_closed_listener() {
    let server = TestServer::start(mirror);
    let bind = || {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
        socket.bind(&server.address().into())
    };
    assert!(bind().is_err());
    server.listener.close();
    // The listener itself is still there, as its connections hold it. A thread may be about to let go.
    wait_until(|| bind().is_ok());
}

#[test]
fn both_families_share_the_wildcard() {
    let app = App::new(mirror);
    let any = SocketAddr::from(([0_u16; 8], 0));
    let listener = Listener::open_with(any, app.clone(), usual()).expect("a port of the system");
    let server = TestServer::over(listener, app, 1);
    let port = server.address().port();
    for address in [SocketAddr::from(([127, 0, 0, 1], port)), SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], port))] {
        assert!(answered(&mut Client::connect(address)), "{address}");
    }
}

#[test]
fn a_connection_more_than_allowed_is_reset() {
    let limit = ConnectionLimit::new(3);
    let settings = Settings { connections: limit.clone(), ..Settings::default() };
    let server = TestServer::with(settings, 1, mirror);
    let mut clients: Vec<_> = (0..3).map(|_| Client::connect(server.address())).collect();
    assert!(clients.iter_mut().all(answered));
    assert_eq!(limit.open(), 3);
    let mut refused = Client::connect(server.address());
    refused.send(GET);
    assert_ne!(refused.read_all(), (String::new(), End::Never));
    assert!(clients.iter_mut().all(answered));
    drop(clients.pop());
    wait_until(|| limit.open() == 2);
    assert!(answered(&mut Client::connect(server.address())));
}

#[test]
fn a_socket_that_somebody_else_has_bound() {
    let app = App::new(mirror);
    let bound = TcpListener::bind("127.0.0.1:0").expect("a port of the system");
    let listener = Listener::from_socket(bound.into(), app.clone(), usual()).expect("a listener");
    let server = TestServer::over(listener, app.clone(), 1);
    assert!(answered(&mut Client::connect(server.address())));
    // What is no listener cannot be one.
    let datagrams = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port of the system");
    assert!(Listener::from_socket(datagrams.into(), app, Arc::default()).is_err());
}

/// Run by the test below, which hands a socket over.
#[test]
#[ignore = "needs a socket from its parent"]
fn child_inherits() {
    let app = App::new(mirror);
    let as_server: Arc<dyn httpapi::net::server::Server> = app.clone();
    let mut listeners = Listener::inherited(&as_server, &usual()).expect("a listener");
    assert_eq!(listeners.len(), 1);
    let server = TestServer::over(listeners.remove(0), app, 1);
    assert!(Listener::inherited(&as_server, &Arc::default()).expect("no error").is_empty(), "they are there once");
    assert!(answered(&mut Client::connect(server.address())));
}

#[test]
fn sockets_are_inherited_as_from_systemd() {
    let bound = TcpListener::bind("127.0.0.1:0").expect("a port of the system");
    let program = std::env::current_exe().expect("this program");
    let child = in_this_program("listeners::child_inherits");
    let run = |pid: &str| {
        let script = format!("LISTEN_FDS=1 LISTEN_PID={pid} exec \"$0\" --exact {child} --ignored 3<&0");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).arg(&program);
        shell.stdin(OwnedFd::from(bound.try_clone().expect("a descriptor"))).output().expect("a process")
    };
    let output = run("$$");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert!(!run("1").status.success(), "another process's sockets are not ours");
}

/// Run by the test below, alone in its process.
#[test]
#[ignore = "changes the limits of its process"]
fn child_without_descriptors() {
    let server = TestServer::start(mirror);
    let mut first = Client::connect(server.address());
    assert!(answered(&mut first));
    let (soft, hard) = rlimit();
    let used = std::fs::read_dir("/proc/self/fd").expect("the descriptors").count() as u64;
    // The clients of this process need one each; the server's side of the last ones gets none.
    set_rlimit(used + 20, hard);
    let mut clients = Vec::new();
    while let Ok(stream) = TcpStream::connect(server.address()) {
        clients.push(stream);
    }
    let before = cpu();
    assert!(answered(&mut first), "whoever is there is served");
    std::thread::sleep(Duration::from_secs(1));
    assert!(cpu() - before < Duration::from_millis(200), "nobody spins: {:?}", cpu() - before);
    assert!(answered(&mut first));
    // Each connection that goes lets another one in.
    for client in clients.drain(..) {
        drop(client);
    }
    set_rlimit(soft, hard);
    assert!(answered(&mut Client::connect(server.address())), "and it recovers");
}

#[test]
fn descriptors_that_are_used_up_neither_spin_nor_kill() {
    run_child("listeners::child_without_descriptors");
}

/// Runs an ignored test of this program in a process of its own.
pub fn run_child(name: &str) {
    let program = std::env::current_exe().expect("this program");
    let name = in_this_program(name);
    let output =
        Command::new(program).args(["--exact", &name, "--ignored", "--nocapture"]).output().expect("a process");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

pub fn wait_until(mut what: impl FnMut() -> bool) {
    let until = Instant::now() + LONG;
    while !what() {
        assert!(Instant::now() < until, "it has not come about");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn rlimit() -> (u64, u64) {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: one structure of this frame.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    (limit.rlim_cur, limit.rlim_max)
}

fn set_rlimit(soft: u64, hard: u64) {
    let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
    // SAFETY: as above.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
}

/// Time of the processor that this process has used.
fn cpu() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: as above.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
