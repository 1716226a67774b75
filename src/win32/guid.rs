//! GUIDs of our own making.

use crate::abi::windows::GUID;
use std::hash::{BuildHasher, RandomState};

/// A random one, of version 4.
pub fn random() -> GUID {
    // The state of a new hasher is random, as far as the system's random numbers are.
    let number = || RandomState::new().hash_one(std::thread::current().id());
    let (high, low) = (number(), number());
    let mut last = low.to_be_bytes();
    last[0] = last[0] & 0x3F | 0x80;
    GUID { Data1: (high >> 32) as u32, Data2: (high >> 16) as u16, Data3: high as u16 & 0x0FFF | 0x4000, Data4: last }
}

/// `12345678-1234-1234-1234-123456789ABC`
pub fn text(guid: &GUID) -> String {
    let last = u64::from_be_bytes(guid.Data4);
    format!(
        "{:08X}-{:04X}-{:04X}-{:04X}-{:012X}",
        guid.Data1,
        guid.Data2,
        guid.Data3,
        last >> 48,
        last & 0xFFFF_FFFF_FFFF
    )
}

/// The identifier of such a text, in letters of either case; `None` for any other text.
pub fn parse(text: &str) -> Option<GUID> {
    let text = text.as_bytes();
    let is_right = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    if text.len() != 36 || !text.iter().enumerate().all(is_right) {
        return None;
    }
    let digits: String = text.iter().filter(|byte| **byte != b'-').map(|byte| char::from(*byte)).collect();
    let value = u128::from_str_radix(&digits, 16).ok()?;
    Some(GUID {
        Data1: (value >> 96) as u32,
        Data2: (value >> 80) as u16,
        Data3: (value >> 64) as u16,
        Data4: (value as u64).to_be_bytes(),
    })
}

/// The same in braces.
pub fn parse_braced(text: &str) -> Option<GUID> {
    parse(text.strip_prefix('{')?.strip_suffix('}')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        let wanted = "0123ABCD-4567-89AB-CDEF-0123456789AB";
        let guid = parse(&wanted.to_lowercase()).unwrap();
        assert_eq!((guid.Data1, guid.Data2, guid.Data3, guid.Data4[0]), (0x0123_ABCD, 0x4567, 0x89AB, 0xCD));
        assert_eq!(text(&guid), wanted);
        assert!(parse_braced("{0123ABCD-4567-89AB-CDEF-0123456789AB}").is_some());
        for wrong in [
            "",
            "{}",
            "0123ABCD-4567-89AB-CDEF-0123456789A",
            "0123ABCD-4567-89AB-CDEF+0123456789AB",
            "é123ABCD-4567-89AB-CDEF-012345678",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
