//! Safe wrappers of system calls.

pub mod activation;
pub mod clock;
pub mod dl;
pub mod epoll;
pub mod errno;
pub mod files;
pub mod futex;
pub mod inotify;
pub mod locks;
pub mod mappings;
pub mod own_thread;
pub mod pages;
pub mod poll;
pub mod process;
pub mod signals;
pub mod socket;
pub mod terminal;
pub mod thread;
pub mod user;
pub mod va_list;
