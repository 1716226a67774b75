//! The memory that a response leaves behind for the next one on its thread: as much as most have need of, and
//! nothing of what was in it.

use super::State;
use super::body::FIRST;
use crate::abi::iis::*;
use crate::iis::com::memory::Texts;
use core::cell::Cell;
use core::mem::take;

thread_local! {
    static SPARE: Cell<Option<Spare>> = const { Cell::new(None) };
}

/// All of it is empty.
#[derive(Default)]
pub struct Spare {
    pub unknown: Vec<HTTP_UNKNOWN_HEADER>,
    pub chunks: Vec<HTTP_DATA_CHUNK>,
    pub texts: Texts,
    pub buffers: Vec<Vec<u8>>,
    /// Has room for as much as a first buffer, or for nothing.
    pub buffer: Vec<u8>,
}

/// More than so many items are not kept.
const ITEMS: usize = 8;

/// Nor is text of more bytes than these.
const TEXT: usize = 1 << 10;

pub fn take_spare() -> Spare {
    SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
}

/// Nobody uses the response any more.
pub fn keep(state: &mut State) {
    // ThreadSanitizer does not know the fence by which the last owner of a request comes after the others.
    if cfg!(portico_tsan) {
        return;
    }
    let sent = if state.in_flight.buffers.is_empty() { &mut state.copies } else { &mut state.in_flight };
    let mut buffers = take(&mut sent.buffers);
    let used = buffers.drain(..).chain([take(&mut state.spare)]);
    let buffer = used.into_iter().find(|buffer| buffer.capacity() == FIRST).unwrap_or_default();
    let (unknown, chunks) = state.arrays.take();
    let spare = Spare {
        unknown: emptied(unknown),
        chunks: emptied(chunks),
        texts: take(&mut state.texts).emptied(TEXT),
        buffers: emptied(buffers),
        buffer: emptied_buffer(buffer),
    };
    // A thread that ends keeps nothing.
    let _ = SPARE.try_with(|place| place.set(Some(spare)));
}

fn emptied_buffer(mut buffer: Vec<u8>) -> Vec<u8> {
    buffer.clear();
    buffer
}

fn emptied<T>(mut items: Vec<T>) -> Vec<T> {
    items.clear();
    if items.capacity() > ITEMS { Vec::new() } else { items }
}
