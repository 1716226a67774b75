//! The Win32 objects and calls that server code stands on.

pub mod address;
pub mod alarm;
pub mod completion_port;
pub mod condition_variable;
pub mod critical_section;
pub mod current;
pub mod debug;
pub mod error;
pub mod event;
pub mod file_time;
pub mod handle_table;
pub mod init_once;
pub mod last_error;
pub mod loader;
pub mod mutex;
pub mod names;
pub mod object;
pub mod overlapped;
pub mod semaphore;
pub mod srw_lock;
pub mod status;
pub mod sync;
#[cfg(portico_loom)]
mod sync_model;
pub mod sys;
pub mod text;
pub mod thread;
pub mod thread_start;
pub mod wait;
pub mod waitable;
pub mod waitable_timer;
pub mod waiter;
