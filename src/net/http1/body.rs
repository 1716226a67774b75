//! How long a request's body is, by its fields.

use super::refusal::Refusal;

/// The body that follows a head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    #[default]
    None,
    Length(u64),
    Chunked,
}

/// The largest Content-Length: what a signed number of 64 bits can tell.
const MAX_LENGTH: u64 = i64::MAX as u64;

/// Collects the fields that say where a body ends.
#[derive(Default)]
pub(super) struct Framing {
    length: Option<u64>,
    chunked: bool,
}

impl Framing {
    /// A Content-Length field. A second one is refused even when it says the same: nobody
    /// sends two, but for someone who wants them to be read differently.
    pub(super) fn content_length(&mut self, value: &[u8]) -> Result<(), Refusal> {
        if self.length.is_some() {
            return Err(Refusal::BadRequest);
        }
        self.length = Some(decimal(value).ok_or(Refusal::Number)?);
        Ok(())
    }

    /// A Transfer-Encoding field; there may be only one. `gzip, chunked` is taken as HTTP.SYS
    /// does (the application gets the gzip), and so is an empty last member (`chunked,`).
    pub(super) fn transfer_encoding(&mut self, value: &[u8]) -> Result<(), Refusal> {
        if self.chunked {
            return Err(Refusal::BadRequest);
        }
        let codings = value.strip_suffix(b",").unwrap_or(value);
        let mut last = false;
        let mut refusal = None;
        for coding in codings.split(|byte| *byte == b',') {
            let coding = trim(coding);
            if coding.is_empty() || last {
                refusal = Some(Refusal::BadRequest);
            }
            last = coding.eq_ignore_ascii_case(b"chunked");
            let known: [&[u8]; 5] = [b"gzip", b"x-gzip", b"deflate", b"compress", b"x-compress"];
            if !last && !coding.is_empty() && !known.iter().any(|known| known.eq_ignore_ascii_case(coding)) {
                return Err(Refusal::NotImplemented);
            }
        }
        if !last {
            refusal = Some(Refusal::BadRequest);
        }
        self.chunked = true;
        refusal.map_or(Ok(()), Err)
    }

    /// Both a length and chunks: chunks count, and the connection closes after the answer.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.chunked && self.length.is_some()
    }

    pub(super) fn body(&self, needs_length: bool, http10: bool) -> Result<Body, Refusal> {
        match (self.chunked, self.length) {
            // HTTP/1.0 knows no Transfer-Encoding: a proxy of that age would not see it.
            (true, _) if http10 => Err(Refusal::BadRequest),
            (true, _) => Ok(Body::Chunked),
            (false, Some(0)) => Ok(Body::None),
            (false, Some(length)) => Ok(Body::Length(length)),
            (false, None) if needs_length => Err(Refusal::LengthRequired),
            (false, None) => Ok(Body::None),
        }
    }
}

/// A number of digits alone.
fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let number = text.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(u64::from(digit))
    })?;
    (number <= MAX_LENGTH).then_some(number)
}

/// Without the blanks around it.
pub(super) fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// Whether a comma-separated list has a member, in any case.
pub(super) fn list_has(list: &[u8], member: &[u8]) -> bool {
    list.split(|byte| *byte == b',').any(|item| trim(item).eq_ignore_ascii_case(member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_length_is_digits() {
        assert_eq!(decimal(b"0"), Some(0));
        assert_eq!(decimal(b"0012"), Some(12));
        assert_eq!(decimal(b"9223372036854775807"), Some(MAX_LENGTH));
        let refused: [&[u8]; 12] = [
            b"",
            b"+1",
            b"-1",
            b"0x10",
            b"1 1",
            b"1,1",
            b"1, 1",
            b"1.0",
            b"1e1",
            b"9223372036854775808",
            b"18446744073709551617",
            "١".as_bytes(),
        ];
        for text in refused {
            assert_eq!(decimal(text), None, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn the_last_transfer_coding_is_chunked_and_only_the_last() {
        let read = |value: &[u8]| {
            let mut framing = Framing::default();
            framing.transfer_encoding(value).and_then(|()| framing.body(false, false))
        };
        let taken: [&[u8]; 7] = [
            b"chunked",
            b"CHUNKED",
            b"chunked,",
            b"gzip, chunked",
            b"gzip,chunked",
            b"deflate ,\tchunked",
            b"x-gzip, chunked",
        ];
        for value in taken {
            assert_eq!(read(value), Ok(Body::Chunked), "{}", value.escape_ascii());
        }
        let malformed: [&[u8]; 9] = [
            b"",
            b",",
            b",chunked",
            b"chunked,,",
            b"chunked, chunked",
            b"chunked, gzip",
            b"gzip",
            b"gzip,,chunked",
            b"chunked,chunked,",
        ];
        for value in malformed {
            assert_eq!(read(value), Err(Refusal::BadRequest), "{}", value.escape_ascii());
        }
        let unknown: [&[u8]; 8] = [
            b"xchunked",
            b"identity",
            b"chunked;q=1",
            b"cow, chunked",
            b"chunked, identity",
            b"\"chunked\"",
            b"chunked\xa0",
            b"chunked chunked",
        ];
        for value in unknown {
            assert_eq!(read(value), Err(Refusal::NotImplemented), "{}", value.escape_ascii());
        }
    }

    #[test]
    fn members_of_lists_are_found_whole() {
        assert!(list_has(b"keep-alive, Upgrade", b"upgrade"));
        assert!(list_has(b",, close\t,", b"close"));
        assert!(!list_has(b"closed", b"close"));
        assert!(!list_has(b"", b"close"));
    }
}
