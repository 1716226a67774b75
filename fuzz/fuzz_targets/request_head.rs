//! A request head is read alike however it is cut, and what is read keeps the promises of `Head`.
//!
//! The first byte chooses the parsing exceptions, the second the place of the cut.
#![no_main]

use httpapi::net::http1::{Field, Head, Limits, Parsed, Refusal, Span};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq)]
enum Outcome {
    Incomplete,
    Refused(Refusal),
    Complete(Vec<Field>, Span, u32),
}

fn outcome(bytes: &mut [u8], ends: &[usize], limits: &Limits) -> Outcome {
    let mut head = Head::default();
    let mut seen = 0;
    for end in ends {
        match head.parse(&mut bytes[..*end], seen, limits) {
            Parsed::Incomplete => seen = *end,
            Parsed::Refused(refusal) => return Outcome::Refused(refusal),
            Parsed::Complete => {
                check(&head, bytes, limits);
                return Outcome::Complete(head.fields, head.target, head.length);
            }
        }
    }
    Outcome::Incomplete
}

fn check(head: &Head, bytes: &[u8], limits: &Limits) {
    let length = head.length as usize;
    assert!(length <= bytes.len() && bytes[..length].ends_with(b"\n"));
    let never = |part: &[u8]| part.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n'));
    assert!(!head.target.is_empty() && !never(head.target.of(bytes)));
    assert!(!head.method.is_empty() && head.method.of(bytes).iter().all(u8::is_ascii_graphic));
    for field in &head.fields {
        assert!(field.name.len() + field.value.len() <= limits.field_length());
        assert!(!field.name.is_empty() && !never(field.name.of(bytes)) && !never(field.value.of(bytes)));
        let value = field.value.of(bytes);
        assert!(![value.first(), value.last()].iter().any(|end| matches!(end, Some(b' ' | b'\t'))));
    }
}

fuzz_target!(|data: &[u8]| {
    let [switches, cut, request @ ..] = data else { return };
    let limits = Limits {
        max_field_length: 400,
        max_request_bytes: 1000,
        max_headers: 70,
        allow_weak_header_name_syntax: switches & 1 != 0,
        allow_weak_header_value_syntax: switches & 2 != 0,
        allow_case_insensitive_verbs: switches & 4 != 0,
        allow_unescaped_restricted_chars: switches & 8 != 0,
    };
    // The head ends at a limit if nowhere else; a refusal may come before the end is seen.
    let mut request = request.to_vec();
    request.resize(request.len().max(1000), b'x');
    let (length, cut) = (request.len(), (usize::from(*cut) * 4).clamp(1, request.len()));
    let whole = outcome(&mut request.clone(), &[length], &limits);
    assert_ne!(whole, Outcome::Incomplete);
    assert_eq!(outcome(&mut request, &[cut, cut + (length - cut) / 2, length], &limits), whole);
});
