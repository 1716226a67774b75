//! The request's body.
//!
//! A read takes what modules have put in front first, then what comes over the wire. Each piece
//! goes through OnReadEntity of the modules that want it, on the thread that drives the request:
//! within the call, or before its completion is told.

use super::{RequestObject, RequestState};
use crate::abi::iis::*;
use crate::httpapi::operation::{self, Answer, Style};
use crate::httpapi::receive;
use crate::iis::com::foreign::Callback;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::iis::com::providers::Ended;
use crate::iis::com::read_entity;
use crate::iis::context::Context;
use crate::iis::event::Event;
use crate::iis::pipeline::{self, Direction, Notice, Started, Ticket};
use crate::win32::arguments::store;
use crate::win32::boundary::hresult as failed;
use crate::win32::caller_memory::{CallerBuffer, CallerBytes};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const END: HRESULT = hresult::of(ERROR_HANDLE_EOF);

/// Of reads behind the limit, and the sub-status of 404 that says so.
const TOO_LONG: HRESULT = hresult::of(ERROR_FILE_TOO_LARGE);
const CONTENT_LENGTH_TOO_LARGE: u16 = 13;

/// The wire may give as many bytes as it has.
pub const UNLIMITED: u64 = u64::MAX;

/// What nobody has counted.
const UNKNOWN: DWORD = DWORD::MAX;

#[derive(Default)]
pub struct State {
    /// InsertEntityBody's, the next one first.
    inserted: VecDeque<CallerBytes>,
    /// What OnReadEntity has made of a piece and found no room in the caller's buffer.
    left_over: VecDeque<CallerBytes>,
    /// The end was seen.
    ended: bool,
    /// How many bytes the wire has given since somebody has set a limit.
    counted: u64,
    /// It has given more.
    too_long: bool,
    /// The asynchronous read that is under way.
    under_way: Option<(Place, bool)>,
}

/// The caller's buffer, and how it wants it filled.
#[derive(Clone, Copy)]
struct Place {
    start: *mut u8,
    size: DWORD,
    fill: bool,
}

// SAFETY: the buffer is the read's until it has ended.
unsafe impl Send for Place {}

/// A piece of the body in the caller's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    bytes: DWORD,
    status: HRESULT,
    /// It went through OnReadEntity before.
    is_filtered: bool,
}

/// What a read can have at once.
enum Ready {
    Piece(Piece),
    /// The wire has to be asked; so many bytes are in the buffer.
    Wire(DWORD),
}

impl Place {
    /// None for what is no buffer, or no such flags.
    fn new(start: *mut c_void, size: DWORD, flags: ULONG) -> Option<Self> {
        let fill = flags & HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER != 0;
        let known = flags & !HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER == 0;
        (known && !start.is_null() && size > 0).then_some(Self { start: start.cast(), size, fill })
    }

    fn buffer(self, from: DWORD) -> CallerBuffer {
        let from = from.min(self.size) as usize;
        // SAFETY: by contract of ReadEntityBody the buffer is so long, and the read's until it has ended.
        unsafe { CallerBuffer::new(self.start.add(from), self.size as usize - from) }
    }

    /// Copies as much as there is room for behind what is there; how much.
    fn put(self, at: DWORD, bytes: CallerBytes) -> DWORD {
        let room = self.size - at;
        let count = bytes.len().min(room as usize);
        // SAFETY: as above. A module may have moved bytes within the buffer itself.
        unsafe { core::ptr::copy(bytes.as_slice().as_ptr(), self.start.add(at as usize), count) };
        count as DWORD
    }

    /// Takes from a queue of bytes behind what is there; how much.
    fn take(self, at: DWORD, from: &mut VecDeque<CallerBytes>) -> DWORD {
        let mut filled = at;
        while filled < self.size
            && let Some(bytes) = from.pop_front()
        {
            let count = self.put(filled, bytes);
            filled += count;
            if (count as usize) < bytes.len() {
                from.push_front(bytes.part(count as usize..bytes.len()));
            }
        }
        filled - at
    }
}

impl RequestState {
    /// The request of which this one, a clone, reads what is left of the body.
    fn above(&self) -> Option<&RequestState> {
        self.owner.child().filter(|child| child.has_body).map(|child| &*child.parent.request)
    }

    /// What stands before the wire's part for a clone, behind so many bytes that it has; how much.
    fn take_ahead(&self, place: Place, at: DWORD) -> DWORD {
        let mut bytes = 0;
        {
            let mut state = self.body.lock();
            let State { left_over, inserted, .. } = &mut *state;
            for queue in [left_over, inserted] {
                bytes += place.take(at + bytes, queue);
            }
        }
        bytes + self.above().map_or(0, |above| above.take_ahead(place, at + bytes))
    }

    /// How much there is of it.
    fn ahead(&self) -> usize {
        let own: usize = {
            let state = self.body.lock();
            state.inserted.iter().chain(&state.left_over).map(CallerBytes::len).sum()
        };
        own + self.above().map_or(0, Self::ahead)
    }

    /// What is at hand.
    fn ready(&self, place: Place) -> Ready {
        let mut state = self.body.lock();
        let bytes = place.take(0, &mut state.left_over);
        if bytes > 0 {
            return Ready::Piece(Piece { bytes, status: S_OK, is_filtered: true });
        }
        let mut bytes = place.take(0, &mut state.inserted);
        if let Some(above) = self.above().filter(|_| bytes == 0 || place.fill) {
            bytes += above.take_ahead(place, bytes);
        }
        if bytes == place.size || bytes > 0 && !place.fill {
            return Ready::Piece(Piece { bytes, status: S_OK, is_filtered: false });
        }
        if state.too_long {
            return Ready::Piece(Piece { bytes: 0, status: TOO_LONG, is_filtered: true });
        }
        if state.ended || self.owner.wire.is_none() {
            state.ended = true;
            let status = if bytes > 0 { S_OK } else { END };
            return Ready::Piece(Piece { bytes, status, is_filtered: false });
        }
        Ready::Wire(bytes)
    }

    /// What the wire has said, behind so many bytes that were there.
    fn piece_of(&self, before: DWORD, ended: operation::Ended) -> Piece {
        let status = match ended.code {
            NO_ERROR | ERROR_MORE_DATA => S_OK,
            code => hresult::of(code),
        };
        let mut state = self.body.lock();
        let most = self.most.load(Ordering::Acquire);
        if most != UNLIMITED {
            state.counted = state.counted.saturating_add(ended.bytes.into());
            if state.counted > most {
                state.too_long = true;
                drop(state);
                // Whoever reads may still say something else.
                self.owner.response.set_status(404, "", CONTENT_LENGTH_TOO_LARGE);
                return Piece { bytes: 0, status: TOO_LONG, is_filtered: true };
            }
        }
        state.ended |= status == END;
        // Who gets bytes is told of the rest by the next read.
        let status = if before > 0 { S_OK } else { status };
        Piece { bytes: before + ended.bytes, status, is_filtered: false }
    }

    fn ask_wire(&self, place: Place, before: DWORD, style: Style<'_>) -> Answer {
        let Some(wire) = &self.owner.wire else { return Answer::Ended(operation::Ended::with(ERROR_HANDLE_EOF)) };
        receive::receive_body(self.owner.worker.queue(), wire.id, place.fill, place.buffer(before), style)
    }

    /// The next piece, for which the thread waits.
    fn wait_for_piece(&self, place: Place) -> Piece {
        match self.ready(place) {
            Ready::Piece(piece) => piece,
            Ready::Wire(before) => match self.ask_wire(place, before, Style::Blocking) {
                Answer::Ended(ended) => self.piece_of(before, ended),
                Answer::Pending => unreachable!("a blocking call is not pending"),
            },
        }
    }

    /// Shows a piece to the modules; where they leave nothing of it, the next one is waited for.
    fn filter(&self, context: &Arc<Context>, place: Place, mut piece: Piece) -> Piece {
        let is_inside = || context.pipeline.current().is_some_and(|frame| frame.event == Event::ReadEntity);
        while !piece.is_filtered
            && (piece.status == S_OK || piece.status == END)
            && !context.application.order().told(Event::ReadEntity, false).is_empty()
            // Who reads the body in OnReadEntity has it as it came.
            && !is_inside()
        {
            // SAFETY: the read lasts as long as the provider.
            let provider =
                unsafe { read_entity::provider(context.weak(), place.start.cast(), piece.bytes, place.size) };
            pipeline::raise(context, Event::ReadEntity, (&provider).into());
            let bytes = provider.bytes();
            let count = place.put(0, bytes);
            if (count as usize) < bytes.len() {
                self.body.lock().left_over.push_back(bytes.part(count as usize..bytes.len()));
            }
            if count == 0 && piece.status == S_OK {
                piece = self.wait_for_piece(place);
                continue;
            }
            let status = if count > 0 { S_OK } else { piece.status };
            piece = Piece { bytes: count, status, is_filtered: true };
        }
        piece
    }

    /// A read that was under way has ended: its piece as the module gets it.
    pub fn finish_read(&self, context: &Arc<Context>, ended: Ended) -> Ended {
        let under_way = self.body.lock().under_way.take();
        let Some((place, is_filtered)) = under_way else { return ended };
        let piece = self.filter(context, place, Piece { bytes: ended.bytes, status: ended.status, is_filtered });
        Ended { bytes: piece.bytes, status: piece.status, ..ended }
    }

    fn start_read(&self, place: Place, notice: Notice, received: *mut DWORD, pending: *mut BOOL) -> HRESULT {
        let context = self.owner.shared();
        let ticket = match Ticket::begin(&context, Direction::Read, notice) {
            Ok(ticket) => ticket,
            Err(error) => return error,
        };
        let (piece, ticket) = match self.ready(place) {
            Ready::Piece(piece) => (piece, ticket),
            Ready::Wire(before) => {
                self.body.lock().under_way = Some((place, false));
                let then = move |context: &Context, ended| {
                    let piece = context.request.piece_of(before, ended);
                    (piece.bytes, piece.status)
                };
                match pipeline::start(ticket, then, |style| self.ask_wire(place, before, style)) {
                    Ok(Started::Ended(ended, ticket)) => (self.piece_of(before, ended), ticket),
                    Ok(Started::Pending) => {
                        // SAFETY: C++ gives a place that may be written, or NULL.
                        unsafe { store(pending, TRUE) };
                        return S_OK;
                    }
                    Err(error) => {
                        self.body.lock().under_way = None;
                        return error;
                    }
                }
            }
        };
        if pending.is_null() {
            // Who cannot be told that the read has ended is told by its completion.
            self.body.lock().under_way = Some((place, piece.is_filtered));
            ticket.complete(piece.bytes, piece.status);
            return S_OK;
        }
        self.body.lock().under_way = None;
        ticket.forget();
        self.end_read(&context, place, piece, received)
    }

    fn end_read(&self, context: &Arc<Context>, place: Place, piece: Piece, received: *mut DWORD) -> HRESULT {
        let piece = self.filter(context, place, piece);
        // SAFETY: C++ gives a place that may be written, or NULL.
        unsafe { store(received, piece.bytes) };
        piece.status
    }

    /// The body is another request's.
    pub fn leave_body(&self) {
        self.body.lock().ended = true;
    }

    /// Reads fail once more than so many bytes have come.
    pub fn limit_body(&self, most: u64) {
        self.most.store(most, Ordering::Release);
    }

    /// InsertEntityBody.
    fn insert(&self, bytes: CallerBytes) {
        self.body.lock().inserted.push_front(bytes);
    }

    /// What modules have not read yet.
    pub fn remaining_body(&self) -> DWORD {
        let (inserted, ended) = (self.ahead() as u64, self.body.lock().ended);
        // Once the request was answered its connection is another one's.
        let wire = self.owner.wire.as_ref().filter(|wire| !ended && wire.is_alive());
        let left = wire.map_or(Some(0), |wire| wire.connection().body_left());
        left.and_then(|left| DWORD::try_from(left.saturating_add(inserted)).ok()).unwrap_or(UNKNOWN)
    }
}

/// What all forms of ReadEntityBody have in common; `notice` is who is told of a later end.
fn read_entity_body(
    this: &RequestObject,
    place: Option<Place>,
    notice: Option<Notice>,
    received: *mut DWORD,
    pending: *mut BOOL,
) -> HRESULT {
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(received, 0);
        store(pending, FALSE);
    }
    let Some(place) = place else { return hresult::of(ERROR_INVALID_PARAMETER) };
    match notice {
        Some(notice) => this.start_read(place, notice, received, pending),
        None => {
            let piece = this.wait_for_piece(place);
            this.end_read(&this.owner.shared(), place, piece, received)
        }
    }
}

method!(pub(super) IHttpRequest::ReadEntityBody as read(
    this: RequestObject, buffer: *mut c_void, size: DWORD, asynchronous: BOOL, received: *mut DWORD,
    pending: *mut BOOL) -> HRESULT, failed, {
    let notice = (asynchronous != FALSE).then_some(Notice::Module);
    read_entity_body(this, Place::new(buffer, size, 0), notice, received, pending)
});
method!(pub(super) IHttpRequest3::ReadEntityBody as read_with_callback(
    this: RequestObject, buffer: *mut c_void, size: DWORD, asynchronous: BOOL, callback: PFN_ASYNC_COMPLETION,
    context: *mut c_void, received: *mut DWORD, pending: *mut BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives the function to be called with the argument.
    let notice = (asynchronous != FALSE).then(|| Notice::Callback(unsafe { Callback::new(callback, context) }));
    let place = Place::new(buffer, size, 0).filter(|_| asynchronous == FALSE || callback.is_some());
    read_entity_body(this, place, notice, received, pending)
});
method!(pub(super) IHttpRequest4::ReadEntityBody as read_with_flags(
    this: RequestObject, buffer: *mut c_void, size: DWORD, asynchronous: BOOL, flags: ULONG, received: *mut DWORD,
    pending: *mut BOOL) -> HRESULT, failed, {
    let notice = (asynchronous != FALSE).then_some(Notice::Module);
    read_entity_body(this, Place::new(buffer, size, flags), notice, received, pending)
});
method!(pub(super) IHttpRequest::InsertEntityBody as insert(this: RequestObject, buffer: *mut c_void, size: DWORD)
    -> HRESULT, failed, {
    if buffer.is_null() && size > 0 {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    if size > 0 {
        // SAFETY: by contract the bytes stay to the end of the request.
        this.insert(unsafe { CallerBytes::new(buffer.cast(), size as usize) });
    }
    S_OK
});
method!(pub(super) IHttpRequest::GetRemainingEntityBytes as get_remaining(this: RequestObject) -> DWORD, || 0, {
    this.remaining_body()
});
