//! Control events of the console: signals, told to the program's functions.
//!
//! Signals are taken only while the program has such a function, and given back
//! after the last one is removed. Each event has a thread of its own, as on Windows.
//! What the process ignored from its beginning (nohup) stays ignored.

use super::error::Win32Error;
use super::sys::own_thread;
use super::sys::signals::{self, Disposition};
use super::sys::thread::{self as system, SignalMask};
use crate::abi::windows::*;
use core::ffi::{c_int, c_void};
use core::ptr::{null_mut, without_provenance_mut};
use parking_lot::Mutex;

pub type Handler = unsafe extern "C-unwind" fn(DWORD) -> BOOL;

const EVENTS: [(c_int, DWORD); 4] = [
    (libc::SIGINT, CTRL_C_EVENT),
    (libc::SIGQUIT, CTRL_BREAK_EVENT),
    (libc::SIGHUP, CTRL_CLOSE_EVENT),
    (libc::SIGTERM, CTRL_SHUTDOWN_EVENT),
];

/// What ends the thread that receives; no signal has the number.
const END: u8 = 0;

static CONSOLE: Mutex<Console> =
    Mutex::new(Console { handlers: Vec::new(), ignores_ctrl_c: false, before: [None; EVENTS.len()], mask: None });

struct Console {
    /// The last one is asked first.
    handlers: Vec<Handler>,
    ignores_ctrl_c: bool,
    /// What was done with the signals that were taken.
    before: [Option<Disposition>; EVENTS.len()],
    /// The signals that the program blocks, for the threads that call it.
    mask: Option<SignalMask>,
}

/// Asks one function more, before the others.
pub fn add(handler: Handler) -> Result<(), Win32Error> {
    let mut console = CONSOLE.lock();
    if console.handlers.is_empty() {
        let no_room = |_| Win32Error(ERROR_NOT_ENOUGH_MEMORY);
        signals::prepare().map_err(no_room)?;
        own_thread::spawn("portico-console", receive).map_err(no_room)?;
        console.mask = Some(SignalMask::current());
    }
    console.handlers.push(handler);
    console.settle();
    Ok(())
}

/// Asks a function no more.
pub fn remove(handler: Handler) -> Result<(), Win32Error> {
    let mut console = CONSOLE.lock();
    let place = console.handlers.iter().rposition(|known| *known as usize == handler as usize);
    console.handlers.remove(place.ok_or(Win32Error(ERROR_INVALID_PARAMETER))?);
    console.settle();
    if console.handlers.is_empty() {
        signals::send(END);
    }
    Ok(())
}

/// Ignores Ctrl+C, which programs that are started from here do too.
pub fn ignore_ctrl_c(ignores: bool) {
    let mut console = CONSOLE.lock();
    console.ignores_ctrl_c = ignores;
    console.settle();
}

impl Console {
    /// Takes the signals that are wanted, and gives the others back.
    fn settle(&mut self) {
        for (at, (signal, event)) in EVENTS.into_iter().enumerate() {
            let ignored = self.ignores_ctrl_c && event == CTRL_C_EVENT;
            let wanted = ignored || !self.handlers.is_empty();
            match (&self.before[at], wanted) {
                (Some(before), false) => {
                    signals::restore(signal, before);
                    self.before[at] = None;
                }
                (None, true) => {
                    let Ok(before) = signals::disposition(signal) else { continue };
                    if before.is_ignored() {
                        continue;
                    }
                    self.before[at] = Some(before);
                }
                (None, false) => {}
                (Some(_), true) => {}
            }
            if self.before[at].is_some() {
                if ignored { signals::ignore(signal) } else { signals::hand_over(signal) }
            }
        }
    }
}

/// Waits for signals, and starts a thread for each.
fn receive() {
    while let Some(byte) = signals::receive()
        && byte != END
    {
        if let Some(at) = EVENTS.iter().position(|(signal, _)| *signal == c_int::from(byte)) {
            // SAFETY: the argument is a number.
            let started = unsafe { system::spawn(0, tell, without_provenance_mut(at)) };
            if started.is_err() {
                give_back(at);
            }
        }
    }
}

/// Asks the functions until one has dealt with the event.
unsafe extern "C-unwind" fn tell(at: *mut c_void) -> *mut c_void {
    let at = at.addr();
    let event = EVENTS[at].1;
    enter();
    let mut place = usize::MAX;
    let mut done = false;
    while let Some((handler, before)) = handler_before(place) {
        place = before;
        // SAFETY: the program gave the function for this, and nothing here is to be dropped.
        done = unsafe { handler(event) } != FALSE;
        if done {
            break;
        }
    }
    // What closes the console or shuts down ends the process in any case.
    if !done || matches!(event, CTRL_CLOSE_EVENT | CTRL_SHUTDOWN_EVENT) {
        give_back(at);
    }
    null_mut()
}

fn enter() {
    let mask = CONSOLE.lock().mask;
    if let Some(mask) = mask {
        mask.apply();
    }
    system::set_name(c"portico-event");
}

/// The function that is asked after the one at `place`, and its place.
fn handler_before(place: usize) -> Option<(Handler, usize)> {
    let console = CONSOLE.lock();
    let place = place.min(console.handlers.len()).checked_sub(1)?;
    Some((console.handlers[place], place))
}

/// Does with the signal what would have been done without us: mostly that ends the process.
fn give_back(at: usize) {
    let mut console = CONSOLE.lock();
    if let Some(before) = console.before[at].take() {
        let (signal, _) = EVENTS[at];
        signals::restore(signal, &before);
        drop(console);
        signals::raise(signal);
    }
}

/// Sends Ctrl+C or Ctrl+Break to a group of processes; 0 is the own group.
pub fn generate(event: DWORD, group: u32) -> Result<(), Win32Error> {
    let signal = match event {
        CTRL_C_EVENT => libc::SIGINT,
        CTRL_BREAK_EVENT => libc::SIGQUIT,
        _ => return Err(Win32Error(ERROR_INVALID_PARAMETER)),
    };
    signals::raise_in_group(group, signal).map_err(|error| {
        Win32Error(match error.kind() {
            std::io::ErrorKind::PermissionDenied => ERROR_ACCESS_DENIED,
            _ => ERROR_INVALID_PARAMETER,
        })
    })
}
