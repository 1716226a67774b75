//! HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES: the part of a whole that the client asked for.

use super::response_head::length_of;
use super::response_parts::{Chunks, Parts};
use crate::net::connection::Chunk;
use std::ops::Range;

/// More ranges than this, or more bytes than the whole has, are answered with the whole.
const MOST: usize = 16;

/// What is sent in place of the whole.
pub struct Ranged {
    pub status: u16,
    pub reason: &'static [u8],
    /// Header lines.
    pub headers: Vec<u8>,
    /// They hold a Content-Type in place of the application's.
    pub has_type: bool,
    pub chunks: Chunks,
}

/// What the request says of ranges.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'a> {
    pub range: Option<&'a [u8]>,
    pub if_range: Option<&'a [u8]>,
}

/// What a Range header comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    Whole,
    /// None of its ranges is within the whole.
    Nothing,
    One(Range<u64>),
    Several(Vec<Range<u64>>),
}

/// The ranges that a header asks for, of a whole of so many bytes.
pub fn select(header: &[u8], total: u64) -> Selection {
    let Some(asked) = parse(header) else { return Selection::Whole };
    let mut ranges: Vec<Range<u64>> = asked.iter().filter_map(|range| range.within(total)).collect();
    let all = ranges.iter().try_fold(0_u64, |sum, range| sum.checked_add(range.end - range.start));
    match ranges.len() {
        0 => Selection::Nothing,
        1 => Selection::One(ranges.remove(0)),
        count if count > MOST || all.is_none_or(|all| all > total) => Selection::Whole,
        _ => Selection::Several(ranges),
    }
}

/// The part that is wanted of a response; `None` is the whole.
pub fn apply(parts: &Parts<'_>, wanted: Wanted<'_>) -> Option<Ranged> {
    let total = length_of(&parts.body.chunks);
    if parts.status != 200 || wanted.if_range.is_some_and(|condition| !holds(parts, condition)) {
        return None;
    }
    match select(wanted.range?, total) {
        Selection::Whole => None,
        Selection::Nothing => Some(Ranged {
            status: 416,
            reason: b"Range Not Satisfiable",
            headers: format!("Content-Range: {}\r\n", unsatisfied(total)).into_bytes(),
            has_type: false,
            chunks: Chunks::new(),
        }),
        Selection::One(one) => Some(Ranged {
            status: 206,
            reason: b"Partial Content",
            headers: format!("Content-Range: {}\r\n", content_range(&one, total)).into_bytes(),
            has_type: false,
            chunks: slice(&parts.body.chunks, one),
        }),
        Selection::Several(ranges) => Some(multipart(parts, &ranges, total)),
    }
}

/// The Content-Range of a part.
pub fn content_range(range: &Range<u64>, total: u64) -> String {
    format!("bytes {}-{}/{total}", range.start, range.end - 1)
}

/// The Content-Range of a 416.
pub fn unsatisfied(total: u64) -> String {
    format!("bytes */{total}")
}

/// The frame of several parts in one body.
pub struct Multipart<'a> {
    boundary: String,
    kind: &'a [u8],
    total: u64,
}

impl<'a> Multipart<'a> {
    /// Parts of a whole that has this type and so many bytes.
    pub fn new(kind: &'a [u8], total: u64) -> Self {
        // It must not be in the content. Nobody can choose the content so that this one is.
        Self { boundary: format!("{:016x}{:016x}", fastrand(), fastrand()), kind, total }
    }

    /// The Content-Type of the body.
    pub fn content_type(&self) -> String {
        format!("multipart/byteranges; boundary={}", self.boundary)
    }

    /// What stands before a part.
    pub fn head(&self, range: &Range<u64>) -> Vec<u8> {
        let mut head = format!("\r\n--{}\r\nContent-Type: ", self.boundary).into_bytes();
        head.extend_from_slice(self.kind);
        head.extend_from_slice(format!("\r\nContent-Range: {}\r\n\r\n", content_range(range, self.total)).as_bytes());
        head
    }

    /// What stands behind the last one.
    pub fn end(&self) -> Vec<u8> {
        format!("\r\n--{}--\r\n", self.boundary).into_bytes()
    }
}

/// Several ranges, each with a head of its own.
fn multipart(parts: &Parts<'_>, ranges: &[Range<u64>], total: u64) -> Ranged {
    let frame = Multipart::new(header(parts, "Content-Type").unwrap_or(b"application/octet-stream"), total);
    let mut chunks = Chunks::new();
    for range in ranges {
        chunks.push(Chunk::Own(frame.head(range).into()));
        chunks.extend(slice(&parts.body.chunks, range.clone()));
    }
    chunks.push(Chunk::Own(frame.end().into()));
    Ranged {
        status: 206,
        reason: b"Partial Content",
        headers: format!("Content-Type: {}\r\n", frame.content_type()).into_bytes(),
        has_type: true,
        chunks,
    }
}

/// A number that cannot be foreseen.
fn fastrand() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

fn header<'a>(parts: &Parts<'a>, name: &str) -> Option<&'a [u8]> {
    parts.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name.as_bytes())).map(|header| header.value)
}

/// Whether the response is the one that the client has a part of.
fn holds(parts: &Parts<'_>, condition: &[u8]) -> bool {
    let condition = condition.trim_ascii();
    let name = if condition.starts_with(b"\"") { "ETag" } else { "Last-Modified" };
    // A weak tag says nothing of bytes.
    header(parts, name).is_some_and(|value| value.trim_ascii() == condition)
}

/// A range as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    From(u64),
    FromTo(u64, u64),
    Last(u64),
}

impl Asked {
    fn within(self, total: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::From(start) => start..total,
            Self::FromTo(start, end) => start..end.saturating_add(1).min(total),
            Self::Last(count) => total.saturating_sub(count)..total,
        };
        (range.start < range.end).then_some(range)
    }
}

/// The ranges of a Range header; `None` for what is to be ignored.
fn parse(value: &[u8]) -> Option<Vec<Asked>> {
    let value = core::str::from_utf8(value).ok()?.trim();
    let (unit, list) = value.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    list.split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(parse_one)
        .collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
}

fn parse_one(text: &str) -> Option<Asked> {
    let (start, end) = text.split_once('-')?;
    // Numbers beyond any length are as good as the largest.
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match (start, end) {
        ("", count) => number(count).map(Asked::Last),
        (start, "") => number(start).map(Asked::From),
        (start, end) => {
            let (start, end) = (number(start)?, number(end)?);
            (start <= end).then_some(Asked::FromTo(start, end))
        }
    }
}

/// A part of chunks.
fn slice(chunks: &Chunks, range: Range<u64>) -> Chunks {
    let mut parts = Chunks::new();
    let mut at = 0;
    for chunk in chunks {
        let end = at + chunk.len();
        let (from, to) = (range.start.max(at), range.end.min(end));
        if from < to {
            parts.push(chunk.part(from - at..to - at));
        }
        at = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_they_are_meant() {
        let cases: [(&str, Option<Vec<Asked>>); 12] = [
            ("bytes=0-4", Some(vec![Asked::FromTo(0, 4)])),
            ("Bytes = 5-", Some(vec![Asked::From(5)])),
            ("bytes=-3, 1-1", Some(vec![Asked::Last(3), Asked::FromTo(1, 1)])),
            ("bytes=18446744073709551615-18446744073709551616", Some(vec![Asked::FromTo(u64::MAX, u64::MAX)])),
            ("bytes=0-99999999999999999999999", Some(vec![Asked::FromTo(0, u64::MAX)])),
            ("bytes=4-2", None),
            ("bytes=", None),
            ("bytes=a-b", None),
            ("bytes=1-2x", None),
            ("bytes=+1-2", None),
            ("lines=1-2", None),
            ("1-2", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn more_than_the_whole_is_the_whole() {
        assert_eq!(select(b"bytes=0-1,4-5", 10), Selection::Several(vec![0..2, 4..6]));
        assert_eq!(select(b"bytes=0-8,1-9", 10), Selection::Whole);
        assert_eq!(select(b"bytes=12-,5-6", 10), Selection::One(5..7));
        assert_eq!(select(b"bytes=10-,11-12", 10), Selection::Nothing);
        assert_eq!(select(b"bytes=9-8", 10), Selection::Whole);
        let many = |count| format!("bytes={}", vec!["0-0"; count].join(","));
        assert!(matches!(select(many(MOST).as_bytes(), 100), Selection::Several(ranges) if ranges.len() == MOST));
        assert_eq!(select(many(MOST + 1).as_bytes(), 100), Selection::Whole);
    }

    #[test]
    fn no_range_leaves_the_whole() {
        let total = 10;
        for (asked, expected) in [
            (Asked::FromTo(0, u64::MAX), Some(0..10)),
            (Asked::FromTo(u64::MAX, u64::MAX), None),
            (Asked::From(9), Some(9..10)),
            (Asked::From(10), None),
            (Asked::Last(0), None),
            (Asked::Last(3), Some(7..10)),
            (Asked::Last(u64::MAX), Some(0..10)),
        ] {
            assert_eq!(asked.within(total), expected, "{asked:?}");
        }
        assert_eq!(Asked::Last(1).within(0), None);
    }
}
