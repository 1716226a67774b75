//! UTF-8 that comes in parts.

use super::failure::Failure;
use simdutf8::compat::from_utf8;

/// A text as far as it has come: at most a character that has begun is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Utf8 {
    begun: [u8; 4],
    length: usize,
}

impl Utf8 {
    /// More of the text. It fails with the first byte that no UTF-8 can have there.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        while self.length > 0 {
            let [first, rest @ ..] = bytes else { return Ok(()) };
            self.begun[self.length] = *first;
            self.length += 1;
            bytes = rest;
            match core::str::from_utf8(&self.begun[..self.length]) {
                Ok(_) => self.length = 0,
                // The fourth byte ends a character, or is wrong.
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Err(Failure::Utf8),
            }
        }
        let Err(error) = from_utf8(bytes) else { return Ok(()) };
        if error.error_len().is_some() {
            return Err(Failure::Utf8);
        }
        let rest = &bytes[error.valid_up_to()..];
        self.begun[..rest.len()].copy_from_slice(rest);
        self.length = rest.len();
        Ok(())
    }

    /// The text has ended here.
    pub fn finish(&self) -> Result<(), Failure> {
        if self.length == 0 { Ok(()) } else { Err(Failure::Utf8) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of bytes after which it is certain that this is no UTF-8, fed one by one.
    fn fails_at(bytes: &[u8]) -> Option<usize> {
        let mut text = Utf8::default();
        (0..bytes.len()).find(|at| text.push(&bytes[*at..=*at]).is_err()).map(|at| at + 1)
    }

    fn whole(bytes: &[u8]) -> bool {
        let mut text = Utf8::default();
        text.push(bytes).and_then(|()| text.finish()).is_ok()
    }

    #[test]
    fn it_fails_with_the_first_byte_that_is_wrong() {
        let cases: &[(&[u8], Option<usize>)] = &[
            ("κόσμε".as_bytes(), None),
            ("\u{0}\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}".as_bytes(), None),
            // Noncharacters are characters here.
            ("\u{fffe}\u{fdd0}\u{1fffe}".as_bytes(), None),
            // Alone: continuations, and bytes that are never there.
            (b"\x80", Some(1)),
            (b"\xbf", Some(1)),
            (b"\xc0", Some(1)),
            (b"\xc1", Some(1)),
            (b"\xf5", Some(1)),
            (b"\xfe", Some(1)),
            (b"\xff", Some(1)),
            // Too long for what they say.
            (b"\xe0\x80", Some(2)),
            (b"\xe0\x9f", Some(2)),
            (b"\xf0\x80", Some(2)),
            (b"\xf0\x8f", Some(2)),
            // Surrogates, and beyond the last character.
            (b"\xed\xa0", Some(2)),
            (b"\xed\xbf", Some(2)),
            (b"\xed\x9f\xbf", None),
            (b"\xf4\x90", Some(2)),
            (b"\xf4\x8f\xbf\xbf", None),
            // Broken off by something else.
            (b"\xc3A", Some(2)),
            (b"\xe2\x82A", Some(3)),
            (b"\xf0\x9f\x98A", Some(4)),
            (b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited", Some(13)),
            (b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80edited", Some(13)),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(fails_at(bytes), *wanted, "{bytes:02x?}");
            assert_eq!(whole(bytes), wanted.is_none(), "{bytes:02x?}");
            for cut in 0..=bytes.len() {
                let mut text = Utf8::default();
                let result = text.push(&bytes[..cut]).and_then(|()| text.push(&bytes[cut..]));
                assert_eq!(result.is_ok(), wanted.is_none(), "{bytes:02x?} cut at {cut}");
            }
        }
    }

    #[test]
    fn a_character_that_does_not_end_is_wrong_at_the_end_of_the_text() {
        for bytes in [&b"\xc3"[..], b"\xe2\x82", b"\xe2", b"\xf0", b"\xf0\x9f\x98", b"a\xf0\x9f"] {
            assert_eq!(fails_at(bytes), None);
            assert!(!whole(bytes), "{bytes:02x?}");
        }
    }

    /// Two and three bytes, all of them, as std has them.
    #[test]
    fn all_short_texts() {
        for first in 0..=255_u8 {
            for second in 0..=255_u8 {
                for third in [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xed, 0xff] {
                    let bytes = [first, second, third];
                    assert_eq!(whole(&bytes), core::str::from_utf8(&bytes).is_ok(), "{bytes:02x?}");
                    let early = fails_at(&bytes).is_some() || !whole(&bytes);
                    assert_eq!(early, core::str::from_utf8(&bytes).is_err(), "{bytes:02x?}");
                }
            }
        }
    }
}
