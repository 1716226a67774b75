//! The second look at a head that `httparse` does not take as it is.
//!
//! It joins folded lines, skips lines of blanks before the first field, and applies the
//! parsing exceptions: bytes that they tolerate are masked by a letter in a copy, and
//! `httparse` reads that. So there is one parser, and what stays refused gets its reason here.

use super::fields;
use super::head::{Field, Head, Line, Span, Step};
use super::known;
use super::limits::{Limits, MAX_VERB_LENGTH};
use super::refusal::Refusal;
use httparse::{Error, Status};

/// What stands in the copy for a tolerated byte.
const MASK: u8 = b'x';

pub(super) fn look(head: &mut Head, bytes: &mut [u8], start: usize, limits: &Limits) -> Result<Step, Refusal> {
    let mut copy = bytes.to_vec();
    let line_end = next_line(bytes, start);
    mask_target(&mut copy[start..line_end.unwrap_or(bytes.len())], limits);
    let mut request = httparse::Request::new(&mut []);
    let line_bytes = &copy[..line_end.unwrap_or(bytes.len())];
    let result = request.parse(line_bytes);
    if let Err(error) = result {
        return explain(error, &request, line_bytes, limits);
    }
    let line = Line::of(&request, line_bytes, start, limits)?;
    head.line_done = line_end.is_some();
    let partial = Ok(Step::Partial { in_target: line.target.is_none() });
    let (Some(line_end), Some(target)) = (line_end, line.target) else { return partial };

    let Some(fields_start) = skip_blank_lines(bytes, line_end)? else { return partial };
    let crlf = bytes[target.end as usize + 9] == b'\r';
    let (stop, refusal) = unfold(bytes, fields_start, crlf);
    copy[fields_start..].copy_from_slice(&bytes[fields_start..]);
    let parsed = &mut copy[fields_start..stop];
    mask_fields(parsed, limits);
    let count = parsed.iter().filter(|byte| **byte == b'\n').count().min(limits.headers());
    let mut headers = vec![httparse::EMPTY_HEADER; count];
    match httparse::parse_headers(&copy[fields_start..stop], &mut headers) {
        Ok(Status::Complete((length, headers))) => {
            // Some bytes of the copy are masked; the places are the same.
            head.fields.clear();
            head.fields.extend(headers.iter().map(|header| Field::of(header, &copy)));
            fields::finish(head, bytes, &line, fields_start + length, limits)?;
            Ok(Step::Complete)
        }
        Ok(Status::Partial) => refusal.map_or(partial, Err),
        Err(Error::TooManyHeaders) => Err(Refusal::RequestLength),
        Err(Error::NewLine) => Err(Refusal::InvalidCrLf),
        Err(_) => Err(Refusal::Header),
    }
}

/// Where the line after the one at `at` starts.
fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    bytes[at..].iter().position(|byte| *byte == b'\n').map(|length| at + length + 1)
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether a whole line has nothing but blanks.
fn is_blank_line(line: &[u8]) -> bool {
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    text.strip_suffix(b"\r").unwrap_or(text).iter().all(is_blank)
}

/// Skips lines of blanks after the request line, as HTTP.SYS does. `None` when one is not
/// complete. Any other indented line is refused: it could be read as a field.
fn skip_blank_lines(bytes: &[u8], mut at: usize) -> Result<Option<usize>, Refusal> {
    while bytes.get(at).is_some_and(is_blank) {
        let Some(next) = next_line(bytes, at) else { return Ok(None) };
        if !is_blank_line(&bytes[at..next]) {
            return Err(Refusal::Header);
        }
        at = next;
    }
    Ok(Some(at))
}

/// Joins folded lines up to the end of the head by spaces in place of their line ends. Gives
/// how far the fields can be read, and the reason if a folded line ends them.
fn unfold(bytes: &mut [u8], from: usize, crlf: bool) -> (usize, Option<Refusal>) {
    let (mut field, mut line) = (from, from);
    loop {
        let Some(next) = next_line(bytes, line) else { return (bytes.len(), None) };
        let has_cr = next - line > 1 && bytes[next - 2] == b'\r';
        let end = next - 1 - usize::from(has_cr);
        if end == line {
            return (next, None);
        }
        if bytes.get(next).is_some_and(is_blank) {
            let Some(after) = next_line(bytes, next) else { return (next, None) };
            if has_cr != crlf {
                return (next, Some(Refusal::InvalidCrLf));
            }
            if is_blank_line(&bytes[next..after]) || decides_framing(&bytes[field..end]) {
                return (next, Some(Refusal::Header));
            }
            bytes[end..next].fill(b' ');
        } else {
            field = next;
        }
        line = next;
    }
}

/// Whether a field is one that the limits of messages hang on.
fn decides_framing(field: &[u8]) -> bool {
    let name = field.split(|byte| *byte == b':').next().unwrap_or_default();
    matches!(
        known::request_id(name),
        Some(known::HOST | known::CONNECTION | known::CONTENT_LENGTH | known::TRANSFER_ENCODING)
    )
}

/// Masks what may stand in a target although `httparse` does not take it: bytes above ASCII
/// that are not UTF-8 (their meaning is found later), and what the exception allows.
fn mask_target(line: &mut [u8], limits: &Limits) {
    let Some(space) = line.iter().position(|byte| *byte == b' ') else { return };
    for byte in line[space + 1..].iter_mut().take_while(|byte| **byte != b' ') {
        let control = matches!(byte, 1..=0x1f | 0x7f) && !matches!(byte, b'\r' | b'\n');
        if *byte >= 0x80 || control && limits.allow_unescaped_restricted_chars {
            *byte = MASK;
        }
    }
}

/// Masks what the exceptions allow in names and values.
fn mask_fields(fields: &mut [u8], limits: &Limits) {
    if !limits.allow_weak_header_name_syntax && !limits.allow_weak_header_value_syntax {
        return;
    }
    for line in fields.split_mut(|byte| *byte == b'\n') {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at_mut(colon);
        let weak_name = |byte: &&mut u8| limits.allow_weak_header_name_syntax && matches!(**byte, b'!'..=b'~' | 0x80..);
        name.iter_mut().filter(weak_name).for_each(|byte| *byte = MASK);
        let weak_value = |byte: &&mut u8| {
            limits.allow_weak_header_value_syntax && matches!(**byte, 1..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f)
        };
        value.iter_mut().filter(weak_value).for_each(|byte| *byte = MASK);
    }
}

/// Why a request line is refused.
fn explain(error: Error, request: &httparse::Request<'_, '_>, line: &[u8], limits: &Limits) -> Result<Step, Refusal> {
    let Some(method) = request.method else {
        return Err(if error == Error::NewLine { Refusal::InvalidCrLf } else { Refusal::Verb });
    };
    let rest = &line[Span::within(line, method.as_bytes()).end as usize + 1..];
    let target_length = rest.iter().position(|byte| *byte <= b' ' || *byte == 0x7f).unwrap_or(rest.len());
    if method.len() > MAX_VERB_LENGTH {
        return Err(Refusal::Verb);
    }
    if target_length > limits.field_length() {
        return Err(Refusal::UrlLength);
    }
    match error {
        Error::Version => explain_version(&rest[target_length + 1..]),
        Error::Token => Err(match rest.get(target_length) {
            // No target, or no version as in HTTP/0.9.
            Some(b' ' | b'\r' | b'\n') | None => Refusal::BadRequest,
            Some(_) => Refusal::Url,
        }),
        _ => Err(Refusal::InvalidCrLf),
    }
}

/// Tells another version of HTTP from what is no version at all; it takes the line end to know.
fn explain_version(text: &[u8]) -> Result<Step, Refusal> {
    for (at, expected) in b"HTTP/d.d\n".iter().enumerate() {
        let Some(byte) = text.get(at) else { return Ok(Step::Partial { in_target: false }) };
        let matches = match expected {
            b'd' => byte.is_ascii_digit(),
            b'\n' => matches!(byte, b'\r' | b'\n'),
            _ => byte == expected,
        };
        if !matches {
            return Err(Refusal::BadRequest);
        }
    }
    Err(Refusal::Version)
}
