//! The Win32 objects and calls that server code stands on.

pub mod last_error;
