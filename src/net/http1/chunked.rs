//! Bodies that come in chunks, taken apart.

use super::refusal::Refusal;

/// How much a call of [`Decoder::decode`] took and gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub consumed: usize,
    pub written: usize,
}

/// Digits of a size, leading zeros counted: endless ones must not keep a thread busy.
const MAX_DIGITS: u8 = 16;
/// The largest chunk: what a signed number of 64 bits can tell.
const MAX_SIZE: u64 = i64::MAX as u64;
/// Bytes of extensions and trailers of one body. They are thrown away, so that nobody needs many.
const MAX_EXTRA: u16 = 16_384;

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Size,
    /// Blanks after a size, before a `;`.
    Blank,
    Extension,
    SizeLf,
    Data,
    DataCr,
    DataLf,
    /// The first byte of a trailer line, or the end.
    Trailer,
    TrailerName,
    TrailerValue,
    TrailerLf,
    EndLf,
    Done,
}

/// A chunked body's decoder. Each line has to end in CR LF here: a bare LF in chunk
/// framing is read differently by too many others. Extensions and trailers are checked and
/// dropped; HTTP.SYS hands neither to applications.
///
/// After a refusal the connection ends; the decoder is of no further use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decoder {
    /// Bytes left of the chunk, or its size as far as it is read.
    size: u64,
    extra: u16,
    digits: u8,
    state: State,
}

impl Decoder {
    /// Decodes from the front of `input` and copies data into `output`. It stops when data is
    /// next and `output` is full, when the input is used up, or when the body has ended with
    /// its trailers.
    pub fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Progress, Refusal> {
        let room = output.len() as u64;
        let mut written = 0;
        let consumed = self.run(input, room, |data| {
            output[written..written + data.len()].copy_from_slice(data);
            written += data.len();
        })?;
        Ok(Progress { consumed, written })
    }

    /// Decodes and drops the data, to get past a body that nobody wants. `written` says how
    /// much data that was.
    pub fn skip(&mut self, input: &[u8]) -> Result<Progress, Refusal> {
        let mut written = 0;
        let consumed = self.run(input, u64::MAX, |data| written += data.len())?;
        Ok(Progress { consumed, written })
    }

    /// Whether the body has ended; what follows is the next request.
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    fn run(&mut self, input: &[u8], mut room: u64, mut take: impl FnMut(&[u8])) -> Result<usize, Refusal> {
        let mut at = 0;
        while at < input.len() && self.state != State::Done {
            if self.state == State::Data {
                let length = self.size.min(room).min((input.len() - at) as u64);
                if length == 0 {
                    break;
                }
                take(&input[at..at + length as usize]);
                at += length as usize;
                room -= length;
                self.size -= length;
                if self.size == 0 {
                    self.state = State::DataCr;
                }
                continue;
            }
            self.state = self.step(input[at])?;
            at += 1;
        }
        Ok(at)
    }

    /// Takes one byte of framing.
    fn step(&mut self, byte: u8) -> Result<State, Refusal> {
        Ok(match (self.state, byte) {
            (State::Size, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                self.digit(byte)?;
                State::Size
            }
            (State::Size, _) if self.digits == 0 => return Err(Refusal::Number),
            (State::Size, b'\r') => State::SizeLf,
            (State::Size, b';') | (State::Blank, b';') => self.extra(State::Extension)?,
            (State::Size, b' ' | b'\t') | (State::Blank, b' ' | b'\t') => self.extra(State::Blank)?,
            (State::Size, _) => return Err(Refusal::Number),
            (State::Extension, b'\r') => State::SizeLf,
            (State::Extension, b'\t' | b' '..=b'~' | 0x80..) => self.extra(State::Extension)?,
            (State::SizeLf, b'\n') => {
                self.digits = 0;
                if self.size == 0 { State::Trailer } else { State::Data }
            }
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size,
            (State::Trailer, b'\r') => State::EndLf,
            (State::Trailer | State::TrailerName, _) if is_token(byte) => self.extra(State::TrailerName)?,
            (State::TrailerName, b':') => self.extra(State::TrailerValue)?,
            (State::Trailer | State::TrailerName, _) => return Err(Refusal::Header),
            (State::TrailerValue, b'\r') => State::TrailerLf,
            (State::TrailerValue, b'\t' | b' '..=b'~' | 0x80..) => self.extra(State::TrailerValue)?,
            (State::TrailerValue, b'\n') => return Err(Refusal::InvalidCrLf),
            (State::TrailerValue, _) => return Err(Refusal::Header),
            (State::TrailerLf, b'\n') => State::Trailer,
            (State::EndLf, b'\n') => State::Done,
            (State::Extension, b'\n') | (State::SizeLf | State::DataCr | State::DataLf, _) => {
                return Err(Refusal::InvalidCrLf);
            }
            (State::TrailerLf | State::EndLf, _) => return Err(Refusal::InvalidCrLf),
            (State::Blank | State::Extension | State::Data | State::Done, _) => return Err(Refusal::BadRequest),
        })
    }

    fn digit(&mut self, byte: u8) -> Result<(), Refusal> {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            _ => (byte | 0x20) - b'a' + 10,
        };
        if self.digits == MAX_DIGITS {
            return Err(Refusal::EntityTooLarge);
        }
        self.digits += 1;
        // The first digit finds what the last chunk has left: nothing.
        self.size = self.size << 4 | u64::from(value);
        if self.size > MAX_SIZE { Err(Refusal::EntityTooLarge) } else { Ok(()) }
    }

    fn extra(&mut self, next: State) -> Result<State, Refusal> {
        if self.extra == MAX_EXTRA {
            return Err(Refusal::RequestLength);
        }
        self.extra += 1;
        Ok(next)
    }
}

/// A byte that may stand in a name.
pub fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes with all input at hand, `output` bytes at a time.
    fn decode(input: &[u8], output: usize) -> Result<(Vec<u8>, usize, bool), Refusal> {
        let mut decoder = Decoder::default();
        let (mut data, mut at, mut buffer) = (Vec::new(), 0, vec![0; output]);
        loop {
            let progress = decoder.decode(&input[at..], &mut buffer)?;
            at += progress.consumed;
            data.extend_from_slice(&buffer[..progress.written]);
            if progress == Progress::default() {
                return Ok((data, at, decoder.is_done()));
            }
        }
    }

    /// Decodes what comes in two pieces.
    fn decode_split(input: &[u8], split: usize) -> Result<(Vec<u8>, usize, bool), Refusal> {
        let mut decoder = Decoder::default();
        let (mut data, mut at, mut buffer) = (Vec::new(), 0, [0; 256]);
        for end in [split, input.len()] {
            let progress = decoder.decode(&input[at..end], &mut buffer)?;
            at += progress.consumed;
            data.extend_from_slice(&buffer[..progress.written]);
        }
        Ok((data, at, decoder.is_done()))
    }

    const BODIES: &[(&[u8], &[u8])] = &[
        (b"0\r\n\r\n", b""),
        (b"000\r\n\r\n", b""),
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"A\r\n0123456789\r\n00000000000000b\r\n0123456789x\r\n0\r\n\r\n", b"01234567890123456789x"),
        (b"5;a=b;c=\"d\"\r\nhello\r\n1 \t;x\r\n!\r\n0;last\r\nExpires: never\r\nX:\r\n\r\n", b"hello!"),
        (b"2\r\n\r\n\r\n0\r\n\r\n", b"\r\n"),
    ];

    #[test]
    fn bodies_are_the_same_however_they_come() {
        for (body, expected) in BODIES {
            let followed = [*body, b"GET / HTTP/1.1\r\n"].concat();
            let all = Ok((expected.to_vec(), body.len(), true));
            for output in [1, 2, 3, 64] {
                assert_eq!(decode(&followed, output), all);
            }
            for split in 0..followed.len() {
                assert_eq!(decode_split(&followed, split), all, "{split} of {}", body.escape_ascii());
            }
            for length in 0..body.len() {
                let (_, consumed, done) = decode(&body[..length], 64).expect("no refusal");
                assert_eq!((consumed, done), (length, false));
            }
            let mut decoder = Decoder::default();
            let progress = decoder.skip(&followed).expect("no refusal");
            assert_eq!((progress.consumed, progress.written, decoder.is_done()), (body.len(), expected.len(), true));
        }
    }

    #[test]
    fn malformed_bodies_are_refused_however_they_come() {
        let refused: &[(&[u8], Refusal)] = &[
            (b"\r\n", Refusal::Number),
            (b" 5\r\nhello\r\n", Refusal::Number),
            (b"+5\r\nhello\r\n", Refusal::Number),
            (b"-5\r\nhello\r\n", Refusal::Number),
            (b"0x5\r\nhello\r\n", Refusal::Number),
            (b"5_0\r\nhello\r\n", Refusal::Number),
            (b"g\r\n", Refusal::Number),
            (b";a\r\n", Refusal::Number),
            (b"5\nhello\r\n0\r\n\r\n", Refusal::Number),
            (b"5 \r\nhello\r\n", Refusal::BadRequest),
            (b"5 5\r\nhello\r\n", Refusal::BadRequest),
            (b"5;a\nhello\r\n", Refusal::InvalidCrLf),
            (b"5;a\rb\r\nhello\r\n", Refusal::InvalidCrLf),
            (b"5;a\0\r\nhello\r\n", Refusal::BadRequest),
            (b"5;a\x0b\r\nhello\r\n", Refusal::BadRequest),
            (b"5;a\x7f\r\nhello\r\n", Refusal::BadRequest),
            (b"5\rhello", Refusal::InvalidCrLf),
            (b"5\r\rhello", Refusal::InvalidCrLf),
            (b"5\r\nhello0\r\n\r\n", Refusal::InvalidCrLf),
            (b"5\r\nhello\n0\r\n\r\n", Refusal::InvalidCrLf),
            (b"5\r\nhello\r0\r\n\r\n", Refusal::InvalidCrLf),
            (b"5\r\nhello!\r\n0\r\n\r\n", Refusal::InvalidCrLf),
            (b"0\r\n\n", Refusal::Header),
            (b"0\r\n\rX", Refusal::InvalidCrLf),
            (b"0\r\n X: a\r\n\r\n", Refusal::Header),
            (b"0\r\nX : a\r\n\r\n", Refusal::Header),
            (b"0\r\nX\r\n\r\n", Refusal::Header),
            (b"0\r\n: a\r\n\r\n", Refusal::Header),
            (b"0\r\nX: a\n\r\n", Refusal::InvalidCrLf),
            (b"0\r\nX: a\0\r\n\r\n", Refusal::Header),
            (b"0\r\nX: a\rb\r\n\r\n", Refusal::InvalidCrLf),
            (b"0\r\nX: a\r\n b\r\n\r\n", Refusal::Header),
            (b"0\r\nGET / HTTP/1.1\r\n\r\n", Refusal::Header),
            (b"8000000000000000\r\n", Refusal::EntityTooLarge),
            (b"ffffffffffffffff\r\n", Refusal::EntityTooLarge),
            (b"10000000000000005\r\nhello\r\n", Refusal::EntityTooLarge),
            (b"00000000000000005\r\nhello\r\n", Refusal::EntityTooLarge),
        ];
        for (body, refusal) in refused {
            assert_eq!(decode(body, 64), Err(*refusal), "{}", body.escape_ascii());
            for split in 0..body.len() {
                assert_eq!(decode_split(body, split), Err(*refusal), "{split} of {}", body.escape_ascii());
            }
        }
    }

    #[test]
    fn the_largest_chunk_is_counted_and_nothing_is_allocated() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.skip(b"7fffffffffffffff\r\nabc").map(|progress| progress.written), Ok(3));
        assert!(!decoder.is_done());
    }

    #[test]
    fn what_is_thrown_away_has_an_end() {
        let ends: [(&[u8], &[u8]); 4] =
            [(b"1;", b"a"), (b"", b"1;ext=0123456789\r\nx\r\n"), (b"0\r\n", b"X: y\r\n"), (b"0\r\nX:", b"y")];
        for (start, repeated) in ends {
            let mut decoder = Decoder::default();
            decoder.skip(start).expect("no refusal");
            let refusal = (0..20_000).find_map(|_| decoder.skip(repeated).err());
            assert_eq!(refusal, Some(Refusal::RequestLength));
        }
    }

    #[test]
    fn a_full_output_still_lets_the_body_end() {
        let mut decoder = Decoder::default();
        let mut output = [0; 2];
        let body = b"2\r\nab\r\n0\r\n\r\n";
        assert_eq!(decoder.decode(body, &mut output), Ok(Progress { consumed: body.len(), written: 2 }));
        assert!(decoder.is_done());
        assert_eq!(decoder.decode(b"5\r\n", &mut output), Ok(Progress::default()));
    }

    #[test]
    fn a_decoder_is_small() {
        assert!(size_of::<Decoder>() <= 16);
    }
}
