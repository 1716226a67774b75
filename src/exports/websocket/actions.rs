//! Sending, receiving, and what there is to do for it.

use super::sessions::find;
use super::{buffers_of, code, context, hresult};
use crate::abi::websocket::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, store};
use crate::exports::boundary::boundary;
use crate::net::websocket::component::{Content, Error, Queues};
use crate::win32::caller_memory::{CallerBuffer, CallerBytes};
use core::ptr::null_mut;
use core::slice;

/// # Safety
/// The data, or the reason, has the length that it says, and stays until the operation has ended.
unsafe fn content<'a>(kind: WEB_SOCKET_BUFFER_TYPE, buffer: Option<WEB_SOCKET_BUFFER>) -> Result<Content<'a>, Error> {
    let (text, last) = match kind {
        WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE => (true, true),
        WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE => (true, false),
        WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE => (false, true),
        WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE => (false, false),
        WEB_SOCKET_PING_PONG_BUFFER_TYPE if buffer.is_none() => return Ok(Content::Ping),
        WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE if buffer.is_none() => return Ok(Content::Pong),
        WEB_SOCKET_CLOSE_BUFFER_TYPE => {
            let Some(buffer) = buffer else { return Ok(Content::Close { code: 0, reason: "" }) };
            // SAFETY: it is the arm of a close; each of its bits is a value.
            let status = unsafe { buffer.CloseStatus };
            let reason = match (status.pbReason.is_null(), status.ulReasonLength) {
                (_, 0) => &[][..],
                (true, _) => return Err(Error::Argument),
                // SAFETY: by contract.
                (false, length) => unsafe { slice::from_raw_parts(status.pbReason.cast_const(), length as usize) },
            };
            let reason = str::from_utf8(reason).map_err(|_| Error::Argument)?;
            return Ok(Content::Close { code: status.usStatus, reason });
        }
        _ => return Err(Error::Argument),
    };
    let buffer = buffer.ok_or(Error::Argument)?;
    // SAFETY: it is the arm of data; each of its bits is a value.
    let data = unsafe { buffer.Data };
    if data.pbBuffer.is_null() && data.ulBufferLength > 0 {
        return Err(Error::Argument);
    }
    // SAFETY: by contract.
    let payload = unsafe { CallerBytes::new(data.pbBuffer.cast_const(), data.ulBufferLength as usize) };
    Ok(Content::Data { text, last, payload })
}

/// Sends a message, a fragment, a close, a ping or a pong: WebSocketGetAction tells what there is to do. A
/// fragment is followed by more; the last part of the message is sent as a message.
///
/// # Safety
/// The buffer is NULL or may be read; its data stays until the operation has ended, a reason until the call returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketSend(
    hWebSocket: WEB_SOCKET_HANDLE,
    BufferType: WEB_SOCKET_BUFFER_TYPE,
    pBuffer: *const WEB_SOCKET_BUFFER,
    Context: PVOID,
) -> HRESULT {
    boundary!(hresult, "WebSocketSend", {
        hresult(find(hWebSocket).and_then(|entry| {
            // SAFETY: by contract.
            let content = unsafe { content(BufferType, load(pBuffer)) }?;
            entry.session.lock().send(BufferType, content, Context.expose_provenance())
        }))
    })
}

/// Receives: the next data, as much as there is, in this buffer, or for NULL in one of the handle's own.
///
/// # Safety
/// The buffer is NULL or may be read; the memory it names is nobody else's until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketReceive(
    hWebSocket: WEB_SOCKET_HANDLE,
    pBuffer: *const WEB_SOCKET_BUFFER,
    pvContext: PVOID,
) -> HRESULT {
    boundary!(hresult, "WebSocketReceive", {
        hresult(find(hWebSocket).and_then(|entry| {
            // SAFETY: by contract; it is the arm of data, each of whose bits is a value.
            let data = unsafe { load(pBuffer).map(|buffer| buffer.Data) };
            if data.is_some_and(|data| data.pbBuffer.is_null() || data.ulBufferLength == 0) {
                return Err(Error::Argument);
            }
            // SAFETY: by contract.
            let buffer = data.map(|data| unsafe { CallerBuffer::new(data.pbBuffer, data.ulBufferLength as usize) });
            entry.session.lock().receive(buffer, pvContext.expose_provenance())
        }))
    })
}

/// What there is to do next. Each action is ended by WebSocketCompleteAction.
///
/// # Safety
/// There is room for so many buffers; the results may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketGetAction(
    hWebSocket: WEB_SOCKET_HANDLE,
    eActionQueue: WEB_SOCKET_ACTION_QUEUE,
    pDataBuffers: *mut WEB_SOCKET_BUFFER,
    pulDataBufferCount: *mut ULONG,
    pAction: *mut WEB_SOCKET_ACTION,
    pBufferType: *mut WEB_SOCKET_BUFFER_TYPE,
    pvApplicationContext: *mut PVOID,
    pvActionContext: *mut PVOID,
) -> HRESULT {
    boundary!(hresult, "WebSocketGetAction", {
        // SAFETY: by contract.
        let room = unsafe { load(pulDataBufferCount) }.unwrap_or(0) as usize;
        let queues = match eActionQueue {
            WEB_SOCKET_SEND_ACTION_QUEUE => Queues { send: true, receive: false },
            WEB_SOCKET_RECEIVE_ACTION_QUEUE => Queues { send: false, receive: true },
            WEB_SOCKET_ALL_ACTION_QUEUE => Queues { send: true, receive: true },
            _ => return E_INVALIDARG,
        };
        let lacking = pAction.is_null() || pBufferType.is_null() || pvActionContext.is_null();
        if room == 0 || pDataBuffers.is_null() || lacking {
            return E_INVALIDARG;
        }
        let entry = match find(hWebSocket) {
            Ok(entry) => entry,
            Err(error) => return code(error),
        };
        let action = match entry.session.lock().next_action(queues, room) {
            Ok(action) => action,
            Err(error) => return code(error),
        };
        // SAFETY: by contract; an action has no more buffers than there is room for.
        unsafe {
            let Some(action) = action else {
                store(pulDataBufferCount, 0);
                store(pAction, WEB_SOCKET_NO_ACTION);
                store(pBufferType, 0);
                store(pvApplicationContext, null_mut());
                store(pvActionContext, null_mut());
                return S_OK;
            };
            let buffers = buffers_of(&action);
            for (at, buffer) in buffers.iter().enumerate() {
                store(pDataBuffers.add(at), *buffer);
            }
            store(pulDataBufferCount, buffers.len() as ULONG);
            store(pAction, action.what);
            store(pBufferType, action.kind);
            store(pvApplicationContext, context(action.application));
            store(pvActionContext, context(action.ticket));
        }
        S_OK
    })
}

/// Ends an action: so many bytes were sent or have come, 0 of them at the end of the connection.
#[unsafe(no_mangle)]
pub extern "C" fn WebSocketCompleteAction(
    hWebSocket: WEB_SOCKET_HANDLE,
    pvActionContext: PVOID,
    ulBytesTransferred: ULONG,
) {
    boundary!(void, "WebSocketCompleteAction", {
        if let Ok(entry) = find(hWebSocket) {
            entry.session.lock().complete_action(pvActionContext.addr(), ulBytesTransferred as usize);
        }
    })
}
