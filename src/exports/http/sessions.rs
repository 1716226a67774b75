//! Server sessions, URL groups and their properties.

use super::code;
use super::property_memory::{give, question, read};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::httpapi::{library, session};

/// Makes a server session, which has the settings that its URL groups inherit.
///
/// # Safety
/// The id is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpCreateServerSession(
    Version: HTTPAPI_VERSION,
    ServerSessionId: PHTTP_SERVER_SESSION_ID,
    Reserved: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpCreateServerSession", {
        if ServerSessionId.is_null() || Reserved != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        if !library::is_server() {
            return ERROR_DLL_INIT_FAILED;
        }
        // SAFETY: by contract.
        code(session::create_session(Version).map(|id| unsafe { store(ServerSessionId, id) }))
    })
}

/// Ends a server session with its URL groups.
#[unsafe(no_mangle)]
pub extern "C" fn HttpCloseServerSession(ServerSessionId: HTTP_SERVER_SESSION_ID) -> ULONG {
    boundary!(ulong, "HttpCloseServerSession", { code(session::close_session(ServerSessionId)) })
}

/// Sets a property of a server session.
///
/// # Safety
/// The value is NULL or has so many bytes, and points to what its structure says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSetServerSessionProperty(
    ServerSessionId: HTTP_SERVER_SESSION_ID,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpSetServerSessionProperty", {
        code((|| {
            let session = session::find_session(ServerSessionId)?;
            // SAFETY: by contract.
            session.set(unsafe { read(Property, PropertyInformation, PropertyInformationLength) }?)
        })())
    })
}

/// Asks for a property of a server session.
///
/// # Safety
/// The buffer is NULL or has so many bytes; the length is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpQueryServerSessionProperty(
    ServerSessionId: HTTP_SERVER_SESSION_ID,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
    ReturnLength: PULONG,
) -> ULONG {
    boundary!(ulong, "HttpQueryServerSessionProperty", {
        code((|| {
            let session = session::find_session(ServerSessionId)?;
            // SAFETY: by contract.
            unsafe {
                let value = session.query(question(Property, PropertyInformation, PropertyInformationLength)?)?;
                give(&value, PropertyInformation, PropertyInformationLength, ReturnLength)
            }
        })())
    })
}

/// Makes a URL group of a session.
///
/// # Safety
/// The id is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpCreateUrlGroup(
    ServerSessionId: HTTP_SERVER_SESSION_ID,
    pUrlGroupId: PHTTP_URL_GROUP_ID,
    Reserved: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpCreateUrlGroup", {
        if pUrlGroupId.is_null() || Reserved != 0 {
            return ERROR_INVALID_PARAMETER;
        }
        // SAFETY: by contract.
        code(session::create_group(ServerSessionId).map(|id| unsafe { store(pUrlGroupId, id) }))
    })
}

/// Ends a URL group with its URLs.
#[unsafe(no_mangle)]
pub extern "C" fn HttpCloseUrlGroup(UrlGroupId: HTTP_URL_GROUP_ID) -> ULONG {
    boundary!(ulong, "HttpCloseUrlGroup", { code(session::close_group(UrlGroupId)) })
}

/// Sets a property of a URL group.
///
/// # Safety
/// The value is NULL or has so many bytes, and points to what its structure says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSetUrlGroupProperty(
    UrlGroupId: HTTP_URL_GROUP_ID,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpSetUrlGroupProperty", {
        code((|| {
            let group = session::find_group(UrlGroupId)?;
            // SAFETY: by contract.
            group.set(unsafe { read(Property, PropertyInformation, PropertyInformationLength) }?)
        })())
    })
}

/// Asks for a property of a URL group.
///
/// # Safety
/// The buffer is NULL or has so many bytes; the length is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpQueryUrlGroupProperty(
    UrlGroupId: HTTP_URL_GROUP_ID,
    Property: HTTP_SERVER_PROPERTY,
    PropertyInformation: PVOID,
    PropertyInformationLength: ULONG,
    ReturnLength: PULONG,
) -> ULONG {
    boundary!(ulong, "HttpQueryUrlGroupProperty", {
        code((|| {
            let group = session::find_group(UrlGroupId)?;
            // SAFETY: by contract.
            unsafe {
                let value = group.query(question(Property, PropertyInformation, PropertyInformationLength)?)?;
                give(&value, PropertyInformation, PropertyInformationLength, ReturnLength)
            }
        })())
    })
}
