//! `synchapi.h`

pub mod addresses;
pub mod critical_sections;
pub mod init_once;
pub mod objects;
pub mod slim_locks;
pub mod timers;
pub mod waits;
