//! Why a request is refused, and what HTTP.SYS then answers by itself.

use super::server_header;

/// Why a 503 is given, in the words of the HTTPERR log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    AppOffline,
    AppPoolTimer,
    AppShutdown,
    ConnLimit,
    Disabled,
    QueueFull,
    /// No reason of its own.
    Internal,
}

/// Why a request is refused. The connection closes after the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    BadRequest,
    Verb,
    Url,
    Hostname,
    Header,
    RequestLength,
    FieldLength,
    UrlLength,
    NotFound,
    LengthRequired,
    EntityTooLarge,
    NotImplemented,
    Version,
    /// Something that has to be a number is none.
    Number,
    /// A line does not end as it has to.
    InvalidCrLf,
    ServiceUnavailable(Unavailable),
}

/// The words of an error page. The title is also the reason phrase of the status line.
struct Words {
    status: u16,
    title: &'static str,
    heading: &'static str,
    message: &'static str,
}

/// The page with gaps for title, heading, status and message.
const PAGE: [&str; 5] = [
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n<HTML><HEAD><TITLE>",
    "</TITLE>\r\n<META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n<BODY><h2>",
    "</h2>\r\n<hr><p>HTTP Error ",
    ". ",
    "</p>\r\n</BODY></HTML>\r\n",
];

const BAD_REQUEST: &str = "Bad Request";

impl Refusal {
    /// Texts as seen from HTTP.SYS. Those of 413 and 505 are not on record anywhere; they
    /// are made in the manner of the others.
    fn words(self) -> Words {
        let (status, title, heading, message) = match self {
            Refusal::BadRequest | Refusal::Number | Refusal::InvalidCrLf => {
                (400, BAD_REQUEST, BAD_REQUEST, "The request is badly formed.")
            }
            Refusal::Verb => (400, BAD_REQUEST, "Bad Request - Invalid Verb", "The request verb is invalid."),
            Refusal::Url => (400, BAD_REQUEST, "Bad Request - Invalid URL", "The request URL is invalid."),
            Refusal::Hostname => {
                (400, BAD_REQUEST, "Bad Request - Invalid Hostname", "The request hostname is invalid.")
            }
            Refusal::Header => {
                (400, BAD_REQUEST, "Bad Request - Invalid Header", "The request has an invalid header name.")
            }
            Refusal::RequestLength | Refusal::FieldLength => {
                (400, BAD_REQUEST, "Bad Request - Request Too Long", "The size of the request headers is too long.")
            }
            Refusal::NotFound => (404, "Not Found", "Not Found", "The requested resource is not found."),
            Refusal::LengthRequired => {
                (411, "Length Required", "Length Required", "The request must be chunked or have a content length.")
            }
            Refusal::EntityTooLarge => {
                (413, "Request Entity Too Large", "Request Entity Too Large", "The request entity is too large.")
            }
            Refusal::UrlLength => (414, "Request URL Too Long", "Request URL Too Long", "The request URL is too long."),
            Refusal::NotImplemented => {
                (501, "Not Implemented", "Not Implemented", "The request transfer encoding type is not supported.")
            }
            Refusal::ServiceUnavailable(_) => {
                (503, "Service Unavailable", "Service Unavailable", "The service is unavailable.")
            }
            Refusal::Version => {
                (505, "HTTP Version Not Supported", "HTTP Version Not Supported", "The HTTP version is not supported.")
            }
        };
        Words { status, title, heading, message }
    }

    pub fn status(self) -> u16 {
        self.words().status
    }

    /// The phrase of the HTTPERR log (`s-reason`).
    pub fn reason(self) -> &'static str {
        match self {
            Refusal::BadRequest => "BadRequest",
            Refusal::Verb => "Verb",
            Refusal::Url => "URL",
            Refusal::Hostname => "Hostname",
            Refusal::Header => "Header",
            Refusal::RequestLength => "RequestLength",
            Refusal::FieldLength => "FieldLength",
            Refusal::UrlLength => "URL_Length",
            Refusal::NotFound => "NotFound",
            Refusal::LengthRequired => "LengthRequired",
            Refusal::EntityTooLarge => "EntityTooLarge",
            Refusal::NotImplemented => "N/I",
            Refusal::Version => "Version_N/S",
            Refusal::Number => "Number",
            Refusal::InvalidCrLf => "Invalid_CR/LF",
            Refusal::ServiceUnavailable(why) => match why {
                Unavailable::AppOffline => "AppOffline",
                Unavailable::AppPoolTimer => "AppPoolTimer",
                Unavailable::AppShutdown => "AppShutdown",
                Unavailable::ConnLimit => "ConnLimit",
                Unavailable::Disabled => "Disabled",
                Unavailable::QueueFull => "QueueFull",
                Unavailable::Internal => "N/A",
            },
        }
    }

    /// The body of the answer.
    pub fn page(self) -> String {
        let Words { status, title, heading, message } = self.words();
        let [start, meta, line, colon, end] = PAGE;
        format!("{start}{title}{meta}{heading}{line}{status}{colon}{message}{end}")
    }

    /// Appends the whole answer. `date` is the value of the Date header.
    pub fn response(self, date: &str, out: &mut Vec<u8>) {
        let page = self.page();
        self.head(date, page.len(), out);
        out.extend_from_slice(page.as_bytes());
    }

    /// The same answer to a HEAD request, which gets the headers alone.
    pub fn response_to_head(self, date: &str, out: &mut Vec<u8>) {
        self.head(date, self.page().len(), out);
    }

    fn head(self, date: &str, length: usize, out: &mut Vec<u8>) {
        let (Words { status, title, .. }, server) = (self.words(), server_header::of_library());
        let head = format!(
            "HTTP/1.1 {status} {title}\r\nContent-Type: text/html; charset=us-ascii\r\n{server}\
             Date: {date}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        out.extend_from_slice(head.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_the_lengths_seen_from_windows() {
        let expected = [
            (Refusal::BadRequest, 400, 311, "BadRequest"),
            (Refusal::Number, 400, 311, "Number"),
            (Refusal::InvalidCrLf, 400, 311, "Invalid_CR/LF"),
            (Refusal::Verb, 400, 326, "Verb"),
            (Refusal::Url, 400, 324, "URL"),
            (Refusal::Hostname, 400, 334, "Hostname"),
            (Refusal::Header, 400, 339, "Header"),
            (Refusal::RequestLength, 400, 346, "RequestLength"),
            (Refusal::FieldLength, 400, 346, "FieldLength"),
            (Refusal::NotFound, 404, 315, "NotFound"),
            (Refusal::LengthRequired, 411, 344, "LengthRequired"),
            (Refusal::UrlLength, 414, 329, "URL_Length"),
            (Refusal::NotImplemented, 501, 343, "N/I"),
            (Refusal::ServiceUnavailable(Unavailable::QueueFull), 503, 326, "QueueFull"),
            (Refusal::ServiceUnavailable(Unavailable::Internal), 503, 326, "N/A"),
        ];
        for (refusal, status, length, reason) in expected {
            assert_eq!((refusal.status(), refusal.page().len(), refusal.reason()), (status, length, reason));
        }
        assert_eq!((Refusal::Version.status(), Refusal::Version.reason()), (505, "Version_N/S"));
        assert_eq!((Refusal::EntityTooLarge.status(), Refusal::EntityTooLarge.reason()), (413, "EntityTooLarge"));
    }

    #[test]
    fn an_answer_has_the_headers_in_the_order_of_windows() {
        let mut out = Vec::new();
        Refusal::Hostname.response("Sun, 06 Nov 1994 08:49:37 GMT", &mut out);
        let text = String::from_utf8(out).expect("ASCII");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert_eq!(
            head,
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html; charset=us-ascii\r\nServer: Microsoft-HTTPAPI/2.0\r\n\
             Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\nContent-Length: 334"
        );
        assert_eq!(
            body,
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n\
             <HTML><HEAD><TITLE>Bad Request</TITLE>\r\n\
             <META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n\
             <BODY><h2>Bad Request - Invalid Hostname</h2>\r\n\
             <hr><p>HTTP Error 400. The request hostname is invalid.</p>\r\n\
             </BODY></HTML>\r\n"
        );
        let mut headers_only = Vec::new();
        Refusal::Hostname.response_to_head("Sun, 06 Nov 1994 08:49:37 GMT", &mut headers_only);
        assert_eq!(headers_only, format!("{head}\r\n\r\n").into_bytes());
    }
}
