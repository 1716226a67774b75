//! `oleauto.h`

pub mod strings;
pub mod variants;
