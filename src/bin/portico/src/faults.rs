//! Faults: one line says in which module, then the process ends as it would have, with a core.

use crate::library::describe_call;
use std::ffi::{c_int, c_void};
use std::mem::zeroed;
use std::ptr::null_mut;
use std::sync::OnceLock;

type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);

const FAULTS: [(c_int, &str); 5] = [
    (libc::SIGSEGV, "SIGSEGV"),
    (libc::SIGBUS, "SIGBUS"),
    (libc::SIGFPE, "SIGFPE"),
    (libc::SIGILL, "SIGILL"),
    (libc::SIGABRT, "SIGABRT"),
];

/// Handlers that somebody else has set before, as sanitizers do: they have their say behind ours.
static OTHERS: [OnceLock<Handler>; FAULTS.len()] = [const { OnceLock::new() }; FAULTS.len()];

/// From now on faults are told.
pub fn name() {
    for ((signal, _), other) in FAULTS.iter().zip(&OTHERS) {
        // SAFETY: the action is complete, and so is what is told of the one before.
        unsafe {
            let mut action: libc::sigaction = zeroed();
            action.sa_sigaction = tell as Handler as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut action.sa_mask);
            let mut before: libc::sigaction = zeroed();
            if libc::sigaction(*signal, &raw const action, &raw mut before) == 0 && is_foreign(&before) {
                let _ = other.set(std::mem::transmute::<usize, Handler>(before.sa_sigaction));
            }
        }
    }
}

/// Whether a handler is neither the system's nor of this program, whose own looks for full stacks.
fn is_foreign(action: &libc::sigaction) -> bool {
    let is_handler = action.sa_flags & libc::SA_SIGINFO != 0 && action.sa_sigaction > libc::SIG_IGN;
    is_handler && object_of(action.sa_sigaction) != object_of(tell as Handler as usize)
}

/// Where the file that an address belongs to begins.
fn object_of(address: usize) -> *mut c_void {
    // SAFETY: whatever address it is, it is only looked up.
    unsafe {
        let mut info: libc::Dl_info = zeroed();
        if libc::dladdr(address as *const c_void, &raw mut info) == 0 { null_mut() } else { info.dli_fbase }
    }
}

/// The handler: nothing in it takes memory or a lock.
extern "C" fn tell(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    let mut line = [0_u8; 1024];
    let mut filled = 0;
    let mut put = |text: &[u8]| {
        for (place, byte) in line.iter_mut().skip(filled).zip(text) {
            *place = *byte;
            filled += 1;
        }
    };
    let at = FAULTS.iter().position(|(known, _)| *known == signal);
    let name = at.and_then(|at| FAULTS.get(at)).map_or("a signal", |(_, name)| name);
    let mut room = [0_u8; 900];
    let call = describe_call(&mut room);
    put(b"portico: ");
    put(name.as_bytes());
    if call.is_empty() {
        put(b" outside of modules");
    } else {
        put(b" in ");
        put(call);
    }
    put(b"\n");
    // SAFETY: so much was filled, and only what may be called in a handler is called.
    unsafe { libc::write(2, line.as_ptr().cast(), filled) };
    if let Some(other) = at.and_then(|at| OTHERS.get(at)).and_then(OnceLock::get) {
        other(signal, info, context);
    }
    // SAFETY: as above. The signal comes again when this returns, with what it does by itself: the core
    // has the stack as it was.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}
