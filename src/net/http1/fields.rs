//! What the fields of a complete head mean for the connection.

use super::body::{Framing, list_has};
use super::head::{Field, Head, Line, Version};
use super::limits::{Limits, MAX_USHORT_LENGTH};
use super::refusal::Refusal;
use super::{host, known};
use crate::abi::http::headers::{HttpVerbPOST, HttpVerbPUT};

/// Unknown fields up to this count are compared each with each.
const FEW: usize = 24;

/// Fills a head of which line, names and values are known.
pub(super) fn finish(
    head: &mut Head,
    bytes: &[u8],
    line: &Line,
    length: usize,
    limits: &Limits,
) -> Result<(), Refusal> {
    let (Some(method), Some(target), Some(version)) = (line.method, line.target, line.version) else {
        return Err(Refusal::BadRequest);
    };
    // What stands after the target and " HTTP/1.1".
    let crlf = bytes[target.end as usize + 9] == b'\r';
    let http10 = version == Version::Http10;
    let verb = known::verb(method.of(bytes), limits.allow_case_insensitive_verbs);

    let fields = &mut head.fields;
    let mut framing = Framing::default();
    let (mut known_fields, mut unknown) = (0_u64, 0);
    let (mut close, mut wants_upgrade, mut expects_continue) = (false, false, false);
    let mut host = None;
    for field in fields.iter_mut() {
        let (name, value) = (field.name, field.value);
        if name.len() + value.len() > limits.field_length() {
            return Err(Refusal::FieldLength);
        }
        if ends_with_cr(bytes, value.end as usize) != crlf {
            return Err(Refusal::InvalidCrLf);
        }
        let id = known::request_id(name.of(bytes));
        let text = value.of(bytes);
        field.id = id;
        if let Some(id) = id {
            let repeats = known_fields & 1 << id != 0;
            field.repeats = repeats;
            known_fields |= 1 << id;
            match id {
                known::HOST if repeats || !host::is_valid(text) => return Err(Refusal::Hostname),
                known::HOST => host = Some(value),
                known::CONTENT_LENGTH => framing.content_length(text)?,
                known::TRANSFER_ENCODING => framing.transfer_encoding(text)?,
                known::CONNECTION => {
                    close |= list_has(text, b"close");
                    wants_upgrade |= list_has(text, b"upgrade");
                }
                known::EXPECT => expects_continue |= list_has(text, b"100-continue"),
                _ => {}
            }
        } else {
            unknown += 1;
        }
    }
    // The empty line has to end as the others do.
    if (bytes[length - 2] == b'\r') != crlf {
        return Err(Refusal::InvalidCrLf);
    }
    if host.is_none() && !http10 {
        return Err(Refusal::Hostname);
    }
    if unknown > FEW || length > MAX_USHORT_LENGTH {
        compare_all(fields, bytes)?;
    } else if unknown > 1 {
        compare_few(fields, bytes);
    }
    let needs_length = verb == HttpVerbPOST as u8 || verb == HttpVerbPUT as u8;
    head.body = framing.body(needs_length, http10)?;
    head.method = method;
    head.verb = verb;
    head.target = target;
    head.version = version;
    head.host = host;
    head.close = close;
    head.keep_alive = !http10 && !close && !framing.is_ambiguous();
    head.expects_continue = expects_continue && !http10;
    head.upgrade = wants_upgrade && !http10 && known_fields & 1 << known::UPGRADE != 0;
    head.length = length as u32;
    Ok(())
}

/// Whether the line that a value stands in ends in CR LF; blanks may follow the value.
fn ends_with_cr(bytes: &[u8], value_end: usize) -> bool {
    bytes[value_end..].iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'\r')
}

/// Marks unknown names that came before.
fn compare_few(fields: &mut [Field], bytes: &[u8]) {
    for at in 1..fields.len() {
        let (earlier, rest) = fields.split_at_mut(at);
        let field = &mut rest[0];
        if field.id.is_some() {
            continue;
        }
        let same = |other: &Field| {
            other.id.is_none()
                && other.name.len() == field.name.len()
                && other.name.of(bytes).eq_ignore_ascii_case(field.name.of(bytes))
        };
        field.repeats = earlier.iter().any(same);
    }
}

/// The same for any count, by sorting: thousands of names may not cost their square. A
/// merged value has to fit a USHORT too.
fn compare_all(fields: &mut [Field], bytes: &[u8]) -> Result<(), Refusal> {
    let name = |fields: &[Field], at: usize| fields[at].name.of(bytes).iter().map(u8::to_ascii_lowercase);
    let mut order: Vec<usize> = (0..fields.len()).collect();
    // The sort is stable: fields of one name stay in the order in which they came.
    order.sort_by(|a, b| name(fields, *a).cmp(name(fields, *b)));
    let (mut merged, mut last) = (0, None);
    for at in order {
        let repeats = last.is_some_and(|last| name(fields, last).eq(name(fields, at)));
        merged = if repeats { merged + 2 } else { 0 } + fields[at].value.len();
        if merged > MAX_USHORT_LENGTH {
            return Err(Refusal::FieldLength);
        }
        fields[at].repeats = repeats;
        last = Some(at);
    }
    Ok(())
}
