//! The service configuration as libhttpapi.so has it, in safe Rust.

pub use super::structures::Guid;

use super::failed::{NO_MORE_ITEMS, NOT_FOUND};
use super::structures::*;
use crate::library;
use libc::{sockaddr, sockaddr_in, sockaddr_in6, sockaddr_storage, wchar_t};
use std::ffi::c_void;
use std::mem::{offset_of, zeroed};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::ptr::{null, null_mut};

type Change3 = unsafe extern "C" fn(*mut c_void, Id, *const c_void, u32, *mut c_void) -> u32;

unsafe extern "C" {
    fn HttpInitialize(version: Version, flags: u32, reserved: *mut c_void) -> u32;
    fn HttpTerminate(flags: u32, reserved: *mut c_void) -> u32;
    fn HttpSetServiceConfiguration(h: *mut c_void, id: Id, set: *const c_void, n: u32, o: *mut c_void) -> u32;
    fn HttpUpdateServiceConfiguration(h: *mut c_void, id: Id, set: *const c_void, n: u32, o: *mut c_void) -> u32;
    fn HttpDeleteServiceConfiguration(h: *mut c_void, id: Id, set: *const c_void, n: u32, o: *mut c_void) -> u32;
    fn HttpQueryServiceConfiguration(
        handle: *mut c_void,
        id: Id,
        input: *const c_void,
        input_length: u32,
        output: *mut c_void,
        output_length: u32,
        returned: *mut u32,
        overlapped: *mut c_void,
    ) -> u32;
    fn FormatMessageA(
        flags: u32,
        source: *const c_void,
        id: u32,
        language: u32,
        text: *mut u8,
        size: u32,
        inserts: *mut c_void,
    ) -> u32;
}

const HTTP_INITIALIZE_CONFIG: u32 = 2;
const ERROR_INSUFFICIENT_BUFFER: u32 = 122;
const FORMAT_MESSAGE_FROM_SYSTEM_IGNORE_INSERTS: u32 = 0x1200;

#[derive(Clone, Copy)]
pub enum Change {
    Add,
    Update,
    Delete,
}

/// A record; for Delete what it is found by is looked at alone.
pub enum Record<'a> {
    Address(IpAddr),
    Url { url: &'a str, sddl: &'a str },
    Number { numbers: Numbers, key: u32, value: u32 },
    Certificate(&'a Binding, &'a Certificate),
}

/// The stores of numbers.
#[derive(Clone, Copy)]
pub enum Numbers {
    Timeout,
    Cache,
    Setting,
}

/// What a certificate is for; the addresses of names and of the central store are 0.0.0.0 or `::`.
pub enum Binding {
    Address(SocketAddr),
    Name(String, SocketAddr),
    Central(SocketAddr),
    ScopedCentral(SocketAddr),
}

impl Binding {
    /// Capitals in a name make no difference.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(host, address), Self::Name(other, place)) => {
                host.to_lowercase() == other.to_lowercase() && address == place
            }
            (Self::Address(address), Self::Address(other))
            | (Self::Central(address), Self::Central(other))
            | (Self::ScopedCentral(address), Self::ScopedCentral(other)) => address == other,
            _ => false,
        }
    }
}

#[derive(Default)]
pub struct Certificate {
    pub hash: Vec<u8>,
    pub application: Guid,
    pub store: Option<String>,
    pub check_mode: u32,
    pub freshness: u32,
    pub retrieval_timeout: u32,
    pub ctl_identifier: Option<String>,
    pub ctl_store: Option<String>,
    pub flags: u32,
}

/// Changes the file; the code of a failure.
pub fn change(change: Change, record: &Record) -> Result<(), u32> {
    match record {
        Record::Address(address) => {
            let storage = storage(SocketAddr::new(*address, 0));
            let length = if address.is_ipv4() { size_of::<sockaddr_in>() } else { size_of::<sockaddr_in6>() };
            give(change, LISTEN, &Listen { length: length as u16, address: (&raw const storage).cast() })
        }
        Record::Url { url, sddl } => {
            let (url, sddl) = (wide(url), wide(sddl));
            give(change, URL, &UrlSet { url: url.as_ptr(), sddl: sddl.as_ptr() })
        }
        Record::Number { numbers: Numbers::Timeout, key, value } => {
            give(change, TIMEOUT, &TimeoutSet { key: *key, value: u16::try_from(*value).unwrap_or(u16::MAX) })
        }
        Record::Number { numbers, key, value } => give(change, numbers.id(), &NumberSet { key: *key, value: *value }),
        Record::Certificate(binding, certificate) => {
            let texts = [&certificate.store, &certificate.ctl_identifier, &certificate.ctl_store];
            let texts = texts.map(|text| text.as_deref().map(wide));
            let or_null = |at: usize| texts[at].as_ref().map_or(null(), |text| text.as_ptr());
            let parameters = Parameters {
                hash_length: certificate.hash.len() as u32,
                hash: certificate.hash.as_ptr().cast(),
                application: certificate.application,
                store: or_null(0),
                check_mode: certificate.check_mode,
                freshness: certificate.freshness,
                retrieval_timeout: certificate.retrieval_timeout,
                ctl_identifier: or_null(1),
                ctl_store: or_null(2),
                flags: certificate.flags,
            };
            match binding {
                Binding::Address(address) => {
                    let address = storage(*address);
                    give(change, ADDRESS, &CertificateSet { key: (&raw const address).cast::<sockaddr>(), parameters })
                }
                Binding::Name(host, address) => {
                    let host = wide(host);
                    let key = NameKey { address: storage(*address), host: host.as_ptr() };
                    give(change, NAME, &CertificateSet { key, parameters })
                }
                Binding::Central(address) => {
                    give(change, CENTRAL, &CertificateSet { key: storage(*address), parameters })
                }
                Binding::ScopedCentral(address) => {
                    give(change, SCOPED_CENTRAL, &CertificateSet { key: storage(*address), parameters })
                }
            }
        }
    }
}

/// The addresses of the IP listen list.
pub fn addresses() -> Result<Vec<IpAddr>, u32> {
    let answer = match ask::<()>(LISTEN, None) {
        Err(NOT_FOUND) => return Ok(Vec::new()),
        answer => answer?,
    };
    // SAFETY: the library has written the count, and so many addresses behind it.
    unsafe {
        let count = (*answer.start::<ListenAnswer>()).count as usize;
        let first = answer.0.as_ptr().byte_add(offset_of!(ListenAnswer, first)).cast::<sockaddr_storage>();
        Ok((0..count).filter_map(|at| address_at(first.add(at).cast())).map(|address| address.ip()).collect())
    }
}

/// All reservations: URLs, and their security descriptors.
pub fn reservations() -> Result<Vec<(String, String)>, u32> {
    all(|token| {
        let answer = ask(URL, Some(&Query { how: NEXT, key: null::<wchar_t>(), token }))?;
        // SAFETY: the library has written this structure, whose texts stand behind it.
        Ok(unsafe { url_of(&answer) })
    })
}

/// The reservation of just this URL.
pub fn reservation(url: &str) -> Result<(String, String), u32> {
    let url = wide(url);
    let answer = ask(URL, Some(&Query { how: EXACT, key: url.as_ptr(), token: 0 }))?;
    // SAFETY: as above.
    Ok(unsafe { url_of(&answer) })
}

/// A number that is set.
pub fn number(numbers: Numbers, key: u32) -> Result<Option<u32>, u32> {
    // A buffer larger than the number is refused.
    let (mut value, mut returned) = (0u32, 0);
    let size = if matches!(numbers, Numbers::Timeout) { 2 } else { 4 };
    let input = (&raw const key).cast();
    initialized(|| {
        // SAFETY: the key and so many bytes of the value are there.
        let code = unsafe {
            let (handle, output) = (null_mut(), (&raw mut value).cast());
            HttpQueryServiceConfiguration(handle, numbers.id(), input, 4, output, size, &raw mut returned, null_mut())
        };
        match code {
            0 => Ok(Some(value)),
            NOT_FOUND => Ok(None),
            code => Err(code),
        }
    })
}

/// The certificates of all bindings.
pub fn certificates() -> Result<Vec<(Binding, Certificate)>, u32> {
    let by_address = |token| {
        let answer = ask(ADDRESS, Some(&Query { how: NEXT, key: null::<sockaddr>(), token }))?;
        // SAFETY: the library has written this structure, and what it points to stands behind it.
        unsafe {
            let set = answer.start::<CertificateSet<*const sockaddr>>();
            Ok(address_at((*set).key).map(Binding::Address).zip(Some(certificate_of(&(*set).parameters))))
        }
    };
    let by_name = |token| {
        let key = NameKey { address: storage(SocketAddr::new(IpAddr::from([0; 4]), 0)), host: null() };
        let answer = ask(NAME, Some(&Query { how: NEXT, key, token }))?;
        // SAFETY: as above.
        unsafe {
            let set = answer.start::<CertificateSet<NameKey>>();
            let address = address_at((&raw const (*set).key.address).cast());
            let name = address.map(|address| Binding::Name(text_at((*set).key.host).unwrap_or_default(), address));
            Ok(name.zip(Some(certificate_of(&(*set).parameters))))
        }
    };
    let central = |id, binding: fn(SocketAddr) -> Binding| {
        move |token| {
            let key = storage(SocketAddr::new(IpAddr::from([0; 4]), 0));
            let answer = ask(id, Some(&Query { how: NEXT, key, token }))?;
            // SAFETY: as above.
            unsafe {
                let set = answer.start::<CertificateSet<sockaddr_storage>>();
                let address = address_at((&raw const (*set).key).cast());
                Ok(address.map(binding).zip(Some(certificate_of(&(*set).parameters))))
            }
        }
    };
    let mut found = all(by_address)?;
    found.extend(all(by_name)?);
    found.extend(all(central(CENTRAL, Binding::Central))?);
    found.extend(all(central(SCOPED_CENTRAL, Binding::ScopedCentral))?);
    Ok(found.into_iter().flatten().collect())
}

/// Where the configuration is.
pub fn file() -> String {
    library::service_configuration().unwrap_or_else(|| "the service configuration".to_owned())
}

/// What a code means.
pub fn message(code: u32) -> String {
    let mut text = [0; 512];
    // SAFETY: so many bytes may be written, and there are no inserts.
    let length = unsafe {
        let (flags, size) = (FORMAT_MESSAGE_FROM_SYSTEM_IGNORE_INSERTS, text.len() as u32);
        FormatMessageA(flags, null(), code, 0, text.as_mut_ptr(), size, null_mut())
    };
    String::from_utf8_lossy(&text[..length as usize]).trim().to_owned()
}

impl Numbers {
    fn id(self) -> Id {
        match self {
            Self::Timeout => TIMEOUT,
            Self::Cache => CACHE,
            Self::Setting => SETTING,
        }
    }
}

fn initialized<R>(call: impl FnOnce() -> Result<R, u32>) -> Result<R, u32> {
    // SAFETY: numbers alone.
    match unsafe { HttpInitialize(Version { major: 2, minor: 0 }, HTTP_INITIALIZE_CONFIG, null_mut()) } {
        0 => {}
        code => return Err(code),
    }
    let result = call();
    // SAFETY: as above.
    unsafe { HttpTerminate(HTTP_INITIALIZE_CONFIG, null_mut()) };
    result
}

fn give<T>(change: Change, id: Id, set: &T) -> Result<(), u32> {
    let function: Change3 = match change {
        Change::Add => HttpSetServiceConfiguration,
        Change::Update => HttpUpdateServiceConfiguration,
        Change::Delete => HttpDeleteServiceConfiguration,
    };
    initialized(|| {
        let (start, length) = (std::ptr::from_ref(set).cast(), size_of::<T>() as u32);
        // SAFETY: the structure of the id, with all that it points to.
        match unsafe { function(null_mut(), id, start, length, null_mut()) } {
            0 => Ok(()),
            code => Err(code),
        }
    })
}

/// What a query has written, aligned for every structure.
struct Answer(Vec<u64>);

impl Answer {
    fn start<T>(&self) -> *const T {
        self.0.as_ptr().cast()
    }
}

fn ask<Q>(id: Id, query: Option<&Q>) -> Result<Answer, u32> {
    let (input, length) = query.map_or((null(), 0), |query| (std::ptr::from_ref(query).cast(), size_of::<Q>() as u32));
    initialized(|| {
        let mut room = vec![0u64; 128];
        loop {
            let (size, mut needed) = ((room.len() * 8) as u32, 0);
            // SAFETY: the structure of the id, and so many bytes that may be written.
            let code = unsafe {
                let output = room.as_mut_ptr().cast();
                HttpQueryServiceConfiguration(null_mut(), id, input, length, output, size, &raw mut needed, null_mut())
            };
            match code {
                0 => return Ok(Answer(room)),
                // The file may grow meanwhile, but not without end.
                ERROR_INSUFFICIENT_BUFFER if needed > size => room = vec![0; (needed as usize).div_ceil(8)],
                code => return Err(code),
            }
        }
    })
}

/// Asks with rising numbers until there are no more.
fn all<R>(mut one: impl FnMut(u32) -> Result<R, u32>) -> Result<Vec<R>, u32> {
    let mut found = Vec::new();
    for token in 0.. {
        match one(token) {
            Ok(record) => found.push(record),
            Err(NO_MORE_ITEMS) => break,
            Err(code) => return Err(code),
        }
    }
    Ok(found)
}

/// # Safety
/// The answer holds HTTP_SERVICE_CONFIG_URLACL_SET.
unsafe fn url_of(answer: &Answer) -> (String, String) {
    // SAFETY: by contract.
    unsafe {
        let set = answer.start::<UrlSet>();
        (text_at((*set).url).unwrap_or_default(), text_at((*set).sddl).unwrap_or_default())
    }
}

/// # Safety
/// What the structure points to is there.
unsafe fn certificate_of(from: &Parameters) -> Certificate {
    // SAFETY: by contract.
    unsafe {
        let hash = if from.hash.is_null() {
            Vec::new()
        } else {
            std::slice::from_raw_parts(from.hash.cast::<u8>(), from.hash_length as usize).to_vec()
        };
        Certificate {
            hash,
            application: from.application,
            store: text_at(from.store),
            check_mode: from.check_mode,
            freshness: from.freshness,
            retrieval_timeout: from.retrieval_timeout,
            ctl_identifier: text_at(from.ctl_identifier),
            ctl_store: text_at(from.ctl_store),
            flags: from.flags,
        }
    }
}

fn wide(text: &str) -> Vec<wchar_t> {
    text.chars().chain(['\0']).map(|letter| u32::from(letter).cast_signed()).collect()
}

/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn text_at(start: *const wchar_t) -> Option<String> {
    if start.is_null() {
        return None;
    }
    // SAFETY: by contract every unit up to the NUL may be read.
    let units = unsafe { std::slice::from_raw_parts(start, (0..).find(|at| *start.add(*at) == 0)?) };
    Some(units.iter().map(|unit| char::from_u32(unit.cast_unsigned()).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

fn storage(address: SocketAddr) -> sockaddr_storage {
    // SAFETY: numbers, for which zero is a value.
    let mut storage: sockaddr_storage = unsafe { zeroed() };
    let start = &raw mut storage;
    // SAFETY: there is room for either structure, aligned for both.
    unsafe {
        match address {
            SocketAddr::V4(address) => {
                let to = start.cast::<sockaddr_in>();
                (*to).sin_family = libc::AF_INET as u16;
                (*to).sin_port = address.port().to_be();
                (*to).sin_addr.s_addr = u32::from_ne_bytes(address.ip().octets());
            }
            SocketAddr::V6(address) => {
                let to = start.cast::<sockaddr_in6>();
                (*to).sin6_family = libc::AF_INET6 as u16;
                (*to).sin6_port = address.port().to_be();
                (*to).sin6_addr.s6_addr = address.ip().octets();
                (*to).sin6_scope_id = address.scope_id();
            }
        }
    }
    storage
}

/// # Safety
/// The pointer is NULL, or leads to all that its family has.
unsafe fn address_at(start: *const sockaddr) -> Option<SocketAddr> {
    if start.is_null() {
        return None;
    }
    // SAFETY: by contract.
    unsafe {
        match i32::from((*start).sa_family) {
            libc::AF_INET => {
                let from = start.cast::<sockaddr_in>().read_unaligned();
                let host = IpAddr::from(from.sin_addr.s_addr.to_ne_bytes());
                Some(SocketAddr::new(host, u16::from_be(from.sin_port)))
            }
            libc::AF_INET6 => {
                let from = start.cast::<sockaddr_in6>().read_unaligned();
                let (host, port) = (Ipv6Addr::from(from.sin6_addr.s6_addr), u16::from_be(from.sin6_port));
                Some(SocketAddrV6::new(host, port, 0, from.sin6_scope_id).into())
            }
            _ => None,
        }
    }
}
