//! The structures of `http.h` for the service configuration, as libhttpapi.so takes them.

use libc::{sockaddr, sockaddr_storage, wchar_t};
use std::ffi::c_void;

pub type Id = u32;
pub const LISTEN: Id = 0;
pub const ADDRESS: Id = 1;
pub const URL: Id = 2;
pub const TIMEOUT: Id = 3;
pub const CACHE: Id = 4;
pub const NAME: Id = 5;
pub const CENTRAL: Id = 6;
pub const SETTING: Id = 7;
pub const SCOPED_CENTRAL: Id = 11;

/// HttpServiceConfigQueryExact and HttpServiceConfigQueryNext.
pub const EXACT: i32 = 0;
pub const NEXT: i32 = 1;

/// HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM
#[repr(C)]
pub struct Listen {
    pub length: u16,
    pub address: *const sockaddr,
}

/// HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY, whose addresses follow each other.
#[repr(C)]
pub struct ListenAnswer {
    pub count: u32,
    pub first: [sockaddr_storage; 1],
}

/// HTTP_SERVICE_CONFIG_URLACL_SET
#[repr(C)]
pub struct UrlSet {
    pub url: *const wchar_t,
    pub sddl: *const wchar_t,
}

/// HTTP_SERVICE_CONFIG_URLACL_QUERY, and of the others that are alike but for the key.
#[repr(C)]
pub struct Query<K> {
    pub how: i32,
    pub key: K,
    pub token: u32,
}

/// HTTP_SERVICE_CONFIG_TIMEOUT_SET
#[repr(C)]
pub struct TimeoutSet {
    pub key: u32,
    pub value: u16,
}

/// HTTP_SERVICE_CONFIG_CACHE_SET and HTTP_SERVICE_CONFIG_SETTING_SET
#[repr(C)]
pub struct NumberSet {
    pub key: u32,
    pub value: u32,
}

/// HTTP_SERVICE_CONFIG_SSL_SNI_KEY
#[repr(C)]
pub struct NameKey {
    pub address: sockaddr_storage,
    pub host: *const wchar_t,
}

/// HTTP_SERVICE_CONFIG_SSL_SET and its kin: HTTP_SERVICE_CONFIG_SSL_KEY is a pointer, and
/// HTTP_SERVICE_CONFIG_SSL_CCS_KEY an address.
#[repr(C)]
pub struct CertificateSet<K> {
    pub key: K,
    pub parameters: Parameters,
}

/// HTTP_SERVICE_CONFIG_SSL_PARAM
#[repr(C)]
pub struct Parameters {
    pub hash_length: u32,
    pub hash: *const c_void,
    pub application: Guid,
    pub store: *const wchar_t,
    pub check_mode: u32,
    pub freshness: u32,
    pub retrieval_timeout: u32,
    pub ctl_identifier: *const wchar_t,
    pub ctl_store: *const wchar_t,
    pub flags: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Guid {
    pub data1: u32,
    pub data2: u16,
    pub data3: u16,
    pub data4: [u8; 8],
}

/// HTTPAPI_VERSION
#[repr(C)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
}
