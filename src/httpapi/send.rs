//! HttpSendHttpResponse and HttpSendResponseEntityBody.

use super::operation::{self, Answer, Ended, Style};
use super::queue::RequestQueue;
use super::request::{self, Request};
use super::response_head::{Chunks, Response, Terms};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::SendEnd;
use crate::win32::error::Win32Error;
use std::cell::RefCell;
use std::sync::Arc;

/// Flags that have a meaning here.
const KNOWN: ULONG = HTTP_SEND_RESPONSE_FLAG_DISCONNECT
    | HTTP_SEND_RESPONSE_FLAG_MORE_DATA
    | HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA
    | HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING;

thread_local! {
    /// Where heads are written.
    static HEAD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn ended(code: DWORD) -> Answer {
    Answer::Ended(Ended::with(code))
}

/// Sends the head of a response with the first part of its body, or all of it. `write`
/// writes the head.
pub fn send_response(
    queue: &Arc<RequestQueue>,
    id: HTTP_REQUEST_ID,
    flags: ULONG,
    style: Style,
    write: impl FnOnce(&Terms, &mut Vec<u8>) -> Result<Response, Win32Error>,
) -> Answer {
    if flags & !KNOWN != 0 {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let Some(request) = request::find(queue, id) else { return ended(ERROR_CONNECTION_INVALID) };
    if request.response.lock().begun {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let complete = flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA == 0;
    let terms = Terms {
        complete,
        is_head: u32::from(request.head().verb) == HttpVerbHEAD.cast_unsigned(),
        close: flags & HTTP_SEND_RESPONSE_FLAG_DISCONNECT != 0 || !request.connection().keeps_alive(),
    };
    // Taken out, since the send may go on with the next request on this thread.
    let mut head = HEAD.with(RefCell::take);
    head.clear();
    let response = match write(&terms, &mut head) {
        Ok(response) => response,
        Err(error) => return ended(error.0),
    };
    {
        let mut state = request.response.lock();
        state.begun = true;
        state.bodyless = response.bodyless;
        state.declared = response.length;
        state.sent = length_of(&response.chunks);
    }
    let answer = send(queue, &request, style, &head, &response.chunks, complete, response.close);
    HEAD.with(|place| place.replace(head));
    answer
}

/// Sends more of a body.
pub fn send_body(queue: &Arc<RequestQueue>, id: HTTP_REQUEST_ID, flags: ULONG, style: Style, chunks: Chunks) -> Answer {
    if flags & !KNOWN != 0 {
        return ended(ERROR_INVALID_PARAMETER);
    }
    let Some(request) = request::find(queue, id) else { return ended(ERROR_CONNECTION_INVALID) };
    let complete = flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA == 0;
    let mut close = flags & HTTP_SEND_RESPONSE_FLAG_DISCONNECT != 0;
    let chunks = {
        let mut state = request.response.lock();
        if !state.begun {
            return ended(ERROR_INVALID_PARAMETER);
        }
        let chunks = if state.bodyless { Chunks::new() } else { chunks };
        state.sent += length_of(&chunks);
        // A client that was told another length cannot find the next response.
        close |= complete && !state.bodyless && state.declared.is_some_and(|declared| declared != state.sent);
        chunks
    };
    send(queue, &request, style, &[], &chunks, complete, close)
}

fn send(
    queue: &Arc<RequestQueue>,
    request: &Arc<Request>,
    style: Style,
    head: &[u8],
    chunks: &Chunks,
    last: bool,
    close: bool,
) -> Answer {
    // With the last send the id dies, whether it has ended or not.
    if last && request::forget(request.id).is_none() {
        return ended(ERROR_CONNECTION_INVALID);
    }
    let connection = request.connection();
    operation::run(queue, connection, style, |completion| {
        connection.send(head, chunks, SendEnd { last, close }, completion)
    })
}

fn length_of(chunks: &Chunks) -> u64 {
    chunks.iter().map(|chunk| chunk.len()).sum()
}
