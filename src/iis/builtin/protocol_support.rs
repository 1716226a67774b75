//! ProtocolSupportModule: OPTIONS and TRACE, the headers that the configuration adds, the end of keep-alive.

use super::answer::{failed, handled};
use crate::abi::iis::{HTTP_SEND_RESPONSE_FLAG_DISCONNECT, RQ_EXECUTE_REQUEST_HANDLER, RQ_SEND_RESPONSE};
use crate::iis::configuration::views::HttpProtocol;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::sync::Arc;

/// What IIS says it can do, whatever there is.
const VERBS: &str = "OPTIONS, TRACE, GET, HEAD, POST";

pub struct ProtocolSupport;

impl BuiltIn for ProtocolSupport {
    fn registered(&self) -> Registered {
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, event: Event, _: bool) -> Status {
        match (event, &*context.verb()) {
            (Event::ExecuteRequestHandler, "OPTIONS") => {
                context.response.set_status(200, "OK", 0);
                // Without memory the client gets the status alone.
                let response = &context.response;
                let _ = response.set_header("Allow", VERBS).and_then(|()| response.set_header("Public", VERBS));
                handled(context)
            }
            // What came is nobody's to see but the client's, and it knows.
            (Event::ExecuteRequestHandler, "TRACE") => failed(context, 501, 0),
            (Event::SendResponse, _) => {
                add_headers(context);
                Status::Continue
            }
            _ => Status::Continue,
        }
    }
}

fn add_headers(context: &Context) {
    let response = &context.response;
    let Some(send) = response.current_send().filter(|send| send.headers) else { return };
    // A child's response becomes its parent's, which has them.
    if context.child().is_some() {
        return;
    }
    // A web.config that cannot be used has been told of by whoever has answered.
    let Ok(settings) = context.application.metadata(&context.url_path()).view::<HttpProtocol>() else { return };
    let is_redirection = matches!(response.status(), 301 | 302 | 303 | 307 | 308);
    let redirecting = settings.redirect_headers.iter().filter(|_| is_redirection);
    for header in settings.custom_headers.iter().chain(redirecting) {
        if response.append_header(&header.name, &header.value).is_err() {
            context.worker.tell(&format!("httpProtocol: the header {} cannot be sent", header.name));
        }
    }
    if !settings.allow_keep_alive {
        response.set_send_flags(send.flags | HTTP_SEND_RESPONSE_FLAG_DISCONNECT);
    }
}
