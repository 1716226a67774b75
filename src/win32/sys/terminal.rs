//! Standard input, key by key.

use std::mem::MaybeUninit;

/// Has a terminal give each key at once, unseen, until this is dropped. Ctrl+C goes on being a signal.
struct KeyByKey(libc::termios);

impl KeyByKey {
    /// `None` where standard input is no terminal.
    fn new() -> Option<Self> {
        let mut before = MaybeUninit::uninit();
        // SAFETY: the call fills it where it succeeds.
        let before = unsafe {
            if libc::tcgetattr(libc::STDIN_FILENO, before.as_mut_ptr()) != 0 {
                return None;
            }
            before.assume_init()
        };
        let mut raw = before;
        raw.c_lflag &= !(libc::ICANON | libc::ECHO);
        // The Enter key is a carriage return.
        raw.c_iflag &= !libc::ICRNL;
        raw.c_cc[libc::VMIN] = 1;
        raw.c_cc[libc::VTIME] = 0;
        // SAFETY: plain data.
        unsafe { libc::tcsetattr(libc::STDIN_FILENO, libc::TCSANOW, &raw const raw) };
        Some(Self(before))
    }
}

impl Drop for KeyByKey {
    fn drop(&mut self) {
        // SAFETY: what the system has told before.
        unsafe { libc::tcsetattr(libc::STDIN_FILENO, libc::TCSANOW, &raw const self.0) };
    }
}

/// The next byte; `None` at the end.
pub fn read_key() -> Option<u8> {
    let _mode = KeyByKey::new();
    let mut byte = 0_u8;
    loop {
        // SAFETY: there is room for the one byte.
        let count = unsafe { libc::read(libc::STDIN_FILENO, (&raw mut byte).cast(), 1) };
        match count {
            1 => return Some(byte),
            -1 if std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted => {}
            _ => return None,
        }
    }
}

/// Whether read_key would not wait.
pub fn has_key() -> bool {
    let _mode = KeyByKey::new();
    let mut input = libc::pollfd { fd: libc::STDIN_FILENO, events: libc::POLLIN, revents: 0 };
    // SAFETY: one descriptor, and no wait.
    unsafe { libc::poll(&raw mut input, 1, 0) == 1 && input.revents & libc::POLLIN != 0 }
}
