//! `memoryapi.h`

pub mod mappings;
pub mod pages;
