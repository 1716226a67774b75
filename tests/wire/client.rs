//! Raw clients.

use super::layer::Layer;
use super::server::LONG;
use socket2::SockRef;
use std::io::ErrorKind;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Closed,
    Reset,
    /// By the socket, in a way that is no end to the layer over it.
    Cut,
    Never,
}

/// An answer takes no longer.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Client(pub TcpStream, pub Layer);

impl Client {
    pub fn connect(address: SocketAddr) -> Self {
        Self::over(Self::dial(address), Layer::usual())
    }

    /// A layer over a socket, as far as the server is ready for it.
    fn over(stream: TcpStream, layer: Layer) -> Self {
        layer.begin(&stream);
        Self(stream, layer)
    }

    pub fn dial(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        stream.set_write_timeout(Some(LONG)).expect("a socket");
        stream
    }

    /// The same connection, for another thread.
    pub fn another(&self) -> Self {
        Self(self.0.try_clone().expect("a socket"), self.1.clone())
    }

    /// Sends what the server may not want to read any more.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        self.1.send(&self.0, bytes).is_ok()
    }

    /// Sends in pieces that end at these places, with time between them for the server to look.
    pub fn send_split(&mut self, bytes: &[u8], ends: impl IntoIterator<Item = usize>) {
        let mut start = 0;
        for end in ends.into_iter().chain([bytes.len()]) {
            if !self.send(&bytes[start..end]) {
                return;
            }
            start = end;
            if end < bytes.len() {
                std::thread::sleep(Duration::from_micros(60));
            }
        }
    }

    /// Reads exactly so many bytes.
    pub fn read(&mut self, count: usize) -> String {
        let mut bytes = vec![0; count];
        let mut got = 0;
        while got < count {
            match self.1.receive(&self.0, &mut bytes[got..]) {
                Ok(0) | Err(_) => break,
                Ok(more) => got += more,
            }
        }
        String::from_utf8_lossy(&bytes[..got]).into_owned()
    }

    /// Reads until the connection ends, which it does within a time.
    pub fn read_all(&mut self) -> (String, End) {
        let mut bytes = Vec::new();
        let end = loop {
            let mut piece = [0; 4096];
            match self.1.receive(&self.0, &mut piece) {
                Ok(0) => break End::Closed,
                Ok(count) => bytes.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break End::Reset,
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => break End::Cut,
                Err(error) => {
                    bytes.extend_from_slice(error.to_string().as_bytes());
                    break End::Never;
                }
            }
        };
        (String::from_utf8_lossy(&bytes).into_owned(), end)
    }

    /// Our side ends; the other one is still read.
    pub fn half_close(&self) {
        self.1.end(&self.0);
        self.0.shutdown(Shutdown::Write).expect("a connected socket");
    }

    /// Ends with a reset.
    pub fn reset(self) {
        SockRef::from(&self.0).set_linger(Some(Duration::ZERO)).expect("a socket");
    }

    /// A small window, so that the server's buffers fill.
    pub fn connect_narrow(address: SocketAddr) -> Self {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a socket");
        socket.connect(&address.into()).expect("the server listens");
        let stream = TcpStream::from(socket);
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        Self::over(stream, Layer::usual())
    }
}

/// An answer with its date taken out: dates are 29 letters.
pub fn undated(text: &str) -> String {
    let Some(place) = text.find("Date: ") else { return text.into() };
    let (start, rest) = text.split_at(place + 6);
    let end = rest.find("\r\n").unwrap_or(rest.len());
    if end != 29 {
        return text.into();
    }
    format!("{start}*{}", undated(&rest[end..]))
}

/// A page of HTTP.SYS with its head.
pub fn page(status: &str, heading: &str, message: &str) -> String {
    let (code, title) = status.split_once(' ').expect("a code and a title");
    let body = format!(
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n\
         <HTML><HEAD><TITLE>{title}</TITLE>\r\n\
         <META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n\
         <BODY><h2>{heading}</h2>\r\n\
         <hr><p>HTTP Error {code}. {message}</p>\r\n\
         </BODY></HTML>\r\n"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=us-ascii\r\nServer: Microsoft-HTTPAPI/2.0\r\n\
         Date: *\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

pub fn bad_request() -> String {
    page("400 Bad Request", "Bad Request", "The request is badly formed.")
}

pub fn bad_verb() -> String {
    page("400 Bad Request", "Bad Request - Invalid Verb", "The request verb is invalid.")
}

pub fn bad_url() -> String {
    page("400 Bad Request", "Bad Request - Invalid URL", "The request URL is invalid.")
}

pub fn bad_host() -> String {
    page("400 Bad Request", "Bad Request - Invalid Hostname", "The request hostname is invalid.")
}

pub fn bad_header() -> String {
    page("400 Bad Request", "Bad Request - Invalid Header", "The request has an invalid header name.")
}

pub fn too_long() -> String {
    page("400 Bad Request", "Bad Request - Request Too Long", "The size of the request headers is too long.")
}

pub fn url_too_long() -> String {
    page("414 Request URL Too Long", "Request URL Too Long", "The request URL is too long.")
}

pub fn not_found() -> String {
    page("404 Not Found", "Not Found", "The requested resource is not found.")
}

pub fn length_required() -> String {
    page("411 Length Required", "Length Required", "The request must be chunked or have a content length.")
}

pub fn entity_too_large() -> String {
    page("413 Request Entity Too Large", "Request Entity Too Large", "The request entity is too large.")
}

pub fn not_implemented() -> String {
    page("501 Not Implemented", "Not Implemented", "The request transfer encoding type is not supported.")
}

pub fn bad_version() -> String {
    page("505 HTTP Version Not Supported", "HTTP Version Not Supported", "The HTTP version is not supported.")
}
