//! HttpWaitForDisconnect, HttpWaitForDisconnectEx and HttpCancelHttpRequest.

use super::operation::{self, Answer, Ended, Style, finish};
use super::queue::RequestQueue;
use super::request;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::{self, Completion, Progress, Transferred};
use std::sync::Arc;

/// Waits until the connection is gone, for whatever reason.
pub fn wait(queue: &Arc<RequestQueue>, id: HTTP_CONNECTION_ID, style: Style<'_>) -> Answer {
    if queue.is_shut_down() {
        return Answer::Ended(Ended::with(ERROR_INVALID_HANDLE));
    }
    let Some(connection) = connection::find(id) else {
        return Answer::Ended(Ended::with(ERROR_CONNECTION_INVALID));
    };
    operation::run(queue, &connection, style, |completion| {
        let waiter = completion();
        let key = waiter.overlapped();
        match connection.watch(waiter) {
            Ok(()) => {
                // A shutdown that has just gone by did not see it.
                if queue.is_shut_down() {
                    queue.cancel_operation(key);
                }
                Ok(Progress::Pending)
            }
            // It has gone already.
            Err(waiter) => Ok(gone(queue, waiter)),
        }
    })
}

fn gone(queue: &RequestQueue, waiter: Box<dyn Completion>) -> Progress {
    queue.settle(waiter.overlapped());
    Progress::Done(Transferred::Bytes(0))
}

/// Drops a request and its connection.
pub fn cancel(queue: &Arc<RequestQueue>, id: HTTP_REQUEST_ID, style: Style<'_>) -> Answer {
    let Some(request) = request::find(queue, id) else {
        return Answer::Ended(Ended::with(ERROR_CONNECTION_INVALID));
    };
    // A last send that has begun has taken the id: its response is not cut off, nor what comes behind it.
    if request::forget(id).is_none() {
        return Answer::Ended(Ended::with(ERROR_CONNECTION_INVALID));
    }
    request.connection().abort();
    finish(queue, style, Ended::with(NO_ERROR))
}
