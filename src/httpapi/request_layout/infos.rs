//! pRequestInfo: what a request of version 2 tells beyond its head.

use super::{Writer, tls};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::httpapi::queue::Version;
use crate::httpapi::request::Request;
use crate::win32::handle_table::HANDLES;
use core::mem::size_of;
use core::ptr::null_mut;

/// How much the infos take. They stand right behind the structure.
pub fn size_of_infos(request: &Request) -> usize {
    let auth = size_of::<HTTP_REQUEST_INFO>() + size_of::<HTTP_REQUEST_AUTH_INFO>();
    let channel = size_of::<HTTP_REQUEST_INFO>() + size_of::<HTTP_REQUEST_CHANNEL_BIND_STATUS>();
    let token = if request.tells_channel_bind { tls::channel_token(request).len().next_multiple_of(8) } else { 0 };
    let protocol = match tls::protocol_size(request) {
        0 => 0,
        room => size_of::<HTTP_REQUEST_INFO>() + room,
    };
    usize::from(request.sender.is_some()) * auth
        + usize::from(request.tells_channel_bind) * (channel + token)
        + protocol
}

/// Puts the infos behind the structure.
///
/// # Safety
/// The writer has room for what `size_of_infos` says, aligned for pointers.
pub unsafe fn put_infos(v2: &mut HTTP_REQUEST_V2, writer: &mut Writer, request: &Request) {
    let of_tls = usize::from(tls::protocol_size(request) > 0);
    let count = usize::from(request.sender.is_some()) + usize::from(request.tells_channel_bind) + of_tls;
    if count == 0 {
        return;
    }
    // SAFETY: by contract there is room for all of it.
    unsafe {
        let array: *mut HTTP_REQUEST_INFO = writer.reserve(count);
        let mut at = array;
        let mut tell = |kind, length: usize, info: PVOID| {
            at.write(HTTP_REQUEST_INFO { InfoType: kind, InfoLength: length as ULONG, pInfo: info });
            at = at.add(1);
        };
        if let Some(sender) = &request.sender {
            let info: *mut HTTP_REQUEST_AUTH_INFO = writer.reserve(1);
            let (AuthStatus, SecStatus, AuthType) = sender.told();
            info.write(HTTP_REQUEST_AUTH_INFO {
                AuthStatus,
                SecStatus,
                Flags: 0,
                AuthType,
                AccessToken: null_mut(),
                ContextAttributes: 0,
                PackedContextLength: 0,
                PackedContextType: 0,
                PackedContext: null_mut(),
                MutualAuthDataLength: 0,
                pMutualAuthData: null_mut(),
                PackageNameLength: 0,
                pPackageName: null_mut(),
            });
            tell(HttpRequestInfoTypeAuth, size_of::<HTTP_REQUEST_AUTH_INFO>(), info.cast());
        }
        if request.tells_channel_bind {
            // A connection without TLS has no token, and Basic no service name.
            let status: *mut HTTP_REQUEST_CHANNEL_BIND_STATUS = writer.reserve(1);
            let token = tls::channel_token(request);
            let mut ChannelToken: *mut u8 = null_mut();
            if !token.is_empty() {
                ChannelToken = writer.reserve(token.len().next_multiple_of(8));
                ChannelToken.copy_from_nonoverlapping(token.as_ptr(), token.len());
            }
            status.write(HTTP_REQUEST_CHANNEL_BIND_STATUS {
                ServiceName: null_mut(),
                ChannelToken,
                ChannelTokenSize: token.len() as ULONG,
                Flags: 0,
            });
            tell(HttpRequestInfoTypeChannelBind, size_of::<HTTP_REQUEST_CHANNEL_BIND_STATUS>(), status.cast());
        }
        if let Some((length, info)) = tls::put_protocol(writer, request) {
            tell(HttpRequestInfoTypeSslProtocol, length, info);
        }
        v2.RequestInfoCount = count as USHORT;
        v2.pRequestInfo = array;
    }
}

/// Gives the program its handle to the sender's token, now that nothing can fail any more. Where no
/// handle is left there is none.
///
/// # Safety
/// The request was laid out at `base`.
pub unsafe fn grant(version: Version, request: &Request, base: *mut u8) {
    let Some(token) = request.sender.as_ref().and_then(|sender| sender.token()) else { return };
    if version != Version::Two {
        return;
    }
    let Ok(handle) = HANDLES.insert(token.clone()) else { return };
    // SAFETY: by contract; the sender's info is the first one.
    unsafe {
        let v2 = &*base.cast::<HTTP_REQUEST_V2>();
        (*(*v2.pRequestInfo).pInfo.cast::<HTTP_REQUEST_AUTH_INFO>()).AccessToken = handle;
    }
}
