//! UrlAuthorizationModule: whom the rules of a URL let in.

use super::answer::{refused, settings};
use crate::abi::iis::{E_ACCESSDENIED, RQ_AUTHORIZE_REQUEST};
use crate::iis::configuration::Metadata;
use crate::iis::configuration::views::Authorization as Settings;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::sync::Arc;

pub struct UrlAuthorization;

impl BuiltIn for UrlAuthorization {
    fn registered(&self) -> Registered {
        Registered { events: RQ_AUTHORIZE_REQUEST, ..Registered::default() }
    }

    fn is_idle(&self, configuration: &Metadata) -> bool {
        configuration.read::<Settings>().is_ok_and(|settings| settings.lets_everybody_in())
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let settings = match settings::<Settings>(context) {
            Ok(settings) => settings,
            Err(status) => return status,
        };
        if settings.lets_everybody_in() {
            return Status::Continue;
        }
        // What the HTTP API has kept it gives to others, too, without asking.
        context.response.keep_from_kernel_cache();
        let user = context.user();
        let name = user.map(|user| user.name()).filter(|name| !name.is_empty());
        let is_in_role = |role: &str| user.and_then(|user| user.is_in_role(role));
        if settings.allows(name.as_deref(), is_in_role, &context.verb()) {
            return Status::Continue;
        }
        let status = refused(context, 401, 2);
        context.response.set_status_error(E_ACCESSDENIED);
        status
    }
}
