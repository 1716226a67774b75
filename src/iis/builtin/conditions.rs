//! Conditional requests: whether the client wants what there is (RFC 9110, 13).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The conditions of a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    pub if_match: Option<&'a [u8]>,
    pub if_none_match: Option<&'a [u8]>,
    pub if_modified_since: Option<&'a [u8]>,
    pub if_unmodified_since: Option<&'a [u8]>,
    pub if_range: Option<&'a [u8]>,
}

/// What a file says of its state.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// None where the configuration wants none.
    pub etag: Option<&'a str>,
    /// Seconds since 1970.
    pub modified: i64,
}

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With the ranges that are asked for, if `true`.
    Content(bool),
    /// 304
    NotModified,
    /// 412
    Failed,
}

impl Conditions<'_> {
    pub fn judge(&self, state: State<'_>) -> Verdict {
        if let Some(tags) = self.if_match {
            if !lists(tags, state.etag, true) {
                return Verdict::Failed;
            }
        } else if self.if_unmodified_since.and_then(seconds).is_some_and(|since| state.modified > since) {
            return Verdict::Failed;
        }
        if let Some(tags) = self.if_none_match {
            if lists(tags, state.etag, false) {
                return Verdict::NotModified;
            }
        } else if self.if_modified_since.and_then(seconds).is_some_and(|since| state.modified <= since) {
            return Verdict::NotModified;
        }
        Verdict::Content(self.if_range.is_none_or(|condition| holds(condition, state)))
    }
}

/// Whether the client has parts of what there is.
fn holds(condition: &[u8], state: State<'_>) -> bool {
    let condition = condition.trim_ascii();
    if condition.starts_with(b"\"") {
        return state.etag.is_some_and(|etag| etag.as_bytes() == condition);
    }
    // A weak tag says nothing of bytes.
    seconds(condition) == Some(state.modified)
}

/// A date in seconds since 1970; none for what is no date, which is then as if it were not there.
fn seconds(date: &[u8]) -> Option<i64> {
    // Behind a semicolon old clients tell a length.
    let date = date.split(|byte| *byte == b';').next()?;
    let date: SystemTime = httpdate::parse_http_date(core::str::from_utf8(date).ok()?.trim()).ok()?;
    let since: Duration = date.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// Whether a tag is in a list. Compared strongly, a weak one is like no other.
fn lists(list: &[u8], etag: Option<&str>, strongly: bool) -> bool {
    let mut rest = list.trim_ascii();
    if rest == b"*" {
        return true;
    }
    let Some(etag) = etag else { return false };
    loop {
        let is_weak = rest.starts_with(b"W/");
        rest = if is_weak { &rest[2..] } else { rest };
        // Commas may stand within quotes.
        let end = match rest {
            [b'"', quoted @ ..] => quoted.iter().position(|byte| *byte == b'"').map(|at| at + 2),
            _ => None,
        };
        let end = end.unwrap_or_else(|| rest.iter().position(|byte| *byte == b',').unwrap_or(rest.len()));
        if &rest[..end] == etag.as_bytes() && !(strongly && is_weak) {
            return true;
        }
        let Some(comma) = rest[end..].iter().position(|byte| *byte == b',') else { return false };
        rest = rest[end + comma + 1..].trim_ascii();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const MODIFIED: i64 = 784_111_777;
    const SAME: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";
    const BEFORE: &[u8] = b"Sun, 06 Nov 1994 08:49:36 GMT";
    const AFTER: &[u8] = b"Sunday, 06-Nov-94 08:49:38 GMT";

    fn judge(conditions: Conditions<'_>) -> Verdict {
        conditions.judge(State { etag: Some("\"a,b:0\""), modified: MODIFIED })
    }

    fn with(change: impl FnOnce(&mut Conditions<'static>)) -> Verdict {
        let mut conditions = Conditions::default();
        change(&mut conditions);
        judge(conditions)
    }

    #[test]
    fn tags() {
        assert_eq!(with(|_| ()), Verdict::Content(true));
        for (list, strong, weak) in [
            ("*", true, true),
            ("\"a,b:0\"", true, true),
            ("W/\"a,b:0\"", false, true),
            ("\"x\", W/\"y,z\" ,\"a,b:0\"", true, true),
            ("a,b:0", false, false),
            ("\"a\"", false, false),
            ("\"a,b:0", false, false),
            ("", false, false),
            (",,,", false, false),
        ] {
            let list = list.as_bytes();
            let expected = if strong { Verdict::Content(true) } else { Verdict::Failed };
            assert_eq!(judge(Conditions { if_match: Some(list), ..Conditions::default() }), expected, "{list:?}");
            let expected = if weak { Verdict::NotModified } else { Verdict::Content(true) };
            assert_eq!(judge(Conditions { if_none_match: Some(list), ..Conditions::default() }), expected, "{list:?}");
        }
    }

    #[test]
    fn dates() {
        assert_eq!(with(|c| c.if_modified_since = Some(SAME)), Verdict::NotModified);
        assert_eq!(with(|c| c.if_modified_since = Some(AFTER)), Verdict::NotModified);
        assert_eq!(with(|c| c.if_modified_since = Some(BEFORE)), Verdict::Content(true));
        assert_eq!(with(|c| c.if_modified_since = Some(b"yesterday")), Verdict::Content(true));
        assert_eq!(with(|c| c.if_unmodified_since = Some(SAME)), Verdict::Content(true));
        assert_eq!(with(|c| c.if_unmodified_since = Some(BEFORE)), Verdict::Failed);
        assert_eq!(with(|c| c.if_unmodified_since = Some(b"\xFF")), Verdict::Content(true));
    }

    #[test]
    fn tags_come_before_dates() {
        let conditions =
            Conditions { if_none_match: Some(b"\"x\""), if_modified_since: Some(SAME), ..Conditions::default() };
        assert_eq!(judge(conditions), Verdict::Content(true));
        let conditions =
            Conditions { if_match: Some(b"*"), if_unmodified_since: Some(BEFORE), ..Conditions::default() };
        assert_eq!(judge(conditions), Verdict::Content(true));
    }

    #[test]
    fn ranges_are_of_the_same_state() {
        for (condition, holds) in [
            (&b"\"a,b:0\""[..], true),
            (b"W/\"a,b:0\"", false),
            (b"\"other\"", false),
            (SAME, true),
            (BEFORE, false),
            (AFTER, false),
        ] {
            assert_eq!(
                judge(Conditions { if_range: Some(condition), ..Conditions::default() }),
                Verdict::Content(holds)
            );
        }
    }
}
