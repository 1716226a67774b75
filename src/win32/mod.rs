//! The Win32 objects and calls that server code stands on.

pub mod address;
pub mod alarm;
pub mod apc;
pub mod bstr;
pub mod code_page;
pub mod compare;
pub mod completion_port;
pub mod condition_variable;
pub mod console;
pub mod critical_section;
pub mod current;
pub mod debug;
pub mod environment;
pub mod error;
pub mod event;
pub mod fls;
pub mod handle_table;
pub mod heap;
pub mod init_once;
pub mod last_error;
pub mod loader;
pub mod local_memory;
pub mod message;
pub mod message_text;
pub mod mutex;
pub mod names;
pub mod object;
pub mod overlapped;
pub mod poll_set;
pub mod pool;
pub mod semaphore;
pub mod slist;
pub mod srw_lock;
#[cfg(not(portico_loom))]
mod standby;
#[cfg(portico_loom)]
#[path = "standby_model.rs"]
mod standby;
pub mod status;
pub mod sync;
#[cfg(portico_loom)]
mod sync_model;
pub mod sys;
pub mod system_info;
pub mod text;
pub mod thread;
pub mod thread_start;
pub mod time;
pub mod time_zone;
pub mod tls;
pub mod variant;
pub mod virtual_memory;
pub mod wait;
pub mod waitable;
pub mod waitable_timer;
pub mod waiter;
