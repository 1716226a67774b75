//! Completion ports: a queue of packets and the threads that take them.
//!
//! Packets are taken in the order in which they came, by the thread that came
//! last. A thread that has taken one counts as running until it comes back,
//! blocks in a wait of this library, or ends; no more threads run at a time
//! than the port allows. A thread that blocks elsewhere cannot be seen, so a
//! packet waits no longer than `AWAY` for running threads to come back.

use super::current;
use super::object::Object;
use super::waiter::{Outcome, Waiter};
use crate::abi::windows::NTSTATUS;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a packet waits for running threads before one more is let go.
const AWAY: Duration = Duration::from_millis(2);

/// One completed operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    pub key: usize,
    /// The address of the caller's OVERLAPPED; the port never looks into it.
    pub overlapped: usize,
    pub bytes: u32,
    pub status: NTSTATUS,
}

/// Why there is no packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    TimedOut,
    /// The last handle to the port was closed.
    Closed,
    /// A user APC was run in an alertable wait.
    Interrupted,
}

pub struct CompletionPort {
    limit: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    packets: VecDeque<Packet>,
    /// Threads without a packet; the last one goes first.
    parked: Vec<Parked>,
    running: u32,
    handles: u32,
    closed: bool,
    /// A parked thread looks again after `AWAY`.
    watched: bool,
}

struct Parked {
    waiter: Arc<Waiter>,
    packet: Arc<Mutex<Option<Packet>>>,
}

impl CompletionPort {
    /// A port that lets `limit` threads run at a time; 0 means as many as there are processors.
    pub fn new(limit: u32) -> Self {
        let processors = || std::thread::available_parallelism().map_or(1, |count| count.get() as u32);
        Self { limit: if limit == 0 { processors() } else { limit }, state: Mutex::default() }
    }

    /// Queues a packet and lets one thread go that can take it.
    pub fn post(&self, packet: Packet) {
        let mut state = self.state.lock();
        state.packets.push_back(packet);
        self.hand_out(&mut state);
    }

    /// Takes the next packet, waiting for it until the time is up.
    pub fn get(self: &Arc<Self>, milliseconds: u32, alertable: bool) -> Result<Packet, Empty> {
        current::leave_port();
        let deadline = super::wait::deadline(milliseconds);
        loop {
            let (waiter, given) = {
                let mut state = self.state.lock();
                if state.running < self.limit
                    && let Some(packet) = state.packets.pop_front()
                {
                    state.running += 1;
                    drop(state);
                    current::enter_port(self);
                    return Ok(packet);
                }
                if state.closed {
                    return Err(Empty::Closed);
                }
                let parked = Parked { waiter: Arc::new(Waiter::new(current::id())), packet: Arc::default() };
                let own = (parked.waiter.clone(), parked.packet.clone());
                state.parked.push(parked);
                own
            };
            match self.park(&waiter, &given, deadline, alertable) {
                Some(result) => return result,
                None => continue,
            }
        }
    }

    /// One packet more for a thread that has just taken one.
    pub fn take_more(&self) -> Option<Packet> {
        self.state.lock().packets.pop_front()
    }

    /// Sleeps in the queue. `None`: look again.
    fn park(
        self: &Arc<Self>,
        waiter: &Arc<Waiter>,
        given: &Mutex<Option<Packet>>,
        deadline: Option<Instant>,
        alertable: bool,
    ) -> Option<Result<Packet, Empty>> {
        let apcs = alertable.then(current::apcs);
        if let Some(apcs) = &apcs
            && !apcs.enter(waiter)
        {
            waiter.claim(|| Outcome::Interrupted);
        }
        let watch = self.watch(waiter);
        let until = match (deadline, watch) {
            (Some(deadline), Some(watch)) => Some(deadline.min(watch)),
            (deadline, watch) => deadline.or(watch),
        };
        let outcome = waiter.park(until);
        if let Some(apcs) = &apcs {
            apcs.leave();
        }
        if let Some(packet) = given.lock().take() {
            current::enter_port(self);
            return Some(Ok(packet));
        }
        let mut state = self.state.lock();
        state.parked.retain(|parked| !Arc::ptr_eq(&parked.waiter, waiter));
        if watch.is_some() {
            state.watched = false;
        }
        match outcome {
            Outcome::Interrupted if apcs.is_some() => {
                drop(state);
                apcs.map(|apcs| apcs.run());
                Some(Err(Empty::Interrupted))
            }
            Outcome::TimedOut if watch.is_some_and(|watch| Instant::now() >= watch) => {
                // Nobody came back for this packet; whoever runs is taken to be blocked elsewhere.
                let packet = state.packets.pop_front()?;
                state.running += 1;
                self.call_watcher(&mut state);
                drop(state);
                current::enter_port(self);
                Some(Ok(packet))
            }
            Outcome::TimedOut if deadline.is_some_and(|deadline| Instant::now() >= deadline) => {
                Some(Err(Empty::TimedOut))
            }
            _ if state.closed => Some(Err(Empty::Closed)),
            _ => None,
        }
    }

    /// When this thread must look again, where packets wait for running threads.
    fn watch(&self, waiter: &Waiter) -> Option<Instant> {
        let mut state = self.state.lock();
        if waiter.is_claimed() || state.watched || state.packets.is_empty() {
            return None;
        }
        state.watched = true;
        Some(Instant::now() + AWAY)
    }

    /// Gives packets to parked threads as far as the limit allows.
    fn hand_out(&self, state: &mut State) {
        while state.running < self.limit && !state.packets.is_empty() {
            let Some(parked) = state.parked.pop() else { return };
            let State { packets, running, .. } = state;
            parked.waiter.claim(|| {
                *parked.packet.lock() = packets.pop_front();
                *running += 1;
                Outcome::Signaled(0)
            });
        }
        self.call_watcher(state);
    }

    /// Has a parked thread watch, where packets wait and none does.
    fn call_watcher(&self, state: &mut State) {
        if state.packets.is_empty() || state.watched {
            return;
        }
        while let Some(parked) = state.parked.pop() {
            if parked.waiter.claim(|| Outcome::Signaled(1)) {
                return;
            }
        }
    }

    /// A thread that ran came back, blocks, or has ended.
    pub(super) fn stop_running(&self) {
        let mut state = self.state.lock();
        state.running = state.running.saturating_sub(1);
        self.hand_out(&mut state);
    }

    /// A thread that blocked runs again; it is not held back.
    pub(super) fn run_again(&self) {
        self.state.lock().running += 1;
    }
}

impl Object for CompletionPort {
    fn handle_opened(&self) {
        self.state.lock().handles += 1;
    }

    fn handle_closed(&self) {
        let mut state = self.state.lock();
        state.handles -= 1;
        if state.handles == 0 {
            state.closed = true;
            for parked in state.parked.drain(..) {
                parked.waiter.claim(|| Outcome::Signaled(1));
            }
        }
    }
}

/// `FILE_SKIP_COMPLETION_PORT_ON_SUCCESS` and `FILE_SKIP_SET_EVENT_ON_HANDLE`.
pub const SKIP_COMPLETION_PORT_ON_SUCCESS: u8 = 1;
pub const SKIP_SET_EVENT_ON_HANDLE: u8 = 2;

/// Where an object that does overlapped I/O keeps its port.
#[derive(Default)]
pub struct Binding {
    port: OnceLock<(Arc<CompletionPort>, usize)>,
    modes: AtomicU8,
}

/// The object has a port already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyBound;

impl Binding {
    /// Binds the object to a port for good.
    pub fn bind(&self, port: Arc<CompletionPort>, key: usize) -> Result<(), AlreadyBound> {
        self.port.set((port, key)).map_err(|_| AlreadyBound)
    }

    pub fn port(&self) -> Option<&(Arc<CompletionPort>, usize)> {
        self.port.get()
    }

    /// Adds notification modes; none is ever taken back.
    pub fn add_modes(&self, modes: u8) {
        self.modes.fetch_or(modes, Ordering::Relaxed);
    }

    pub fn has_mode(&self, mode: u8) -> bool {
        self.modes.load(Ordering::Relaxed) & mode != 0
    }
}
