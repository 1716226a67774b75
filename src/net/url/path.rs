//! The path of a request target: escapes are decoded once, and segments are settled after that.
//!
//! `\` counts as `/`, escaped or not, and so does `%2F`. Empty segments and `.` vanish, `..` takes
//! away the segment before it and does nothing at the root. Empty segments go first: `/a//../b` is
//! `/b`, as a file system has it.

use super::{UrlError, UrlLimits};
use crate::win32::code_page::windows_1252;

/// Writes a canonical path, segment after segment, behind what a buffer has.
pub(crate) struct SegmentWriter<'a> {
    out: &'a mut Vec<u8>,
    /// Behind the first slash.
    root: usize,
    /// Where the last segment begins.
    segment: usize,
    count: u32,
    max_count: u32,
    max_length: usize,
}

/// A path has more or longer segments than it may have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OverLimit;

impl<'a> SegmentWriter<'a> {
    /// Begins with the slash that each path has; a limit of 0 is none.
    pub(crate) fn new(out: &'a mut Vec<u8>, max_count: u32, max_length: u32) -> SegmentWriter<'a> {
        out.push(b'/');
        let root = out.len();
        let unless_zero = |limit: u32| if limit == 0 { u32::MAX } else { limit };
        let max_length = unless_zero(max_length) as usize;
        SegmentWriter { out, root, segment: root, count: 0, max_count: unless_zero(max_count), max_length }
    }

    /// Bytes of a segment, none of which is a slash.
    fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Text of a segment, without a slash.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A slash.
    pub(crate) fn slash(&mut self) -> Result<(), OverLimit> {
        if self.settle()? {
            self.out.push(b'/');
            self.segment = self.out.len();
        }
        Ok(())
    }

    /// The end of the path.
    pub(crate) fn end(mut self) -> Result<(), OverLimit> {
        self.settle().map(|_| ())
    }

    /// Looks at the finished segment; whether it stays.
    fn settle(&mut self) -> Result<bool, OverLimit> {
        match &self.out[self.segment..] {
            b"" => {}
            b"." => self.out.truncate(self.segment),
            b".." => {
                let before = &self.out[self.root..self.segment];
                if let Some((_, before)) = before.split_last() {
                    let slash = before.iter().rposition(|byte| *byte == b'/');
                    self.segment = slash.map_or(self.root, |slash| self.root + slash + 1);
                    self.count -= 1;
                }
                self.out.truncate(self.segment);
            }
            segment => {
                // A segment is seldom too long in bytes; only then are its units worth counting.
                if self.count == self.max_count
                    || (segment.len() > self.max_length && utf16_units(segment) > self.max_length)
                {
                    return Err(OverLimit);
                }
                self.count += 1;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// UTF-16 units of bytes that are about to be known as UTF-8.
fn utf16_units(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ansi,
}

/// Why a path cannot be read.
enum Failure {
    /// It may be good in another encoding.
    Encoding,
    Invalid,
}

impl From<OverLimit> for Failure {
    /// Lengths of what is in another encoding are guesses.
    fn from(_: OverLimit) -> Failure {
        Failure::Encoding
    }
}

/// Appends the canonical form of a path, which is UTF-8.
///
/// The whole path is in one encoding. Bytes beyond ASCII that are not escaped count in UTF-8 only.
pub(super) fn decode(path: &[u8], limits: &UrlLimits, out: &mut Vec<u8>) -> Result<(), UrlError> {
    use Encoding::{Ansi, Utf8};
    let start = out.len();
    let encodings: &[Encoding] = match (limits.enable_non_utf8, limits.favor_utf8) {
        (false, _) => &[Utf8],
        (true, true) => &[Utf8, Ansi],
        (true, false) => &[Ansi, Utf8],
    };
    for encoding in encodings {
        out.truncate(start);
        match decode_as(*encoding, path, limits, out) {
            Ok(()) => return Ok(()),
            Err(Failure::Invalid) => break,
            Err(Failure::Encoding) => {}
        }
    }
    Err(UrlError::Invalid)
}

/// Bytes that go into a path as they are.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x21;
    while byte < 0x7F {
        plain[byte] = !matches!(byte as u8, b'/' | b'\\' | b'%' | b'#' | b'?');
        byte += 1;
    }
    plain
};

fn decode_as(encoding: Encoding, path: &[u8], limits: &UrlLimits, out: &mut Vec<u8>) -> Result<(), Failure> {
    let start = out.len();
    let mut ascii = true;
    let mut writer = SegmentWriter::new(out, limits.segment_max_count, limits.segment_max_length);
    let mut rest = path;
    loop {
        let run = rest.iter().position(|byte| !PLAIN[usize::from(*byte)]).unwrap_or(rest.len());
        writer.bytes(&rest[..run]);
        rest = &rest[run..];
        match rest {
            [] => break,
            [b'/' | b'\\', after @ ..] => {
                writer.slash()?;
                rest = after;
            }
            [b'%', after @ ..] => {
                let (escape, after) = Escape::read(after, limits.percent_u_allowed).ok_or(Failure::Invalid)?;
                rest = after;
                match escape {
                    Escape::Byte(byte @ 0x80..) if encoding == Encoding::Utf8 => {
                        ascii = false;
                        writer.bytes(&[byte]);
                    }
                    Escape::Byte(byte) => {
                        ascii &= byte.is_ascii();
                        let letter = char::from_u32(u32::from(windows_1252(byte))).ok_or(Failure::Invalid)?;
                        decoded(letter, limits, &mut writer)?;
                    }
                    Escape::Letter(letter) => {
                        ascii &= letter.is_ascii();
                        decoded(letter, limits, &mut writer)?;
                    }
                }
            }
            [byte, after @ ..] if !byte.is_ascii() => {
                if encoding == Encoding::Ansi {
                    return Err(Failure::Encoding);
                }
                ascii = false;
                writer.bytes(&[*byte]);
                rest = after;
            }
            [byte, after @ ..] => {
                if !may_stand_unescaped(*byte, limits) {
                    return Err(Failure::Invalid);
                }
                writer.bytes(&[*byte]);
                rest = after;
            }
        }
    }
    writer.end()?;
    if !ascii {
        let text = std::str::from_utf8(&out[start..]).map_err(|_| Failure::Encoding)?;
        if !limits.allow_restricted_chars && text.contains(|letter| matches!(letter, '\u{80}'..='\u{9F}')) {
            return Err(Failure::Invalid);
        }
    }
    Ok(())
}

/// Writes what an escape stands for.
fn decoded(letter: char, limits: &UrlLimits, writer: &mut SegmentWriter) -> Result<(), Failure> {
    match letter {
        '/' | '\\' => writer.slash()?,
        // A zero would end the URL early for whoever reads it as a C string.
        '\0' => return Err(Failure::Invalid),
        '\u{1}'..='\u{1F}' | '\u{7F}' if !limits.allow_restricted_chars => return Err(Failure::Invalid),
        _ => writer.text(letter.encode_utf8(&mut [0; 4])),
    }
    Ok(())
}

/// Whether a byte of ASCII may stand in a target without an escape.
///
/// Space, the ends of a line and zero may not, whatever the settings: they end the target for some
/// reader. `#` begins what a client keeps to itself.
pub(super) fn may_stand_unescaped(byte: u8, limits: &UrlLimits) -> bool {
    match byte {
        0 | b'\n' | b'\r' | b' ' | b'#' => false,
        b'\t' => true,
        0x01..=0x1F | 0x7F => limits.allow_unescaped_restricted_chars,
        _ => true,
    }
}

/// What follows a `%`.
enum Escape {
    Byte(u8),
    Letter(char),
}

impl Escape {
    /// The escape, and the text after it.
    fn read(text: &[u8], percent_u_allowed: bool) -> Option<(Escape, &[u8])> {
        if let [b'u' | b'U', digits @ ..] = text {
            if !percent_u_allowed {
                return None;
            }
            let (unit, mut after) = hex(digits, 4)?;
            let mut units = [unit, 0];
            let mut used = 1;
            // Half a pair is no character; the other half has to follow at once.
            if matches!(unit, 0xD800..0xDC00) {
                let [b'%', b'u' | b'U', digits @ ..] = after else { return None };
                (units[1], after) = hex(digits, 4)?;
                used = 2;
            }
            let mut letters = char::decode_utf16(units[..used].iter().copied());
            let letter = letters.next()?.ok()?;
            return letters.next().is_none().then_some((Escape::Letter(letter), after));
        }
        let (byte, after) = hex(text, 2)?;
        Some((Escape::Byte(byte.to_le_bytes()[0]), after))
    }
}

/// So many digits, and the text after them.
fn hex(text: &[u8], digits: usize) -> Option<(u16, &[u8])> {
    let (number, after) = text.split_at_checked(digits)?;
    let add = |value: u16, digit: &u8| Some(value << 4 | char::from(*digit).to_digit(16)? as u16);
    Some((number.iter().try_fold(0, add)?, after))
}
