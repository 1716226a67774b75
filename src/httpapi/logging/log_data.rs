//! HTTP_LOG_FIELDS_DATA, kept until the request has ended.

use super::record::Record;

/// The texts in the order of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Text {
    UserName,
    UriStem,
    ClientIp,
    ServerName,
    ServiceName,
    ServerIp,
    Method,
    UriQuery,
    Host,
    UserAgent,
    Cookie,
    Referrer,
}

const COUNT: usize = Text::Referrer as usize + 1;

pub const TEXTS: [Text; COUNT] = [
    Text::UserName,
    Text::UriStem,
    Text::ClientIp,
    Text::ServerName,
    Text::ServiceName,
    Text::ServerIp,
    Text::Method,
    Text::UriQuery,
    Text::Host,
    Text::UserAgent,
    Text::Cookie,
    Text::Referrer,
];

/// The texts stand one behind the other.
#[derive(Clone, Debug)]
pub struct LogData {
    text: Vec<u8>,
    ends: [u32; COUNT],
    pub numbers: Numbers,
    /// Of the fields that the log has beside those of the format.
    pub custom: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers {
    pub server_port: u16,
    pub status: u16,
    pub win32_status: u32,
    pub sub_status: u16,
}

impl LogData {
    /// Adds the texts in their order; each is at most as long as 16 bits tell of wide characters.
    pub fn of(texts: [&[u8]; COUNT], numbers: Numbers) -> Self {
        let length = texts.iter().map(|text| text.len()).sum();
        let mut data = Self { text: Vec::with_capacity(length), ends: [0; COUNT], numbers, custom: Vec::new() };
        for (text, end) in texts.iter().zip(&mut data.ends) {
            data.text.extend_from_slice(text);
            *end = data.text.len() as u32;
        }
        data
    }

    /// How many bytes all texts have.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    pub fn text(&self, which: Text) -> &[u8] {
        let at = which as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// What the application says of a request.
    pub fn record(&self) -> Record<'_> {
        Record {
            site_name: self.text(Text::ServiceName),
            computer_name: self.text(Text::ServerName),
            server_ip: self.text(Text::ServerIp),
            server_port: self.numbers.server_port,
            method: self.text(Text::Method),
            uri_stem: self.text(Text::UriStem),
            uri_query: self.text(Text::UriQuery),
            user_name: self.text(Text::UserName),
            client_ip: self.text(Text::ClientIp),
            user_agent: self.text(Text::UserAgent),
            cookie: self.text(Text::Cookie),
            referrer: self.text(Text::Referrer),
            host: self.text(Text::Host),
            status: self.numbers.status,
            sub_status: self.numbers.sub_status,
            win32_status: self.numbers.win32_status,
            custom: &self.custom,
            ..Record::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_found_again() {
        let data = LogData::of(
            [b"user", b"/stem", b"1.2.3.4", b"", b"site", b"", b"GET", b"q", b"h", b"a", b"c", b"r"],
            Numbers { status: 7, ..Numbers::default() },
        );
        let record = data.record();
        assert_eq!((record.status, record.sub_status), (7, 0));
        assert_eq!(
            (record.user_name, record.uri_stem, record.client_ip),
            (&b"user"[..], &b"/stem"[..], &b"1.2.3.4"[..])
        );
        assert_eq!((record.computer_name, record.site_name, record.server_ip), (&b""[..], &b"site"[..], &b""[..]));
        assert_eq!((record.method, record.uri_query, record.host), (&b"GET"[..], &b"q"[..], &b"h"[..]));
        assert_eq!((record.user_agent, record.cookie, record.referrer), (&b"a"[..], &b"c"[..], &b"r"[..]));
    }
}
