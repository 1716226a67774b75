//! How a session is made.

use super::Error;
use super::memory::Memory;
use crate::net::websocket::Role;

/// Milliseconds.
pub const DEFAULT_KEEP_ALIVE: u32 = 30_000;
const LEAST_KEEP_ALIVE: u32 = 15_000;

const DEFAULT_RECEIVE_BUFFER: u32 = 4096;
const LEAST_RECEIVE_BUFFER: u32 = 256;
const DEFAULT_CLIENT_SEND_BUFFER: u32 = 4096;
const LEAST_CLIENT_SEND_BUFFER: u32 = 256;
/// A server sends from the caller's buffers: headers are all it needs room for.
const SERVER_SEND_BUFFER: u32 = 16;
/// What lengths can tell, with room to spare for all parts together.
const MOST_BUFFER: u32 = 1 << 30;

/// A property that was given with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    ReceiveBuffer(u32),
    SendBuffer(u32),
    DisableMasking(bool),
    DisableUtf8Verification(bool),
    KeepAlive(u32),
    /// The caller's own memory: how much, and whether it is aligned.
    AllocatedBuffer {
        size: u32,
        aligned: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Properties {
    pub receive_buffer: u32,
    pub send_buffer: u32,
    pub masking: bool,
    pub verifies_utf8: bool,
}

impl Properties {
    pub fn new(role: Role) -> Self {
        Self {
            receive_buffer: DEFAULT_RECEIVE_BUFFER,
            send_buffer: if role == Role::Client { DEFAULT_CLIENT_SEND_BUFFER } else { SERVER_SEND_BUFFER },
            masking: true,
            verifies_utf8: true,
        }
    }

    /// The defaults, changed by what is given; each property may be given once.
    pub fn with(role: Role, given: &[Property]) -> Result<Self, Error> {
        let mut properties = Self::new(role);
        let mut allocated = None;
        for (at, property) in given.iter().enumerate() {
            let kind = core::mem::discriminant(property);
            let repeats = given[..at].iter().any(|earlier| core::mem::discriminant(earlier) == kind);
            let least_send = if role == Role::Client { LEAST_CLIENT_SEND_BUFFER } else { SERVER_SEND_BUFFER };
            let valid = match *property {
                Property::ReceiveBuffer(size) => {
                    properties.receive_buffer = size;
                    (LEAST_RECEIVE_BUFFER..=MOST_BUFFER).contains(&size)
                }
                Property::SendBuffer(size) => {
                    properties.send_buffer = size;
                    (least_send..=MOST_BUFFER).contains(&size)
                }
                Property::DisableMasking(disable) => {
                    properties.masking = !disable;
                    true
                }
                Property::DisableUtf8Verification(disable) => {
                    properties.verifies_utf8 = !disable;
                    true
                }
                // The component has no clock: whoever does the I/O keeps the connection alive.
                Property::KeepAlive(milliseconds) => milliseconds >= LEAST_KEEP_ALIVE,
                Property::AllocatedBuffer { size, aligned } => {
                    allocated = Some(size);
                    aligned
                }
            };
            if repeats || !valid {
                return Err(Error::Argument);
            }
        }
        if allocated.is_some_and(|size| size as usize <= Memory::size(&properties)) {
            return Err(Error::Argument);
        }
        Ok(properties)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_given() {
        use Property::*;
        let cases: &[(Role, &[Property], bool)] = &[
            (Role::Server, &[], true),
            (Role::Server, &[ReceiveBuffer(256), SendBuffer(16)], true),
            (Role::Server, &[ReceiveBuffer(255)], false),
            (Role::Server, &[SendBuffer(15)], false),
            (Role::Client, &[SendBuffer(256)], true),
            (Role::Client, &[SendBuffer(255)], false),
            (Role::Client, &[ReceiveBuffer(u32::MAX)], false),
            (Role::Client, &[DisableMasking(true), DisableUtf8Verification(true)], true),
            (Role::Client, &[DisableMasking(true), DisableMasking(true)], false),
            (Role::Client, &[KeepAlive(15_000)], true),
            (Role::Client, &[KeepAlive(14_999)], false),
            (Role::Server, &[AllocatedBuffer { size: 4096 + 16 + 256, aligned: true }], false),
            (Role::Server, &[AllocatedBuffer { size: 4096 + 16 + 257, aligned: true }], true),
            (Role::Server, &[AllocatedBuffer { size: 8192, aligned: false }], false),
            (Role::Server, &[AllocatedBuffer { size: 529, aligned: true }, ReceiveBuffer(256)], true),
            (Role::Server, &[AllocatedBuffer { size: 528, aligned: true }, ReceiveBuffer(256)], false),
        ];
        for (role, given, wanted) in cases {
            assert_eq!(Properties::with(*role, given).is_ok(), *wanted, "{role:?} {given:?}");
        }
    }
}
