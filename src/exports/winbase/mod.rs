//! `winbase.h`

pub mod computer_name;
pub mod directory_changes;
pub mod event_log;
pub mod file_information;
pub mod memory;
pub mod messages;
pub mod move_copy;
pub mod pools;
pub mod strings;
