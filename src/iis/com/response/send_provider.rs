//! ISendResponseProvider: the argument of OnSendResponse.

use super::live::Text;
use crate::abi::iis::*;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::object::{Object, Owner, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::context::Context;
use crate::iis::event::Event;
use crate::iis::registration::Priority;
use crate::net::http1::known;
use crate::win32::boundary::{hresult as failed, pointer, void};
use crate::win32::system_info::{NameForm, computer_name};
use core::ptr::null_mut;
use std::sync::{LazyLock, Weak};

pub type SendProvider = Object<ISendResponseProvider, Owner>;

pub fn new(context: &Weak<Context>) -> SendProvider {
    Object::new(&VTABLE, Owner::new(context))
}

/// Whether the module that asks comes late enough in the order to see what is logged.
fn sees_log(context: &Context) -> bool {
    context.pipeline.current().is_some_and(|frame| {
        let priorities = &context.module(frame.module).registered().priorities;
        priorities.of(Event::SendResponse, false) <= Priority::High
    })
}

/// s-computername.
static COMPUTER: LazyLock<String> = LazyLock::new(|| computer_name(NameForm::NetBios));

/// What is logged of the request, made when a module asks for it first.
pub fn log_data(context: &Context) -> *mut HTTP_LOG_DATA {
    let made = context.response.log_data();
    if !made.is_null() {
        return made;
    }
    let place = context.memory.allocate(size_of::<HTTP_LOG_FIELDS_DATA>()).cast::<HTTP_LOG_FIELDS_DATA>();
    if place.is_null() {
        return null_mut();
    }
    // SAFETY: the block is large enough, aligned, and nobody else's.
    unsafe { place.write(fields(context)) };
    context.response.set_log_data(place.cast());
    place.cast()
}

fn fields(context: &Context) -> HTTP_LOG_FIELDS_DATA {
    // SAFETY: numbers of 0 and NULL pointers are valid everywhere in it.
    let mut fields: HTTP_LOG_FIELDS_DATA = unsafe { core::mem::zeroed() };
    fields.Base.Type = HttpLogDataTypeFields;
    let narrow = |bytes: &[u8]| {
        Text::copy(&context.memory, bytes).map_or((null_mut(), 0), |text| (text.start.cast_mut(), text.length))
    };
    // Its length is in bytes.
    let wide = |text: &str| match context.memory.wide(text) {
        Some(copy) => (copy.as_ptr().cast_mut(), USHORT::try_from(size_of_val(copy)).unwrap_or(USHORT::MAX)),
        None => (null_mut(), 0),
    };
    if let Some(wire) = &context.wire {
        let (local, remote) = (wire.connection().local(), wire.connection().remote());
        let field = |id: i32| wire.field(id).map_or((null_mut(), 0), narrow);
        (fields.ClientIp, fields.ClientIpLength) = narrow(remote.ip().to_canonical().to_string().as_bytes());
        (fields.ServerIp, fields.ServerIpLength) = narrow(local.ip().to_canonical().to_string().as_bytes());
        fields.ServerPort = local.port();
        (fields.UriStem, fields.UriStemLength) = wide(wire.url().path());
        // These two as modules have set them.
        if let Some(query) = context.server_variable("LOG_QUERY_STRING").filter(|query| !query.is_empty()) {
            (fields.UriQuery, fields.UriQueryLength) = narrow(&query);
        }
        let method = context.request.method();
        fields.MethodNum = known::verb(method, false).into();
        (fields.Method, fields.MethodLength) = narrow(method);
        (fields.Host, fields.HostLength) = field(HttpHeaderHost);
        (fields.UserAgent, fields.UserAgentLength) = field(HttpHeaderUserAgent);
        (fields.Cookie, fields.CookieLength) = field(HttpHeaderCookie);
        (fields.Referrer, fields.ReferrerLength) = field(HttpHeaderReferer);
    }
    if let Some(user) = context.user() {
        (fields.UserName, fields.UserNameLength) = wide(&user.name());
    }
    (fields.ServerName, fields.ServerNameLength) = narrow(COMPUTER.as_bytes());
    let service = format!("W3SVC{}", context.application.site_id());
    (fields.ServiceName, fields.ServiceNameLength) = narrow(service.as_bytes());
    fields.ProtocolStatus = context.response.status();
    fields.SubStatus = context.response.sub_status();
    let error = context.response.failure().error;
    fields.Win32Status = if error < 0 { hresult::code_of(error) } else { 0 };
    fields
}

method!(IHttpEventProvider::SetErrorStatus as set_error_status(this: SendProvider, error: HRESULT), void, {
    this.set_error(error);
});
method!(ISendResponseProvider::GetHeadersBeingSent as get_headers_being_sent(this: SendProvider)
    -> BOOL, || FALSE, {
    BOOL::from(this.response.current_send().is_some_and(|send| send.headers))
});
method!(ISendResponseProvider::GetFlags as get_flags(this: SendProvider) -> DWORD, || 0, {
    this.response.current_send().map_or(0, |send| send.flags)
});
method!(ISendResponseProvider::SetFlags as set_flags(this: SendProvider, flags: DWORD), void, {
    this.response.set_send_flags(flags);
});
method!(ISendResponseProvider::GetLogData as get_log_data(this: SendProvider) -> *mut HTTP_LOG_DATA, pointer, {
    let ready = this.response.current_send().is_some_and(|send| send.last);
    if ready && sees_log(this) { log_data(this) } else { null_mut() }
});
method!(ISendResponseProvider::SetLogData as set_log_data(this: SendProvider, data: *mut HTTP_LOG_DATA)
    -> HRESULT, failed, {
    if data.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    this.response.set_log_data(data);
    S_OK
});
method!(ISendResponseProvider::GetReadyToLogData as get_ready_to_log_data(this: SendProvider) -> BOOL, || FALSE, {
    BOOL::from(this.response.current_send().is_some_and(|send| send.last))
});

static VTABLE: Vtable<ISendResponseProvider> = Vtable::new(ISendResponseProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: set_error_status },
    GetHeadersBeingSent: get_headers_being_sent,
    GetFlags: get_flags,
    SetFlags: set_flags,
    GetLogData: get_log_data,
    SetLogData: set_log_data,
    GetReadyToLogData: get_ready_to_log_data,
});
