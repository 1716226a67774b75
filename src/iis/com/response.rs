//! IHttpResponse.

use super::missing::missing;
use super::object::{Object, Owner};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::httpapi::cache::Policy;
use crate::httpapi::operation::{Answer, Style};
use crate::httpapi::response_parts::{Body, Parts};
use crate::httpapi::send;
use crate::iis::context::Context;
use crate::iis::pipeline::OwnWait;
use crate::net::connection::{Chunk, Completion};
use parking_lot::Mutex;
use smallvec::{SmallVec, smallvec};
use std::sync::Weak;

pub struct ResponseState {
    owner: Owner,
    status: Mutex<(u16, &'static str)>,
    text: Mutex<Vec<u8>>,
}

pub type ResponseObject = Object<IHttpResponse4, ResponseState>;

pub fn new(context: &Weak<Context>) -> ResponseObject {
    Object::new(
        &VTABLE,
        ResponseState { owner: Owner::new(context), status: Mutex::new((200, "OK")), text: Mutex::default() },
    )
}

impl ResponseState {
    pub fn set_status(&self, code: u16, reason: &'static str, _sub_status: u16) {
        *self.status.lock() = (code, reason);
    }

    pub fn is_touched(&self) -> bool {
        !self.text.lock().is_empty()
    }

    pub fn write(&self, text: &[u8]) {
        self.text.lock().extend_from_slice(text);
    }

    /// The last send; true where it ends later, of which `wait` tells.
    pub fn finish(&self, context: &Context, wait: &dyn Fn() -> OwnWait) -> bool {
        let Some(wire) = &context.wire else { return false };
        let (status, reason) = *self.status.lock();
        let text = std::mem::take(&mut *self.text.lock());
        let chunks = smallvec![Chunk::Own(text.into())];
        let parts = Parts {
            status,
            reason: reason.as_bytes(),
            headers: SmallVec::new(),
            body: Body { chunks, ..Body::default() },
            several_encodings: false,
        };
        let told = || -> Box<dyn Completion> { Box::new(wait()) };
        let style = Style::Told(&told);
        let answer = send::send_response(context.worker.queue(), wire.id, 0, parts, Policy::Not, None, style);
        answer == Answer::Pending
    }
}

static VTABLE: Vtable<IHttpResponse4> = Vtable::new(IHttpResponse4Vtbl {
    base: IHttpResponse3Vtbl {
        base: IHttpResponse2Vtbl {
            base: IHttpResponseVtbl {
                GetRawHttpResponse: missing(),
                GetRawHttpResponseConst: missing(),
                GetCachePolicy: missing(),
                SetStatus: missing(),
                SetHeaderByName: missing(),
                SetHeaderById: missing(),
                DeleteHeaderByName: missing(),
                DeleteHeaderById: missing(),
                GetHeaderByName: missing(),
                GetHeaderById: missing(),
                Clear: missing(),
                ClearHeaders: missing(),
                SetNeedDisconnect: missing(),
                ResetConnection: missing(),
                DisableKernelCache: missing(),
                GetKernelCacheEnabled: missing(),
                SuppressHeaders: missing(),
                GetHeadersSuppressed: missing(),
                Flush: missing(),
                Redirect: missing(),
                WriteEntityChunkByReference: missing(),
                WriteEntityChunks: missing(),
                DisableBuffering: missing(),
                GetStatus: missing(),
                SetErrorDescription: missing(),
                GetErrorDescription: missing(),
                GetHeaderChanges: missing(),
                CloseConnection: missing(),
            },
            WriteEntityChunks: missing(),
            Flush: missing(),
        },
        PushPromise: missing(),
    },
    DeleteTrailer: missing(),
    GetTrailer: missing(),
    ResetStream: missing(),
    SetNeedGoAway: missing(),
    SetTrailer: missing(),
});
