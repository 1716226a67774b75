//! What a line says about one request.

use crate::net::http1::head::Version;

/// Texts are empty and the version is missing where nobody knows them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Record<'a> {
    pub site_name: &'a [u8],
    pub computer_name: &'a [u8],
    pub server_ip: &'a [u8],
    pub server_port: u16,
    pub method: &'a [u8],
    pub uri_stem: &'a [u8],
    pub uri_query: &'a [u8],
    pub user_name: &'a [u8],
    pub client_ip: &'a [u8],
    pub version: Option<Version>,
    pub user_agent: &'a [u8],
    pub cookie: &'a [u8],
    pub referrer: &'a [u8],
    pub host: &'a [u8],
    pub status: u16,
    pub sub_status: u16,
    pub win32_status: u32,
    pub bytes_sent: u64,
    pub bytes_received: u64,
    /// In milliseconds.
    pub time_taken: u64,
    /// Of the fields that the log has beside those of the format; what is missing nobody knows.
    pub custom: &'a [Vec<u8>],
    /// There is none in HTTP/1.
    pub stream: Option<u32>,
}

/// A version as requests have it.
pub fn version_text(version: Option<Version>) -> &'static str {
    match version {
        None => "",
        Some(Version::Http10) => "HTTP/1.0",
        Some(Version::Http11) => "HTTP/1.1",
        Some(Version::Http2) => "HTTP/2.0",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// One with something in every place.
    pub fn full() -> Record<'static> {
        Record {
            site_name: b"W3SVC1",
            computer_name: b"SALES1",
            server_ip: b"172.21.13.45",
            server_port: 8080,
            method: b"GET",
            uri_stem: b"/Dept Logo.gif",
            uri_query: b"a=1",
            user_name: b"DOMAIN\\J\xC3\xBCrgen",
            client_ip: b"192.168.114.201",
            version: Some(Version::Http11),
            user_agent: b"Mozilla/5.0 (X11)",
            cookie: b"a=b; c=d",
            referrer: b"http://x/\r\n2026",
            host: b"www.example.org",
            status: 404,
            sub_status: 2,
            win32_status: 64,
            bytes_sent: 3223,
            bytes_received: 163,
            time_taken: 4502,
            custom: &[],
            stream: None,
        }
    }
}
