//! The handshake, from both ends.

use super::sessions::find;
use super::{INSUFFICIENT_BUFFER, code, hresult};
use crate::abi::websocket::*;
use crate::abi::windows::*;
use crate::exports::arguments::{ansi, load, store};
use crate::exports::boundary::boundary;
use crate::net::websocket::component::Error;
use crate::net::websocket::handshake::Field;
use core::slice;

/// The headers that the caller gives.
///
/// # Safety
/// There are so many, and their texts have the lengths that they say, for as long as the fields are used.
unsafe fn fields<'a>(headers: *const WEB_SOCKET_HTTP_HEADER, count: ULONG) -> Result<Vec<Field<'a>>, Error> {
    if headers.is_null() && count > 0 {
        return Err(Error::Argument);
    }
    let text = |start: PCHAR, length: ULONG| {
        if length == 0 {
            return Ok(&[][..]);
        }
        if start.is_null() {
            return Err(Error::Argument);
        }
        // SAFETY: by contract.
        Ok(unsafe { slice::from_raw_parts(start.cast::<u8>().cast_const(), length as usize) })
    };
    let mut fields = Vec::new();
    for at in 0..count as usize {
        // SAFETY: by contract; callers on Windows do not always align.
        let header = unsafe { headers.add(at).read_unaligned() };
        let name = text(header.pcName, header.ulNameLength)?;
        if name.is_empty() {
            return Err(Error::Argument);
        }
        fields.push((name, text(header.pcValue, header.ulValueLength)?));
    }
    Ok(fields)
}

/// A list of texts.
///
/// # Safety
/// There are so many, each with a NUL at its end.
unsafe fn texts(list: *const LPCSTR, count: ULONG) -> Result<Vec<String>, Error> {
    if list.is_null() && count > 0 {
        return Err(Error::Argument);
    }
    // SAFETY: by contract.
    (0..count as usize).map(|at| unsafe { ansi(list.add(at).read_unaligned()) }.ok_or(Error::Argument)).collect()
}

/// Begins a client's handshake: tells the headers to add to those of the request that the caller has.
/// They are the handle's.
///
/// # Safety
/// There are so many texts and headers as is said; the results may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketBeginClientHandshake(
    hWebSocket: WEB_SOCKET_HANDLE,
    pszSubprotocols: *const LPCSTR,
    ulSubprotocolCount: ULONG,
    pszExtensions: *const LPCSTR,
    ulExtensionCount: ULONG,
    pInitialHeaders: *const WEB_SOCKET_HTTP_HEADER,
    ulInitialHeaderCount: ULONG,
    pAdditionalHeaders: *mut PWEB_SOCKET_HTTP_HEADER,
    pulAdditionalHeaderCount: *mut ULONG,
) -> HRESULT {
    boundary!(hresult, "WebSocketBeginClientHandshake", {
        hresult((|| {
            let entry = find(hWebSocket)?;
            if pAdditionalHeaders.is_null() || pulAdditionalHeaderCount.is_null() {
                return Err(Error::Argument);
            }
            // SAFETY: by contract.
            unsafe {
                let protocols = texts(pszSubprotocols, ulSubprotocolCount)?;
                let extensions = texts(pszExtensions, ulExtensionCount)?;
                let fields = fields(pInitialHeaders, ulInitialHeaderCount)?;
                let headers = entry.session.lock().begin_client_handshake(protocols, extensions, &fields)?;
                let (table, count) = entry.keep_headers(headers);
                store(pAdditionalHeaders, table);
                store(pulAdditionalHeaderCount, count);
            }
            Ok(())
        })())
    })
}

/// Ends a client's handshake with the headers of the response: tells by index which extensions and
/// which subprotocol the server chose; no subprotocol is the largest ULONG.
///
/// # Safety
/// There are so many headers as is said, and so much room for extensions; the results may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketEndClientHandshake(
    hWebSocket: WEB_SOCKET_HANDLE,
    pResponseHeaders: *const WEB_SOCKET_HTTP_HEADER,
    ulReponseHeaderCount: ULONG,
    pulSelectedExtensions: *mut ULONG,
    pulSelectedExtensionCount: *mut ULONG,
    pulSelectedSubprotocol: *mut ULONG,
) -> HRESULT {
    boundary!(hresult, "WebSocketEndClientHandshake", {
        // SAFETY: by contract.
        let room = unsafe { load(pulSelectedExtensionCount) }.filter(|_| !pulSelectedExtensions.is_null()).unwrap_or(0);
        let mut needed = None;
        let result = find(hWebSocket).and_then(|entry| {
            // SAFETY: by contract.
            let fields = unsafe { fields(pResponseHeaders, ulReponseHeaderCount) }?;
            entry.session.lock().end_client_handshake(&fields, |choice| {
                if choice.extensions.len() > room as usize {
                    needed = Some(choice.extensions.len() as ULONG);
                    return Err(Error::Argument);
                }
                Ok(())
            })
        });
        // SAFETY: by contract the results may be written.
        unsafe {
            if let Some(needed) = needed {
                store(pulSelectedExtensionCount, needed);
                return INSUFFICIENT_BUFFER;
            }
            let choice = match result {
                Ok(choice) => choice,
                Err(error) => return code(error),
            };
            for (at, index) in choice.extensions.iter().enumerate() {
                store(pulSelectedExtensions.add(at), *index as ULONG);
            }
            store(pulSelectedExtensionCount, choice.extensions.len() as ULONG);
            store(pulSelectedSubprotocol, choice.protocol.map_or(ULONG::MAX, |index| index as ULONG));
        }
        S_OK
    })
}

/// Begins a server's handshake with the headers of the request: tells the headers to add to the response.
/// They are the handle's.
///
/// # Safety
/// There are so many texts and headers as is said; the results may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketBeginServerHandshake(
    hWebSocket: WEB_SOCKET_HANDLE,
    pszSubprotocolSelected: LPCSTR,
    pszExtensionSelected: *const LPCSTR,
    ulExtensionSelectedCount: ULONG,
    pRequestHeaders: *const WEB_SOCKET_HTTP_HEADER,
    ulRequestHeaderCount: ULONG,
    pResponseHeaders: *mut PWEB_SOCKET_HTTP_HEADER,
    pulResponseHeaderCount: *mut ULONG,
) -> HRESULT {
    boundary!(hresult, "WebSocketBeginServerHandshake", {
        hresult((|| {
            let entry = find(hWebSocket)?;
            if pResponseHeaders.is_null() || pulResponseHeaderCount.is_null() {
                return Err(Error::Argument);
            }
            // SAFETY: by contract.
            unsafe {
                let protocol = ansi(pszSubprotocolSelected);
                let extensions = texts(pszExtensionSelected, ulExtensionSelectedCount)?;
                let fields = fields(pRequestHeaders, ulRequestHeaderCount)?;
                let mut session = entry.session.lock();
                let headers = session.begin_server_handshake(protocol.as_deref(), &extensions, &fields)?;
                let (table, count) = entry.keep_headers(headers);
                store(pResponseHeaders, table);
                store(pulResponseHeaderCount, count);
            }
            Ok(())
        })())
    })
}

/// Ends a server's handshake: the response has been sent.
#[unsafe(no_mangle)]
pub extern "C" fn WebSocketEndServerHandshake(hWebSocket: WEB_SOCKET_HANDLE) -> HRESULT {
    boundary!(hresult, "WebSocketEndServerHandshake", {
        hresult(find(hWebSocket).and_then(|entry| entry.session.lock().end_server_handshake()))
    })
}
