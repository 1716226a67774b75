//! `fileapi.h`

pub mod attributes;
pub mod directories;
pub mod disk;
pub mod find;
pub mod information;
pub mod io;
pub mod locks;
pub mod names;
pub mod open;
pub mod position;
pub mod times;
