//! Safe wrappers of system calls.

pub mod dl;
pub mod futex;
pub mod thread;
