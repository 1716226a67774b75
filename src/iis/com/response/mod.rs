//! IHttpResponse.
//!
//! `live` is the structure that modules see, `headers`, `body`, `status` and so on the methods by
//! subject, `sending` the way to the client.
//!
//! Modules in safe Rust use `ResponseState` itself: `set_status`, `status`, `set_header`,
//! `append_header`, `delete_header`, `header`, `write`, `write_file`, `clear`, `redirect`,
//! `headers_sent`, `is_touched`, `has_body`, and within RQ_SEND_RESPONSE `current_send` and
//! `set_send_flags`. None of them calls a module; none sends.

mod body;
mod connection;
mod defaults;
mod headers;
mod live;
mod redirect;
mod send_methods;
mod send_provider;
mod sending;
mod spare;
mod status;
mod to_parent;
mod trailers;

pub use sending::CurrentSend;
pub use status::Failure;

use super::cache_policy::{self, CachePolicyObject};
use super::memory::Texts;
use super::object::{Object, Owner, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::win32::boundary::{pointer, text, void};
use body::Copies;
use live::{Arrays, Live};
use parking_lot::Mutex;
use send_provider::SendProvider;
use sending::Phase;
use spare::Spare;
use status::Details;
use std::sync::Weak;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct ResponseState {
    owner: Owner,
    live: Live,
    pub cache: CachePolicyObject,
    provider: SendProvider,
    /// So many bytes are copied before they are sent: the handler's responseBufferLimit.
    buffer_limit: AtomicUsize,
    state: Mutex<State>,
}

/// What the structure itself does not say. The lock is never held while a module runs.
struct State {
    arrays: Arrays,
    details: Details,
    trailers: Vec<HTTP_UNKNOWN_HEADER>,
    /// What the structure's headers and its phrase point to.
    texts: Texts,
    /// Copies of what modules have written, and a buffer for the first of them.
    copies: Copies,
    spare: Vec<u8>,
    /// Those of the send that is under way.
    in_flight: Copies,
    buffering: bool,
    kernel_cache: bool,
    suppressed: bool,
    /// The connection is closed behind the response.
    disconnect: bool,
    /// So is the session, where the connection is HTTP/2.
    go_away: bool,
    phase: Phase,
    current: CurrentSend,
    /// What the request's line in the log has beside the fields of its format.
    custom_log: Vec<Vec<u8>>,
    begun: bool,
    finished: bool,
}

// SAFETY: the pointers are to what modules have given for use on any thread.
unsafe impl Send for State {}

/// The default of responseBufferLimit.
const BUFFER_LIMIT: usize = 4 << 20;

pub type ResponseObject = Object<IHttpResponse4, ResponseState>;

pub fn new(context: &Weak<Context>) -> ResponseObject {
    let Spare { unknown, chunks, texts, buffers, buffer } = spare::take_spare();
    let state = State {
        arrays: Arrays::new(unknown, chunks),
        details: Details::default(),
        trailers: Vec::new(),
        texts,
        copies: Copies::new(buffers),
        spare: buffer,
        in_flight: Copies::default(),
        buffering: true,
        kernel_cache: true,
        suppressed: false,
        disconnect: false,
        go_away: false,
        phase: Phase::Idle,
        current: CurrentSend::default(),
        custom_log: Vec::new(),
        begun: false,
        finished: false,
    };
    Object::new(
        &VTABLE,
        ResponseState {
            owner: Owner::new(context),
            live: Live::new(),
            cache: cache_policy::new(context),
            provider: send_provider::new(context),
            buffer_limit: AtomicUsize::new(BUFFER_LIMIT),
            state: Mutex::new(state),
        },
    )
}

impl Drop for ResponseState {
    fn drop(&mut self) {
        spare::keep(self.state.get_mut());
    }
}

impl ResponseState {
    /// Whether status line and headers are with the client.
    pub fn headers_sent(&self) -> bool {
        self.state.lock().begun
    }

    /// Whether anybody has made something of the response.
    pub fn is_touched(&self) -> bool {
        let mut state = self.state.lock();
        state.begun || state.details.is_set || self.live.status().0 != 200 || self.has_chunks(&mut state)
    }

    /// Whether there is a body, or a handler has set a status: what handlers behind that one leave alone.
    pub fn is_made(&self) -> bool {
        let mut state = self.state.lock();
        state.begun || state.details.is_by_handler || self.has_chunks(&mut state)
    }

    /// Back to 200, the default headers and no body; what was sent is sent.
    pub fn clear(&self) {
        let mut state = self.state.lock();
        self.clear_body(&mut state);
        self.live.clear_headers(&mut state.arrays);
        self.restore_defaults(&mut state);
        let before = self.reset_status(&mut state);
        drop(state);
        drop(before);
    }

    /// The HTTP API does not keep it, whatever its policy comes to say.
    pub fn keep_from_kernel_cache(&self) {
        self.state.lock().kernel_cache = false;
    }

    /// What the handler's responseBufferLimit says.
    pub fn set_buffer_limit(&self, bytes: usize) {
        self.buffer_limit.store(bytes, Ordering::Release);
    }
}

method!(IHttpResponse::GetRawHttpResponse as get_raw(this: ResponseObject) -> *mut HTTP_RESPONSE, pointer, {
    this.live.as_ptr()
});
method!(IHttpResponse::GetRawHttpResponse as get_raw_const(this: ResponseObject) -> *const HTTP_RESPONSE, text, {
    this.live.as_ptr()
});
method!(IHttpResponse::GetCachePolicy as get_cache_policy(this: ResponseObject) -> *mut IHttpCachePolicy, pointer, {
    this.cache.as_interface()
});
method!(IHttpResponse::Clear as clear(this: ResponseObject), void, { this.clear() });
method!(IHttpResponse::DisableKernelCache as disable_kernel_cache(this: ResponseObject, _reason: ULONG), void, {
    this.keep_from_kernel_cache();
});
method!(IHttpResponse::GetKernelCacheEnabled as get_kernel_cache_enabled(this: ResponseObject) -> BOOL, || FALSE, {
    BOOL::from(this.state.lock().kernel_cache)
});

static VTABLE: Vtable<IHttpResponse4> = Vtable::new(IHttpResponse4Vtbl {
    base: IHttpResponse3Vtbl {
        base: IHttpResponse2Vtbl {
            base: IHttpResponseVtbl {
                GetRawHttpResponse: get_raw,
                GetRawHttpResponseConst: get_raw_const,
                GetCachePolicy: get_cache_policy,
                SetStatus: status::set_status,
                SetHeaderByName: headers::set_by_name,
                SetHeaderById: headers::set_by_id,
                DeleteHeaderByName: headers::delete_by_name,
                DeleteHeaderById: headers::delete_by_id,
                GetHeaderByName: headers::get_by_name,
                GetHeaderById: headers::get_by_id,
                Clear: clear,
                ClearHeaders: headers::clear_headers,
                SetNeedDisconnect: connection::set_need_disconnect,
                ResetConnection: connection::reset_connection,
                DisableKernelCache: disable_kernel_cache,
                GetKernelCacheEnabled: get_kernel_cache_enabled,
                SuppressHeaders: headers::suppress_headers,
                GetHeadersSuppressed: headers::get_headers_suppressed,
                Flush: send_methods::flush,
                Redirect: redirect::redirect,
                WriteEntityChunkByReference: body::write_by_reference,
                WriteEntityChunks: send_methods::write_chunks,
                DisableBuffering: body::disable_buffering,
                GetStatus: status::get_status,
                SetErrorDescription: status::set_error_description,
                GetErrorDescription: status::get_error_description,
                GetHeaderChanges: headers::get_header_changes,
                CloseConnection: connection::close_connection,
            },
            WriteEntityChunks: send_methods::write_chunks_to_callback,
            Flush: send_methods::flush_to_callback,
        },
        PushPromise: connection::push_promise,
    },
    DeleteTrailer: trailers::delete_trailer,
    GetTrailer: trailers::get_trailer,
    ResetStream: connection::reset_stream,
    SetNeedGoAway: connection::set_need_go_away,
    SetTrailer: trailers::set_trailer,
});
