//! IHttpRequest.

use super::missing::missing;
use super::object::{Object, Owner};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use std::sync::Weak;

pub struct RequestState {
    owner: Owner,
}

pub type RequestObject = Object<IHttpRequest4, RequestState>;

pub fn new(context: &Weak<Context>) -> RequestObject {
    Object::new(&VTABLE, RequestState { owner: Owner::new(context) })
}

static VTABLE: Vtable<IHttpRequest4> = Vtable::new(IHttpRequest4Vtbl {
    base: IHttpRequest3Vtbl {
        base: IHttpRequest2Vtbl {
            base: IHttpRequestVtbl {
                GetRawHttpRequest: missing(),
                GetRawHttpRequestConst: missing(),
                GetHeaderByName: missing(),
                GetHeaderById: missing(),
                SetHeaderByName: missing(),
                SetHeaderById: missing(),
                DeleteHeaderByName: missing(),
                DeleteHeaderById: missing(),
                GetHttpMethod: missing(),
                SetHttpMethod: missing(),
                SetUrlWide: missing(),
                SetUrlNarrow: missing(),
                GetUrlChanged: missing(),
                GetForwardedUrl: missing(),
                GetLocalAddress: missing(),
                GetRemoteAddress: missing(),
                ReadEntityBody: missing(),
                InsertEntityBody: missing(),
                GetRemainingEntityBytes: missing(),
                GetHttpVersion: missing(),
                GetClientCertificate: missing(),
                NegotiateClientCertificate: missing(),
                GetSiteId: missing(),
                GetHeaderChanges: missing(),
            },
            GetChannelBindingToken: missing(),
        },
        ReadEntityBody: missing(),
    },
    ReadEntityBody: missing(),
});
