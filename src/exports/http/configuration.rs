//! The service configuration, which programs share.

use super::code;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::httpapi::configuration::answer_layout::Answer;
use crate::httpapi::configuration::caller_records::{self, Lent};
use crate::httpapi::configuration::record::Record;
use crate::httpapi::configuration::{self, Store};
use crate::httpapi::{library, service};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::error::Win32Error;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// The store that a call is about; the service handle and the OVERLAPPED are reserved.
fn store_of(handle: HANDLE, id: HTTP_SERVICE_CONFIG_ID, overlapped: LPOVERLAPPED) -> Result<Store, Win32Error> {
    if !library::is_config() {
        return Err(Win32Error(ERROR_DLL_INIT_FAILED));
    }
    if !handle.is_null() || !overlapped.is_null() {
        return Err(INVALID);
    }
    Store::of(id)
}

/// The record that the caller describes.
///
/// # Safety
/// There are so many bytes, and what the structure points to is there.
unsafe fn record_of(store: Store, start: PVOID, length: ULONG) -> Result<Record, Win32Error> {
    // SAFETY: by contract.
    let (key, value) = unsafe { caller_records::record(store, Lent { start, length }, true) }?;
    Ok(Record { key, value: value.ok_or(INVALID)? })
}

/// Adds a record to the configuration.
///
/// # Safety
/// The structure of the id has its length, and what it points to is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpSetServiceConfiguration(
    ServiceHandle: HANDLE,
    ConfigId: HTTP_SERVICE_CONFIG_ID,
    pConfigInformation: PVOID,
    ConfigInformationLength: ULONG,
    pOverlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpSetServiceConfiguration", {
        code((|| {
            let store = store_of(ServiceHandle, ConfigId, pOverlapped)?;
            // SAFETY: by contract.
            configuration::set(unsafe { record_of(store, pConfigInformation, ConfigInformationLength) }?)?;
            // The record is there; whether this process can read it again is another matter.
            let _ = service::reservations_changed();
            Ok(())
        })())
    })
}

/// Replaces a record that is about certificates.
///
/// # Safety
/// The structure of the id has its length, and what it points to is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpUpdateServiceConfiguration(
    Handle: HANDLE,
    ConfigId: HTTP_SERVICE_CONFIG_ID,
    ConfigInfo: PVOID,
    ConfigInfoLength: ULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpUpdateServiceConfiguration", {
        code((|| {
            let store = store_of(Handle, ConfigId, Overlapped)?;
            if !store.is_updatable() {
                return Err(INVALID);
            }
            // SAFETY: by contract.
            configuration::update(unsafe { record_of(store, ConfigInfo, ConfigInfoLength) }?)
        })())
    })
}

/// Takes a record out; only the key of the structure is looked at.
///
/// # Safety
/// The structure of the id has its length, and what its key points to is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpDeleteServiceConfiguration(
    ServiceHandle: HANDLE,
    ConfigId: HTTP_SERVICE_CONFIG_ID,
    pConfigInformation: PVOID,
    ConfigInformationLength: ULONG,
    pOverlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpDeleteServiceConfiguration", {
        code((|| {
            let store = store_of(ServiceHandle, ConfigId, pOverlapped)?;
            let lent = Lent { start: pConfigInformation, length: ConfigInformationLength };
            // SAFETY: by contract.
            let (key, _) = unsafe { caller_records::record(store, lent, false) }?;
            configuration::delete(&key)?;
            // As above.
            let _ = service::reservations_changed();
            Ok(())
        })())
    })
}

/// Gives a record by its key or, with rising tokens, one after the other. The structure in the
/// buffer points to what stands behind it.
///
/// # Safety
/// The structure of the id has its length, and what it points to is there; the buffer may be written,
/// and so may the length where it is not NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpQueryServiceConfiguration(
    ServiceHandle: HANDLE,
    ConfigId: HTTP_SERVICE_CONFIG_ID,
    pInput: PVOID,
    InputLength: ULONG,
    pOutput: PVOID,
    OutputLength: ULONG,
    pReturnLength: PULONG,
    pOverlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpQueryServiceConfiguration", {
        code((|| {
            let config = store_of(ServiceHandle, ConfigId, pOverlapped)?;
            if pOutput.is_null() && OutputLength != 0 {
                return Err(INVALID);
            }
            // SAFETY: by contract.
            let wanted = unsafe { caller_records::wanted(config, Lent { start: pInput, length: InputLength }) }?;
            // SAFETY: by contract.
            let mut buffer = unsafe { CallerBuffer::new(pOutput.cast(), OutputLength as usize) };
            let answer = configuration::query(config, &wanted, &mut buffer)?;
            let (Answer::Written(size) | Answer::Needs(size)) = answer;
            let size = ULONG::try_from(size).map_err(|_| Win32Error(ERROR_NOT_ENOUGH_MEMORY))?;
            // SAFETY: by contract.
            unsafe { store(pReturnLength, size) };
            match answer {
                Answer::Written(_) => Ok(()),
                Answer::Needs(_) => Err(Win32Error(ERROR_INSUFFICIENT_BUFFER)),
            }
        })())
    })
}
