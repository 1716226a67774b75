//! Completion ports from many threads: each packet is taken once, in bounded time.

use httpapi::win32::completion_port::{CompletionPort, Empty, Packet};
use httpapi::win32::object::Object;
use httpapi::win32::poll_set::Source;
use httpapi::win32::sys::epoll::Readiness;
use std::collections::HashSet;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

const INFINITE: u32 = u32::MAX;

fn packet(number: usize) -> Packet {
    Packet { key: 7, overlapped: number, bytes: number as u32, status: 0 }
}

#[test]
fn packets_come_in_order_with_what_was_posted() {
    let port = Arc::new(CompletionPort::new(0));
    for number in 0..10 {
        port.post(packet(number));
    }
    for number in 0..10 {
        assert_eq!(port.get(0, false), Ok(packet(number)));
    }
    assert_eq!(port.get(0, false), Err(Empty::TimedOut));
    assert_eq!(port.get(20, false), Err(Empty::TimedOut));
}

#[test]
fn a_waiting_thread_gets_what_is_posted_later() {
    let port = Arc::new(CompletionPort::new(0));
    let waiting = {
        let port = port.clone();
        thread::spawn(move || port.get(INFINITE, false))
    };
    thread::sleep(Duration::from_millis(20));
    port.post(packet(3));
    assert_eq!(waiting.join().unwrap(), Ok(packet(3)));
}

#[test]
fn the_thread_that_came_last_goes_first() {
    let port = Arc::new(CompletionPort::new(8));
    let (tell, told) = mpsc::channel();
    let threads: Vec<_> = (0..3)
        .map(|number| {
            let (port, tell) = (port.clone(), tell.clone());
            let handle = thread::spawn(move || {
                let packet = port.get(INFINITE, false);
                tell.send(number).unwrap();
                packet.is_ok()
            });
            // Each is in the port before the next one starts.
            thread::sleep(Duration::from_millis(50));
            handle
        })
        .collect();
    for (number, expected) in [2, 1, 0].into_iter().enumerate() {
        port.post(packet(number));
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok(expected));
    }
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

#[test]
fn closing_the_last_handle_releases_every_thread() {
    let port = Arc::new(CompletionPort::new(0));
    port.handle_opened();
    port.handle_opened();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let port = port.clone();
            thread::spawn(move || port.get(INFINITE, false))
        })
        .collect();
    thread::sleep(Duration::from_millis(20));
    port.handle_closed();
    thread::sleep(Duration::from_millis(20));
    assert!(threads.iter().all(|thread| !thread.is_finished()));
    port.handle_closed();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), Err(Empty::Closed));
    }
}

#[test]
fn a_packet_does_not_wait_for_a_thread_that_blocks_elsewhere() {
    let port = Arc::new(CompletionPort::new(1));
    let (release, blocked) = mpsc::channel::<()>();
    port.post(packet(1));
    let busy = {
        let port = port.clone();
        thread::spawn(move || {
            port.get(INFINITE, false).unwrap();
            // Outside the library: the port cannot see this.
            let _ = blocked.recv_timeout(Duration::from_secs(20));
        })
    };
    thread::sleep(Duration::from_millis(20));
    port.post(packet(2));
    assert_eq!(port.get(10_000, false), Ok(packet(2)));
    release.send(()).unwrap();
    busy.join().unwrap();
}

#[test]
fn no_more_threads_run_than_the_port_allows() {
    let port = Arc::new(CompletionPort::new(1));
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let done = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (port, running, most, done) = (port.clone(), running.clone(), most.clone(), done.clone());
            thread::spawn(move || {
                while port.get(200, false).is_ok() {
                    let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(now, Ordering::SeqCst);
                    running.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for number in 0..1000 {
        port.post(packet(number));
    }
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(done.load(Ordering::SeqCst), 1000);
    // A thread that the system takes off the processor for more than 2 ms counts as away.
    assert!(most.load(Ordering::SeqCst) <= 3, "{} ran at a time", most.load(Ordering::SeqCst));
}

#[test]
fn every_packet_is_taken_exactly_once() {
    const POSTERS: usize = 4;
    const TAKERS: usize = 4;
    const EACH: usize = 20_000;
    for limit in [1, 2, 8] {
        let port = Arc::new(CompletionPort::new(limit));
        let start = Arc::new(Barrier::new(POSTERS + TAKERS));
        let takers: Vec<_> = (0..TAKERS)
            .map(|taker| {
                let (port, start) = (port.clone(), start.clone());
                thread::spawn(move || {
                    let mut taken = Vec::new();
                    start.wait();
                    // Some wait long, some ask again and again.
                    let time = if taker % 2 == 0 { 2000 } else { 1 };
                    let mut idle = 0;
                    while idle < 2000 / time {
                        match port.get(time, taker == 1) {
                            Ok(packet) => {
                                idle = 0;
                                taken.push(packet.overlapped);
                            }
                            Err(Empty::TimedOut) => idle += 1,
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                    taken
                })
            })
            .collect();
        let posters: Vec<_> = (0..POSTERS)
            .map(|poster| {
                let (port, start) = (port.clone(), start.clone());
                thread::spawn(move || {
                    start.wait();
                    for number in 0..EACH {
                        port.post(packet(poster * EACH + number));
                    }
                })
            })
            .collect();
        for poster in posters {
            poster.join().unwrap();
        }
        let taken: Vec<usize> = takers.into_iter().flat_map(|taker| taker.join().unwrap()).collect();
        assert_eq!(taken.len(), POSTERS * EACH, "limit {limit}");
        assert_eq!(taken.into_iter().collect::<HashSet<_>>().len(), POSTERS * EACH, "limit {limit}");
    }
}

/// It has nothing to tell.
struct Quiet;

impl Source for Quiet {
    fn ready(self: Arc<Self>, _: Readiness) {}

    fn abandoned(self: Arc<Self>) {}
}

/// What a running thread leaves for itself another one gets where it does not come back, and it itself where it does.
#[test]
fn a_packet_that_was_left_does_not_wait_for_a_thread_that_stays_away() {
    for limit in [1, 2] {
        let port = Arc::new(CompletionPort::new(limit));
        let (stream, _other_end) = UnixStream::pair().unwrap();
        let token = port.add_source(stream.as_fd(), Arc::new(Quiet)).unwrap();
        port.post(packet(0));
        assert_eq!(port.get(INFINITE, false), Ok(packet(0)));
        let (tell, told) = mpsc::channel();
        let waiting = {
            let port = port.clone();
            thread::spawn(move || {
                for _ in 0..2 {
                    tell.send(port.get(INFINITE, false)).unwrap();
                }
            })
        };
        thread::sleep(Duration::from_millis(20));
        port.leave(packet(1));
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok(Ok(packet(1))), "limit {limit}");
        // This thread does not run any more as far as the port knows, or comes back: somebody gets each packet.
        port.leave(packet(2));
        port.leave(packet(3));
        let own = port.get(10_000, false).unwrap();
        let other = told.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
        assert_eq!([own.overlapped.min(other.overlapped), own.overlapped.max(other.overlapped)], [2, 3]);
        waiting.join().unwrap();
        port.remove_source(stream.as_fd(), token);
    }
}

/// It says what it is told.
struct Tells(mpsc::Sender<Readiness>);

impl Source for Tells {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        self.0.send(readiness).unwrap();
    }

    fn abandoned(self: Arc<Self>) {}
}

/// An event that a running thread leaves is told once it comes back to the port and finds no packets, or without it.
#[test]
fn an_event_that_was_left_is_told_once_whether_its_thread_comes_back_or_not() {
    for comes_back in [true, false] {
        let port = Arc::new(CompletionPort::new(1));
        let (stream, _other_end) = UnixStream::pair().unwrap();
        let token = port.add_source(stream.as_fd(), Arc::new(Quiet)).unwrap();
        let (tell, told) = mpsc::channel();
        let event = || Some((Arc::new(Tells(tell.clone())) as Arc<dyn Source>, Readiness(7)));
        port.post(packet(0));
        assert!(!port.leave_event(event), "it does not run");
        assert_eq!(port.get(INFINITE, false), Ok(packet(0)));
        assert!(!port.leave_event(event), "there is nothing to come back for");
        port.post(packet(1));
        assert!(port.leave_event(event) && port.leave_event(|| None));
        if comes_back {
            assert_eq!(port.get(INFINITE, false), Ok(packet(1)));
            assert_eq!(port.get(20, false), Err(Empty::TimedOut));
        }
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok(Readiness(7)), "{comes_back}");
        assert!(told.recv_timeout(Duration::from_millis(20)).is_err(), "told again");
        port.remove_source(stream.as_fd(), token);
    }
}

/// It brings three packets about when it is told.
struct Bringer(Arc<CompletionPort>);

impl Source for Bringer {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.0.post(packet(2));
        self.0.leave(packet(3));
        self.0.post(packet(4));
    }

    fn abandoned(self: Arc<Self>) {}
}

/// What comes of a source's event stands behind what was there before, in its order, whichever thread tells it.
#[test]
fn what_a_source_brings_about_keeps_its_order() {
    let port = Arc::new(CompletionPort::new(1));
    let (stream, _other_end) = UnixStream::pair().unwrap();
    let token = port.add_source(stream.as_fd(), Arc::new(Bringer(port.clone()))).unwrap();
    port.post(packet(1));
    for number in 1..=4 {
        assert_eq!(port.get(10_000, false), Ok(packet(number)));
    }
    assert_eq!(port.get(0, false), Err(Empty::TimedOut));
    port.remove_source(stream.as_fd(), token);
}

/// A port that ends while its source is told drops what comes of that.
#[test]
fn a_port_that_has_ended_takes_nothing_from_its_sources() {
    struct Ender(Arc<CompletionPort>);
    impl Source for Ender {
        fn ready(self: Arc<Self>, _: Readiness) {
            self.0.post(packet(1));
            self.0.close();
        }
        fn abandoned(self: Arc<Self>) {}
    }
    let port = Arc::new(CompletionPort::new(1));
    let (stream, _other_end) = UnixStream::pair().unwrap();
    port.add_source(stream.as_fd(), Arc::new(Ender(port.clone()))).unwrap();
    assert_eq!(port.get(10_000, false), Err(Empty::Closed));
}
