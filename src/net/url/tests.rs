//! Each rule of the cooked URL, by example, and what holds for any bytes.

use super::*;
use crate::abi::windows::WCHAR;
use proptest::prelude::*;
use std::net::SocketAddr;

fn local() -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 7], 8080))
}

fn cook_with(target: &[u8], host: Option<&[u8]>, limits: &UrlLimits) -> Result<CookedUrl, UrlError> {
    let mut url = CookedUrl::default();
    url.cook(false, target, host, local(), limits).map(|()| url)
}

fn path_with(target: &[u8], limits: &UrlLimits) -> Result<String, UrlError> {
    cook_with(target, Some(b"h"), limits).map(|url| url.path().to_owned())
}

fn path(target: &[u8]) -> Result<String, UrlError> {
    path_with(target, &UrlLimits::default())
}

fn assert_paths(limits: &UrlLimits, examples: &[(&[u8], Option<&str>)]) {
    for (target, expected) in examples {
        let expected = expected.map(str::to_owned).ok_or(UrlError::Invalid);
        assert_eq!(path_with(target, limits), expected, "{:?}", target.escape_ascii().to_string());
    }
}

#[test]
fn the_parts_of_a_url() {
    let url = cook_with(b"/a/b?c=%20d", Some(b"Example.com"), &UrlLimits::default()).expect("a good URL");
    assert_eq!(url.full(), "http://Example.com:8080/a/b?c=%20d");
    assert_eq!((url.host(), url.path(), url.query()), ("Example.com:8080", "/a/b", Some("?c=%20d")));
    assert_eq!((url.host_range(), url.path_range(), url.query_range()), (7..23, 23..27, Some(27..34)));
    assert!(url.is_ascii());
    let url = cook_with("/ü".as_bytes(), Some(b"h"), &UrlLimits::default()).expect("a good URL");
    assert_eq!((url.full(), url.query(), url.is_ascii()), ("http://h:8080/ü", None, false));
}

#[test]
fn one_url_after_another() {
    let mut url = CookedUrl::default();
    let limits = UrlLimits::default();
    assert_eq!(url.cook(true, b"/long/path?query", Some(b"name:1"), local(), &limits), Ok(()));
    assert_eq!(url.full(), "https://name:1/long/path?query");
    // The failure comes when half a character is written.
    for bad in [&b"/x/%C3%00"[..], b"/ok?a b", b""] {
        assert!(url.cook(false, bad, None, local(), &limits).is_err());
        assert_eq!((url.full(), url.host(), url.path(), url.query()), ("", "", "", None));
    }
    assert_eq!(url.cook(false, b"/", None, local(), &limits), Ok(()));
    assert_eq!((url.full(), url.query()), ("http://192.0.2.7:8080/", None));
}

#[test]
fn forms_of_the_target() {
    let good: &[(&[u8], &str)] = &[
        (b"/", "http://h:8080/"),
        (b"/?", "http://h:8080/?"),
        (b"/a?b?c/d", "http://h:8080/a?b?c/d"),
        (b"*", "http://h:8080/"),
        // The absolute form brings the host; the scheme is the connection's.
        (b"http://other/a", "http://other:8080/a"),
        (b"HTTP://other:81/a?b", "http://other:81/a?b"),
        (b"https://other/a", "http://other:8080/a"),
        (b"http://other", "http://other:8080/"),
        (b"http://other?a=b", "http://other:8080/?a=b"),
        (b"http://[::1]:5/a", "http://[::1]:5/a"),
        // No host, whatever it looks like.
        (b"//other/a", "http://h:8080/other/a"),
        (b"/http://other/a", "http://h:8080/http:/other/a"),
    ];
    for (target, full) in good {
        let url = cook_with(target, Some(b"h"), &UrlLimits::default());
        assert_eq!(url.as_ref().map(CookedUrl::full), Ok(*full), "{:?}", target.escape_ascii().to_string());
    }
    let bad: &[(&[u8], UrlError)] = &[
        (b"", UrlError::BadRequest),
        (b"http://other?a=b/c", UrlError::Invalid),
        (b"other:443", UrlError::Invalid),
        (b"a/b", UrlError::Invalid),
        (b"\\a", UrlError::Invalid),
        (b"?a", UrlError::Invalid),
        (b"**", UrlError::Invalid),
        (b"ftp://other/", UrlError::Invalid),
        (b"http:/other/", UrlError::Invalid),
        (b"http:///a", UrlError::Hostname),
        (b"http://user@other/", UrlError::Hostname),
        (b"http://other\\a", UrlError::Hostname),
        (b"http://other#a", UrlError::Hostname),
        (b"http://other:/", UrlError::Hostname),
        (b"/a#b", UrlError::Invalid),
        (b"/a?b#c", UrlError::Invalid),
        (b"/a b", UrlError::Invalid),
        (b"/a?b c", UrlError::Invalid),
    ];
    for (target, error) in bad {
        let url = cook_with(target, Some(b"h"), &UrlLimits::default());
        assert_eq!(url, Err(*error), "{:?}", target.escape_ascii().to_string());
    }
}

#[test]
fn hosts() {
    let good: &[(&str, &str)] = &[
        ("name", "name:8080"),
        ("NaMe.Example", "NaMe.Example:8080"),
        (" name\t", "name:8080"),
        ("name.:80", "name.:80"),
        ("a_b-c~1:65535", "a_b-c~1:65535"),
        ("127.0.0.1", "127.0.0.1:8080"),
        ("[::1]", "[::1]:8080"),
        ("[2001:DB8::1]:80", "[2001:DB8::1]:80"),
        ("bücher.example", "bücher.example:8080"),
        ("日本.example:1", "日本.example:1"),
    ];
    for (host, expected) in good {
        let url = cook_with(b"/", Some(host.as_bytes()), &UrlLimits::default());
        assert_eq!(url.as_ref().map(CookedUrl::host), Ok(*expected), "{host}");
    }
    let longest = "a".repeat(MAX_NAME_LENGTH);
    assert!(cook_with(b"/", Some(longest.as_bytes()), &UrlLimits::default()).is_ok());
    let long = longest + "a";
    let bad: &[&[u8]] = &[
        b"",
        b" ",
        b":80",
        b"a b",
        b"a/b",
        b"a\\b",
        b"a?b",
        b"a#b",
        b"a@b",
        b"a%2eb",
        b"a,b",
        b"+",
        b"*:80",
        b"a\0b",
        b"a:",
        b"a:0",
        b"a:65536",
        b"a:+80",
        b"a:8o",
        b"a:80:80",
        b"a:000080",
        b"::1",
        b"[::1",
        b"[::1]80",
        b"[::1]:",
        b"[]",
        b"[1.2.3.4]",
        b"[fe80::1%eth0]",
        b"[v1.x]",
        b"..",
        b".",
        b".a",
        b"a..b",
        b"a\xE1",
        "a\u{2100}b".as_bytes(),
        "a\u{FF0F}b".as_bytes(),
        "a\u{3000}b".as_bytes(),
        long.as_bytes(),
    ];
    for host in bad {
        let name = host.escape_ascii().to_string();
        assert_eq!(cook_with(b"/", Some(host), &UrlLimits::default()), Err(UrlError::Hostname), "{name}");
        // A bad header is bad also when it does not count.
        assert_eq!(cook_with(b"http://ok/", Some(host), &UrlLimits::default()), Err(UrlError::Hostname), "{name}");
    }
}

#[test]
fn without_a_host_it_is_the_local_address() {
    for (local, host) in [
        ("192.0.2.1:80", "192.0.2.1:80"),
        ("[2001:db8::1]:443", "[2001:db8::1]:443"),
        ("[::ffff:192.0.2.1]:80", "192.0.2.1:80"),
    ] {
        let mut url = CookedUrl::default();
        let local = local.parse().expect("an address");
        assert_eq!(url.cook(true, b"/", None, local, &UrlLimits::default()), Ok(()));
        assert_eq!(url.full(), format!("https://{host}/"));
    }
    for port in 0..=u16::MAX {
        let mut url = CookedUrl::default();
        assert_eq!(url.cook(false, b"/", Some(b"h"), SocketAddr::from(([0; 4], port)), &UrlLimits::default()), Ok(()));
        assert_eq!(url.host().strip_prefix("h:").map(str::parse), Some(Ok(port)));
    }
}

#[test]
fn escapes_are_decoded_once() {
    assert_paths(
        &UrlLimits::default(),
        &[
            (b"/%41%6a%6A", Some("/Ajj")),
            (b"/%20", Some("/ ")),
            (b"/a%2Fb", Some("/a/b")),
            (b"/a%5Cb\\c", Some("/a/b/c")),
            (b"/%252F", Some("/%2F")),
            (b"/%25%32%46", Some("/%2F")),
            (b"/a%3Fb%23c", Some("/a?b#c")),
            (b"/+", Some("/+")),
            (b"/%", None),
            (b"/%2", None),
            (b"/%2?", None),
            (b"/%zz", None),
            (b"/%+1", None),
            (b"/%%41", None),
        ],
    );
}

#[test]
fn dot_segments_and_slashes() {
    assert_paths(
        &UrlLimits::default(),
        &[
            (b"/a/./b", Some("/a/b")),
            (b"/a/../b", Some("/b")),
            (b"/a/b/..", Some("/a/")),
            (b"/a/b/../", Some("/a/")),
            (b"/a/.", Some("/a/")),
            (b"/..", Some("/")),
            (b"/../../a", Some("/a")),
            (b"/a/b/../../../../c", Some("/c")),
            (b"/a/%2E%2e/b", Some("/b")),
            (b"/a/.%2E/b", Some("/b")),
            (b"/base/%2E%2E/base/x", Some("/base/x")),
            (b"/a\\..\\b", Some("/b")),
            (b"///base/path", Some("/base/path")),
            (b"/a//b///", Some("/a/b/")),
            (b"/a//../b", Some("/b")),
            (b"/a/...", Some("/a/...")),
            (b"/a./b.", Some("/a./b.")),
            (b"/.a/..b", Some("/.a/..b")),
            (b"/%2E%2E%2F%2E%2E%2Fa", Some("/a")),
        ],
    );
}

#[test]
fn characters_beyond_ascii() {
    assert_paths(
        &UrlLimits::default(),
        &[
            (b"/%C3%BC", Some("/ü")),
            ("/ü".as_bytes(), Some("/ü")),
            (b"/\xC3%BC", Some("/ü")),
            (b"/%F0%9F%98%80", Some("/\u{1F600}")),
            ("/\u{1F600}".as_bytes(), Some("/\u{1F600}")),
            // Escapes that are no UTF-8 are Windows 1252, all of them.
            (b"/%E1", Some("/á")),
            (b"/%80", Some("/\u{20AC}")),
            (b"/%C3%BC/%E1", Some("/Ã¼/á")),
            (b"/%ED%A0%BD", Some("/í\u{A0}½")),
            (b"/%u20AC%E1", Some("/\u{20AC}á")),
            (b"/%C3%u00BC", Some("/Ã¼")),
            // Raw bytes have to be UTF-8.
            (b"/\xE1", None),
            (b"/\xC3\xBC%E1", None),
            // Controls of the second kind.
            (b"/%C2%85", None),
            (b"/%81", None),
            (b"/%u0085", None),
            ("/\u{85}".as_bytes(), None),
        ],
    );
}

#[test]
fn percent_u() {
    assert_paths(
        &UrlLimits::default(),
        &[
            (b"/%u0041%U00fc", Some("/Aü")),
            (b"/%u20ac", Some("/\u{20AC}")),
            (b"/%uD83D%uDE00", Some("/\u{1F600}")),
            (b"/a%u002F%u002e%u002E%u005Cb", Some("/b")),
            (b"/%uD83D", None),
            (b"/%uD83Dx", None),
            (b"/%uD83D%41", None),
            (b"/%uD83D%uD83D", None),
            (b"/%uD83D%u0041", None),
            (b"/%uDE00", None),
            (b"/%u12", None),
            (b"/%u12g4", None),
            (b"/%u", None),
            (b"/%u0000", None),
            (b"/%u001F", None),
        ],
    );
    let limits = UrlLimits { percent_u_allowed: false, ..UrlLimits::default() };
    assert_paths(&limits, &[(b"/%u0041", None), (b"/%41", Some("/A"))]);
}

#[test]
fn settings_of_encodings() {
    let only_utf8 = UrlLimits { enable_non_utf8: false, ..UrlLimits::default() };
    assert_paths(&only_utf8, &[(b"/%E1", None), (b"/%C3%BC", Some("/ü"))]);
    let only_utf8 = UrlLimits { favor_utf8: false, ..only_utf8 };
    assert_paths(&only_utf8, &[(b"/%E1", None), (b"/%C3%BC", Some("/ü"))]);
    let ansi_first = UrlLimits { favor_utf8: false, ..UrlLimits::default() };
    assert_paths(
        &ansi_first,
        &[(b"/%E1", Some("/á")), (b"/%C3%BC", Some("/Ã¼")), (b"/\xC3\xBC", Some("/ü")), (b"/\xE1", None)],
    );
}

#[test]
fn control_characters() {
    let escaped = UrlLimits { allow_restricted_chars: true, ..UrlLimits::default() };
    let raw = UrlLimits { allow_unescaped_restricted_chars: true, ..UrlLimits::default() };
    for byte in (0..0x20).chain([0x7F]) {
        let as_is = [b'/', byte];
        let with_query = [b'/', b'?', byte];
        let in_escape = format!("/%{byte:02X}");
        let never = matches!(byte, 0 | b'\n' | b'\r');
        let is_tab = byte == b'\t';
        assert_eq!(path(&as_is).is_ok(), is_tab, "{byte}");
        assert_eq!(path(&with_query).is_ok(), is_tab, "{byte}");
        assert_eq!(path_with(&as_is, &raw).is_ok(), !never, "{byte}");
        assert_eq!(path_with(&with_query, &raw).is_ok(), !never, "{byte}");
        assert_eq!(path(in_escape.as_bytes()), Err(UrlError::Invalid), "{byte}");
        assert_eq!(path_with(in_escape.as_bytes(), &raw), Err(UrlError::Invalid), "{byte}");
        assert_eq!(path_with(in_escape.as_bytes(), &escaped).is_ok(), byte != 0, "{byte}");
    }
    assert_paths(&escaped, &[(b"/%C2%85", Some("/\u{85}")), (b"/%81", Some("/\u{81}")), (b"/%u0000", None)]);
}

#[test]
fn the_query_is_as_it_came() {
    let examples: &[(&[u8], &str)] = &[
        (b"?", "?"),
        (b"?a=%2e%2E/../\\%zz%00", "?a=%2e%2E/../\\%zz%00"),
        ("?\u{1F600}".as_bytes(), "?\u{1F600}"),
        (b"?\xE1\xC3\xBC\x80", "?áÃ¼\u{80}"),
    ];
    for (query, expected) in examples {
        let url = cook_with(&[b"/", *query].concat(), Some(b"h"), &UrlLimits::default()).expect("a good URL");
        assert_eq!((url.path(), url.query()), ("/", Some(*expected)));
    }
}

#[test]
fn limits_of_segments() {
    let limits = UrlLimits { segment_max_count: 3, segment_max_length: 4, ..UrlLimits::default() };
    assert_paths(
        &limits,
        &[
            (b"/a/b/c", Some("/a/b/c")),
            (b"/a/b/c/", Some("/a/b/c/")),
            (b"/a/b/c/d", None),
            (b"/a/b/../c/d", Some("/a/c/d")),
            (b"//a//b//c//", Some("/a/b/c/")),
            (b"/abcd", Some("/abcd")),
            (b"/abcde", None),
            (b"/abcde/..", None),
            (b"/%61%62%63%64", Some("/abcd")),
            ("/üüüü".as_bytes(), Some("/üüüü")),
            (b"/%FF%FF%FF%FF", Some("/ÿÿÿÿ")),
            (b"/%FF%FF%FF%FF%FF", None),
            (b"/%FF%FF%FF%uFFFD", Some("/ÿÿÿ\u{FFFD}")),
            // Two units each.
            ("/\u{1F600}\u{1F600}".as_bytes(), Some("/\u{1F600}\u{1F600}")),
            ("/\u{1F600}\u{1F600}a".as_bytes(), None),
        ],
    );
    let none = UrlLimits { segment_max_count: 0, segment_max_length: 0, ..UrlLimits::default() };
    let long = format!("/{}/{}", "a".repeat(300), "b/".repeat(300));
    assert_eq!(path_with(long.as_bytes(), &none), Ok(long.clone()));
    assert_eq!(path(long.as_bytes()), Err(UrlError::Invalid));
    for (count, length, good) in [(255, 1, true), (256, 1, false), (1, 260, true), (1, 261, false)] {
        let target = format!("/{}", "a".repeat(length)).repeat(count);
        assert_eq!(path(target.as_bytes()).is_ok(), good, "{count} {length}");
    }
}

#[test]
fn lengths_that_the_structure_cannot_hold() {
    let most = 65535 / size_of::<WCHAR>();
    let rest = most - "http://h:8080/".len();
    for (length, letter) in [(rest, "a"), (rest, "ü")] {
        let limits = UrlLimits { segment_max_length: 0, ..UrlLimits::default() };
        assert!(path_with(format!("/{}", letter.repeat(length)).as_bytes(), &limits).is_ok(), "{letter}");
        let over = path_with(format!("/{}", letter.repeat(length + 1)).as_bytes(), &limits);
        assert_eq!(over, Err(UrlError::TooLong), "{letter}");
    }
    // What is taken away does not count.
    assert_eq!(path("/a/..".repeat(100_000).as_bytes()), Ok("/".into()));
}

/// Bytes as they may come, with those that mean something more often than not.
fn targets() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "/", "/", "\\", ".", "..", "%2e", "%2F", "%5c", "%", "%u", "%uD83D", "%uDE00", "%u002e", "%25", "%c0%af", "%C3",
            "%BC", "?", "#", "*", "http://", "a", "b", "ü", "\u{1F600}", "%00", "%81", " ", ":", "@", "[::1]",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    (any::<bool>(), prop::collection::vec(piece, 0..20)).prop_map(|(slash, pieces)| {
        let mut target = if slash { b"/".to_vec() } else { Vec::new() };
        target.extend(pieces.concat());
        target
    })
}

fn any_limits() -> impl Strategy<Value = UrlLimits> {
    (0..6u32, 0..6u32, any::<[bool; 5]>()).prop_map(|(count, length, flags)| UrlLimits {
        segment_max_count: count,
        segment_max_length: length,
        enable_non_utf8: flags[0],
        favor_utf8: flags[1],
        percent_u_allowed: flags[2],
        allow_restricted_chars: flags[3],
        allow_unescaped_restricted_chars: flags[4],
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cooked_url_is_canonical(target in targets(), host in prop::option::of(targets()), limits in any_limits()) {
        if let Ok(url) = cook_with(&target, host.as_deref(), &limits) {
            prop_assert_eq!(url.full(), format!("http://{}{}{}", url.host(), url.path(), url.query().unwrap_or("")));
            prop_assert!(url.path().starts_with('/'));
            prop_assert!(!url.path().contains("//") && !url.path().contains('\\') && !url.full().contains('\0'));
            prop_assert!(url.path().split('/').all(|segment| segment != "." && segment != ".."));
            prop_assert_eq!(url.is_ascii(), url.full().is_ascii());
            prop_assert!(Authority::parse(url.host().as_bytes()).is_some_and(|host| host.has_port));
            let segments = url.path().split('/').filter(|segment| !segment.is_empty());
            prop_assert!(limits.segment_max_count == 0 || segments.clone().count() <= limits.segment_max_count as usize);
            for segment in segments {
                let units = segment.encode_utf16().count();
                prop_assert!(limits.segment_max_length == 0 || units <= limits.segment_max_length as usize);
            }
        }
    }

    #[test]
    fn a_cooked_path_that_is_escaped_cooks_to_itself(target in targets()) {
        if let Ok(first) = path(&target) && !first.contains('\t') {
            let escape = |byte: u8| if byte == b'/' { "/".into() } else { format!("%{byte:02x}") };
            let escaped: String = first.bytes().map(escape).collect();
            prop_assert_eq!(path(escaped.as_bytes()), Ok(first));
        }
    }

    #[test]
    fn memory_that_was_used_changes_nothing(targets in prop::collection::vec(targets(), 1..5)) {
        let mut used = CookedUrl::default();
        for target in targets {
            let done = used.cook(false, &target, None, local(), &UrlLimits::default());
            prop_assert_eq!(done.map(|()| used.clone()), cook_with(&target, None, &UrlLimits::default()));
        }
    }
}
