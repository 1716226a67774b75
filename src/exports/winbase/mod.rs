//! `winbase.h`

pub mod computer_name;
pub mod memory;
pub mod messages;
pub mod pools;
pub mod strings;
