//! What a port's lock guards: packets, waiting threads, running threads.

use super::super::poll_set::Event;
use super::super::standby::Adoption;
use super::super::sync::now;
use super::super::waiter::{Interrupt, Waiter};
use super::{AWAY, Load, Packet};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

/// How a parked thread goes on.
#[derive(Clone, Copy)]
pub(super) enum Wake {
    Take(Packet),
    /// Packets wait, and this thread is to watch.
    Watch,
    /// Sources are there, and nobody waits for them.
    Poll,
    Closed,
    TimedOut,
    Interrupted,
}

impl Interrupt for Waiter<Wake> {
    fn interrupt(&self) {
        self.end(|| Wake::Interrupted);
    }
}

/// What the standby thread does for the port. It is `Off` only while somebody waits in
/// the set or there is no source.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Guard {
    #[default]
    Off,
    /// It looks whether anybody comes back.
    Armed,
    /// It tells the sources.
    Adopted(Adoption),
}

#[derive(Default)]
pub(super) struct State {
    pub packets: VecDeque<Packet>,
    /// Threads without a packet; the last one goes first, the first one watches.
    pub parked: VecDeque<Parked>,
    pub running: Vec<Running>,
    /// Counts the packets that threads have taken.
    taken: u64,
    /// So many packets running threads have left for themselves. Nobody is woken for as many.
    pub left: usize,
    /// Counts the threads that came back to what they had left, and that count when the standby thread
    /// looked last.
    pub returns: u64,
    pub returns_seen: u64,
    span: u64,
    /// When the span began.
    pub since: Option<Instant>,
    /// A parked thread watches, or one that was parked is on its way to do so.
    pub watched: bool,
    /// Threads wait in the set.
    pub polls: bool,
    pub sources: usize,
    /// Threads in the set, on their way into it, or out of it to this lock.
    pub pollers: usize,
    /// A wake-up is in the set, or with a thread on its way out of it to this lock.
    pub woken: bool,
    /// What a thread has brought from the set and not told yet. Nobody goes to sleep in the set beside it, and nobody
    /// is woken for it as long as threads come for more; the standby thread looks whether they do.
    pub events: VecDeque<Event>,
    /// Counts the events that threads came for, and that count when the standby thread looked last.
    pub told: u64,
    pub told_seen: u64,
    pub guard: Guard,
    /// Counts how often nobody was left in the set.
    pub leaves: u64,
    /// That count when the standby thread looked last.
    pub seen: u64,
    /// Threads in the set that have yet to come out of it, interrupted. Until then nobody goes in,
    /// who could take the wake-up that is for them.
    pub interrupted: usize,
    /// Counts how often all waits were interrupted.
    pub interruptions: u64,
    pub handles: u32,
    pub closed: bool,
}

pub(super) struct Parked {
    pub waiter: Arc<Waiter<Wake>>,
    pub watches: bool,
    pub may_poll: bool,
}

/// A thread that has taken a packet.
pub(super) struct Running {
    thread: u32,
    /// When it did.
    span: u64,
    /// So many packets it has left for itself.
    left: usize,
}

/// Threads to be woken as soon as the port's lock is free.
#[derive(Default)]
pub(super) struct Claimed {
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

    pub fn wake(self) {
        self.first.iter().chain(&self.others).for_each(|waiter| waiter.wake());
    }
}

impl State {
    /// In place of the id of a thread past its end.
    pub const COUNTS_NOWHERE: u32 = 0;

    pub fn run(&mut self, thread: u32) {
        if thread != Self::COUNTS_NOWHERE {
            self.running.push(Running { thread, span: self.span, left: 0 });
        }
    }

    /// Whether the thread ran.
    pub fn stop_running(&mut self, thread: u32) -> bool {
        let place = self.running.iter().position(|running| running.thread == thread);
        let Some(stopped) = place.map(|place| self.running.swap_remove(place)) else { return false };
        self.left -= stopped.left;
        self.returns = self.returns.wrapping_add(u64::from(stopped.left > 0));
        true
    }

    pub fn runs(&self, thread: u32) -> bool {
        self.running.iter().any(|running| running.thread == thread)
    }

    /// A thread that runs has queued a packet that it takes itself when it comes back.
    pub fn leave(&mut self, thread: u32) {
        if let Some(running) = self.running.iter_mut().find(|running| running.thread == thread) {
            running.left += 1;
            self.left += 1;
        }
    }

    /// Threads have left packets and do not come back: whoever can is to take them.
    pub fn forget_left(&mut self) {
        self.running.iter_mut().for_each(|running| running.left = 0);
        self.left = 0;
    }

    /// How many packets nobody comes for by himself.
    pub fn spare(&self) -> usize {
        self.packets.len().saturating_sub(self.left)
    }

    /// The next packet, as far as the limit allows.
    pub fn take(&mut self, thread: u32, limit: usize, span_over: bool) -> Option<Packet> {
        if !self.packets.is_empty() && self.running.len() >= limit {
            self.look_at_clock(span_over);
        }
        if self.running.len() >= limit {
            return None;
        }
        let packet = self.packets.pop_front()?;
        self.taken = self.taken.wrapping_add(1);
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
                self.left = self.running.iter().map(|running| running.left).sum();
            }
            None => {}
        }
        self.span += 1;
        self.since = Some(now);
    }

    /// Gives packets to parked threads as far as the limit allows. If packets are left
    /// and nobody watches, a parked thread is called to do so; if sources are left, to poll.
    pub fn hand_out(&mut self, limit: usize) -> Claimed {
        let mut claimed = Claimed::default();
        while self.running.len() < limit
            && self.spare() > 0
            && let Some(packet) = self.packets.front().copied()
            && let Some(Parked { waiter, watches, .. }) = self.parked.pop_back()
        {
            // A thread that was claimed otherwise comes by itself and sees to its duty.
            if waiter.claim(|| Wake::Take(packet)) {
                self.packets.pop_front();
                self.taken = self.taken.wrapping_add(1);
                self.run(waiter.thread);
                self.watched &= !watches;
                claimed.push(waiter);
            }
        }
        while self.spare() > 0
            && !self.watched
            && let Some(Parked { waiter, .. }) = self.parked.pop_front()
        {
            if waiter.claim(|| Wake::Watch) {
                self.watched = true;
                claimed.push(waiter);
            }
        }
        while self.polls
            && self.pollers == 0
            && self.spare() == 0
            && self.running.len() < limit
            && let Some(place) = self.parked.iter().rposition(|parked| parked.may_poll && !parked.watches)
            && let Some(Parked { waiter, .. }) = self.parked.remove(place)
        {
            if waiter.claim(|| Wake::Poll) {
                self.pollers += 1;
                claimed.push(waiter);
            }
        }
        claimed
    }

    /// Whether a thread in the set is to be woken for packets that are left: to take one, or to watch.
    pub fn wakes_poller(&mut self, limit: usize) -> bool {
        let wanted = self.spare() > 0 && (self.running.len() < limit || !self.watched);
        let wakes = wanted && self.pollers > 0 && !self.woken && !self.closed;
        self.woken |= wakes;
        wakes
    }

    /// An event that was brought from the set before.
    pub fn take_event(&mut self) -> Option<Event> {
        self.told = self.told.wrapping_add(1);
        self.events.pop_front()
    }

    /// Whether a thread in the set is to be woken for events that nobody comes for.
    pub fn wakes_for_events(&mut self) -> bool {
        let wakes = !self.events.is_empty() && self.pollers > 0 && !self.woken && !self.closed;
        self.woken |= wakes;
        wakes
    }

    /// There is one source less. A port that has ended counts none.
    pub fn forget_source(&mut self) {
        if !self.closed {
            self.sources -= 1;
        }
    }

    pub fn load(&self, limit: usize) -> Load {
        let waiting = self.parked.len() + self.pollers;
        Load { packets: self.packets.len(), waiting, running: self.running.len(), taken: self.taken, limit }
    }

    /// Packets wait, and no thread does that could take one now or later.
    pub fn lacks_threads(&self) -> bool {
        self.spare() > 0 && self.parked.is_empty() && self.pollers == 0 && !self.closed
    }

    /// A thread has come out of the set, or was called and did not go in; whether another one is
    /// to be woken so that it comes out too.
    pub fn leave_set(&mut self) -> bool {
        self.pollers -= 1;
        self.interrupted = self.interrupted.saturating_sub(1);
        self.interrupted > 0
    }

    /// Drops packets and lets parked threads go.
    pub fn close(&mut self) -> Claimed {
        self.closed = true;
        self.packets.clear();
        self.told = self.told.wrapping_add(1);
        self.end_all(Wake::Closed)
    }

    /// Every thread in a wait comes out of it with nothing.
    pub fn interrupt(&mut self) -> Claimed {
        self.interruptions += 1;
        self.interrupted = self.pollers;
        self.end_all(Wake::Interrupted)
    }

    fn end_all(&mut self, wake: Wake) -> Claimed {
        let mut claimed = Claimed::default();
        for Parked { waiter, .. } in std::mem::take(&mut self.parked) {
            if waiter.claim(|| wake) {
                claimed.push(waiter);
            }
        }
        claimed
    }
}
