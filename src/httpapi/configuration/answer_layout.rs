//! Records in the caller's buffer: a structure, then what it points to.
#![allow(unsafe_code)]

use super::record::*;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::text;
use core::mem::offset_of;
use core::ptr::null_mut;
use std::net::{IpAddr, SocketAddr};

/// How a query ended that found something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many bytes were written.
    Written(usize),
    /// So many would have been.
    Needs(usize),
}

/// A structure of one of the queries, and what it points to.
struct Layout<'a> {
    buffer: &'a mut CallerBuffer,
    /// What stands behind the structure, and where that begins.
    behind: Vec<u8>,
    start: usize,
}

impl<'a> Layout<'a> {
    fn new<T>(buffer: &'a mut CallerBuffer) -> Self {
        Self { buffer, behind: Vec::new(), start: size_of::<T>() }
    }

    /// Puts bytes behind the structure; where they will be.
    fn put(&mut self, bytes: &[u8], align: usize) -> *mut u8 {
        let at = (self.start + self.behind.len()).next_multiple_of(align);
        self.behind.resize(at - self.start, 0);
        self.behind.extend_from_slice(bytes);
        self.buffer.as_mut_ptr().wrapping_add(at)
    }

    fn wide(&mut self, text: &str) -> PWSTR {
        let mut bytes = Vec::new();
        text::for_each_unit(text, |unit| bytes.extend_from_slice(&unit.to_ne_bytes()));
        bytes.extend_from_slice(&WCHAR::default().to_ne_bytes());
        self.put(&bytes, align_of::<WCHAR>()).cast()
    }

    fn wide_or_null(&mut self, text: Option<&str>) -> PWSTR {
        text.map_or(null_mut(), |text| self.wide(text))
    }

    fn finish<T: Copy>(self, structure: T) -> Answer {
        let needed = self.start + self.behind.len();
        if self.buffer.len() < needed {
            return Answer::Needs(needed);
        }
        // SAFETY: there is room for the structure, and behind it for the rest.
        unsafe { self.buffer.as_mut_ptr().cast::<T>().write_unaligned(structure) };
        self.buffer.as_mut_slice()[self.start..needed].copy_from_slice(&self.behind);
        Answer::Written(needed)
    }
}

/// HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY with all addresses.
pub fn addresses(addresses: &[IpAddr], buffer: &mut CallerBuffer) -> Answer {
    const START: usize = offset_of!(HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY, AddrList);
    let mut count = [0; START];
    // There are not so many lines in a file.
    count[..4].copy_from_slice(&(addresses.len() as ULONG).to_ne_bytes());
    let mut layout = Layout { buffer, behind: Vec::new(), start: START };
    for address in addresses {
        layout.put(&storage_bytes(SocketAddr::new(*address, 0)), 1);
    }
    layout.finish(count)
}

/// The structure that a query of the record's store gives.
pub fn record(record: &Record, buffer: &mut CallerBuffer) -> Answer {
    match (&record.key, &record.value) {
        (Key::Timeout(_), Value::Number(number)) => {
            // The checks of records let no larger one through.
            Layout::new::<HTTP_SERVICE_CONFIG_TIMEOUT_PARAM>(buffer)
                .finish(*number as HTTP_SERVICE_CONFIG_TIMEOUT_PARAM)
        }
        (Key::Cache(_) | Key::TlsThrottle, Value::Number(number)) => Layout::new::<ULONG>(buffer).finish(*number),
        (Key::Url(url), Value::Sddl(text)) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_URLACL_SET>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_URLACL_KEY { pUrlPrefix: layout.wide(url.as_str()) };
            let ParamDesc = HTTP_SERVICE_CONFIG_URLACL_PARAM { pStringSecurityDescriptor: layout.wide(text) };
            layout.finish(HTTP_SERVICE_CONFIG_URLACL_SET { KeyDesc, ParamDesc })
        }
        (Key::Tls(binding), Value::Tls(parameters)) => tls(binding, parameters, buffer),
        (Key::TlsProperty(binding, _), Value::TlsProperty(property)) => tls_property(binding, property, buffer),
        _ => unreachable!("the checks of records let no other pair through"),
    }
}

fn tls(binding: &Binding, parameters: &TlsParameters, buffer: &mut CallerBuffer) -> Answer {
    match binding {
        Binding::Address(address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_SET>(buffer);
            let pIpPort = layout.put(&address_bytes(*address), align_of::<u64>()).cast();
            let ParamDesc = tls_parameters(parameters, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_SET { KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY { pIpPort }, ParamDesc })
        }
        Binding::Name(HostName(host), address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_SNI_SET>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_SSL_SNI_KEY { IpPort: storage(*address), Host: layout.wide(host) };
            let ParamDesc = tls_parameters(parameters, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_SNI_SET { KeyDesc, ParamDesc })
        }
        Binding::CentralStore(address) | Binding::ScopedCentralStore(address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_CCS_SET>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_SSL_CCS_KEY { LocalAddress: storage(*address) };
            let ParamDesc = tls_parameters(parameters, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_CCS_SET { KeyDesc, ParamDesc })
        }
    }
}

fn tls_parameters(parameters: &TlsParameters, layout: &mut Layout) -> HTTP_SERVICE_CONFIG_SSL_PARAM {
    let Guid { data1, data2, data3, data4 } = parameters.application;
    let hash = &parameters.hash;
    HTTP_SERVICE_CONFIG_SSL_PARAM {
        SslHashLength: hash.len() as ULONG,
        pSslHash: if hash.is_empty() { null_mut() } else { layout.put(hash, 1).cast() },
        AppId: GUID { Data1: data1, Data2: data2, Data3: data3, Data4: data4 },
        pSslCertStoreName: layout.wide_or_null(parameters.store.as_deref()),
        DefaultCertCheckMode: parameters.check_mode,
        DefaultRevocationFreshnessTime: parameters.revocation_freshness,
        DefaultRevocationUrlRetrievalTimeout: parameters.retrieval_timeout,
        pDefaultSslCtlIdentifier: layout.wide_or_null(parameters.ctl_identifier.as_deref()),
        pDefaultSslCtlStoreName: layout.wide_or_null(parameters.ctl_store.as_deref()),
        DefaultFlags: parameters.flags,
    }
}

fn tls_property(binding: &Binding, property: &TlsProperty, buffer: &mut CallerBuffer) -> Answer {
    match binding {
        Binding::Address(address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_SET_EX>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_SSL_KEY_EX { IpPort: storage(*address) };
            let ParamDesc = property_parameters(property, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_SET_EX { KeyDesc, ParamDesc })
        }
        Binding::Name(HostName(host), address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_SSL_SNI_KEY { IpPort: storage(*address), Host: layout.wide(host) };
            let ParamDesc = property_parameters(property, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX { KeyDesc, ParamDesc })
        }
        Binding::CentralStore(address) | Binding::ScopedCentralStore(address) => {
            let mut layout = Layout::new::<HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX>(buffer);
            let KeyDesc = HTTP_SERVICE_CONFIG_SSL_CCS_KEY { LocalAddress: storage(*address) };
            let ParamDesc = property_parameters(property, &mut layout);
            layout.finish(HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX { KeyDesc, ParamDesc })
        }
    }
}

fn property_parameters(property: &TlsProperty, layout: &mut Layout) -> HTTP_SERVICE_CONFIG_SSL_PARAM_EX {
    // SAFETY: numbers and pointers, for which zero is a value; the arms are of different sizes.
    let mut data: HTTP_SERVICE_CONFIG_SSL_PARAM_EX_DATA = unsafe { core::mem::zeroed() };
    let ParamType = match &property.data {
        PropertyData::Http2Window { receive } => {
            data.Http2WindowSizeParam = HTTP2_WINDOW_SIZE_PARAM { Http2ReceiveWindowSize: *receive };
            ExParamTypeHttp2Window
        }
        PropertyData::Http2SettingsLimits { per_frame, per_minute } => {
            data.Http2SettingsLimitsParam = HTTP2_SETTINGS_LIMITS_PARAM {
                Http2MaxSettingsPerFrame: *per_frame,
                Http2MaxSettingsPerMinute: *per_minute,
            };
            ExParamTypeHttp2SettingsLimits
        }
        PropertyData::Performance { kind, data: bytes } => {
            let Buffer = layout.put(bytes, align_of::<u64>()).cast();
            let BufferSize = bytes.len() as ULONG;
            data.HttpPerformanceParam = HTTP_PERFORMANCE_PARAM { Type: kind.cast_signed(), BufferSize, Buffer };
            ExParamTypeHttpPerformance
        }
        PropertyData::ErrorHeaders { status, headers } => {
            let items: Vec<_> = headers
                .iter()
                .map(|(name, value)| HTTP_UNKNOWN_HEADER {
                    NameLength: name.len() as USHORT,
                    RawValueLength: value.len() as USHORT,
                    pName: layout.put(&[name.as_slice(), b"\0"].concat(), 1).cast_const().cast(),
                    pRawValue: layout.put(&[value.as_slice(), b"\0"].concat(), 1).cast_const().cast(),
                })
                .collect();
            data.HttpErrorHeadersParam = HTTP_ERROR_HEADERS_PARAM {
                StatusCode: *status,
                HeaderCount: items.len() as USHORT,
                Headers: layout.put(&items_bytes(&items), align_of::<HTTP_UNKNOWN_HEADER>()).cast(),
            };
            ExParamTypeErrorHeaders
        }
        PropertyData::CertConfig(entries) => {
            let bytes: Vec<_> = entries.iter().flat_map(certificate_bytes).collect();
            data.HttpCertConfigParam = HTTP_CERT_CONFIG_PARAM {
                CertConfigCount: entries.len() as ULONG,
                CertConfigs: layout.put(&bytes, align_of::<HTTP_CERT_CONFIG_ENTRY>()).cast(),
            };
            ExParamTypeCertConfig
        }
    };
    HTTP_SERVICE_CONFIG_SSL_PARAM_EX { ParamType, Flags: property.flags, Anonymous: data }
}

/// The memory of headers.
fn items_bytes(headers: &[HTTP_UNKNOWN_HEADER]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for header in headers {
        bytes.extend_from_slice(&header.NameLength.to_ne_bytes());
        bytes.extend_from_slice(&header.RawValueLength.to_ne_bytes());
        bytes.resize(bytes.len().next_multiple_of(align_of::<usize>()), 0);
        bytes.extend_from_slice(&header.pName.addr().to_ne_bytes());
        bytes.extend_from_slice(&header.pRawValue.addr().to_ne_bytes());
    }
    bytes
}

/// The memory of HTTP_CERT_CONFIG_ENTRY.
fn certificate_bytes(entry: &CertEntry) -> Vec<u8> {
    let mut bytes = entry.hash.to_vec();
    text::for_each_unit(&entry.store, |unit| bytes.extend_from_slice(&unit.to_ne_bytes()));
    bytes.resize(size_of::<HTTP_CERT_CONFIG_ENTRY>(), 0);
    bytes
}

/// The memory of SOCKADDR_IN or SOCKADDR_IN6.
fn address_bytes(address: SocketAddr) -> Vec<u8> {
    let (family, port) = (if address.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 }, address.port());
    let mut bytes = [(family as ADDRESS_FAMILY).to_ne_bytes(), port.to_be_bytes()].concat();
    match address {
        SocketAddr::V4(address) => {
            bytes.extend_from_slice(&address.ip().octets());
            bytes.resize(size_of::<SOCKADDR_IN>(), 0);
        }
        SocketAddr::V6(address) => {
            bytes.extend_from_slice(&address.flowinfo().to_ne_bytes());
            bytes.extend_from_slice(&address.ip().octets());
            bytes.extend_from_slice(&address.scope_id().to_ne_bytes());
        }
    }
    bytes
}

fn storage_bytes(address: SocketAddr) -> [u8; size_of::<SOCKADDR_STORAGE>()] {
    let (mut storage, bytes) = ([0; size_of::<SOCKADDR_STORAGE>()], address_bytes(address));
    storage[..bytes.len()].copy_from_slice(&bytes);
    storage
}

fn storage(address: SocketAddr) -> SOCKADDR_STORAGE {
    let bytes = storage_bytes(address);
    // SAFETY: as many bytes, of which each is a value of every member.
    unsafe { bytes.as_ptr().cast::<SOCKADDR_STORAGE>().read_unaligned() }
}
