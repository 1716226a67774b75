//! Properties of sessions and groups in the caller's memory.

use super::queue_of;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, store};
use crate::httpapi::authentication::{Authentication, Kind, caller_settings};
use crate::httpapi::channel_bind::{ChannelBind, ServiceName};
use crate::httpapi::logging::caller_records::read_info;
use crate::httpapi::settings::{Property, Question};
use crate::win32::error::Win32Error;
use core::mem::{offset_of, size_of};
use core::slice;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// More names than this are none.
const MOST_NAMES: ULONG = 1 << 12;

/// The structure at the start of a value, which may be longer.
///
/// # Safety
/// The value is NULL or has so many bytes.
unsafe fn take<T: Copy>(value: PVOID, length: ULONG) -> Result<T, Win32Error> {
    if (length as usize) < size_of::<T>() {
        return Err(INVALID);
    }
    // SAFETY: by contract.
    unsafe { load(value.cast::<T>()) }.ok_or(INVALID)
}

/// A property as the caller sets it.
///
/// # Safety
/// The value is NULL or has so many bytes, and points to what its structure says.
pub(super) unsafe fn read(property: HTTP_SERVER_PROPERTY, value: PVOID, length: ULONG) -> Result<Property, Win32Error> {
    // SAFETY: by contract.
    unsafe {
        Ok(match property {
            HttpServerAuthenticationProperty | HttpServerExtendedAuthenticationProperty => {
                let extended = property == HttpServerExtendedAuthenticationProperty;
                let kind = if extended { Kind::Extended } else { Kind::Plain };
                Property::Authentication(caller_settings::read(&take(value, length)?, kind)?)
            }
            HttpServerLoggingProperty => Property::Logging(read_info(&take(value, length)?)?),
            HttpServerQosProperty => {
                let info: HTTP_QOS_SETTING_INFO = take(value, length)?;
                let setting = info.QosSetting;
                match info.QosType {
                    HttpQosSettingTypeBandwidth => Property::Bandwidth(load(setting.cast()).ok_or(INVALID)?),
                    HttpQosSettingTypeConnectionLimit => {
                        Property::ConnectionLimit(load(setting.cast()).ok_or(INVALID)?)
                    }
                    HttpQosSettingTypeFlowRate => Property::FlowRate(load(setting.cast()).ok_or(INVALID)?),
                    _ => return Err(INVALID),
                }
            }
            HttpServerTimeoutsProperty => Property::Timeouts(take(value, length)?),
            HttpServerStateProperty => Property::State(take(value, length)?),
            HttpServerBindingProperty => {
                let info: HTTP_BINDING_INFO = take(value, length)?;
                let present = info.Flags.present();
                let queue = present.then(|| queue_of(info.RequestQueueHandle)).transpose();
                Property::Binding(queue.map_err(|_| INVALID)?)
            }
            HttpServerListenEndpointProperty => Property::ListenEndpoint(take(value, length)?),
            HttpServerChannelBindProperty => Property::ChannelBind(read_channel_bind(&take(value, length)?)?),
            HttpServerProtectionLevelProperty => Property::ProtectionLevel(take(value, length)?),
            HttpServerDelegationProperty => Property::Delegation(take(value, length)?),
            HttpServerFastForwardingProperty => Property::FastForwarding(take(value, length)?),
            HttpServerRequestInfoProperty => Property::RequestInfo(take(value, length)?),
            _ => return Err(INVALID),
        })
    }
}

/// # Safety
/// The structure points to so many names, and each to so many bytes.
unsafe fn read_channel_bind(info: &HTTP_CHANNEL_BIND_INFO) -> Result<ChannelBind, Win32Error> {
    let count = info.NumberOfServiceNames;
    if count > MOST_NAMES || (count > 0 && info.ServiceNames.is_null()) {
        return Err(INVALID);
    }
    let name = |at: usize| {
        // SAFETY: by contract; W and A differ in the type of the pointer alone.
        unsafe {
            let base = load(info.ServiceNames.add(at)).ok_or(INVALID)?;
            let kind = load(base.cast_const()).ok_or(INVALID)?.Type;
            if !matches!(kind, HttpServiceBindingTypeW | HttpServiceBindingTypeA) {
                return Err(INVALID);
            }
            let binding = base.cast::<HTTP_SERVICE_BINDING_A>().read_unaligned();
            let length = binding.BufferSize as usize;
            if binding.Buffer.is_null() && length > 0 {
                return Err(INVALID);
            }
            let start = binding.Buffer.cast::<u8>();
            let bytes = if length == 0 { Vec::new() } else { slice::from_raw_parts(start, length).to_vec() };
            Ok(ServiceName { kind, bytes })
        }
    };
    let names = (0..count as usize).map(name).collect::<Result<_, _>>()?;
    ChannelBind::new(info.Hardening, info.Flags, names)
}

/// What the caller asks for: the buffer says which kind of Qos. One that cannot say so is about the first kind.
///
/// # Safety
/// The buffer is NULL or has so many bytes.
pub(super) unsafe fn question(
    property: HTTP_SERVER_PROPERTY,
    buffer: PVOID,
    length: ULONG,
) -> Result<Question, Win32Error> {
    let qos = if property == HttpServerQosProperty {
        // SAFETY: by contract.
        unsafe { take(buffer, length) }.unwrap_or(HttpQosSettingTypeBandwidth)
    } else {
        HttpQosSettingTypeBandwidth
    };
    Ok(Question { property, qos })
}

/// Lays a structure into the caller's buffer, and tells its length in any case.
///
/// # Safety
/// The buffer is NULL or has so many bytes; the length is NULL or may be written.
pub(super) unsafe fn put<T>(value: T, buffer: PVOID, length: ULONG, return_length: PULONG) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    unsafe {
        check_room(size_of::<T>(), buffer, length, return_length)?;
        store(buffer.cast(), value);
    }
    Ok(())
}

/// # Safety
/// The length is NULL or may be written.
unsafe fn check_room(needed: usize, buffer: PVOID, length: ULONG, return_length: PULONG) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    unsafe { store(return_length, needed as ULONG) };
    if buffer.is_null() || length == 0 {
        return Err(INVALID);
    }
    if (length as usize) < needed { Err(Win32Error(ERROR_MORE_DATA)) } else { Ok(()) }
}

/// Lays the value of a property into the caller's buffer.
///
/// # Safety
/// As of `put`.
pub(super) unsafe fn give(
    value: &Property,
    buffer: PVOID,
    length: ULONG,
    return_length: PULONG,
) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    unsafe {
        match value {
            Property::State(info) => put(*info, buffer, length, return_length),
            Property::Timeouts(info) => put(*info, buffer, length, return_length),
            Property::Authentication(settings) => {
                let none = Authentication::default();
                let needed = caller_settings::size(settings.as_ref().unwrap_or(&none));
                check_room(needed, buffer, length, return_length)?;
                caller_settings::write(settings.as_ref(), buffer.cast());
                Ok(())
            }
            Property::Bandwidth(info) => put_qos(*info, buffer, length, return_length),
            Property::ConnectionLimit(info) => put_qos(*info, buffer, length, return_length),
            Property::FlowRate(info) => put_qos(*info, buffer, length, return_length),
            Property::ChannelBind(bind) => put_channel_bind(bind, buffer, length, return_length),
            _ => Err(INVALID),
        }
    }
}

/// A setting of Qos: behind the structure where there is room, else where its pointer says.
///
/// # Safety
/// As of `put`, and the structure, where it is there, has a pointer to such a setting, or NULL.
unsafe fn put_qos<T>(setting: T, buffer: PVOID, length: ULONG, return_length: PULONG) -> Result<(), Win32Error> {
    let needed = size_of::<HTTP_QOS_SETTING_INFO>() + size_of::<T>();
    // SAFETY: by contract.
    unsafe {
        let Ok(mut info) = take::<HTTP_QOS_SETTING_INFO>(buffer, length) else {
            return check_room(needed, buffer, length, return_length);
        };
        let own = info.QosSetting.cast::<T>();
        if (length as usize) < needed && !own.is_null() {
            store(return_length, size_of::<HTTP_QOS_SETTING_INFO>() as ULONG);
            store(own, setting);
            return Ok(());
        }
        check_room(needed, buffer, length, return_length)?;
        info.QosSetting = buffer.byte_add(size_of::<HTTP_QOS_SETTING_INFO>());
        store(info.QosSetting.cast(), setting);
        store(buffer.cast(), info);
    }
    Ok(())
}

/// The structure, the pointers to the names, the names, and their bytes with a NUL behind each.
///
/// # Safety
/// As of `put`.
unsafe fn put_channel_bind(
    bind: &ChannelBind,
    buffer: PVOID,
    length: ULONG,
    return_length: PULONG,
) -> Result<(), Win32Error> {
    const UNIT: usize = size_of::<WCHAR>();
    const { assert!(offset_of!(HTTP_SERVICE_BINDING_A, Buffer) == offset_of!(HTTP_SERVICE_BINDING_W, Buffer)) };
    let count = bind.names.len();
    let pointers = size_of::<HTTP_CHANNEL_BIND_INFO>();
    let records = pointers + count * size_of::<PHTTP_SERVICE_BINDING_BASE>();
    let mut at = records + count * size_of::<HTTP_SERVICE_BINDING_A>();
    let room = |name: &ServiceName| (name.bytes.len() + UNIT).next_multiple_of(UNIT);
    let needed = at + bind.names.iter().map(room).sum::<usize>();
    // SAFETY: by contract, and there is room for all of it.
    unsafe {
        check_room(needed, buffer, length, return_length)?;
        for (index, name) in bind.names.iter().enumerate() {
            let text = buffer.byte_add(at).cast::<u8>();
            text.write_bytes(0, room(name));
            text.copy_from_nonoverlapping(name.bytes.as_ptr(), name.bytes.len());
            at += room(name);
            let record = buffer.byte_add(records).cast::<HTTP_SERVICE_BINDING_A>().add(index);
            let Base = HTTP_SERVICE_BINDING_BASE { Type: name.kind };
            let BufferSize = name.bytes.len() as ULONG;
            store(record, HTTP_SERVICE_BINDING_A { Base, Buffer: text.cast(), BufferSize });
            store(buffer.byte_add(pointers).cast::<PHTTP_SERVICE_BINDING_BASE>().add(index), record.cast());
        }
        let ServiceNames = if count == 0 { core::ptr::null_mut() } else { buffer.byte_add(pointers).cast() };
        let info = HTTP_CHANNEL_BIND_INFO {
            Hardening: bind.hardening,
            Flags: bind.flags,
            ServiceNames,
            NumberOfServiceNames: count as ULONG,
        };
        store(buffer.cast(), info);
    }
    Ok(())
}
