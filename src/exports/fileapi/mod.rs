//! `fileapi.h`

pub mod io;
pub mod open;
pub mod position;
pub mod times;
