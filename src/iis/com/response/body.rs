//! The body as far as it is buffered: an array of data chunks.

use super::headers::check_value;
use super::live::Text;
use super::{ResponseObject, ResponseState, State};
use crate::abi::iis::*;
use crate::httpapi::response_parts;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::win32::boundary::{hresult as failed, void};
use crate::win32::file::File;
use crate::win32::handle_table::HANDLES;
use core::slice;
use std::sync::Arc;

/// More chunks than the structure can count are refused.
const MOST: usize = USHORT::MAX as usize;

/// The first buffer for copies has room for so many bytes, later ones for twice as many each.
pub const FIRST: usize = 1 << 10;
const LARGEST: usize = 64 << 10;

/// What is sent of one piece at most, since a chunk tells its length in 32 bits.
const PIECE: usize = 1 << 30;

/// What the chunks point to and the response owns, until it is sent.
#[derive(Default)]
pub struct Copies {
    pub(super) buffers: Vec<Vec<u8>>,
    files: Vec<HANDLE>,
    bytes: usize,
}

// SAFETY: handles are plain numbers.
unsafe impl Send for Copies {}

impl Drop for Copies {
    fn drop(&mut self) {
        for file in self.files.drain(..) {
            // Nobody else knows the handle, unless by the structure.
            let _ = HANDLES.close(file);
        }
    }
}

impl Copies {
    /// None yet; `buffers` is empty.
    pub fn new(buffers: Vec<Vec<u8>>) -> Self {
        Self { buffers, files: Vec::new(), bytes: 0 }
    }

    /// How many bytes there are.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Copies bytes behind the chunks; where there is room behind the last copy, and it is the last
    /// chunk, that one grows. The first of them are put into `spare`, where there is room.
    fn add(&mut self, bytes: &[u8], chunks: &mut Vec<HTTP_DATA_CHUNK>, spare: &mut Vec<u8>) {
        self.bytes += bytes.len();
        if let (Some(buffer), Some(chunk)) = (self.buffers.last_mut(), chunks.last_mut())
            && buffer.capacity() - buffer.len() >= bytes.len()
            && let Some((start, length)) = memory_of(chunk)
            && start.wrapping_add(length) == buffer.as_ptr_range().end.cast_mut()
        {
            // The capacity suffices, so the bytes stay where they are.
            buffer.extend_from_slice(bytes);
            *chunk = memory_chunk(start, length + bytes.len());
            return;
        }
        let room = self.buffers.last().map_or(FIRST, |last| (last.capacity() * 2).min(LARGEST));
        let room = room.max(bytes.len());
        let mut buffer = if spare.capacity() == room { core::mem::take(spare) } else { Vec::with_capacity(room) };
        buffer.extend_from_slice(bytes);
        chunks.push(memory_chunk(buffer.as_mut_ptr(), bytes.len()));
        self.buffers.push(buffer);
    }

    /// A handle of our own for a file, which stays open until the file is sent.
    fn keep(&mut self, file: Arc<File>) -> Result<HANDLE, HRESULT> {
        let handle = HANDLES.insert(file).map_err(|_| hresult::of(ERROR_TOO_MANY_OPEN_FILES))?;
        self.files.push(handle);
        Ok(handle)
    }
}

fn memory_chunk(start: *mut u8, length: usize) -> HTTP_DATA_CHUNK {
    let memory = HTTP_DATA_CHUNK_FromMemory { pBuffer: start.cast(), BufferLength: length as ULONG };
    HTTP_DATA_CHUNK { DataChunkType: HttpDataChunkFromMemory, Anonymous: HTTP_DATA_CHUNK_DATA { FromMemory: memory } }
}

/// The bytes of a chunk from memory.
fn memory_of(chunk: &HTTP_DATA_CHUNK) -> Option<(*mut u8, usize)> {
    if chunk.DataChunkType != HttpDataChunkFromMemory {
        return None;
    }
    // SAFETY: the type says which member counts.
    let memory = unsafe { chunk.Anonymous.FromMemory };
    Some((memory.pBuffer.cast(), memory.BufferLength as usize))
}

/// How many bytes chunks have in memory.
pub fn bytes_of(chunks: &[HTTP_DATA_CHUNK]) -> usize {
    chunks.iter().filter_map(memory_of).map(|(_, length)| length).sum()
}

fn overflow() -> HRESULT {
    hresult::of(ERROR_ARITHMETIC_OVERFLOW)
}

impl ResponseState {
    /// Adds a copy of bytes to the body.
    pub fn write(&self, bytes: &[u8]) -> Result<(), HRESULT> {
        self.write_in(&mut self.state.lock(), bytes)
    }

    fn write_in(&self, state: &mut State, bytes: &[u8]) -> Result<(), HRESULT> {
        for piece in bytes.chunks(PIECE) {
            self.check_room(state, 1)?;
            self.add_copy(state, piece);
        }
        Ok(())
    }

    /// 200 with content of a type, a copy of which is added to the body.
    pub fn set_content(&self, kind: &str, content: &[u8]) -> Result<(), HRESULT> {
        check_value(kind.as_bytes())?;
        let details = self.new_details();
        let mut state = self.state.lock();
        self.put_known(&mut state, HttpHeaderContentType as usize, kind.as_bytes(), true)?;
        let before = self.put_status_in(&mut state, 200, Text::fixed(c"OK"), details);
        let written = self.write_in(&mut state, content);
        drop(state);
        drop(before);
        written
    }

    /// Adds a part of a file to the body.
    pub fn write_file(&self, file: &Arc<File>, place: u64, length: u64) -> Result<(), HRESULT> {
        let mut state = self.state.lock();
        self.check_room(&mut state, 1)?;
        let range = HTTP_BYTE_RANGE {
            StartingOffset: ULARGE_INTEGER { QuadPart: place },
            Length: ULARGE_INTEGER { QuadPart: length },
        };
        self.add_file(&mut state, file.clone(), range)
    }

    /// Whether there is a body that was not sent yet.
    pub fn has_body(&self) -> bool {
        self.has_chunks(&mut self.state.lock())
    }

    /// Drops the body as far as it is buffered.
    pub fn drop_body(&self) {
        self.clear_body(&mut self.state.lock());
    }

    pub(super) fn has_chunks(&self, state: &mut State) -> bool {
        !self.live.chunks(&mut state.arrays).is_empty()
    }

    pub(super) fn clear_body(&self, state: &mut State) {
        self.live.change_chunks(&mut state.arrays, Vec::clear);
        state.copies = Copies::default();
    }

    fn check_room(&self, state: &mut State, count: usize) -> Result<(), HRESULT> {
        let there = self.live.chunks(&mut state.arrays).len();
        if there + count > MOST { Err(overflow()) } else { Ok(()) }
    }

    fn add(&self, state: &mut State, chunk: HTTP_DATA_CHUNK) {
        self.live.change_chunks(&mut state.arrays, |chunks| chunks.push(chunk));
    }

    fn add_copy(&self, state: &mut State, bytes: &[u8]) {
        let State { arrays, copies, spare, .. } = state;
        self.live.change_chunks(arrays, |chunks| copies.add(bytes, chunks, spare));
    }

    fn add_file(&self, state: &mut State, file: Arc<File>, range: HTTP_BYTE_RANGE) -> Result<(), HRESULT> {
        let handle = state.copies.keep(file)?;
        let part = HTTP_DATA_CHUNK_FromFileHandle { ByteRange: range, FileHandle: handle };
        let data = HTTP_DATA_CHUNK_DATA { FromFileHandle: part };
        self.add(state, HTTP_DATA_CHUNK { DataChunkType: HttpDataChunkFromFileHandle, Anonymous: data });
        Ok(())
    }

    /// Adds a module's chunks as they are.
    pub(super) fn add_borrowed(&self, state: &mut State, chunks: &[HTTP_DATA_CHUNK]) -> Result<(), HRESULT> {
        self.check_room(state, chunks.len())?;
        self.live.change_chunks(&mut state.arrays, |array| array.extend_from_slice(chunks));
        Ok(())
    }

    /// Adds a module's chunks so that it may do with its memory and handles what it wants: all of them, or none.
    pub(super) fn add_copied(&self, state: &mut State, chunks: &[HTTP_DATA_CHUNK]) -> Result<(), HRESULT> {
        let before = self.live.chunks(&mut state.arrays);
        let (count, last, bytes) = (before.len(), before.last().copied(), state.copies.bytes);
        if count + chunks.len() > MOST {
            return Err(overflow());
        }
        self.copy_all(state, chunks).inspect_err(|_| {
            state.copies.bytes = bytes;
            self.live.change_chunks(&mut state.arrays, |array| {
                array.truncate(count);
                if let (Some(chunk), Some(last)) = (array.last_mut(), last) {
                    // It may have grown.
                    *chunk = last;
                }
            });
        })
    }

    fn copy_all(&self, state: &mut State, chunks: &[HTTP_DATA_CHUNK]) -> Result<(), HRESULT> {
        for chunk in chunks {
            match chunk.DataChunkType {
                HttpDataChunkFromMemory => {
                    if let Some((start, length @ 1..)) = memory_of(chunk) {
                        // SAFETY: the module gives so many bytes; `check` has looked at the pointer.
                        self.add_copy(state, unsafe { slice::from_raw_parts(start, length) });
                    }
                }
                HttpDataChunkFromFileHandle => {
                    // SAFETY: the type says which member counts.
                    let part = unsafe { chunk.Anonymous.FromFileHandle };
                    let file = HANDLES.get_as(part.FileHandle).map_err(|_| hresult::of(ERROR_INVALID_HANDLE))?;
                    self.add_file(state, file, part.ByteRange)?;
                }
                _ => {
                    let copy = self.with_own_name(chunk)?;
                    self.add(state, copy);
                }
            }
        }
        Ok(())
    }

    /// A chunk of the fragment cache with a copy of the fragment's name.
    fn with_own_name(&self, chunk: &HTTP_DATA_CHUNK) -> Result<HTTP_DATA_CHUNK, HRESULT> {
        let mut copy = *chunk;
        // SAFETY: `check` has read the name.
        let (name, _) = unsafe { response_parts::fragment_of(chunk) }.map_err(|error| hresult::of(error.0))?;
        let name = self.owner.memory.wide(&name).ok_or(E_OUTOFMEMORY)?.as_ptr();
        if chunk.DataChunkType == HttpDataChunkFromFragmentCache {
            copy.Anonymous.FromFragmentCache.pFragmentName = name;
        } else {
            copy.Anonymous.FromFragmentCacheEx.pFragmentName = name;
        }
        Ok(copy)
    }

    /// Whether chunks can be sent, as far as that is known now.
    ///
    /// # Safety
    /// The chunks and what they point to may be read.
    pub(super) unsafe fn check(&self, chunks: &[HTTP_DATA_CHUNK]) -> Result<u64, HRESULT> {
        let count = USHORT::try_from(chunks.len()).map_err(|_| overflow())?;
        if chunks.iter().any(|chunk| chunk.DataChunkType == HttpDataChunkTrailers) {
            // SetTrailer is for that.
            return Err(hresult::of(ERROR_INVALID_PARAMETER));
        }
        // SAFETY: by contract.
        let body = unsafe { response_parts::read_body(self.owner.worker.queue(), chunks.as_ptr(), count) };
        let body = body.map_err(|error| hresult::of(error.0))?;
        Ok(body.chunks.iter().map(|chunk| chunk.len()).sum())
    }
}

method!(pub(super) IHttpResponse::WriteEntityChunkByReference as write_by_reference(
    this: ResponseObject, chunk: *mut HTTP_DATA_CHUNK, position: LONG) -> HRESULT, failed, {
    if chunk.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives a chunk that may be read, with all it points to.
    let chunk = unsafe { chunk.read_unaligned() };
    // SAFETY: as above.
    if let Err(error) = unsafe { this.check(&[chunk]) } {
        return error;
    }
    let mut state = this.state.lock();
    this.live.change_chunks(&mut state.arrays, |chunks| {
        if chunks.len() >= MOST {
            return overflow();
        }
        match usize::try_from(position) {
            Ok(at) if at <= chunks.len() => chunks.insert(at, chunk),
            Err(_) if position == -1 => chunks.push(chunk),
            _ => return hresult::of(ERROR_INVALID_PARAMETER),
        }
        S_OK
    })
});
method!(pub(super) IHttpResponse::DisableBuffering as disable_buffering(this: ResponseObject), void, {
    this.state.lock().buffering = false;
});
