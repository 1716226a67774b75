//! Channel binding: settings of a session or a group, kept until authentication asks for them.

use super::settings::INVALID;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;

/// HTTP_CHANNEL_BIND_INFO without pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelBind {
    pub hardening: HTTP_AUTHENTICATION_HARDENING_LEVELS,
    pub flags: ULONG,
    pub names: Vec<ServiceName>,
}

/// A name with its kind, W or A, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceName {
    pub kind: HTTP_SERVICE_BINDING_TYPE,
    pub bytes: Vec<u8>,
}

const KNOWN: ULONG = HTTP_CHANNEL_BIND_PROXY
    | HTTP_CHANNEL_BIND_PROXY_COHOSTING
    | HTTP_CHANNEL_BIND_NO_SERVICE_NAME_CHECK
    | HTTP_CHANNEL_BIND_DOTLESS_SERVICE
    | HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN
    | HTTP_CHANNEL_BIND_CLIENT_SERVICE;

impl ChannelBind {
    pub fn new(
        hardening: HTTP_AUTHENTICATION_HARDENING_LEVELS,
        flags: ULONG,
        names: Vec<ServiceName>,
    ) -> Result<Self, Win32Error> {
        let levels = HttpAuthenticationHardeningLegacy..=HttpAuthenticationHardeningStrict;
        if !levels.contains(&hardening) || flags & !KNOWN != 0 {
            return Err(INVALID);
        }
        Ok(Self { hardening, flags, names })
    }
}
