//! WebSocketModule: the handshake, and the context that a handler goes on with.

use crate::abi::iis::{HttpHeaderUpgrade, RQ_BEGIN_REQUEST, RQ_SEND_RESPONSE};
use crate::iis::com::websocket::{self, NAME, VARIABLE};
use crate::iis::configuration::views::WebSocket as Settings;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use crate::net::websocket::handshake;
use std::sync::Arc;

pub struct WebSocket;

impl BuiltIn for WebSocket {
    fn registered(&self) -> Registered {
        Registered { events: RQ_BEGIN_REQUEST | RQ_SEND_RESPONSE, ..Registered::default() }
    }

    fn is_concerned(&self, context: &Context, _: Event) -> bool {
        context.response.status() == 101
    }

    fn notify(&self, context: &Arc<Context>, event: Event, _: bool) -> Status {
        match event {
            Event::BeginRequest if asks(context) => {
                // There is memory for a word.
                let _ = context.set_server_variable(VARIABLE, Some(NAME));
            }
            Event::SendResponse => answer(context),
            _ => {}
        }
        Status::Continue
    }
}

/// Whether the request is a handshake, on a path where WebSockets are switched on.
fn asks(context: &Context) -> bool {
    if context.parent().is_some() || context.request.peek(HttpHeaderUpgrade).is_none() {
        return false;
    }
    // In HTTP/2 it is an extended CONNECT that looks so.
    let is_get = context.request.method() == b"GET" && context.request.version() >= (1, 1);
    is_get
        && handshake::check_request(&context.request.all_headers()).is_ok()
        && context.configuration().read::<Settings>().is_ok_and(|settings| settings.enabled)
}

/// Completes the handshake where the handler answers with 101.
fn answer(context: &Arc<Context>) {
    let is_first = context.response.current_send().is_some_and(|send| send.headers && !send.last);
    if !is_first || context.server_variable(VARIABLE).is_none() {
        return;
    }
    let headers = context.request.all_headers();
    let Ok(offer) = handshake::check_request(&headers) else { return };
    let response = &context.response;
    response.delete_header("Content-Length");
    response.delete_header("Content-Type");
    let headers = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", &offer.accept)];
    for (name, value) in headers {
        // Where there is no memory for it the client sees that it is no handshake.
        let _ = response.set_header(name, value);
    }
    if let Ok(settings) = context.application.metadata(&context.url_path()).view::<Settings>()
        && let Some(socket) = websocket::open(context, &settings)
        && !context.named.set(NAME.to_owned(), socket)
    {
        socket.clean_up();
    }
}
