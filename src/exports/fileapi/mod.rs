//! `fileapi.h`

pub mod times;
