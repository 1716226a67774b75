//! Safe wrappers of system calls.

pub mod clock;
pub mod dl;
pub mod thread;
