//! IHttpRequest.
//!
//! The truth is an HTTP_REQUEST_V2 in the request's memory, made when somebody first looks at the
//! request: modules that change it by its pointer and those that call the methods see each
//! other's changes.

mod body;
pub mod certificate;
mod header_changes;
mod headers;
mod raw;
mod url;

pub use url::UrlKey;

use super::object::{Object, Owner};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::iis::rarely::Rarely;
use parking_lot::Mutex;
use raw::Raw;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{OnceLock, Weak};

pub struct RequestState {
    owner: Owner,
    raw: OnceLock<Raw>,
    /// The structure was changed, or a module has it and may change it.
    is_changed: AtomicBool,
    headers: Mutex<headers::State>,
    url: Mutex<url::State>,
    body: Rarely<body::State>,
    /// How many bytes of the body the wire may give.
    most: AtomicU64,
}

pub type RequestObject = Object<IHttpRequest4, RequestState>;

pub fn new(context: &Weak<Context>) -> RequestObject {
    let state = RequestState {
        owner: Owner::new(context),
        raw: OnceLock::new(),
        is_changed: AtomicBool::new(false),
        headers: Mutex::default(),
        url: Mutex::default(),
        body: Rarely::default(),
        most: AtomicU64::new(body::UNLIMITED),
    };
    Object::new(&VTABLE, state)
}

static VTABLE: Vtable<IHttpRequest4> = Vtable::new(IHttpRequest4Vtbl {
    base: IHttpRequest3Vtbl {
        base: IHttpRequest2Vtbl {
            base: IHttpRequestVtbl {
                GetRawHttpRequest: raw::get,
                GetRawHttpRequestConst: raw::get_const,
                GetHeaderByName: headers::get_by_name,
                GetHeaderById: headers::get_by_id,
                SetHeaderByName: headers::set_by_name,
                SetHeaderById: headers::set_by_id,
                DeleteHeaderByName: headers::delete_by_name,
                DeleteHeaderById: headers::delete_by_id,
                GetHttpMethod: url::get_method,
                SetHttpMethod: url::set_method,
                SetUrlWide: url::set_wide,
                SetUrlNarrow: url::set_narrow,
                GetUrlChanged: url::get_changed,
                GetForwardedUrl: url::get_forwarded,
                GetLocalAddress: raw::get_local_address,
                GetRemoteAddress: raw::get_remote_address,
                ReadEntityBody: body::read,
                InsertEntityBody: body::insert,
                GetRemainingEntityBytes: body::get_remaining,
                GetHttpVersion: raw::get_version,
                GetClientCertificate: certificate::get,
                NegotiateClientCertificate: certificate::negotiate,
                GetSiteId: raw::get_site_id,
                GetHeaderChanges: header_changes::get,
            },
            GetChannelBindingToken: certificate::get_channel_binding_token,
        },
        ReadEntityBody: body::read_with_callback,
    },
    ReadEntityBody: body::read_with_flags,
});
