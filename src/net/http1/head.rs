//! The head of a request: its line and its fields.

use super::body::Body;
use super::fields;
use super::limits::{Limits, MAX_VERB_LENGTH};
use super::loose;
use super::refusal::Refusal;
use core::mem::MaybeUninit;
use httparse::Status;

/// A range of a head's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes themselves, out of those the head was parsed from.
    #[inline]
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..self.end as usize]
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Where a part of some bytes stands in them.
    #[inline]
    pub(super) fn within(bytes: &[u8], part: &[u8]) -> Span {
        let start = (part.as_ptr() as usize - bytes.as_ptr() as usize) as u32;
        Span { start, end: start + part.len() as u32 }
    }
}

/// A field as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The HTTP_HEADER_ID of a request header that has one.
    pub id: Option<u8>,
    pub name: Span,
    /// Without the blanks around it.
    pub value: Span,
    /// An earlier field has the same name in some case: the API merges their values with ", ".
    pub repeats: bool,
}

impl Field {
    /// What it is called is looked up when the whole head is there.
    pub(super) fn new(name: Span, value: Span) -> Self {
        Self { id: None, name, value, repeats: false }
    }

    /// The same of one that was found in these bytes.
    pub(super) fn of(header: &httparse::Header<'_>, bytes: &[u8]) -> Self {
        Self::new(Span::within(bytes, header.name.as_bytes()), Span::within(bytes, header.value))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    Http10,
    #[default]
    Http11,
    /// What came as HEADERS; the parser itself never says so.
    Http2,
}

/// A request's head. It is kept from request to request for its memory; what it says is of
/// use after [`Parsed::Complete`] only.
#[derive(Default)]
pub struct Head {
    pub method: Span,
    /// HTTP_VERB; `HttpVerbUnknown` for tokens without a number.
    pub verb: u8,
    pub target: Span,
    pub version: Version,
    pub fields: Vec<Field>,
    pub host: Option<Span>,
    /// `Content-Length: 0` is `Body::None`.
    pub body: Body,
    /// The connection may serve another request after the response.
    pub keep_alive: bool,
    /// Connection names close: the client sends nothing behind this request.
    pub close: bool,
    pub expects_continue: bool,
    /// Connection names upgrade and there is an Upgrade field.
    pub upgrade: bool,
    /// Bytes of the head up to and with the empty line.
    pub length: u32,
    /// The request line has been checked already; only for heads that come in pieces.
    pub(super) line_done: bool,
    /// Where the parts are has been said by whoever has put the head together.
    #[cfg(feature = "http2")]
    pub(in crate::net) is_written: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    Incomplete,
    Complete,
    Refused(Refusal),
}

/// What a look at the bytes gave.
pub(super) enum Step {
    Complete,
    /// More is needed; `in_target` when the target is not known yet.
    Partial {
        in_target: bool,
    },
}

/// Fields that are parsed without asking for memory.
const SLOTS: usize = 64;

/// Bytes of empty lines that may precede a request: some clients end a body with a line end too many.
const MAX_BLANK: usize = 16;

impl Head {
    /// Parses what has come so far; `seen` tells how much of it the last call had already, 0
    /// for a new request. `bytes` may be altered: folded lines are joined by spaces in place.
    ///
    /// The answer does not depend on how the bytes are cut into calls, though a refusal may come
    /// before the head is complete. Beyond RFC 9112's own
    /// errors these are refused, because proxies disagree about them:
    /// - line ends of both kinds, CR LF and bare LF, in one head (either alone is taken);
    /// - an indented line after the request line (one of blanks alone is skipped), a folded
    ///   line of blanks alone, and a folded Host, Connection or framing field;
    /// - more than one Transfer-Encoding or Content-Length, and any Transfer-Encoding on HTTP/1.0.
    ///
    /// A tab in the target is refused although HTTP.SYS is said to take it: others end the
    /// target there.
    pub fn parse(&mut self, bytes: &mut [u8], seen: usize, limits: &Limits) -> Parsed {
        let most = limits.request_bytes();
        #[cfg(feature = "http2")]
        if std::mem::take(&mut self.is_written)
            && let Some(judged) = self.judge(bytes, limits)
        {
            return judged;
        }
        let full = bytes.len() >= most;
        if seen == 0 {
            self.line_done = false;
        } else if !full && !self.is_due(bytes, seen) {
            return Parsed::Incomplete;
        }
        let window = bytes.len().min(most);
        match self.look(&mut bytes[..window], limits) {
            Ok(Step::Complete) => Parsed::Complete,
            Ok(Step::Partial { .. }) if !full => Parsed::Incomplete,
            Ok(Step::Partial { in_target: true }) => Parsed::Refused(Refusal::UrlLength),
            Ok(Step::Partial { in_target: false }) => Parsed::Refused(Refusal::RequestLength),
            Err(refusal) => Parsed::Refused(refusal),
        }
    }

    /// Whether the new bytes are worth a look: they end the request line or the head.
    fn is_due(&self, bytes: &[u8], seen: usize) -> bool {
        let ends_empty_line = |at: usize| matches!(&bytes[..at], [.., b'\n'] | [.., b'\n', b'\r'] | [] | [b'\r']);
        (seen..bytes.len()).any(|at| bytes[at] == b'\n' && (!self.line_done || ends_empty_line(at)))
    }

    fn look(&mut self, bytes: &mut [u8], limits: &Limits) -> Result<Step, Refusal> {
        let blank = blank_length(bytes)?;
        let mut slots = [const { MaybeUninit::uninit() }; SLOTS];
        let slots = &mut slots[..limits.headers().min(SLOTS)];
        let mut request = httparse::Request::new(&mut []);
        let result = request.parse_with_uninit_headers(bytes, slots);
        match result {
            Ok(Status::Complete(length)) => {
                let line = Line::of(&request, bytes, blank, limits)?;
                self.fields.clear();
                self.fields.extend(request.headers.iter().map(|header| Field::of(header, bytes)));
                fields::finish(self, bytes, &line, length, limits)?;
                Ok(Step::Complete)
            }
            Ok(Status::Partial) => {
                let line = Line::of(&request, bytes, blank, limits)?;
                self.line_done = line.is_done(bytes);
                Ok(Step::Partial { in_target: line.target.is_none() })
            }
            // Folded lines, the parsing exceptions, and the reason if none of them excuses it.
            Err(_) => loose::look(self, bytes, blank, limits),
        }
    }
}

/// The length of empty lines before the request line.
fn blank_length(bytes: &[u8]) -> Result<usize, Refusal> {
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).take(MAX_BLANK + 1).count();
    if blank > MAX_BLANK { Err(Refusal::InvalidCrLf) } else { Ok(blank) }
}

/// The request line as far as it is known.
pub(super) struct Line {
    pub(super) method: Option<Span>,
    pub(super) target: Option<Span>,
    pub(super) version: Option<Version>,
}

impl Line {
    /// Whether the line has come with its end.
    pub(super) fn is_done(&self, bytes: &[u8]) -> bool {
        match (self.target, self.version) {
            (Some(target), Some(_)) => bytes[target.end as usize..].contains(&b'\n'),
            _ => false,
        }
    }

    /// Reads it from what `httparse` found, and refuses parts that are too long, finished or not.
    pub(super) fn of(
        request: &httparse::Request<'_, '_>,
        bytes: &[u8],
        start: usize,
        limits: &Limits,
    ) -> Result<Line, Refusal> {
        let span = |part: &str| Span::within(bytes, part.as_bytes());
        let line = Line {
            method: request.method.map(span),
            target: request.path.map(span),
            version: request.version.map(|minor| if minor == 0 { Version::Http10 } else { Version::Http11 }),
        };
        let method_length = line.method.map_or(bytes.len() - start, Span::len);
        if method_length > MAX_VERB_LENGTH {
            return Err(Refusal::Verb);
        }
        let Some(method) = line.method else { return Ok(line) };
        let target_length = line.target.map_or_else(|| bytes.len().saturating_sub(method.end as usize + 1), Span::len);
        if target_length > limits.field_length() { Err(Refusal::UrlLength) } else { Ok(line) }
    }
}
