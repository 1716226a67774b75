//! The thread that stands by for ports whose sources nobody waits for.
//!
//! A thread that leaves a port last tells it (`arm`), once for each busy time. From then
//! on it looks every `TICK` whether anybody has come back: a port that nobody waited at
//! for a whole tick is adopted, and its sources are told from here until a thread comes
//! and takes it back. Where nobody has left for a tick, nothing ticks until the next arm.

use super::completion_port::CompletionPort;
use super::sys::epoll::{Polled, Poller};
use super::sys::own_thread;
use parking_lot::Mutex;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::io;
use std::sync::{Arc, LazyLock, OnceLock, Weak};
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(1);

/// How long the thread stays without a port before it goes.
const IDLE: Duration = Duration::from_millis(500);

/// Names an adopted port.
pub type Adoption = DefaultKey;

/// The ports that are looked after. Locked after a port's own lock.
#[derive(Default)]
struct Standby {
    armed: Vec<Weak<CompletionPort>>,
    adopted: SlotMap<Adoption, Weak<CompletionPort>>,
    running: bool,
    ticking: bool,
}

static STANDBY: LazyLock<Mutex<Standby>> = LazyLock::new(Mutex::default);
static POLLER: OnceLock<Poller> = OnceLock::new();

/// The poller of the thread; made with the first port.
fn poller() -> io::Result<&'static Poller> {
    if let Some(poller) = POLLER.get() {
        return Ok(poller);
    }
    let poller = Poller::new()?;
    Ok(POLLER.get_or_init(|| poller))
}

/// Looks after a port from the next ticks on. On failure nobody does.
pub fn arm(port: &Arc<CompletionPort>) -> io::Result<()> {
    let poller = poller()?;
    let mut standby = STANDBY.lock();
    if !standby.running {
        own_thread::spawn("portico-standby", || run(poller))?;
        standby.running = true;
        standby.ticking = true;
    }
    standby.armed.push(Arc::downgrade(port));
    if !std::mem::replace(&mut standby.ticking, true) {
        poller.wake();
    }
    Ok(())
}

/// Tells the port's sources from now on.
pub fn adopt(port: &Arc<CompletionPort>) -> io::Result<Adoption> {
    let adoption = STANDBY.lock().adopted.insert(Arc::downgrade(port));
    let added = port.poller().map_or(Ok(()), |set| poller()?.add_set(set, adoption.data().as_ffi()));
    if let Err(error) = added {
        STANDBY.lock().adopted.remove(adoption);
        return Err(error);
    }
    Ok(adoption)
}

/// Gives the port back.
pub fn release(port: &CompletionPort, adoption: Adoption) {
    if let (Some(set), Some(poller)) = (port.poller(), POLLER.get()) {
        poller.remove_set(set);
    }
    let mut standby = STANDBY.lock();
    standby.adopted.remove(adoption);
    // The thread may go when it has been idle for a while.
    if standby.adopted.is_empty()
        && let Some(poller) = POLLER.get()
    {
        poller.wake();
    }
}

fn run(poller: &'static Poller) {
    loop {
        let armed = {
            let mut standby = STANDBY.lock();
            standby.ticking = !standby.armed.is_empty();
            std::mem::take(&mut standby.armed)
        };
        let still: Vec<_> = armed.into_iter().filter(|port| port.upgrade().is_some_and(|port| port.tick())).collect();
        let until = {
            let mut standby = STANDBY.lock();
            standby.armed.extend(still);
            standby.ticking = !standby.armed.is_empty();
            match (standby.ticking, standby.adopted.is_empty()) {
                (true, _) => Some(Instant::now() + TICK),
                (false, true) => Some(Instant::now() + IDLE),
                (false, false) => None,
            }
        };
        loop {
            let mut ready = None;
            poller.wait::<1>(until, |polled| ready = Some(polled));
            let Some(Polled::Ready(number, _)) = ready else { break };
            let port = STANDBY.lock().adopted.get(KeyData::from_ffi(number).into()).and_then(Weak::upgrade);
            if let Some(port) = port {
                port.serve();
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                break;
            }
        }
        let mut standby = STANDBY.lock();
        if standby.armed.is_empty() && standby.adopted.is_empty() && until.is_some_and(|until| until <= Instant::now())
        {
            standby.running = false;
            return;
        }
    }
}
