//! The caller's structures, read into records and keys.
#![allow(unsafe_code)]

use super::record::*;
use super::{Store, Wanted};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::httpapi::url_prefix::UrlPrefix;
use crate::win32::error::Win32Error;
use crate::win32::text;
use core::slice;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);
/// The most units of a text that are read in search of its end.
const LONGEST: usize = 32_768;
/// More of anything that is counted is a mistake.
const MOST: u32 = 65_536;

/// What a caller lends: a pointer and how many bytes it says there are.
#[derive(Clone, Copy)]
pub struct Lent {
    pub start: PVOID,
    pub length: ULONG,
}

impl Lent {
    /// The structure; more bytes than it has are left alone.
    ///
    /// # Safety
    /// There are so many bytes.
    unsafe fn read<T: Copy>(self) -> Result<T, Win32Error> {
        if self.start.is_null() {
            return Err(INVALID);
        }
        if (self.length as usize) < size_of::<T>() {
            return Err(Win32Error(ERROR_INSUFFICIENT_BUFFER));
        }
        // SAFETY: by contract; callers on Windows do not always align.
        Ok(unsafe { self.start.cast::<T>().read_unaligned() })
    }
}

/// The key and, where it is wanted, the value of what HttpSetServiceConfiguration and its kin take.
///
/// # Safety
/// There are so many bytes, and what the structure points to is there.
pub unsafe fn record(store: Store, lent: Lent, with_value: bool) -> Result<(Key, Option<Value>), Win32Error> {
    // SAFETY: by contract.
    unsafe {
        Ok(match store {
            Store::Listen => {
                let listen: HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM = lent.read()?;
                let address = address(listen.pAddress.cast(), usize::from(listen.AddrLength))?.ip().to_canonical();
                // Without its interface, for which a record has no place, it is no address to listen to.
                if with_value && matches!(address, IpAddr::V6(ip) if ip.is_unicast_link_local()) {
                    return Err(INVALID);
                }
                (Key::Listen(address), Some(Value::Nothing))
            }
            Store::Url => {
                let set: HTTP_SERVICE_CONFIG_URLACL_SET = lent.read()?;
                let key = url(set.KeyDesc)?;
                let value = value(with_value, || {
                    Ok(Value::Sddl(wide(set.ParamDesc.pStringSecurityDescriptor)?.ok_or(INVALID)?))
                })?;
                (key, value)
            }
            Store::Timeout => {
                let set: HTTP_SERVICE_CONFIG_TIMEOUT_SET = lent.read()?;
                (timeout(set.KeyDesc)?, Some(Value::Number(set.ParamDesc.into())))
            }
            Store::Cache => {
                let set: HTTP_SERVICE_CONFIG_CACHE_SET = lent.read()?;
                (cache(set.KeyDesc)?, Some(Value::Number(set.ParamDesc)))
            }
            Store::Setting => {
                let set: HTTP_SERVICE_CONFIG_SETTING_SET = lent.read()?;
                (setting(set.KeyDesc)?, Some(Value::Number(set.ParamDesc)))
            }
            Store::Address => {
                let set: HTTP_SERVICE_CONFIG_SSL_SET = lent.read()?;
                let binding = Binding::Address(address(set.KeyDesc.pIpPort.cast(), usize::MAX)?);
                (Key::Tls(binding), value(with_value, || parameters(&set.ParamDesc))?)
            }
            Store::Name => {
                let set: HTTP_SERVICE_CONFIG_SSL_SNI_SET = lent.read()?;
                (Key::Tls(name(&set.KeyDesc)?), value(with_value, || parameters(&set.ParamDesc))?)
            }
            Store::Central { scoped } => {
                let set: HTTP_SERVICE_CONFIG_SSL_CCS_SET = lent.read()?;
                (Key::Tls(central(scoped, &set.KeyDesc)?), value(with_value, || parameters(&set.ParamDesc))?)
            }
            Store::AddressProperty => {
                let set: HTTP_SERVICE_CONFIG_SSL_SET_EX = lent.read()?;
                property(Binding::Address(storage(&set.KeyDesc.IpPort)?), &set.ParamDesc, with_value)?
            }
            Store::NameProperty => {
                let set: HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX = lent.read()?;
                property(name(&set.KeyDesc)?, &set.ParamDesc, with_value)?
            }
            Store::CentralProperty { scoped } => {
                let set: HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX = lent.read()?;
                property(central(scoped, &set.KeyDesc)?, &set.ParamDesc, with_value)?
            }
        })
    }
}

/// What a query asks for.
///
/// # Safety
/// There are so many bytes, and what the structure points to is there.
pub unsafe fn wanted(store: Store, lent: Lent) -> Result<Wanted, Win32Error> {
    let one = |kind, token, key: &dyn Fn() -> Result<Key, Win32Error>| match kind {
        HttpServiceConfigQueryExact => Ok(Wanted::Exact(key()?)),
        HttpServiceConfigQueryNext => Ok(Wanted::Next(token, None)),
        _ => Err(INVALID),
    };
    let property = |kind, token, parameter, binding: &dyn Fn() -> Result<Binding, Win32Error>| {
        let parameter = property_type(parameter)?;
        match kind {
            HttpServiceConfigQueryExact => Ok(Wanted::Exact(Key::TlsProperty(binding()?, parameter))),
            HttpServiceConfigQueryNext => Ok(Wanted::Next(token, Some(parameter))),
            _ => Err(INVALID),
        }
    };
    // SAFETY: by contract.
    unsafe {
        match store {
            Store::Listen if lent.start.is_null() && lent.length == 0 => Ok(Wanted::All),
            Store::Listen => Err(INVALID),
            Store::Url => {
                let query: HTTP_SERVICE_CONFIG_URLACL_QUERY = lent.read()?;
                one(query.QueryDesc, query.dwToken, &|| url(query.KeyDesc))
            }
            Store::Timeout => Ok(Wanted::Exact(timeout(lent.read()?)?)),
            Store::Cache => Ok(Wanted::Exact(cache(lent.read()?)?)),
            Store::Setting => Ok(Wanted::Exact(setting(lent.read()?)?)),
            Store::Address => {
                let query: HTTP_SERVICE_CONFIG_SSL_QUERY = lent.read()?;
                one(query.QueryDesc, query.dwToken, &|| {
                    Ok(Key::Tls(Binding::Address(address(query.KeyDesc.pIpPort.cast(), usize::MAX)?)))
                })
            }
            Store::Name => {
                let query: HTTP_SERVICE_CONFIG_SSL_SNI_QUERY = lent.read()?;
                one(query.QueryDesc, query.dwToken, &|| Ok(Key::Tls(name(&query.KeyDesc)?)))
            }
            Store::Central { scoped } => {
                let query: HTTP_SERVICE_CONFIG_SSL_CCS_QUERY = lent.read()?;
                one(query.QueryDesc, query.dwToken, &|| Ok(Key::Tls(central(scoped, &query.KeyDesc)?)))
            }
            Store::AddressProperty => {
                let query: HTTP_SERVICE_CONFIG_SSL_QUERY_EX = lent.read()?;
                let binding = || Ok(Binding::Address(storage(&query.KeyDesc.IpPort)?));
                property(query.QueryDesc, query.dwToken, query.ParamType, &binding)
            }
            Store::NameProperty => {
                let query: HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX = lent.read()?;
                property(query.QueryDesc, query.dwToken, query.ParamType, &|| name(&query.KeyDesc))
            }
            Store::CentralProperty { scoped } => {
                let query: HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX = lent.read()?;
                property(query.QueryDesc, query.dwToken, query.ParamType, &|| central(scoped, &query.KeyDesc))
            }
        }
    }
}

fn value(wanted: bool, read: impl FnOnce() -> Result<Value, Win32Error>) -> Result<Option<Value>, Win32Error> {
    wanted.then(read).transpose()
}

fn timeout(key: HTTP_SERVICE_CONFIG_TIMEOUT_KEY) -> Result<Key, Win32Error> {
    match key {
        IdleConnectionTimeout => Ok(Key::Timeout(Timeout::IdleConnection)),
        HeaderWaitTimeout => Ok(Key::Timeout(Timeout::HeaderWait)),
        _ => Err(INVALID),
    }
}

fn cache(key: HTTP_SERVICE_CONFIG_CACHE_KEY) -> Result<Key, Win32Error> {
    match key {
        MaxCacheResponseSize => Ok(Key::Cache(CacheParameter::MaxResponseSize)),
        CacheRangeChunkSize => Ok(Key::Cache(CacheParameter::RangeChunkSize)),
        _ => Err(INVALID),
    }
}

fn setting(key: HTTP_SERVICE_CONFIG_SETTING_KEY) -> Result<Key, Win32Error> {
    if key == HttpTlsThrottle { Ok(Key::TlsThrottle) } else { Err(INVALID) }
}

/// The contents of two types are nowhere described, so they can neither be kept nor given back.
fn property_type(kind: HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE) -> Result<PropertyType, Win32Error> {
    match kind {
        ExParamTypeHttp2Window => Ok(PropertyType::Http2Window),
        ExParamTypeHttp2SettingsLimits => Ok(PropertyType::Http2SettingsLimits),
        ExParamTypeHttpPerformance => Ok(PropertyType::Performance),
        ExParamTypeErrorHeaders => Ok(PropertyType::ErrorHeaders),
        ExParamTypeCertConfig => Ok(PropertyType::CertConfig),
        ExParamTypeTlsRestrictions | ExParamTypeTlsSessionTicketKeys => Err(Win32Error(ERROR_NOT_SUPPORTED)),
        _ => Err(INVALID),
    }
}

/// # Safety
/// The URL is NULL or ends with a NUL.
unsafe fn url(key: HTTP_SERVICE_CONFIG_URLACL_KEY) -> Result<Key, Win32Error> {
    // SAFETY: by contract.
    let text = unsafe { wide(key.pUrlPrefix) }?.ok_or(INVALID)?;
    UrlPrefix::parse(&text).map(Key::Url).map_err(|_| INVALID)
}

/// # Safety
/// The host is NULL or ends with a NUL.
unsafe fn name(key: &HTTP_SERVICE_CONFIG_SSL_SNI_KEY) -> Result<Binding, Win32Error> {
    // SAFETY: by contract.
    let host = unsafe { wide(key.Host) }?.ok_or(INVALID)?;
    Ok(Binding::Name(HostName(host), storage(&key.IpPort)?))
}

fn central(scoped: bool, key: &HTTP_SERVICE_CONFIG_SSL_CCS_KEY) -> Result<Binding, Win32Error> {
    let address = storage(&key.LocalAddress)?;
    Ok(if scoped { Binding::ScopedCentralStore(address) } else { Binding::CentralStore(address) })
}

/// # Safety
/// What the structure points to is there.
unsafe fn parameters(from: &HTTP_SERVICE_CONFIG_SSL_PARAM) -> Result<Value, Win32Error> {
    let id = from.AppId;
    let application = Guid { data1: id.Data1, data2: id.Data2, data3: id.Data3, data4: id.Data4 };
    // SAFETY: by contract.
    unsafe {
        Ok(Value::Tls(TlsParameters {
            hash: bytes(from.pSslHash, from.SslHashLength)?,
            application,
            store: wide(from.pSslCertStoreName)?,
            check_mode: from.DefaultCertCheckMode,
            revocation_freshness: from.DefaultRevocationFreshnessTime,
            retrieval_timeout: from.DefaultRevocationUrlRetrievalTimeout,
            ctl_identifier: wide(from.pDefaultSslCtlIdentifier)?,
            ctl_store: wide(from.pDefaultSslCtlStoreName)?,
            flags: from.DefaultFlags,
        }))
    }
}

/// # Safety
/// The arm that the type selects is filled, and what it points to is there.
unsafe fn property(
    binding: Binding,
    from: &HTTP_SERVICE_CONFIG_SSL_PARAM_EX,
    with_value: bool,
) -> Result<(Key, Option<Value>), Win32Error> {
    let kind = property_type(from.ParamType)?;
    // SAFETY: by contract.
    let value = value(with_value, || unsafe {
        let data = property_data(kind, &from.Anonymous)?;
        Ok(Value::TlsProperty(TlsProperty { flags: from.Flags, data }))
    })?;
    Ok((Key::TlsProperty(binding, kind), value))
}

/// # Safety
/// As `property`.
unsafe fn property_data(
    kind: PropertyType,
    from: &HTTP_SERVICE_CONFIG_SSL_PARAM_EX_DATA,
) -> Result<PropertyData, Win32Error> {
    // SAFETY: by contract the type's arm is filled.
    unsafe {
        Ok(match kind {
            PropertyType::Http2Window => {
                PropertyData::Http2Window { receive: from.Http2WindowSizeParam.Http2ReceiveWindowSize }
            }
            PropertyType::Http2SettingsLimits => {
                let limits = from.Http2SettingsLimitsParam;
                PropertyData::Http2SettingsLimits {
                    per_frame: limits.Http2MaxSettingsPerFrame,
                    per_minute: limits.Http2MaxSettingsPerMinute,
                }
            }
            PropertyType::Performance => {
                let performance = from.HttpPerformanceParam;
                let data = bytes(performance.Buffer, performance.BufferSize)?;
                PropertyData::Performance { kind: performance.Type.cast_unsigned(), data }
            }
            PropertyType::ErrorHeaders => {
                let error = from.HttpErrorHeadersParam;
                let headers = items(error.Headers, error.HeaderCount.into())?.into_iter().map(|header| {
                    let name = bytes(header.pName.cast_mut().cast(), header.NameLength.into())?;
                    Ok((name, bytes(header.pRawValue.cast_mut().cast(), header.RawValueLength.into())?))
                });
                PropertyData::ErrorHeaders {
                    status: error.StatusCode,
                    headers: headers.collect::<Result<_, Win32Error>>()?,
                }
            }
            PropertyType::CertConfig => {
                let certificates = from.HttpCertConfigParam;
                let entries = items(certificates.CertConfigs, certificates.CertConfigCount)?;
                let entries = entries.into_iter().map(|entry| {
                    let end = entry.CertStoreName.iter().position(|unit| *unit == 0).ok_or(INVALID)?;
                    let store = text::exact(&entry.CertStoreName[..end]).ok_or(INVALID)?;
                    Ok(CertEntry { hash: entry.CertHash, store })
                });
                PropertyData::CertConfig(entries.collect::<Result<_, Win32Error>>()?)
            }
        })
    }
}

/// # Safety
/// There are so many items unless the pointer is NULL.
unsafe fn items<T: Copy>(start: *const T, count: u32) -> Result<Vec<T>, Win32Error> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if start.is_null() || count > MOST {
        return Err(INVALID);
    }
    // SAFETY: by contract; callers on Windows do not always align.
    Ok((0..count as usize).map(|at| unsafe { start.add(at).read_unaligned() }).collect())
}

/// # Safety
/// There are so many bytes unless the pointer is NULL.
unsafe fn bytes(start: PVOID, length: u32) -> Result<Vec<u8>, Win32Error> {
    // SAFETY: by contract.
    unsafe { items(start.cast::<u8>(), length) }
}

/// Text, in which every unit has to be a character; `None` for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn wide(start: PWSTR) -> Result<Option<String>, Win32Error> {
    if start.is_null() {
        return Ok(None);
    }
    // SAFETY: by contract every unit up to the NUL may be read.
    let length = (0..LONGEST).find(|at| unsafe { *start.add(*at) } == 0).ok_or(INVALID)?;
    // SAFETY: these units were just read.
    let units = unsafe { slice::from_raw_parts(start, length) };
    text::exact(units).map(Some).ok_or(INVALID)
}

fn storage(from: &SOCKADDR_STORAGE) -> Result<SocketAddr, Win32Error> {
    // SAFETY: it has room for every address, and all its bytes may be read.
    unsafe { address((&raw const *from).cast(), size_of_val(from)) }
}

/// # Safety
/// The pointer is NULL, or leads to an address of at most so many bytes, of which its family has all.
unsafe fn address(from: *const u8, length: usize) -> Result<SocketAddr, Win32Error> {
    const IPV4: u16 = libc::AF_INET as u16;
    const IPV6: u16 = libc::AF_INET6 as u16;
    if from.is_null() || length < size_of::<SOCKADDR_IN>() {
        return Err(INVALID);
    }
    // SAFETY: by contract, and the family decides how many bytes there are.
    unsafe {
        match from.cast::<u16>().read_unaligned() {
            IPV4 => {
                let address: SOCKADDR_IN = from.cast::<SOCKADDR_IN>().read_unaligned();
                let ip = Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr));
                Ok(SocketAddrV4::new(ip, u16::from_be(address.sin_port)).into())
            }
            IPV6 if length >= size_of::<SOCKADDR_IN6>() => {
                let address: SOCKADDR_IN6 = from.cast::<SOCKADDR_IN6>().read_unaligned();
                let (ip, port) = (Ipv6Addr::from(address.sin6_addr.s6_addr), u16::from_be(address.sin6_port));
                // The flow has no place in the file, and means nothing to who listens.
                Ok(SocketAddrV6::new(ip, port, 0, address.sin6_scope_id).into())
            }
            _ => Err(INVALID),
        }
    }
}
