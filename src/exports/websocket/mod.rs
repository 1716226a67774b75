//! `websocket.h`: the WebSocket protocol component.

mod actions;
mod handshake;
mod sessions;

use crate::abi::websocket::*;
use crate::abi::windows::*;
use crate::net::websocket::component::{Action, Buffers, Error};
use core::ptr::{null_mut, with_exposed_provenance_mut};
use smallvec::{SmallVec, smallvec};

const INSUFFICIENT_BUFFER: HRESULT = 0x8007_007A_u32 as HRESULT;

fn code(error: Error) -> HRESULT {
    match error {
        Error::Argument => E_INVALIDARG,
        Error::Format => E_INVALID_PROTOCOL_FORMAT,
        Error::Operation => E_INVALID_PROTOCOL_OPERATION,
    }
}

fn hresult(result: Result<(), Error>) -> HRESULT {
    result.map_or_else(code, |()| S_OK)
}

fn context(number: usize) -> PVOID {
    if number == 0 { null_mut() } else { with_exposed_provenance_mut(number) }
}

/// The buffers of an action as the caller gets them.
fn buffers_of(action: &Action) -> SmallVec<[WEB_SOCKET_BUFFER; 2]> {
    match &action.buffers {
        Buffers::Data(spans) => {
            let data = |start, length| WEB_SOCKET_BUFFER {
                Data: WEB_SOCKET_BUFFER_DATA { pbBuffer: start, ulBufferLength: length },
            };
            spans.iter().map(|span| data(span.start, span.length)).collect()
        }
        Buffers::Close { code, reason } => {
            let pbReason = if reason.length == 0 { null_mut() } else { reason.start };
            let status = WEB_SOCKET_BUFFER_CLOSE_STATUS { pbReason, ulReasonLength: reason.length, usStatus: *code };
            smallvec![WEB_SOCKET_BUFFER { CloseStatus: status }]
        }
    }
}
