//! The thread that writes logs: one for all, there only while any has something to be written.

use super::log::Log;
use crate::win32::sys::own_thread;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Lines wait so long, unless there are many.
const INTERVAL: Duration = Duration::from_secs(1);
/// The thread waits so long for more before it goes.
const IDLE: Duration = Duration::from_secs(2);

struct Writer {
    /// Logs with lines that wait.
    due: Vec<Arc<Log>>,
    /// Those that the thread is writing.
    busy: Vec<Arc<Log>>,
    hurry: bool,
    running: bool,
}

static WRITER: Mutex<Writer> = Mutex::new(Writer { due: Vec::new(), busy: Vec::new(), hurry: false, running: false });
static CHANGED: Condvar = Condvar::new();

/// Something waits in a log.
pub fn schedule(log: Arc<Log>) {
    let mut writer = WRITER.lock();
    writer.due.push(log);
    if writer.running {
        CHANGED.notify_one();
    } else {
        // Without a thread the next log tries again, and whoever closes one writes it.
        writer.running = own_thread::spawn("portico-log", run).is_ok();
    }
}

/// Much waits.
pub fn hurry() {
    WRITER.lock().hurry = true;
    CHANGED.notify_one();
}

/// Writes what waits in all logs.
pub fn flush_all() {
    let (due, busy) = {
        let mut writer = WRITER.lock();
        (std::mem::take(&mut writer.due), writer.busy.clone())
    };
    let again: Vec<_> = due.into_iter().filter(|log| log.flush()).collect();
    again.into_iter().for_each(schedule);
    // Those come again by the thread.
    for log in busy {
        log.flush();
    }
}

fn run() {
    let mut writer = WRITER.lock();
    loop {
        if writer.due.is_empty() {
            if CHANGED.wait_for(&mut writer, IDLE).timed_out() && writer.due.is_empty() {
                writer.running = false;
                return;
            }
            continue;
        }
        let until = Instant::now() + INTERVAL;
        while !writer.hurry && !CHANGED.wait_until(&mut writer, until).timed_out() {}
        writer.hurry = false;
        let due = std::mem::take(&mut writer.due);
        writer.busy.clone_from(&due);
        drop(writer);
        let again: Vec<_> = due.into_iter().filter(|log| log.flush()).collect();
        writer = WRITER.lock();
        writer.busy.clear();
        writer.due.extend(again);
    }
}
