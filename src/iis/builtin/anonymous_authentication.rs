//! AnonymousAuthenticationModule: who says nothing of himself is nobody in particular.

use crate::abi::iis::RQ_AUTHENTICATE_REQUEST;
use crate::iis::com::user;
use crate::iis::configuration::views::AnonymousAuthentication as Settings;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::{Priorities, Priority, Registered};
use crate::iis::site_errors;
use std::sync::Arc;

pub struct AnonymousAuthentication;

impl BuiltIn for AnonymousAuthentication {
    fn registered(&self) -> Registered {
        // Only where no other way has told who it is.
        let last = Priorities { events: vec![(RQ_AUTHENTICATE_REQUEST, Priority::Last)], ..Priorities::default() };
        Registered { events: RQ_AUTHENTICATE_REQUEST, priorities: last, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        match context.configuration().read::<Settings>() {
            Ok(settings) => {
                if settings.enabled && context.user().is_none() {
                    context.set_user(user::anonymous());
                }
                Status::Continue
            }
            Err(error) => site_errors::configuration(context, &error),
        }
    }
}
