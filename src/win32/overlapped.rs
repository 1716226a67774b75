//! How an asynchronous operation tells its end: status, event, packet.

use super::completion_port::{Binding, Packet, SKIP_COMPLETION_PORT_ON_SUCCESS};
use super::event::Event;
use super::handle_table::HANDLES;
use crate::abi::windows::{LPOVERLAPPED, NTSTATUS, STATUS_PENDING};
use core::sync::atomic::{AtomicUsize, Ordering};

/// An OVERLAPPED that an operation in flight owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    overlapped: LPOVERLAPPED,
}

// SAFETY: the caller leaves the OVERLAPPED alone until the operation has ended.
unsafe impl Send for Operation {}
// SAFETY: as above; the fields that both sides use are accessed atomically.
unsafe impl Sync for Operation {}

impl Operation {
    /// Marks the operation as pending and resets its event.
    ///
    /// # Safety
    /// `overlapped` points to an OVERLAPPED that stays valid until the operation has ended.
    pub unsafe fn start(overlapped: LPOVERLAPPED) -> Self {
        let operation = Self { overlapped };
        operation.internal_high().store(0, Ordering::Relaxed);
        operation.internal().store(STATUS_PENDING as usize, Ordering::Release);
        if let Some(event) = operation.event() {
            event.reset();
        }
        operation
    }

    pub fn address(self) -> usize {
        self.overlapped.addr()
    }

    /// Ends an operation for which the caller was told that it is pending.
    pub fn complete(self, binding: &Binding, status: NTSTATUS, bytes: u32) {
        self.finish(binding, status, bytes, true);
    }

    /// Ends an operation inside the call that started it. With
    /// `FILE_SKIP_COMPLETION_PORT_ON_SUCCESS` no packet follows a success.
    pub fn complete_inline(self, binding: &Binding, status: NTSTATUS, bytes: u32) {
        let skip = status >= 0 && binding.has_mode(SKIP_COMPLETION_PORT_ON_SUCCESS);
        self.finish(binding, status, bytes, !skip);
    }

    /// Ends an operation that failed inside the call that started it: the caller learns it there, and
    /// neither event nor packet follows.
    pub fn fail_inline(self, status: NTSTATUS) {
        self.internal().store(status as u32 as usize, Ordering::Release);
    }

    fn finish(self, binding: &Binding, status: NTSTATUS, bytes: u32, packet: bool) {
        // What is needed later is looked up first: once the status is there the caller may free
        // the OVERLAPPED, or bind a port that is for what comes after.
        let event = self.event();
        let port = binding.port();
        let wants_packet = self.event_handle() & 1 == 0;
        self.internal_high().store(bytes as usize, Ordering::Relaxed);
        self.internal().store(status as u32 as usize, Ordering::Release);
        if let Some(event) = event {
            event.set();
        }
        if let Some((port, key)) = port
            && packet
            && wants_packet
        {
            port.leave(Packet { key: *key, overlapped: self.address(), bytes, status });
        }
    }

    /// Whether an event tells the end.
    pub fn has_event(self) -> bool {
        self.event_handle() & !1 != 0
    }

    fn internal(&self) -> &AtomicUsize {
        // SAFETY: the OVERLAPPED is valid by the contract of `start`, and aligned as its type.
        unsafe { AtomicUsize::from_ptr(&raw mut (*self.overlapped).Internal) }
    }

    fn internal_high(&self) -> &AtomicUsize {
        // SAFETY: as above.
        unsafe { AtomicUsize::from_ptr(&raw mut (*self.overlapped).InternalHigh) }
    }

    fn event_handle(&self) -> usize {
        // SAFETY: as above; nobody writes the member while the operation is in flight.
        unsafe { (*self.overlapped).hEvent }.addr()
    }

    /// The event, without the lowest bit, which only asks for no packet.
    fn event(&self) -> Option<std::sync::Arc<Event>> {
        let handle = self.event_handle() & !1;
        (handle != 0).then(|| HANDLES.get_as(core::ptr::without_provenance_mut(handle)).ok()).flatten()
    }
}

/// Notes where an operation with a completion routine stands. Its `hEvent` is the caller's own.
///
/// # Safety
/// `overlapped` points to an OVERLAPPED.
pub unsafe fn note(overlapped: LPOVERLAPPED, status: NTSTATUS, bytes: u32) {
    let operation = Operation { overlapped };
    operation.internal_high().store(bytes as usize, Ordering::Relaxed);
    operation.internal().store(status as u32 as usize, Ordering::Release);
}

/// The status and the bytes of an operation, as its OVERLAPPED says now.
///
/// # Safety
/// `overlapped` points to an OVERLAPPED.
pub unsafe fn result(overlapped: LPOVERLAPPED) -> (NTSTATUS, u32) {
    let operation = Operation { overlapped };
    let status = operation.internal().load(Ordering::Acquire) as NTSTATUS;
    (status, operation.internal_high().load(Ordering::Relaxed) as u32)
}
