//! Wide text in both widths of WCHAR, and the ANSI code page, which is UTF-8.

use crate::abi::windows::WCHAR;

/// Bytes as text, where they are. ASCII, which most are, passes quickly.
#[inline]
pub fn utf8(bytes: &[u8]) -> Option<&str> {
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Some(unsafe { str::from_utf8_unchecked(bytes) });
    }
    str::from_utf8(bytes).ok()
}

/// The same for bytes that become the text.
#[inline]
pub fn string(bytes: Vec<u8>) -> Option<String> {
    if bytes.is_ascii() {
        // SAFETY: as above.
        return Some(unsafe { String::from_utf8_unchecked(bytes) });
    }
    String::from_utf8(bytes).ok()
}

/// Wide characters as text, with a mark for what is no character.
pub fn from_wide(units: &[WCHAR]) -> String {
    #[cfg(feature = "utf16")]
    return String::from_utf16_lossy(units);
    #[cfg(not(feature = "utf16"))]
    units.iter().map(|unit| char::from_u32(*unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Wide characters as text; `None` if one of them is no character.
pub fn exact(units: &[WCHAR]) -> Option<String> {
    #[cfg(feature = "utf16")]
    return String::from_utf16(units).ok();
    #[cfg(not(feature = "utf16"))]
    units.iter().map(|unit| char::from_u32(*unit)).collect()
}

/// A unit as a number.
#[allow(clippy::useless_conversion, reason = "it is one in one of the two widths")]
pub fn code(unit: WCHAR) -> u32 {
    u32::from(unit)
}

/// Text as wide characters, without a terminator.
pub fn to_wide(text: &str) -> Vec<WCHAR> {
    #[cfg(feature = "utf16")]
    return text.encode_utf16().collect();
    #[cfg(not(feature = "utf16"))]
    text.chars().map(WCHAR::from).collect()
}

/// How many units text has as wide characters.
pub fn wide_length(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    #[cfg(feature = "utf16")]
    return text.encode_utf16().count();
    #[cfg(not(feature = "utf16"))]
    text.chars().count()
}

/// Tells the units of text one after the other.
pub fn for_each_unit(text: &str, mut tell: impl FnMut(WCHAR)) {
    if text.is_ascii() {
        return text.bytes().for_each(|byte| tell(WCHAR::from(byte)));
    }
    #[cfg(feature = "utf16")]
    text.encode_utf16().for_each(tell);
    #[cfg(not(feature = "utf16"))]
    text.chars().for_each(|character| tell(WCHAR::from(character)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_both_ways() {
        for text in ["", "plain", "Grüße", "日本語", "\u{1F600}"] {
            assert_eq!(from_wide(&to_wide(text)), text);
            assert_eq!(wide_length(text), to_wide(text).len());
        }
    }

    #[test]
    fn bytes_are_text_where_they_are_utf8() {
        for (bytes, text) in [(&b""[..], Some("")), (b"plain", Some("plain")), ("Grüße".as_bytes(), Some("Grüße"))]
        {
            assert_eq!((utf8(bytes), string(bytes.to_vec()).as_deref()), (text, text));
        }
        for bytes in [&b"\xff"[..], b"a\xc3", b"a plain beginning, and then half of a pair: \xe2\x82"] {
            assert_eq!((utf8(bytes), string(bytes.to_vec())), (None, None));
        }
    }

    #[test]
    fn what_is_no_character_is_marked() {
        assert_eq!(from_wide(&[0x41, 0xD800, 0x42]), "A\u{FFFD}B");
        assert_eq!(exact(&[0x41, 0xD800, 0x42]), None);
        assert_eq!(exact(&[0x41]).as_deref(), Some("A"));
    }
}
