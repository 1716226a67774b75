//! A request with its whole body, which comes later than the head.

use super::{Layout, grant, lay_out_ids, lay_out_without_token, put_chunk, size_behind};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::httpapi::operation::Ended;
use crate::httpapi::queue::Version;
use crate::httpapi::request::Request;
use crate::win32::caller_memory::CallerBuffer;
use core::mem::{align_of, size_of};

/// Where a whole body goes, behind the head in the caller's buffer.
#[derive(Clone, Copy)]
pub struct BodyPlace {
    version: Version,
    base: *mut u8,
    chunk: usize,
    length: usize,
}

// SAFETY: whoever has the place has the buffer of an operation that is under way.
unsafe impl Send for BodyPlace {}

/// So much room is asked for where nobody knows how long a body is.
const UNKNOWN_BODY: u64 = 4 << 10;

impl BodyPlace {
    /// Lays the head of a request into a buffer that has room for the structure at least, and says
    /// where its body goes. A body whose length is known has to fit.
    pub fn prepare(version: Version, request: &Request, buffer: &mut CallerBuffer) -> Result<Self, Ended> {
        let head = Layout::of(version).size + size_behind(version, request);
        let chunk = head.next_multiple_of(align_of::<HTTP_DATA_CHUNK>());
        let data = chunk + size_of::<HTTP_DATA_CHUNK>();
        let body = request.connection().body_left();
        let needed = (data as u64).saturating_add(body.unwrap_or(UNKNOWN_BODY));
        let fits = if body.is_some() { needed <= buffer.len() as u64 } else { data < buffer.len() };
        if !fits {
            lay_out_ids(version, request, buffer);
            let needed = usize::try_from(needed).unwrap_or(usize::MAX);
            return Err(Ended { code: ERROR_MORE_DATA, ..Ended::bytes(needed) });
        }
        let length = buffer.len();
        lay_out_without_token(version, request, buffer, false);
        Ok(Self { version, base: buffer.as_mut_ptr(), chunk, length })
    }

    fn data(&self) -> usize {
        self.chunk + size_of::<HTTP_DATA_CHUNK>()
    }

    /// The whole buffer again.
    pub fn whole(&self) -> CallerBuffer {
        // SAFETY: it is the operation's own, which uses it in one place at a time.
        unsafe { CallerBuffer::new(self.base, self.length) }
    }

    /// Where the bytes of the body go.
    pub fn room(&self) -> CallerBuffer {
        // SAFETY: behind the head the buffer is the operation's own; `prepare` has left room.
        unsafe { CallerBuffer::new(self.base.add(self.data()), self.length - self.data()) }
    }

    /// Notes in the structure that so much of the body has come; how much of the buffer is used then.
    pub fn finish(&self, request: &Request, count: usize) -> usize {
        // SAFETY: the head was laid out there, and there is room for the chunk.
        unsafe {
            grant(self.version, request, self.base);
            let v1 = &mut *self.base.cast::<HTTP_REQUEST_V1>();
            v1.BytesReceived = request.received();
            if !request.has_body_left() {
                v1.Flags &= !HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS;
            }
            if count == 0 {
                return self.chunk;
            }
            put_chunk(v1, self.base, self.chunk, count);
        }
        self.data() + count
    }
}
