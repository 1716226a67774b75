//! Ports with sources: threads that poll, packets from elsewhere, the standby thread.

use httpapi::win32::completion_port::{CompletionPort, Empty, Packet};
use httpapi::win32::object::Object;
use httpapi::win32::poll_set::Source;
use httpapi::win32::sys::epoll::Readiness;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use std::os::fd::AsFd;
use std::sync::Arc;

const INFINITE: u32 = u32::MAX;

fn packet(number: usize) -> Packet {
    Packet { key: 0, overlapped: number, bytes: 0, status: 0 }
}

fn get(port: &Arc<CompletionPort>, milliseconds: u32) -> Result<usize, Empty> {
    port.get(milliseconds, false).map(|packet| packet.overlapped)
}

/// It is ready once, as soon as it is watched, and posts a packet then.
struct Once {
    port: Arc<CompletionPort>,
    number: usize,
    abandoned: AtomicUsize,
}

impl Once {
    fn new(port: &Arc<CompletionPort>, number: usize) -> Arc<Self> {
        Arc::new(Self { port: port.clone(), number, abandoned: AtomicUsize::new(0) })
    }

    fn add(self: &Arc<Self>) {
        self.port.add_source(std::io::stdin().as_fd(), self.clone()).unwrap();
    }
}

impl Source for Once {
    fn ready(self: Arc<Self>, _: Readiness) {
        self.port.post(packet(self.number));
    }

    fn abandoned(self: Arc<Self>) {
        self.abandoned.fetch_add(1, Ordering::Relaxed);
    }
}

/// A packet of a source and one from elsewhere, for two threads that poll.
#[test]
fn no_packet_waits_for_threads_that_poll() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 1).add();
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        port.post(packet(2));
        let own = get(&port, INFINITE).unwrap();
        let other = taker.join().unwrap();
        assert_eq!([own.min(other), own.max(other)], [1, 2]);
        port.close();
    });
}

/// A thread that parked before there was a source is called to poll.
#[test]
fn the_first_source_finds_a_thread() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        Once::new(&port, 1).add();
        assert_eq!(taker.join().unwrap(), 1);
        port.close();
    });
}

/// Two packets from elsewhere, one after the other, and one wake-up that may stand for both.
#[test]
fn a_wake_that_stands_for_two_is_passed_on() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 0).add();
        assert_eq!(get(&port, INFINITE), Ok(0));
        let takers = [(); 2].map(|()| {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        });
        port.post(packet(1));
        port.post(packet(2));
        // This thread is away; two more may run, since it has stopped by blocking in the model.
        let mut taken = [get(&port, 1).unwrap_or(0), 0, 0];
        if taken[0] != 0 {
            port.post(packet(3));
        }
        for (place, taker) in takers.into_iter().enumerate() {
            taken[place + 1] = taker.join().unwrap();
        }
        taken.sort_unstable();
        assert!(taken == [0, 1, 2] || taken == [1, 2, 3], "{taken:?}");
        port.close();
    });
}

/// A limit of one: whoever polls meanwhile must not take, and is not lost when it may.
#[test]
fn the_limit_holds_for_threads_that_poll() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        Once::new(&port, 1).add();
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        port.post(packet(2));
        let first = get(&port, INFINITE).unwrap();
        // Back for more, so that the other one may run.
        let again = get(&port, 1);
        let other = match again {
            // Another one has taken it, or will.
            Err(Empty::TimedOut) => taker.join().unwrap(),
            Ok(number) => {
                port.post(packet(3));
                assert_eq!(taker.join().unwrap(), 3);
                number
            }
            Err(empty) => panic!("{empty:?}"),
        };
        assert_eq!([first.min(other), first.max(other)], [1, 2]);
        port.close();
    });
}

/// Every thread in the set goes when the port is closed, and every source is told.
#[test]
fn threads_that_poll_see_the_end() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        port.handle_opened();
        let source = Once::new(&port, 1);
        source.add();
        assert_eq!(get(&port, INFINITE), Ok(1));
        let takers = [(); 2].map(|()| {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE))
        });
        port.handle_closed();
        for taker in takers {
            assert_eq!(taker.join().unwrap(), Err(Empty::Closed));
        }
        assert_eq!(source.abandoned.load(Ordering::Relaxed), 1);
        assert!(port.add_source(std::io::stdin().as_fd(), source).is_err());
    });
}

/// Nobody polls: the standby thread tells the source, and a thread that comes later finds the packet.
#[test]
fn the_standby_thread_tells_what_nobody_waits_for() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        Once::new(&port, 1).add();
        let standby = {
            let port = port.clone();
            thread::spawn(move || {
                while port.tick() {}
                port.serve();
            })
        };
        assert_eq!(get(&port, INFINITE), Ok(1));
        standby.join().unwrap();
        port.close();
    });
}

/// One of two threads that poll is meant; it comes out, and the other one goes on.
#[test]
fn an_interruption_reaches_the_thread_that_is_meant() {
    use std::sync::atomic::AtomicBool;
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 0).add();
        assert_eq!(get(&port, INFINITE), Ok(0));
        let cancelled = Arc::new(AtomicBool::new(false));
        let meant = {
            let (port, cancelled) = (port.clone(), cancelled.clone());
            thread::spawn(move || {
                while !cancelled.load(std::sync::atomic::Ordering::SeqCst) {
                    if let Ok(packet) = port.get_unless(&cancelled, INFINITE, false) {
                        return Some(packet.overlapped);
                    }
                }
                None
            })
        };
        let other = {
            let port = port.clone();
            thread::spawn(move || {
                loop {
                    match get(&port, INFINITE) {
                        Err(Empty::Interrupted) => {}
                        result => return result,
                    }
                }
            })
        };
        cancelled.store(true, std::sync::atomic::Ordering::SeqCst);
        port.interrupt_all();
        assert_eq!(meant.join().unwrap(), None);
        port.post(packet(1));
        assert_eq!(other.join().unwrap(), Ok(1));
        port.close();
    });
}

/// A thread that runs leaves a packet for itself and stays away: the standby thread lets another one take it.
#[test]
fn what_a_thread_has_left_is_taken_though_it_stays_away() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 0).add();
        assert_eq!(get(&port, INFINITE), Ok(0));
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        port.leave(packet(1));
        // The first look only sees that nobody has come back since.
        for _ in 0..2 {
            port.tick();
        }
        assert_eq!(taker.join().unwrap(), 1);
        port.close();
    });
}

/// The same with a thread that must not run before the other one has been away for too long: it watches.
#[test]
fn what_a_thread_has_left_is_watched_where_no_more_may_run() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        Once::new(&port, 0).add();
        assert_eq!(get(&port, INFINITE), Ok(0));
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        port.leave(packet(1));
        for _ in 0..2 {
            port.tick();
        }
        assert_eq!(taker.join().unwrap(), 1);
        port.close();
    });
}

/// A thread brings two events from the set at once, and stays away with the first: the other one is told.
#[test]
fn what_a_thread_has_brought_is_told_though_it_stays_away() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 1).add();
        Once::new(&port, 2).add();
        let first = get(&port, INFINITE).unwrap();
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        // The first look only sees what has been told since.
        for _ in 0..2 {
            port.tick();
        }
        assert_eq!(first + taker.join().unwrap(), 3);
        port.close();
    });
}

/// The standby thread tells events while a thread comes: each is told once, and none waits beside a thread.
#[test]
fn what_the_standby_thread_has_brought_is_told() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 1).add();
        Once::new(&port, 2).add();
        let standby = {
            let port = port.clone();
            thread::spawn(move || {
                for _ in 0..3 {
                    port.tick();
                }
            })
        };
        let [first, second] = [(); 2].map(|()| get(&port, INFINITE).unwrap());
        assert_eq!(first + second, 3);
        standby.join().unwrap();
        port.close();
    });
}

/// A thread comes back to what it has left while another one waits and packets come from elsewhere: each is taken
/// once, and nobody waits beside one.
#[test]
fn a_thread_comes_back_to_what_it_has_left() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        Once::new(&port, 0).add();
        assert_eq!(get(&port, INFINITE), Ok(0));
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        let poster = {
            let port = port.clone();
            thread::spawn(move || port.post(packet(2)))
        };
        port.leave(packet(1));
        let own = get(&port, INFINITE).unwrap();
        let other = taker.join().unwrap();
        assert_eq!([own.min(other), own.max(other)], [1, 2]);
        poster.join().unwrap();
        port.close();
    });
}
