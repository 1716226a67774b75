//! BasicAuthenticationModule: names and passwords, which the process's verifier knows.

use super::answer::{refused, settings};
use crate::abi::iis::{HttpHeaderAuthorization, RQ_AUTHENTICATE_REQUEST, RQ_SEND_RESPONSE};
use crate::httpapi::authentication::{self, Authorization, Credentials, Verdict};
use crate::iis::com::user;
use crate::iis::configuration::Metadata;
use crate::iis::configuration::views::BasicAuthentication as Settings;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::sync::Arc;

pub struct BasicAuthentication;

impl BuiltIn for BasicAuthentication {
    fn registered(&self) -> Registered {
        Registered { events: RQ_AUTHENTICATE_REQUEST | RQ_SEND_RESPONSE, ..Registered::default() }
    }

    fn is_concerned(&self, context: &Context, _: Event) -> bool {
        context.response.status() == 401
    }

    fn is_idle(&self, configuration: &Metadata) -> bool {
        configuration.read::<Settings>().is_ok_and(|settings| !settings.enabled)
    }

    fn notify(&self, context: &Arc<Context>, event: Event, _: bool) -> Status {
        if event == Event::SendResponse {
            challenge(context);
            return Status::Continue;
        }
        match settings::<Settings>(context) {
            Ok(settings) if settings.enabled && context.user().is_none() => authenticate(context, settings),
            Ok(_) => Status::Continue,
            Err(status) => status,
        }
    }
}

fn authenticate(context: &Context, settings: &Settings) -> Status {
    let Some(wire) = &context.wire else { return Status::Continue };
    let credentials = match context.request.peek(HttpHeaderAuthorization).map(authentication::parse) {
        // Another module's, or nobody's: then the step ends with 401.2.
        None | Some(Authorization::None) => return Status::Continue,
        Some(Authorization::Malformed) => return refused(context, 400, 0),
        Some(Authorization::Basic(credentials)) => credentials,
    };
    if !context.request.is_secure() {
        authentication::warn();
    }
    let name = full_name(credentials.user(), &settings.default_logon_domain);
    let full = Credentials::new(name, credentials.password());
    match authentication::check(&full, wire.connection().remote().ip()) {
        Verdict::Accepted(token) => {
            let password = String::from_utf8_lossy(credentials.password());
            context.set_user(user::basic(credentials.user(), token.user(), &password));
            Status::Continue
        }
        Verdict::Denied => refused(context, 401, 1),
        Verdict::Unavailable => refused(context, 503, 0),
    }
}

/// The name with the domain that holds for names without one.
fn full_name(name: &str, domain: &str) -> String {
    let domain = domain.trim_matches('\\');
    if domain.is_empty() || name.contains(['\\', '@']) { name.to_owned() } else { format!("{domain}\\{name}") }
}

/// Tells the client of a 401 how to say who it is.
fn challenge(context: &Context) {
    let response = &context.response;
    let is_asked = response.current_send().is_some_and(|send| send.headers);
    // A child's response becomes its parent's, which asks then.
    if !is_asked || context.child().is_some() {
        return;
    }
    let Ok(settings) = context.configuration().read::<Settings>() else { return };
    if settings.enabled {
        let url = context.request.url();
        let host = url.host.rsplit_once(':').map_or(&*url.host, |(host, _)| host);
        let realm = if settings.realm.is_empty() { host } else { &settings.realm };
        // Without memory the client is not asked.
        let _ = response.append_header("WWW-Authenticate", &format!("Basic realm=\"{}\"", quoted(realm)));
    }
}

/// Text within quotes.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_domain_have_the_default_one() {
        for (name, domain, full) in [
            ("ann", "", "ann"),
            ("ann", "D", "D\\ann"),
            ("ann", "\\", "ann"),
            ("E\\ann", "D", "E\\ann"),
            ("ann@e", "D", "ann@e"),
        ] {
            assert_eq!(full_name(name, domain), full);
        }
        assert_eq!(quoted(r#"a "b" \c"#), r#"a \"b\" \\c"#);
    }
}
