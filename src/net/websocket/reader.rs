//! Frames taken apart.

use super::close::CloseStatus;
use super::control::Payload;
use super::failure::Failure;
use super::header::{Header, MAX_HEADER, Masks, Opcode};
use super::mask::Mask;
use super::role::Role;
use super::utf8::Utf8;

/// A part of a message, at most one frame's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    pub bytes: usize,
    /// Text in UTF-8, as far as it has come; a character may be cut.
    pub text: bool,
    /// The message ends with these bytes.
    pub last: bool,
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing yet, and the input is used up.
    More,
    Fragment(Fragment),
    /// The reader has what it carries, as for a pong.
    Ping,
    Pong,
    /// The reader has what it said.
    Close,
}

/// What a call took from the front of its input, and the first event in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub consumed: usize,
    pub event: Event,
}

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug)]
enum State {
    Header,
    Data { left: u64, mask: Mask, last: bool },
    Control { opcode: Opcode, left: usize, mask: Mask },
    Closed,
    Failed(Failure),
}

/// So much data of a frame is worth a place of its own.
const LARGE: u64 = 4 << 10;

/// The receiving half of a WebSocket. It holds a header or a control frame that is not whole yet, and
/// no data.
#[derive(Debug)]
pub struct Reader {
    masks: Masks,
    state: State,
    header: [u8; MAX_HEADER],
    header_length: usize,
    control: Payload,
    closed: Option<CloseStatus>,
    /// The length of the header of the last frame of data, if that was a large one.
    before_large: Option<usize>,
    /// The message that has begun and not ended: whether it is text.
    message: Option<bool>,
    text: Utf8,
    checks_text: bool,
}

impl Reader {
    pub fn new(role: Role) -> Self {
        Self {
            masks: if role.expects_masks() { Masks::Needed } else { Masks::Forbidden },
            state: State::Header,
            header: [0; MAX_HEADER],
            header_length: 0,
            control: Payload::EMPTY,
            closed: None,
            before_large: None,
            message: None,
            text: Utf8::default(),
            checks_text: true,
        }
    }

    /// Frames come with masks or without.
    pub fn take_any_mask(&mut self) {
        self.masks = Masks::Either;
    }

    /// Messages of text are taken for UTF-8 unseen.
    pub fn trust_text(&mut self) {
        self.checks_text = false;
    }

    /// What the last control frame carried.
    pub fn control(&self) -> &Payload {
        &self.control
    }

    /// What the close said, once it has come.
    pub fn close_status(&self) -> Option<&CloseStatus> {
        self.closed.as_ref()
    }

    /// What is left of a frame of data whose header has come. Who has no input left may read so many bytes
    /// to where the caller wants them, and give them to `read_in_place`: then nothing is copied.
    pub fn data_left(&self) -> u64 {
        if let State::Data { left, .. } = self.state { left } else { 0 }
    }

    /// Behind so many bytes of input that come next much data of one frame may stand; the most of it that can be, too.
    /// Whoever has no input left may read it to where the caller wants it if `begins_data` is true of those before.
    pub fn data_ahead(&self) -> Option<(usize, u64)> {
        match self.state {
            State::Data { left, .. } if left >= LARGE => Some((0, left)),
            // Frames are like those before them.
            State::Header if self.header_length == 0 => self.before_large.map(|length| (length, u64::MAX)),
            _ => None,
        }
    }

    /// Whether data stands behind these bytes, which `data_ahead` has spoken of, and none within.
    pub fn begins_data(&self, header: &[u8]) -> bool {
        match self.state {
            State::Data { .. } => header.is_empty(),
            _ => matches!(Header::parse(header, self.masks), Ok(Some((parsed, length)))
                if length == header.len() && parsed.length > 0 && !parsed.opcode.is_control()),
        }
    }

    /// Reads up to the next event. Data is unmasked into `output`, which has room for a byte at least.
    /// After a close the rest of the input counts for nothing.
    pub fn read(&mut self, input: &[u8], output: &mut [u8]) -> Result<Read, Failure> {
        let mut read = self.read_to_data(input)?;
        if let Event::More = read.event
            && let State::Data { left, mut mask, last } = self.state
        {
            let rest = &input[read.consumed..];
            let count = clamp(left, rest.len().min(output.len()));
            if count > 0 || left == 0 {
                let output = &mut output[..count];
                mask.copy(&rest[..count], output);
                read.consumed += count;
                read.event = Event::Fragment(self.data(output, left, mask, last)?);
            }
        }
        Ok(read)
    }

    /// The same where the input may be written to: the bytes of a fragment are the last of those consumed.
    pub fn read_in_place(&mut self, input: &mut [u8]) -> Result<Read, Failure> {
        let mut read = self.read_to_data(input)?;
        if let Event::More = read.event
            && let State::Data { left, mut mask, last } = self.state
        {
            let rest = &mut input[read.consumed..];
            let count = clamp(left, rest.len());
            if count > 0 || left == 0 {
                mask.apply(&mut rest[..count]);
                read.consumed += count;
                read.event = Event::Fragment(self.data(&rest[..count], left, mask, last)?);
            }
        }
        Ok(read)
    }

    /// Up to the next data, or to an event that is none.
    fn read_to_data(&mut self, input: &[u8]) -> Result<Read, Failure> {
        let result = self.advance(input);
        if let Err(failure) = result {
            self.state = State::Failed(failure);
        }
        result
    }

    fn advance(&mut self, input: &[u8]) -> Result<Read, Failure> {
        let mut at = 0;
        loop {
            let event = match self.state {
                State::Header => {
                    at += self.read_header(&input[at..])?;
                    if matches!(self.state, State::Header) {
                        return Ok(Read { consumed: at, event: Event::More });
                    }
                    continue;
                }
                // A frame that adds nothing to its message.
                State::Data { left: 0, last: false, .. } => {
                    self.state = State::Header;
                    continue;
                }
                State::Data { .. } => Event::More,
                State::Control { opcode, left, mask } => {
                    let count = left.min(input.len() - at);
                    self.control.extend(&input[at..at + count]);
                    at += count;
                    self.state = State::Control { opcode, left: left - count, mask };
                    if count < left { Event::More } else { self.control_event(opcode, mask)? }
                }
                State::Closed => {
                    at = input.len();
                    Event::More
                }
                State::Failed(failure) => return Err(failure),
            };
            return Ok(Read { consumed: at, event });
        }
    }

    /// Takes what there is of a header, and no byte more; the state tells whether it is whole.
    fn read_header(&mut self, input: &[u8]) -> Result<usize, Failure> {
        let held = self.header_length;
        // As a rule it comes whole.
        let whole = if held == 0 { Header::parse(input, self.masks)? } else { None };
        let (header, length) = match whole {
            Some(whole) => whole,
            None => {
                let count = input.len().min(MAX_HEADER - held);
                self.header[held..held + count].copy_from_slice(&input[..count]);
                self.header_length = held + count;
                let parsed = Header::parse(&self.header[..held + count], self.masks)?;
                let Some(whole) = parsed else { return Ok(count) };
                self.header_length = 0;
                whole
            }
        };
        let mask = Mask::new(header.mask.unwrap_or_default());
        if header.opcode.is_control() {
            self.control = Payload::EMPTY;
            self.state = State::Control { opcode: header.opcode, left: header.length as usize, mask };
            return Ok(length - held);
        }
        match (header.opcode, self.message) {
            (Opcode::Continuation, None) => return Err(Failure::NothingToContinue),
            (Opcode::Continuation, Some(_)) => {}
            (_, Some(_)) => return Err(Failure::MessageInMessage),
            (opcode, None) => {
                self.message = Some(opcode == Opcode::Text);
                self.text = Utf8::default();
            }
        }
        self.before_large = (header.length >= LARGE).then_some(length);
        self.state = State::Data { left: header.length, mask, last: header.last };
        Ok(length - held)
    }

    fn control_event(&mut self, opcode: Opcode, mask: Mask) -> Result<Event, Failure> {
        self.control.unmask(mask);
        self.state = State::Header;
        Ok(match opcode {
            Opcode::Ping => Event::Ping,
            Opcode::Pong => Event::Pong,
            _ => {
                self.closed = Some(CloseStatus::parse(&self.control)?);
                self.state = State::Closed;
                Event::Close
            }
        })
    }

    /// So many unmasked bytes of data.
    fn data(&mut self, bytes: &[u8], left: u64, mask: Mask, last: bool) -> Result<Fragment, Failure> {
        let text = self.message == Some(true);
        let left = left - bytes.len() as u64;
        let last_of_message = last && left == 0;
        if text && self.checks_text {
            let checked =
                self.text.push(bytes).and_then(|()| if last_of_message { self.text.finish() } else { Ok(()) });
            if let Err(failure) = checked {
                self.state = State::Failed(failure);
                return Err(failure);
            }
        }
        self.state = if left > 0 { State::Data { left, mask, last } } else { State::Header };
        if last_of_message {
            self.message = None;
        }
        Ok(Fragment { bytes: bytes.len(), text, last: last_of_message })
    }
}

fn clamp(left: u64, most: usize) -> usize {
    usize::try_from(left).map_or(most, |left| left.min(most))
}
