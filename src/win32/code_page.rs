//! Conversion between wide text and code pages.
//!
//! The ANSI code page is UTF-8, and so are the OEM's and the thread's.

use super::text::code;
use crate::abi::windows::WCHAR;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    Utf8,
    /// Western Europe as Windows has it.
    Windows1252,
    Latin1,
    Ascii,
}

pub const UTF8: u32 = 65001;

/// The code page of a number other than the `CP_…` that stand for one.
pub fn find(number: u32) -> Option<CodePage> {
    Some(match number {
        UTF8 => CodePage::Utf8,
        1252 => CodePage::Windows1252,
        28591 => CodePage::Latin1,
        20127 => CodePage::Ascii,
        _ => return None,
    })
}

/// Text with no meaning in the other form.
#[derive(Debug, PartialEq, Eq)]
pub struct NoTranslation;

/// Bytes 0x80 to 0x9F of Windows 1252; five of them are control characters.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

/// The character that a byte is in Windows 1252.
pub fn windows_1252(byte: u8) -> u16 {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => u16::from(byte),
    }
}

fn push(wide: &mut Vec<WCHAR>, letter: char) {
    #[cfg(feature = "utf16")]
    wide.extend_from_slice(letter.encode_utf16(&mut [0; 2]));
    #[cfg(not(feature = "utf16"))]
    wide.push(letter.into());
}

/// Bytes as wide text. What is no text becomes U+FFFD, or with `strict` an error.
pub fn decode(page: CodePage, bytes: &[u8], strict: bool) -> Result<Vec<WCHAR>, NoTranslation> {
    let mut wide = Vec::with_capacity(bytes.len());
    match page {
        CodePage::Utf8 => {
            for chunk in bytes.utf8_chunks() {
                chunk.valid().chars().for_each(|letter| push(&mut wide, letter));
                if !chunk.invalid().is_empty() {
                    if strict {
                        return Err(NoTranslation);
                    }
                    push(&mut wide, char::REPLACEMENT_CHARACTER);
                }
            }
        }
        CodePage::Windows1252 => wide.extend(bytes.iter().map(|byte| WCHAR::from(windows_1252(*byte)))),
        CodePage::Latin1 => wide.extend(bytes.iter().map(|byte| WCHAR::from(*byte))),
        CodePage::Ascii => {
            for byte in bytes {
                if *byte < 0x80 {
                    wide.push(WCHAR::from(*byte));
                } else if strict {
                    return Err(NoTranslation);
                } else {
                    push(&mut wide, char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
    Ok(wide)
}

/// The characters of wide text; `None` for each unit that is none.
pub fn characters(wide: &[WCHAR]) -> impl Iterator<Item = Option<char>> {
    #[cfg(feature = "utf16")]
    return char::decode_utf16(wide.iter().copied()).map(Result::ok);
    #[cfg(not(feature = "utf16"))]
    wide.iter().map(|unit| char::from_u32(*unit))
}

/// What became of wide text in a code page.
#[derive(Debug, PartialEq, Eq)]
pub struct Encoded {
    pub bytes: Vec<u8>,
    /// Whether the default character stands for something.
    pub used_default: bool,
}

/// Wide text as bytes. `default` stands for what a single-byte page does not have; in UTF-8 a unit
/// that is no character becomes U+FFFD, or with `strict` an error.
pub fn encode(page: CodePage, wide: &[WCHAR], strict: bool, default: &[u8]) -> Result<Encoded, NoTranslation> {
    let mut bytes = Vec::with_capacity(wide.len());
    let mut used_default = false;
    if page == CodePage::Utf8 {
        for letter in characters(wide) {
            match letter {
                Some(letter) => bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                None if strict => return Err(NoTranslation),
                None => bytes.extend_from_slice("\u{FFFD}".as_bytes()),
            }
        }
        return Ok(Encoded { bytes, used_default });
    }
    for unit in wide {
        match byte_of(page, code(*unit)) {
            Some(byte) => bytes.push(byte),
            None => {
                used_default = true;
                bytes.extend_from_slice(default);
            }
        }
    }
    Ok(Encoded { bytes, used_default })
}

/// The byte of a character in a single-byte page.
fn byte_of(page: CodePage, letter: u32) -> Option<u8> {
    let small = u8::try_from(letter).ok();
    match page {
        CodePage::Ascii | CodePage::Utf8 => small.filter(u8::is_ascii),
        CodePage::Latin1 => small,
        CodePage::Windows1252 => match small {
            Some(byte) if !(0x80..0xA0).contains(&byte) => Some(byte),
            _ => {
                let place = WINDOWS_1252.iter().position(|own| u32::from(*own) == letter)?;
                Some(0x80 + place as u8)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::win32::text::to_wide;

    #[test]
    fn every_byte_of_a_single_byte_page_survives_both_ways() {
        let all: Vec<u8> = (0..=255).collect();
        for page in [CodePage::Windows1252, CodePage::Latin1] {
            let wide = decode(page, &all, true).expect("all bytes have a meaning");
            assert_eq!(encode(page, &wide, false, b"?"), Ok(Encoded { bytes: all.clone(), used_default: false }));
        }
    }

    #[test]
    fn what_is_no_text_is_marked_or_refused() {
        assert_eq!(decode(CodePage::Utf8, b"a\xF0\x9F\x98b\xFF", false), Ok(to_wide("a\u{FFFD}b\u{FFFD}")));
        assert_eq!(decode(CodePage::Utf8, b"a\xFF", true), Err(NoTranslation));
        assert_eq!(encode(CodePage::Utf8, &[0xD800], true, b""), Err(NoTranslation));
    }
}
