//! What close frames say.

use super::control::Payload;
use super::failure::Failure;
use core::fmt;

/// A close without a code: it is not sent, but told.
pub const NO_STATUS: u16 = 1005;

/// The longest reason, in bytes of UTF-8.
pub const MAX_REASON: usize = 123;

/// What the peer's close frame said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloseStatus {
    /// `None` where it said nothing.
    pub code: Option<u16>,
    pub reason: String,
}

impl CloseStatus {
    pub fn parse(payload: &[u8]) -> Result<Self, Failure> {
        let (code, reason) = match payload {
            [] => return Ok(Self::default()),
            [_] => return Err(Failure::CloseCode),
            [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
        };
        if !may_be_received(code) {
            return Err(Failure::CloseCode);
        }
        let reason = core::str::from_utf8(reason).map_err(|_| Failure::Utf8)?;
        Ok(Self { code: Some(code), reason: reason.to_owned() })
    }
}

/// The codes that the standard or its registry defines for close frames, and those for others to
/// define.
fn may_be_received(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

/// The codes that an application may send: all for which a meaning may be found, as in IIS.
fn may_be_sent(code: u16) -> bool {
    matches!(code, 1000..=4999) && !matches!(code, 1004..=1006 | 1015)
}

/// A close that cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidClose {
    Code,
    ReasonWithoutCode,
    LongReason,
}

impl fmt::Display for InvalidClose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code => "no close has this code",
            Self::ReasonWithoutCode => "a reason without a code",
            Self::LongReason => "the reason is longer than 123 bytes",
        })
    }
}

impl std::error::Error for InvalidClose {}

/// The payload of a close frame. 0 and 1005 say nothing, and then there is no reason either; an empty
/// reason is none.
pub fn payload(code: u16, reason: &str) -> Result<Payload, InvalidClose> {
    if code == 0 || code == NO_STATUS {
        return if reason.is_empty() { Ok(Payload::EMPTY) } else { Err(InvalidClose::ReasonWithoutCode) };
    }
    if !may_be_sent(code) {
        return Err(InvalidClose::Code);
    }
    if reason.len() > MAX_REASON {
        return Err(InvalidClose::LongReason);
    }
    let mut payload = Payload::EMPTY;
    payload.extend(&code.to_be_bytes());
    payload.extend(reason.as_bytes());
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_is_received() {
        for code in 0..=u16::MAX {
            let wanted = match code {
                0..=999 | 1004..=1006 | 1015..=2999 | 5000.. => Err(Failure::CloseCode),
                code => Ok(CloseStatus { code: Some(code), reason: "why".into() }),
            };
            let mut bytes = code.to_be_bytes().to_vec();
            bytes.extend_from_slice(b"why");
            assert_eq!(CloseStatus::parse(&bytes), wanted, "{code}");
        }
        assert_eq!(CloseStatus::parse(&[]), Ok(CloseStatus::default()));
        assert_eq!(CloseStatus::parse(&[3]), Err(Failure::CloseCode));
        assert_eq!(CloseStatus::parse(b"\x03\xe8\xed\xa0\x80"), Err(Failure::Utf8));
        assert_eq!(CloseStatus::parse(b"\x03\xe8\xe2\x82"), Err(Failure::Utf8));
    }

    #[test]
    fn every_code_that_is_sent() {
        for code in 0..=u16::MAX {
            let sent = payload(code, "");
            let with_reason = payload(code, "why");
            match code {
                0 | 1005 => {
                    assert_eq!(sent.as_deref(), Ok(&[][..]));
                    assert_eq!(with_reason, Err(InvalidClose::ReasonWithoutCode));
                }
                1000..=1003 | 1007..=1014 | 1016..=4999 => {
                    assert_eq!(sent.as_deref(), Ok(&code.to_be_bytes()[..]));
                    let [high, low] = code.to_be_bytes();
                    assert_eq!(with_reason.as_deref(), Ok(&[high, low, b'w', b'h', b'y'][..]));
                }
                _ => {
                    assert_eq!(sent, Err(InvalidClose::Code), "{code}");
                    assert_eq!(with_reason, Err(InvalidClose::Code), "{code}");
                }
            }
        }
    }

    #[test]
    fn reasons_are_counted_in_bytes() {
        assert_eq!(payload(1000, &"x".repeat(123)).map(|payload| payload.len()), Ok(125));
        assert_eq!(payload(1000, &"x".repeat(124)), Err(InvalidClose::LongReason));
        assert_eq!(payload(1000, &"é".repeat(61)).map(|payload| payload.len()), Ok(124));
        assert_eq!(payload(1000, &"é".repeat(62)), Err(InvalidClose::LongReason));
    }
}
