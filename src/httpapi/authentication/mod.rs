//! Authentication by the library: who a request comes from, before the program gets it.
//!
//! A session or a URL group says by which schemes (`settings`), or the program does in a 401 for
//! the connection it goes to (`by_connection`). Of the schemes there is Basic. Its credentials go
//! to the process's verifier, which is the password file unless somebody has put another one in
//! its place, and never on a thread that looks after connections.

mod attempts;
mod basic;
mod by_connection;
pub mod caller_settings;
mod checks;
mod password_file;
mod passwords;
mod settings;
mod verifier;

pub use basic::{Authorization, Credentials, parse, warn};
pub use by_connection::{left, override_for};
pub use checks::check;
pub use settings::{Authentication, Kind};
pub use verifier::{Verdict, Verifier, set_verifier};

use super::url_group::UrlGroup;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Connection;
use crate::net::http1::refusal::{Refusal, Unavailable};
use crate::net::message::Request;
use crate::win32::token::Token;
use std::sync::Arc;

/// What is known of a request's sender.
#[derive(Clone, Debug)]
pub enum Identity {
    /// Nothing that a scheme which is offered here could use.
    Anonymous,
    Basic(Arc<Token>),
    /// Basic's credentials were wrong.
    Denied,
}

/// What a request is delivered with where the group asks for authentication.
#[derive(Clone, Debug)]
pub struct Sender {
    pub identity: Identity,
    /// What held when it came.
    pub settings: Arc<Authentication>,
}

impl Sender {
    /// What HTTP_REQUEST_AUTH_INFO says, but for the token.
    pub fn told(&self) -> (HTTP_AUTH_STATUS, SECURITY_STATUS, HTTP_REQUEST_AUTH_TYPE) {
        match &self.identity {
            Identity::Anonymous => (HttpAuthStatusNotAuthenticated, SEC_E_OK, HttpRequestAuthTypeNone),
            Identity::Basic(_) => (HttpAuthStatusSuccess, SEC_E_OK, HttpRequestAuthTypeBasic),
            Identity::Denied => (HttpAuthStatusFailure, SEC_E_LOGON_DENIED, HttpRequestAuthTypeBasic),
        }
    }

    pub fn token(&self) -> Option<&Arc<Token>> {
        match &self.identity {
            Identity::Basic(token) => Some(token),
            _ => None,
        }
    }
}

/// What holds for requests of the group on this connection; `None` where nobody asks for
/// authentication.
pub fn in_force(group: &UrlGroup, connection: &Connection) -> Option<Arc<Authentication>> {
    let settings = by_connection::get(connection.id(), group.id()).or_else(|| group.authentication())?;
    (settings.schemes != 0).then_some(settings)
}

/// Finds out who the request is from, then hands it on with that, here or from another thread;
/// or tells the client why not.
pub fn identify(settings: Arc<Authentication>, request: Request, then: impl FnOnce(Request, Sender) + Send + 'static) {
    let known = |identity, settings| Sender { identity, settings };
    match basic::read(&request) {
        Authorization::None => then(request, known(Identity::Anonymous, settings)),
        Authorization::Malformed => request.connection().refuse(Refusal::BadRequest),
        Authorization::Basic(credentials) => {
            if !request.connection().is_secure() {
                basic::warn();
            }
            let peer = request.connection().remote().ip();
            checks::begin(credentials, peer, move |result| match result {
                Verdict::Accepted(token) => then(request, known(Identity::Basic(token), settings)),
                Verdict::Denied => then(request, known(Identity::Denied, settings)),
                Verdict::Unavailable => {
                    request.connection().refuse(Refusal::ServiceUnavailable(Unavailable::Internal));
                }
            });
        }
    }
}
