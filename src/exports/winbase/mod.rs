//! `winbase.h`

pub mod messages;
