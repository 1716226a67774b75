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
    let mut next = DELIVERED.with_borrow_mut(|delivered| {
        if let Some((_, next)) = delivered.iter_mut().find(|(of, _)| *of == id) {
            // Handed over by the call that is under way.
            next.replace(request);
            return None;
        }
        delivered.push((id, None));
        Some(request)
    });
    while let Some(request) = next {
        let mut panics = TakeOut(true);
        server.request(request);
        panics.0 = false;
        next = DELIVERED.with_borrow_mut(|delivered| {
            let next = delivered.last_mut().and_then(|(_, next)| next.take());
            if next.is_none() {
                delivered.pop();
            }
            next
        });
    }
}

/// Takes the connection out although the layer above panics.
struct TakeOut(bool);

impl Drop for TakeOut {
    fn drop(&mut self) {
        if self.0 {
            let last = DELIVERED.with_borrow_mut(Vec::pop);
            drop(last);
        }
    }
}
