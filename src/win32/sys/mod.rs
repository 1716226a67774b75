//! Safe wrappers of system calls.

pub mod clock;
pub mod dl;
pub mod epoll;
pub mod errno;
pub mod futex;
pub mod own_thread;
pub mod pages;
pub mod process;
pub mod signals;
pub mod thread;
pub mod va_list;
