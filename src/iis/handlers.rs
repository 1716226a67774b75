//! Which modules handle a request.

use super::context::Context;
use super::event::{Event, Status};
use std::sync::Arc;

/// Chooses the handler: every module that wants to execute requests, in the order of the list.
pub fn choose(context: &Arc<Context>) -> Status {
    let modules = context.application.order().told(Event::ExecuteRequestHandler, false);
    context.set_handlers(modules.iter().copied());
    Status::Continue
}

/// No handler has served the request.
pub fn nobody_handled(context: &Arc<Context>) {
    context.response.set_status(404, "Not Found", 0);
}
