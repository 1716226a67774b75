//! Handles, and how they are made.

use super::{INSUFFICIENT_BUFFER, code, hresult};
use crate::abi::websocket::*;
use crate::abi::windows::*;
use crate::exports::arguments::load;
use crate::exports::boundary::boundary;
use crate::net::websocket::Role;
use crate::net::websocket::component::{DEFAULT_KEEP_ALIVE, Error, Header, Memory, Properties, Property, Session};
use crate::win32::caller_memory::CallerBuffer;
use core::ptr::without_provenance_mut;
use parking_lot::Mutex;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::sync::{Arc, LazyLock};

/// Headers that were given to the caller, for as long as it has the handle.
struct HeaderTable {
    _texts: Vec<Box<[u8]>>,
    table: Box<[WEB_SOCKET_HTTP_HEADER]>,
}

/// Memory of the session's own, which the caller has pointers into.
struct OwnMemory(*mut [u64]);

impl Drop for OwnMemory {
    fn drop(&mut self) {
        // SAFETY: it came from a box, and the handle that gave pointers to it is gone.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

/// What a handle names.
pub(super) struct Entry {
    pub session: Mutex<Session>,
    headers: Mutex<Option<HeaderTable>>,
    _memory: Option<OwnMemory>,
}

// SAFETY: the pointers are to memory that the entry owns; the caller alone follows them.
unsafe impl Send for Entry {}
// SAFETY: as above.
unsafe impl Sync for Entry {}

impl Entry {
    /// Keeps the headers; the table that tells of them, and how many they are.
    pub fn keep_headers(&self, headers: Vec<Header>) -> (PWEB_SOCKET_HTTP_HEADER, ULONG) {
        let mut texts = Vec::new();
        let mut keep = |text: &[u8]| {
            let mut text: Box<[u8]> = text.into();
            let kept = (text.as_mut_ptr().cast(), text.len() as ULONG);
            texts.push(text);
            kept
        };
        let table = headers.iter().map(|(name, value)| {
            let ((pcName, ulNameLength), (pcValue, ulValueLength)) = (keep(name.as_bytes()), keep(value.as_bytes()));
            WEB_SOCKET_HTTP_HEADER { pcName, ulNameLength, pcValue, ulValueLength }
        });
        let table = table.collect();
        let mut place = self.headers.lock();
        let kept = place.insert(HeaderTable { _texts: texts, table });
        (kept.table.as_mut_ptr(), kept.table.len() as ULONG)
    }
}

static SESSIONS: LazyLock<Mutex<SlotMap<DefaultKey, Arc<Entry>>>> = LazyLock::new(Mutex::default);

fn key_of(handle: WEB_SOCKET_HANDLE) -> DefaultKey {
    KeyData::from_ffi(handle.addr() as u64).into()
}

pub(super) fn find(handle: WEB_SOCKET_HANDLE) -> Result<Arc<Entry>, Error> {
    SESSIONS.lock().get(key_of(handle)).cloned().ok_or(Error::Argument)
}

/// # Safety
/// There are so many properties, whose values may be read.
unsafe fn create(
    role: Role,
    properties: *const WEB_SOCKET_PROPERTY,
    count: ULONG,
    handle: *mut WEB_SOCKET_HANDLE,
) -> Result<(), Error> {
    if handle.is_null() || (properties.is_null() && count > 0) {
        return Err(Error::Argument);
    }
    let mut given = Vec::new();
    let mut allocated = None;
    for at in 0..count as usize {
        // SAFETY: by contract; callers on Windows do not always align.
        let property = unsafe { properties.add(at).read_unaligned() };
        // SAFETY: by contract.
        given.push(unsafe { read(&property) }?);
        if property.Type == WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE {
            allocated = Some((property.pvValue.cast::<u8>(), property.ulValueSize as usize));
        }
    }
    let properties = Properties::with(role, &given)?;
    let (own, start, size) = match allocated {
        Some((start, size)) => (None, start, size),
        None => {
            let words = vec![0_u64; Memory::size(&properties).div_ceil(8)].into_boxed_slice();
            let size = words.len() * 8;
            let own = OwnMemory(Box::into_raw(words));
            let start = own.0.cast::<u8>();
            (Some(own), start, size)
        }
    };
    // SAFETY: the caller leaves its memory to the handle; our own is nobody else's, and lives as long.
    let memory = Memory::new(unsafe { CallerBuffer::new(start, size) }, &properties);
    let session = Mutex::new(Session::new(role, &properties, memory));
    let key = SESSIONS.lock().insert(Arc::new(Entry { session, headers: Mutex::new(None), _memory: own }));
    // SAFETY: by contract it may be written.
    unsafe { handle.write_unaligned(without_provenance_mut(key.data().as_ffi() as usize)) };
    Ok(())
}

/// # Safety
/// The value may be read.
unsafe fn read(property: &WEB_SOCKET_PROPERTY) -> Result<Property, Error> {
    if property.Type == WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE {
        let address = property.pvValue.addr();
        return Ok(Property::AllocatedBuffer {
            size: property.ulValueSize,
            aligned: address != 0 && address.is_multiple_of(8),
        });
    }
    if property.ulValueSize as usize != size_of::<ULONG>() {
        return Err(Error::Argument);
    }
    // SAFETY: by contract; ULONG and BOOL are equally large.
    let value = unsafe { load(property.pvValue.cast::<ULONG>()) }.ok_or(Error::Argument)?;
    Ok(match property.Type {
        WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE => Property::ReceiveBuffer(value),
        WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE => Property::SendBuffer(value),
        WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE => Property::DisableMasking(value != 0),
        WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE => Property::DisableUtf8Verification(value != 0),
        WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE => Property::KeepAlive(value),
        _ => return Err(Error::Argument),
    })
}

/// Makes the handle of a client.
///
/// # Safety
/// There are so many properties, whose values may be read; an allocated buffer stays until the handle is
/// deleted. The handle may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketCreateClientHandle(
    pProperties: *const WEB_SOCKET_PROPERTY,
    ulPropertyCount: ULONG,
    phWebSocket: *mut WEB_SOCKET_HANDLE,
) -> HRESULT {
    boundary!(hresult, "WebSocketCreateClientHandle", {
        // SAFETY: by contract.
        hresult(unsafe { create(Role::Client, pProperties, ulPropertyCount, phWebSocket) })
    })
}

/// Makes the handle of a server.
///
/// # Safety
/// As of WebSocketCreateClientHandle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketCreateServerHandle(
    pProperties: *const WEB_SOCKET_PROPERTY,
    ulPropertyCount: ULONG,
    phWebSocket: *mut WEB_SOCKET_HANDLE,
) -> HRESULT {
    boundary!(hresult, "WebSocketCreateServerHandle", {
        // SAFETY: by contract.
        hresult(unsafe { create(Role::Server, pProperties, ulPropertyCount, phWebSocket) })
    })
}

/// Ends the session, unless the handshake has not ended. Operations end without data: WebSocketGetAction
/// tells of each.
#[unsafe(no_mangle)]
pub extern "C" fn WebSocketAbortHandle(hWebSocket: WEB_SOCKET_HANDLE) {
    boundary!(void, "WebSocketAbortHandle", {
        if let Ok(entry) = find(hWebSocket) {
            entry.session.lock().abort();
        }
    })
}

/// Deletes a handle, and frees what it has given.
#[unsafe(no_mangle)]
pub extern "C" fn WebSocketDeleteHandle(hWebSocket: WEB_SOCKET_HANDLE) {
    boundary!(void, "WebSocketDeleteHandle", {
        let entry = SESSIONS.lock().remove(key_of(hWebSocket));
        drop(entry);
    })
}

/// The default of a property; WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE gives ULONGs.
///
/// # Safety
/// The value has so many bytes of room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WebSocketGetGlobalProperty(
    eType: WEB_SOCKET_PROPERTY_TYPE,
    pvValue: PVOID,
    ulSize: *mut ULONG,
) -> HRESULT {
    boundary!(hresult, "WebSocketGetGlobalProperty", {
        // SAFETY: by contract it may be read.
        let Some(room) = (unsafe { load(ulSize) }) else { return E_INVALIDARG };
        let client = Properties::new(Role::Client);
        let value = match eType {
            WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE => client.receive_buffer,
            WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE => client.send_buffer,
            WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE => ULONG::from(!client.masking),
            WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE => ULONG::from(!client.verifies_utf8),
            WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE => DEFAULT_KEEP_ALIVE,
            WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE => 13,
            _ => return code(Error::Argument),
        };
        let size = size_of::<ULONG>() as ULONG;
        let fits = room >= size && !pvValue.is_null();
        // SAFETY: by contract there is so much room.
        unsafe {
            ulSize.write_unaligned(size);
            if fits {
                pvValue.cast::<ULONG>().write_unaligned(value);
            }
        }
        if fits { S_OK } else { INSUFFICIENT_BUFFER }
    })
}
