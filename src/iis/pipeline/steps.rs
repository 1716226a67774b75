//! What the host itself does at each step.

use super::super::access;
use super::super::context::Context;
use super::super::event::{Event, Status};
use super::super::handlers;
use super::operations::OwnWait;
use std::sync::Arc;

/// Whether the host does something before the modules of a step.
pub fn has_before(event: Event) -> bool {
    matches!(event, Event::BeginRequest | Event::MapRequestHandler)
}

/// Whether it does something before the post-notification.
pub fn has_after(event: Event) -> bool {
    matches!(event, Event::AuthenticateRequest | Event::MapRequestHandler | Event::ExecuteRequestHandler)
}

/// Before the modules are told.
pub fn before(context: &Arc<Context>, event: Event) -> Status {
    match event {
        Event::BeginRequest => access::check(context),
        Event::MapRequestHandler => handlers::choose(context),
        _ => Status::Continue,
    }
}

/// Before the post-notification.
pub fn after(context: &Arc<Context>, event: Event) -> Status {
    match event {
        Event::AuthenticateRequest if context.user().is_none() => {
            context.response.set_status(401, "", 2);
            Status::Finish
        }
        Event::MapRequestHandler => handlers::settle(context),
        Event::ExecuteRequestHandler => {
            if !context.is_served() {
                handlers::nobody_handled(context);
            }
            Status::Continue
        }
        _ => Status::Continue,
    }
}

/// The last send, which may end later.
pub fn send(context: &Arc<Context>) -> Status {
    let wait = || OwnWait { context: context.clone() };
    if context.leave_websocket(&wait) {
        // The last send stands behind it.
        context.pipeline.send_again();
        return Status::Pending;
    }
    if context.response.finish(context, &wait) {
        // What modules have lent is in use until then.
        context.pipeline.await_send();
        return Status::Pending;
    }
    Status::Continue
}

/// Cancels what modules have under way; whether there was anything.
pub fn cancel_operations(context: &Context) -> bool {
    let any = context.pipeline.operations.any();
    if any {
        context.cancel_io();
    }
    any
}
