//! ProtocolSupportModule: OPTIONS and TRACE. The headers of `httpProtocol` are in every response from the start.

use super::answer::{failed, handled};
use crate::abi::iis::RQ_EXECUTE_REQUEST_HANDLER;
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
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        match &*context.verb() {
            "OPTIONS" => {
                let response = &context.response;
                response.set_status(200, "", 0);
                // Without memory the client gets the status alone.
                let _ = response.set_header("Allow", VERBS).and_then(|()| response.set_header("Public", VERBS));
                handled(context)
            }
            // What came is nobody's to see but the client's, and it knows.
            "TRACE" => failed(context, 501, 0),
            _ => Status::Continue,
        }
    }
}
