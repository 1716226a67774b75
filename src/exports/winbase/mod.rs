//! `winbase.h`

pub mod memory;
pub mod messages;
