//! GUIDs of our own making.

use crate::abi::windows::GUID;
use std::hash::{BuildHasher, RandomState};

/// A random one, of version 4.
pub fn random() -> GUID {
    // The state of a new hasher is random, as far as the system's random numbers are.
    let number = || RandomState::new().hash_one(std::thread::current().id());
    let (high, low) = (number(), number());
    let mut last = low.to_be_bytes();
    last[0] = last[0] & 0x3F | 0x80;
    GUID { Data1: (high >> 32) as u32, Data2: (high >> 16) as u16, Data3: high as u16 & 0x0FFF | 0x4000, Data4: last }
}
