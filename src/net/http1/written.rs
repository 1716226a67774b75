//! A head that is put together here: its parts are known where they are written, and none is left to be looked for.

use super::body::trim;
use super::fields;
use super::head::{Field, Head, Line, Parsed, Span, Version};
use super::limits::{Limits, MAX_VERB_LENGTH};

/// Writes the text of a head, for [`Head::parse`] to judge.
///
/// Nothing that is written has a line end in it, and no value a control character but the tab. Whatever else the
/// parser might not take as it is, it reads itself.
pub struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
    at: usize,
    head: &'a mut Head,
    /// Method, target and names are such as the parser takes.
    is_plain: bool,
}

impl<'a> Writer<'a> {
    /// Begins with the request line. The bytes grow where they do not suffice.
    pub fn new(bytes: &'a mut Vec<u8>, head: &'a mut Head, method: &[u8], target: &[u8]) -> Self {
        let is_plain = is_word(method, u8::is_ascii_uppercase) && is_word(target, u8::is_ascii_graphic);
        let mut writer = Self { bytes, at: 0, head, is_plain };
        writer.head.is_written = false;
        writer.head.fields.clear();
        writer.head.method = writer.put(method);
        writer.put(b" ");
        writer.head.target = writer.put(target);
        writer.put(b" HTTP/1.1\r\n");
        writer
    }

    pub fn field(&mut self, name: &[u8], value: &[u8]) {
        self.is_plain &= is_word(name, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let name = self.put(name);
        self.put(b": ");
        let start = self.put(value).start as usize;
        let value = Span::within(&self.bytes[..self.at], trim(&self.bytes[start..self.at]));
        self.put(b"\r\n");
        self.head.fields.push(Field::new(name, value));
    }

    /// The head is complete; how long it is.
    pub fn end(mut self) -> usize {
        self.put(b"\r\n");
        self.head.is_written = self.is_plain;
        self.at
    }

    fn put(&mut self, part: &[u8]) -> Span {
        let end = self.at + part.len();
        if end > self.bytes.len() {
            self.bytes.resize(end * 2, 0);
        }
        self.bytes[self.at..end].copy_from_slice(part);
        let span = Span { start: self.at as u32, end: end as u32 };
        self.at = end;
        span
    }
}

fn is_word(text: &[u8], is_of_it: impl Fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.iter().all(is_of_it)
}

impl Head {
    /// Judges the head that was written as these bytes, if the parser would find the parts that are known.
    pub(super) fn judge(&mut self, bytes: &[u8], limits: &Limits) -> Option<Parsed> {
        let fits = bytes.len() <= limits.request_bytes()
            && self.fields.len() <= limits.headers()
            && self.method.len() <= MAX_VERB_LENGTH
            && self.target.len() <= limits.field_length();
        let line = Line { method: Some(self.method), target: Some(self.target), version: Some(Version::Http11) };
        fits.then(|| match fields::finish(self, bytes, &line, bytes.len(), limits) {
            Ok(()) => Parsed::Complete,
            Err(refusal) => Parsed::Refused(refusal),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::head_tests::describe;
    use super::*;
    use http::{HeaderName, HeaderValue, Method, Uri};

    /// What becomes of a head, and of the same text where nobody has said where its parts are.
    fn both(method: &[u8], target: &[u8], fields: &[(&[u8], &[u8])], limits: &Limits) -> [String; 2] {
        let (mut bytes, mut written) = (vec![0; 16], Head::default());
        let mut writer = Writer::new(&mut bytes, &mut written, method, target);
        for (name, value) in fields {
            writer.field(name, value);
        }
        let length = writer.end();
        bytes.truncate(length);
        [written, Head::default()].map(|mut head| {
            let mut text = bytes.clone();
            match head.parse(&mut text, 0, limits) {
                Parsed::Complete => describe(&head, &text),
                other => format!("{other:?}"),
            }
        })
    }

    #[track_caller]
    fn same(method: &[u8], target: &[u8], fields: &[(&[u8], &[u8])], limits: &Limits) -> String {
        let [written, read] = both(method, target, fields, limits);
        assert_eq!(written, read);
        read
    }

    const HOST: (&[u8], &[u8]) = (b"Host", b"h");

    #[test]
    fn every_byte_that_may_be_written_is_judged_as_the_parser_does() {
        let limits = Limits::default();
        for byte in 0..=u8::MAX {
            let word = [b'A', byte, b'B'].map(|byte| byte.to_ascii_uppercase());
            if Method::from_bytes(&word).is_ok() {
                same(&word, b"/", &[HOST], &limits);
            }
            let target = [b'/', byte, b'x'];
            if let Ok(uri) = Uri::try_from(&target[..]) {
                let target = uri.path_and_query().expect("a path").as_str().as_bytes();
                assert!(same(b"GET", target, &[HOST], &limits).starts_with("GET "), "{byte:#x}");
            }
            for name in [vec![byte], vec![b'a', byte, b'b']] {
                if HeaderName::from_lowercase(&name).is_ok() {
                    same(b"GET", b"/", &[HOST, (&name, b"x")], &limits);
                }
            }
            for value in [vec![byte], vec![byte, b'a', byte], vec![b'a', byte, b'b']] {
                if HeaderValue::from_bytes(&value).is_ok() {
                    assert!(same(b"GET", b"/", &[HOST, (b"x", &value)], &limits).starts_with("GET "), "{byte:#x}");
                    same(b"GET", b"/", &[(b"Host", &value)], &limits);
                }
            }
        }
        // What the parser does not take though it may be written.
        assert_eq!(same(b"GET", b"/", &[HOST, (b"a\"b", b"x")], &limits), "Refused(Header)");
        let weak = Limits { allow_weak_header_name_syntax: true, ..Limits::default() };
        assert!(same(b"GET", b"/", &[HOST, (b"a\"b", b"x")], &weak).starts_with("GET "));
    }

    #[test]
    fn limits_are_those_of_the_parser() {
        let limits = Limits { max_field_length: 1000, max_request_bytes: 1 << 15, ..Limits::default() };
        for count in [0, 1, 62, 63, 64, 65, 198, 199, 200, 201] {
            let names: Vec<_> = (0..count).map(|number| format!("x{number}")).collect();
            let fields: Vec<_> =
                [HOST].into_iter().chain(names.iter().map(|name| (name.as_bytes(), &b"y"[..]))).collect();
            assert_eq!(same(b"GET", b"/", &fields, &limits).starts_with("GET "), count < 200, "{count}");
        }
        for length in 995..=1002 {
            same(b"GET", &[b"/", &vec![b'x'; length][..]].concat(), &[HOST], &limits);
            same(b"GET", b"/", &[HOST, (b"x", &vec![b'y'; length])], &limits);
        }
        for length in 250..=260 {
            same(&vec![b'V'; length], b"/", &[HOST], &limits);
        }
        for most in 20..=60 {
            let limits = Limits { max_request_bytes: most, ..Limits::default() };
            same(b"GET", b"/abc", &[HOST, (b"x", b"y")], &limits);
        }
    }

    #[test]
    fn what_fields_mean_is_judged_alike() {
        let limits = Limits::default();
        let fields: [&[(&[u8], &[u8])]; 11] = [
            &[],
            &[HOST, HOST],
            &[(b"Host", b"")],
            &[HOST, (b"content-length", b"12")],
            &[HOST, (b"content-length", b"-1")],
            &[HOST, (b"content-length", b"1"), (b"content-length", b"1")],
            &[HOST, (b"Transfer-Encoding", b"chunked"), (b"expect", b"100-continue")],
            &[HOST, (b"x", b"1"), (b"y", b"2"), (b"X", b"3"), (b"accept", b"a"), (b"accept", b"b")],
            &[HOST, (b"Connection", b"Upgrade"), (b"Upgrade", b"websocket")],
            &[HOST, (b"x", b""), (b"y", b" \t "), (b"z", b"\ta b ")],
            &[HOST, (b"cookie", b"a=1; b=2")],
        ];
        for fields in fields {
            for (method, target) in [(&b"GET"[..], &b"/a?b"[..]), (b"POST", b"*"), (b"CONNECT", b""), (b"", b"/")] {
                same(method, target, fields, &limits);
            }
        }
    }
}
