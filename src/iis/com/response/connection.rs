//! What a response does to its connection.

use super::{ResponseObject, ResponseState};
use crate::abi::iis::*;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::method;
use crate::win32::boundary::{hresult as failed, void};

impl ResponseState {
    /// The client sees a reset; the request goes on.
    pub fn reset_connection(&self) {
        if let Some(wire) = &self.owner.wire {
            wire.connection().abort();
        }
    }
}

method!(pub(super) IHttpResponse::SetNeedDisconnect as set_need_disconnect(this: ResponseObject), void, {
    this.state.lock().disconnect = true;
});
method!(pub(super) IHttpResponse::ResetConnection as reset_connection(this: ResponseObject), void, { this.reset_connection() });
method!(pub(super) IHttpResponse::CloseConnection as close_connection(this: ResponseObject), void, { this.reset_connection() });
method!(pub(super) IHttpResponse3::PushPromise as push_promise(
    this: ResponseObject, verb: PCSTR, path: PCWSTR, _query: PCWSTR, count: DWORD, names: *mut PCSTR,
    values: *mut PCSTR) -> HRESULT, failed, {
    let _ = this;
    // HTTP/1.1 has no push, which is a success all the same.
    if verb.is_null() || path.is_null() || (count > 0 && (names.is_null() || values.is_null())) {
        hresult::of(ERROR_INVALID_PARAMETER)
    } else {
        S_OK
    }
});
method!(pub(super) IHttpResponse4::ResetStream as reset_stream(this: ResponseObject, code: ULONG), void, {
    if let Some(wire) = &this.owner.wire {
        // A connection of HTTP/1.1 is a single stream, and has no codes.
        wire.connection().set_stream_error(code);
    }
    this.reset_connection();
});
method!(pub(super) IHttpResponse4::SetNeedGoAway as set_need_go_away(this: ResponseObject), void, {
    // A connection of HTTP/1.1 ends as after SetNeedDisconnect.
    this.state.lock().go_away = true;
});
