//! IWebSocketContext: the WebSocket behind a request that was answered with 101.
//!
//! `reading` and `writing` have the two halves, each with one operation of the module's at a time;
//! `net::websocket` knows the rules of the frames. What comes and what goes out changes the state under the
//! connection's lock and, within it, the state's own, so that both have one order. Results that come later are told
//! without locks, by the module's callback on a thread of the pool. The named container of the request owns the
//! object; what is under way keeps it, and the request, until it has ended.

mod ahead;
mod keep_alive;
mod reading;
mod writing;

use super::containers::NamedContainer;
use super::foreign::StoredContext;
use super::hresult::{self, S_OK};
use super::module_call::call_module;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::configuration::views::WebSocket as Settings;
use crate::iis::context::Context;
use crate::iis::pipeline::OwnWait;
use crate::net::connection::Connection;
use crate::net::websocket::{Phase, Role, WebSocket};
use crate::win32::arguments::{self, store};
use crate::win32::boundary::{hresult as failed, void};
use crate::win32::caller_memory::{CallerBuffer, CallerBytes};
use crate::win32::pool::Pool;
use crate::win32::waiter::Waiter;
use ahead::Ahead;
use core::ptr::{from_ref, null};
use keep_alive::Pings;
use parking_lot::Mutex;
use reading::{PendingRead, Receiving};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock, Weak};
use writing::Outgoing;

pub struct SocketState {
    context: Weak<Context>,
    connection: Weak<Connection>,
    this: Weak<SocketObject>,
    /// The worker's.
    pool: Arc<Pool>,
    /// Whose it is, for messages: the module's place in the application's list.
    module: OnceLock<u16>,
    state: Mutex<State>,
}

pub type SocketObject = Object<IWebSocketContext, SocketState>;

struct State {
    machine: WebSocket,
    ahead: Ahead,
    /// So many bytes are read ahead of the module at most.
    limit: usize,
    receiving: Receiving,
    pings: Pings,
    read: Option<PendingRead>,
    /// Bytes are on their way out, and what goes behind them.
    sending: bool,
    outbox: VecDeque<(Outgoing, Finished)>,
    /// The end of the connection is next.
    ends: bool,
    /// The request waits until nothing is on its way any more.
    leaving: Option<OwnWait>,
    /// A fragment or a close of the module's is among them.
    writing: bool,
    /// The peer's fault was told, and its close is on its way.
    failed: bool,
    /// Why nothing comes any more.
    ended: Option<HRESULT>,
    /// What GetCloseStatus has given away.
    reason: Option<Box<[WCHAR]>>,
    /// Operations that have ended, of which nobody was told yet.
    finished: SmallVec<[Finished; 1]>,
}

/// A function of a module's for the end of an operation.
#[derive(Clone, Copy)]
struct Callback {
    function: PFN_WEBSOCKET_COMPLETION,
    argument: *mut c_void,
}

// SAFETY: the module gives both to be called on any thread.
unsafe impl Send for Callback {}

impl Callback {
    fn call(self, module: &str, outcome: Outcome) {
        let Outcome { result, bytes, text, last, close } = outcome;
        if let Some(function) = self.function {
            call_module(module, "PFN_WEBSOCKET_COMPLETION", || {
                // SAFETY: the module gave the function and its argument for this.
                unsafe { function(result, self.argument, bytes, text.into(), last.into(), close.into()) }
            });
        }
    }
}

/// How an operation has ended.
#[derive(Clone, Copy)]
struct Outcome {
    result: HRESULT,
    bytes: DWORD,
    text: bool,
    last: bool,
    close: bool,
}

impl Outcome {
    fn failed(result: HRESULT) -> Self {
        Self { result, bytes: 0, text: false, last: false, close: false }
    }
}

/// Who is told of the end of an operation. A callback keeps the request.
enum Caller {
    /// It is the host's own.
    Nobody,
    Callback(Callback, Arc<Context>),
    Thread(Arc<Waiter<Outcome>>),
}

/// An operation that has ended, or how it does if it succeeds.
struct Finished {
    caller: Caller,
    outcome: Outcome,
}

impl Finished {
    fn for_nobody() -> Self {
        Self { caller: Caller::Nobody, outcome: Outcome::failed(S_OK) }
    }

    fn is_for_callback(&self) -> bool {
        matches!(self.caller, Caller::Callback(..))
    }
}

/// Makes the object of a request, for its named container.
pub fn open(context: &Arc<Context>, settings: &Settings) -> Option<StoredContext> {
    let connection = Arc::downgrade(context.wire.as_ref()?.connection());
    let mut machine = WebSocket::new(Role::Server);
    machine.answer_before_failing();
    machine.answer_pings(reading::PINGS);
    let object = Arc::new_cyclic(|this| {
        Object::new(
            &VTABLE,
            SocketState {
                context: Arc::downgrade(context),
                connection,
                this: this.clone(),
                pool: context.worker.pool().clone(),
                module: OnceLock::new(),
                state: Mutex::new(State {
                    machine,
                    ahead: Ahead::default(),
                    limit: settings.receive_buffer_limit as usize,
                    receiving: Receiving::default(),
                    pings: Pings::every(settings.ping_interval),
                    read: None,
                    sending: false,
                    outbox: VecDeque::new(),
                    ends: false,
                    leaving: None,
                    writing: false,
                    failed: false,
                    ended: None,
                    reason: None,
                    finished: SmallVec::new(),
                }),
            },
        )
    });
    // SAFETY: the object lives until its CleanupStoredContext gives this reference back.
    unsafe { StoredContext::new(Arc::into_raw(object).cast_mut().cast()) }
}

impl SocketState {
    /// Names its sends to the connection: no OVERLAPPED and no waiter has such an address.
    fn key(&self) -> usize {
        from_ref(self).addr() | 1
    }

    /// Tells of operations that have ended.
    fn tell(&self, finished: SmallVec<[Finished; 1]>) {
        if !finished.is_empty() {
            finished.into_iter().for_each(|finished| self.tell_of(finished));
        }
    }

    /// Tells of an operation that has ended, without a lock. The module is never called back on the stack of its own
    /// call.
    fn tell_of(&self, finished: Finished) {
        let Finished { caller, outcome } = finished;
        match caller {
            Caller::Nobody => {}
            Caller::Callback(callback, context) => {
                let module = self.module.get().copied();
                // The request keeps the worker, and with it the pool.
                self.pool.run_kept(move || {
                    callback.call(module.map_or("", |module| context.module(module).name()), outcome);
                    drop(context);
                });
            }
            Caller::Thread(waiter) => _ = waiter.end(|| outcome),
        }
    }

    /// The request ends: a close that nobody has sent is sent now, the answer to the peer's or our own. True where
    /// that and what stands before it goes on later, of whose end `wait` tells.
    pub fn leave(&self, wait: &dyn Fn() -> OwnWait) -> bool {
        let code = {
            let state = self.state.lock();
            if !state.receiving.has_begun() {
                // The module has spoken for itself.
                return false;
            }
            match state.machine.phase() {
                Phase::Failed(failure) => failure.close_code(),
                _ => state.machine.close_status().map_or(1000, |status| status.code.unwrap_or(1005)),
            }
        };
        // Where one was sent, or the connection is lost, there is none to send.
        self.close(code, "");
        // A module that reads still is told, and pings go to nobody.
        if let Some(connection) = self.connection.upgrade() {
            connection.set_stream_reader(None);
        }
        self.stop_pings();
        self.end(ERROR_CONNECTION_INVALID);
        let mut state = self.state.lock();
        let waits = state.is_busy();
        state.leaving = waits.then(wait);
        waits
    }
}

/// The WebSocket of a request, which its named container has.
pub fn named(container: &NamedContainer) -> Option<Arc<SocketObject>> {
    of(container.get(NAME)?)
}

/// A module has been given this object, which may be a WebSocket: from here on the host reads. What a module
/// does with the bytes themselves that never asks for the object is its own.
pub fn given(stored: StoredContext) {
    if let Some(socket) = of(stored) {
        socket.begin();
    }
}

fn of(stored: StoredContext) -> Option<Arc<SocketObject>> {
    let stored = stored.as_ptr().cast::<SocketObject>();
    // SAFETY: a module may use the name for an object of its own, which starts with another vtable.
    unsafe {
        if !core::ptr::eq((*stored.cast::<IWebSocketContext>()).vtable, &raw const VTABLE.slots) {
            return None;
        }
        // Of an Arc, of which the container has a reference.
        Arc::increment_strong_count(stored);
        Some(Arc::from_raw(stored))
    }
}

/// The name in the container: IIS_WEBSOCKET.
pub const NAME: &str = "websockets";

/// IIS_WEBSOCKET_SERVER_VARIABLE.
pub const VARIABLE: &str = "IIS_WEBSOCK";

/// # Safety
/// The function is NULL or may be called once with the argument.
unsafe fn callback(function: PFN_WEBSOCKET_COMPLETION, argument: *mut c_void) -> Callback {
    Callback { function, argument }
}

method!(IHttpStoredContext::CleanupStoredContext as clean_up(this: SocketObject), void, {
    // SAFETY: the object came from an Arc, whose reference the container had.
    unsafe { Arc::decrement_strong_count(from_ref(this)) };
});
method!(IWebSocketContext::WriteFragment as write_fragment(
    this: SocketObject, data: *mut c_void, sent: *mut DWORD, asynchronous: BOOL, text: BOOL, last: BOOL,
    function: PFN_WEBSOCKET_COMPLETION, argument: *mut c_void, expected: *mut BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives places that may be written, or NULL.
    let length = unsafe {
        store(expected, FALSE);
        arguments::load(sent)
    };
    let Some(length) = length.filter(|length| *length == 0 || !data.is_null()) else { return E_INVALIDARG };
    if asynchronous != FALSE && function.is_none() {
        return E_INVALIDARG;
    }
    // SAFETY: by contract the bytes stay until the write has ended, and the function may be called.
    let (bytes, callback) =
        unsafe { (CallerBytes::new(data.cast(), length as usize), callback(function, argument)) };
    let (text, last) = (text != FALSE, last != FALSE);
    if asynchronous == FALSE {
        return this.write_and_wait(bytes, text, last);
    }
    // SAFETY: as above.
    unsafe { told(this.write(bytes, text, last, callback, expected.is_null()), expected) }
});
method!(IWebSocketContext::ReadFragment as read_fragment(
    this: SocketObject, data: *mut c_void, length: *mut DWORD, asynchronous: BOOL, text: *mut BOOL, last: *mut BOOL,
    close: *mut BOOL, function: PFN_WEBSOCKET_COMPLETION, argument: *mut c_void, expected: *mut BOOL)
    -> HRESULT, failed, {
    // SAFETY: C++ gives places that may be written, or NULL.
    let room = unsafe {
        store(expected, FALSE);
        arguments::load(length)
    };
    let Some(room) = room.filter(|room| *room > 0 && !data.is_null()) else { return E_INVALIDARG };
    if asynchronous != FALSE && function.is_none() {
        return E_INVALIDARG;
    }
    // SAFETY: by contract the buffer is the read's until it has ended, and the function may be called.
    let (buffer, callback) =
        unsafe { (CallerBuffer::new(data.cast(), room as usize), callback(function, argument)) };
    let outcome = if asynchronous == FALSE {
        this.read_and_wait(buffer)
    } else {
        match this.read(buffer, callback, expected.is_null()) {
            Some(outcome) => outcome,
            None => {
                // SAFETY: as above.
                unsafe { store(expected, TRUE) };
                return S_OK;
            }
        }
    };
    // SAFETY: as above.
    unsafe {
        store(length, outcome.bytes);
        store(text, outcome.text.into());
        store(last, outcome.last.into());
        store(close, outcome.close.into());
    }
    outcome.result
});
method!(IWebSocketContext::SendConnectionClose as send_connection_close(
    this: SocketObject, asynchronous: BOOL, code: USHORT, reason: LPCWSTR, function: PFN_WEBSOCKET_COMPLETION,
    argument: *mut c_void, expected: *mut BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives a place that may be written, or NULL, and text that ends with a NUL, or NULL.
    let reason = unsafe {
        store(expected, FALSE);
        reason_of(reason)
    };
    let Some(reason) = reason else { return E_INVALIDARG };
    if asynchronous != FALSE && function.is_none() {
        return E_INVALIDARG;
    }
    // SAFETY: by contract the function may be called.
    let callback = unsafe { callback(function, argument) };
    if asynchronous == FALSE {
        return this.close_and_wait(code, &reason);
    }
    // SAFETY: as above.
    unsafe { told(this.close_async(code, &reason, callback, expected.is_null()), expected) }
});
method!(IWebSocketContext::GetCloseStatus as get_close_status(
    this: SocketObject, code: *mut USHORT, reason: *mut LPCWSTR, length: *mut USHORT) -> HRESULT, failed, {
    if code.is_null() {
        return E_INVALIDARG;
    }
    let mut state = this.state.lock();
    let known = state.machine.close_status().and_then(|status| Some((status.code?, status.reason.clone())));
    let Some((status, text)) = known else {
        // SAFETY: C++ gives places that may be written, or NULL.
        unsafe {
            store(code, 0);
            store(reason, null());
            store(length, 0);
        }
        return hresult::of(ERROR_NOT_FOUND);
    };
    let wide = state.reason.get_or_insert_with(|| {
        let mut wide = crate::win32::text::to_wide(&text);
        wide.push(0);
        wide.into()
    });
    // SAFETY: as above.
    unsafe {
        store(code, status);
        store(reason, wide.as_ptr());
        store(length, (wide.len() - 1) as USHORT);
    }
    S_OK
});
method!(IWebSocketContext::CloseTcpConnection as close_tcp_connection(this: SocketObject), void, {
    this.end_connection();
});
method!(IWebSocketContext::CancelOutstandingIO as cancel_outstanding_io(this: SocketObject), void, {
    this.cancel();
});

/// The reason of a close; none where it holds what is no character.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn reason_of(reason: LPCWSTR) -> Option<String> {
    if reason.is_null() {
        return Some(String::new());
    }
    // SAFETY: by contract.
    let units = unsafe { arguments::units(reason, -1) };
    crate::win32::text::exact(&units[..units.len().saturating_sub(1)])
}

/// What a write tells its caller: an end within the call, or nothing yet.
///
/// # Safety
/// The place may be written, or is NULL.
unsafe fn told(ended: Option<HRESULT>, expected: *mut BOOL) -> HRESULT {
    // SAFETY: by contract.
    unsafe { store(expected, BOOL::from(ended.is_none())) };
    ended.unwrap_or(S_OK)
}

static VTABLE: Vtable<IWebSocketContext> = Vtable::new(IWebSocketContextVtbl {
    base: IHttpStoredContextVtbl { CleanupStoredContext: clean_up },
    WriteFragment: write_fragment,
    ReadFragment: read_fragment,
    SendConnectionClose: send_connection_close,
    GetCloseStatus: get_close_status,
    CloseTcpConnection: close_tcp_connection,
    CancelOutstandingIO: cancel_outstanding_io,
});
