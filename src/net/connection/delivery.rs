//! Handing requests to the layer above.

use super::super::message::Request;
use super::super::server::Server;
use std::cell::RefCell;

thread_local! {
    /// The connections whose requests this thread is handing over, each with the next one.
    static DELIVERED: RefCell<Vec<(u64, Option<Request>)>> = const { RefCell::new(Vec::new()) };
}

/// Hands a request over.
///
/// A layer above that answers at once begins the next of many pipelined requests within its
/// call. That one is handed over when the call has come back, so that a client cannot fill the
/// stack.
pub fn deliver(server: &std::sync::Arc<dyn Server>, request: Request) {
    let id = request.connection().id();
    let outer = DELIVERED.with_borrow_mut(|delivered| {
        let outer = delivered.iter_mut().find(|(of, _)| *of == id);
        match outer {
            Some((_, next)) => next.replace(request),
            None => {
                delivered.push((id, Some(request)));
                return false;
            }
        };
        true
    });
    if outer {
        return;
    }
    // Taken out again though the layer above panics.
    let _last = Last;
    while let Some(request) =
        DELIVERED.with_borrow_mut(|delivered| delivered.last_mut().and_then(|(_, next)| next.take()))
    {
        server.request(request);
    }
}

struct Last;

impl Drop for Last {
    fn drop(&mut self) {
        let last = DELIVERED.with_borrow_mut(Vec::pop);
        drop(last);
    }
}
