//! The Win32 objects and calls that server code stands on.

pub mod completion_port;
pub mod current;
pub mod debug;
pub mod handle_table;
pub mod last_error;
pub mod object;
pub mod sys;
pub mod wait;
pub mod waitable;
pub mod waiter;
