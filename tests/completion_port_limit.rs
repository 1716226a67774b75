//! The concurrency limit of completion ports, and their end.

use httpapi::win32::completion_port::{CompletionPort, Empty, Packet};
use httpapi::win32::event::Event;
use httpapi::win32::object::{Object, ObjectRef};
use httpapi::win32::waiter::Outcome;
use httpapi::win32::{current, wait};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const INFINITE: u32 = u32::MAX;
const LONG: Duration = Duration::from_secs(10);
/// Enough for a thread to come to where it waits.
const SOON: Duration = Duration::from_millis(50);

fn packet(number: usize) -> Packet {
    Packet { key: 0, overlapped: number, bytes: 0, status: 0 }
}

/// A thread that takes a packet, tells it, and does nothing more until it is told to come back.
struct Worker {
    come_back: Sender<()>,
    thread: JoinHandle<()>,
}

impl Worker {
    fn new(
        port: &Arc<CompletionPort>,
        milliseconds: u32,
        told: &Sender<(usize, Result<Packet, Empty>)>,
        id: usize,
    ) -> Self {
        let (come_back, called): (Sender<()>, Receiver<()>) = channel();
        let (port, told) = (port.clone(), told.clone());
        let thread = thread::spawn(move || {
            loop {
                let taken = port.get(milliseconds, false);
                if told.send((id, taken)).is_err() || taken.is_err() || called.recv().is_err() {
                    return;
                }
            }
        });
        thread::sleep(SOON);
        Self { come_back, thread }
    }
}

#[test]
fn after_a_watcher_got_a_packet_another_thread_watches() {
    let port = Arc::new(CompletionPort::new(1));
    let (tell, told) = channel();
    let first = Worker::new(&port, INFINITE, &tell, 1);
    port.post(packet(1));
    assert_eq!(told.recv_timeout(LONG), Ok((1, Ok(packet(1)))));
    // The second thread watches when the packet comes, and gets it because the first comes back.
    let second = Worker::new(&port, INFINITE, &tell, 2);
    port.post(packet(2));
    first.come_back.send(()).unwrap();
    let (taker, _) = told.recv_timeout(LONG).unwrap();
    thread::sleep(SOON);
    // One of them is away now, and the other one waits: it must get what comes.
    port.post(packet(3));
    let (other, taken) = told.recv_timeout(LONG).expect("the packet is taken");
    assert_eq!((other, taken), (3 - taker, Ok(packet(3))));
    drop((first.come_back, second.come_back));
    first.thread.join().unwrap();
    second.thread.join().unwrap();
}

#[test]
fn after_a_watcher_gave_up_another_thread_watches() {
    for _ in 0..20 {
        let port = Arc::new(CompletionPort::new(1));
        let (tell, told) = channel();
        let away = Worker::new(&port, INFINITE, &tell, 1);
        port.post(packet(1));
        assert_eq!(told.recv_timeout(LONG), Ok((1, Ok(packet(1)))));
        let patient = Worker::new(&port, INFINITE, &tell, 2);
        // It comes last, and has no time left to watch when it is called.
        let hasty = {
            let port = port.clone();
            thread::spawn(move || port.get(2, false))
        };
        thread::sleep(Duration::from_millis(1));
        port.post(packet(2));
        if hasty.join().unwrap().is_err() {
            assert_eq!(told.recv_timeout(LONG), Ok((2, Ok(packet(2)))));
        }
        port.post(packet(3));
        drop((away.come_back, patient.come_back));
        away.thread.join().unwrap();
        patient.thread.join().unwrap();
    }
}

#[test]
fn a_thread_that_polls_takes_what_waits_for_threads_away() {
    for time in [0, 1] {
        let port = Arc::new(CompletionPort::new(1));
        let (tell, told) = channel();
        let away = Worker::new(&port, INFINITE, &tell, 1);
        port.post(packet(1));
        assert_eq!(told.recv_timeout(LONG), Ok((1, Ok(packet(1)))));
        port.post(packet(2));
        let started = Instant::now();
        let mut taken = None;
        while taken.is_none() && started.elapsed() < Duration::from_secs(3) {
            taken = port.get(time, false).ok();
        }
        assert_eq!(taken, Some(packet(2)), "asked with {time} ms");
        drop(away.come_back);
        away.thread.join().unwrap();
    }
}

#[test]
fn a_thread_away_counts_no_longer() {
    const PACKETS: usize = 2000;
    let port = Arc::new(CompletionPort::new(1));
    let (tell, told) = channel();
    let away = Worker::new(&port, INFINITE, &tell, 1);
    port.post(packet(0));
    assert_eq!(told.recv_timeout(LONG), Ok((1, Ok(packet(0)))));
    (0..PACKETS).for_each(|number| port.post(packet(number)));
    let started = Instant::now();
    for number in 0..PACKETS {
        assert_eq!(port.get(10_000, false), Ok(packet(number)));
    }
    // 2 ms for each packet would be four seconds.
    assert!(started.elapsed() < Duration::from_secs(1), "{:?} for {PACKETS} packets", started.elapsed());
    drop(away.come_back);
    away.thread.join().unwrap();
}

/// How often of 20 times a thread that runs gets the next packet, while another one is parked,
/// and does something in between.
fn takes_the_next_packet(between: impl Fn()) -> usize {
    let wins = (0..20).filter(|_| {
        let port = Arc::new(CompletionPort::new(1));
        port.post(packet(1));
        port.get(0, false).unwrap();
        let parked = {
            let port = port.clone();
            thread::spawn(move || port.get(INFINITE, false))
        };
        thread::sleep(Duration::from_millis(5));
        // Enough for the other one to be called, to find the port full, and to park again.
        port.post(packet(2));
        thread::sleep(Duration::from_micros(500));
        between();
        let won = port.get(0, false) == Ok(packet(2));
        port.post(packet(3));
        let _ = port.get(0, false);
        port.post(packet(4));
        parked.join().unwrap().unwrap();
        won
    });
    wins.count()
}

#[test]
fn a_thread_that_comes_back_takes_the_next_packet_itself() {
    // Now and then the system takes a thread off the processor for more than 2 ms.
    let wins = takes_the_next_packet(|| {});
    assert!(wins >= 10, "{wins} of 20 times");
}

#[test]
fn a_wait_that_does_not_block_keeps_the_thread_running() {
    let (first, second): (ObjectRef, ObjectRef) = (Arc::new(Event::new(true, true)), Arc::new(Event::new(true, true)));
    let objects = [first, second];
    let wins = takes_the_next_packet(|| {
        assert_eq!(wait::all(&objects, 1000, true), Ok(Outcome::Signaled(0)));
    });
    assert!(wins >= 10, "{wins} of 20 times");
}

#[test]
fn a_thread_that_waits_for_an_event_lets_another_one_run() {
    let port = Arc::new(CompletionPort::new(1));
    let event = Arc::new(Event::new(false, false));
    let waiting = {
        let (port, event) = (port.clone(), event.clone());
        thread::spawn(move || {
            port.get(INFINITE, false).unwrap();
            wait::any(&[event as ObjectRef], INFINITE, false).unwrap();
            current::id()
        })
    };
    thread::sleep(SOON);
    port.post(packet(1));
    thread::sleep(SOON);
    port.post(packet(2));
    assert_eq!(port.get(0, false), Ok(packet(2)));
    event.set();
    waiting.join().unwrap();
}

#[test]
fn a_thread_that_ends_runs_no_longer() {
    let port = Arc::new(CompletionPort::new(1));
    port.post(packet(1));
    port.post(packet(2));
    let ended = {
        let port = port.clone();
        thread::spawn(move || port.get(INFINITE, false))
    };
    assert_eq!(ended.join().unwrap(), Ok(packet(1)));
    assert_eq!(port.get(0, false), Ok(packet(2)));
}

#[test]
fn nothing_is_taken_after_the_port_was_closed() {
    let port = Arc::new(CompletionPort::new(1));
    port.handle_opened();
    port.post(packet(1));
    port.post(packet(2));
    assert_eq!(port.get(0, false), Ok(packet(1)));
    port.handle_closed();
    assert_eq!(port.take_more(), None);
    assert_eq!(port.get(0, false), Err(Empty::Closed));
    port.post(packet(3));
    assert_eq!(port.get(0, false), Err(Empty::Closed));
    assert_eq!(port.get(INFINITE, true), Err(Empty::Closed));
}
