//! Faults of the administrator's that a request meets.

use super::configuration::ConfigurationError;
use super::context::Context;
use super::event::Status;
use super::worker::Worker;
use crate::abi::http::HTTP_SEND_RESPONSE_FLAG_DISCONNECT;
use crate::abi::iis::HRESULT;
use crate::httpapi::cache::Policy;
use crate::httpapi::operation::Style;
use crate::httpapi::request::Request;
use crate::httpapi::response_parts::{Body, Parts};
use crate::httpapi::send;
use crate::iis::com::hresult;
use crate::net::connection::{Chunk, Completion, Failure, Transferred};
use smallvec::smallvec;
use std::sync::Arc;

/// A web.config that cannot be used: 500.19. Who asks is not told more.
pub fn configuration(context: &Arc<Context>, error: &ConfigurationError) -> Status {
    context.worker.tell(&error.to_string());
    let code: HRESULT = hresult::of(error.code());
    context.response.set_status(500, "", 19);
    context.response.set_status_error(code);
    Status::Finish
}

/// The same for a request whose application does not start, which no module can be told of.
pub fn no_application(worker: &Worker, request: &Request) {
    let page = b"<!DOCTYPE html>\r\n<title>500 - Internal server error.</title>\r\n<h1>Server Error</h1>\r\n\
        <p>500 - Internal server error. The application cannot be started; the server's log says why.</p>\r\n";
    let mut parts = Parts {
        status: 500,
        reason: b"Internal Server Error",
        body: Body { chunks: smallvec![Chunk::Own(page.to_vec().into())], ..Body::default() },
        ..Parts::default()
    };
    let nobody = || -> Box<dyn Completion> { Box::new(Nobody) };
    let _ = send::send_response(
        worker.queue(),
        request.id,
        HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
        &mut parts,
        Policy::Not,
        None,
        Style::Told(&nobody),
    );
}

/// The connection ends with the response, whoever waits for it.
struct Nobody;

impl Completion for Nobody {
    fn complete(self: Box<Self>, _: Result<Transferred, Failure>) {}

    fn overlapped(&self) -> usize {
        0
    }
}
