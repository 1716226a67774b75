//! Signals that are handed to a thread.

use core::ffi::c_int;
use core::mem::MaybeUninit;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, Ordering};

/// What the process did with a signal before.
#[derive(Clone, Copy)]
pub struct Disposition(libc::sigaction);

impl Disposition {
    pub fn is_ignored(&self) -> bool {
        self.0.sa_sigaction == libc::SIG_IGN
    }
}

/// The pipe from the handler to the thread. It stays: a handler may be on its way.
static PIPE: OnceLock<(OwnedFd, OwnedFd)> = OnceLock::new();
static WRITE_END: AtomicI32 = AtomicI32::new(-1);

/// Writes the signal's number. Nothing else is allowed in here.
extern "C" fn on_signal(signal: c_int) {
    let byte = signal as u8;
    // SAFETY: write may be called in a handler; the thread's errno is left as it was.
    unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        libc::write(WRITE_END.load(Ordering::Relaxed), (&raw const byte).cast(), 1);
        *errno = before;
    }
}

/// Makes the pipe, once.
pub fn prepare() -> io::Result<()> {
    if PIPE.get().is_some() {
        return Ok(());
    }
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both descriptors are new and nobody else's.
    let pipe = unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
    let (_, write) = PIPE.get_or_init(|| pipe);
    WRITE_END.store(write.as_raw_fd(), Ordering::Relaxed);
    Ok(())
}

/// Waits for the next signal, or for what `send` has sent.
pub fn receive() -> Option<u8> {
    let (read, _) = PIPE.get()?;
    let mut byte = 0_u8;
    loop {
        // SAFETY: room for one byte.
        match unsafe { libc::read(read.as_raw_fd(), (&raw mut byte).cast(), 1) } {
            1 => return Some(byte),
            0 => return None,
            _ if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => {}
            _ => return None,
        }
    }
}

/// Has `receive` return this.
pub fn send(byte: u8) {
    if let Some((_, write)) = PIPE.get() {
        // SAFETY: one byte that lives for the call. A pipe that is full wakes the reader anyway.
        unsafe { libc::write(write.as_raw_fd(), (&raw const byte).cast(), 1) };
    }
}

/// What the process does with a signal.
pub fn disposition(signal: c_int) -> io::Result<Disposition> {
    let mut before = MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: without a new action the call stores the present one.
    match unsafe { libc::sigaction(signal, core::ptr::null(), before.as_mut_ptr()) } {
        // SAFETY: stored by the call.
        0 => Ok(Disposition(unsafe { before.assume_init() })),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Hands the signal to `receive`.
pub fn hand_over(signal: c_int) {
    set(signal, on_signal as *const () as libc::sighandler_t);
}

/// Ignores the signal.
pub fn ignore(signal: c_int) {
    set(signal, libc::SIG_IGN);
}

fn set(signal: c_int, handler: libc::sighandler_t) {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: zeros are a valid action, whose members are set before it is used.
    unsafe {
        (*action.as_mut_ptr()).sa_sigaction = handler;
        (*action.as_mut_ptr()).sa_flags = libc::SA_RESTART;
        libc::sigemptyset(&raw mut (*action.as_mut_ptr()).sa_mask);
        libc::sigaction(signal, action.as_ptr(), core::ptr::null_mut());
    }
}

/// Does with the signal what was done before.
pub fn restore(signal: c_int, before: &Disposition) {
    // SAFETY: an action that the system has stored.
    unsafe { libc::sigaction(signal, &raw const before.0, core::ptr::null_mut()) };
}

/// Sends a signal to this process, or to a group of processes; 0 is the own group.
pub fn raise(signal: c_int) {
    // SAFETY: no memory is involved.
    unsafe { libc::kill(libc::getpid(), signal) };
}

/// Sends a signal to a group of processes; 0 is the own group.
pub fn raise_in_group(group: u32, signal: c_int) -> io::Result<()> {
    let group = libc::pid_t::try_from(group).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: no memory is involved.
    match unsafe { libc::kill(-group, signal) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
