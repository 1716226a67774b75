//! The headers of frames.
//!
//! Not tungstenite's: its parser takes lengths in more bytes than they need, lengths beyond 2^63-1
//! and long control frames, and reads through a cursor where one look at the bytes will do.

use super::failure::Failure;

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn of(bits: u8) -> Option<Self> {
        Some(match bits {
            0 => Self::Continuation,
            1 => Self::Text,
            2 => Self::Binary,
            8 => Self::Close,
            9 => Self::Ping,
            10 => Self::Pong,
            _ => return None,
        })
    }

    fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0,
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }

    pub fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// The longest header.
pub const MAX_HEADER: usize = 14;

/// The most that a control frame carries.
pub const MAX_CONTROL: usize = 125;

/// Whether the frames that come have masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masks {
    Needed,
    Forbidden,
    Either,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub last: bool,
    pub opcode: Opcode,
    pub mask: Option<[u8; 4]>,
    pub length: u64,
}

impl Header {
    /// Reads a header, and how long it is; `None` where it is not whole yet.
    /// What is wrong is told by the first byte that shows it.
    pub fn parse(bytes: &[u8], masks: Masks) -> Result<Option<(Self, usize)>, Failure> {
        let [first, rest @ ..] = bytes else { return Ok(None) };
        let last = first & 0x80 != 0;
        if first & 0x70 != 0 {
            return Err(Failure::ReservedBit);
        }
        let opcode = Opcode::of(first & 0x0F).ok_or(Failure::ReservedOpcode)?;
        if opcode.is_control() && !last {
            return Err(Failure::FragmentedControl);
        }
        let [second, rest @ ..] = rest else { return Ok(None) };
        let masked = second & 0x80 != 0;
        if masks == (if masked { Masks::Forbidden } else { Masks::Needed }) {
            return Err(Failure::WrongMasking);
        }
        let short = second & 0x7F;
        if opcode.is_control() && usize::from(short) > MAX_CONTROL {
            return Err(Failure::LongControl);
        }
        let (length, rest) = match short {
            126 => {
                let Some((number, rest)) = rest.split_first_chunk() else { return Ok(None) };
                (u64::from(u16::from_be_bytes(*number)), rest)
            }
            127 => {
                if rest.first().is_some_and(|byte| byte & 0x80 != 0) {
                    return Err(Failure::Length);
                }
                let Some((number, rest)) = rest.split_first_chunk() else { return Ok(None) };
                (u64::from_be_bytes(*number), rest)
            }
            short => (u64::from(short), rest),
        };
        if (short == 126 && length < 126) || (short == 127 && length <= u64::from(u16::MAX)) {
            return Err(Failure::Length);
        }
        let (mask, rest) = match masked {
            true => {
                let Some((mask, rest)) = rest.split_first_chunk() else { return Ok(None) };
                (Some(*mask), rest)
            }
            false => (None, rest),
        };
        Ok(Some((Self { last, opcode, mask, length }, bytes.len() - rest.len())))
    }

    pub fn write(&self) -> HeaderBytes {
        let mut bytes = HeaderBytes { bytes: [0; MAX_HEADER], length: 0 };
        let masked = if self.mask.is_some() { 0x80 } else { 0 };
        bytes.push(&[self.opcode.bits() | if self.last { 0x80 } else { 0 }]);
        match self.length {
            0..=125 => bytes.push(&[self.length as u8 | masked]),
            126..=0xFFFF => {
                bytes.push(&[126 | masked]);
                bytes.push(&(self.length as u16).to_be_bytes());
            }
            _ => {
                bytes.push(&[127 | masked]);
                bytes.push(&self.length.to_be_bytes());
            }
        }
        if let Some(mask) = self.mask {
            bytes.push(&mask);
        }
        bytes
    }
}

/// A header as it is sent.
#[derive(Clone, Copy, Debug)]
pub struct HeaderBytes {
    bytes: [u8; MAX_HEADER],
    length: usize,
}

impl HeaderBytes {
    fn push(&mut self, more: &[u8]) {
        self.bytes[self.length..self.length + more.len()].copy_from_slice(more);
        self.length += more.len();
    }
}

impl core::ops::Deref for HeaderBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], masks: Masks) -> Result<Option<(Header, usize)>, Failure> {
        Header::parse(bytes, masks)
    }

    #[test]
    fn what_is_written_is_read() {
        let lengths = [0, 1, 125, 126, 127, 65535, 65536, 1 << 24, (1 << 32) + 5, i64::MAX as u64];
        for length in lengths {
            for opcode in [Opcode::Continuation, Opcode::Text, Opcode::Binary] {
                for (last, mask) in [(true, None), (false, Some([1, 2, 3, 4]))] {
                    let header = Header { last, opcode, mask, length };
                    let masks = if mask.is_some() { Masks::Needed } else { Masks::Forbidden };
                    let bytes = header.write();
                    let extra = if length < 126 {
                        0
                    } else if length < 65536 {
                        2
                    } else {
                        8
                    };
                    assert_eq!(bytes.len(), 2 + extra + if mask.is_some() { 4 } else { 0 });
                    for cut in 0..bytes.len() {
                        assert_eq!(read(&bytes[..cut], masks), Ok(None), "{header:?} cut at {cut}");
                    }
                    let mut more = bytes.to_vec();
                    more.push(9);
                    assert_eq!(read(&more, masks), Ok(Some((header, bytes.len()))));
                }
            }
        }
    }

    /// Every pair of first bytes, against the rules of RFC 6455, 5.2 and 5.5, said another way.
    #[test]
    fn every_beginning() {
        for first in 0..=255_u8 {
            for second in 0..=255_u8 {
                for masks in [Masks::Needed, Masks::Forbidden, Masks::Either] {
                    let (opcode, short) = (first & 15, second & 127);
                    let known = [0, 1, 2, 8, 9, 10].contains(&opcode);
                    let control = opcode >= 8;
                    let wanted = if first & 0x70 != 0 {
                        Err(Failure::ReservedBit)
                    } else if !known {
                        Err(Failure::ReservedOpcode)
                    } else if control && first < 0x80 {
                        Err(Failure::FragmentedControl)
                    } else if (second >= 0x80 && masks == Masks::Forbidden) || (second < 0x80 && masks == Masks::Needed)
                    {
                        Err(Failure::WrongMasking)
                    } else if control && short > 125 {
                        Err(Failure::LongControl)
                    } else {
                        Ok(())
                    };
                    let found = read(&[first, second], masks).map(|_| ());
                    assert_eq!(found, wanted, "{first:02x} {second:02x} {masks:?}");
                }
            }
        }
    }

    #[test]
    fn lengths_take_as_few_bytes_as_they_can() {
        for length in 0..126_u16 {
            let [high, low] = length.to_be_bytes();
            assert_eq!(read(&[0x82, 126, high, low], Masks::Forbidden), Err(Failure::Length));
        }
        for length in [0_u64, 1, 125, 126, 65535, 1 << 63, u64::MAX] {
            let mut bytes = vec![0x82, 127];
            bytes.extend_from_slice(&length.to_be_bytes());
            assert_eq!(read(&bytes, Masks::Forbidden), Err(Failure::Length), "{length}");
        }
        assert_eq!(read(&[0x82, 127, 0x80], Masks::Forbidden), Err(Failure::Length));
    }
}
