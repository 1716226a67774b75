//! The signals that the program is told by what to do.

use std::mem::MaybeUninit;

/// SIGTERM, SIGINT and SIGHUP, which no thread gets by itself.
pub struct Signals(libc::sigset_t);

pub enum Wish {
    End,
    Reload,
}

/// Keeps the signals until somebody waits for them.
pub fn block() -> Result<Signals, String> {
    let mut set = MaybeUninit::uninit();
    // SAFETY: the set is made before it is used.
    let failed = unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
            libc::sigaddset(set.as_mut_ptr(), signal);
        }
        libc::pthread_sigmask(libc::SIG_BLOCK, set.as_ptr(), std::ptr::null_mut())
    };
    if failed != 0 {
        return Err(format!("signals: {}", std::io::Error::from_raw_os_error(failed)));
    }
    // SAFETY: as above.
    Ok(Signals(unsafe { set.assume_init() }))
}

impl Signals {
    pub fn wait(&self) -> Wish {
        let mut signal = 0;
        // SAFETY: both are there; only an invalid set makes it fail.
        unsafe { libc::sigwait(&raw const self.0, &raw mut signal) };
        if signal == libc::SIGHUP { Wish::Reload } else { Wish::End }
    }
}
