//! What has to happen at a time: one thread for all timers, there only while there are any.

use super::sys::own_thread;
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the thread stays without an alarm before it goes.
const IDLE: Duration = Duration::from_millis(500);

/// What happens then. It runs on the alarm thread and must not block.
pub type Action = Arc<dyn Fn() + Send + Sync>;

/// Names an alarm that is set.
pub type Key = (Instant, u64);

struct Alarms {
    /// By time, then in the order of setting.
    set: BTreeMap<Key, Action>,
    next: u64,
    running: bool,
}

static ALARMS: Mutex<Alarms> = Mutex::new(Alarms { set: BTreeMap::new(), next: 0, running: false });
static CHANGED: Condvar = Condvar::new();

/// There was no thread to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoThread;

/// Sets an alarm.
pub fn set(time: Instant, action: Action) -> Result<Key, NoThread> {
    let mut alarms = ALARMS.lock();
    let key = (time, alarms.next);
    alarms.next += 1;
    let first = alarms.set.first_key_value().is_none_or(|(earliest, _)| key < *earliest);
    alarms.set.insert(key, action);
    if !alarms.running {
        if own_thread::spawn("portico-alarm", run).is_err() {
            alarms.set.remove(&key);
            return Err(NoThread);
        }
        alarms.running = true;
    } else if first {
        CHANGED.notify_one();
    }
    Ok(key)
}

/// Takes an alarm back; `false` if it has gone off or is about to.
pub fn cancel(key: Key) -> bool {
    // The action is dropped when the lock has been given up: it may hold the last of something.
    let action = ALARMS.lock().set.remove(&key);
    action.is_some()
}

fn run() {
    let mut alarms = ALARMS.lock();
    loop {
        let Some((&key, _)) = alarms.set.first_key_value() else {
            if CHANGED.wait_for(&mut alarms, IDLE).timed_out() && alarms.set.is_empty() {
                alarms.running = false;
                return;
            }
            continue;
        };
        if key.0 > Instant::now() {
            CHANGED.wait_until(&mut alarms, key.0);
            continue;
        }
        if let Some(action) = alarms.set.remove(&key) {
            // Without the lock, so that an action may set alarms.
            drop(alarms);
            action();
            drop(action);
            alarms = ALARMS.lock();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn alarms_go_off_in_the_order_of_their_times() {
        let (tell, told) = mpsc::channel();
        let now = Instant::now();
        let alarm = |milliseconds: u64, number: u32| {
            let tell = tell.clone();
            set(now + Duration::from_millis(milliseconds), Arc::new(move || tell.send(number).unwrap())).unwrap()
        };
        alarm(900, 3);
        alarm(300, 1);
        let cancelled = alarm(500, 99);
        alarm(600, 2);
        assert!(cancel(cancelled));
        assert!(!cancel(cancelled));
        let order: Vec<u32> = (0..3).map(|_| told.recv_timeout(Duration::from_secs(20)).unwrap()).collect();
        assert_eq!(order, [1, 2, 3]);
    }

    #[test]
    fn an_action_may_set_the_next_alarm() {
        let (tell, told) = mpsc::channel();
        let action: Action = Arc::new(move || {
            let tell = tell.clone();
            set(Instant::now(), Arc::new(move || tell.send(()).unwrap())).unwrap();
        });
        set(Instant::now(), action).unwrap();
        told.recv_timeout(Duration::from_secs(20)).unwrap();
    }
}
