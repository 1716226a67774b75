//! Completion ports: a queue of packets and the threads that take them.
//!
//! Packets are taken in the order in which they came, by the thread that came
//! last. A thread that has taken one counts as running until it comes back,
//! blocks in a wait of this library, or ends; no more threads run at a time
//! than the port allows. A thread that blocks elsewhere cannot be seen, so one
//! that is away for longer than `AWAY` while packets wait counts no longer.
//!
//! Time is cut into spans, and a new one begins when packets have to wait for
//! `AWAY`. Whoever took its packet in a span before the one that ends has been
//! away for too long. So nothing looks at a clock but threads that find packets
//! and may not take one; of those that park, one watches for the end of the span.

use super::current;
use super::object::Object;
use super::sync::{Mutex, MutexGuard, now};
use super::waiter::{Interrupt, Waiter};
use crate::abi::windows::NTSTATUS;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a packet waits for running threads before they count no longer.
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

/// How a parked thread goes on.
#[derive(Clone, Copy)]
enum Wake {
    Take(Packet),
    /// Packets wait, and this thread is to watch.
    Watch,
    Closed,
    TimedOut,
    Interrupted,
}

impl Interrupt for Waiter<Wake> {
    fn interrupt(&self) {
        self.end(|| Wake::Interrupted);
    }
}

pub struct CompletionPort {
    limit: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    packets: VecDeque<Packet>,
    /// Threads without a packet; the last one goes first, the first one watches.
    parked: VecDeque<Parked>,
    running: Vec<Running>,
    span: u64,
    /// When the span began.
    since: Option<Instant>,
    /// A parked thread watches, or one that was parked is on its way to do so.
    watched: bool,
    handles: u32,
    closed: bool,
}

struct Parked {
    waiter: Arc<Waiter<Wake>>,
    watches: bool,
}

/// A thread that has taken a packet.
struct Running {
    thread: u32,
    /// When it did.
    span: u64,
}

/// Threads to be woken as soon as the port's lock is free.
#[derive(Default)]
struct Claimed {
    /// There is rarely more than one.
    first: Option<Arc<Waiter<Wake>>>,
    others: Vec<Arc<Waiter<Wake>>>,
}

impl Claimed {
    fn push(&mut self, waiter: Arc<Waiter<Wake>>) {
        match &self.first {
            None => self.first = Some(waiter),
            Some(_) => self.others.push(waiter),
        }
    }

    fn wake(self) {
        self.first.iter().chain(&self.others).for_each(|waiter| waiter.wake());
    }
}

impl CompletionPort {
    /// A port that lets `limit` threads run at a time; 0 means as many as there are processors.
    pub fn new(limit: u32) -> Self {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        Self { limit: if limit == 0 { processors() } else { limit as usize }, state: Mutex::default() }
    }

    /// Queues a packet and lets one thread go that can take it. A closed port drops it.
    pub fn post(&self, packet: Packet) {
        let mut state = self.state.lock();
        if state.closed {
            return;
        }
        state.packets.push_back(packet);
        self.let_go(state, false);
    }

    /// Takes the next packet, waiting for it until the time is up.
    pub fn get(self: &Arc<Self>, milliseconds: u32, alertable: bool) -> Result<Packet, Empty> {
        let thread = current::come_to(self).unwrap_or(State::COUNTS_NOWHERE);
        let deadline = if milliseconds == 0 { None } else { super::wait::deadline(milliseconds) };
        let mut watches = false;
        let mut span_over = false;
        let mut end = (milliseconds == 0).then_some(Empty::TimedOut);
        let mut state = self.state.lock();
        state.stop_running(thread);
        loop {
            if state.closed {
                return Err(Empty::Closed);
            }
            // A call comes before packets: another thread may have been passed over for this one.
            if end != Some(Empty::Interrupted)
                && let Some(packet) = state.take(thread, self.limit, span_over)
            {
                self.let_go(state, watches);
                return Ok(packet);
            }
            if let Some(end) = end {
                self.let_go(state, watches);
                let called = alertable && current::apcs().run() > 0;
                return Err(if called { Empty::Interrupted } else { end });
            }
            let waiter = Arc::new(Waiter::new(thread));
            // A thread that was called to watch stays behind those that came later.
            let last = watches;
            if !state.packets.is_empty() && !state.watched {
                (watches, state.watched) = (true, true);
            }
            let watch = if watches { state.since.map(|since| since + AWAY) } else { None };
            // It was called for packets that are gone.
            if watches && watch.is_none() {
                (watches, state.watched) = (false, false);
            }
            let parked = Parked { waiter: waiter.clone(), watches };
            if last {
                state.parked.push_front(parked)
            } else {
                state.parked.push_back(parked)
            }
            drop(state);

            let until = [deadline, watch].into_iter().flatten().min();
            let wake = park(&waiter, until, alertable);
            if let Wake::Take(packet) = wake {
                return Ok(packet);
            }
            state = self.state.lock();
            state.parked.retain(|parked| !Arc::ptr_eq(&parked.waiter, &waiter));
            span_over = false;
            match wake {
                Wake::Watch => watches = true,
                Wake::Interrupted => end = Some(Empty::Interrupted),
                Wake::TimedOut if until == watch => span_over = true,
                Wake::TimedOut => end = Some(Empty::TimedOut),
                Wake::Take(_) | Wake::Closed => {}
            }
            if span_over && state.packets.is_empty() {
                (watches, state.watched) = (false, false);
            }
        }
    }

    /// Lets go of the lock, after which those run that may. A thread that watched does so no more.
    fn let_go(&self, mut state: MutexGuard<'_, State>, watches: bool) {
        state.watched &= !watches;
        let claimed = state.hand_out(self.limit);
        drop(state);
        claimed.wake();
    }

    /// One packet more for a thread that has just taken one.
    pub fn take_more(&self) -> Option<Packet> {
        self.state.lock().packets.pop_front()
    }

    /// A thread blocks or has ended; whether it ran.
    pub(super) fn stop_running(&self, thread: u32) -> bool {
        let mut state = self.state.lock();
        let ran = state.stop_running(thread);
        self.let_go(state, false);
        ran
    }

    /// A thread that blocked runs again; it is not held back.
    pub(super) fn run_again(&self, thread: u32) {
        self.state.lock().run(thread);
    }
}

/// Sleeps until the waiter is claimed or the time is up.
fn park(waiter: &Arc<Waiter<Wake>>, until: Option<Instant>, alertable: bool) -> Wake {
    if !alertable {
        return waiter.park(until, Wake::TimedOut);
    }
    let apcs = current::apcs();
    if !apcs.enter(waiter.clone()) {
        waiter.end(|| Wake::Interrupted);
    }
    let wake = waiter.park(until, Wake::TimedOut);
    apcs.leave();
    wake
}

impl State {
    /// In place of the id of a thread past its end.
    const COUNTS_NOWHERE: u32 = 0;

    fn run(&mut self, thread: u32) {
        if thread != Self::COUNTS_NOWHERE {
            self.running.push(Running { thread, span: self.span });
        }
    }

    /// Whether the thread ran.
    fn stop_running(&mut self, thread: u32) -> bool {
        let place = self.running.iter().position(|running| running.thread == thread);
        place.map(|place| self.running.swap_remove(place)).is_some()
    }

    /// The next packet, as far as the limit allows.
    fn take(&mut self, thread: u32, limit: usize, span_over: bool) -> Option<Packet> {
        if !self.packets.is_empty() && self.running.len() >= limit {
            self.look_at_clock(span_over);
        }
        if self.running.len() >= limit {
            return None;
        }
        let packet = self.packets.pop_front()?;
        self.run(thread);
        Some(packet)
    }

    /// Begins a new span if one is over. Who ran before it began counts no longer.
    fn look_at_clock(&mut self, span_over: bool) {
        let now = now();
        match self.since {
            Some(since) if !span_over && now < since + AWAY => return,
            Some(_) => {
                let span = self.span;
                self.running.retain(|running| running.span >= span);
            }
            None => {}
        }
        self.span += 1;
        self.since = Some(now);
    }

    /// Gives packets to parked threads as far as the limit allows. If packets are left
    /// and nobody watches, a parked thread is called to do so.
    fn hand_out(&mut self, limit: usize) -> Claimed {
        let mut claimed = Claimed::default();
        while self.running.len() < limit
            && let Some(packet) = self.packets.front().copied()
            && let Some(Parked { waiter, watches }) = self.parked.pop_back()
        {
            // A thread that was claimed otherwise comes by itself and sees to its duty.
            if waiter.claim(|| Wake::Take(packet)) {
                self.packets.pop_front();
                self.run(waiter.thread);
                self.watched &= !watches;
                claimed.push(waiter);
            }
        }
        while !self.packets.is_empty()
            && !self.watched
            && let Some(Parked { waiter, .. }) = self.parked.pop_front()
        {
            if waiter.claim(|| Wake::Watch) {
                self.watched = true;
                claimed.push(waiter);
            }
        }
        claimed
    }
}

impl Object for CompletionPort {
    fn handle_opened(&self) {
        self.state.lock().handles += 1;
    }

    /// With its last handle the port ends: packets are dropped, parked threads go.
    fn handle_closed(&self) {
        let mut claimed = Claimed::default();
        let mut state = self.state.lock();
        state.handles -= 1;
        if state.handles > 0 {
            return;
        }
        state.closed = true;
        state.packets.clear();
        for Parked { waiter, .. } in std::mem::take(&mut state.parked) {
            if waiter.claim(|| Wake::Closed) {
                claimed.push(waiter);
            }
        }
        drop(state);
        claimed.wake();
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
