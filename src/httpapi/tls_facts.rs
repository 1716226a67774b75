//! What the API tells of the TLS of a connection: numbers and tokens.

use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::tls::Session;
use crate::win32::text;
use rustls::{CipherSuite, NamedGroup, ProtocolVersion};

/// SP_PROT_TLS1_2_SERVER and SP_PROT_TLS1_3_SERVER.
const TLS12: ULONG = 0x400;
const TLS13: ULONG = 0x1000;

/// The header of a SEC_CHANNEL_BINDINGS: eight numbers.
const BINDINGS_HEADER: usize = 32;

/// An algorithm (ALG_ID) with its strength in bits.
type Algorithm = (ULONG, ULONG);

fn cipher(session: &Session) -> Algorithm {
    use CipherSuite::*;
    match session.suite.suite() {
        TLS13_AES_128_GCM_SHA256 | TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 => {
            (CALG_AES_128, 128)
        }
        TLS13_AES_256_GCM_SHA384 | TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 | TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => {
            (CALG_AES_256, 256)
        }
        // Windows has no number for ChaCha20.
        _ => (0, 256),
    }
}

fn hash(session: &Session) -> Algorithm {
    use CipherSuite::*;
    match session.suite.suite() {
        TLS13_AES_256_GCM_SHA384 | TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 | TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => {
            (CALG_SHA_384, 384)
        }
        _ => (CALG_SHA_256, 256),
    }
}

fn exchange(session: &Session) -> Algorithm {
    let bits = match session.group {
        Some(NamedGroup::secp256r1) => 256,
        Some(NamedGroup::secp384r1) => 384,
        Some(NamedGroup::X25519) => 255,
        _ => 0,
    };
    (CALG_ECDH_EPHEM, bits)
}

/// HttpRequestInfoTypeSslProtocol.
pub fn protocol(session: &Session) -> HTTP_SSL_PROTOCOL_INFO {
    let (cipher, hash, exchange) = (cipher(session), hash(session), exchange(session));
    HTTP_SSL_PROTOCOL_INFO {
        Protocol: if session.version == ProtocolVersion::TLSv1_3 { TLS13 } else { TLS12 },
        CipherType: cipher.0,
        CipherStrength: cipher.1,
        HashType: hash.0,
        HashStrength: hash.1,
        KeyExchangeType: exchange.0,
        KeyExchangeStrength: exchange.1,
    }
}

/// The sizes of the server's key and of the connection's, in bytes.
pub fn key_sizes(session: &Session) -> (USHORT, USHORT) {
    let bytes = |bits: usize| USHORT::try_from(bits / 8).unwrap_or(USHORT::MAX);
    (bytes(session.identity.facts().key_bits), bytes(cipher(session).1 as usize))
}

/// HttpRequestPropertyTlsCipherInfo: the suite by TLS's number and name, its parts by those of CNG.
pub fn cipher_info(session: &Session) -> SecPkgContext_CipherInfo {
    let suite = u32::from(u16::from(session.suite.suite()));
    let is_13 = session.version == ProtocolVersion::TLSv1_3;
    let ((_, cipher_bits), (_, hash_bits), (_, exchange_bits)) = (cipher(session), hash(session), exchange(session));
    let is_chacha = cipher(session).0 == 0;
    // As Windows writes them: TLS_ECDHE_… as it is, TLS_AES_… without the version in front.
    let name = format!("{:?}", session.suite.suite()).replacen("TLS13_", "TLS_", 1);
    let certificate = match () {
        () if is_13 => "",
        () if name.contains("_ECDSA_") => "ECDSA",
        () => "RSA",
    };
    SecPkgContext_CipherInfo {
        dwVersion: SECPKGCONTEXT_CIPHERINFO_V1,
        dwProtocol: if is_13 { 0x304 } else { 0x303 },
        dwCipherSuite: suite,
        dwBaseCipherSuite: suite,
        szCipherSuite: short(&name),
        szCipher: short(if is_chacha { "CHACHA20_POLY1305" } else { "AES" }),
        dwCipherLen: cipher_bits,
        dwCipherBlockLen: if is_chacha { 1 } else { 16 },
        szHash: short(if hash_bits == 384 { "SHA384" } else { "SHA256" }),
        dwHashLen: hash_bits,
        szExchange: short(if is_13 { "" } else { "ECDH" }),
        dwMinExchangeLen: exchange_bits,
        dwMaxExchangeLen: exchange_bits,
        szCertificate: short(certificate),
        dwKeyType: 0,
    }
}

/// Text with a NUL behind it.
fn short<const ROOM: usize>(text: &str) -> [WCHAR; ROOM] {
    let mut units = [0; ROOM];
    for (place, byte) in units[..ROOM - 1].iter_mut().zip(text.bytes()) {
        *place = byte.into();
    }
    units
}

/// HttpRequestPropertySni.
pub fn server_name(session: &Session) -> HTTP_REQUEST_PROPERTY_SNI {
    let mut answer = HTTP_REQUEST_PROPERTY_SNI { Hostname: [0; 256], Flags: HTTP_REQUEST_PROPERTY_SNI_FLAG_NO_SNI };
    if let Some(name) = &session.server_name {
        answer.Flags = HTTP_REQUEST_PROPERTY_SNI_FLAG_SNI_USED;
        // With a NUL behind it: names of DNS are no longer than 253.
        let mut places = answer.Hostname[..255].iter_mut();
        text::for_each_unit(name, |unit| {
            if let Some(place) = places.next() {
                *place = unit;
            }
        });
    }
    answer
}

/// The channel that credentials may be bound to, as SSPI has it: a SEC_CHANNEL_BINDINGS, and behind it
/// `tls-server-end-point` of RFC 5929, which is the one that TLS 1.3 has too. Empty where the
/// certificate cannot be understood.
pub fn channel_token(session: &Session) -> Vec<u8> {
    let hash = &session.identity.facts().end_point;
    if hash.is_empty() {
        return Vec::new();
    }
    let data = [b"tls-server-end-point:", hash.as_slice()].concat();
    let mut token = vec![0; BINDINGS_HEADER];
    // cbApplicationDataLength and dwApplicationDataOffset; there are no addresses.
    token[24..28].copy_from_slice(&(data.len() as ULONG).to_le_bytes());
    token[28..32].copy_from_slice(&(BINDINGS_HEADER as ULONG).to_le_bytes());
    token.extend(data);
    token
}
