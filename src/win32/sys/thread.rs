//! Threads of the system.

use core::ffi::{CStr, c_int, c_void};
use core::mem::MaybeUninit;

/// The id of the calling thread.
pub fn id() -> u32 {
    // SAFETY: no arguments, no failure.
    unsafe { libc::gettid() }.cast_unsigned()
}

/// Names a thread of the process. The system keeps 15 bytes.
pub fn name(thread: u32, name: &str) {
    let end = name.char_indices().map(|(at, character)| at + character.len_utf8()).take_while(|end| *end <= 15).last();
    // A name is a help and no more; a thread that has just ended has none.
    let _ = std::fs::write(format!("/proc/self/task/{thread}/comm"), &name[..end.unwrap_or(0)]);
}

/// What a new thread runs. Unwinding may pass through: that is how a thread ends early.
pub type Start = unsafe extern "C-unwind" fn(*mut c_void) -> *mut c_void;

unsafe extern "C-unwind" {
    fn pthread_exit(value: *mut c_void) -> !;
}

/// Starts a detached thread with a stack of at least `stack` bytes, 0 for the usual size.
///
/// # Safety
/// `start` may be called with `argument` on another thread, once.
pub unsafe fn spawn(stack: usize, start: Start, argument: *mut c_void) -> Result<(), c_int> {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    // SAFETY: initialises the attributes, which are destroyed below.
    let result = unsafe { libc::pthread_attr_init(attributes.as_mut_ptr()) };
    if result != 0 {
        return Err(result);
    }
    let attributes = attributes.as_mut_ptr();
    if stack != 0 {
        const PAGE: usize = 4096;
        // What rounding makes too large is refused with the thread.
        let stack = stack.max(libc::PTHREAD_STACK_MIN).checked_next_multiple_of(PAGE).unwrap_or(usize::MAX - PAGE + 1);
        // SAFETY: the attributes are initialised; a size that the system refuses changes nothing.
        unsafe { libc::pthread_attr_setstacksize(attributes, stack) };
    }
    let mut thread = MaybeUninit::uninit();
    // SAFETY: the two types differ in that ours may unwind, which the system's start code allows.
    let start = unsafe { core::mem::transmute::<Start, extern "C" fn(*mut c_void) -> *mut c_void>(start) };
    // SAFETY: attributes and start are as the call wants them.
    let result = unsafe {
        libc::pthread_attr_setdetachstate(attributes, libc::PTHREAD_CREATE_DETACHED);
        libc::pthread_create(thread.as_mut_ptr(), attributes, start, argument)
    };
    // SAFETY: initialised above, and not used again.
    unsafe { libc::pthread_attr_destroy(attributes) };
    if result == 0 { Ok(()) } else { Err(result) }
}

/// Ends the calling thread by unwinding its stack.
///
/// # Safety
/// The frames above are the program's own, or hold nothing that must be dropped.
pub unsafe fn exit() -> ! {
    // SAFETY: by contract.
    unsafe { pthread_exit(core::ptr::null_mut()) }
}

/// Names the calling thread, for debuggers and `ps -L`; 15 bytes at most.
pub fn set_name(name: &CStr) {
    // SAFETY: the calling thread is there, and the name ends with a NUL.
    unsafe { libc::pthread_setname_np(libc::pthread_self(), name.as_ptr()) };
}

/// The signals that a thread blocks.
#[derive(Clone, Copy)]
pub struct SignalMask(libc::sigset_t);

impl SignalMask {
    /// That of the calling thread.
    pub fn current() -> Self {
        let mut mask = MaybeUninit::uninit();
        // SAFETY: without a new set the call stores the present one, and does not fail.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, core::ptr::null(), mask.as_mut_ptr());
            Self(mask.assume_init())
        }
    }

    /// Makes it that of the calling thread.
    pub fn apply(self) {
        // SAFETY: the set is one that the system has stored.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, core::ptr::null_mut()) };
    }
}
