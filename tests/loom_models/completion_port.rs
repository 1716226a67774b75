//! Packets that are posted and taken while threads come, go and close the port.

use httpapi::win32::completion_port::{CompletionPort, Empty, Packet};
use httpapi::win32::event::Event;
use httpapi::win32::object::{Object, ObjectRef};
use httpapi::win32::{current, wait};
use loom::thread;
use std::sync::Arc;

const INFINITE: u32 = u32::MAX;
/// Any time but none and INFINITE: it may be up at any moment.
const SOME: u32 = 1;

fn packet(number: usize) -> Packet {
    Packet { key: 0, overlapped: number, bytes: 0, status: 0 }
}

fn get(port: &Arc<CompletionPort>, milliseconds: u32) -> Result<usize, Empty> {
    port.get(milliseconds, false).map(|packet| packet.overlapped)
}

/// Two threads post, two take, and one may run at a time.
#[test]
fn two_posters_two_takers() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let posters = [1, 2].map(|number| {
            let port = port.clone();
            thread::spawn(move || port.post(packet(number)))
        });
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        let mut taken = [get(&port, INFINITE).unwrap(), 0];
        // This thread is away for the other one, which must not wait for it.
        taken[1] = taker.join().unwrap();
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
        for poster in posters {
            poster.join().unwrap();
        }
        assert_eq!(get(&port, 0), Err(Empty::TimedOut));
    });
}

/// A thread that takes packets one after the other, and one that watches meanwhile.
#[test]
fn the_duty_to_watch_is_never_lost() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        port.post(packet(1));
        get(&port, INFINITE).unwrap();
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, INFINITE).unwrap())
        };
        port.post(packet(2));
        // Either this thread comes back for the packet or the other one gets it.
        let own = get(&port, SOME);
        port.post(packet(3));
        let other = taker.join().unwrap();
        match own {
            Ok(own) => assert_eq!([own.min(other), own.max(other)], [2, 3]),
            Err(empty) => {
                assert_eq!((empty, other), (Empty::TimedOut, 2));
                assert_eq!(get(&port, INFINITE), Ok(3));
            }
        }
    });
}

/// Where threads block so that the port cannot see it.
struct Elsewhere {
    taken: loom::sync::Mutex<usize>,
    changed: loom::sync::Condvar,
}

impl Default for Elsewhere {
    fn default() -> Self {
        Self { taken: loom::sync::Mutex::new(0), changed: loom::sync::Condvar::new() }
    }
}

impl Elsewhere {
    fn took_one(&self) {
        *self.taken.lock().unwrap() += 1;
        self.changed.notify_all();
    }

    fn wait_until(&self, count: usize) {
        let mut taken = self.taken.lock().unwrap();
        while *taken < count {
            taken = self.changed.wait(taken).unwrap();
        }
    }
}

/// Every thread that has a packet stays away, so each of the parked ones must watch in its turn.
#[test]
fn whoever_leaves_lets_another_one_watch() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let elsewhere = Arc::new(Elsewhere::default());
        port.post(packet(1));
        get(&port, INFINITE).unwrap();
        let takers = [(); 2].map(|()| {
            let (port, elsewhere) = (port.clone(), elsewhere.clone());
            thread::spawn(move || {
                get(&port, INFINITE).unwrap();
                elsewhere.took_one();
                elsewhere.wait_until(2);
            })
        });
        port.post(packet(2));
        port.post(packet(3));
        elsewhere.wait_until(2);
        for taker in takers {
            taker.join().unwrap();
        }
    });
}

/// A thread that watches gets a packet because one that ran waits; then the other one must watch.
#[test]
fn a_watcher_that_got_a_packet_watches_no_more() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let (elsewhere, event) = (Arc::new(Elsewhere::default()), Arc::new(Event::new(true, false)));
        port.post(packet(1));
        get(&port, INFINITE).unwrap();
        let takers = [(); 2].map(|()| {
            let (port, elsewhere, event) = (port.clone(), elsewhere.clone(), event.clone());
            thread::spawn(move || {
                get(&port, INFINITE).unwrap();
                event.set();
                elsewhere.took_one();
                elsewhere.wait_until(2);
            })
        });
        port.post(packet(2));
        wait::any(&[event as ObjectRef], INFINITE, false).unwrap();
        port.post(packet(3));
        elsewhere.wait_until(2);
        for taker in takers {
            taker.join().unwrap();
        }
    });
}

/// A time-out and a packet: the packet is taken, or it is left for the next one.
#[test]
fn a_packet_and_a_time_out_race() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(2));
        let taker = {
            let port = port.clone();
            thread::spawn(move || get(&port, SOME))
        };
        port.post(packet(1));
        match taker.join().unwrap() {
            Ok(number) => {
                assert_eq!(number, 1);
                assert_eq!(get(&port, 0), Err(Empty::TimedOut));
            }
            Err(empty) => {
                assert_eq!(empty, Empty::TimedOut);
                assert_eq!(get(&port, INFINITE), Ok(1));
            }
        }
    });
}

/// The port is closed while threads wait and one posts: all of them come back.
#[test]
fn closing_releases_every_thread() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        port.handle_opened();
        let takers = [INFINITE, INFINITE].map(|time| {
            let port = port.clone();
            thread::spawn(move || get(&port, time))
        });
        let poster = {
            let port = port.clone();
            thread::spawn(move || port.post(packet(1)))
        };
        port.handle_closed();
        let taken = takers.map(|taker| taker.join().unwrap());
        assert!(taken.contains(&Err(Empty::Closed)));
        assert!(taken.iter().all(|taken| matches!(taken, Ok(1) | Err(Empty::Closed))));
        poster.join().unwrap();
        assert_eq!(get(&port, INFINITE), Err(Empty::Closed));
    });
}

/// A thread that runs blocks in a wait of ours until another one has taken a packet.
#[test]
fn a_thread_that_waits_lets_another_one_take() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let event = Arc::new(Event::new(false, false));
        port.post(packet(1));
        get(&port, INFINITE).unwrap();
        let taker = {
            let (port, event) = (port.clone(), event.clone());
            thread::spawn(move || {
                assert_eq!(get(&port, INFINITE), Ok(2));
                event.set();
            })
        };
        port.post(packet(2));
        wait::any(&[event as ObjectRef], INFINITE, false).unwrap();
        taker.join().unwrap();
        port.post(packet(3));
        assert_eq!(get(&port, INFINITE), Ok(3));
    });
}

/// A call ends an alertable wait at a port; the packet is not lost by it.
#[test]
fn a_call_and_a_packet_race() {
    loom::model(|| {
        let port = Arc::new(CompletionPort::new(1));
        let thread = current::thread().unwrap();
        let caller = thread::spawn(move || assert!(thread.queue_apc(Box::new(|| {}))));
        let poster = {
            let port = port.clone();
            thread::spawn(move || port.post(packet(1)))
        };
        let mut ended = [false, false];
        while ended != [true, true] {
            match port.get(INFINITE, true) {
                Ok(packet) => ended[0] = packet.overlapped == 1,
                Err(empty) => ended[1] = empty == Empty::Interrupted,
            }
        }
        caller.join().unwrap();
        poster.join().unwrap();
    });
}
