//! Safe wrappers of system calls.

pub mod clock;
pub mod dl;
pub mod thread;
pub mod va_list;
