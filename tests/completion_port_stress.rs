//! Threads that post, take, wait, call one another and close one port, for a bounded time.

use httpapi::win32::completion_port::{CompletionPort, Empty, Packet};
use httpapi::win32::current;
use httpapi::win32::event::Event;
use httpapi::win32::handle_table::HandleTable;
use httpapi::win32::object::ObjectRef;
use httpapi::win32::thread::Thread;
use httpapi::win32::wait;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: u32 = 40;
const ROUND: Duration = Duration::from_millis(60);
const LONG: Duration = Duration::from_secs(20);
const INFINITE: u32 = u32::MAX;
const POSTERS: usize = 3;
const TAKERS: usize = 6;
/// The most packets of one poster in one round.
const MOST: usize = 1 << 18;

/// What every thread of a round sees.
struct Round {
    port: Arc<CompletionPort>,
    table: HandleTable,
    /// How often each packet was taken.
    taken: Vec<AtomicUsize>,
    closed: AtomicBool,
    /// Nothing may be taken by a call that begins after this.
    gone: AtomicBool,
    takers: Mutex<Vec<Arc<Thread>>>,
    calls: [AtomicUsize; 2],
}

impl Round {
    fn note(&self, packet: Packet, gone: bool) {
        assert!(!gone, "a packet was taken after the port was closed");
        assert_eq!((packet.key, packet.bytes), (5, packet.overlapped as u32));
        self.taken[packet.overlapped].fetch_add(1, Ordering::Relaxed);
    }

    /// Takes packets until the port is closed, each taker in its own way.
    fn take(&self, number: usize) {
        self.takers.lock().push(current::thread().unwrap());
        let event: ObjectRef = Arc::new(Event::new(false, false));
        loop {
            let gone = self.gone.load(Ordering::SeqCst);
            let time = [INFINITE, INFINITE, 1, 0, 5, INFINITE][number];
            match self.port.get(time, number % 2 == 1) {
                Ok(packet) => self.note(packet, gone),
                Err(Empty::Closed) => return,
                Err(Empty::TimedOut) => thread::yield_now(),
                Err(Empty::Interrupted) => {}
            }
            match number {
                // It blocks in a wait of ours now and then,
                0 => drop(wait::any(std::slice::from_ref(&event), 1, true)),
                // or elsewhere, where the port cannot see it,
                2 => thread::sleep(Duration::from_micros(300)),
                // or takes all there is.
                5 => {
                    let gone = self.gone.load(Ordering::SeqCst);
                    while let Some(packet) = self.port.take_more() {
                        self.note(packet, gone);
                    }
                }
                _ => {}
            }
        }
    }

    /// Posts until the port is closed; how many packets there were.
    fn post(&self, poster: usize) -> usize {
        for count in 0..MOST {
            if self.closed.load(Ordering::SeqCst) {
                return count;
            }
            let number = poster * MOST + count;
            self.port.post(Packet { key: 5, overlapped: number, bytes: number as u32, status: 0 });
            if count % 64 == poster {
                thread::sleep(Duration::from_micros(50));
            }
        }
        MOST
    }

    /// Calls the takers out of their alertable waits.
    fn interrupt(self: &Arc<Self>) {
        while !self.closed.load(Ordering::SeqCst) {
            let takers = self.takers.lock().clone();
            for taker in takers {
                let round = self.clone();
                let queued = taker.queue_apc(Box::new(move || {
                    round.calls[1].fetch_add(1, Ordering::Relaxed);
                }));
                self.calls[0].fetch_add(usize::from(queued), Ordering::Relaxed);
            }
            thread::sleep(Duration::from_micros(200));
        }
    }
}

type Work = Box<dyn FnOnce(&Arc<Round>) -> usize + Send>;

/// While the port is open every packet is taken once. Closing it drops what is left.
fn round(limit: u32, drain: bool) {
    let port = Arc::new(CompletionPort::new(limit));
    let table = HandleTable::new();
    let handle = table.insert(port.clone()).unwrap().addr();
    let round = Arc::new(Round {
        port,
        table,
        taken: (0..POSTERS * MOST).map(|_| AtomicUsize::new(0)).collect(),
        closed: AtomicBool::new(false),
        gone: AtomicBool::new(false),
        takers: Mutex::default(),
        calls: Default::default(),
    });
    let started = Instant::now();
    let spawn = |work: Work| {
        let round = round.clone();
        thread::spawn(move || work(&round))
    };
    let takers: Vec<_> = (0..TAKERS)
        .map(|number| {
            spawn(Box::new(move |round| {
                round.take(number);
                0
            }))
        })
        .collect();
    let posters: Vec<_> = (0..POSTERS).map(|number| spawn(Box::new(move |round| round.post(number)))).collect();
    let caller = spawn(Box::new(|round| {
        round.interrupt();
        0
    }));
    thread::sleep(ROUND);
    let close = || {
        round.table.close(core::ptr::without_provenance_mut(handle)).unwrap();
        round.gone.store(true, Ordering::SeqCst);
    };
    if !drain {
        close();
    }
    round.closed.store(true, Ordering::SeqCst);
    let posted: Vec<usize> = posters.into_iter().map(|poster| poster.join().unwrap()).collect();
    let count = || round.taken.iter().map(|taken| taken.load(Ordering::Relaxed)).sum::<usize>();
    if drain {
        let all = posted.iter().sum::<usize>();
        while count() < all {
            assert!(started.elapsed() < LONG, "{} of {all} packets were taken", count());
            thread::sleep(Duration::from_millis(1));
        }
        close();
    }
    caller.join().unwrap();
    for taker in takers {
        while !taker.is_finished() {
            assert!(started.elapsed() < LONG, "a thread stays in the port that was closed");
            thread::sleep(Duration::from_millis(1));
        }
        taker.join().unwrap();
    }
    assert!(round.taken.iter().all(|taken| taken.load(Ordering::Relaxed) <= 1), "a packet was taken twice");
    assert!(round.calls[1].load(Ordering::Relaxed) <= round.calls[0].load(Ordering::Relaxed));
}

#[test]
fn every_packet_is_taken_once_and_none_after_the_end() {
    for number in 0..ROUNDS {
        round([1, 2, 0, 8][number as usize % 4], number % 8 < 4);
    }
}
