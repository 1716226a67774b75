//! Answers that several modules give.

use crate::iis::configuration::views::View;
use crate::iis::content::Unservable;
use crate::iis::context::Context;
use crate::iis::event::Status;
use crate::iis::site_errors;
pub use crate::net::url::escaped_path;
use std::sync::Arc;

/// What handlers of files take; ProtocolSupportModule answers the other two.
const ALLOWED: &str = "GET, HEAD, OPTIONS, TRACE";

/// The request is handled: no other handler is asked, and the steps behind go on.
pub fn handled(context: &Context) -> Status {
    context.pipeline.set_handled();
    Status::Continue
}

/// The same with a status that says what is wrong.
pub fn failed(context: &Context, status: u16, sub_status: u16) -> Status {
    context.response.set_status(status, "", sub_status);
    handled(context)
}

/// The request ends with a status, before anybody handles it.
pub fn refused(context: &Context, status: u16, sub_status: u16) -> Status {
    context.response.set_status(status, "", sub_status);
    Status::Finish
}

pub fn unservable(context: &Context, reason: &Unservable) -> Status {
    match reason {
        Unservable::Missing => failed(context, 404, 0),
        Unservable::Denied => failed(context, 401, 3),
        Unservable::Failed(error) => {
            context.worker.tell(&format!("{}: {error}", context.physical().display()));
            failed(context, 500, 0)
        }
    }
}

/// What is there is a file or a folder, which nobody sends anything to.
pub fn wrong_verb(context: &Context) -> Status {
    // Without memory the client gets the status alone.
    let _ = context.response.set_header("Allow", ALLOWED);
    failed(context, 405, 0)
}

pub fn is_read(verb: &str) -> bool {
    matches!(verb, "GET" | "HEAD")
}

/// The view of a section for the request's path, or what the client is told in its place.
pub fn settings<V: View>(context: &Arc<Context>) -> Result<&Arc<V>, Status> {
    context.configuration().read::<V>().map_err(|error| site_errors::configuration(context, &error))
}
