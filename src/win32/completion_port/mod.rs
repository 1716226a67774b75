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
//!
//! A port with sources (connections, listeners) is their reactor: its threads, no more than may run, wait
//! in the port's epoll set, tell the source whose event they got, and go with the
//! packet that came of it, which they bring along, without a hop. What comes from elsewhere wakes one of
//! them through the set. Threads in an alertable wait and threads held back by the
//! limit must be woken by name and park on their own instead. While nobody waits,
//! the standby thread tells the sources.
//!
//! A thread brings several events from the set at once and tells one. The others stand in the port for whoever comes
//! next. If that is nobody for a look of the standby thread, or their thread blocks, another one is woken for them.
//!
//! What a running thread itself brings about (an operation that ends within its call, the next request of a
//! connection on which it has just sent a response) it leaves for itself, since it comes back soon as a rule:
//! waking another thread costs more than all the rest. For one that stays away the standby thread looks, every
//! millisecond or two.

mod binding;
mod sources;
mod standing_by;
mod state;

pub use binding::{AlreadyBound, Binding, SKIP_COMPLETION_PORT_ON_SUCCESS, SKIP_SET_EVENT_ON_HANDLE};

use super::current;
use super::object::Object;
use super::poll_set::{Event, PollSet, Source, tell};
use super::standby;
use super::sync::{Mutex, MutexGuard, Poller};
use super::waiter::Waiter;
use crate::abi::windows::NTSTATUS;
use state::{Guard, Parked, State, Wake};
use std::cell::LazyCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};
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

/// What a port has to do, and with how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub packets: usize,
    /// Threads that wait for packets.
    pub waiting: usize,
    pub running: usize,
    /// So many packets were taken until now.
    pub taken: u64,
    /// How many threads may run.
    pub limit: usize,
}

/// Those who send threads to a port: a thread pool.
pub trait Workforce: Send + Sync {
    /// Packets wait, and no thread does. Told without a lock of the port, and often.
    fn wanted(&self, load: Load);
}

pub struct CompletionPort {
    limit: usize,
    state: Mutex<State>,
    /// There since the first source.
    set: OnceLock<PollSet>,
    workforce: Option<Weak<dyn Workforce>>,
}

impl CompletionPort {
    /// A port that lets `limit` threads run at a time; 0 means as many as there are processors.
    pub fn new(limit: u32) -> Self {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let limit = if limit == 0 { processors() } else { limit as usize };
        Self { limit, state: Mutex::default(), set: OnceLock::new(), workforce: None }
    }

    /// A pool's port, which asks for threads when it has none.
    pub fn of_pool(workforce: Weak<dyn Workforce>) -> Self {
        Self { workforce: Some(workforce), ..Self::new(0) }
    }

    /// What there is to do now.
    pub fn load(&self) -> Load {
        self.state.lock().load(self.limit)
    }

    /// Asks for threads if any are wanted.
    pub fn call_for_workers(self: &Arc<Self>) {
        self.let_go(self.state.lock(), false);
    }

    /// Queues a packet and lets one thread go that can take it. A closed port drops it.
    pub fn post(self: &Arc<Self>, packet: Packet) {
        let Some(packet) = current::bring(self, packet) else { return };
        let mut state = self.state.lock();
        if state.closed {
            return;
        }
        state.packets.push_back(packet);
        // A thread that tells a source of this port takes a packet next, and hands out the others.
        if !current::serves(self) {
            self.let_go(state, false);
        }
    }

    /// Queues a packet of what the calling thread brings about. Where it runs on this port it takes the packet
    /// itself when it comes back.
    pub fn leave(self: &Arc<Self>, packet: Packet) {
        let Some(packet) = current::bring(self, packet) else { return };
        let mut state = self.state.lock();
        if state.closed {
            return;
        }
        state.packets.push_back(packet);
        if current::serves(self) {
            return;
        }
        // Only with sources does the standby thread look after the port, and not while it tells them itself.
        let thread = current::id();
        let looks = state.sources > 0 && !matches!(state.guard, Guard::Adopted(_));
        if looks && state.runs(thread) && self.arm(&mut state) {
            state.leave(thread);
        } else {
            self.let_go(state, false);
        }
    }

    /// Keeps an event of the calling thread's making, as those that come from the set, if the thread runs on this port
    /// and there are packets left for which it comes back; whether it does. `event` gives none where it is kept
    /// already. It may not take a lock.
    pub fn leave_event(self: &Arc<Self>, event: impl FnOnce() -> Option<Event>) -> bool {
        let mut state = self.state.lock();
        let comes_back = !state.packets.is_empty() && state.runs(current::id());
        // The standby thread looks for no event while it tells the sources itself.
        if !comes_back || state.closed || matches!(state.guard, Guard::Adopted(_)) || !self.arm(&mut state) {
            return false;
        }
        if let Some(event) = event() {
            state.events.push_front(event);
        }
        true
    }

    /// Takes the next packet, waiting for it until the time is up.
    pub fn get(self: &Arc<Self>, milliseconds: u32, alertable: bool) -> Result<Packet, Empty> {
        self.get_unless(&AtomicBool::new(false), milliseconds, alertable)
    }

    /// As `get`, until the flag is set and `interrupt_all` called.
    pub fn get_unless(
        self: &Arc<Self>,
        cancelled: &AtomicBool,
        milliseconds: u32,
        alertable: bool,
    ) -> Result<Packet, Empty> {
        let thread = current::come_to(self).unwrap_or(State::COUNTS_NOWHERE);
        // Who finds something at once looks at no clock.
        let deadline = LazyCell::new(|| super::wait::deadline(milliseconds));
        let mut watches = false;
        let mut span_over = false;
        let mut end = None;
        let mut state = self.state.lock();
        state.stop_running(thread);
        let interruptions = state.interruptions;
        loop {
            if state.interruptions != interruptions || cancelled.load(Ordering::Relaxed) {
                self.let_go(state, watches);
                return Err(Empty::Interrupted);
            }
            if state.closed {
                let others = state.pollers > 0;
                drop(state);
                if others {
                    self.wake_poller();
                }
                return Err(Empty::Closed);
            }
            // A call comes before packets: another thread may have been passed over for this one.
            if end != Some(Empty::Interrupted)
                && let Some(packet) = state.take(thread, self.limit, span_over)
            {
                self.let_go(state, watches);
                return Ok(packet);
            }
            span_over = false;
            let may_poll = (!alertable || milliseconds == 0) && state.interrupted == 0;
            // More threads in the set than may run would only take turns there.
            let is_wanted = milliseconds == 0 || state.running.len() + state.pollers < self.limit;
            let polls = state.polls && state.spare() == 0 && may_poll && is_wanted;
            if milliseconds == 0 && !polls {
                end = end.or(Some(Empty::TimedOut));
            }
            if let Some(end) = end {
                self.let_go(state, watches);
                let called = alertable && current::apcs().run();
                return Err(if called { Empty::Interrupted } else { end });
            }
            if polls {
                state.watched &= !std::mem::take(&mut watches);
                let timed_out;
                (state, timed_out) = self.poll(state, || *deadline);
                end = timed_out.then_some(Empty::TimedOut);
                continue;
            }
            let waiter = Arc::new(Waiter::new(thread));
            // A thread that was called to watch stays behind those that came later.
            let last = watches;
            if state.spare() > 0 && !state.watched {
                (watches, state.watched) = (true, true);
            }
            let watch = if watches { state.since.map(|since| since + AWAY) } else { None };
            // It was called for packets that are gone.
            if watches && watch.is_none() {
                (watches, state.watched) = (false, false);
            }
            let parked = Parked { waiter: waiter.clone(), watches, may_poll: !alertable };
            if last {
                state.parked.push_front(parked)
            } else {
                state.parked.push_back(parked)
            }
            self.look_after(&mut state);
            drop(state);

            let until = [*deadline, watch].into_iter().flatten().min();
            let wake = park(&waiter, until, alertable);
            if let Wake::Take(packet) = wake {
                return Ok(packet);
            }
            state = self.state.lock();
            state.parked.retain(|parked| !Arc::ptr_eq(&parked.waiter, &waiter));
            match wake {
                Wake::Watch => watches = true,
                // It was counted when it was called.
                Wake::Poll => self.leave_set(&mut state),
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

    /// Takes an event that was brought from the set, or waits in the set for some, and tells its source; whether
    /// the time was up instead.
    fn poll<'a>(
        self: &'a Arc<Self>,
        mut state: MutexGuard<'a, State>,
        until: impl FnOnce() -> Option<Instant>,
    ) -> (MutexGuard<'a, State>, bool) {
        if let Guard::Adopted(adoption) = state.guard {
            standby::release(self, adoption);
            state.guard = Guard::Off;
        }
        state.pollers += 1;
        let mut event = state.take_event();
        drop(state);
        let mut woken = false;
        if event.is_none() {
            let batch = self.set.get().map(|set| set.wait(until())).unwrap_or_default();
            woken = batch.woken;
            let mut events = batch.events.into_iter();
            event = events.next();
            if events.len() > 0 {
                self.keep(events);
            }
        }
        let timed_out = event.is_none() && !woken;
        let brought = event.and_then(|event| current::serve(self, || tell(event)));
        let mut state = self.state.lock();
        if !state.closed {
            state.packets.extend(brought);
        }
        state.woken &= !woken;
        self.leave_set(&mut state);
        state.leaves += u64::from(state.pollers == 0);
        (state, timed_out)
    }

    /// Keeps events for whoever comes next. That is the calling thread, as a rule, in microseconds; the standby thread
    /// looks whether anybody does.
    fn keep(self: &Arc<Self>, events: impl Iterator<Item = Event>) {
        let mut state = self.state.lock();
        // Whoever is told the end looks after its sources.
        if state.closed {
            return;
        }
        state.events.extend(events);
        let kept = self.arm(&mut state);
        let wakes = !kept && state.wakes_for_events();
        drop(state);
        if wakes {
            self.wake_poller();
        }
    }

    fn leave_set(&self, state: &mut State) {
        if state.leave_set() {
            self.wake_poller();
        }
    }

    /// Lets go of the lock, after which those run that may. A thread that watched does so no more.
    fn let_go(self: &Arc<Self>, mut state: MutexGuard<'_, State>, watches: bool) {
        state.watched &= !watches;
        let claimed = state.hand_out(self.limit);
        let wakes = state.wakes_poller(self.limit);
        self.look_after(&mut state);
        let wanted = self.workforce.as_ref().filter(|_| state.lacks_threads());
        let load = state.load(self.limit);
        drop(state);
        claimed.wake();
        if wakes {
            self.wake_poller();
        }
        if let Some(workforce) = wanted.and_then(Weak::upgrade) {
            workforce.wanted(load);
        }
    }

    /// Has the standby thread look after sources that nobody waits for.
    fn look_after(self: &Arc<Self>, state: &mut State) {
        if state.pollers == 0 && state.sources > 0 {
            // Without a thread the next one that leaves tries again.
            self.arm(state);
        }
    }

    /// Has the standby thread look at the port from now on; whether it does.
    fn arm(self: &Arc<Self>, state: &mut State) -> bool {
        if state.guard == Guard::Off && standby::arm(self).is_ok() {
            // The first tick only sees that nobody has come back since then.
            state.seen = state.leaves.wrapping_sub(1);
            state.returns_seen = state.returns.wrapping_sub(1);
            state.guard = Guard::Armed;
        }
        state.guard != Guard::Off
    }

    fn wake_poller(&self) {
        if let Some(set) = self.set.get() {
            set.wake();
        }
    }

    /// One packet more for a thread that has just taken one.
    pub fn take_more(&self) -> Option<Packet> {
        self.state.lock().packets.pop_front()
    }

    /// A thread blocks or has ended; whether it ran.
    pub(in crate::win32) fn stop_running(self: &Arc<Self>, thread: u32) -> bool {
        let mut state = self.state.lock();
        let ran = state.stop_running(thread);
        let wakes = state.wakes_for_events();
        self.let_go(state, false);
        if wakes {
            self.wake_poller();
        }
        ran
    }

    /// A thread that blocked runs again; it is not held back.
    pub(super) fn run_again(&self, thread: u32) {
        self.state.lock().run(thread);
    }

    /// Whether the port has ended.
    pub fn is_closed(&self) -> bool {
        self.state.lock().closed
    }

    /// Ends the port: packets are dropped, threads go, sources are told to go elsewhere.
    pub fn close(&self) {
        let mut state = self.state.lock();
        let claimed = state.close();
        if let Guard::Adopted(adoption) = state.guard {
            standby::release(self, adoption);
        }
        state.guard = Guard::Off;
        state.sources = 0;
        let events = std::mem::take(&mut state.events);
        drop(state);
        drop(events);
        claimed.wake();
        self.wake_poller();
        if let Some(set) = self.set.get() {
            set.drain().into_iter().for_each(Source::abandoned);
        }
    }

    /// Every thread that waits here comes out of its wait with `Empty::Interrupted`. One of them is
    /// meant, and which of the others waits in the set cannot be told.
    pub fn interrupt_all(&self) {
        let mut state = self.state.lock();
        let claimed = state.interrupt();
        let others = state.interrupted > 0;
        drop(state);
        claimed.wake();
        if others {
            self.wake_poller();
        }
    }

    pub(super) fn poller(&self) -> Option<&Poller> {
        self.set.get().map(PollSet::poller)
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

impl Object for CompletionPort {
    fn is_named_often(&self) -> bool {
        true
    }

    fn handle_opened(&self) {
        self.state.lock().handles += 1;
    }

    /// With its last handle the port ends.
    fn handle_closed(&self) {
        let mut state = self.state.lock();
        state.handles -= 1;
        if state.handles == 0 {
            drop(state);
            self.close();
        }
    }
}
