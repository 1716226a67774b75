//! What was shown, in the caller's buffer.
#![allow(unsafe_code)]

use super::Wanted;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::httpapi::operation::Ended;
use crate::httpapi::tls_facts;
use crate::net::connection::Connection;
use crate::net::tls::client::ClientCertificate;
use crate::win32::caller_memory::CallerBuffer;
use core::ptr::null_mut;

pub fn answer(connection: &Connection, wanted: Wanted, buffer: &mut CallerBuffer) -> Ended {
    match (connection.session(), wanted) {
        (None, _) => Ended::with(ERROR_INVALID_PARAMETER),
        (Some(session), Wanted::ChannelToken) => channel(&tls_facts::channel_token(session), buffer),
        (Some(session), Wanted::Certificate | Wanted::Chain) => match &session.client {
            None => Ended::with(ERROR_NOT_FOUND),
            Some(client) => certificate(client, wanted, buffer),
        },
    }
}

fn certificate(client: &ClientCertificate, wanted: Wanted, buffer: &mut CallerBuffer) -> Ended {
    let own = client.chain.first().map_or(&[] as &[u8], |own| own);
    let chain = if wanted == Wanted::Chain { Some(message(client)) } else { None };
    let encoded = chain.as_deref().unwrap_or(own);
    let info = HTTP_SSL_CLIENT_CERT_INFO {
        CertFlags: client.flags,
        CertEncodedSize: encoded.len() as ULONG,
        pCertEncoded: null_mut(),
        Token: null_mut(),
        CertDeniedByMapper: 0,
    };
    // SAFETY: the structure has this field.
    put(info, encoded, buffer, |info, place| unsafe { (*info).pCertEncoded = place })
}

fn channel(token: &[u8], buffer: &mut CallerBuffer) -> Ended {
    if token.is_empty() {
        return Ended::with(ERROR_NOT_FOUND);
    }
    let status = HTTP_REQUEST_CHANNEL_BIND_STATUS {
        ServiceName: null_mut(),
        ChannelToken: null_mut(),
        ChannelTokenSize: token.len() as ULONG,
        Flags: 0,
    };
    // SAFETY: the structure has this field.
    put(status, token, buffer, |status, place| unsafe { (*status).ChannelToken = place })
}

/// The structure alone where the bytes behind it have no room: it says how many they are.
fn put<T>(structure: T, bytes: &[u8], buffer: &mut CallerBuffer, point: impl FnOnce(*mut T, PUCHAR)) -> Ended {
    let needed = size_of::<T>() + bytes.len();
    let start = buffer.as_mut_ptr();
    // SAFETY: by contract the buffer holds the structure, and is aligned for it.
    unsafe { start.cast::<T>().write(structure) };
    if buffer.len() < needed {
        return Ended { code: ERROR_MORE_DATA, ..Ended::bytes(size_of::<T>()) };
    }
    buffer.as_mut_slice()[size_of::<T>()..needed].copy_from_slice(bytes);
    point(start.cast(), start.wrapping_add(size_of::<T>()));
    Ended::bytes(needed)
}

/// ContentInfo with SignedData (RFC 2315) that has certificates alone.
fn message(client: &ClientCertificate) -> Vec<u8> {
    const SIGNED_DATA: &[u8] = &[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
    const DATA: &[u8] = &[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1];
    let chain: Vec<&[u8]> = client.chain.iter().map(|one| &**one).collect();
    let none = tagged(0x31, &[]);
    let signed = tagged(0x30, &[&[2, 1, 1], &none, &tagged(0x30, &[DATA]), &tagged(0xA0, &chain), &none]);
    tagged(0x30, &[SIGNED_DATA, &tagged(0xA0, &[&signed])])
}

/// A value of DER.
fn tagged(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = length.to_be_bytes();
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let mut value = vec![tag];
    match length {
        0..128 => value.push(length as u8),
        _ => {
            value.push(0x80 | bytes.len() as u8);
            value.extend(bytes);
        }
    }
    value.extend(parts.concat());
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_der() {
        for (length, start) in [
            (0, vec![4, 0]),
            (127, vec![4, 127]),
            (128, vec![4, 0x81, 128]),
            (256, vec![4, 0x82, 1, 0]),
            (65_536, vec![4, 0x83, 1, 0, 0]),
        ] {
            let value = tagged(4, &[&vec![0; length]]);
            assert_eq!((value.len(), &value[..start.len()]), (start.len() + length, &start[..]));
        }
    }
}
