//! `synchapi.h`

pub mod objects;
pub mod waits;
