//! Sending: the notification, then the HTTP API.
//!
//! Every send tells RQ_SEND_RESPONSE first, on the calling thread: `Phase::Telling`. What is
//! written meanwhile belongs to the send. Then what there is goes out, and until that has ended
//! (`Phase::UnderWay`) no other send begins.

use super::body::bytes_of;
use super::live::Text;
use super::send_provider;
use super::{ResponseState, State};
use crate::abi::iis::*;
use crate::httpapi::cache::Policy;
use crate::httpapi::logging::caller_records;
use crate::httpapi::logging::log_data::LogData;
use crate::httpapi::operation::{Answer, Ended, Style};
use crate::httpapi::queue::RequestQueue;
use crate::httpapi::request::Request;
use crate::httpapi::response_head::length_of;
use crate::httpapi::response_parts::{self, Body, Header, Parts};
use crate::httpapi::send;
use crate::iis::child::Child;
use crate::iis::com::hresult;
use crate::iis::configuration::views::Caching;
use crate::iis::context::Context;
use crate::iis::event::Event;
use crate::iis::pipeline::{self, Direction, Notice, OwnWait, Started, Ticket};
use crate::iis::reason;
use crate::net::connection::Completion;
use crate::win32::error::Win32Error;
use core::ptr::null_mut;
use parking_lot::MutexGuard;
use std::sync::Arc;
use std::sync::atomic::Ordering;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Idle,
    /// The modules are told of the send.
    Telling,
    /// Its bytes are going out.
    UnderWay,
}

/// The send that modules are told of.
#[derive(Clone, Copy)]
pub struct CurrentSend {
    /// HTTP_SEND_RESPONSE_FLAG_…
    pub flags: ULONG,
    /// It carries status line and headers.
    pub headers: bool,
    /// It is the last one.
    pub last: bool,
    pub(super) log: *mut HTTP_LOG_DATA,
    /// There is to be a line for the request.
    is_logged: bool,
}

impl Default for CurrentSend {
    fn default() -> Self {
        Self { flags: 0, headers: false, last: false, log: null_mut(), is_logged: false }
    }
}

/// How a module wants to be told of the end of its send.
pub(super) enum Wish {
    Blocking,
    /// `always` where it takes every end from there.
    Told {
        notice: Notice,
        always: bool,
    },
}

/// Who is told of the end of a send that was begun.
enum Begun {
    Blocking,
    Told { ticket: Ticket, always: bool },
}

pub(super) enum Sent {
    Now(u32),
    Later,
}

fn busy() -> HRESULT {
    hresult::of(ERROR_INVALID_STATE)
}

/// Begins a send, unless one is under way or was the last one.
fn begin(state: &mut State, more: bool) -> Result<(), HRESULT> {
    if state.phase != Phase::Idle {
        return Err(busy());
    }
    if state.finished {
        return Err(hresult::of(ERROR_CONNECTION_INVALID));
    }
    state.phase = Phase::Telling;
    let flags = [
        (more, HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
        (state.disconnect || state.go_away, HTTP_SEND_RESPONSE_FLAG_DISCONNECT),
        (state.go_away && !more, HTTP_SEND_RESPONSE_FLAG_GOAWAY),
    ];
    state.current = CurrentSend {
        flags: flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum(),
        headers: !state.begun && !state.suppressed,
        last: !more,
        log: null_mut(),
        is_logged: false,
    };
    Ok(())
}

/// The same for a module, with whoever it wants to be told.
fn begin_for(context: &Arc<Context>, state: &mut State, wish: Wish, more: bool) -> Result<Begun, HRESULT> {
    begin(state, more)?;
    match wish {
        Wish::Blocking => Ok(Begun::Blocking),
        Wish::Told { notice, always } => match Ticket::begin(context, Direction::Write, notice) {
            Ok(ticket) => Ok(Begun::Told { ticket, always }),
            Err(error) => {
                state.phase = Phase::Idle;
                Err(error)
            }
        },
    }
}

impl ResponseState {
    /// The send that modules are told of now.
    pub fn current_send(&self) -> Option<CurrentSend> {
        let state = self.state.lock();
        (state.phase == Phase::Telling).then_some(state.current)
    }

    /// Changes the flags of the send that modules are told of now.
    pub fn set_send_flags(&self, flags: ULONG) {
        self.state.lock().current.flags = flags;
    }

    /// The request has a line in the site's log, with what modules say of it, and the values of the log's own fields.
    pub fn write_log(&self, custom: Vec<Vec<u8>>) {
        send_provider::log_data(&self.owner);
        let mut state = self.state.lock();
        state.current.is_logged = true;
        state.custom_log = custom;
    }

    pub(super) fn log_data(&self) -> *mut HTTP_LOG_DATA {
        self.state.lock().current.log
    }

    pub(super) fn set_log_data(&self, log: *mut HTTP_LOG_DATA) {
        self.state.lock().current.log = log;
    }

    /// The last send; true where it ends later, of which `wait` tells.
    pub fn finish(&self, context: &Arc<Context>, wait: &dyn Fn() -> OwnWait) -> bool {
        let concerned = pipeline::first_concerned(context, Event::SendResponse);
        let mut state = self.state.lock();
        if begin(&mut state, false).is_err() {
            let finished = state.finished;
            drop(state);
            if !finished {
                // A send of the module's is under way still, of whose end nobody wants to know.
                self.reset_connection();
            }
            return false;
        }
        if let Some(first) = concerned {
            drop(state);
            pipeline::raise_from(context, Event::SendResponse, (&self.provider).into(), first);
            state = self.state.lock();
        }
        let told = || -> Box<dyn Completion> { Box::new(wait()) };
        let (answer, is_settled) = self.transmit_in(context, state, true, Style::Told(&told));
        let Answer::Ended(ended) = answer else { return true };
        if !is_settled {
            self.settle();
        }
        if let (ERROR_BAD_COMMAND, Some(wire)) = (ended.code, &context.wire) {
            // Something else is on its way out, and nobody could end the connection after this.
            wire.connection().abort();
            return false;
        }
        ended.code != NO_ERROR && self.rescue(context, Style::Told(&told))
    }

    /// What a module has made of the response cannot be sent: the client gets another one, or the
    /// end of the connection. Whether it ends later.
    fn rescue(&self, context: &Context, style: Style<'_>) -> bool {
        if context.child().is_some() {
            return false;
        }
        let Some(wire) = context.wire.as_ref().filter(|wire| wire.is_alive()) else { return false };
        if !wire.response.lock().begun {
            let reason = reason::of(500).as_bytes();
            let mut parts = Parts { status: 500, reason, ..Parts::default() };
            match send::send_response_to(context.worker.queue(), wire, 0, &mut parts, Policy::Not, None, style) {
                Answer::Pending => return true,
                Answer::Ended(Ended { code: NO_ERROR, .. }) => return false,
                Answer::Ended(_) => {}
            }
        }
        wire.connection().abort();
        false
    }

    /// Tells the modules of a send.
    fn tell(&self, context: &Arc<Context>) {
        pipeline::raise(context, Event::SendResponse, (&self.provider).into());
    }

    /// Sends what there is, in the style of the HTTP API.
    fn transmit(&self, context: &Context, style: Style<'_>) -> Answer {
        self.transmit_in(context, self.state.lock(), false, style).0
    }

    /// The same for whoever has the lock, with whether the send is settled. The request's own last one is from the
    /// start: nobody begins another behind it, and what it sends stays until the request goes.
    fn transmit_in(
        &self,
        context: &Context,
        mut state: MutexGuard<'_, State>,
        is_end: bool,
        style: Style<'_>,
    ) -> (Answer, bool) {
        state.phase = Phase::UnderWay;
        let flags = state.current.flags;
        let last = flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA == 0;
        let first = !state.begun;
        if let Some(child) = context.child() {
            let parent = &child.parent.response;
            let gives_headers = !child.has(EXECUTE_FLAG_NO_HEADERS);
            let before = if first && gives_headers { self.give_head(parent, &mut state) } else { None };
            if last && gives_headers {
                self.give_trailers(parent, &state);
            }
            self.give_flags(parent, &state, flags);
            let given = self.give_body(parent, &mut state);
            (state.begun, state.finished) = (true, last);
            drop(state);
            drop(before);
            return (pass_on(child, given, last), false);
        }
        let with_head = first && !state.suppressed;
        let kernel_cache = state.kernel_cache;
        let trailers = if last { state.trailer_lines() } else { Vec::new() };
        let line = if last && state.current.is_logged { state.current.log } else { null_mut() };
        // SAFETY: it is the request's, or the module's that has set it. What is no such structure is not logged.
        let mut log = unsafe { caller_records::read_data(line) }.unwrap_or(None);
        if let Some(log) = &mut log {
            log.custom = core::mem::take(&mut state.custom_log);
        }
        let end = End { trailers, log };
        self.live.settle(&mut state.arrays);
        let queue = context.worker.queue();
        let mut parts = Parts::default();
        // SAFETY: the structure holds what modules and we have put there for this.
        let read = unsafe { self.read(queue, with_head, &mut parts) };
        state.in_flight = core::mem::take(&mut state.copies);
        self.live.change_chunks(&mut state.arrays, Vec::clear);
        if let Err(error) = read {
            return (Answer::Ended(Ended::with(error.0)), false);
        }
        (state.begun, state.finished) = (true, last);
        let is_settled = is_end && last;
        if is_settled {
            state.phase = Phase::Idle;
        }
        drop(state);

        let Some(wire) = &context.wire else {
            let length = length_of(&parts.body.chunks);
            return (Answer::Ended(Ended::bytes(usize::try_from(length).unwrap_or(usize::MAX))), is_settled);
        };
        let policy = if kernel_cache { self.cache.kernel_policy() } else { Policy::Not };
        let may_keep = || context.configuration().read::<Caching>().is_ok_and(|caching| caching.enable_kernel_cache);
        let policy = if policy == Policy::Not || may_keep() { policy } else { Policy::Not };
        let answer = if with_head {
            send_head(context, wire, flags, &mut parts, end, policy, style)
        } else {
            send_more(queue, wire, flags, first, core::mem::take(&mut parts.body), end, style)
        };
        if let Answer::Ended(Ended { code: 1.., .. }) = answer {
            let mut state = self.state.lock();
            (state.begun, state.finished) = (!first || wire.response.lock().begun, false);
            // Others may begin again when it is settled.
            state.phase = Phase::UnderWay;
            return (answer, false);
        }
        (answer, is_settled)
    }

    /// Reads what goes to the HTTP API into parts that are empty: without a head the body alone.
    ///
    /// # Safety
    /// What the structure points to may be read, and the bodies' memory stays until it is sent.
    unsafe fn read(&self, queue: &RequestQueue, with_head: bool, parts: &mut Parts<'_>) -> Result<(), Win32Error> {
        let live = self.live.as_ptr();
        // SAFETY: by contract.
        unsafe {
            if with_head {
                return response_parts::read(queue, live, parts);
            }
            parts.body = response_parts::read_body(queue, (*live).Base.pEntityChunks, (*live).Base.EntityChunkCount)?;
        }
        Ok(())
    }

    /// A send has ended.
    fn settle(&self) {
        let mut state = self.state.lock();
        state.phase = Phase::Idle;
        let sent = core::mem::take(&mut state.in_flight);
        drop(state);
        drop(sent);
    }

    /// A send that was begun; `count` is what the module is told that was sent.
    fn send(&self, context: &Arc<Context>, begun: Begun, count: Option<u32>) -> Result<Sent, HRESULT> {
        let (ticket, always) = match begun {
            Begun::Blocking => {
                self.tell(context);
                let answer = self.transmit(context, Style::Blocking);
                self.settle();
                let Answer::Ended(ended) = answer else { return Err(E_UNEXPECTED) };
                return if ended.code == NO_ERROR {
                    Ok(Sent::Now(count.unwrap_or(ended.bytes)))
                } else {
                    Err(hresult::of(ended.code))
                };
            }
            Begun::Told { ticket, always } => (ticket, always),
        };
        self.tell(context);
        let then = move |context: &Context, ended: Ended| {
            context.response.settle();
            (count.unwrap_or(ended.bytes), hresult::of(ended.code))
        };
        match pipeline::start(ticket, then, |style| self.transmit(context, style)) {
            Ok(Started::Pending) => Ok(Sent::Later),
            Ok(Started::Ended(ended, ticket)) => {
                self.settle();
                let bytes = count.unwrap_or(ended.bytes);
                if ended.code != NO_ERROR {
                    ticket.forget();
                    Err(hresult::of(ended.code))
                } else if always {
                    ticket.complete(bytes, S_OK);
                    Ok(Sent::Later)
                } else {
                    ticket.forget();
                    Ok(Sent::Now(bytes))
                }
            }
            Err(error) => {
                self.settle();
                Err(error)
            }
        }
    }

    pub(super) fn flush(&self, wish: Wish, more: bool) -> Result<Sent, HRESULT> {
        let context = self.owner.shared();
        let begun = begin_for(&context, &mut self.state.lock(), wish, more)?;
        self.send(&context, begun, None)
    }

    /// # Safety
    /// The chunks, and what they point to, are as WriteEntityChunks wants them.
    pub(super) unsafe fn write_entity(
        &self,
        chunks: &[HTTP_DATA_CHUNK],
        wish: Wish,
        more: bool,
    ) -> Result<Sent, HRESULT> {
        // SAFETY: by contract.
        let length = unsafe { self.check(chunks) }?;
        let count = u32::try_from(length).unwrap_or(u32::MAX);
        let mut state = self.state.lock();
        // What is written within a send belongs to it.
        let is_copied = state.buffering || state.phase == Phase::Telling;
        let is_within = || state.copies.bytes() + bytes_of(chunks) <= self.buffer_limit.load(Ordering::Acquire);
        let is_kept = is_copied && (state.phase != Phase::Idle || is_within());
        if is_kept {
            if state.finished {
                return Err(hresult::of(ERROR_CONNECTION_INVALID));
            }
            return self.add_copied(&mut state, chunks).map(|()| Sent::Now(count));
        }
        let context = self.owner.shared();
        // First of all, since what fails is to leave nothing of the caller's here.
        let begun = begin_for(&context, &mut state, wish, more)?;
        let added = if is_copied { self.add_copied(&mut state, chunks) } else { self.add_borrowed(&mut state, chunks) };
        if added.is_err() {
            state.phase = Phase::Idle;
        }
        drop(state);
        match (added, begun) {
            (Ok(()), begun) => self.send(&context, begun, Some(count)),
            (Err(error), Begun::Blocking) => Err(error),
            (Err(error), Begun::Told { ticket, .. }) => {
                ticket.forget();
                Err(error)
            }
        }
    }
}

/// What goes with the last part of a response.
struct End {
    trailers: Vec<u8>,
    log: Option<LogData>,
}

/// Sends the head with the first part of the body, or all of it.
fn send_head(
    context: &Context,
    wire: &Arc<Request>,
    mut flags: ULONG,
    parts: &mut Parts<'_>,
    End { trailers, log }: End,
    policy: Policy,
    style: Style<'_>,
) -> Answer {
    let last = flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA == 0;
    let is_head = i32::from(wire.head().verb) == HttpVerbHEAD;
    let has = |name: &str| parts.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name.as_bytes()));
    if !last && parts.status == 101 {
        flags |= HTTP_SEND_RESPONSE_FLAG_OPAQUE;
    }
    let is_framed = flags & HTTP_SEND_RESPONSE_FLAG_OPAQUE != 0 || has("Content-Length") || has("Transfer-Encoding");
    // The HTTP API says no length for a body that it does not send; IIS does.
    if last && is_head && !is_framed && !matches!(parts.status, 204 | 304) {
        let length = length_of(&parts.body.chunks).to_string();
        if let Ok(length) = Text::copy(&context.memory, length.as_bytes()) {
            parts.headers.push(Header { id: None, name: b"Content-Length", value: length.bytes() });
        }
    }
    // Without a length only chunks tell where the body ends, and trailers stand behind chunks alone,
    // or behind whatever a stream of HTTP/2 has.
    if !is_framed && (!last || !trailers.is_empty()) {
        flags |= HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING;
        parts.body.trailers = trailers;
    } else if last && wire.connection().carrier().is_some() {
        parts.body.trailers = trailers;
    }
    send::send_response_to(context.worker.queue(), wire, flags, parts, policy, log, style)
}

/// Sends more of the body, or of a response of which modules write the head themselves.
fn send_more(
    queue: &Arc<RequestQueue>,
    wire: &Request,
    mut flags: ULONG,
    first: bool,
    mut body: Body,
    End { trailers, log }: End,
    style: Style<'_>,
) -> Answer {
    if first && let Err(code) = send::begin_without_head(queue, wire.id) {
        return Answer::Ended(Ended::with(code));
    }
    let response = *wire.response.lock();
    let is_last = flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA == 0;
    if response.chunked || (is_last && wire.connection().carrier().is_some()) {
        body.trailers = trailers;
    }
    if response.headless || wire.connection().has_left_http() {
        // Where such a response ends, nobody but the client can tell.
        flags |= HTTP_SEND_RESPONSE_FLAG_DISCONNECT;
    }
    send::send_body(queue, wire.id, flags, body, log, style)
}

/// What a child has given its parent goes to the client now, unless it is to be kept there or was the
/// last of it: the parent sends that with its own.
fn pass_on(child: &Child, given: Result<u64, HRESULT>, last: bool) -> Answer {
    let flushed = match given {
        Ok(_) if last || child.has(EXECUTE_FLAG_BUFFER_RESPONSE) => Ok(()),
        Ok(_) => child.parent.response.flush(Wish::Blocking, true).map(drop),
        Err(error) => Err(error),
    };
    Answer::Ended(match (flushed, given) {
        (Ok(()), Ok(length)) => Ended::bytes(usize::try_from(length).unwrap_or(usize::MAX)),
        (Err(error), _) | (_, Err(error)) => Ended::with(hresult::code_of(error)),
    })
}
