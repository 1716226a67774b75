//! The extended format of the W3C.

use super::escape::{print, put};
use super::moment::Moment;
use super::record::{Record, version_text};
use crate::abi::http::*;
use crate::abi::windows::ULONG;

/// The fields in their order, with their names.
const FIELDS: [(ULONG, &str); 25] = [
    (HTTP_LOG_FIELD_DATE, "date"),
    (HTTP_LOG_FIELD_TIME, "time"),
    (HTTP_LOG_FIELD_SITE_NAME, "s-sitename"),
    (HTTP_LOG_FIELD_COMPUTER_NAME, "s-computername"),
    (HTTP_LOG_FIELD_SERVER_IP, "s-ip"),
    (HTTP_LOG_FIELD_METHOD, "cs-method"),
    (HTTP_LOG_FIELD_URI_STEM, "cs-uri-stem"),
    (HTTP_LOG_FIELD_URI_QUERY, "cs-uri-query"),
    (HTTP_LOG_FIELD_SERVER_PORT, "s-port"),
    (HTTP_LOG_FIELD_USER_NAME, "cs-username"),
    (HTTP_LOG_FIELD_CLIENT_IP, "c-ip"),
    (HTTP_LOG_FIELD_VERSION, "cs-version"),
    (HTTP_LOG_FIELD_USER_AGENT, "cs(User-Agent)"),
    (HTTP_LOG_FIELD_COOKIE, "cs(Cookie)"),
    (HTTP_LOG_FIELD_REFERER, "cs(Referer)"),
    (HTTP_LOG_FIELD_HOST, "cs-host"),
    (HTTP_LOG_FIELD_STATUS, "sc-status"),
    (HTTP_LOG_FIELD_SUB_STATUS, "sc-substatus"),
    (HTTP_LOG_FIELD_WIN32_STATUS, "sc-win32-status"),
    (HTTP_LOG_FIELD_BYTES_SENT, "sc-bytes"),
    (HTTP_LOG_FIELD_BYTES_RECV, "cs-bytes"),
    (HTTP_LOG_FIELD_TIME_TAKEN, "time-taken"),
    (HTTP_LOG_FIELD_STREAM_ID, "streamid"),
    (HTTP_LOG_FIELD_STREAM_ID_EX, "streamid_ex"),
    (HTTP_LOG_FIELD_TRANSPORT_TYPE, "transport"),
];

/// Fields that lines about requests may have.
pub const KNOWN: ULONG = {
    let (mut known, mut at) = (0, 0);
    while at < FIELDS.len() {
        known |= FIELDS[at].0;
        at += 1;
    }
    known
};

fn chosen(fields: ULONG) -> impl Iterator<Item = (ULONG, &'static str)> {
    FIELDS.into_iter().filter(move |(flag, _)| fields & flag != 0)
}

/// The directives that a file begins with; `custom` are the names of more fields.
pub fn header(software: &str, fields: ULONG, custom: &[Box<str>], moment: &Moment, out: &mut Vec<u8>) {
    let names: Vec<_> = chosen(fields).map(|(_, name)| name).chain(custom.iter().map(|name| &**name)).collect();
    directives(software, &names.join(" "), moment, out);
}

/// The same with any fields.
pub fn directives(software: &str, fields: &str, moment: &Moment, out: &mut Vec<u8>) {
    print(out, format_args!("#Software: {software}\r\n#Version: 1.0\r\n#Date: "));
    date(moment, out);
    out.push(b' ');
    time(moment, out);
    print(out, format_args!("\r\n#Fields: {fields}\r\n"));
}

pub fn date(moment: &Moment, out: &mut Vec<u8>) {
    let date = &moment.utc;
    print(out, format_args!("{:04}-{:02}-{:02}", date.wYear, date.wMonth, date.wDay));
}

pub fn time(moment: &Moment, out: &mut Vec<u8>) {
    let date = &moment.utc;
    print(out, format_args!("{:02}:{:02}:{:02}", date.wHour, date.wMinute, date.wSecond));
}

/// A line, with so many fields more.
pub fn line(record: &Record<'_>, fields: ULONG, custom: usize, moment: &Moment, out: &mut Vec<u8>) {
    let start = out.len();
    for (field, _) in chosen(fields) {
        if out.len() > start {
            out.push(b' ');
        }
        let text = match field {
            HTTP_LOG_FIELD_DATE => {
                date(moment, out);
                continue;
            }
            HTTP_LOG_FIELD_TIME => {
                time(moment, out);
                continue;
            }
            HTTP_LOG_FIELD_SITE_NAME => record.site_name,
            HTTP_LOG_FIELD_COMPUTER_NAME => record.computer_name,
            HTTP_LOG_FIELD_SERVER_IP => record.server_ip,
            HTTP_LOG_FIELD_METHOD => record.method,
            HTTP_LOG_FIELD_URI_STEM => record.uri_stem,
            HTTP_LOG_FIELD_URI_QUERY => record.uri_query,
            HTTP_LOG_FIELD_USER_NAME => record.user_name,
            HTTP_LOG_FIELD_CLIENT_IP => record.client_ip,
            HTTP_LOG_FIELD_VERSION => version_text(record.version).as_bytes(),
            HTTP_LOG_FIELD_USER_AGENT => record.user_agent,
            HTTP_LOG_FIELD_COOKIE => record.cookie,
            HTTP_LOG_FIELD_REFERER => record.referrer,
            HTTP_LOG_FIELD_HOST => record.host,
            HTTP_LOG_FIELD_STREAM_ID | HTTP_LOG_FIELD_STREAM_ID_EX => match record.stream {
                Some(stream) => {
                    print(out, format_args!("{stream}"));
                    continue;
                }
                None => b"",
            },
            // There is no QUIC.
            HTTP_LOG_FIELD_TRANSPORT_TYPE => b"TCP",
            _ => {
                let number = match field {
                    HTTP_LOG_FIELD_SERVER_PORT => record.server_port.into(),
                    HTTP_LOG_FIELD_STATUS => record.status.into(),
                    HTTP_LOG_FIELD_SUB_STATUS => record.sub_status.into(),
                    HTTP_LOG_FIELD_WIN32_STATUS => record.win32_status.into(),
                    HTTP_LOG_FIELD_BYTES_SENT => record.bytes_sent,
                    HTTP_LOG_FIELD_BYTES_RECV => record.bytes_received,
                    _ => record.time_taken,
                };
                print(out, format_args!("{number}"));
                continue;
            }
        };
        put(text, |_| false, out);
    }
    for at in 0..custom {
        if out.len() > start {
            out.push(b' ');
        }
        put(record.custom.get(at).map_or(&[], Vec::as_slice), |_| false, out);
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::full;
    use super::*;
    use crate::net::http1::head::Version;

    fn moment() -> Moment {
        Moment::in_zone(784_111_777, 3600)
    }

    fn lines(record: &Record<'_>, fields: ULONG) -> String {
        let mut out = Vec::new();
        line(record, fields, 0, &moment(), &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn all_fields_in_their_order() {
        let mut out = Vec::new();
        header("Program 1", KNOWN, &[], &moment(), &mut out);
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "#Software: Program 1\r\n#Version: 1.0\r\n#Date: 1994-11-06 08:49:37\r\n#Fields: date time s-sitename \
             s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version \
             cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes \
             time-taken streamid streamid_ex transport\r\n"
        );
        assert_eq!(
            lines(&full(), KNOWN),
            "1994-11-06 08:49:37 W3SVC1 SALES1 172.21.13.45 GET /Dept+Logo.gif a=1 8080 DOMAIN\\J\u{fc}rgen \
             192.168.114.201 HTTP/1.1 Mozilla/5.0+(X11) a=b;+c=d http://x/++2026 www.example.org 404 2 64 3223 163 \
             4502 - - TCP\r\n"
        );
    }

    #[test]
    fn each_field_alone_has_its_name_and_its_value() {
        let line = lines(&full(), KNOWN);
        let values: Vec<_> = line.trim_end().split(' ').collect();
        for ((flag, name), value) in FIELDS.into_iter().zip(values) {
            let mut out = Vec::new();
            header("", flag, &[], &moment(), &mut out);
            assert!(out.ends_with(format!("#Fields: {name}\r\n").as_bytes()), "{name}");
            assert_eq!(lines(&full(), flag), format!("{value}\r\n"), "{name}");
        }
    }

    #[test]
    fn custom_fields_stand_at_the_end() {
        let mut out = Vec::new();
        header("", HTTP_LOG_FIELD_STATUS, &["X-A".into(), "X-B".into(), "X-C".into()], &moment(), &mut out);
        assert!(out.ends_with(b"#Fields: sc-status X-A X-B X-C\r\n"));
        let record = Record { custom: &[b"a b\r\n".to_vec(), Vec::new()], ..full() };
        let mut out = Vec::new();
        line(&record, HTTP_LOG_FIELD_STATUS, 3, &moment(), &mut out);
        assert_eq!(out, b"404 a+b++ - -\r\n");
    }

    #[test]
    fn streams_have_their_numbers() {
        let record = Record { version: Some(Version::Http2), stream: Some(7), ..full() };
        let fields = HTTP_LOG_FIELD_VERSION | HTTP_LOG_FIELD_STREAM_ID | HTTP_LOG_FIELD_STREAM_ID_EX;
        assert_eq!(lines(&record, fields), "HTTP/2.0 7 7\r\n");
    }

    #[test]
    fn what_nobody_knows_is_a_hyphen() {
        let texts = HTTP_LOG_FIELD_METHOD | HTTP_LOG_FIELD_VERSION | HTTP_LOG_FIELD_USER_NAME | HTTP_LOG_FIELD_STATUS;
        assert_eq!(lines(&Record::default(), texts), "- - - 0\r\n");
    }
}
