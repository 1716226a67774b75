//! Why a connection fails.

use core::fmt;

/// What the peer did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A bit for extensions, of which there are none.
    ReservedBit,
    ReservedOpcode,
    /// A control frame that is not the last of its message.
    FragmentedControl,
    /// A control frame of more than 125 bytes.
    LongControl,
    /// A server was sent a frame without a mask, or a client one with a mask.
    WrongMasking,
    /// A length beyond 2^63-1 or in more bytes than it needs.
    Length,
    /// A continuation where no message has begun.
    NothingToContinue,
    /// A message that begins before the one before it has ended.
    MessageInMessage,
    /// A close frame of one byte, or with a code that is never sent.
    CloseCode,
    /// Text, or the reason of a close, that is not UTF-8.
    Utf8,
}

impl Failure {
    /// The code to close with.
    pub fn close_code(self) -> u16 {
        if self == Self::Utf8 { 1007 } else { 1002 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReservedBit => "a reserved bit is set",
            Self::ReservedOpcode => "the opcode is reserved",
            Self::FragmentedControl => "a control frame is fragmented",
            Self::LongControl => "a control frame is longer than 125 bytes",
            Self::WrongMasking => "a client's frame is not masked, or a server's is",
            Self::Length => "the length of a frame is badly written",
            Self::NothingToContinue => "a continuation without a message",
            Self::MessageInMessage => "a message within a message",
            Self::CloseCode => "the code of a close is not allowed",
            Self::Utf8 => "text that is not UTF-8",
        })
    }
}

impl std::error::Error for Failure {}
