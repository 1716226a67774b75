//! The Win32 objects and calls that server code stands on.

pub mod code_page;
pub mod compare;
pub mod completion_port;
pub mod current;
pub mod debug;
pub mod error;
pub mod event;
pub mod handle_table;
pub mod heap;
pub mod last_error;
pub mod mutex;
pub mod names;
pub mod object;
pub mod overlapped;
pub mod semaphore;
pub mod status;
pub mod sys;
pub mod system_info;
pub mod text;
pub mod thread;
pub mod time;
pub mod time_zone;
pub mod tls;
pub mod wait;
pub mod waitable;
pub mod waiter;
