//! Spellings that once led out of a folder or past a check, and what we make of them.
//!
//! A path is decoded once. What is still an escape after that is text, and nobody may decode it again.

use super::{CookedUrl, UrlError, UrlLimits};
use std::net::SocketAddr;

fn path(target: &[u8]) -> Result<String, UrlError> {
    let mut url = CookedUrl::default();
    let local = SocketAddr::from(([127, 0, 0, 1], 80));
    url.cook(false, target, Some(b"h"), local, &UrlLimits::default()).map(|()| url.path().to_owned())
}

#[test]
fn nothing_leads_out_of_the_root() {
    let examples: &[(&[u8], Option<&str>)] = &[
        // Plain, and with the separators of Windows.
        (b"/../../etc/passwd", Some("/etc/passwd")),
        (b"/a/../../../etc/passwd", Some("/etc/passwd")),
        (b"/..\\..\\winnt", Some("/winnt")),
        (b"/..%5c..%5Cwinnt", Some("/winnt")),
        (b"/%2e%2e/%2e%2e/etc", Some("/etc")),
        (b"/%2e%2e%2f%2e%2e%2fetc", Some("/etc")),
        (b"/.%2e%5c.%2e/etc", Some("/etc")),
        (b"/a/.//..//..//etc", Some("/etc")),
        (b"/..;/..;/etc", Some("/..;/..;/etc")),
        // Double decode (MS01-026).
        (b"/..%255c..%255cwinnt", Some("/..%5c..%5cwinnt")),
        (b"/..%252f..%252fetc", Some("/..%2f..%2fetc")),
        (b"/%252e%252e/etc", Some("/%2e%2e/etc")),
        (b"/%25%32%65%25%32%65/etc", Some("/%2e%2e/etc")),
        (b"/..%%35%63..", None),
        (b"/..%25u002f..", Some("/..%u002f..")),
        // Overlong UTF-8 (MS00-078) is no UTF-8; in Windows 1252 it has no slash.
        (b"/..%c0%af../winnt", Some("/..À¯../winnt")),
        (b"/..%c1%9c../winnt", Some("/..Áœ../winnt")),
        (b"/..%e0%80%af../winnt", Some("/..à€¯../winnt")),
        (b"/..%f0%80%80%af../winnt", Some("/..ð€€¯../winnt")),
        (b"/%c0%ae%c0%ae/winnt", Some("/À®À®/winnt")),
        (b"/..%c1%1c../winnt", None),
        (b"/..%c0%2f../winnt", Some("/winnt")),
        (b"/..\xC0\xAF../winnt", None),
        // %u, and characters that a code page might turn into a slash or a dot.
        (b"/..%u002f..%u005cwinnt", Some("/winnt")),
        (b"/%u002e%u002e/winnt", Some("/winnt")),
        (b"/..%u2215..%u2216winnt", Some("/..\u{2215}..\u{2216}winnt")),
        (b"/..%uFF0F..", Some("/..\u{FF0F}..")),
        (b"/%uFF0E%uFF0E/x", Some("/\u{FF0E}\u{FF0E}/x")),
        (b"/..%ef%bc%8f..", Some("/..\u{FF0F}..")),
        // Ends of C strings and lines.
        (b"/a.asp%00.txt", None),
        (b"/a%u0000", None),
        (b"/a\0b", None),
        (b"/a%0d%0aSet-Cookie:x", None),
    ];
    for (target, expected) in examples {
        let expected = expected.map(str::to_owned).ok_or(UrlError::Invalid);
        assert_eq!(path(target), expected, "{:?}", target.escape_ascii().to_string());
    }
}

/// Streams and short names are for whoever opens files; the path has to show them as they are.
#[test]
fn names_that_only_windows_files_have_stay_visible() {
    for (target, expected) in [
        ("/a.asp::$DATA", "/a.asp::$DATA"),
        ("/a.asp%3A%3a%24DATA", "/a.asp::$DATA"),
        ("/bin:$i30:$INDEX_ALLOCATION/a", "/bin:$i30:$INDEX_ALLOCATION/a"),
        ("/PROGRA~1/x", "/PROGRA~1/x"),
        ("/a%7e1", "/a~1"),
        ("/a.asp.", "/a.asp."),
        ("/a.asp%20", "/a.asp "),
        ("/con", "/con"),
        ("/web.config/x", "/web.config/x"),
    ] {
        assert_eq!(path(target.as_bytes()).as_deref(), Ok(expected));
    }
}
