//! The format of IIS: a fixed list of fields with commas between them, in local time.

use super::escape::{print, put};
use super::moment::Moment;
use super::record::Record;

pub fn line(record: &Record<'_>, moment: &Moment, out: &mut Vec<u8>) {
    let text = |text: &[u8], out: &mut Vec<u8>| {
        // A comma would be the end of the field.
        put(text, |byte| byte == b',', out);
        out.extend_from_slice(b", ");
    };
    text(record.client_ip, out);
    text(record.user_name, out);
    let date = &moment.local;
    print(out, format_args!("{:02}/{:02}/{:02}, ", date.wMonth, date.wDay, date.wYear % 100));
    print(out, format_args!("{:02}:{:02}:{:02}, ", date.wHour, date.wMinute, date.wSecond));
    text(record.site_name, out);
    text(record.computer_name, out);
    text(record.server_ip, out);
    let Record { time_taken, bytes_received, bytes_sent, status, win32_status, .. } = record;
    print(out, format_args!("{time_taken}, {bytes_received}, {bytes_sent}, {status}, {win32_status}, "));
    text(record.method, out);
    text(record.uri_stem, out);
    text(record.uri_query, out);
    // Behind the last comma there is no blank.
    out.pop();
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::full;
    use super::*;

    fn text(record: &Record<'_>) -> String {
        let mut out = Vec::new();
        line(record, &Moment::in_zone(784_111_777, -9 * 3600), &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_line() {
        assert_eq!(
            text(&full()),
            "192.168.114.201, DOMAIN\\J\u{fc}rgen, 11/05/94, 23:49:37, W3SVC1, SALES1, 172.21.13.45, 4502, 163, 3223, \
             404, 64, GET, /Dept+Logo.gif, a=1,\r\n"
        );
        let nothing = "-, -, 11/05/94, 23:49:37, -, -, -, 0, 0, 0, 0, 0, -, -, -,\r\n";
        assert_eq!(text(&Record::default()), nothing);
    }

    #[test]
    fn nothing_ends_a_field() {
        let record = Record { uri_query: b"a, 200,\r\n", ..Record::default() };
        assert!(text(&record).ends_with(", a++200+++,\r\n"));
        assert_eq!(text(&record).matches(", ").count(), 14);
    }
}
