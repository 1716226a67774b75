//! Safe wrappers of system calls.

pub mod clock;
pub mod dl;
pub mod pages;
pub mod thread;
pub mod va_list;
