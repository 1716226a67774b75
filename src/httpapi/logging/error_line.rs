//! Lines of the log of errors.

use super::escape::{print, put};
use super::moment::Moment;
use super::record::version_text;
use super::w3c;
use crate::net::http1::head::Version;
use std::net::SocketAddr;

const SOFTWARE: &str = "Microsoft HTTP API 2.0";

/// Those that Windows writes unless it is told otherwise.
const FIELDS: &str =
    "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename";

/// No more of a URL and of a verb is written.
const LONGEST_URI: usize = 4096;
const LONGEST_VERB: usize = 255;

/// What a line says; texts are empty where nobody knows them.
#[derive(Clone, Copy, Debug)]
pub struct Error<'a> {
    pub client: SocketAddr,
    pub server: SocketAddr,
    pub version: Option<Version>,
    pub method: &'a [u8],
    /// With the query.
    pub uri: &'a [u8],
    /// That of the answer, where there was one.
    pub status: Option<u16>,
    /// That of IIS; 0 where there is none.
    pub site: u32,
    pub reason: &'a str,
    pub queue: &'a str,
}

pub fn header(moment: &Moment, out: &mut Vec<u8>) {
    w3c::directives(SOFTWARE, FIELDS, moment, out);
}

pub fn line(error: &Error<'_>, moment: &Moment, out: &mut Vec<u8>) {
    let text = |text: &[u8], out: &mut Vec<u8>| {
        out.push(b' ');
        put(text, |_| false, out);
    };
    w3c::date(moment, out);
    out.push(b' ');
    w3c::time(moment, out);
    for address in [error.client, error.server] {
        out.push(b' ');
        put_ip(address, out);
        print(out, format_args!(" {}", address.port()));
    }
    text(version_text(error.version).as_bytes(), out);
    text(start(error.method, LONGEST_VERB), out);
    text(start(error.uri, LONGEST_URI), out);
    for number in [error.status.map(u32::from), Some(error.site).filter(|site| *site != 0)] {
        match number {
            Some(number) => print(out, format_args!(" {number}")),
            None => text(b"", out),
        }
    }
    text(error.reason.as_bytes(), out);
    text(error.queue.as_bytes(), out);
    out.extend_from_slice(b"\r\n");
}

/// An address; one of IPv6 that holds within a zone with the zone's number.
fn put_ip(address: SocketAddr, out: &mut Vec<u8>) {
    match address {
        // A socket that takes both kinds has the one within the other.
        SocketAddr::V6(v6) if v6.scope_id() != 0 => print(out, format_args!("{}%{}", v6.ip(), v6.scope_id())),
        _ => print(out, format_args!("{}", address.ip().to_canonical())),
    }
}

/// The beginning, without a part of a character at its end.
fn start(text: &[u8], longest: usize) -> &[u8] {
    let mut end = text.len().min(longest);
    while end > 0 && end < text.len() && text[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment() -> Moment {
        Moment::in_zone(784_111_777, 3600)
    }

    fn text(error: &Error<'_>) -> String {
        let mut out = Vec::new();
        line(error, &moment(), &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    const ERROR: &str = "a socket's address";

    #[test]
    fn a_line_has_the_fields_of_its_header() {
        let mut out = Vec::new();
        header(&moment(), &mut out);
        let header = String::from_utf8(out).expect("UTF-8");
        assert!(
            header.starts_with("#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: 1994-11-06 08:49:37\r\n")
        );
        let error = Error {
            client: "[fe80::1%3]:1234".parse().expect(ERROR),
            server: "[::ffff:127.0.0.1]:80".parse().expect(ERROR),
            version: Some(Version::Http11),
            method: b"GET",
            uri: b"/a\tb?\xC3\xBC",
            status: Some(503),
            site: 7,
            reason: "QueueFull",
            queue: "my queue",
        };
        let line = text(&error);
        assert_eq!(
            line,
            "1994-11-06 08:49:37 fe80::1%3 1234 127.0.0.1 80 HTTP/1.1 GET /a+b?\u{fc} 503 7 QueueFull my+queue\r\n"
        );
        assert_eq!(header.lines().last().expect("fields").split(' ').count() - 1, line.split(' ').count());
        let nothing = Error { version: None, method: b"", uri: b"", status: None, site: 0, queue: "", ..error };
        assert!(text(&nothing).ends_with(" 80 - - - - - QueueFull -\r\n"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let uri = format!("//{}", "/\u{fc}".repeat(2000));
        let error = Error {
            client: "127.0.0.1:1".parse().expect(ERROR),
            server: "127.0.0.1:2".parse().expect(ERROR),
            version: None,
            method: &[b'A'; 300],
            uri: uri.as_bytes(),
            status: None,
            site: 0,
            reason: "URL",
            queue: "",
        };
        let line = text(&error);
        let fields: Vec<_> = line.split(' ').collect();
        assert_eq!((fields[7].len(), fields[8].len()), (LONGEST_VERB, LONGEST_URI - 1));
    }
}
