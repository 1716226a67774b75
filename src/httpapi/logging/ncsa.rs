//! The common format of NCSA, in local time.

use super::escape::{print, put};
use super::moment::Moment;
use super::record::{Record, version_text};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub fn line(record: &Record<'_>, moment: &Moment, out: &mut Vec<u8>) {
    put(record.client_ip, |_| false, out);
    out.extend_from_slice(b" - ");
    put(record.user_name, |_| false, out);
    let date = &moment.local;
    let month = MONTHS.get(usize::from(date.wMonth).wrapping_sub(1)).copied().unwrap_or_default();
    print(
        out,
        format_args!(
            " [{:02}/{month}/{:04}:{:02}:{:02}:{:02} {}{:02}{:02}] \"",
            date.wDay,
            date.wYear,
            date.wHour,
            date.wMinute,
            date.wSecond,
            if moment.offset < 0 { '-' } else { '+' },
            moment.offset.abs() / 60,
            moment.offset.abs() % 60,
        ),
    );
    // A quote would end the request.
    let quote = |byte| byte == b'"';
    put(record.method, quote, out);
    out.push(b' ');
    put(record.uri_stem, quote, out);
    if !record.uri_query.is_empty() {
        out.push(b'?');
        put(record.uri_query, quote, out);
    }
    out.push(b' ');
    put(version_text(record.version).as_bytes(), quote, out);
    print(out, format_args!("\" {} {}\r\n", record.status, record.bytes_sent));
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::full;
    use super::*;

    fn text(record: &Record<'_>, east: i64) -> String {
        let mut out = Vec::new();
        line(record, &Moment::in_zone(784_111_777, east), &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_line() {
        assert_eq!(
            text(&full(), 5 * 3600 + 1800),
            "192.168.114.201 - DOMAIN\\J\u{fc}rgen [06/Nov/1994:14:19:37 +0530] \"GET /Dept+Logo.gif?a=1 HTTP/1.1\" 404 3223\r\n"
        );
        assert_eq!(text(&Record::default(), -9 * 3600), "- - - [05/Nov/1994:23:49:37 -0900] \"- - -\" 0 0\r\n");
    }

    #[test]
    fn nothing_ends_the_request_or_the_line() {
        let record = Record { method: b"G\"ET", uri_stem: b"/\" 200 1\r\n", uri_query: b"\"", ..Record::default() };
        assert!(text(&record, 0).ends_with("\"G+ET /++200+1++?+ -\" 0 0\r\n"), "{}", text(&record, 0));
    }
}
