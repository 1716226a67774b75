//! The Win32 objects and calls that server code stands on.

pub mod debug;
pub mod last_error;
pub mod sys;
