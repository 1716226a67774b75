//! The memory of a session: where the caller puts what it receives, and finds what it sends.

use super::Span;
use super::properties::Properties;
use crate::net::websocket::control::ControlFrame;
use crate::win32::caller_memory::CallerBuffer;
use core::ops::Range;

/// Beside the two buffers: a control frame to send, and the reason of a close that came.
const CONTROL: usize = 256;

#[derive(Debug)]
pub struct Memory {
    pub(super) receive: CallerBuffer,
    pub(super) send: CallerBuffer,
    control: CallerBuffer,
    reason: CallerBuffer,
}

/// The longest control frame.
const CONTROL_FRAME: usize = 131;

impl Memory {
    /// How many bytes it is made of.
    pub fn size(properties: &Properties) -> usize {
        properties.receive_buffer as usize + properties.send_buffer as usize + CONTROL
    }

    /// `all` has `size` bytes at least.
    pub fn new(all: CallerBuffer, properties: &Properties) -> Self {
        let (receive, rest) = all.split_at(properties.receive_buffer as usize);
        let (send, rest) = rest.split_at(properties.send_buffer as usize);
        let (control, reason) = rest.split_at(CONTROL_FRAME);
        Self { receive, send, control, reason }
    }

    pub(super) fn put_control(&mut self, frame: &ControlFrame) -> Span {
        self.control.as_mut_slice()[..frame.len()].copy_from_slice(frame);
        span(&mut self.control, 0..frame.len())
    }

    pub(super) fn put_reason(&mut self, reason: &str) -> Span {
        self.reason.as_mut_slice()[..reason.len()].copy_from_slice(reason.as_bytes());
        span(&mut self.reason, 0..reason.len())
    }
}

pub(super) fn span(buffer: &mut CallerBuffer, range: Range<usize>) -> Span {
    Span { start: buffer.as_mut_ptr().wrapping_add(range.start), length: range.len() as u32 }
}
