//! HTTP_LOGGING_INFO and HTTP_LOG_FIELDS_DATA as the caller gives them.
#![allow(unsafe_code)]

use super::access_log::{Format, Settings, Wanted};
use super::log_data::{LogData, Numbers};
use super::period::{Rollover, UNLIMITED};
use super::property::Wish;
use super::w3c;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::http1::known;
use crate::win32::error::Win32Error;
use crate::win32::{path, text};
use core::slice;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// Bounds that Windows has in bytes, here in as many characters: a WCHAR may be wider.
const LONGEST_DIRECTORY: usize = 424 / 2;
const LONGEST_SOFTWARE: usize = 260 / 2;

const DEFAULT_SOFTWARE: &str = "Microsoft HTTP Server API 2.0";

const FLAGS: ULONG = HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER
    | HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION
    | HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY
    | HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY;

/// Fields of later versions, whose text no document describes.
const UNDESCRIBED: ULONG = HTTP_LOG_FIELD_CORRELATION_ID | HTTP_LOG_FIELD_FAULT_CODE;

/// Reads and checks what a log is to be.
///
/// # Safety
/// The names have the lengths that the structure says.
pub unsafe fn read_info(info: &HTTP_LOGGING_INFO) -> Result<Wish, Win32Error> {
    if !info.Flags.present() {
        return Ok(Wish::None);
    }
    let flags = info.LoggingFlags;
    let wanted = match flags & (HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY | HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY) {
        0 => Wanted::All,
        HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY => Wanted::Errors,
        HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY => Wanted::Successes,
        _ => return Err(INVALID),
    };
    let reserved = !info.pExtFields.is_null() || info.NumOfExtFields != 0 || info.MaxRecordSize != 0;
    if flags & !FLAGS != 0 || reserved {
        return Err(INVALID);
    }
    // SAFETY: by contract.
    let (software, directory) = unsafe {
        (
            wide(info.SoftwareName, info.SoftwareNameLength, LONGEST_SOFTWARE)?,
            wide(info.DirectoryName, info.DirectoryNameLength, LONGEST_DIRECTORY)?,
        )
    };
    if software.contains(char::is_control) {
        return Err(INVALID);
    }
    // A folder of another machine has a path, too, that cannot be reached here.
    let directory = path::map(directory.as_bytes())
        .map_err(|error| if error == Win32Error(ERROR_BAD_NETPATH) { error } else { INVALID })?;
    if !directory.is_absolute() {
        return Err(INVALID);
    }
    let size = match (info.RolloverType, info.RolloverSize) {
        (_, HTTP_LIMIT_INFINITE) => UNLIMITED,
        (HttpLoggingRolloverSize, size) if size < HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE => return Err(INVALID),
        (_, size) => size.into(),
    };
    let rollover = Rollover::of(info.RolloverType, size).ok_or(INVALID)?;
    let format = match info.Format {
        HttpLoggingTypeW3C => Format::W3c { fields: check_fields(info.Fields)?, custom: [].into() },
        HttpLoggingTypeIIS => Format::Iis,
        HttpLoggingTypeNCSA => Format::Ncsa,
        HttpLoggingTypeRaw => return Ok(Wish::Raw),
        _ => return Err(INVALID),
    };
    Ok(Wish::Log(Settings {
        directory,
        format,
        rollover,
        local: flags & HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER != 0,
        utf8: flags & HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION != 0,
        wanted,
        software: if software.is_empty() { DEFAULT_SOFTWARE.to_owned() } else { software },
    }))
}

fn check_fields(fields: ULONG) -> Result<ULONG, Win32Error> {
    if fields == 0 || fields & !(w3c::KNOWN | UNDESCRIBED) != 0 {
        return Err(INVALID);
    }
    if fields & UNDESCRIBED != 0 { Err(Win32Error(ERROR_NOT_SUPPORTED)) } else { Ok(fields) }
}

/// # Safety
/// There are so many bytes.
unsafe fn wide(start: PCWSTR, length: USHORT, longest: usize) -> Result<String, Win32Error> {
    let (units, odd) = (usize::from(length) / size_of::<WCHAR>(), usize::from(length) % size_of::<WCHAR>() != 0);
    match (start.is_null(), units) {
        _ if odd || units > longest => Err(INVALID),
        (_, 0) => Ok(String::new()),
        (true, _) => Err(INVALID),
        // SAFETY: by contract.
        (false, _) => text::exact(unsafe { slice::from_raw_parts(start, units) }).ok_or(INVALID),
    }
}

/// Reads what the log is to say of a request; `None` for NULL.
///
/// # Safety
/// The data is NULL or a structure of its type, whose texts have the lengths that it says.
pub unsafe fn read_data(data: *const HTTP_LOG_DATA) -> Result<Option<LogData>, Win32Error> {
    if data.is_null() {
        return Ok(None);
    }
    // SAFETY: by contract.
    if unsafe { (*data).Type } != HttpLogDataTypeFields {
        return Err(INVALID);
    }
    // SAFETY: the type says what it is.
    let data = unsafe { &*data.cast::<HTTP_LOG_FIELDS_DATA>() };
    // SAFETY: by contract.
    let (user, stem) =
        unsafe { (units(data.UserName, data.UserNameLength)?, units(data.UriStem, data.UriStemLength)?) };
    // SAFETY: by contract.
    let (user, stem) = (text::from_wide(user), text::from_wide(stem));
    // SAFETY: by contract.
    let mut method = unsafe { bytes(data.Method, data.MethodLength)? };
    if data.Method.is_null() {
        method = u8::try_from(data.MethodNum).ok().and_then(known::verb_name).unwrap_or_default().as_bytes();
    }
    // SAFETY: by contract.
    let texts = unsafe {
        [
            user.as_bytes(),
            stem.as_bytes(),
            bytes(data.ClientIp, data.ClientIpLength)?,
            bytes(data.ServerName, data.ServerNameLength)?,
            bytes(data.ServiceName, data.ServiceNameLength)?,
            bytes(data.ServerIp, data.ServerIpLength)?,
            method,
            bytes(data.UriQuery, data.UriQueryLength)?,
            bytes(data.Host, data.HostLength)?,
            bytes(data.UserAgent, data.UserAgentLength)?,
            bytes(data.Cookie, data.CookieLength)?,
            bytes(data.Referrer, data.ReferrerLength)?,
        ]
    };
    let numbers = Numbers {
        server_port: data.ServerPort,
        status: data.ProtocolStatus,
        win32_status: data.Win32Status,
        sub_status: data.SubStatus,
    };
    Ok(Some(LogData::of(texts, numbers)))
}

/// # Safety
/// The pointer is to so many bytes.
unsafe fn bytes<'a>(start: PCHAR, length: USHORT) -> Result<&'a [u8], Win32Error> {
    match (start.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(INVALID),
        // SAFETY: by contract.
        (false, _) => Ok(unsafe { slice::from_raw_parts(start.cast(), length.into()) }),
    }
}

/// # Safety
/// The pointer is to so many bytes.
unsafe fn units<'a>(start: PWCHAR, length: USHORT) -> Result<&'a [WCHAR], Win32Error> {
    let count = usize::from(length) / size_of::<WCHAR>();
    match (start.is_null(), count) {
        _ if usize::from(length) % size_of::<WCHAR>() != 0 => Err(INVALID),
        (_, 0) => Ok(&[]),
        (true, _) => Err(INVALID),
        // SAFETY: by contract.
        (false, _) => Ok(unsafe { slice::from_raw_parts(start, count) }),
    }
}
