//! A pool's port, its lanes, and how many threads it has.
//!
//! The port calls for threads when packets wait and none of its threads is there
//! to take one. While fewer run than the port lets run (the others block in a
//! wait of ours) a thread is made at once. Otherwise the crew looks again after
//! `PATIENCE`: where nothing was taken since then, the threads block elsewhere,
//! and one more is made. Threads that keep the processors busy would only be slowed
//! by more of them, and get one after `LOOKS_WHILE_BUSY` looks, in case they wait for
//! one another. A thread that finds nothing to do for `IDLE` leaves.

use super::environment::PRIORITIES;
use super::job::Job;
use super::worker;
use crate::win32::alarm;
use crate::win32::completion_port::{CompletionPort, Load, Packet, Workforce};
use crate::win32::sys::clock::{self, Clock};
use crate::win32::sys::thread::SignalMask;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// How long packets wait for threads that make no progress.
const PATIENCE: Duration = Duration::from_millis(2);

/// So often in a row the crew looks at busy threads before it adds to them.
const LOOKS_WHILE_BUSY: u32 = 50;

/// How long a thread waits for something to do, in milliseconds.
pub(super) const IDLE: u32 = 5000;

/// The most threads of a pool that has no limit of its own.
const MOST: usize = 500;

/// The key of packets that stand for a callback in the lanes; no handle has it.
pub(super) const LANES: usize = 0;

/// There was no thread to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoThread;

/// Callbacks of one priority, with the argument of each.
type Lane = VecDeque<(Arc<Job>, u32)>;

pub struct Crew {
    pub(super) port: Arc<CompletionPort>,
    lanes: Mutex<[Lane; PRIORITIES]>,
    staff: Mutex<Staff>,
    /// What the thread that made the pool blocks: its threads may be made by threads of ours.
    signals: SignalMask,
    this: Weak<Crew>,
}

struct Staff {
    threads: usize,
    /// Those that have not come to the port yet.
    starting: usize,
    minimum: usize,
    maximum: usize,
    /// Reserved and committed.
    stack: (usize, usize),
    /// An alarm is set.
    looks: Option<Look>,
    /// How often in a row threads were busy and took nothing.
    busy: u32,
}

/// How things stood when the alarm was set.
struct Look {
    /// So many packets were taken until then.
    taken: u64,
    at: Instant,
    processor_time: Duration,
}

impl Look {
    fn now(taken: u64) -> Self {
        Self { taken, at: Instant::now(), processor_time: processor_time() }
    }

    /// Whether the process has used most of what so many processors had to give since then.
    fn was_busy(&self, processors: usize) -> bool {
        const MOST: f64 = 0.75;
        let used = processor_time().saturating_sub(self.processor_time);
        used >= self.at.elapsed().mul_f64(MOST * processors as f64)
    }
}

fn processor_time() -> Duration {
    Duration::from_nanos(clock::nanoseconds(Clock::Processor).try_into().unwrap_or(0))
}

impl Crew {
    pub fn new() -> Arc<Self> {
        let staff = Staff { threads: 0, starting: 0, minimum: 0, maximum: MOST, stack: (0, 0), looks: None, busy: 0 };
        Arc::new_cyclic(|this: &Weak<Self>| {
            let workforce: Weak<dyn Workforce> = this.clone();
            Self {
                port: Arc::new(CompletionPort::of_pool(workforce)),
                lanes: Mutex::default(),
                staff: Mutex::new(staff),
                signals: SignalMask::current(),
                this: this.clone(),
            }
        })
    }

    pub fn queue(&self, job: &Arc<Job>, argument: u32) {
        self.lanes.lock()[job.priority].push_back((job.clone(), argument));
        self.port.post(Packet { key: LANES, overlapped: 0, bytes: 0, status: 0 });
    }

    /// The next callback; none where it was withdrawn.
    pub(super) fn next(&self) -> Option<(Arc<Job>, u32)> {
        self.lanes.lock().iter_mut().find_map(VecDeque::pop_front)
    }

    /// Takes the callbacks of a job back; how many. Their packets find nothing.
    pub fn withdraw(&self, job: &Job) -> usize {
        let mut lanes = self.lanes.lock();
        let lane = &mut lanes[job.priority];
        let before = lane.len();
        lane.retain(|(queued, _)| !std::ptr::eq(Arc::as_ptr(queued), job));
        before - lane.len()
    }

    pub fn set_maximum(&self, threads: usize) {
        let mut staff = self.staff.lock();
        staff.maximum = threads.max(1);
        staff.minimum = staff.minimum.min(staff.maximum);
        drop(staff);
        self.port.call_for_workers();
    }

    pub fn set_minimum(&self, threads: usize) -> Result<(), NoThread> {
        let mut staff = self.staff.lock();
        staff.minimum = threads;
        staff.maximum = staff.maximum.max(threads);
        while staff.threads < threads {
            self.start(&mut staff)?;
        }
        Ok(())
    }

    pub fn set_stack(&self, reserve: usize, commit: usize) {
        self.staff.lock().stack = (reserve, commit);
    }

    pub fn stack(&self) -> (usize, usize) {
        self.staff.lock().stack
    }

    /// Whether there could be one thread more.
    pub(super) fn may_grow(&self) -> bool {
        let staff = self.staff.lock();
        staff.threads < staff.maximum
    }

    fn start(&self, staff: &mut Staff) -> Result<(), NoThread> {
        let crew = self.this.upgrade().ok_or(NoThread)?;
        let (reserve, commit) = staff.stack;
        worker::start(crew, self.signals, reserve.max(commit)).map_err(|_| NoThread)?;
        staff.threads += 1;
        staff.starting += 1;
        Ok(())
    }

    /// A new thread has come to the port for the first time.
    pub(super) fn arrived(&self) {
        self.staff.lock().starting -= 1;
    }

    /// Whether a thread without anything to do may leave; it is not counted any more then.
    pub(super) fn lets_leave(&self) -> bool {
        let mut staff = self.staff.lock();
        let leaves = staff.threads > staff.minimum;
        staff.threads -= usize::from(leaves);
        leaves
    }

    /// A thread ends that was not let go.
    pub(super) fn lost(&self) {
        self.staff.lock().threads -= 1;
    }

    fn look_later(&self, staff: &mut Staff, load: Load) {
        if staff.looks.is_some() {
            return;
        }
        let this = self.this.clone();
        let look = Arc::new(move || {
            if let Some(crew) = this.upgrade() {
                crew.look();
            }
        });
        if alarm::set(Instant::now() + PATIENCE, look).is_ok() {
            staff.looks = Some(Look::now(load.taken));
        }
    }

    /// The time is up: whether packets still wait, and whether anything was taken.
    fn look(&self) {
        let load = self.port.load();
        let mut staff = self.staff.lock();
        let before = staff.looks.take();
        if load.packets == 0 || load.waiting > 0 || staff.threads >= staff.maximum {
            return;
        }
        let stuck = before.filter(|before| before.taken == load.taken && staff.starting == 0);
        staff.busy = match &stuck {
            Some(before) if before.was_busy(load.limit) => staff.busy + 1,
            _ => 0,
        };
        if stuck.is_some() && staff.busy.is_multiple_of(LOOKS_WHILE_BUSY) {
            // Where no thread can be had, the next look tries again.
            let _ = self.start(&mut staff);
        }
        self.look_later(&mut staff, load);
    }
}

impl Workforce for Crew {
    fn wanted(&self, load: Load) {
        let mut staff = self.staff.lock();
        if staff.threads >= staff.maximum {
            return;
        }
        let may_run = load.running + staff.starting < load.limit;
        if staff.starting < load.packets && may_run && self.start(&mut staff).is_ok() {
            return;
        }
        self.look_later(&mut staff, load);
    }
}
