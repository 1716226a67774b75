//! Control frames: what they carry, and as they are sent.

use super::header::{Header, MAX_CONTROL, MAX_HEADER, Opcode};
use super::mask::Mask;
use core::ops::Deref;

/// What a ping, a pong or a close carries.
#[derive(Clone, Copy)]
pub struct Payload {
    bytes: [u8; MAX_CONTROL],
    length: u8,
}

impl Payload {
    pub const EMPTY: Self = Self { bytes: [0; MAX_CONTROL], length: 0 };

    /// `None` for more than 125 bytes.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut payload = Self::EMPTY;
        payload.extend(bytes).then_some(payload)
    }

    /// Whether there was room for it.
    pub fn extend(&mut self, bytes: &[u8]) -> bool {
        let length = usize::from(self.length);
        let Some(room) = self.bytes.get_mut(length..length + bytes.len()) else { return false };
        room.copy_from_slice(bytes);
        self.length += bytes.len() as u8;
        true
    }

    pub fn unmask(&mut self, mut mask: Mask) {
        mask.apply(&mut self.bytes[..usize::from(self.length)]);
    }
}

impl Deref for Payload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Payload {}

impl core::fmt::Debug for Payload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        (**self).fmt(f)
    }
}

/// A whole control frame to send.
#[derive(Clone, Copy)]
pub struct ControlFrame {
    bytes: [u8; MAX_HEADER + MAX_CONTROL],
    length: usize,
}

impl ControlFrame {
    pub fn new(opcode: Opcode, payload: &Payload, mask: Option<[u8; 4]>) -> Self {
        let header = Header { last: true, opcode, mask, length: payload.len() as u64 }.write();
        let mut bytes = [0; MAX_HEADER + MAX_CONTROL];
        let length = header.len() + payload.len();
        bytes[..header.len()].copy_from_slice(&header);
        bytes[header.len()..length].copy_from_slice(payload);
        Mask::new(mask.unwrap_or_default()).apply(&mut bytes[header.len()..length]);
        Self { bytes, length }
    }
}

impl Deref for ControlFrame {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl core::fmt::Debug for ControlFrame {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        (**self).fmt(f)
    }
}
